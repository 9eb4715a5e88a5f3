"""What a restore loads beside what runs: the database on the app host, Asterisk's folder on the voice host."""

from __future__ import annotations

import os
import shutil

from . import backup, dialplan, dump, engine, exchange, fitting, restoration, rights, side, swap, trees, verify
from .backup_request import document
from .progress import Counter
from .trouble import Refused, Trouble


def load(request) -> dict:
    """The set beside what runs, proved: database on the app host, Asterisk's folder on the voice host."""
    backup.refuse_foreign_host(request)
    record = restoration.found(request.places)
    if record and record["id"] == request.restore and record["state"] != "loading":
        return document(request, "done", "It was loaded before.")
    if record and record["id"] != request.restore:
        # An earlier run loaded it here and began nothing on the other host.
        let_go(request, record)
        record = None
    lender = fitting.lender_of(request)
    repository = backup.repository_of(lender)
    manifest = verify.manifest_of(lender, repository)
    record = restoration.note(request.places, _fresh(request, record), "loading")
    try:
        noted = (_load_database if request.is_app else _load_folder)(request, repository, manifest, record)
    except (Trouble, OSError) as error:
        kind = type(error) if isinstance(error, Trouble) else Trouble
        raise kind("{}. {}".format(str(error).rstrip("."), _unload(request, record))) from error
    restoration.note(request.places, record, "loaded")
    return document(request, "done", "Loaded beside what runs, and equal to the manifest.", noted=noted)


def _unload(request, record):
    """Removes what was loaded, and says so; where it cannot, the record stays, by which the next run or --undo does."""
    try:
        remove(request, record["incoming"])
    except Trouble as error:
        return "What was loaded could not be removed yet: {}.".format(str(error).rstrip("."))
    stays = leave(request, record)
    restoration.forget(request.places)
    return "What was loaded here is removed." + stays


def _fresh(request, former):
    """The record of what is loaded; of an earlier try that was killed only whom that one made a member of roles."""
    live = request.order["database"]["name"] if request.is_app else request.order["folders"]["asterisk"]
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
    return leave(request, record, owner).strip()


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
        raise Trouble("{}: {}".format(part["folder"], differs))
    line = dialplan.broken(target)
    return "{}/{} is no line of Asterisk's configuration.".format(part["folder"], line) if line else ""


def leave(request, record, but=None):
    """Takes back the memberships that loading needed, `but` one; a sentence behind a space of what stays."""
    joined = record.pop("joined", None)
    if joined and but in joined["roles"]:
        record["joined"] = dict(joined, roles=[but])
        joined = dict(joined, roles=[role for role in joined["roles"] if role != but])
    return rights.leave(request.order, joined)


def let_go(request, record) -> dict:
    """A restore that never came to its exchange: what was loaded is removed, what runs was never touched."""
    if record["state"] not in restoration.UNFINISHED:
        raise Refused(restoration.say_kept(record))
    swap.heal(request.places, at_once=True)
    # Cut short it may be half of itself: who goes on with it loads it anew.
    record = restoration.note(request.places, record, "loading")
    remove(request, record["incoming"])
    stays = leave(request, record)
    restoration.forget(request.places)
    return document(request, "done", "What was loaded is removed; what runs was not touched." + stays, seconds=0)


def remove(request, name) -> None:
    """Removes a database or a folder beside the ones that run; raises Trouble."""
    if request.is_app:
        exchange.drop_database(rights.hand(request.order, [name], makes=False), name)
    else:
        shutil.rmtree(request.places.at(name), ignore_errors=True)
