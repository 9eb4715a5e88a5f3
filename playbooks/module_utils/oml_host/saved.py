"""Keeps what a component was before a transaction touched it, and puts it back: files byte for byte, unit, enabling."""

from __future__ import annotations

import base64
import os
import time

from . import compare, disk, observe, units


def _folder(places, transaction):
    return places.transaction(transaction, "saved")


def _path(places, transaction, name):
    return os.path.join(_folder(places, transaction), name + ".json")


def _file(places, path):
    found = disk.look(places.at(path))
    if found is None:
        return {"path": path, "content": None}
    content = base64.b64encode(found.content).decode()
    return {"path": path, "content": content, "mode": found.mode, "owner": found.owner, "mtime": found.mtime}


def manifest(places, transaction, name) -> dict | None:
    """What was saved of a component, or None where it was not touched."""
    return disk.read_json(_path(places, transaction, name))


def names(places, transaction) -> list:
    """The names of everything the transaction touched, in the order it was touched."""
    folder = _folder(places, transaction)
    found = os.listdir(folder) if os.path.isdir(folder) else []
    every = [disk.read_json(os.path.join(folder, name)) for name in found if name.endswith(".json")]
    return [one["name"] for one in sorted(every, key=lambda one: one["order"])]


def keep(places, transaction, component, seen, paths) -> None:
    """Saves a component before its first change in this transaction; what is saved already stays as it is."""
    if manifest(places, transaction, component["name"]):
        return
    container, unit = seen.container(component), seen.unit(component)
    entry = {
        "name": component["name"],
        "kind": "component",
        "unit": component["unit"],
        "container": component["container"],
        "existed": unit.get("LoadState", "not-found") != "not-found",
        "enabled": unit.get("UnitFileState") == "enabled",
        "image": compare.running_image(container, seen.images),
    }
    _write(places, transaction, entry, paths)


def keep_certificates(places, transaction, paths) -> None:
    """Saves the certificate files."""
    if not manifest(places, transaction, "certificates"):
        _write(places, transaction, {"name": "certificates", "kind": "certificates"}, paths)


def _write(places, transaction, entry, paths):
    files = [_file(places, path) for path in dict.fromkeys(paths)]
    order = len(names(places, transaction))
    whole = dict(entry, files=files, order=order, at=time.time(), restored=False)
    disk.write_json(_path(places, transaction, entry["name"]), whole)


def note_restored(places, transaction, entry) -> None:
    """Remembers that a component was put back and restarted, so that it is not restarted again after a crash."""
    disk.write_json(_path(places, transaction, entry["name"]), dict(entry, restored=True))


def restore_files(places, entry) -> None:
    """Puts the files back as they were, time of last write included; files that were not there are removed."""
    for file in entry["files"]:
        path = places.at(file["path"])
        if file["content"] is None:
            disk.remove(path)
            continue
        disk.write(path, base64.b64decode(file["content"]), file["mode"], owner=file.get("owner"))
        os.utime(path, (file["mtime"], file["mtime"]))


def was_restarted(entry) -> bool:
    """Whether the component's container is another than the one that ran when it was saved, or none."""
    seen = observe.look_at_container(entry["container"])
    return not compare.is_running(seen) or compare.started(seen) > entry["at"]


def take_away(entry) -> None:
    """Stops and disables a unit that was not there before."""
    units.control("stop", entry["unit"])
    units.control("disable", entry["unit"])
    units.clear_failure(entry["unit"])
