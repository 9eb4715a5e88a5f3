"""The client's side of a step: starts it in a unit of its own, or finds it at work, and waits for its result.

It travels in Ansible's archive, from which Python compiles each module at each step: it imports few.
"""

from __future__ import annotations

import os
import sys
import time
import uuid

from . import desired as states
from . import disk, install, journal, units
from .process import run
from .request import document, entry

_PAUSE = 0.02
_LOOK_AT_UNIT_EVERY = 1.0
_ALIVE = ("active", "activating", "deactivating", "reloading")


def _fields(request):
    names = ("step", "transaction", "token", "by", "phase", "now", "new_data", "hold", "reason", "desired")
    return {name: getattr(request, name) for name in names}


def _is_alive(unit) -> bool:
    return units.state(unit)["ActiveState"] in _ALIVE


def _start(request, folder, question, answer):
    """Starts the unit; how systemd-run ended, which fails where one of that name is at work already."""
    os.makedirs(os.path.dirname(request.places.lock), mode=0o700, exist_ok=True)
    disk.write_json(question, _fields(request))
    argv = ["systemd-run", "--quiet", "--collect", "--unit=" + request.unit]
    argv += ["--description=OMniLeads {} of transaction {}".format(request.name, request.transaction)]
    argv += ["--setenv=HOME=/root", "--setenv=PYTHONPATH=" + folder, "--", sys.executable]
    argv += ["-m", "oml_host", "step", question, answer]
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
            if not _is_alive(request.unit) and not os.path.exists(answer):
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


def _begun(request):
    """What a step that broke off may have changed: the components of its phase that were saved."""
    from . import saved  # for this rare end alone

    places, number = request.places, request.transaction
    phase = states.of_phase(journal.staged(places, number) or {"components": []}, request.phase)
    return [one["name"] for one in phase if saved.manifest(places, number, one["name"])]


def _broken(request, what):
    """The result of a step that nobody finished; it blames no component, so that nothing is held for it."""
    message = "{} on this host {}; see: journalctl -u {}".format(request.name, what, request.unit)
    begun = [entry(name, "restarted", ["interrupted"]) for name in _begun(request)]
    error = {"component": None, "probe": None, "message": message, "log": []}
    return document(request.step, "failed", message, begun, error)


def _attempt(request, folder, end):
    """One try: the result, or None where another's unit of that name was waited for instead."""
    nonce = uuid.uuid4().hex
    question = request.places.exchange(request.unit, "question-" + nonce)
    answer = request.places.exchange(request.unit, "answer-" + nonce)
    started = _start(request, folder, question, answer)
    if started.ok:
        return _wait(request, answer, end) or journal.kept_result(request) or _broken(request, "ended without a result")
    if not _is_alive(request.unit):
        return _broken(request, "could not be started: {}".format(started.complaint))
    _wait(request, answer, end)
    return None


def perform(request, client_timeout=14400.0) -> dict:
    """The step's result. It outlives this client: asked again, the same step is waited for, or its result returned."""
    end = time.monotonic() + client_timeout
    folder = install.install(request.places)
    try:
        while True:
            kept = journal.kept_result(request)
            if kept:
                return kept
            if _is_alive(request.unit):
                _wait(request, request.places.exchange(request.unit, "none"), end)
                continue
            result = _attempt(request, folder, end)
            if result:
                return result
    except TimeoutError:
        return _broken(request, "is still at work after {:.0f} s and goes on".format(client_timeout))
