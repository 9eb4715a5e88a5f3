"""What a backup's step is asked, and the document it answers with (docs/host-program.md, "Backups")."""

from __future__ import annotations

import dataclasses
import os
import shutil
import time
from dataclasses import dataclass, field

from . import FORMAT, disk
from .places import Places

BACKUP = ("begin", "files", "database", "verify", "drill", "list", "remove")
RESTORE = ("look", "check", "load", "halt", "release", "swap", "undo", "accept", "expire")
OPERATIONS = BACKUP + RESTORE
# Killed in the middle of these, the host itself ends what they began.
_HEALED = ("halt", "swap", "undo")
# Their results are kept: asked again for the same set, nothing is taken twice.
_KEPT = ("files", "database")
# A set is gone on with for two hours.
_FORGOTTEN_AFTER = 24 * 3600


@dataclass(frozen=True)
class BackupRequest:
    """One step of a set. `order` says of what and where to.

    `voice` is what the voice host said: `files` to `database`; `look` to `check`, `undo`, `accept`, `expire`.
    """

    operation: str
    set: str
    by: str = ""
    order: dict = None
    voice: dict = None
    # What `begin` takes a set for: `deploy` or `restore`; empty: for itself.
    purpose: str = ""
    # What `remove` takes away; whether only what was not read back whole meanwhile.
    sets: list = None
    unverified: bool = False
    # A restore's id; the set that was taken of the data before it; whether calls are cut.
    restore: str = ""
    safety: str = ""
    now: bool = False
    # For how many seconds the voice host was halted when an exchange was asked for, by this host's clock at `asked`.
    halted: float = None
    asked: float = field(default_factory=time.time)
    places: Places = field(default_factory=Places)

    # The program's entrance that does it.
    entrance = "backup"

    @property
    def unit(self) -> str:
        """The transient unit it runs in."""
        what = "restore" if self.operation in RESTORE else "backup"
        return "oml-{}-{}-{}.service".format(what, self.operation, self.set)

    @property
    def is_app(self) -> bool:
        """Whether this host has the tenant's database; the other one has Asterisk's folder."""
        return self.order["role"] == "app"

    @property
    def is_healed(self) -> bool:
        """Whether the host itself goes on where the unit is killed."""
        return self.operation in _HEALED

    @property
    def title(self) -> str:
        """What systemd, and who waits for the lock, call it."""
        what = "restore" if self.operation in RESTORE else "backup"
        return "{}: {} of set {}".format(what, self.operation, self.set)

    def fields(self) -> dict:
        """What travels to that entrance."""
        return {one.name: getattr(self, one.name) for one in dataclasses.fields(self) if one.name != "places"}

    def _path(self):
        return self.places.own("backups", self.set, self.operation + ".json")

    def kept(self) -> dict | None:
        """The result it ended well with earlier."""
        return disk.read_json(self._path()) if self.operation in _KEPT else None

    def keep(self, result) -> None:
        """Keeps a good result; those of sets that nobody goes on with any more go."""
        if self.operation in _KEPT and result["ok"]:
            disk.write_json(self._path(), result)
            self._forget_old()

    def _forget_old(self):
        since = time.time() - _FORGOTTEN_AFTER
        with os.scandir(self.places.own("backups")) as entries:
            old = [one.path for one in entries if one.name != "work" and one.stat().st_mtime < since]
        for path in old:
            shutil.rmtree(path, ignore_errors=True)

    def broken(self, what) -> dict:
        """The result of a step that nobody finished."""
        message = "{} {} on this host; see: journalctl -u {}".format(self.title, what, self.unit)
        return document(self, "failed", message, lost=True)


def document(request, status, message, **facts) -> dict:
    """A step's result document."""
    return {
        "format": FORMAT,
        "backup": request.operation,
        "set": request.set,
        "ok": status == "done",
        "status": status,
        "message": message,
        **facts,
    }
