"""Check mode: what a step would do, found by looking only, and how the files would change, secrets hidden."""

from __future__ import annotations

from . import apply, disk, environment, stage
from .redact import HIDDEN, Redactor
from .request import document, entry, several


def _would(situation, work):
    if not work.because:
        return entry(work.component["name"], "unchanged")
    action = apply.action_of(situation, work) if work.because != ["disabled"] else "unchanged"
    return entry(work.component["name"], action, work.because, after=work.component["image"])


def step(request) -> dict:
    """The document the step would answer with, as far as looking can tell."""
    if request.step == "stage":
        missing = stage.missing_images(request.desired, stage.survey(request.places, request.desired))
        return document("stage", "done", "{} would be pulled.".format(several(len(missing), "image")))
    if request.step != "apply":
        return document(request.step, "done", "Nothing would be left to do.")
    situation = apply.survey(request, request.desired)
    reason = apply.calls_in_the_way(situation)
    if reason:
        return document("apply", "busy", reason)
    would = [_would(situation, work) for work in situation.work]
    would += [entry(component["name"], "stopped", ["surplus"]) for component in situation.leaving]
    return document("apply", "done", "would: " + apply.summary(would), would)


def _variables(content, redactor, other):
    """An environment file with every value hidden that differs from the other's: old secrets are not known here."""
    shown = environment.parse(content)
    return [
        "{}={}".format(name, redactor.text(value) if other.get(name) == value else HIDDEN + " (differs)")
        for name, value in sorted(shown.items())
    ]


def file_diff(file, found, redactor) -> dict | None:
    """How one file would change, as Ansible shows it; None where it would not."""
    old = found.content.decode(errors="replace") if found else ""
    new = file["content"]
    if old == new:
        return None
    header = {"before_header": file["path"], "after_header": file["path"]}
    if file["mode"] == "0600":
        before = _variables(old, redactor, environment.parse(new))
        after = _variables(new, redactor, environment.parse(old))
        return dict(header, before="\n".join(before) + "\n", after="\n".join(after) + "\n")
    return dict(header, before=redactor.text(old), after=redactor.text(new))


def diffs(request) -> list:
    """How the files of the request's phase would change."""
    redactor = Redactor(request.desired)
    files = [file for one in request.desired["components"] if one["phase"] == request.phase for file in one["files"]]
    every = [file_diff(file, disk.look(request.places.at(file["path"])), redactor) for file in files]
    return [diff for diff in every if diff]
