#!/usr/bin/python
"""Asks a host, or does one step of a transaction on it (docs/host-program.md)."""

from __future__ import annotations

DOCUMENTATION = r"""
module: oml_step
short_description: Asks a host, or does one step of a deploy on it
description:
  - V(ask) says what the host runs, compared with its desired state, and whether it is well. It reads only (what a
    thorough probe writes, it takes away again), takes no lock, and never reports a change.
  - V(count) says how many calls are up, and is no step of a transaction either.
  - Every other step leaves the host's program there, starts in a transient systemd unit, and is waited for.
  - The unit outlives the connection; asked again, the module waits for it or returns the result it left.
  - Where this version of the program lies on the host already, it answers itself (the action of the same name); the
    module is for a host's first step, and for check mode and diffs.
  - A step that ends badly is no failure of the module; the play judges O(result.ok).
options:
  step:
    description: What to do.
    type: str
    required: true
    choices: [ask, count, stage, apply, commit, put_back, note]
  phase:
    description: The phase to apply.
    type: str
    choices: [foundation, voice, edge]
  transaction:
    description: The transaction's number; every step of a transaction needs it.
    type: int
  token:
    description: Tells the run that opened the transaction from every other; every step of a transaction needs it.
    type: str
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
  safety_set:
    description: The backup set that was taken of the data before they are touched; V(stage) notes it.
    type: str
    default: ""
  calls:
    description: What V(count) answered on the host that counts calls, for V(apply) on the one that carries them too.
    type: dict
  hold:
    description: Whether to remember what is put back, so that it is not tried again.
    type: bool
    default: false
  reason:
    description: Why it is put back, for messages.
    type: str
    default: ""
  thorough:
    description: Let the probes of V(ask) write too (a bucket's put, get and delete), not only read.
    type: bool
    default: false
  client_timeout:
    description: Seconds to wait for the result; the step itself goes on.
    type: int
    default: 14400
  desired:
    description:
      - The host's desired state, gzip and base64, as one opaque text.
      - V(ask), V(count), V(stage), V(apply) and V(note) need it.
    type: str
author: OML Pipelines
"""

EXAMPLES = r"""
- name: Ask what the host runs
  oml_step:
    step: ask
    desired: "{{ oml_desired }}"

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
  description: The answer, or what the step did and how it ended.
  type: dict
  returned: always
"""

from ansible.module_utils.basic import AnsibleModule  # noqa: E402
from ansible.module_utils.oml_host import client
from ansible.module_utils.oml_host import request as requests
from ansible.module_utils.oml_host.desired import PHASES
from ansible.module_utils.oml_host.trouble import Trouble  # noqa: E402

ARGUMENTS = {
    "step": {"type": "str", "required": True, "choices": [*requests.QUESTIONS, *requests.STEPS]},
    "phase": {"type": "str", "choices": list(PHASES)},
    "transaction": {"type": "int"},
    "token": {"type": "str", "no_log": False},
    "by": {"type": "str", "default": ""},
    "now": {"type": "bool", "default": False},
    "new_data": {"type": "bool", "default": False},
    "safety_set": {"type": "str", "default": ""},
    "calls": {"type": "dict"},
    "hold": {"type": "bool", "default": False},
    "reason": {"type": "str", "default": ""},
    "thorough": {"type": "bool", "default": False},
    "client_timeout": {"type": "int", "default": client.CLIENT_TIMEOUT},
    "desired": {"type": "str", "no_log": True},
}


NEEDED = [
    ("step", "apply", ["phase"]),
    *[("step", one, ["desired"]) for one in (*requests.QUESTIONS, "stage", "apply", "note")],
    *[("step", one, ["transaction", "token"]) for one in requests.STEPS],
]


def _travels():
    """Never called: Ansible packs what a module names, and the host's program is left there whole."""
    from ansible.module_utils.oml_host import __main__  # noqa: F401


def answer(module):
    """The answer; in check mode what the step would do, and with --diff how files change beside it."""
    if module.params["step"] in requests.QUESTIONS or not (module.check_mode or module._diff):
        return client.answer(module.params)
    from ansible.module_utils.oml_host import check  # only check mode and diffs look ahead

    request = client.request_of(module.params)
    diff = check.diffs(request) if module._diff and request.step == "apply" else []
    said = client.returned(check.step(request)) if module.check_mode else client.answer(module.params)
    return dict(said, diff=diff)


def main():
    """Answers, or fails with one sentence."""
    module = AnsibleModule(ARGUMENTS, supports_check_mode=True, required_if=NEEDED)
    try:
        module.exit_json(**answer(module))
    except Trouble as trouble:
        module.fail_json(msg=str(trouble))


if __name__ == "__main__":
    main()
