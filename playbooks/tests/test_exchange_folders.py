"""Folders that exchange their names, and what is done where one of them is gone."""

import os

import pytest

from oml_host import exchange, restoration, restore
from oml_host.backup_request import BackupRequest
from oml_host.trouble import Refused, Trouble

LIVE = "/etc/asterisk/custom"
NAMES = restoration.names(LIVE, "r")


@pytest.fixture
def folders(places):
    """Makes folders, each with its name in a file; afterwards a call says which there are, with what is in them."""
    order = [places.at(NAMES[name]) for name in ("live", "incoming", "outgoing")]

    def make(*names):
        for name in names:
            os.makedirs(places.at(NAMES[name]))
            with open(os.path.join(places.at(NAMES[name]), "x.conf"), "w", encoding="utf-8") as file:
                file.write(name)
        return order

    return make


def held(order):
    return [open(os.path.join(path, "x.conf")).read() if os.path.isdir(path) else None for path in order]


@pytest.mark.parametrize(
    ("there", "is_back"),
    [(("live", "incoming"), False), (("incoming", "outgoing"), False), (("live", "incoming"), True)],
)
def test_what_comes_takes_the_name_and_what_was_there_stays(folders, there, is_back):
    order = folders(*there)
    exchange.swap_folders(*order, is_back=is_back)
    assert held(order) == ["incoming", None, "live" if "live" in there else "outgoing"]


def test_once_exchanged_nothing_is_left_to_do(folders):
    order = folders("live", "outgoing")
    exchange.swap_folders(*order)
    assert held(order) == ["live", None, "outgoing"]


@pytest.mark.parametrize("there", [("live",), ("outgoing",), ()])
def test_what_is_gone_is_no_exchange(folders, there):
    with pytest.raises(Trouble, match="Of the folders .* there is: "):
        exchange.swap_folders(*folders(*there))


def test_on_the_way_back_what_was_never_exchanged_stays(folders):
    order = folders("live")
    exchange.swap_folders(*order, is_back=True)
    assert held(order) == ["live", None, None]


@pytest.mark.parametrize(("state", "gone"), [("loaded", "incoming"), ("swapped", "outgoing")])
def test_a_folder_that_is_gone_stops_nothing_and_is_named(folders, places, monkeypatch, state, gone):
    folders("live")
    restoration.note(places, dict(NAMES, id="r", set="S", by="me", safety="B"), state)
    monkeypatch.setattr(restore.backup, "refuse_foreign_host", lambda _: None)
    order = {"role": "voice", "clients": ["asterisk"], "folders": {"asterisk": LIVE}}
    request = BackupRequest("halt", "S", order=order, now=True, places=places)
    with pytest.raises(Refused, match="Nothing was done: {} is gone".format(NAMES[gone])):
        restore.halt(request)
    assert restoration.opened(places) is None
