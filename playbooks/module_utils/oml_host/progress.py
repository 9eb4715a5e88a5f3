"""How far a step is: bytes of a part of a set that went through, in a file in memory, and who reads it to a runner."""

from __future__ import annotations

import json
import select
import sys
import time

from . import disk, units

# Seconds between two looks at it: seldom where it has gone on for long.
_SOONEST, _LATEST, _OF_WHAT_WENT_BY = 5.0, 30.0, 0.05
_WRITE_EVERY = 1.0
_IDLE_LOOKS = 2


class Counter:
    """Called with the bytes so far, it keeps them for `follow`. `of`: how many there are, where that is known."""

    def __init__(self, request, part, of=None):
        self._path = request.places.progress(request.unit)
        self._part, self._of = part, of
        self._began = self._written = time.monotonic()

    def __call__(self, count):
        now = time.monotonic()
        if now - self._written < _WRITE_EVERY:
            return
        self._written = now
        told = {"part": self._part, "bytes": count, "of": self._of, "seconds": round(now - self._began, 1)}
        try:
            disk.write_json(self._path, told)
        except OSError:
            return  # nobody is told; the step goes on


def forget(request) -> None:
    """The step has ended."""
    disk.remove(request.places.progress(request.unit))


def follow(places, unit, listener=None) -> None:
    """Prints, a JSON document a line, how far the step of a unit is, until standard input ends: nobody listens then.

    Or until the unit was not at work at two looks in a row, for a connection may hang. It may begin after the first.
    """
    listener = listener or sys.stdin
    last, pause, idle = None, _SOONEST, 0
    while idle < _IDLE_LOOKS:
        idle = 0 if units.is_alive(unit) else idle + 1
        told = disk.read_json(places.progress(unit))
        if told and told != last:
            print(json.dumps(told), flush=True)
            last, pause = told, min(_LATEST, max(_SOONEST, told["seconds"] * _OF_WHAT_WENT_BY))
        if select.select([listener], [], [], pause)[0]:
            return
