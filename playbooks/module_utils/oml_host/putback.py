"""put_back: returns every component a transaction touched to what it was, and proves it. It never waits for calls."""

from __future__ import annotations

import time

from . import calls, disk, health, held, journal, markers, observe, saved, units
from . import desired as states
from .request import Failed, document, entry
from .trouble import Trouble

_NOTHING_FORMER = (
    "Nothing was put back, for this host has no former release: everything is left for inspection, "
    "and the next run continues."
)


def has_former(places, former) -> bool:
    """Whether there is anything to go back to: a committed release, or what ran before this program came."""
    return former is not None or markers.adopted(places)


def _definition(former, desired, name):
    """How to prove a component: as its former release did, else as the new one does."""
    return states.named(former, name) or states.named(desired, name)


def _verdict(request, entry_, component):
    """The probe results of a restored component; raises Failed."""
    since = time.time()
    if saved.was_restarted(entry_) and not entry_["restored"]:
        since = health.restart(component)
    elif units.state(component["unit"])["ActiveState"] not in ("active", "activating"):
        since = health.restart(component)
    saved.note_restored(request.places, request.transaction, entry_)
    return health.wait(component, since)


def _reload(entry_):
    """Has systemd read the unit as it was, and enables it as it was."""
    if not units.control("enable" if entry_["enabled"] else "disable", entry_["unit"]).ok:
        units.reload()


def _put_back_component(request, entry_, component):
    """Puts one component back; (what was done, the Failed or None)."""
    began, newer = time.monotonic(), health.after_image(entry_)
    if not entry_["existed"]:
        saved.take_away(entry_)
        saved.restore_files(request.places, entry_)
        units.reload()
        return entry(entry_["name"], "stopped", [], time.monotonic() - began, newer, None), None
    saved.restore_files(request.places, entry_)
    _reload(entry_)
    results, failure = [], None
    try:
        results = _verdict(request, entry_, component)
    except Failed as raised:
        failure = raised
    after = health.after_image(entry_)
    done = entry(entry_["name"], "put back", [], time.monotonic() - began, newer, after, results)
    return done, failure


def _certificates(request):
    found = saved.manifest(request.places, request.transaction, "certificates")
    if found:
        saved.restore_files(request.places, found)


def _all(request, former, desired):
    """Puts everything back; what was done, the failures of what had been well before, the names of what had not."""
    places, number = request.places, request.transaction
    healthy = disk.read_json(places.transaction(number, "healthy.json")) or []
    done, failures, unwell = [], [], []
    _certificates(request)
    for name in saved.names(places, number):
        kept = saved.manifest(places, number, name)
        if kept["kind"] != "component":
            continue
        result, failure = _put_back_component(request, kept, _definition(former, desired, name))
        done.append(result)
        if failure and name in healthy:
            failures.append(failure)
        elif failure:
            unwell.append(name)
    return done, failures, unwell


def _both_versions(former, desired, name):
    older, newer = states.named(former, name), states.named(desired, name)
    if older and newer:
        return "{} was put back from {} to {}".format(name, states.version(newer), states.version(older))
    return "{} was put back".format(name)


def _hold(request, desired):
    """Holds the component whose apply failed on this host, else the whole desired state."""
    culprit = None
    for phase in states.PHASES:
        kept = journal.result(request.places, request.transaction, request.token, "apply-" + phase)
        if kept and kept["error"]:
            culprit = kept["error"]["component"]
    held.remember(request.places, desired, culprit, request.reason or "its deploy failed", request.transaction)


def _calls_cut(request, desired):
    """The calls that are up where what carries them is restarted: a put-back does not wait, and says so; else None.

    What is ill may not be able to tell; nothing is said of calls then.
    """
    carrying = [one for one in desired["components"] if one["impact"] == "calls" and _goes_back(request, one["name"])]
    if not carrying:
        return None
    try:
        found = calls.read(desired.get("calls"), observe.look(request.places, carrying, None, True))
    except Trouble:
        return None
    return found if found and found["count"] else None


def _goes_back(request, name):
    kept = saved.manifest(request.places, request.transaction, name)
    return bool(kept) and not kept["restored"] and saved.was_restarted(kept)


def _reopen(request):
    """A transaction that was committed here but failed elsewhere is opened again."""
    last = journal.last(request.places)
    is_this = (last["transaction"], last["token"]) == (request.transaction, request.token)
    if is_this and last["ending"] == "committed" and last.get("entry"):
        journal.reopen(request.places, last["entry"], "putting-back")


def _former(request):
    return disk.read_json(request.places.transaction(request.transaction, "former.json"))


def _restore_release(request, former):
    path = request.places.own("release.json")
    if former:
        disk.write_json(path, former)
    else:
        disk.remove(path)


def put_back(request) -> dict:
    """Puts the open transaction back and closes it."""
    places, number = request.places, request.transaction
    _reopen(request)
    opened, desired, former = journal.opened(places), journal.staged(places, number), _former(request)
    if opened is None or opened["transaction"] != number:
        return document("put_back", "done", "There was nothing to put back.")
    if opened["state"] == "staged" and not saved.names(places, number):
        journal.close(places, "put-back")
        return document("put_back", "done", "Nothing had been touched.")
    journal.advance(places, "putting-back")
    _restore_release(request, former)
    if not has_former(places, former):
        journal.close(places, "put-back")
        return document("put_back", "done", _NOTHING_FORMER)
    if request.hold:
        _hold(request, desired)
    cut = _calls_cut(request, desired)
    done, failures, unwell = _all(request, former, desired)
    journal.close(places, "put-back")
    if failures:
        return dict(_rollback_failed(former, desired, done, failures), cut=cut)
    return document("put_back", "done", _summary(done, unwell), done, cut=cut)


def _summary(done, unwell):
    names = ", ".join(one["name"] for one in done)
    if unwell:
        return "{} put back; not healthy now, as before: {}.".format(names, ", ".join(unwell))
    return "{} put back and healthy.".format(names) if names else "Nothing had been touched."


def _rollback_failed(former, desired, done, failures):
    worst = failures[0].error
    message = "{}, but does not work there: {}".format(
        _both_versions(former, desired, worst["component"]), worst["message"]
    )
    return document("put_back", "rollback-failed", message, done, dict(worst, message=message))
