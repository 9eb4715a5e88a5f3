"""What goes: the named sets, manifests first, and parts of no set once nobody can still be at work on it."""

from oml_host import backup, backups, disk
from oml_host.backup_request import BackupRequest
from oml_host.restic_output import stored_at
from oml_host.retain import sort

NOW = 1_800_000_000.0
DAY = 86400


def snapshot(name, age=0.0, tenant="acme"):
    set_id, part = name.split("/")
    return {"id": name, "time": age, "tags": ["tenant:" + tenant, "set:" + set_id, "part:" + part]}


def sorted_of(snapshots, sets=(), opened=None, monkeypatch=None):
    monkeypatch.setattr("oml_host.retain.stored_at", lambda one: NOW - one["time"])
    return sort(snapshots, "acme", set(sets), opened, NOW)


WHOLE = [snapshot("a/database"), snapshot("a/manifest"), snapshot("a/verified"), snapshot("b/manifest")]


def test_the_named_sets_go_manifests_first_and_no_other(monkeypatch):
    assert sorted_of(WHOLE, ["a"], monkeypatch=monkeypatch) == (["a/manifest"], ["a/database", "a/verified"], [])
    assert sorted_of(WHOLE, monkeypatch=monkeypatch) == ([], [], [])


def test_parts_of_no_set_go_after_a_day_but_not_those_of_the_set_that_is_open(monkeypatch):
    old, young = snapshot("x/database", 2 * DAY), snapshot("y/database", 3600)
    assert sorted_of([*WHOLE, old, young], monkeypatch=monkeypatch)[2] == ["x/database"]
    assert sorted_of([old], opened="x", monkeypatch=monkeypatch)[2] == []


def test_another_tenants_snapshots_and_those_without_tags_stay(monkeypatch):
    others = [snapshot("a/manifest", 9 * DAY, tenant="acme-eu"), {"id": "bare", "time": 9 * DAY, "tags": None}]
    assert sorted_of(others, ["a"], monkeypatch=monkeypatch) == ([], [], [])


def test_times_are_read_in_every_zone_restic_writes():
    utc = stored_at({"time": "2026-11-28T02:29:41.123456789Z"})
    assert stored_at({"time": "2026-11-27T23:29:41.987-03:00"}) == utc
    assert stored_at({"time": "2026-11-28T02:29:42Z"}) == utc + 1


def test_a_set_that_a_restore_is_loading_stays(places, monkeypatch):
    gone = []

    class Store:
        def snapshots(self, *_):
            return [snapshot("a/manifest"), snapshot("b/manifest")]

        def forget(self, ids):
            gone.extend(ids)

        def unlock(self):
            return None

        prune = unlock

    monkeypatch.setattr(backup, "refuse_foreign_host", lambda _: None)
    monkeypatch.setattr(backup, "repository_of", lambda _: Store())
    monkeypatch.setattr("oml_host.retain.stored_at", lambda _: NOW)
    disk.write_json(places.own("restore.json"), {"id": "R", "set": "a", "state": "loading"})
    request = BackupRequest("remove", "S", order={"tenant": "acme"}, sets=["a", "b"], places=places)
    told = backups.perform(request)
    assert told["ok"] and told["message"] == "1 set removed." and told["gone"] == ["b"]
    assert gone == ["b/manifest"]
