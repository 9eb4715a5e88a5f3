"""What podman knows, in as few calls as can be (each costs 50-100 ms), and the little it is told to do."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field

from . import disk
from .process import run
from .trouble import Trouble, Unable

# What podman says of a container that it knows and of which the storage is gone.
_HALF_REMOVED = "container not known"


def version() -> str | None:
    """podman's version, or None where it is not installed."""
    done = run(["podman", "--version"], timeout=20)
    return done.out.split()[-1] if done.ok and done.out.split() else None


def _documents(done):
    """What podman shows of what exists of the objects asked for; raises Trouble where it cannot tell."""
    if done.code == 127 or (not done.out.strip() and "no such" in done.err):
        return []
    try:
        return json.loads(done.out) or []
    except ValueError:
        raise Trouble("podman does not work on this host: {}; nothing was done.".format(done.complaint)) from None


@dataclass(frozen=True)
class Found:
    """What podman has: inspect documents of containers by name, of images by id, the folders of volumes by name."""

    containers: dict = field(default_factory=dict)
    images: dict = field(default_factory=dict)
    volumes: dict = field(default_factory=dict)


def find(containers=(), images=(), volumes=()) -> Found:
    """Those of these containers, images (`name@sha256:...`) and volumes that exist; one call for all."""
    names = list(dict.fromkeys([*containers, *images, *volumes]))
    if not names:
        return Found()
    return sort(_documents(run(["podman", "inspect", *names], timeout=30)))


def sort(documents) -> Found:
    """Inspect documents of all sorts, told apart by what only one sort has."""
    found = Found()
    for document in documents:
        if "State" in document:
            found.containers[document["Name"].lstrip("/")] = document
        elif "RepoDigests" in document:
            found.images[document["Id"]] = document
        elif "Mountpoint" in document:
            found.volumes[document["Name"]] = document["Mountpoint"]
    return found


def containers(names) -> dict:
    """The inspect document of each container of `names` that exists, by name; one call."""
    if not names:
        return {}
    done = run(["podman", "container", "inspect", *names], timeout=30)
    return {document["Name"].lstrip("/"): document for document in _documents(done)}


def bury(names) -> None:
    """Removes those that a power cut left half removed: asked for one of them, podman fails for all."""
    for name in names:
        done = run(["podman", "container", "inspect", name], timeout=30)
        if not done.ok and _HALF_REMOVED in done.err:
            # podman 3 ends badly here, for lack of the container's lock, and has removed it.
            run(["podman", "rm", "--force", name], timeout=60)


def image_documents(references) -> dict:
    """The inspect document of each image of `references` that is here, by id; one call."""
    wanted = sorted(set(references))
    if not wanted:
        return {}
    done = run(["podman", "image", "inspect", *wanted], timeout=30)
    return {document["Id"]: document for document in _documents(done)}


def require() -> None:
    """Raises Unable where podman is not installed."""
    if shutil.which("podman") is None:
        raise Unable("podman is not installed: run again with --prepare; nothing was done.")


def digests(images) -> set:
    """Every `name@sha256:...` of these inspect documents (by id)."""
    return {digest for document in images.values() for digest in document.get("RepoDigests") or []}


def pull(image, timeout=1800.0) -> None:
    """Fetches an image by digest; raises Unable with podman's own reason."""
    done = run(["podman", "pull", "--quiet", image], timeout=timeout)
    if not done.ok:
        raise Unable("The image {} could not be pulled: {}".format(image, done.complaint))


def remove_image(image) -> bool:
    """Removes an image that no container uses; False where it is in use or not there."""
    return run(["podman", "image", "rm", image], timeout=120).ok


def volumes(names) -> dict:
    """The folder of each volume of `names` that exists, by name; one call."""
    if not names:
        return {}
    done = run(["podman", "volume", "inspect", *names], timeout=30)
    return {document["Name"]: document["Mountpoint"] for document in _documents(done)}


def create_volume(name) -> str:
    """Creates a volume and returns its folder."""
    done = run(["podman", "volume", "create", name], timeout=30)
    if not done.ok:
        raise Trouble("The volume {} could not be created: {}".format(name, done.complaint))
    return volumes([name])[name]


def storage_folder(places) -> str:
    """The folder images and volumes fill up, or its nearest parent that exists."""
    return disk.nearest(places.at("/var/lib/containers"))
