"""Takes a backup set of a tenant, step by step: begin, files, database with the manifest written last."""

from __future__ import annotations

import time
from dataclasses import replace

from . import FORMAT, bucket, database, disk, dump, engine, heal, journal, markers, progress, reach, room, trees
from .backup_request import document
from .repository import Repository
from .trouble import Overtaken, Refused, Trouble

_OPEN = "backup.json"
# A set that nobody went on with for so long is given up: what it holds of one host would be too old beside the other.
_ABANDONED_AFTER = 2 * 3600
_ATTEMPTS = 3


def repository_of(request) -> Repository:
    """The repository as this host reaches it; raises Trouble where its bucket cannot be used."""
    reach.require_bucket(request)
    return Repository(request.places, request.order["repository"], request.order["host"])


def tags_of(request, part, **more) -> dict:
    """What a snapshot of the set is known by."""
    return dict(tenant=request.order["tenant"], set=request.set, part=part, **more)


def _takes_over(request):
    """Whether a deploy follows at once, which makes the tenant's own what bears nobody's marker yet."""
    return request.purpose == "deploy"


def refuse_foreign_host(request) -> None:
    """Raises Refused where this host is not marked as the tenant's."""
    found = markers.host(request.places)
    tenant, role = request.order["tenant"], request.order["role"]
    if found is None and _takes_over(request):
        return
    if found != {"tenant": tenant, "role": role}:
        whose = "the {role} host of tenant '{tenant}'".format(**found) if found else "no tenant's host yet"
        raise Refused("Nothing was done: this is {}, not the {} host of '{}'.".format(whose, role, tenant))


def refuse_foreign_data(request) -> None:
    """Raises Refused where the database, or the tenant's own bucket, does not bear the tenant's marker."""
    order, place = request.order, reach.bucket_of(request.order)
    _refuse_foreign(request, database.mark(order["database"], order["tenant"]), order["database"]["name"])
    if order["own_bucket"]:
        _refuse_foreign(request, bucket.mark(place, order["tenant"]), place["name"])


def _refuse_foreign(request, mark, name):
    tenant = request.order["tenant"]
    if mark["marker"] != "ours" and not (mark["marker"] == "missing" and _takes_over(request)):
        why = ": " + mark["detail"] if mark["detail"] else ""
        what = "the {} {} is {} for '{}'{}".format(mark["kind"], name, mark["marker"], tenant, why)
        raise Refused("Nothing was done: {}.".format(what))


def opened(places) -> dict | None:
    """The set that a run began here and did not end: {set, by, since, stores: whether its database may be stored}."""
    return disk.read_json(places.own(_OPEN))


def close(request) -> None:
    """The set that was begun has ended, well or not; another one that is open stays so."""
    if (opened(request.places) or {}).get("set") == request.set:
        give_up(request.places)


def give_up(places) -> None:
    """Whatever set is open here is gone on with by nobody: the data are about to be others."""
    disk.remove(places.own(_OPEN))


def note(request, repository, part, proved=None, why="") -> None:
    """Keeps a verdict beside the set: numbers and, where it is a bad one, `why`; no data."""
    at = reach.bucket_time(request.order) or time.time()
    verdict = dict(proved or {}, set=request.set, by=request.by, at=at, ok=not why, why=why)
    tags = tags_of(request, part, at=int(at * 1000), ok="no" if why else "yes")
    repository.store_document(verdict, part + ".json", tags)


def note_bad(request, repository, part, trouble) -> str:
    """Keeps a bad verdict beside the set; the words for it, which end with why it could not be kept."""
    why = str(trouble).rstrip(".")
    try:
        note(request, repository, part, why=why)
    except Trouble as other:
        return "{}. That could not be noted beside the set: {}.".format(why, str(other).rstrip("."))
    return why + "."


def _doubt(request, repository):
    note(request, repository, "verified", why="Since it was read, damaged pieces of the repository were let go.")


def _is_given_up(request, found):
    """Whether nobody goes on with an open set; one of the data before they are replaced shows them as they are now."""
    is_anothers = found["set"] != request.set
    return time.time() - found["since"] > _ABANDONED_AFTER or bool(request.purpose and is_anothers)


def begin(request) -> dict:
    """Proves whose data and bucket these are, makes engine and repository ready; the set to go on with."""
    places, order = request.places, request.order
    refuse_foreign_host(request)
    refuse_foreign_data(request)
    room.require_scratch(places)
    engine.fetch(order["client"])
    dump.refuse_older_client(order)
    repository = repository_of(request)
    snapshots = repository.found("tenant:" + order["tenant"])
    if snapshots is None:
        reach.refuse_lost_repository(request)
        repository.make()
    repository.open_to_escrow()
    if reach.is_locked(order):
        repository.unlock()
    room.bound_cache(places)
    noted = heal.mend(request, repository, snapshots or [], lambda one: _doubt(replace(request, set=one), repository))
    found = opened(places)
    if found is None or _is_given_up(request, found):
        found = {"set": request.set, "by": request.by, "since": int(time.time())}
        disk.write_json(places.own(_OPEN), found)
    is_own = found["set"] == request.set
    message = "Begun." if is_own else "Goes on with set {}, begun by {}.".format(found["set"], found["by"])
    return dict(document(request, "done", message, noted=noted), set=found["set"])


