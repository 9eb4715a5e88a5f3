"""Asks the toolkit that started this run what it decided for a host: a transaction's variables, or none."""

from __future__ import annotations

import os
import sys

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "module_utils"))

import oml_desk  # noqa: E402

DOCUMENTATION = """
module: oml_decision
short_description: Hears what was decided after the hosts were asked
description:
  - Runs where Ansible runs, and waits for the answer.
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
        return oml_desk.ask(path, "decision " + host)["variables"]
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
