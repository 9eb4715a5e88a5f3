#!/usr/bin/python
"""Does one step of a transaction on a host (docs/host-program.md, "Steps")."""

from __future__ import annotations

DOCUMENTATION = r"""
module: oml_step
short_description: Does one step of a deploy on a host
description:
  - Leaves the host's program there, starts the step in a transient systemd unit, and waits for its result.
  - The unit outlives the connection; asked again, the module waits for it or returns the result it left.
  - A step that ends badly is no failure of the module; the play judges O(result.ok).
options:
  step:
    description: What to do.
    type: str
    required: true
    choices: [stage, apply, commit, put_back, note]
  phase:
    description: The phase to apply.
    type: str
    choices: [foundation, voice, edge]
  transaction:
    description: The transaction's number.
    type: int
    required: true
  token:
    description: Tells the run that opened the transaction from every other.
    type: str
    required: true
  by:
    description: Who runs, for messages.
    type: str
    default: ""
  now:
    description: Whether to restart components that carry calls while calls are up.
    type: bool
    default: false
  new_data:
    description: Whether to write over foreign and missing markers.
    type: bool
    default: false
  hold:
    description: Whether to remember what is put back, so that it is not tried again.
    type: bool
    default: false
  reason:
    description: Why it is put back, for messages.
    type: str
    default: ""
  client_timeout:
    description: Seconds to wait for the result; the step itself goes on.
    type: int
    default: 14400
  desired:
    description: The host's desired state, gzip and base64, as one opaque text; V(stage), V(apply) and V(note) need it.
    type: str
author: OML Pipelines
"""

EXAMPLES = r"""
- name: Bring the voice host to its new release
  oml_step:
    step: apply
    phase: voice
    transaction: 17
    token: "{{ oml_token }}"
    desired: "{{ oml_desired }}"
"""

RETURN = r"""
result:
  description: What the step did and how it ended.
  type: dict
  returned: always
"""

from ansible.module_utils.basic import AnsibleModule  # noqa: E402
from ansible.module_utils.oml_host import __main__ as _main  # noqa: E402,F401 it travels to the host too
from ansible.module_utils.oml_host import attach, check  # noqa: E402
from ansible.module_utils.oml_host import request as requests
from ansible.module_utils.oml_host.desired import PHASES, decode  # noqa: E402
from ansible.module_utils.oml_host.trouble import Trouble  # noqa: E402

ARGUMENTS = {
    "step": {"type": "str", "required": True, "choices": list(requests.STEPS)},
    "phase": {"type": "str", "choices": list(PHASES)},
    "transaction": {"type": "int", "required": True},
    "token": {"type": "str", "required": True, "no_log": False},
    "by": {"type": "str", "default": ""},
    "now": {"type": "bool", "default": False},
    "new_data": {"type": "bool", "default": False},
    "hold": {"type": "bool", "default": False},
    "reason": {"type": "str", "default": ""},
    "client_timeout": {"type": "int", "default": 14400},
    "desired": {"type": "str", "no_log": True},
}


def read(parameters):
    """The request in the module's parameters; raises Trouble."""
    fields = {name: parameters[name] for name in ARGUMENTS if name not in ("client_timeout", "desired", "phase")}
    desired = decode(parameters["desired"]) if parameters["desired"] else None
    return requests.Request(phase=parameters["phase"] or "", desired=desired, **fields)


def has_changed(result):
    """Whether the step changed what runs."""
    return any(component["action"] != "unchanged" for component in result["components"])


def answer(module):
    """The step's result, or in check mode what it would be."""
    request = read(module.params)
    diff = check.diffs(request) if module._diff and request.step == "apply" and request.desired else []
    if module.check_mode:
        result = check.step(request)
    else:
        result = attach.perform(request, module.params["client_timeout"])
    module.exit_json(changed=has_changed(result), result=result, diff=diff)


def main():
    """Answers with a result document, or fails with one sentence."""
    module = AnsibleModule(
        ARGUMENTS,
        supports_check_mode=True,
        required_if=[("step", "apply", ["phase"]), *[("step", one, ["desired"]) for one in ("stage", "apply", "note")]],
    )
    try:
        answer(module)
    except Trouble as trouble:
        module.fail_json(msg=str(trouble))


if __name__ == "__main__":
    main()
