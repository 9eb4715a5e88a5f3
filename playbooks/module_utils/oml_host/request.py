"""What a step is asked to do, and the document it answers with."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from . import FORMAT, journal
from .desired import of_phase
from .places import Places

# They are no steps of a transaction, and change nothing.
QUESTIONS = ("ask", "count")
STEPS = ("stage", "apply", "commit", "put_back", "note")


@dataclass(frozen=True)
class Request:
    """One step of one transaction (docs/host-program.md, "Steps")."""

    step: str
    transaction: int
    token: str
    by: str = ""
    phase: str = ""
    now: bool = False
    new_data: bool = False
    safety_set: str = ""
    # What the other host counted, where this one carries calls that it cannot count.
    calls: dict = None
    hold: bool = False
    reason: str = ""
    desired: dict = None
    places: Places = field(default_factory=Places)

    @property
    def name(self) -> str:
        """The step's name in files and units: `stage`, `apply-voice`."""
        return "{}-{}".format(self.step, self.phase) if self.phase else self.step

    @property
    def unit(self) -> str:
        """The transient unit it runs in."""
        return "oml-{}-{}.service".format(self.name.replace("_", "-"), self.transaction)

    @property
    def title(self) -> str:
        """What systemd calls it."""
        return "{} of transaction {}".format(self.name, self.transaction)

    # The program's entrance that does it.
    entrance = "step"
    # A deploy that is killed is put back by the next run, or at boot.
    is_healed = False

    def fields(self) -> dict:
        """What travels to that entrance."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "places"}

    def kept(self) -> dict | None:
        """The result it ended with earlier."""
        return journal.kept_result(self)

    def broken(self, what) -> dict:
        """The result of a step that nobody finished; it blames no component, so that nothing is held for it."""
        message = "{} on this host {}; see: journalctl -u {}".format(self.name, what, self.unit)
        begun = [entry(name, "restarted", ["interrupted"]) for name in self._begun()]
        error = {"component": None, "probe": None, "message": message, "log": []}
        return document(self.step, "failed", message, begun, error)

    def _begun(self):
        """What it may have changed: the components of its phase that were saved."""
        from . import saved  # for this rare end alone

        phase = of_phase(journal.staged(self.places, self.transaction) or {"components": []}, self.phase)
        return [one["name"] for one in phase if saved.manifest(self.places, self.transaction, one["name"])]


class Failed(Exception):
    """A component did not do what it should: {component, probe, message, log}, and what had been done before."""

    def __init__(self, message, component=None, probe=None, log=()):
        super().__init__(message)
        self.error = {"component": component, "probe": probe, "message": message, "log": list(log)}


def document(step, status, message, components=(), error=None, **facts) -> dict:
    """A step's result document; `facts` are what only some steps tell (docs/host-program.md)."""
    return {
        "format": FORMAT,
        "step": step,
        "ok": status == "done",
        "status": status,
        "message": message,
        "components": list(components),
        "error": error,
        **facts,
    }


def entry(name, action, because=(), seconds=0.0, before=None, after=None, probes=()) -> dict:
    """What a step did to one component."""
    return {
        "name": name,
        "action": action,
        "because": list(because),
        "seconds": round(seconds, 1),
        "before": before,
        "after": after,
        "probes": list(probes),
    }


def several(count, noun) -> str:
    """`1 call`, `2 calls`."""
    return "{} {}{}".format(count, noun, "" if count == 1 else "s")
