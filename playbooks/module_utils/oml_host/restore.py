"""Brings a backup set back: loaded beside what runs, proved there, then exchanged by names; the former stays.

The app host has the database, the voice host Asterisk's folder. Until the exchange nothing that runs is touched.
"""

from __future__ import annotations

import os
import shutil
import time

from . import backup, dialplan, dump, engine, exchange, fitting, restoration, rights, side, swap, trees, verify
from .backup_request import document
from .progress import Counter
from .trouble import Refused, Trouble

_UNFINISHED = ("loading", "loaded")


def _is_app(request) -> bool:
    return request.order["role"] == "app"


def look(request) -> dict:
    """What this host knows of a restore; first ends on it what another run left in the middle."""
    backup.refuse_foreign_host(request)
    swap.heal(request.places)
    return document(request, "done", "Asked.", record=restoration.found(request.places))


def check(request) -> dict:
    """Whether the set may be restored, before anything is done (app host); `voice`: what `look` said on the other.

    Answers with the restore to go on with; `begun`: whether an earlier run began it.
    """
    backup.refuse_foreign_host(request)
    record = restoration.found(request.places)
    if record and _is_open(request, record):
        return _go_on(request, record)
    kept = record or request.voice["record"]
    if kept and kept["state"] not in _UNFINISHED:
        raise Refused(_say_kept(kept))
    fitting.refuse(request)
    return document(request, "done", "It may be restored.", restore=request.restore, begun=False)


def _is_open(request, record):
    """Whether an earlier run did not come to its end on both hosts, or nobody may have heard that it did."""
    voice = (request.voice["record"] or {}).get("state")
    unheard = record["state"] == "swapped" and record["set"] == request.set
    return unheard or record["state"] in _UNFINISHED or voice not in (None, record["state"])


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
    message = "Goes on with the restore {id}, begun by {by}.".format(**record)
    return document(request, "done", message, restore=record["id"], begun=True)


def _say_kept(record):
    if record["state"] == "swapped":
        kept, back = "the data from before the set {set} was restored are", ", or go back to them with --undo"
    else:
        kept, back = "the data that the set {set} had brought are", ""
    sentence = "Nothing was done: {} still kept. Let them go for good with --accept{}; then restore."
    return sentence.format(kept.format(**record), back)


def load(request) -> dict:
    """The set beside what runs, proved: database on the app host, Asterisk's folder on the voice host."""
    backup.refuse_foreign_host(request)
    record = restoration.found(request.places)
    if record and record["id"] == request.restore and record["state"] != "loading":
        return document(request, "done", "It was loaded before.")
    if record and record["id"] != request.restore:
        # An earlier run loaded it here and began nothing on the other host.
        _let_go(request, record)
        record = None
    lender = fitting.lender_of(request)
    repository = backup.repository_of(lender)
    manifest = verify.manifest_of(lender, repository)
    record = restoration.note(request.places, _fresh(request, record), "loading")
    try:
        noted = (_load_database if _is_app(request) else _load_folder)(request, repository, manifest, record)
    except (Trouble, OSError) as error:
        stays = _leave(request, record)
        restoration.forget(request.places)
        if stays:
            raise Trouble("{}.{}".format(str(error).rstrip("."), stays)) from error
        raise
    restoration.note(request.places, record, "loaded")
    return document(request, "done", "Loaded beside what runs, and equal to the manifest.", noted=noted)


def _fresh(request, former):
    """The record of what is loaded; of an earlier try that was killed only whom that one made a member of roles."""
    live = request.order["database"]["name"] if _is_app(request) else request.order["folders"]["asterisk"]
    names = restoration.names(live, request.restore)
    record = {"id": request.restore, "set": request.set, "by": request.by, "safety": request.safety, **names}
    more = {"lender": fitting.lent_by(request.order), "joined": (former or {}).get("joined")}
    return dict(record, **{name: value for name, value in more.items() if value})


def _load_database(request, repository, manifest, record):
    """Loads it, and notes what is `left`; what a person has to hear of it."""
    engine.fetch(request.order["client"])
    dump.refuse_older_client(request.order)

    def note_joined(user, roles):
        before = record.get("joined", {"roles": []})["roles"]
        record["joined"] = {"user": user, "roles": sorted({*before, *roles})}
        restoration.note(request.places, record, "loading")

    counter = Counter(request, "database", manifest["parts"]["database"]["bytes"])
    record["left"] = side.load(request.order, repository, manifest, record["incoming"], counter, note_joined)
    # Who exchanges databases, and lets one go, has to be a member of what owns them.
    owner = (manifest["database"].get("properties") or {}).get("owner")
    return _leave(request, record, owner).strip()


