"""What an exchange of names waits for."""

import pytest
from conftest import component

from oml_host import health, restoration, swap
from oml_host.process import Finished
from oml_host.request import Failed
from oml_host.trouble import Trouble


@pytest.fixture
def waited(monkeypatch):
    """The probes that are waited for after these components were started."""
    probes = []
    monkeypatch.setattr(health, "restart", lambda _: 0.0)
    monkeypatch.setattr(health, "wait", lambda started, _: probes.extend(started["probes"]))

    def call(*of):
        swap._start([component(probes=list(of))])
        return probes

    return call


def test_what_only_stays_up_is_waited_for_a_shorter_time_than_a_new_release(waited):
    assert waited({"kind": "running", "title": "up for 5 s", "seconds": 5}) == [
        {"kind": "running", "title": "up for 2 s", "seconds": 2}
    ]


def test_every_other_proof_is_asked_for_as_ever(waited):
    probes = [{"kind": "tcp", "title": "Daphne", "host": "192.0.2.11", "port": 8099}]
    assert waited(*probes) == probes


@pytest.fixture
def exchange(places, monkeypatch):
    """Swaps, while starting ends in these ways, one after the other; what the person reads, and the names exchanged."""
    exchanged = []
    monkeypatch.setattr(swap, "_components", lambda *_: [])
    monkeypatch.setattr(swap, "_stop", lambda _: None)
    monkeypatch.setattr(swap, "_disarm", lambda: None)
    monkeypatch.setattr(swap, "_exchange", lambda _, *names: exchanged.append(names[:3]))
    monkeypatch.setattr(swap, "_clear_derived", lambda *_: "")

    def call(*ends):
        left = list(ends)

        def start(_):
            end = left.pop(0)
            if end:
                raise end

        monkeypatch.setattr(swap, "_start", start)
        restoration.note(places, {"live": "a", "incoming": "b", "outgoing": "c", "undone": "d"}, "loaded")
        with pytest.raises(Trouble) as trouble:
            swap.perform(places, "swap", [], None)
        assert restoration.opened(places) is None
        assert exchanged == [("a", "b", "c"), ("a", "c", "b")]
        return str(trouble.value)

    return call


def test_what_does_not_start_on_new_data_is_put_back(exchange):
    assert exchange(Failed("omnileads was not healthy"), None) == (
        "omnileads was not healthy. What ran before runs again."
    )


def test_what_does_not_start_afterwards_either_is_said_with_what_was_done(exchange):
    assert exchange(Failed("omnileads was not healthy"), Failed("daphne ended 3 times")) == (
        "omnileads was not healthy. Names went back, but what ran before is not healthy: daphne ended 3 times"
    )


def test_without_a_timer_that_starts_it_again_nothing_is_stopped(places, monkeypatch):
    monkeypatch.setattr(swap, "run", lambda *_, **__: swap_failed())
    monkeypatch.setattr(swap, "_stop", lambda _: pytest.fail("it was stopped"))
    with pytest.raises(Trouble, match="^Nothing was stopped: no timer could be set"):
        swap.halt(places, ["asterisk"])


def swap_failed():
    """How a program ends that cannot be run."""
    return Finished(1, "", "Failed to connect to bus")
