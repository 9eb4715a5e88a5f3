"""`python3 -m oml_host step QUESTION ANSWER | backup QUESTION ANSWER | resume | ask`: the program's own entrances."""

from __future__ import annotations

import json
import sys

from . import disk
from .ask import ask
from .desired import decode
from .places import Places
from .request import Request
from .resume import resume
from .steps import perform

_USAGE = "usage: python3 -m oml_host step|backup QUESTION ANSWER | resume | ask < DESIRED\n"


def _backup(asked):
    from . import backups  # a deploy's steps do without
    from .backup_request import BackupRequest

    return backups.perform(BackupRequest(**asked))


def _step(asked):
    return perform(Request(**asked))


def _heal(places):
    from . import lock, restoration, swap  # most boots do without

    if restoration.opened(places) is None:
        return "No exchange is open."
    with lock.held(places, "resume", 0, "oml-resume", patience=30.0):
        return swap.heal(places)


_ENTRANCES = {"step": _step, "backup": _backup}


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


def main(argv) -> int:
    """The exit code of one entrance."""
    if len(argv) == 3 and argv[0] in _ENTRANCES:
        return _do(_ENTRANCES[argv[0]], argv[1], argv[2])
    if argv == ["resume"]:
        print(resume(Places()))
        print(_heal(Places()))
        return 0
    if argv == ["ask"]:
        print(json.dumps(ask(Places(), decode(sys.stdin.read().strip()))))
        return 0
    sys.stderr.write(_USAGE)
    return 2
