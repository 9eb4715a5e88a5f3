"""What a backup's step is asked, and the document it answers with (docs/host-program.md, "Backups")."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import FORMAT, disk
from .places import Places

OPERATIONS = ("begin", "files", "database", "verify", "drill", "list", "remove")
# Their results are kept: asked again for the same set, nothing is taken twice.
_KEPT = ("files", "database")


@dataclass(frozen=True)
class BackupRequest:
    """One step of a set. `order` says of what and where to; `voice` is what `files` answered on the voice host."""

    operation: str
    set: str
    by: str = ""
    order: dict = None
    voice: dict = None
    # What `remove` takes away.
    sets: list = None
    places: Places = field(default_factory=Places)

    # The program's entrance that does it.
    entrance = "backup"

    @property
    def unit(self) -> str:
        """The transient unit it runs in."""
        return "oml-backup-{}-{}.service".format(self.operation, self.set)

    @property
    def title(self) -> str:
        """What systemd, and who waits for the lock, call it."""
        return "backup: {} of set {}".format(self.operation, self.set)

    def fields(self) -> dict:
        """What travels to that entrance."""
        return {name: getattr(self, name) for name in ("operation", "set", "by", "order", "voice", "sets")}

    def _path(self):
        return self.places.own("backups", self.set, self.operation + ".json")

    def kept(self) -> dict | None:
        """The result it ended well with earlier."""
        return disk.read_json(self._path()) if self.operation in _KEPT else None

    def keep(self, result) -> None:
        """Keeps a good result."""
        if self.operation in _KEPT and result["ok"]:
            disk.write_json(self._path(), result)

    def broken(self, what) -> dict:
        """The result of a step that nobody finished."""
        message = "{} {} on this host; see: journalctl -u {}".format(self.title, what, self.unit)
        return document(self, "failed", message)


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
