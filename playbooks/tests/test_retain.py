"""What goes: the named sets, manifests first, and parts of no set once nobody can still be at work on it."""

import time

import pytest

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


@pytest.fixture
def remove(places, monkeypatch):
    """Removes the sets `a` and `b` out of these snapshots; what was forgotten, and what the step says."""

    def call(*snapshots, **asked):
        gone = []

        class Store:
            def snapshots(self, *_):
                return [snapshot("a/manifest"), snapshot("b/manifest"), *snapshots]

            def forget(self, ids):
                gone.extend(ids)

            def unlock(self):
                return None

            prune = unlock

        monkeypatch.setattr(backup, "refuse_foreign_host", lambda _: None)
        monkeypatch.setattr(backup, "repository_of", lambda _: Store())
        monkeypatch.setattr("oml_host.retain.stored_at", lambda _: NOW)
        request = BackupRequest("remove", "S", order={"tenant": "acme"}, sets=["a", "b"], places=places, **asked)
        told = backups.perform(request)
        assert told["ok"] and told["message"] == "{} removed.".format("1 set" if len(told["gone"]) == 1 else "2 sets")
        assert [name.split("/")[0] for name in gone if name.endswith("manifest")] == told["gone"]
        return told["gone"]

    return call


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("restore.json", {"id": "R", "set": "a", "state": "loading"}),
        ("hold.json", {"set": "a", "at": time.time() - 3600}),
        ("backup.json", {"set": "a", "by": "ann", "since": time.time()}),
    ],
)
def test_a_set_that_is_restored_or_about_to_be_or_about_to_be_proved_stays(remove, places, name, document):
    disk.write_json(places.own(name), document)
    assert remove() == ["b"]


def test_one_that_nobody_restored_for_half_a_day_does_not(remove, places):
    disk.write_json(places.own("hold.json"), {"set": "a", "at": time.time() - 13 * 3600})
    assert remove() == ["a", "b"]


def verdict(set_id, at, ok):
    one = snapshot(set_id + "/verified")
    return dict(one, id="{}/{}".format(set_id, at), tags=[*one["tags"], "at:{}".format(at), "ok:" + ok])


@pytest.mark.parametrize(
    ("verdicts", "gone"),
    [
        ([], ["a", "b"]),
        ([verdict("a", 2, "yes")], ["b"]),
        ([verdict("a", 9, "no"), verdict("a", 10, "yes")], ["b"]),
        ([verdict("a", 10, "no"), verdict("a", 9, "yes")], ["a", "b"]),
    ],
)
def test_one_that_goes_for_it_is_not_verified_stays_where_it_is_by_now(remove, verdicts, gone):
    assert remove(*verdicts, unverified=True) == gone
    assert remove(*verdicts) == ["a", "b"]
