"""`python3 -m oml_host`, its entrances: `step|backup QUESTION ANSWER`, `progress UNIT`, `resume`, `ask`, `client`.

Each imports what it needs alone: an import costs a host more than most steps.
"""

from __future__ import annotations

import json
import sys

from . import disk

_USAGE = (
    "usage: python3 -m oml_host step|backup QUESTION ANSWER | progress UNIT | resume | ask < DESIRED | "
    "client < PARAMETERS\n"
)

# Seconds that the end of what broke off waits for the host's lock.
LOCK_WITHIN = 30.0


def _backup(asked):
    from . import backups
    from .backup_request import BackupRequest

    return backups.perform(BackupRequest(**asked))


def _step(asked):
    from .request import Request
    from .steps import perform

    return perform(Request(**asked))


_WORK = {"step": _step, "backup": _backup}


def _do(work, question, answer):
    """Does what is asked in a file (removed at once, for it holds secrets) and writes the answer into another."""
    asked = disk.read_json(question)
    disk.remove(question)
    if asked is None:
        print("nothing was asked", file=sys.stderr)
        return 1
    result = work(asked)
    disk.write_json(answer, result)
    print("{}: {}".format(result["status"], result["message"]))
    return 0


def _resume():
    from .places import Places
    from .resume import resume

    places = Places()
    return "{}\n{}".format(resume(places), _heal(places))


def _heal(places):
    from . import lock, restoration

    if restoration.opened(places) is None:
        return "No exchange is open."
    from . import swap

    with lock.held(places, "resume", 0, "oml-resume", patience=LOCK_WITHIN):
        return swap.heal(places)


def _ask():
    from .ask import ask
    from .desired import decode
    from .places import Places

    return json.dumps(ask(Places(), decode(sys.stdin.read().strip())))


def _client():
    from . import client
    from .trouble import Trouble

    try:
        return json.dumps(client.answer(json.load(sys.stdin)))
    except Trouble as trouble:
        return json.dumps({"failed": True, "msg": str(trouble)})


def _follow(unit):
    from .places import Places
    from .progress import follow

    follow(Places(), unit)


_TELLS = {"resume": _resume, "ask": _ask, "client": _client}


def main(argv) -> int:
    """The exit code of one entrance."""
    if len(argv) == 3 and argv[0] in _WORK:
        return _do(_WORK[argv[0]], argv[1], argv[2])
    if len(argv) == 2 and argv[0] == "progress":
        _follow(argv[1])
        return 0
    if len(argv) == 1 and argv[0] in _TELLS:
        print(_TELLS[argv[0]]())
        return 0
    sys.stderr.write(_USAGE)
    return 2
