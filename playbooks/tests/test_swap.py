"""What an exchange of names waits for."""

import pytest
from conftest import component

from oml_host import health, swap


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
