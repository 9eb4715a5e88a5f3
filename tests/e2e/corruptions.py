"""Damages one object of a repository of backup sets, asks the host's program to restore, and tells how that ended.

Runs on a lab host, as `corruptions.py prepare | run SEED FROM TO | certain EACH | remove`, beside `orders.json` ({app,
voice}: a tenant's orders, filled), `forgeries.py`, `objects.py` and the program's own folder `oml_host`. The set is
small and its repository its own; restic, MinIO and PostgreSQL are real, and so are the program's entrances: `check` and
`load` of both hosts are all that comes before an exchange. The voice host's part is done here too, below a root of its
own.
"""

from __future__ import annotations

import glob
import hashlib
import itertools
import json
import os
import random
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import forgeries  # noqa: E402
from objects import Objects  # noqa: E402

from oml_host import backup, backups, disk, dump, engine, exchange, postgres, restoration, trees  # noqa: E402
from oml_host.backup_request import BackupRequest  # noqa: E402
from oml_host.places import Places  # noqa: E402
from oml_host.restic_output import tags_in  # noqa: E402

SET = "20270101T000000Z-c0de"
FOLDER = os.path.join(HERE, "custom")
INTACT = os.path.join(HERE, "intact")


class Apart(Places):
    """A host whose restic remembers nothing of the tenant's own repository, nor the other way round."""

    def at(self, path):
        """As ever, but for the cache."""
        return super().at(path.replace("/var/cache/oml", HERE + "/cache"))


PLACES = {"app": Apart(), "voice": Places(os.path.join(HERE, "voice"))}
ORDERS = disk.read_json(os.path.join(HERE, "orders.json"))
STORE = Objects(ORDERS["app"]["repository"])
KINDS = ("flip", "cut", "gone")
# What a set cannot do without; each is a folder of the repository, or an object.
NEEDED = ("config", "data", "index", "keys", "snapshots")


def asked(role, operation, **more):
    """A step as it is asked for."""
    return BackupRequest(operation, SET, "corruptions", ORDERS[role], restore="corrupt", places=PLACES[role], **more)


def ask(role, operation, **more):
    """One step by the program's own entrance."""
    return backups.perform(asked(role, operation, **more))


def well(result):
    """Its result, which has to be a good one."""
    if not result["ok"]:
        sys.exit("{backup}: {message}".format(**result))
    return result


def intact():
    """Every object as it was stored, by its key."""
    with open(os.path.join(INTACT, "objects.json"), encoding="utf-8") as file:
        return {key: bytes.fromhex(content) for key, content in json.load(file).items()}


def damaged(content, kind, chance):
    """Some other content; None: the object is gone."""
    if kind == "gone" or not content:
        return None
    if kind == "cut":
        return content[: chance.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(changed))
        changed[place] ^= 1 << chance.randrange(8)
    return bytes(changed) if changed != content else None


def forget_cache():
    """restic may know of nothing but the bucket."""
    for places in PLACES.values():
        shutil.rmtree(places.at("/var/cache/oml/restic"), ignore_errors=True)


def databases():
    """The tenant's databases by name, each with the number that it keeps under any name."""
    done = exchange.query(ORDERS["app"]["database"], "SELECT datname, oid FROM pg_database ORDER BY 1;")
    return dict(line.split("|") for line in done.out.splitlines())


def loaded():
    """What a restore has loaded: a hash of all that pg_dump tells of the database, and the folder's entries."""
    found = restoration.found(PLACES["app"])
    env = dict(os.environ, **postgres.environment(ORDERS["app"]["database"], found["incoming"]))
    program = os.path.join(os.path.dirname(postgres.program()), "pg_dump")
    text = subprocess.run([program], env=env, stdout=subprocess.PIPE, check=True).stdout
    lines = [line for line in text.splitlines() if b"restrict " not in line]
    folder = PLACES["voice"].at(restoration.found(PLACES["voice"])["incoming"])
    return {"database": hashlib.sha256(b"\n".join(lines)).hexdigest(), "folder": trees.describe(folder)}


def restore():
    """How a restore goes that comes to the point of its exchange; the first result that is not good, or None."""
    steps = (("app", "check", {"voice": {"record": None}}), ("app", "load", {}), ("voice", "load", {}))
    results = (ask(role, operation, **more) for role, operation, more in steps)
    return next((result for result in results if not result["ok"]), None)


def let_go():
    """Nothing that was loaded is left, as after a person's `--undo`."""
    for role in ("app", "voice"):
        if restoration.found(PLACES[role]):
            well(ask(role, "undo"))


def is_half_loaded(role):
    """Whether a load that did not come about has left something on the host."""
    return (restoration.found(PLACES[role]) or {}).get("state") == "loading"


