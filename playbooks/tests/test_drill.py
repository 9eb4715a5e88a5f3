"""A drill reads packs without restic's own lock: who takes packs away waits for it, and it for them."""

import pytest

from oml_host import backup, backups, drill, lock, verify
from oml_host.backup_request import BackupRequest
from oml_host.trouble import Trouble

ORDER = {"tenant": "demo", "role": "app", "client": "pg"}


class Store:
    """A repository that may be listed; `others` is tried while one of its packs is read or taken."""

    def __init__(self, others=lambda: None):
        self.others, self.verdicts = others, []

    def snapshots(self, *_, **__):
        return [{"id": "m", "time": "2026-11-28T02:29:41Z", "tags": ["tenant:demo", "set:S", "part:manifest"]}]

    def unlock(self):
        return None

    def forget(self, ids):
        return None

    def prune(self):
        self.others()

    def store_document(self, document, name, tags):
        self.verdicts.append(name)


@pytest.fixture
def step(places, monkeypatch):
    """Does a step on demo's app host with a Store."""
    monkeypatch.setattr(backup, "refuse_foreign_host", lambda _: None)
    monkeypatch.setattr(backup.reach, "bucket_time", lambda _: 1.0)
    monkeypatch.setattr(verify, "manifest_of", lambda *_: {"parts": {}, "database": {"rows": {}}})
    monkeypatch.setattr(drill.room, "require", lambda *_: None)
    monkeypatch.setattr(verify.engine, "fetch", lambda _: None)

    def call(operation, store):
        monkeypatch.setattr(backup, "repository_of", lambda _: store)
        monkeypatch.setattr(drill, "_prove", lambda *_: store.others() or PROVED)
        return backups.perform(BackupRequest(operation, "S", order=ORDER, sets=["S"], places=places))

    return call


PROVED = {"seconds": 1, "indexes": 1, "files": 0, "limits": "nice"}


@pytest.mark.parametrize(("first", "second"), [("drill", "remove"), ("remove", "drill"), ("drill", "drill")])
def test_packs_are_read_and_taken_by_one_at_a_time_and_no_verdict_comes_of_it(step, first, second):
    told = {}
    beside = Store(lambda: pytest.fail("it went on beside the other"))
    store = Store(lambda: told.update(step(second, beside)))
    assert step(first, store)["ok"]
    words = "Nothing was done: a drill, or the removal of what it may read, is at work on this host."
    assert told["status"] == "refused" and told["overtaken"] and told["message"].startswith(words)
    assert beside.verdicts == []
    assert step(second, Store())["ok"], "the lock is free again"


def test_nor_is_a_repository_mended_meanwhile(places, monkeypatch):
    store = Store()
    monkeypatch.setattr(backup.heal, "is_suspect", lambda _: True)
    request = BackupRequest("begin", "S", order=ORDER, places=places)
    with lock.packs(places), pytest.raises(lock.Overtaken):
        backup.heal.mend(request, store, [], pytest.fail)


@pytest.mark.parametrize("operation", ["drill", "verify"])
def test_a_bad_end_is_told_though_it_cannot_be_noted(step, monkeypatch, operation):
    def damaged(*_, **__):
        raise Trouble("the index is damaged")

    store = Store(damaged)
    store.store_document = damaged
    monkeypatch.setattr(verify, "_check", damaged)
    monkeypatch.setattr(verify, "manifest_of", lambda *_: {"parts": {"database": {}}, "database": {"rows": {}}})
    told = step(operation, store)
    assert told["status"] == "failed" and not told.get("lost")
    assert told["message"].startswith(
        "The drill of set S FAILED: the" if operation == "drill" else "The set S is NOT ve"
    )
    assert told["message"].endswith("That could not be noted beside the set: the index is damaged.")
