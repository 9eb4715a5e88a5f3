"""What a restore left goes once the tenant's time for going back is over, and not before."""

import os
import time

import pytest

from oml_host import disk, markers, restoration, restore
from oml_host.backup_request import BackupRequest

DAY = 86_400
KEPT = "/etc/asterisk/custom_before_r"


@pytest.fixture
def expire(places, monkeypatch):
    """Expires on a voice host whose restore is so many seconds old; whether the former folder is still there."""
    monkeypatch.setattr(markers, "host", lambda _: {"tenant": "demo", "role": "voice"})
    os.makedirs(places.at(KEPT))

    def call(age, kept_for, state="swapped"):
        record = {"id": "R", "set": "S", "outgoing": KEPT, "undone": KEPT, "state": state, "at": time.time() - age}
        disk.write_json(places.own("restore.json"), record)
        order = {"tenant": "demo", "role": "voice", "former_for": kept_for}
        result = restore.expire(BackupRequest("expire", "S", order=order, places=places))
        assert result["ok"]
        assert ("removed" in result) == (restoration.found(places) is None)
        return os.path.isdir(places.at(KEPT))

    return call


@pytest.mark.parametrize(
    ("age", "kept_for", "state"),
    [(2 * DAY, 3 * DAY, "swapped"), (900 * DAY, None, "swapped"), (9 * DAY, DAY, "loaded"), (9 * DAY, DAY, "loading")],
)
def test_it_stays_while_somebody_may_go_back_or_nothing_was_exchanged(expire, age, kept_for, state):
    assert expire(age, kept_for, state)


@pytest.mark.parametrize("state", ["swapped", "undone"])
def test_it_goes_after_that(expire, state):
    assert not expire(4 * DAY, 3 * DAY, state)


def test_where_no_restore_was_nothing_goes(places):
    order = {"former_for": DAY}
    result = restore.expire(BackupRequest("expire", "S", order=order, places=places))
    assert result["ok"] and "removed" not in result
