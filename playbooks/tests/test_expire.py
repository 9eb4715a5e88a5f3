"""What a restore left goes once the time for going back is over, and not before; nor while the hosts differ."""

import time

import pytest

from oml_host import disk, loading, markers, restoration, restore
from oml_host.backup_request import BackupRequest
from oml_host.trouble import Refused

DAY = 86_400


@pytest.fixture
def let_go(places, monkeypatch):
    """Lets go what a host kept of a restore that is so many seconds old; what that removed."""
    gone = []
    monkeypatch.setattr(loading, "remove", lambda _, name: gone.append(name))

    def call(operation, age=0, kept_for=DAY, state="swapped", voice=None, role="app"):
        monkeypatch.setattr(markers, "host", lambda _: {"tenant": "demo", "role": role})
        record = {"id": "R", "set": "S", "outgoing": "before", "undone": "undone", "state": state, "leaving": "half"}
        disk.write_json(places.own("restore.json"), dict(record, at=time.time() - age))
        order = {"tenant": "demo", "role": role, "former_for": kept_for}
        seen = {"record": voice and {"state": voice}}
        result = getattr(restore, operation)(BackupRequest(operation, "S", order=order, voice=seen, places=places))
        assert result["ok"]
        assert ("removed" in result) == (restoration.found(places) is None)
        return gone

    yield call
    assert len(gone) <= 1


@pytest.mark.parametrize(
    ("age", "kept_for", "state"),
    [(2 * DAY, 3 * DAY, "swapped"), (900 * DAY, None, "swapped"), (9 * DAY, DAY, "loaded"), (9 * DAY, DAY, "loading")],
)
def test_it_stays_while_somebody_may_go_back_or_nothing_was_exchanged(let_go, age, kept_for, state):
    assert let_go("expire", age, kept_for, state) == []


@pytest.mark.parametrize(("state", "kept"), [("swapped", "before"), ("undone", "undone")])
@pytest.mark.parametrize("others", ["same", None])
def test_it_goes_after_that(let_go, state, kept, others):
    assert let_go("expire", 4 * DAY, 3 * DAY, state, others and state) == [kept]


@pytest.mark.parametrize("operation", ["accept", "expire"])
@pytest.mark.parametrize(
    ("state", "voice", "words"),
    [
        ("swapped", "loaded", "the restore of S is not finished"),
        ("swapped", "loading", "the restore of S is not finished"),
        ("swapped", "undone", "the restore of S is not finished"),
        ("undone", "swapped", "undoing R is not finished; type: oml restore --undo"),
        ("undone", "loaded", "undoing R is not finished; type: oml restore --undo"),
    ],
)
def test_nothing_goes_while_the_other_host_has_not_come_as_far(let_go, places, operation, state, voice, words):
    with pytest.raises(Refused, match="Nothing was done: " + words):
        let_go(operation, 9 * DAY, DAY, state, voice)
    assert restoration.found(places)["state"] == state


def test_what_is_not_finished_on_both_hosts_is_not_accepted(let_go):
    with pytest.raises(Refused, match="the restore of S is not finished"):
        let_go("accept", state="loaded", voice="loaded")


def test_the_voice_host_follows_the_app_host_whatever_its_clock_says(let_go):
    assert let_go("expire", 0, DAY, role="voice") == ["before"]


@pytest.mark.parametrize("operation", ["accept", "expire"])
@pytest.mark.parametrize("voice", ["swapped", "undone", None])
def test_a_removal_that_was_cut_short_is_ended_whatever_the_other_host_keeps(let_go, operation, voice):
    assert let_go(operation, state="leaving", voice=voice) == ["half"]


@pytest.mark.parametrize("operation", ["accept", "expire"])
def test_what_is_being_removed_is_known_to_be(let_go, places, monkeypatch, operation):
    def cut_short(_, name):
        raise KeyboardInterrupt(name)

    monkeypatch.setattr(loading, "remove", cut_short)
    with pytest.raises(KeyboardInterrupt, match="before"):
        let_go(operation, 9 * DAY)
    assert restoration.found(places)["state"] == "leaving" and restoration.found(places)["leaving"] == "before"


def test_where_no_restore_was_nothing_goes(places, monkeypatch):
    monkeypatch.setattr(markers, "host", lambda _: {"tenant": "demo", "role": "app"})
    order = {"tenant": "demo", "role": "app", "former_for": DAY}
    for operation in (restore.expire, restore.accept):
        result = operation(BackupRequest("expire", "S", order=order, places=places))
        assert result["ok"] and "removed" not in result
