"""What comes back otherwise than it was stored is not verified, and that is kept beside the set."""

import os
import sys

import pytest

from oml_host import backup, backups, reach, verify
from oml_host.backup_request import BackupRequest
from oml_host.restic_output import tags_in
from oml_host.stream import Program
from oml_host.trouble import Trouble

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
    def is_away(_):
        raise Trouble("pg could not be pulled")

    monkeypatch.setattr(verify.engine, "fetch", is_away)
    told = read_back()
    assert (told["status"], told["message"]) == ("refused", "Nothing was done: pg could not be pulled")
    assert verdicts(repository) == []


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
