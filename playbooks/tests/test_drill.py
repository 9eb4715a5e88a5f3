"""A drill reads packs without restic's own lock: who takes packs away waits for it, and it for them."""

import pytest

from oml_host import backup, backups, drill, lock, verify
from oml_host.backup_request import BackupRequest
from oml_host.process import Finished
from oml_host.trouble import Trouble, Unable, Unread

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

    def call(operation, store, prove=None):
        monkeypatch.setattr(backup, "repository_of", lambda _: store)
        monkeypatch.setattr(drill, "_prove", prove or (lambda *_: store.others() or PROVED))
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


def _prove_with(monkeypatch, run, stands=True):
    """`_prove` itself, podman answering as `run` does."""
    monkeypatch.setattr(drill, "run", run)
    monkeypatch.setattr(drill.postgres, "QUIETLY", [])
    monkeypatch.setattr(drill.podman, "containers", lambda names: dict.fromkeys(names if stands else []))
    monkeypatch.setattr(drill.time, "sleep", lambda _: None)
    return drill._prove


MANIFEST = {"parts": {"database": {"bytes": 1}, "globals": {"snapshot": "s", "file": "f"}, "asterisk": None}}


@pytest.fixture
def whole(step, monkeypatch):
    """Drills a set that nothing is the matter with, with this podman; the result, and the verdicts that were kept."""

    def call(run, stands=True, load=None):
        prove = _prove_with(monkeypatch, run, stands)
        monkeypatch.setattr(verify, "manifest_of", lambda *_: dict(MANIFEST, database={"rows": {}}))
        monkeypatch.setattr(drill.parts, "load", load)
        store = Store()
        store.text = lambda *_: "roles"
        return step("drill", store, prove), store.verdicts

    return call


@pytest.mark.parametrize(
    ("fails", "ended", "words"),
    [
        ("run", Finished(126, "", "cannot allocate memory"), "PostgreSQL could not be started: cannot allocate memory"),
        ("CREATE", Finished(125, "", "no space"), "The throw-away database could not be made: no space"),
        ("roles", Finished(137, "", "killed"), "The roles could not be laid: killed"),
    ],
)
def test_one_that_could_not_begin_says_nothing_of_the_set(whole, fails, ended, words):
    def run(argv, stdin="", **_):
        return ended if fails in argv or stdin.startswith(fails) else Finished(0, "", "")

    told, verdicts = whole(run)
    assert told["status"] == "refused" and not told["overtaken"] and verdicts == []
    assert told["message"].startswith("The set S was NOT judged, and nothing was noted beside it: ")
    assert words + ". Once that is mended, type: oml drill --tenant demo --set S" in told["message"]


@pytest.mark.parametrize(
    ("trouble", "stands", "is_away", "status"),
    [
        (Trouble("The dump does not restore"), True, True, "failed"),
        (Trouble("The dump does not restore: it said nothing more"), False, False, "refused"),
        (Unread("globals.sql could not be read back"), True, True, "refused"),
        (Unread("globals.sql could not be read back"), True, False, "failed"),
    ],
)
def test_what_broke_it_off_in_the_middle_is_the_sets_or_not(whole, monkeypatch, trouble, stands, is_away, status):
    def end(*_):
        raise trouble

    def require(_):
        if is_away:
            raise Unable("The bucket cannot be reached")

    monkeypatch.setattr(drill.outside.reach, "require_bucket", require)
    told, verdicts = whole(lambda *_, **__: Finished(0, "", ""), stands, end)
    assert (told["status"], verdicts) == (status, ["drill.json"] if status == "failed" else [])
    words = "The drill of set S FAILED: " if status == "failed" else "The set S was NOT judged"
    assert told["message"].startswith(words) and str(trouble) in told["message"]


@pytest.mark.parametrize("operation", ["drill", "verify"])
def test_a_bucket_that_is_away_from_the_start_says_nothing_of_the_set(places, monkeypatch, operation):
    def is_away(_):
        raise Unable("The bucket b at e cannot be reached: timed out.")

    monkeypatch.setattr(backup, "refuse_foreign_host", lambda _: None)
    monkeypatch.setattr(backup, "repository_of", is_away)
    told = backups.perform(BackupRequest(operation, "S", order=ORDER, places=places))
    assert told["status"] == "refused" and "NOT judged" in told["message"]
