"""What podman knows, in as few calls as can be (each costs 50-100 ms), and the little it is told to do."""

from __future__ import annotations

import json
import os

from .process import run
from .trouble import Trouble


def version() -> str | None:
    """podman's version, or None where it is not installed."""
    done = run(["podman", "--version"], timeout=20)
    return done.out.split()[-1] if done.ok and done.out.split() else None


def _documents(done):
    try:
        return json.loads(done.out) or []
    except ValueError:
        return []


def containers(names) -> dict:
    """The inspect document of each container of `names` that exists, by name; one call."""
    if not names:
        return {}
    done = run(["podman", "container", "inspect", *names], timeout=30)
    return {document["Name"].lstrip("/"): document for document in _documents(done)}


def image_documents(references) -> dict:
    """The inspect document of each image of `references` that is here, by id; one call."""
    wanted = sorted(set(references))
    if not wanted:
        return {}
    done = run(["podman", "image", "inspect", *wanted], timeout=30)
    return {document["Id"]: document for document in _documents(done)}


def local_images() -> set:
    """Every `name@sha256:...` that is on the host."""
    done = run(["podman", "images", "--all", "--digests", "--no-trunc", "--format", "json"], timeout=60)
    if done.code == 127:
        raise Trouble("podman is not installed: run again with --prepare; nothing was done.")
    found = set()
    for image in _documents(done):
        found.update(image.get("RepoDigests") or [])
        for name in image.get("Names") or []:
            repository = name.partition("@")[0]
            if image.get("Digest"):
                found.add("{}@{}".format(_without_tag(repository), image["Digest"]))
    return found


def _without_tag(name):
    head, _, last = name.rpartition("/")
    return "{}/{}".format(head, last.partition(":")[0]) if head else last.partition(":")[0]


def pull(image, timeout=1800.0) -> None:
    """Fetches an image by digest; raises Trouble with podman's own reason."""
    done = run(["podman", "pull", "--quiet", image], timeout=timeout)
    if not done.ok:
        raise Trouble("The image {} could not be pulled: {}".format(image, done.complaint))


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
    folder = places.at("/var/lib/containers")
    while not os.path.isdir(folder) and folder != "/":
        folder = os.path.dirname(folder)
    return folder
