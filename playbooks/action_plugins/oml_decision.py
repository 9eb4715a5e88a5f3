"""Asks the toolkit that started this run what it decided for a host: a transaction's variables, or none."""

from __future__ import annotations

import json
import socket

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

DOCUMENTATION = """
module: oml_decision
short_description: Hears what was decided after the hosts were asked
description:
  - Runs where Ansible runs. Sends the host's name, a line, and waits for an answer, a line of JSON.
  - What it hears becomes facts of the host; without an answer the task fails.
options:
  socket:
    description: Path of the Unix socket the toolkit listens at.
    type: path
    required: true
author: OML Pipelines
"""


def hear(path, host):
    """The decision for a host: its variables, or None where nothing follows; raises AnsibleActionFail."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(path)
            connection.sendall((host + "\n").encode())
            with connection.makefile(encoding="utf-8") as answer:
                return json.loads(answer.readline())["variables"]
    except (OSError, ValueError, KeyError) as error:
        raise AnsibleActionFail("It was not said what was decided; nothing follows.") from error


class ActionModule(ActionBase):
    """`goes_on`, and the variables as facts."""

    TRANSFERS_FILES = False
    _VALID_ARGS = frozenset(("socket",))
    _requires_connection = False

    def run(self, tmp=None, task_vars=None):
        """Waits for the decision."""
        result = super().run(tmp, task_vars)
        variables = hear(self._task.args["socket"], task_vars["inventory_hostname"])
        result.update(changed=False, goes_on=variables is not None, ansible_facts=variables or {})
        return result
