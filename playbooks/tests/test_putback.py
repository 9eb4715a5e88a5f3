"""Saving what lies on a host, putting it back, and what a commit keeps."""

import os

import pytest
from conftest import IMAGE, component, desired

from oml_host import apply, commit, disk, journal, putback, saved
from oml_host.observe import Seen
from oml_host.request import Failed, Request

ENV = "/etc/default/redis.env"


def a_saved_component(places, content=b"A=0\n", mode=0o640):
    disk.write(places.at(ENV), content, mode)
    os.utime(places.at(ENV), (1000.0, 1000.0))
    unit = {"LoadState": "loaded", "UnitFileState": "enabled"}
    saved.keep(places, 7, component(), Seen(units={"redis.service": unit}), [ENV, "/etc/new.conf"])


def test_files_come_back_with_content_mode_and_time_and_new_ones_go(places):
    a_saved_component(places)
    disk.write(places.at(ENV), b"A=1\n", 0o600)
    disk.write(places.at("/etc/new.conf"), b"new", 0o644)
    saved.restore_files(places, saved.manifest(places, 7, "redis"))
    found = disk.look(places.at(ENV))
    assert (found.content, found.mode, found.mtime) == (b"A=0\n", 0o640, 1000.0)
    assert found.owner == (os.getuid(), os.getgid())
    assert disk.look(places.at("/etc/new.conf")) is None


def test_what_was_saved_first_stays_when_an_apply_goes_on_after_a_crash(places):
    a_saved_component(places)
    a_saved_component(places, content=b"half written")
    saved.restore_files(places, saved.manifest(places, 7, "redis"))
    assert disk.look(places.at(ENV)).content == b"A=0\n"


def test_components_are_put_back_in_the_order_they_were_touched(places):
    for name in ("redis", "nginx", "asterisk"):
        saved.keep(places, 7, component(name=name), Seen(), [])
    assert saved.names(places, 7) == ["redis", "nginx", "asterisk"]


def test_files_a_component_no_longer_has_are_removed_but_not_its_seeds(places):
    old = {"path": "/etc/old.conf", "mode": "0644", "content": "old"}
    seed = {"path": "/etc/seed.conf", "mode": "0644", "content": ""}
    disk.write_json(places.own("release.json"), desired(component(files=[old, seed])))
    disk.write(places.at("/etc/old.conf"), b"old")
    disk.write(places.at("/etc/seed.conf"), b"edited by hand")
    apply._write_files(places, component(seeds=[seed]))
    assert disk.look(places.at("/etc/old.conf")) is None
    assert disk.look(places.at("/etc/seed.conf")).content == b"edited by hand"
    assert disk.look(places.at(ENV)).content == b"A=1\nPASSWORD=two = 2\n"


def test_a_transaction_that_was_only_staged_is_dropped(places):
    journal.note_last(places, {"transaction": 7, "token": "mine", "ending": None})
    journal.open_transaction(Request("stage", 7, "mine", desired=desired(), places=places), "digest")
    result = putback.put_back(Request("put_back", 7, "mine", places=places))
    assert result["ok"] and result["message"] == "Nothing had been touched."
    assert journal.opened(places) is None


@pytest.mark.parametrize(
    ("count", "restarted", "told"), [(3, True, 3), (0, True, None), (None, True, None), (3, False, None)]
)
def test_a_put_back_tells_of_the_calls_it_cuts(places, monkeypatch, count, restarted, told):
    saved.keep(places, 7, component(impact="calls"), Seen(), [])
    monkeypatch.setattr(saved, "was_restarted", lambda _: restarted)
    monkeypatch.setattr(putback.observe, "look", lambda *_: Seen())
    monkeypatch.setattr(putback.calls, "read", lambda *_: {"count": count, "detail": ""})
    cut = putback._calls_cut(Request("put_back", 7, "mine", places=places), desired(component(impact="calls")))
    assert (cut or {"count": None})["count"] == told


def test_a_first_install_is_left_for_inspection(places):
    a_saved_component(places)
    disk.write_json(places.transaction(7, "desired.json"), desired(component()))
    journal.note_last(places, {"transaction": 7, "token": "mine", "ending": None})
    journal.open_transaction(Request("stage", 7, "mine", desired=desired(), places=places), "digest")
    journal.advance(places, "applying")
    disk.write(places.at(ENV), b"A=1\n", 0o600)
    result = putback.put_back(Request("put_back", 7, "mine", places=places))
    assert result["ok"] and "left for inspection" in result["message"]
    assert disk.look(places.at(ENV)).content == b"A=1\n"
    assert journal.opened(places) is None


def _running(unit, *command):
    config = {"CreateCommand": ["podman", *command], "Env": ["A=1", "PASSWORD=two = 2"]}
    container = {"Name": "oml-redis-server", "Image": "id", "ImageName": IMAGE, "State": {"Running": True}}
    return Seen({"oml-redis-server": dict(container, Config=config)}, {"redis.service": unit}, images={"id": {}})


def test_a_commit_stops_at_a_container_started_otherwise_and_names_the_drop_in():
    path = "/etc/systemd/system/redis.service.d/override.conf"
    unit = {"Id": "redis.service", "DropInPaths": path}
    commit.require_released(component(), _running(unit, *component()["command"][1:]))
    with pytest.raises(Failed) as failure:
        commit.require_released(component(), _running(unit, "run", IMAGE))
    assert str(failure.value) == (
        "redis is started otherwise than released (command): drop-in {} changes its unit; "
        "type `systemctl revert redis.service` on the host, then run again with --retry".format(path)
    )
    with pytest.raises(Failed, match="`systemctl cat redis.service` shows what starts it"):
        commit.require_released(component(), _running({"Id": "redis.service"}, "run", IMAGE))


def test_a_partial_commit_changes_its_components_and_keeps_the_others():
    former = desired(component(), component(name="nginx"))
    partial = desired(component(name="nginx", tag="new"), complete=False)
    merged = commit.merge(former, partial)
    assert [(one["name"], one["tag"]) for one in merged["components"]] == [("redis", "1.0.9"), ("nginx", "new")]
    assert commit.merge(former, desired(complete=False))["components"] == former["components"]


def test_images_of_the_last_three_releases_stay():
    history = [["a2", "b1"], ["a1", "b1"], ["a0", "b0"]]
    kept, dropped = commit.images_to_forget(history, ["a3", "b1"])
    assert kept == [["a3", "b1"], ["a2", "b1"], ["a1", "b1"]] and dropped == ["a0", "b0"]
    kept, dropped = commit.images_to_forget(history, ["a1", "b1"])
    assert kept == [["a1", "b1"], ["a2", "b1"], ["a0", "b0"]] and dropped == []
