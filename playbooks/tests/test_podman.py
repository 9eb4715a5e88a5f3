"""What podman says of containers, images and volumes in one answer."""

from oml_host import podman

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
