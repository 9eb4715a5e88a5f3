"""Prints one JSON line per event and nothing else: a task began on a host, a task ended there."""

from __future__ import annotations

import json

from ansible.plugins.callback import CallbackBase
from ansible.template import Templar, trust_as_template

DOCUMENTATION = """
name: oml_events
type: stdout
short_description: One JSON line per event
description:
  - A task began on a host, or was left out there - event, host, task.
  - A task ended there - the same, with changed, failed, unreachable, message and, of the toolkit's modules, result.
  - Arguments of modules and what other modules return are never printed.
"""


class CallbackModule(CallbackBase):
    """The events of a run, for the toolkit that started it."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "oml_events"

    def v2_playbook_on_start(self, playbook):
        """Evaluates a template here: its filters are loaded once, and not anew in the process of every task."""
        Templar(loader=None, variables={}).template(trust_as_template("{{ none | default(true) }}"))

    def v2_runner_on_start(self, host, task):
        """A task begins on a host."""
        self._print(event="task", host=host.get_name(), task=task.get_name())

    def v2_runner_on_ok(self, result):
        """A task ended well."""
        self._end(result)

    def v2_runner_on_skipped(self, result):
        """There was nothing to do on this host."""
        self._print(event="skipped", host=result.host.get_name(), task=result.task.get_name())

    def v2_runner_on_failed(self, result, ignore_errors=False):
        """A module failed."""
        self._end(result, failed=True)

    def v2_runner_on_unreachable(self, result):
        """The host could not be reached."""
        self._end(result, unreachable=True)

    def v2_on_file_diff(self, result):
        """How files would change, where --diff was given."""
        for diff in result.result.get("diff") or []:
            if isinstance(diff, dict) and "before" in diff:
                header = str(diff.get("after_header", ""))
                self._print(event="diff", host=result.host.get_name(), file=header, text=self._get_diff(diff))

    def v2_playbook_on_no_hosts_matched(self):
        """No host was left to work on."""
        self._print(event="message", message="No host of the inventory matches.")

    def _end(self, result, failed=False, unreachable=False):
        returned = result.result
        event = {"event": "result", "host": result.host.get_name(), "task": result.task.get_name()}
        event.update(changed=bool(returned.get("changed")), failed=failed, unreachable=unreachable)
        if isinstance(returned.get("result"), dict):
            event["result"] = returned["result"]
        if failed or unreachable:
            event["message"] = str(returned.get("msg") or "no reason given")
        self._print(**event)

    def _print(self, **event):
        self._display.display(json.dumps(event, ensure_ascii=True, default=str), log_only=False)
