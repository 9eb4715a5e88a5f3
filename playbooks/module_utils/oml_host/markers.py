"""The tenant's markers on host and volumes: what is foreign is never written over unless asked to."""

from __future__ import annotations

import os

from . import disk, podman
from .trouble import Refused

_VOLUME_MARKER = ".oml-tenant"


def judge(found, tenant) -> str:
    """ours, missing or foreign, for the tenant named in a marker (None: no marker)."""
    if not found:
        return "missing"
    return "ours" if found == tenant else "foreign"


def host(places) -> dict | None:
    """The host's marker ({tenant, role}), or None."""
    found = disk.read_json(places.own("tenant.json"))
    return {"tenant": found["tenant"], "role": found["role"]} if found else None


def adopted(places) -> bool:
    """Whether the host already ran components when it was first marked: there is something to put back."""
    return bool((disk.read_json(places.own("tenant.json")) or {}).get("adopted"))


def mark_host(places, desired, used, new_data) -> None:
    """Marks the host as the tenant's; raises Refused where it is another's or plays another role."""
    wanted = {"tenant": desired["tenant"], "role": desired["role"]}
    found = host(places)
    if found == wanted:
        return
    if found and not new_data:
        raise Refused(
            "Nothing was done: this host is marked as the {} host of tenant '{}', not as the {} host of '{}'. "
            "Check the addresses in the inventory; --new-data takes the host over.".format(
                found["role"], found["tenant"], wanted["role"], wanted["tenant"]
            )
        )
    disk.write_json(places.own("tenant.json"), dict(wanted, adopted=bool(used and not found)))


def _volume_marker(folder):
    found = disk.look(os.path.join(os.path.dirname(folder.rstrip("/")), _VOLUME_MARKER))
    return found.content.decode(errors="replace").strip() if found else None


def volume(name, folder, tenant) -> dict:
    """The answer of one volume; `folder` is its data, None where it does not exist."""
    if folder is None:
        return {"name": name, "marker": "absent"}
    answer = {"name": name, "marker": judge(_volume_marker(folder), tenant)}
    if answer["marker"] == "missing":
        answer["empty"] = not os.path.isdir(folder) or not os.listdir(folder)
    return answer


def mark_volumes(names, tenant, new_data) -> None:
    """Creates the volumes that are missing, then marks them all: no data ever lies in an unmarked one."""
    folders = podman.volumes(names)
    for name in names:
        folder = folders.get(name) or podman.create_volume(name)
        marker = judge(_volume_marker(folder), tenant)
        if marker == "foreign" and not new_data:
            raise Refused("The volume {} is marked as another tenant's; --new-data takes it over.".format(name))
        if marker != "ours":
            path = os.path.join(os.path.dirname(folder.rstrip("/")), _VOLUME_MARKER)
            disk.write(path, (tenant + "\n").encode(), 0o600)
