"""Brings a backup set back: loaded beside what runs, proved there, then exchanged by names; the former stays.

The app host has the database, the voice host Asterisk's folder. Until the exchange nothing that runs is touched.
"""

from __future__ import annotations

import time

from . import backup, exchange, fitting, journal, loading, restoration, rights, swap
from .backup_request import document
from .trouble import Refused

# Seconds after a restore within which the same command may come from somebody who did not hear that it ended well.
_HEARD_WITHIN = 3600.0


def look(request) -> dict:
    """What this host knows of a restore; first ends on it what another run left in the middle."""
    backup.refuse_foreign_host(request)
    swap.heal(request.places)
    return document(request, "done", "Asked.", record=restoration.found(request.places), lacking=_lacking(request))


def _lacking(request):
    """What uses the database on this host, and was never released: nothing tells how to stop, start and prove it."""
    released = [component["name"] for component in journal.components(request.places)]
    return [name for name in request.order["clients"] if name not in released]


def check(request) -> dict:
    """Whether the set may be restored, before anything is done (app host); `voice`: what `look` said on the other.

    Answers with the restore to go on with; `begun`: whether an earlier run began it.
    """
    backup.refuse_foreign_host(request)
    record = restoration.found(request.places)
    if record and _is_open(request, record):
        return _go_on(request, record)
    kept = record or request.voice["record"]
    if kept and kept["state"] not in restoration.UNFINISHED:
        raise Refused(restoration.say_kept(kept))
    lacking = _lacking(request) + request.voice.get("lacking", [])
    if lacking:
        raise Refused(
            "Nothing was done: no deploy of {} was ever finished here, and a restore has to stop, start and prove what "
            "uses the database. Deploy first, then restore.".format(", ".join(lacking))
        )
    fitting.refuse(request)
    restoration.hold(request.places, request.set)
    return document(request, "done", "It may be restored.", restore=request.restore, begun=False)


def _is_open(request, record):
    """Whether an earlier run did not come to its end on both hosts, or nobody may have heard that it did."""
    if record["state"] == restoration.LEAVING:
        return False
    is_at_one = _state_of_voice(request) in (None, record["state"])
    return _is_unheard(request, record) or record["state"] in restoration.UNFINISHED or not is_at_one


def _is_unheard(request, record):
    is_young = time.time() - record["at"] < _HEARD_WITHIN
    return record["state"] == "swapped" and record["set"] == request.set and is_young


def _state_of_voice(request):
    return ((request.voice or {}).get("record") or {}).get("state")


def _go_on(request, record):
    if record.get("lender") != fitting.lent_by(request.order):
        whose = "--from-tenant {}".format(record["lender"]) if record.get("lender") else "no --from-tenant"
        raise Refused(
            "Nothing was done: restoring {} is not finished; finish it with {}, or let it go with --undo.".format(
                record["set"], whose
            )
        )
    if record["state"] == "undone":
        raise Refused("Nothing was done: undoing {id} is not finished; type: oml restore --undo".format(**record))
    if record["set"] != request.set:
        raise Refused(
            "Nothing was done: restoring the set {set} is not finished. Finish it with --set {set}, or let it go with "
            "--undo.".format(**record)
        )
    message, noted = "Goes on with the restore {id}, begun by {by}.".format(**record), ""
    if record["state"] == "swapped" == _state_of_voice(request):
        at = time.strftime("%H:%M:%S UTC", time.gmtime(record["at"]))
        noted = "It was restored at {}, by {}: nothing was exchanged now.".format(at, record["by"])
    return document(request, "done", message, restore=record["id"], begun=True, noted=noted)


def halt(request) -> dict:
    """Stops what uses the database on the voice host once no call is up; the host starts it by itself if left alone."""
    backup.refuse_foreign_host(request)
    record = restoration.found(request.places)
    if record and record["id"] == request.restore and record["state"] == "swapped":
        return document(request, "done", "It was exchanged before: nothing is stopped.", halted=0)
    _refuse_lost(request, record)
    if not request.now:
        swap.refuse_calls(request.places)
    began = time.monotonic()
    swap.halt(request.places, request.order["clients"])
    message = "Stopped: {}.".format(", ".join(request.order["clients"]) or "nothing")
    return document(request, "done", message, halted=round(time.monotonic() - began, 1))


def _refuse_lost(request, record):
    """Raises Refused where the folder that should take the other's name is gone: the database keeps its name too."""
    verb = next((verb for verb, state in restoration.BEFORE.items() if record and record["state"] == state), None)
    if verb is None:
        return
    live, incoming, outgoing = restoration.exchanged(record, verb)
    if exchange.is_folder_lost(request.places.at(incoming), request.places.at(outgoing)):
        raise Refused("Nothing was done: {} is gone; {} is what there is. {}".format(incoming, live, _LOST[verb]))


