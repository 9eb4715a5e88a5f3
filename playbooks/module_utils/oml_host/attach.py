"""The client's side of a step: starts it in a unit of its own, or finds it at work, and waits for its result.

A request says what its unit is called, what it travels as, and what became of it earlier.

It travels in Ansible's archive, from which Python compiles each module at each step: it imports few.
"""

from __future__ import annotations

import os
import sys
import time

from . import disk, install, units
from .process import run

_PAUSE = 0.02
_LOOK_AT_UNIT_EVERY = 1.0
# Seconds in which the host ends by itself what a killed step began; systemd's own 90 would cut it off.
_HEALS_WITHIN = 600


def _start(request, folder, question, answer):
    """Starts the unit; how systemd-run ended, which fails where one of that name is at work already."""
    os.makedirs(os.path.dirname(request.places.lock), mode=0o700, exist_ok=True)
    disk.write_json(question, request.fields())
    argv = ["systemd-run", "--quiet", "--collect", "--unit=" + request.unit]
    argv += ["--description=OMniLeads " + request.title]
    argv += ["--setenv=HOME=/root", "--setenv=PYTHONPATH=" + folder]
    if request.is_healed:
        argv.append("--property=ExecStopPost={} -m oml_host resume".format(sys.executable))
        argv.append("--property=TimeoutStopSec={}".format(_HEALS_WITHIN))
    argv += ["--", sys.executable]
    argv += ["-m", "oml_host", request.entrance, question, answer]
    done = run(argv, timeout=60)
    if not done.ok:
        disk.remove(question)
    return done


def _wait(request, answer, end):
    """The answer, or None once the unit is gone without one; raises TimeoutError."""
    looked = time.monotonic()
    while not os.path.exists(answer):
        now = time.monotonic()
        if now > end:
            raise TimeoutError()
        if now - looked > _LOOK_AT_UNIT_EVERY:
            looked = now
            if not units.is_alive(request.unit) and not os.path.exists(answer):
                return None
        time.sleep(_PAUSE)
    found = disk.read_json(answer)
    disk.remove(answer)
    _tidy(answer)
    return found


def _tidy(answer):
    """Removes the step's folder unless another client waits there."""
    try:
        os.rmdir(os.path.dirname(answer))
    except OSError:
        return


def _attempt(request, folder, end):
    """One try: the result, or None where another's unit of that name was waited for instead."""
    nonce = os.urandom(16).hex()
    question = request.places.exchange(request.unit, "question-" + nonce)
    answer = request.places.exchange(request.unit, "answer-" + nonce)
    started = _start(request, folder, question, answer)
    if started.ok:
        return _wait(request, answer, end) or request.kept() or request.broken("ended without a result")
    if not units.is_alive(request.unit):
        return request.broken("could not be started: {}".format(started.complaint))
    _wait(request, answer, end)
    return None


def perform(request, client_timeout=14400.0) -> dict:
    """The step's result. It outlives this client: asked again, the same step is waited for, or its result returned."""
    end = time.monotonic() + client_timeout
    folder = install.install(request.places)
    try:
        while True:
            kept = request.kept()
            if kept:
                return kept
            if units.is_alive(request.unit):
                _wait(request, request.places.exchange(request.unit, "none"), end)
                continue
            result = _attempt(request, folder, end)
            if result:
                return result
    except TimeoutError:
        return request.broken("is still at work after {:.0f} s and goes on".format(client_timeout))
