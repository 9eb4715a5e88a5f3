"""What a step is asked to do, and the document it answers with."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import FORMAT
from .places import Places

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
