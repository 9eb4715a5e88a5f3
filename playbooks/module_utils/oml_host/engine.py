"""restic's program on this host: copied once out of its image, known by the image's digest and its own SHA-256."""

from __future__ import annotations

import os

from . import disk, podman
from .process import run
from .trouble import Unable

_INSIDE = "/usr/bin/restic"


def _paths(places, image):
    digest = image.partition("@sha256:")[2]
    program = places.own("engine", "restic-" + digest[:16])
    return program, program + ".sha256"


def _copy_out(image, path):
    """Copies the program out of a container that never runs."""
    made = run(["podman", "create", "--pull=never", image], timeout=120)
    if not made.ok:
        raise Unable("No container of {} could be made: {}".format(image, made.complaint))
    container = made.out.strip().splitlines()[-1]
    try:
        done = run(["podman", "cp", "{}:{}".format(container, _INSIDE), path], timeout=120)
    finally:
        run(["podman", "rm", "--force", container], timeout=60)
    if not done.ok:
        raise Unable("{} could not be copied out of {}: {}".format(_INSIDE, image, done.complaint))


def fetch(image) -> None:
    """Brings an image to the host where it is not there; raises Unable."""
    if not podman.image_documents([image]):
        podman.pull(image)


def program(places, image) -> str:
    """The path of restic's program of that image; raises Unable where it cannot be had or is not what it was."""
    path, beside = _paths(places, image)
    known = disk.look(beside)
    if known is not None and os.path.exists(path) and disk.sha256(path) == known.content.decode().strip():
        return path
    podman.require()
    fetch(image)
    fresh = "{}.{}".format(path, os.getpid())
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    _copy_out(image, fresh)
    os.chmod(fresh, 0o700)
    disk.write(beside, (disk.sha256(fresh) + "\n").encode())
    os.replace(fresh, path)
    return path
