"""`python3 -m oml_host step QUESTION ANSWER | resume | ask`: the program's own entrances."""

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

_USAGE = "usage: python3 -m oml_host step QUESTION ANSWER | resume | ask < DESIRED\n"


def _step(question, answer):
    """Does the step asked in a file (removed at once, for it holds secrets) and writes the answer into another."""
    asked = disk.read_json(question)
    disk.remove(question)
    if asked is None:
        print("nothing was asked", file=sys.stderr)
        return 1
    result = perform(Request(**asked))
    disk.write_json(answer, result)
    print("{}: {}".format(result["status"], result["message"]))
    return 0


def main(argv) -> int:
    """The exit code of one entrance."""
    if len(argv) == 3 and argv[0] == "step":
        return _step(argv[1], argv[2])
    if argv == ["resume"]:
        print(resume(Places()))
        return 0
    if argv == ["ask"]:
        print(json.dumps(ask(Places(), decode(sys.stdin.read().strip()))))
        return 0
    sys.stderr.write(_USAGE)
    return 2
