"""Asks the toolkit that started this run for its hosts: Ansible loads itself while the toolkit finds them out."""

from __future__ import annotations

import os
import stat
import sys

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "module_utils"))

import oml_desk  # noqa: E402

DOCUMENTATION = """
name: oml_desk
short_description: The hosts of a run, from the toolkit that started it
description:
  - The inventory is the path of a Unix socket. What comes from it is data; nothing of it is taken for a template.
"""


class InventoryModule(BaseInventoryPlugin):
    """Hosts with their variables, and those of all."""

    NAME = "oml_desk"

    def verify_file(self, path):
        """Whether the inventory is a socket."""
        return os.path.exists(path) and stat.S_ISSOCK(os.stat(path).st_mode)

    def parse(self, inventory, loader, path, cache=True):
        """Waits for the answer."""
        super().parse(inventory, loader, path, cache)
        try:
            found = oml_desk.ask(path, "inventory")["all"]
        except (OSError, ValueError, KeyError) as error:
            raise AnsibleParserError("It was not said which hosts this run is for; nothing was done.") from error
        for name, value in found["vars"].items():
            inventory.set_variable("all", name, value)
        for host, variables in found["hosts"].items():
            inventory.add_host(host)
            for name, value in variables.items():
                inventory.set_variable(host, name, value)
