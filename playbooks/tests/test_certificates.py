"""Self-signed certificates: made with the right names, remade when they are no longer good."""

import os

import pytest
from conftest import component, desired

from oml_host import ask, certificates, disk
from oml_host.observe import Seen
from oml_host.places import CERTIFICATE, KEY

NAMES = ["192.0.2.11", "app.example.com"]


@pytest.fixture(scope="module")
def pair():
    return certificates.make(NAMES)


def write(places, files):
    for file in files:
        disk.write(places.at(file["path"]), file["content"].encode(), int(file["mode"], 8))


def test_a_fresh_pair_is_good_for_its_names_only(places, pair):
    write(places, pair)
    assert certificates.selfsigned_is_good(places, NAMES)
    assert certificates.selfsigned_is_good(places, list(reversed(NAMES)))
    assert not certificates.selfsigned_is_good(places, NAMES[:1])


def test_a_key_others_can_read_is_not_good(places, pair):
    write(places, pair)
    os.chmod(places.at(KEY), 0o640)
    assert not certificates.selfsigned_is_good(places, NAMES)


def test_a_key_of_another_certificate_is_not_good(places, pair):
    write(places, [pair[0], certificates.make(NAMES)[1]])
    assert not certificates.selfsigned_is_good(places, NAMES)


def test_nothing_is_not_good(places):
    assert not certificates.selfsigned_is_good(places, NAMES)


def test_readers_that_started_before_the_certificate_was_written_are_behind(places, pair):
    write(places, pair)
    wanted = {"files": [], "selfsigned": {"names": NAMES}, "readers": ["redis"]}
    state = desired(component(), component(name="other", container="other"), certificates=wanted)
    old = {"Name": "oml-redis-server", "State": {"Running": True, "StartedAt": "2020-01-01T00:00:00Z"}}
    seen = Seen({"oml-redis-server": dict(old, Config={}), "other": dict(old, Config={})})
    differs = ask.differences(places, state, seen)
    assert "certificates" in differs["redis"] and "certificates" not in differs["other"]
    os.utime(places.at(CERTIFICATE), (1, 1))
    os.utime(places.at(KEY), (1, 1))
    assert "certificates" not in ask.differences(places, state, seen)["redis"]
