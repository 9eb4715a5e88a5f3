"""Removes backup sets: exactly those that were named, their manifests first; and what no set has held for a day."""

from __future__ import annotations

import time

from . import backup, lock, restoration
from .backup_request import document
from .request import several
from .restic_output import found_whole, stored_at, tags_in

# Parts of a set that may still be on its way are younger.
_ORPHANS_AFTER = 24 * 3600


def sort(snapshots, tenant, sets, opened, now):
    """(manifests and verdicts, parts) of `sets`, and what belongs to no set: ids, in the order in which they go."""
    own = [(one, tags_in(one)) for one in snapshots]
    own = [(one, tags) for one, tags in own if tags.get("tenant") == tenant and tags.get("set")]
    whole = {tags["set"] for _, tags in own if tags.get("part") == "manifest"}
    doomed = [(one, tags) for one, tags in own if tags["set"] in sets]
    first = [one["id"] for one, tags in doomed if tags.get("part") == "manifest"]
    rest = [one["id"] for one, tags in doomed if tags.get("part") != "manifest"]
    orphans = [
        one["id"]
        for one, tags in own
        if tags["set"] not in whole and tags["set"] != opened and now - stored_at(one) > _ORPHANS_AFTER
    ]
    return first, rest, [one for one in orphans if one not in rest]


def remove(request) -> dict:
    """Takes the named sets away. Without its manifest a set does not exist, so that a run cut short leaves no half."""
    backup.refuse_foreign_host(request)
    repository, tenant = backup.repository_of(request), request.order["tenant"]
    opened = (backup.opened(request.places) or {}).get("set")
    found = repository.snapshots("tenant:" + tenant)
    # What a restore loads or a backup is about to prove stays; the next run lets it go.
    going = set(request.sets) - restoration.held(request.places) - {opened}
    if request.unverified:
        going.difference_update(found_whole(found))
    first, rest, orphans = sort(found, tenant, going, opened, time.time())
    if first or rest or orphans:
        with lock.packs(request.places):
            repository.unlock()
            for ids in (first, rest, orphans):
                repository.forget(ids)
            repository.prune()
    message = "{} removed".format(several(len(first), "set"))
    if orphans:
        message += ", and {} of sets that were never finished".format(several(len(orphans), "snapshot"))
    return document(request, "done", message + ".", gone=sorted(going))
