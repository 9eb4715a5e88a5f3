#!/usr/bin/python
"""Asks a host what it runs and whether it is well (docs/host-program.md, "Ask")."""

from __future__ import annotations

DOCUMENTATION = r"""
module: oml_ask
short_description: Asks a host what it runs, compared with its desired state
description:
  - Reads only (what a thorough probe writes, it takes away again), takes no lock, and never reports a change.
options:
  desired:
    description: The host's desired state, gzip and base64, as one opaque text.
    type: str
    required: true
  thorough:
    description: Let probes write too (a bucket's put, get and delete), not only read.
    type: bool
    default: false
author: OML Pipelines
"""

EXAMPLES = r"""
- name: Ask what the host runs
  oml_ask:
    desired: "{{ oml_desired }}"
"""

RETURN = r"""
result:
  description: The answer.
  type: dict
  returned: always
"""

from ansible.module_utils.basic import AnsibleModule  # noqa: E402
from ansible.module_utils.oml_host.ask import ask  # noqa: E402
from ansible.module_utils.oml_host.desired import decode  # noqa: E402
from ansible.module_utils.oml_host.places import Places  # noqa: E402
from ansible.module_utils.oml_host.trouble import Trouble  # noqa: E402


def main():
    """Answers, or fails with one sentence."""
    parameters = {
        "desired": {"type": "str", "required": True, "no_log": True},
        "thorough": {"type": "bool", "default": False},
    }
    module = AnsibleModule(parameters, supports_check_mode=True)
    try:
        module.exit_json(
            changed=False, result=ask(Places(), decode(module.params["desired"]), module.params["thorough"])
        )
    except Trouble as trouble:
        module.fail_json(msg=str(trouble))


if __name__ == "__main__":
    main()
