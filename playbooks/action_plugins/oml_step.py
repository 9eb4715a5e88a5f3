"""Has the program that lies on the host answer, where it is of this version; else Ansible's module does, as ever.

`oml_backup.py` beside it is this very file: both modules ask the same client.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import sys
import time

from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "module_utils"))

import oml_watch  # noqa: E402

from oml_host import program  # noqa: E402
from oml_host.backup_request import BackupRequest  # noqa: E402
from oml_host.places import Places  # noqa: E402

FOLDER = os.path.join(Places().programs, program.version(program.sources()))
# What the host's shell exits with where there is no such folder; nothing was read or done then.
ELSEWHERE = 97
# Steps that tell how far they are.
_TELLING = ("database", "verify", "drill", "load")


def command(folder, python, words="client"):
    """What a host's shell is given; the parameters come on standard input, for they hold secrets."""
    there = shlex.quote(folder)
    start = "PYTHONPATH={} {} -m oml_host {}".format(there, shlex.quote(python), words)
    return "cd / && [ -d {} ] || exit {}; {}".format(there, ELSEWHERE, start)


def read(ended):
    """What the program answered, as Ansible's command ended."""
    try:
        return json.loads(ended["stdout"].strip().splitlines()[-1])
    except (ValueError, IndexError):
        said = (ended["stderr"].strip() or ended["stdout"].strip()).splitlines()
        last = said[-1] if said else "nothing was said"
        message = "The host's program ended with exit code {} and no answer: {}".format(ended["rc"], last)
        return {"failed": True, "msg": message}


class ActionModule(ActionBase):
    """`changed` and `result`, as the module returns them, and when they were `heard`, by this machine's clock."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        """Asks the program, or has the module carried there."""
        result = super().run(tmp, task_vars)
        said = self._by_program(task_vars) or self._execute_module(task_vars=task_vars)
        return dict(result, **said, heard=time.time())

    def _by_program(self, task_vars):
        """The program's answer; None where it is not there, or where one only looks ahead."""
        if self._task.check_mode or self._task.diff:
            return None
        python, question = task_vars["ansible_python_interpreter"], json.dumps(self._task.args).encode()
        with self._watch(python, task_vars["inventory_hostname"]):
            ended = self._low_level_execute_command(command(FOLDER, python), in_data=question)
        return None if ended["rc"] == ELSEWHERE else read(ended)

    def _watch(self, python, host):
        """Has what the step tells of its progress become events of the run, while the block runs."""
        operation = self._task.args.get("operation")
        if operation not in _TELLING:
            return contextlib.nullcontext()
        unit = BackupRequest(operation, self._task.args["set"]).unit
        event = {"event": "progress", "host": host, "task": self._task.get_name()}
        asked = command(FOLDER, python, "progress " + shlex.quote(unit))
        return oml_watch.Watch(self._connection, asked, lambda told: Display().display(json.dumps({**event, **told})))
