"""Remembers a release that was put back, so that it is not tried again until it changes or a person says so."""

from __future__ import annotations

import time

from . import desired as states
from . import disk


def remember(places, desired, component, reason, transaction) -> None:
    """Holds the whole desired state, and by itself the component that failed here (its name, or None)."""
    culprit = states.named(desired, component) if component else None
    entry = {
        "component": component if culprit else None,
        "digest": states.component_digest(culprit) if culprit else None,
        "whole": _whole(desired),
        "reason": reason,
        "at": int(time.time()),
        "transaction": transaction,
    }
    disk.write_json(places.own("held.json"), entry)


def _whole(desired):
    return states.private_digest([states.component_digest(component) for component in desired["components"]])


def judge(entry, desired) -> dict | None:
    """What `ask` says of a held entry (None: nothing is held) for this desired state."""
    if not entry:
        return None
    culprit = states.named(desired, entry["component"]) if entry["component"] else None
    same_culprit = culprit is not None and states.component_digest(culprit) == entry["digest"]
    if not same_culprit and _whole(desired) != entry["whole"]:
        return None
    return {key: entry[key] for key in ("component", "reason", "at", "transaction")}


def check(places, desired) -> dict | None:
    """What `ask` says for this desired state."""
    return judge(disk.read_json(places.own("held.json")), desired)


def release(places, desired) -> None:
    """Forgets the hold once what was held has been committed after all."""
    if check(places, desired):
        disk.remove(places.own("held.json"))
