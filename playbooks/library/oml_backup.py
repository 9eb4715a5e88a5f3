#!/usr/bin/python
"""Does one step of a backup or a restore on a host (docs/host-program.md, "Backups")."""

from __future__ import annotations

DOCUMENTATION = r"""
module: oml_backup
short_description: Does one step of a backup or a restore on a host
description:
  - Leaves the host's program there, starts the step in a transient systemd unit, and waits for it.
  - The unit outlives the connection; asked again for the same set, the module waits for it or returns its result.
  - Where this version of the program lies on the host already, it answers itself, as for M(oml_step).
  - A step that ends badly is no failure of the module; the play judges O(result.ok).
options:
  operation:
    description: What to do.
    type: str
    required: true
    choices:
      [begin, files, database, verify, drill, list, remove, look, check, load, halt, release, swap, undo, accept,
       expire]
  set:
    description: The set's id; V(begin) answers with the one to go on with.
    type: str
    required: true
  by:
    description: Who runs, for messages.
    type: str
    default: ""
  purpose:
    description: What V(begin) takes a set for; one that has a purpose shows the data as they are now.
    type: str
    choices: ["", deploy, restore]
    default: ""
  voice:
    description:
      - What V(files) answered on the voice host, for V(database); what V(look) did, for V(check), V(undo), V(accept)
        and V(expire).
    type: dict
  sets:
    description: The ids of the sets that V(remove) takes away.
    type: list
    elements: str
  unverified:
    description: V(remove) spares what was read back whole meanwhile.
    type: bool
    default: false
  restore:
    description: A restore's id; V(check) answers with the one to go on with.
    type: str
    default: ""
  safety:
    description: The set that was taken of the data that a restore replaces.
    type: str
    default: ""
  now:
    description: Do not ask whether calls are up.
    type: bool
    default: false
  halted:
    description: Seconds for which the voice host has been halted, for V(swap) and V(undo) on the app host.
    type: float
  client_timeout:
    description: Seconds to wait for the result; the step itself goes on.
    type: int
    default: 43200
  order:
    description: Of what a set is taken and where it goes, gzip and base64, as one opaque text.
    type: str
    required: true
author: OML Pipelines
"""

EXAMPLES = r"""
- name: Read the set back
  oml_backup:
    operation: verify
    set: 20270115T020000Z-1f2e
    order: "{{ oml_backup }}"
"""

RETURN = r"""
result:
  description: What the step did and how it ended.
  type: dict
  returned: always
"""

from ansible.module_utils.basic import AnsibleModule  # noqa: E402
from ansible.module_utils.oml_host import client  # noqa: E402
from ansible.module_utils.oml_host.backup_request import OPERATIONS  # noqa: E402
from ansible.module_utils.oml_host.trouble import Trouble  # noqa: E402

ARGUMENTS = {
    "operation": {"type": "str", "required": True, "choices": list(OPERATIONS)},
    "set": {"type": "str", "required": True},
    "by": {"type": "str", "default": ""},
    "purpose": {"type": "str", "choices": ["", "deploy", "restore"], "default": ""},
    "voice": {"type": "dict"},
    "sets": {"type": "list", "elements": "str"},
    "unverified": {"type": "bool", "default": False},
    "restore": {"type": "str", "default": ""},
    "safety": {"type": "str", "default": ""},
    "now": {"type": "bool", "default": False},
    "halted": {"type": "float"},
    "client_timeout": {"type": "int", "default": client.SET_TIMEOUT},
    "order": {"type": "str", "required": True, "no_log": True},
}


def _travels():
    """Never called: Ansible packs what a module names, and the host's program is left there whole."""
    from ansible.module_utils.oml_host import __main__, check  # noqa: F401


def main():
    """Answers, or fails with one sentence."""
    module = AnsibleModule(
        ARGUMENTS,
        required_if=[
            ("operation", "database", ["voice"]),
            ("operation", "check", ["voice"]),
            ("operation", "remove", ["sets"]),
        ],
    )
    try:
        module.exit_json(**client.answer(module.params))
    except Trouble as trouble:
        module.fail_json(msg=str(trouble))


if __name__ == "__main__":
    main()
