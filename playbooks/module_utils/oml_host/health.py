"""Waits for a component to prove itself: until its probes pass, it dies too often, or its time is up."""

from __future__ import annotations

import time

from . import compare, logs, observe, postgres, probes, units
from .busy import is_busy
from .request import Failed

_PAUSE = 0.4
_TOO_MANY_DEATHS = 3
_OFTEN_ENOUGH_DEAD = 3


class _Deadline:
    """Time that stands still while the component is at long work, for at most its busy_timeout."""

    def __init__(self, component):
        self._left = float(component["probe_timeout"])
        self._busy_left = float(component.get("busy_timeout", 3600)) if component.get("busy") else 0.0
        self._last = time.monotonic()

    def passes(self, busy) -> bool:
        """Counts the time since the last call; True once it is up."""
        now = time.monotonic()
        spent, self._last = now - self._last, now
        if busy:
            self._busy_left -= spent
            return self._busy_left <= 0
        self._left -= spent
        return self._left <= 0


def _look(component, inspects):
    return observe.look_at_container(component["container"]) if inspects else None


def _first_failing(results):
    return next((result for result in results if not result["ok"]), None)


def _fail(component, results, since, why):
    failing = _first_failing(results)
    seen = "; last seen: {}: {}".format(failing["title"], failing["detail"]) if failing else ""
    remedy = postgres.remedy(failing["detail"]) if failing else ""
    message = "{} {}{}.{}".format(component["name"], why, seen, remedy)
    probe = failing["title"] if failing else None
    raise Failed(message, component["name"], probe, logs.last_lines(component, since))


def probe(component, timeout=3.0, writes=True) -> list:
    """The results of a component's probes, asked once."""
    container = observe.look_at_container(component["container"])
    around = probes.Circumstances(lambda: container, timeout, writes)
    return probes.together((one, around) for one in component["probes"])


def passes(component, attempts, pause=1.0) -> bool:
    """Whether the probes pass within so many attempts."""
    for attempt in range(attempts):
        if attempt:
            time.sleep(pause)
        if all(result["ok"] for result in probe(component)):
            return True
    return False


def wait(component, since) -> list:
    """The results of the probes once all pass; `since` (seconds) is when the unit was told to start.

    Raises Failed, with the failing probe and the last log lines, when the unit was restarted three times, stays down,
    or probe_timeout is up (while a process has the component's `busy` words the time stands still).
    """
    inspects = bool(component.get("busy")) or any(one["kind"] == "running" for one in component["probes"])
    deadline, dead = _Deadline(component), 0
    while True:
        unit, container = units.state(component["unit"]), _look(component, inspects)
        around = probes.Circumstances(lambda container=container: container)
        results = probes.together((one, around) for one in component["probes"])
        if all(result["ok"] for result in results) and unit["ActiveState"] == "active":
            return results
        if units.restarts(unit) >= _TOO_MANY_DEATHS:
            _fail(component, results, since, "ended {} times within seconds of its start".format(units.restarts(unit)))
        dead = dead + 1 if unit["ActiveState"] in ("failed", "inactive") else 0
        if dead >= _OFTEN_ENOUGH_DEAD:
            _fail(component, results, since, "ended and is not restarted by systemd")
        if deadline.passes(is_busy(container, component.get("busy"))):
            _fail(component, results, since, "was not healthy within {} s".format(component["probe_timeout"]))
        time.sleep(_PAUSE)


def restart(component) -> float:
    """Starts a unit anew and returns when it began (seconds); what becomes of it is `wait`'s to say."""
    asked = time.time()
    units.clear_failure(component["unit"])
    units.control("restart", component["unit"])
    return max(asked, units.began(units.state(component["unit"])))


def after_image(component):
    """The image a component runs now."""
    container = observe.look_at_container(component["container"])
    return compare.running_image(container, {})
