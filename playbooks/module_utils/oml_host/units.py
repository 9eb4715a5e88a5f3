"""What systemd knows of the units, in one call, and what it is told to do."""

from __future__ import annotations

import time

from .process import Finished, run

_PROPERTIES = "Id,LoadState,ActiveState,SubState,UnitFileState,NRestarts,InactiveExitTimestampMonotonic,DropInPaths"
_ALIVE = ("active", "activating", "deactivating", "reloading")
_MISSING = {
    "LoadState": "not-found",
    "ActiveState": "inactive",
    "SubState": "dead",
    "UnitFileState": "",
    "NRestarts": "0",
}


def parse(text) -> dict:
    """The properties of each unit in the output of `systemctl show`, by unit."""
    found = {}
    for block in text.split("\n\n"):
        properties = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
        if "Id" in properties:
            found[properties["Id"]] = properties
    return found


def show(names) -> dict:
    """The properties of each unit of `names`, by name; units nobody knows are `not-found`."""
    if not names:
        return {}
    done = run(["systemctl", "show", "--property=" + _PROPERTIES, "--", *names], timeout=20)
    found = parse(done.out)
    return {name: found.get(name, dict(_MISSING, Id=name)) for name in names}


def state(name) -> dict:
    """The properties of one unit."""
    return show([name])[name]


def is_alive(name) -> bool:
    """Whether the unit is at work."""
    return state(name)["ActiveState"] in _ALIVE


def restarts(properties) -> int:
    """How often systemd itself restarted the unit since it was last told to start it."""
    value = properties.get("NRestarts", "0")
    return int(value) if value.isdigit() else 0


def drop_ins(properties) -> list:
    """The paths of the unit's own drop-ins, which are not of this program; those for every unit are left out."""
    own = "/{}.d/".format(properties.get("Id", ""))
    return [path for path in properties.get("DropInPaths", "").split() if own in path]


def began(properties) -> float:
    """When the unit last left the state `inactive` (seconds since the epoch); 0.0 where unknown."""
    value = properties.get("InactiveExitTimestampMonotonic", "0")
    if not value.isdigit() or value == "0":
        return 0.0
    return time.time() - time.monotonic() + int(value) / 1e6


def reload() -> None:
    """Makes systemd read the unit files again."""
    run(["systemctl", "daemon-reload"], timeout=90)


def control(verb, name, timeout=200.0) -> Finished:
    """start, stop, restart, enable, disable of a unit; waits for the job.

    enable and disable have systemd read the unit files again, as `reload` does (systemctl(1), --no-reload).
    """
    return run(["systemctl", "--quiet", verb, "--", name], timeout=timeout)


def clear_failure(name) -> None:
    """Forgets an earlier failure, so that the restart counter begins at zero."""
    run(["systemctl", "reset-failed", "--", name], timeout=20)
