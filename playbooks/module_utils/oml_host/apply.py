"""apply: brings the components of one phase to their desired state, in order, each proved before the next."""

from __future__ import annotations

import time
from dataclasses import dataclass

from . import ask, calls, certificates, compare, data, disk, health, journal, markers, observe, saved, units
from . import desired as states
from .request import Failed, document, entry
from .trouble import Trouble


@dataclass(frozen=True)
class Work:
    """A component, what differs, and whether it is well."""

    component: dict
    differs: list
    healthy: bool

    @property
    def because(self) -> list:
        """Why something has to be done; empty where nothing has."""
        return self.differs or ([] if self.healthy else ["unhealthy"])

    @property
    def interrupts(self) -> bool:
        """Whether doing it ends what the component is in the middle of, if it runs."""
        return any(why != "disabled" for why in self.because)


@dataclass(frozen=True)
class Situation:
    """A phase: its request, the desired state, what is seen, the work, and the components that leave."""

    request: object
    desired: dict
    seen: observe.Seen
    work: list
    leaving: list


def survey(request, desired) -> Situation:
    """Looks at the components of a phase and at what leaves the host in it. Touches nothing."""
    places, components = request.places, states.of_phase(desired, request.phase)
    is_last = request.phase == states.LAST_PHASE[desired["role"]]
    leaving = ask.surplus(places, desired) if is_last else []
    with_calls = bool(desired.get("calls"))
    seen = observe.with_images(observe.look(places, components + leaving, desired.get("certificates"), with_calls))
    differs = ask.differences(places, dict(desired, components=components), seen)
    results = ask.probe_running(components, seen)
    work = [Work(one, differs[one["name"]], ask.is_healthy(one, seen, results[one["name"]])) for one in components]
    return Situation(request, desired, seen, work, leaving)


def _cutting(situation):
    """The names of the running components that carry calls and would be interrupted."""
    seen = situation.seen
    due = [one.component for one in situation.work if one.interrupts] + situation.leaving
    return [one["name"] for one in due if one["impact"] == "calls" and compare.is_running(seen.container(one))]


def _count(situation):
    """The calls that are up: as this host counts them, or as the one that carries them with it has counted."""
    sources = situation.desired.get("calls")
    return calls.read(sources, situation.seen) if sources else situation.request.calls


def calls_in_the_way(situation) -> str:
    """Why calls forbid this phase, as a sentence; "" where they do not."""
    cutting = _cutting(situation)
    if situation.request.now or not cutting:
        return ""
    found = _count(situation)
    if found is None or found["count"] == 0:
        return ""
    if found["count"] is None:
        what = "It cannot be told whether calls are up ({})".format(found["detail"])
    else:
        what = calls.say_up(found["count"])
    return "{}, so {} was not restarted; nothing of this phase was touched.".format(what, " and ".join(cutting))


def calls_cut(situation) -> dict | None:
    """The calls that are up where components will be restarted without regard to them; None where none will."""
    if not situation.request.now or not _cutting(situation):
        return None
    return _count(situation)


def _paths(places, component):
    """Every file of a component, the ones its former release had included."""
    former = states.named(journal.released(places), component["name"])
    return [file["path"] for file in component["files"] + (former or {"files": []})["files"]]


def _write_files(places, component):
    wanted = [file["path"] for file in component["files"]]
    for file in component["files"]:
        if compare.file_differs(file, disk.look(places.at(file["path"]))):
            disk.write(places.at(file["path"]), file["content"].encode(), int(file["mode"], 8))
    for seed in component["seeds"]:
        if disk.look(places.at(seed["path"])) is None:
            disk.write(places.at(seed["path"]), seed["content"].encode(), int(seed["mode"], 8))
    kept = wanted + [seed["path"] for seed in component["seeds"]]
    for path in _paths(places, component):
        if path not in kept:
            disk.remove(places.at(path))


def _start(situation, component):
    """Everything from the files to healthy; returns the probe results."""
    request = situation.request
    saved.keep(request.places, request.transaction, component, situation.seen, _paths(request.places, component))
    _write_files(request.places, component)
    markers.mark_volumes(component.get("volumes", []), situation.desired["tenant"], request.new_data)
    enabled = units.control("enable", component["unit"])
    if not enabled.ok:
        raise Failed(
            "{} could not be enabled: {}".format(component["unit"], enabled.complaint), component["name"], None
        )
    return health.wait(component, health.restart(component))


