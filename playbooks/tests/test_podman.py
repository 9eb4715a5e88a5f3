"""What podman says of containers, images and volumes in one answer."""

import pytest

from oml_host import podman
from oml_host.process import Finished
from oml_host.trouble import Trouble

IMAGE = "docker.io/omnileads/redis@sha256:" + "a" * 64


def test_documents_are_told_apart():
    container = {"Name": "/oml-redis-server", "Id": "c1", "Image": "i1", "State": {"Running": True}}
    image = {"Id": "i1", "RepoDigests": [IMAGE]}
    volume = {"Name": "oml_postgres", "Mountpoint": "/var/lib/containers/storage/volumes/oml_postgres/_data"}
    found = podman.sort([image, container, volume])
    assert found.containers == {"oml-redis-server": container}
    assert found.images == {"i1": image} and podman.digests(found.images) == {IMAGE}
    assert found.volumes == {"oml_postgres": volume["Mountpoint"]}


def test_an_image_without_a_digest_has_none():
    assert podman.digests(podman.sort([{"Id": "i1", "RepoDigests": None}]).images) == set()


def answering(monkeypatch, code, out, err):
    monkeypatch.setattr(podman, "run", lambda argv, timeout: Finished(code, out, err))


def test_what_is_not_there_is_not_found(monkeypatch):
    for code, out, err in ((125, "[]\n", "Error: no such object"), (125, "", "Error: no such object"), (127, "", "")):
        answering(monkeypatch, code, out, err)
        assert podman.find(volumes=["oml_postgres"]) == podman.Found()


def test_what_a_power_cut_left_half_removed_is_removed_and_nothing_else_is(monkeypatch):
    unknown = 'Error: error getting container from store "f6dc": container not known'
    none = Finished(125, "[]", "Error: no such container none")
    said = {"half": Finished(125, "", unknown), "whole": Finished(0, "[{}]", ""), "none": none}
    asked = []
    monkeypatch.setattr(podman, "run", lambda argv, timeout: asked.append(argv) or said[argv[-1]])
    podman.bury(list(said))
    assert [argv[1:] for argv in asked if "rm" in argv] == [["rm", "--force", "half"]]


def test_a_podman_that_cannot_tell_is_no_sign_that_nothing_exists(monkeypatch):
    for code, err in ((125, "Error: database is locked"), (124, "podman did not end within 30 s"), (0, "")):
        answering(monkeypatch, code, "", err)
        with pytest.raises(Trouble, match="podman does not work on this host: .*; nothing was done"):
            podman.find(volumes=["oml_postgres"])
