"""What comes back otherwise than it was stored is not verified, and that is kept beside the set."""

import os
import sys

import pytest

from oml_host import backup, backups, reach, verify
from oml_host.backup_request import BackupRequest
from oml_host.restic_output import tags_in
from oml_host.stream import Program
from oml_host.trouble import Trouble, Unable

ORDER = {"tenant": "demo", "role": "app", "host": "omnileads-app", "client": "pg"}
# As pg_restore is about what is no archive.
PARSER = "import sys; sys.stdin.read() == 'rows' or sys.exit('input file does not appear to be a valid archive')"


@pytest.fixture
def read_back(repository, places, monkeypatch):
    """Stores a small set with the real restic, `lies` about it in its manifest, and reads it back."""
    monkeypatch.setattr(backup, "refuse_foreign_host", lambda _: None)
    monkeypatch.setattr(backup, "repository_of", lambda _: repository)
    monkeypatch.setattr(reach, "bucket_time", lambda _: 1.0)
    monkeypatch.setattr(verify.engine, "fetch", lambda _: None)
    monkeypatch.setattr(verify.dump, "parser", lambda _: Program("pg_restore", [sys.executable, "-c", PARSER], {}))
    tags = {"tenant": "demo", "set": "S"}

    def call(text="rows", **lies):
        source = Program("pg_dump", ["printf", "%s", text], {})
        part = repository.store_stream(source, "database.dump", dict(tags, part="database"))
        roles = repository.store_stream(Program("pg_dumpall", ["printf", "%s", "--"], {}), "globals.sql", tags)
        parts = {"database": dict(part, **lies), "globals": roles, "asterisk": {"snapshot": None, "bytes": 0}}
        manifest = {"tenant": "demo", "set": "S", "parts": parts}
        repository.store_document(manifest, "manifest.json", dict(tags, part="manifest"))
        return backups.perform(BackupRequest("verify", "S", order=ORDER, places=places))

    return call


def test_without_the_image_that_reads_dumps_nothing_is_said_of_the_set(read_back, repository, monkeypatch):
    monkeypatch.setattr(verify.engine, "fetch", raising(Unable("pg could not be pulled")))
    told = read_back()
    assert (told["status"], told["message"]) == (
        "refused",
        "The set S was NOT judged, and nothing was noted beside it: pg could not be pulled. Once that is mended, type: "
        "oml verify --tenant demo --set S",
    )
    assert verdicts(repository) == []


def raising(trouble):
    """Does nothing but raise it."""

    def call(*_):
        raise trouble

    return call


@pytest.fixture
def lose(repository, places, monkeypatch):
    """Has what is stored lost before it is read, in a bucket that answers as `require` does."""

    def call(require):
        def fetch(_):
            for folder, _, names in os.walk(places.at("/repository/data")):
                for name in names:
                    os.remove(os.path.join(folder, name))

        monkeypatch.setattr(verify.engine, "fetch", fetch)
        monkeypatch.setattr(reach, "require_bucket", require)

    return call


def test_where_the_bucket_went_away_in_the_middle_nothing_is_said_of_the_set(read_back, repository, lose):
    lose(raising(Unable("The bucket b at e cannot be reached: timed out.")))
    told = read_back()
    assert told["status"] == "refused" and not told["overtaken"]
    assert told["message"].startswith("The set S was NOT judged, and nothing was noted beside it: manifest.json could ")
    assert ". The bucket b at e cannot be reached: timed out. Once that is mended, type: " in told["message"]
    assert verdicts(repository) == []


@pytest.mark.parametrize("require", [lambda _: None, raising(Trouble("the bucket is gone: 404 NoSuchBucket"))])
def test_what_lacks_in_a_bucket_that_answers_is_damage(read_back, repository, lose, require):
    lose(require)
    told = read_back()
    assert told["status"] == "failed" and told["message"].startswith("The set S is NOT verified: manifest.json could ")
    assert verdicts(repository) == ["no"]


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("sys.exit(125)", []),
        ("os.kill(os.getpid(), 9)", []),
        ("sys.exit('pg_restore: error: could not write: No space left on device')", []),
        ("sys.exit(1)", ["no"]),
        ("os.kill(os.getpid(), 11)", ["no"]),
    ],
)
def test_a_reader_that_never_came_to_an_end_of_its_own_says_nothing(read_back, repository, monkeypatch, end, verdict):
    code = "import os, sys; sys.stdin.read(); " + end
    monkeypatch.setattr(verify.dump, "parser", lambda _: Program("pg_restore", [sys.executable, "-c", code], {}))
    told = read_back()
    assert verdicts(repository) == verdict
    assert told["status"] == ("failed" if verdict else "refused") and "database.dump: pg_restore " in told["message"]


def verdicts(repository):
    """The verdicts beside the set."""
    return [tags_in(one)["ok"] for one in repository.snapshots("part:verified")]


def test_a_set_that_comes_back_as_it_was_stored_is_verified(read_back, repository):
    told = read_back()
    assert told["ok"] and told["message"] == "Read back whole and equal."
    assert verdicts(repository) == ["yes"]


@pytest.mark.parametrize("operation", ["verify", "drill"])
def test_what_one_that_was_killed_had_restored_goes_with_the_next_one(repository, places, tmp_path, operation):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "key.pem").write_text("private")
    folder = str(tmp_path / "in")
    part = {"snapshot": repository.store_folder(folder, {"tenant": "demo"}), "folder": folder}
    request = BackupRequest(operation, "S", order=ORDER, places=places)
    work = places.own("backups", "work", operation)
    os.makedirs(os.path.join(work, "killed"))
    with verify.restored(request, repository, part) as target:
        assert os.listdir(target) == ["key.pem"] and os.listdir(work) == [os.path.basename(target)]
        assert os.stat(work).st_mode & 0o777 == 0o700
    assert not os.path.exists(work)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ({"bytes": 5}, "database.dump: 4 bytes came back, 5 were stored"),
        ({"sha256": "0" * 64}, "or their SHA-256 differs"),
        ({"text": "ro"}, "pg_restore ended with exit code 1: input file does not"),
    ],
)
def test_one_that_lacks_its_end_is_another_or_is_no_dump_is_not(read_back, repository, stored, words):
    told = read_back(**stored)
    assert told["status"] == "failed" and words in told["message"]
    assert told["message"].startswith("The set S is NOT verified: ")
    assert verdicts(repository) == ["no"]
