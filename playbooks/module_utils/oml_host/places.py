"""Where everything lies on a host; a test gives another root."""

from __future__ import annotations

import os

CERTIFICATE = "/etc/omnileads/certs/cert.pem"
KEY = "/etc/omnileads/certs/key.pem"


class Places:
    """Paths below `root` ("/" on a host)."""

    def __init__(self, root="/"):
        self.root = root

    def at(self, path) -> str:
        """An absolute path of the desired state, below the root."""
        return os.path.join(self.root, path.lstrip("/"))

    @property
    def state(self) -> str:
        """The program's own folder (0700)."""
        return self.at("/var/lib/oml")

    def own(self, *names) -> str:
        """A file of the program's own."""
        return os.path.join(self.state, *names)

    def transaction(self, number, *names) -> str:
        """A file of a transaction."""
        return self.own("transactions", str(number), *names)

    @property
    def lock(self) -> str:
        """The file every step holds with flock."""
        return self.at("/run/oml/lock")

    def exchange(self, unit, name) -> str:
        """A file that carries a step's input or answer between the client and the unit (memory only)."""
        return self.at("/run/oml/steps/{}/{}".format(unit, name))

    def progress(self, unit) -> str:
        """The file that says how far a unit's step is (memory only)."""
        return self.at("/run/oml/progress/{}.json".format(unit))

    @property
    def programs(self) -> str:
        """The folder with the program's versions."""
        return self.at("/usr/local/lib/oml")