# What is to be done where a folder is gone that should take the other's name.
_LOST = {
    "swap": "Let what was loaded go with oml restore --undo, then restore again.",
    "undo": "Put it back (the set that was taken before the restore has it), or let the rest go with --accept.",
}


def release(request) -> dict:
    """Starts again what `halt` stopped: the restore did not come about."""
    swap.heal(request.places, at_once=True)
    return document(request, "done", "Started again as it was.")


def exchange_names(request) -> dict:
    """`swap`: the set takes the name of what runs; `undo`: the former takes it back. On Trouble all is as it was."""
    backup.refuse_foreign_host(request)
    record = restoration.found(request.places)
    wanted = restoration.AFTER[request.operation]
    if record is None:
        return _nothing(request)
    if record["state"] == wanted:
        # Stopped once more for what turns out to be done: it starts at once, not when its time is up.
        swap.heal(request.places, at_once=True)
        return document(request, "done", "It was done before.", seconds=0, restore=record["id"])
    if record["state"] in restoration.UNFINISHED and request.operation == "undo":
        return loading.let_go(request, record)
    if record["state"] == restoration.LEAVING:
        raise Refused(restoration.say_kept(record))
    if record["state"] != restoration.BEFORE[request.operation]:
        raise Refused("Nothing was done: the restore {id} is {state} on this host.".format(**record))
    access = _before(request, record)
    # What a set holds of one host would be of other data than what it holds of the other.
    backup.give_up(request.places)
    stopped_within = None if request.halted is None else swap.STOPPED_WITHIN
    seconds = swap.perform(request.places, request.operation, request.order["clients"], access, stopped_within)
    left = record.get("left", []) if request.operation == "swap" else []
    message = "Exchanged; what uses it is healthy."
    return document(request, "done", message, seconds=seconds, restore=record["id"], left=left)


def _before(request, record):
    """As whom names are exchanged on the app host; on the other one raises Overtaken where that would cut a call."""
    if request.is_app:
        names = restoration.exchanged(record, request.operation)
        access = rights.hand(request.order, names)
        exchange.refuse_lost(access, *names)
        return access
    # Halted, it carries none; it may have been started again meanwhile.
    if not request.now and swap.are_up(request.places, request.order["clients"]):
        swap.refuse_calls(request.places)
    return None


def _nothing(request):
    is_others = _state_of_voice(request) in restoration.UNFINISHED
    if request.operation == "undo" and (is_others or not request.is_app):
        # Stopped for an exchange that does not come about here.
        swap.heal(request.places, at_once=True)
        return document(request, "done", "Nothing is to be undone here.", seconds=0, unknown=True)
    raise Refused("Nothing was done: no restore is kept on this host that could be undone.")


def accept(request) -> dict:
    """Removes what was kept for going back, on the app host first; raises Refused while the hosts are not at one."""
    backup.refuse_foreign_host(request)
    record = restoration.found(request.places)
    if record is None:
        return document(request, "done", "Nothing is kept here.")
    if record["state"] != restoration.LEAVING:
        _refuse_unfinished(request, record)
        leaving = record["outgoing"] if record["state"] == "swapped" else record["undone"]
        record = restoration.note(request.places, record, restoration.LEAVING, leaving=leaving)
    kept = record["leaving"]
    loading.remove(request, kept)
    stays = loading.leave(request, record)
    restoration.forget(request.places)
    return document(request, "done", "Removed {}.{}".format(kept, stays), removed=kept)


def _refuse_unfinished(request, record):
    """What is kept here is the way back while the other host has not come as far; one that knows of nothing is done."""
    states = {record["state"], _state_of_voice(request)} if request.is_app else {record["state"]}
    if len(states - {None}) == 1 and not states & set(restoration.UNFINISHED):
        return
    if record["state"] == "undone":
        raise Refused("Nothing was done: undoing {id} is not finished; type: oml restore --undo".format(**record))
    raise Refused("Nothing was done: the restore of {set} is not finished; finish it or --undo.".format(**record))


def expire(request) -> dict:
    """Removes what was kept for going back once the tenant's time for that is over; the app host's clock says when."""
    record, kept_for = restoration.found(request.places), request.order["former_for"]
    is_kept = record is not None and record["state"] not in restoration.UNFINISHED
    if not is_kept or kept_for is None or (request.is_app and not _is_due(record, kept_for)):
        return document(request, "done", "Nothing of a restore is due to go.")
    return accept(request)


def _is_due(record, kept_for):
    return record["state"] == restoration.LEAVING or time.time() - record["at"] >= kept_for
