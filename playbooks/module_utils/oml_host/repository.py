"""The tenant's repository of backup sets: restic on the bucket, under a prefix of the tenant's own.

Passwords and keys travel in the environment, which only root reads; restic's cache lies in a folder of root's.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile

from . import disk, engine, outside
from .process import run
from .restic_output import complaint_of, snapshot_of, stored_at
from .stream import Program, stream
from .trouble import Trouble, Unread

# restic's own exit codes (its manual, "Scripting").
_NO_REPOSITORY, _WRONG_PASSWORD = 10, 12
# What it says of each snapshot that it could not remove, though it ends well.
_KEPT = "unable to remove"
# What it says where snapshots need what no index names.
_LACKS_DATA = ("not found in repository", "index is not complete")
# Seconds for what is left once all was read: packs on their way, the index, the snapshot; and restic's own patience.
_ENDS_WITHIN = 3600.0
# Damaged packs that are copied beside each other: up to 128 MiB each.
_AT_ONCE = 8
# What is read back is read where it lies: this host's cache would prove it to this host alone.
_FROM_BUCKET = ["--no-lock", "--no-cache"]


class Repository:
    """`settings` are the order's: endpoint, bucket, prefix, keys, password, verify, ca, engine (restic by digest)."""

    def __init__(self, places, settings, host):
        self._places = places
        self._settings = settings
        self._host = host
        self._program = engine.program(places, settings["engine"])

    def _environment(self, password=None):
        settings = self._settings
        cache = self._places.at("/var/cache/oml/restic")
        work = os.path.join(cache, "tmp")
        os.makedirs(work, mode=0o700, exist_ok=True)
        os.chmod(cache, 0o700)
        url = "s3:{}/{}/{}".format(settings["endpoint"], settings["bucket"], settings["prefix"])
        return {
            "RESTIC_REPOSITORY": url,
            "RESTIC_PASSWORD": password or settings["password"],
            "AWS_ACCESS_KEY_ID": settings["access_key"],
            "AWS_SECRET_ACCESS_KEY": settings["secret_key"],
            "AWS_DEFAULT_REGION": settings["region"],
            "RESTIC_CACHE_DIR": cache,
            "RESTIC_PROGRESS_FPS": "0.2",
            "TMPDIR": work,
        }

    def _argv(self, *words):
        return [self._program, "--option=s3.bucket-lookup=path", *self._trust(), *words]

    def _trust(self):
        """restic's options about the bucket's certificate; authorities that are given are the only ones."""
        if not self._settings["verify"]:
            return ["--insecure-tls"]
        if not self._settings.get("ca"):
            return []
        # Of its own name: a restore of another tenant's set, and a drill beside it, may trust others.
        content = self._settings["ca"].encode()
        path = self._places.own("bucket-ca-{}.pem".format(hashlib.sha256(content).hexdigest()[:16]))
        disk.write(path, content)
        return ["--cacert=" + path]

    def _run(self, *words, timeout=600.0, password=None, **how):
        return run(self._argv(*words), timeout=timeout, env=self._environment(password), **how)

    def _checked(self, done, what):
        if not done.ok:
            raise outside.kind(done.code, done.err, Unread)("{}: {}".format(what, self.sentence(done)))
        return done

    def sentence(self, done) -> str:
        """Why restic failed, and what helps where that is known."""
        if done.code == _WRONG_PASSWORD:
            return (
                "the repository does not open with backup.password of tenant.yml: it opens with the one before, unless "
                "its keys are gone from the bucket"
            )
        if done.code == _NO_REPOSITORY:
            return self._no_repository()
        # Below what went wrong restic may list the calls in which it did.
        return complaint_of(done.err.splitlines()[0] if "\n\t" in done.err else done.complaint)

    def _no_repository(self):
        return "there is no repository under {prefix} in the bucket {bucket}".format(**self._settings)

    def program(self, title, *words) -> Program:
        """restic with these words, to be streamed from or into."""
        return Program(title, self._argv(*words), self._environment())

    def make(self) -> None:
        """Makes the repository, where there is none."""
        self._checked(self._run("init", "--quiet"), "The repository of the backup sets could not be made")

    def open_to_escrow(self) -> None:
        """Adds its second key, where one is wanted and it does not open with it; raises Trouble."""
        escrow = self._settings.get("escrow_password")
        if escrow and not self._run("cat", "config", "--quiet", timeout=120, password=escrow).ok:
            self._add_key(escrow)

    def unlock(self) -> None:
        """Clears the locks of programs that live no more."""
        self._checked(self._run("unlock", "--quiet"), "Stale locks of the repository could not be cleared")

    def _add_key(self, password):
        with tempfile.NamedTemporaryFile("w", dir=self._environment()["TMPDIR"]) as file:
            file.write(password + "\n")
            file.flush()
            done = self._run("key", "add", "--new-password-file", file.name, "--user=escrow")
        self._checked(done, "The second password of the repository could not be added")

    def _tagged(self, tags):
        # `--force`: no snapshot before it is read, which may be damaged.
        words = ["backup", "--json", "--no-scan", "--force", "--host=" + self._host]
        return words + ["--tag=" + ",".join("{}:{}".format(*pair) for pair in tags.items())]

    def store_stream(self, source, name, tags) -> dict:
        """Stores what a Program writes as `name`: the part of a manifest. Raises Trouble; then nothing is stored."""
        sink = self.program("restic", *self._tagged(tags), "--stdin", "--stdin-filename=" + name)
        streamed = stream(source, sink, ends_within=_ENDS_WITHIN)
        if not streamed.ok:
            raise Trouble("{} was not stored: {}".format(name, complaint_of(streamed.trouble)))
        snapshot = snapshot_of(streamed.out, name)
        return {"snapshot": snapshot, "file": name, "bytes": streamed.bytes, "sha256": streamed.sha256}

    def store_document(self, document, name, tags) -> None:
        """Stores a document as the file `name`. Raises Trouble."""
        text = json.dumps(document, sort_keys=True) + "\n"
        done = self._run(*self._tagged(tags), "--stdin", "--stdin-filename=" + name, stdin=text)
        snapshot_of(self._checked(done, "{} was not stored".format(name)).out, name)

    def store_folder(self, folder, tags) -> str:
        """Stores a folder as it is; the snapshot's id. Raises Trouble."""
        done = self._run(*self._tagged(tags), folder, timeout=7200)
        return snapshot_of(self._checked(done, "{} was not stored".format(folder)).out, folder)

    def found(self, *tags, from_bucket=False) -> list | None:
        """The snapshots that bear all these tags, the oldest first; None where there is no repository."""
        words = ["--tag=" + ",".join(tags)] if tags else []
        words += _FROM_BUCKET if from_bucket else ["--no-lock"]
        done = self._run("snapshots", "--json", *words)
        if done.code == _NO_REPOSITORY:
            return None
        self._checked(done, "The backup sets could not be listed")
        return sorted(json.loads(done.out) or [], key=stored_at)

    def snapshots(self, *tags, **how) -> list:
        """The same of a repository that has to be there; raises Trouble."""
        found = self.found(*tags, **how)
        if found is None:
            raise Trouble("The backup sets could not be listed: {}".format(self._no_repository()))
        return found

    def forget(self, ids) -> None:
        """Takes snapshots away, their data left until `prune`; raises Trouble."""
        if ids:
            what = "Snapshots could not be removed"
            done = self._checked(self._run("forget", "--quiet", *ids), what)
            if _KEPT in done.err:
                raise Trouble("{}: {}".format(what, done.err.splitlines()[0]))

    def prune(self) -> None:
        """Frees what no snapshot needs any more; raises Trouble."""
        what = "Unused data could not be removed"
        done = self._run("prune", "--quiet", "--max-unused=10%", timeout=14400)
        if any(words in done.err for words in _LACKS_DATA):
            raise Trouble(
                "{}: a set has lost data, and restic frees nothing until they are back in the bucket or that set is "
                "gone: oml verify --set tells of each, oml retain --set removes one".format(what)
            )
        self._checked(done, what)

    def rebuild_index(self) -> None:
        """Makes the index that of the packs which are there; raises Trouble."""
        done = self._run("repair", "index", "--no-cache", "--quiet", timeout=14400)
        self._checked(done, "The repository's index could not be made anew")

    def read_through(self) -> tuple:
        """Reads every pack: ids of the damaged ones, whether anything lacks. Raises Trouble where it did not end."""
        done = self._run("check", "--read-data", "--json", timeout=43200)
        for line in done.out.splitlines():
            if '"message_type":"summary"' in line:
                told = json.loads(line)
                return told["broken_packs"] or [], told["num_errors"] > 0
        raise Trouble("The repository could not be read through: {}".format(self.sentence(done)))

    def drop_packs(self, ids) -> None:
        """Takes damaged packs out of repository and index, but what in them is whole; raises Trouble."""
        for few in (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)):
            # restic lays copies of them where it runs.
            with tempfile.TemporaryDirectory(dir=self._environment()["TMPDIR"]) as folder:
                done = self._run("repair", "packs", "--quiet", *few, timeout=14400, folder=folder)
            self._checked(done, "Damaged packs could not be let go")

    def text(self, snapshot, name) -> str:
        """The text that was stored as `name`; raises Trouble."""
        done = self._run("dump", *_FROM_BUCKET, "--quiet", snapshot, "/" + name)
        return self._checked(done, "{} could not be read back".format(name)).out

    def reader(self, snapshot, name) -> Program:
        """A Program that writes what was stored as `name`."""
        return self.program("restic", "dump", *_FROM_BUCKET, "--quiet", snapshot, "/" + name)

    def restore_folder(self, snapshot, folder, target) -> None:
        """Puts a stored folder below `target`, owners and modes included; raises Trouble."""
        words = ["restore", *_FROM_BUCKET, "--quiet", "{}:{}".format(snapshot, folder), "--target=" + target]
        self._checked(self._run(*words, timeout=7200), "{} could not be read back".format(folder))