def _mark_volumes(situation, component):
    """What another tool had made, or a person accepts, is the tenant's from now on, started anew or not."""
    tenant, folders = situation.desired["tenant"], situation.seen.volumes
    marks = [markers.volume(name, folders.get(name), tenant) for name in component.get("volumes", [])]
    unmarked = [mark["name"] for mark in marks if mark["marker"] != "ours"]
    markers.mark_volumes(unmarked, tenant, situation.request.new_data)


def _enable(situation, component):
    request = situation.request
    saved.keep(request.places, request.transaction, component, situation.seen, [])
    units.control("enable", component["unit"])


def _needs_start(work):
    """Whether to (re)start; one that is only unhealthy gets a moment, as what it needs may just have come up."""
    if compare.needs_restart(work.differs) or "stopped" in work.differs:
        return True
    return not work.healthy and not health.passes(work.component, attempts=4)


def action_of(situation, work) -> str:
    """The word for what is done to a component that is due."""
    if "absent" in work.differs:
        return "installed"
    return "restarted" if compare.is_running(situation.seen.container(work.component)) else "started"


def _bring(situation, work, done):
    """Brings one component to its desired state and adds what was done to `done`, where it fails too."""
    request, component = situation.request, work.component
    before = compare.running_image(situation.seen.container(component), situation.seen.images)
    began, action, after, results = time.monotonic(), "unchanged", before, []
    try:
        data.run(component, "before", situation.desired["tenant"], request.new_data)
        if _needs_start(work):
            action, after = action_of(situation, work), None
            results = _start(situation, component)
            after = health.after_image(component)
        elif "disabled" in work.differs:
            _enable(situation, component)
        if action == "unchanged":
            _mark_volumes(situation, component)
        data.run(component, "after", situation.desired["tenant"], request.new_data)
    except (Trouble, OSError) as error:
        raise Failed("{}: {}".format(component["name"], error), component["name"]) from error
    finally:
        because = work.because if action != "unchanged" else work.differs
        done.append(entry(component["name"], action, because, time.monotonic() - began, before, after, results))


def _remove(situation, component):
    """Stops and disables a component that left the desired state; its volumes and files stay."""
    request = situation.request
    saved.keep(request.places, request.transaction, component, situation.seen, [])
    began = time.monotonic()
    before = compare.running_image(situation.seen.container(component), situation.seen.images)
    for verb in ("stop", "disable"):
        done = units.control(verb, component["unit"])
        if not done.ok:
            what = "{} could not be brought to {}: {}".format(component["unit"], verb, done.complaint)
            raise Failed(what, component["name"], None)
    units.clear_failure(component["unit"])
    return entry(component["name"], "stopped", ["surplus"], time.monotonic() - began, before, None)


def _renew_certificates(situation):
    wanted, places = situation.desired.get("certificates"), situation.request.places
    reads = any(work.component["name"] in (wanted or {"readers": []})["readers"] for work in situation.work)
    if not reads or not certificates.differ(places, wanted, situation.seen):
        return
    files = certificates.files(places, wanted)
    saved.keep_certificates(places, situation.request.transaction, [file["path"] for file in files])
    for file in files:
        disk.write(places.at(file["path"]), file["content"].encode(), int(file["mode"], 8))


def _do(situation, done):
    """The whole phase; `done` grows as it goes, so that a failure can say what came before it."""
    _renew_certificates(situation)
    for work in situation.work:
        _bring(situation, work, done)
    for component in situation.leaving:
        done.append(_remove(situation, component))


def summary(done) -> str:
    """What a phase did, in a sentence."""
    touched = ["{} {}".format(one["name"], one["action"]) for one in done if one["action"] != "unchanged"]
    return (", ".join(touched) or "nothing had to be done") + "."


def apply(request) -> dict:
    """One phase of the transaction on this host."""
    desired = journal.staged(request.places, request.transaction)
    situation = survey(request, desired)
    reason = calls_in_the_way(situation)
    if reason:
        return document("apply", "busy", reason)
    journal.advance(request.places, "applying")
    cut, done = calls_cut(situation), []
    try:
        _do(situation, done)
    except Failed as failure:
        return document("apply", "failed", _failure(failure, done), done, failure.error, cut=cut)
    return document("apply", "done", summary(done), done, cut=cut)


def _failure(failure, done):
    culprit = failure.error["component"]
    touched = [one["name"] for one in done if one["action"] != "unchanged" and one["name"] != culprit]
    before = "Before it {} had been changed".format(", ".join(touched)) if touched else "Nothing else had been changed"
    return "{} {}.".format(failure, before)