def trouble(before):
    """What a refused restore has done that it may not have."""
    wrong = [role for role in PLACES if restoration.opened(PLACES[role])]
    wrong += ["databases"] if databases() != before else []
    wrong += ["folders"] if glob.glob(PLACES["voice"].at(FOLDER) + "_*") else []
    return ["touched: " + one for one in wrong]


def outcome(objects, baseline, before):
    """What comes of a restore of what lies there now; the repository is put back after it."""
    forget_cache()
    refused, told = restore(), {"verdict": "refused", "wrong": []}
    if refused is None:
        told["wrong"] = [] if loaded() == baseline else ["restored other content"]
        told["verdict"] = "restored equal; verify " + ("refuses" if not ask("app", "verify")["ok"] else "passes")
    else:
        told["message"] = refused["message"]
        told["wrong"] = [] if "ended early" not in refused["message"] else ["not said in words"]
        told["wrong"] += ["half loaded: " + role for role in PLACES if is_half_loaded(role)]
    let_go()
    STORE.put_back(objects)
    told["wrong"] += trouble(before)
    return told


def attempt(number, seed, objects, baseline):
    """One corruption and what came of it."""
    chance = random.Random("{}:{}".format(seed, number))
    key, kind = chance.choice(sorted(objects)), chance.choice(KINDS)
    content, before = damaged(objects[key], kind, chance), databases()
    STORE.put(key, content)
    told = {"number": number, "object": key[len(STORE.prefix) :], "kind": kind}
    return dict(told, **outcome(objects, baseline, before))


def wreck(part, kind, objects):
    """Damages everything of one kind as much as can be: what is read of it, if anything is, is damaged."""
    for key, content in objects.items():
        if key[len(STORE.prefix) :].split("/")[0] == part:
            flipped = bytes(255 - one for one in content)
            STORE.put(key, {"gone": None, "cut": b"", "flip": flipped}[kind])


def certainly(number, what, kind, objects, baseline):
    """What comes of damage that nothing can be restored of: anything but a refusal in words is wrong."""
    told = {"number": number, "object": what, "kind": kind, **outcome(objects, baseline, databases())}
    if told["verdict"] != "refused":
        told["wrong"].append("not refused")
    return told


def certain(each):
    """One line for all that is gone, cut to nothing or flipped all over, and for forged manifests; or each n-th."""
    objects, baseline = ready()
    numbers = itertools.count()
    for part, kind in list(itertools.product(NEEDED, KINDS))[::each]:
        wreck(part, kind, objects)
        print(json.dumps(certainly(next(numbers), part, kind, objects, baseline)), flush=True)
    repository = backup.repository_of(asked("app", "begin"))
    for name in forgeries.lay(repository, tags_in, each):
        print(json.dumps(certainly(next(numbers), "manifest " + name, "forged", objects, baseline)), flush=True)


def make_folder():
    """Asterisk's folder, where this host has it and where the other one would."""
    for folder in (FOLDER, PLACES["voice"].at(FOLDER)):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder + "/sub")
        for name in ("a.conf", "sub/b.conf"):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write("; {}\n".format(name) * 20)
        os.symlink("a.conf", folder + "/link")
    disk.write_json(PLACES["voice"].own("tenant.json"), {"tenant": ORDERS["voice"]["tenant"], "role": "voice"})


def prepare():
    """Takes the set, reads it back, and keeps its objects and what a restore of it brings."""
    make_folder()
    STORE.put_back({})
    for places in PLACES.values():
        shutil.rmtree(places.own("backups", SET), ignore_errors=True)
        restoration.forget(places)
    os.makedirs(INTACT, exist_ok=True)
    begun = well(ask("app", "begin"))
    if begun["set"] != SET:
        sys.exit(begun["message"])
    files = well(ask("voice", "files"))
    well(ask("app", "database", voice=files))
    well(ask("app", "verify"))
    stored = {key: STORE.get(key).hex() for key in STORE.keys()}
    disk.write_json(os.path.join(INTACT, "objects.json"), stored)
    forget_cache()
    refused = restore()
    if refused:
        sys.exit("intact, it is refused: {message}".format(**refused))
    disk.write_json(os.path.join(INTACT, "loaded.json"), loaded())
    let_go()
    print(json.dumps({"objects": len(stored)}))


def ready():
    """The repository as it was stored: its objects, and what a restore of it brings."""
    # What no damage of a repository changes is asked once, by `prepare`.
    dump.refuse_older_client = engine.fetch = lambda _: None
    objects, baseline = intact(), disk.read_json(os.path.join(INTACT, "loaded.json"))
    STORE.put_back(objects)
    return objects, baseline


def run(seed, first, last):
    """One line a corruption."""
    objects, baseline = ready()
    for number in range(first, last):
        print(json.dumps(attempt(number, seed, objects, baseline)), flush=True)


if __name__ == "__main__":
    DO = {"prepare": prepare, "run": run, "certain": certain, "remove": lambda: STORE.put_back({})}
    DO[sys.argv[1]](*map(int, sys.argv[2:]))