def files(request) -> dict:
    """Stores this host's folders; each is looked at before and after, so that what is stored is one state of it."""
    refuse_foreign_host(request)
    room.require_scratch(request.places)
    repository = repository_of(request)
    parts = {name: _folder(request, repository, name, path) for name, path in request.order["folders"].items()}
    count = sum(len(part["entries"]) for part in parts.values())
    return document(request, "done", "{} entries stored.".format(count), parts=parts)


def _seen(folder):
    """What lies in a folder; None where it changes while one looks."""
    try:
        return trees.describe(folder)
    except FileNotFoundError:
        return None


def _folder(request, repository, name, path):
    for _ in range(_ATTEMPTS):
        before = _seen(request.places.at(path))
        if before == []:
            raise Trouble("{} is not there, so a set would lack it; nothing of this set counts.".format(path))
        snapshot = repository.store_folder(path, tags_of(request, name))
        if before and _seen(request.places.at(path)) == before:
            return {"snapshot": snapshot, "folder": path, "entries": before, "bytes": trees.size(before)}
    raise Trouble("{} changed each time it was stored; nothing of this set counts. Run again.".format(path))


def _store_database(request, repository):
    """The part `database` and what was counted in its snapshot."""
    with dump.session_of(request.order["database"], request.order["database"]["name"]) as session:
        counting = dump.Counting(session)
        counting.start()
        # The last set's dump was of about this size.
        size = reach.last_stored(request).get("bytes")
        counted = progress.Counter(request, "database", size)
        source = replace(dump.dump(request.order, session.snapshot), tell=counted)
        began = time.monotonic()
        part = repository.store_stream(source, "database.dump", tags_of(request, "database"))
        seconds = round(time.monotonic() - began, 2)
        facts = counting.outcome()
    return dict(part, seconds=seconds), facts


def _release(places):
    """What runs on this host as it was committed last, without a secret."""
    found = journal.released(places) or {"components": []}
    images = {component["name"]: component["image"] for component in found["components"]}
    return {"release": found.get("release"), "source": found.get("source"), "images": images}


def _tags_of_manifest(request, manifest, size):
    """What a list of sets tells of this one."""
    commit = (manifest["source"] or {}).get("commit")
    known = {"commit": commit} if commit else {}
    if request.purpose:
        known["purpose"] = request.purpose
    return tags_of(request, "manifest", bytes=size, finished=int(manifest["finished"] * 1000), **known)


def _may_be_stored(request, found):
    """Whether a run before this one got as far as to store the set that is `found` open; later ones are told so."""
    is_begun_here = found["set"] == request.set
    if is_begun_here:
        disk.write_json(request.places.own(_OPEN), dict(found, stores=True))
    return not is_begun_here or found.get("stores", False)


def take(request) -> dict:
    """Stores database, roles and this host's folders; the manifest, last, makes it a set."""
    places, order = request.places, request.order
    refuse_foreign_host(request)
    refuse_foreign_data(request)
    found = opened(places)
    if found is None:
        raise Overtaken(
            "Nothing was stored: a restore has exchanged the data meanwhile. Run again: another set is taken."
        )
    started = reach.bucket_time(order)
    repository = repository_of(request)
    if _may_be_stored(request, found) and repository.snapshots(
        "tenant:" + order["tenant"], "set:" + request.set, "part:manifest"
    ):
        return document(request, "done", "It was stored before: its manifest is there.")
    stored, counted = _store_database(request, repository)
    roles = repository.store_stream(dump.globals_of(order), "globals.sql", tags_of(request, "globals"))
    parts = {"database": stored, "globals": roles}
    for name, path in order["folders"].items():
        parts[name] = _folder(request, repository, name, path)
    parts.update(request.voice["parts"])
    size = sum(part["bytes"] for part in parts.values())
    finished = reach.bucket_time(order) or time.time()
    manifest = {
        "format": FORMAT,
        "tenant": order["tenant"],
        "set": request.set,
        "by": request.by,
        "started": started,
        "finished": finished,
        "database": dict(counted, name=order["database"]["name"], client=order["client"]),
        "lock": order["lock"],
        "parts": parts,
        **_release(places),
    }
    # Before the manifest: once that is stored nothing may fail any more.
    reach.note_stored(request, stored["bytes"])
    repository.store_document(manifest, "manifest.json", _tags_of_manifest(request, manifest, size))
    rows = sum(counted["rows"].values())
    message = "{} bytes of {} rows stored; the manifest is written.".format(stored["bytes"], rows)
    return document(request, "done", message, bytes=size, rows=rows, seconds=stored["seconds"])
