"""stage: brings everything an apply needs to the host. Nothing that runs is touched."""

from __future__ import annotations

import os

from . import ask, data, disk, journal, markers, observe, podman
from . import desired as states
from .process import run
from .request import document, several
from .trouble import Refused, Trouble

_ROOM, _FILES = 1 << 30, 10000
_STATE_ROOM = 64 << 20
_ATTEMPTS = 3


def survey(places, desired) -> observe.Seen:
    """Looks at the components and their images; raises Trouble where podman is not installed."""
    podman.require()
    return observe.look(places, desired["components"], images=data.images(desired))


def missing_images(desired, seen) -> list:
    """The images that are not on the host yet, in order."""
    wanted = [component["image"] for component in desired["components"]] + data.images(desired)
    here = podman.digests(seen.images)
    return [image for image in dict.fromkeys(wanted) if image not in here]


def _require_room(folder, room):
    free = disk.free(folder)
    if free < room:
        raise Refused(
            "Nothing was done: {} MiB are free below {}, and {} MiB are needed. Make room and run again.".format(
                free >> 20, folder, room >> 20
            )
        )
    files = disk.files(folder)
    if files is not None and files < _FILES:
        raise Refused(
            "Nothing was done: only {} more files fit below {}. Make room and run again.".format(files, folder)
        )


def _pull(image):
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return podman.pull(image)
        except Trouble:
            if attempt == _ATTEMPTS:
                raise
            run(["sleep", str(attempt)])
    return None


def _baseline(desired, seen):
    """The names of the components that are well now, and whether any is there at all."""
    results = ask.probe_running(desired["components"], seen)
    names = [one["name"] for one in desired["components"] if ask.is_healthy(one, seen, results[one["name"]])]
    return names, ask.is_used(desired["components"], seen)


def stage(request) -> dict:
    """Room, images by digest, the host's marker, the desired state on disk, the journal opened."""
    places, desired = request.places, request.desired
    opened = journal.opened(places)
    if opened and opened["transaction"] == request.transaction and opened["state"] != "staged":
        return document("stage", "done", "It was staged before.")
    os.makedirs(places.state, mode=0o700, exist_ok=True)
    _require_room(places.state, _STATE_ROOM)
    seen = survey(places, desired)
    missing = missing_images(desired, seen)
    if missing:
        _require_room(podman.storage_folder(places), _ROOM)
    healthy, used = _baseline(desired, seen)
    markers.mark_host(places, desired, used, request.new_data)
    journal.forget(places, request.transaction)
    journal.note_last(places, {"transaction": request.transaction, "token": request.token, "ending": None})
    for image in missing:
        _pull(image)
    disk.write_json(places.transaction(request.transaction, "desired.json"), desired)
    disk.write_json(places.transaction(request.transaction, "healthy.json"), healthy)
    former = journal.released(places)
    if former:
        disk.write_json(places.transaction(request.transaction, "former.json"), former)
    journal.open_transaction(request, states.state_digest(desired))
    return document("stage", "done", "{} pulled; nothing that runs was touched.".format(several(len(missing), "image")))