def _leave(request, record, but=None):
    """Takes back the memberships that loading needed, `but` one; a sentence behind a space of what stays."""
    joined = record.pop("joined", None)
    if joined and but in joined["roles"]:
        record["joined"] = dict(joined, roles=[but])
        joined = dict(joined, roles=[role for role in joined["roles"] if role != but])
    return rights.leave(request.order, joined)


def _load_folder(request, repository, manifest, record):
    """Loads it; what a person has to hear of it. A line that Asterisk passes over ran before, and forbids nothing."""
    part, target = manifest["parts"]["asterisk"], request.places.at(record["incoming"])
    shutil.rmtree(target, ignore_errors=True)
    if part["snapshot"] is None:
        return ""
    repository.restore_folder(part["snapshot"], part["folder"], target)
    top = part["entries"][0]
    os.chown(target, *top["owner"])
    os.chmod(target, int(top["mode"], 8))
    differs = trees.difference(part["entries"], trees.describe(target))
    if differs:
        shutil.rmtree(target)
        raise Trouble("{}: {}".format(part["folder"], differs))
    line = dialplan.broken(target)
    return "{}/{} is no line of Asterisk's configuration.".format(part["folder"], line) if line else ""


def halt(request) -> dict:
    """Stops what uses the database on the voice host once no call is up; the host starts it by itself if left alone."""
    backup.refuse_foreign_host(request)
    if not request.now:
        swap.refuse_calls(request.places)
    began = time.monotonic()
    swap.halt(request.places, request.order["clients"])
    message = "Stopped: {}.".format(", ".join(request.order["clients"]) or "nothing")
    return document(request, "done", message, halted=round(time.monotonic() - began, 1))


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
        return document(request, "done", "It was done before.", seconds=0)
    if record["state"] in _UNFINISHED and request.operation == "undo":
        return _let_go(request, record)
    if record["state"] != {"swap": "loaded", "undo": "swapped"}[request.operation]:
        raise Refused("Nothing was done: the restore {id} is {state} on this host.".format(**record))
    if not _is_app(request) and not request.now and not restoration.opened(request.places):
        swap.refuse_calls(request.places)
    access = rights.hand(request.order, restoration.exchanged(record, request.operation)) if _is_app(request) else None
    stopped_within = None if request.halted is None else swap.STOPPED_WITHIN
    seconds = swap.perform(request.places, request.operation, request.order["clients"], access, stopped_within)
    left = record.get("left", []) if request.operation == "swap" else []
    message = "Exchanged; what uses it is healthy."
    return document(request, "done", message, seconds=seconds, restore=record["id"], left=left)


def _nothing(request):
    if request.operation == "undo" and not _is_app(request):
        return document(request, "done", "Nothing is to be undone here.", seconds=0)
    raise Refused("Nothing was done: no restore is kept on this host that could be undone.")


def _let_go(request, record):
    """A restore that never came to its exchange: what was loaded is removed, what runs was never touched."""
    if record["state"] not in _UNFINISHED:
        raise Refused(_say_kept(record))
    swap.heal(request.places, at_once=True)
    _remove(request, record["incoming"])
    stays = _leave(request, record)
    restoration.forget(request.places)
    return document(request, "done", "What was loaded is removed; what runs was not touched." + stays, seconds=0)


def _remove(request, name):
    if _is_app(request):
        exchange.drop_database(rights.hand(request.order, [name], makes=False), name)
    else:
        shutil.rmtree(request.places.at(name), ignore_errors=True)


def accept(request) -> dict:
    """Removes what was kept for going back; raises Refused while a restore is not finished."""
    backup.refuse_foreign_host(request)
    record = restoration.found(request.places)
    if record is None:
        return document(request, "done", "Nothing is kept here.")
    if record["state"] in _UNFINISHED:
        raise Refused("Nothing was done: the restore of {set} is not finished; finish it or --undo.".format(**record))
    kept = record["outgoing"] if record["state"] == "swapped" else record["undone"]
    _remove(request, kept)
    stays = _leave(request, record)
    restoration.forget(request.places)
    return document(request, "done", "Removed {}.{}".format(kept, stays), removed=kept)


def expire(request) -> dict:
    """Removes what was kept for going back once the tenant's time for that is over."""
    record, kept_for = restoration.found(request.places), request.order["former_for"]
    is_kept = record is not None and record["state"] not in _UNFINISHED
    if not is_kept or kept_for is None or time.time() - record["at"] < kept_for:
        return document(request, "done", "Nothing of a restore is due to go.")
    return accept(request)
