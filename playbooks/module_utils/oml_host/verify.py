"""Reads a backup set back whole from the bucket and holds it to its manifest; only then is it verified."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from contextlib import contextmanager

from . import backup, dump, engine, outside, parts, progress, reach, restoration, trees
from .backup_request import document
from .trouble import Refused, Trouble

# What every set has.
_PARTS = {"asterisk", "database", "globals"}


def manifest_of(request, repository) -> dict:
    """The set's manifest; raises Refused where there is none, or it is not this set's and tenant's."""
    tenant = request.order["tenant"]
    found = repository.snapshots("tenant:" + tenant, "set:" + request.set, "part:manifest", from_bucket=True)
    if len(found) != 1:
        what = "has no manifest, so it does not exist" if not found else "has more than one manifest"
        raise Refused("Nothing was done: the set {} {}. See: oml backups --tenant {}".format(request.set, what, tenant))
    try:
        manifest = json.loads(repository.text(found[0]["id"], "manifest.json"))
        named = (manifest["tenant"], manifest["set"])
        lacking = sorted(_PARTS - set(manifest["parts"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble("The manifest of set {} cannot be read ({}).".format(request.set, error.__class__.__name__))
    if named != (tenant, request.set):
        raise Refused("Nothing was done: that manifest is of set {1} of '{0}'.".format(*named))
    if lacking:
        raise Trouble("The manifest of set {} lacks {}.".format(request.set, ", ".join(lacking)))
    return manifest


def _file(repository, part, sink, tell):
    streamed = parts.into(repository, part, sink, tell)
    if not streamed.ok:
        raise parts.trouble_of(streamed, "{}: {}".format(part["file"], streamed.trouble))
    if not parts.is_whole(part, streamed):
        raise Trouble(
            "{}: {} bytes came back, {} were stored, or their SHA-256 differs".format(
                part["file"], streamed.bytes, part["bytes"]
            )
        )


@contextmanager
def restored(request, repository, part):
    """A stored folder as it comes back, in a folder that only root enters; gone at the end of the block."""
    work = request.places.own("backups", "work", request.operation)
    # What another one that was killed has left; no two of them are at work at a time.
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work, mode=0o700)
    target = tempfile.mkdtemp(dir=work)
    try:
        repository.restore_folder(part["snapshot"], part["folder"], target)
        yield target
    finally:
        shutil.rmtree(work)


def _folder(request, repository, part):
    if part["snapshot"] is None:
        return
    with restored(request, repository, part) as target:
        differs = trees.difference(part["entries"][1:], trees.describe(target)[1:])
    if differs:
        raise Trouble("{}: {}".format(part["folder"], differs))


def _check(request, repository, name, part):
    tell = progress.Counter(request, name, part["bytes"])
    if name == "database":
        _file(repository, part, dump.parser(request.order), tell)
    elif "file" in part:
        _file(repository, part, dump.swallow(), tell)
    else:
        _folder(request, repository, part)


def verify(request) -> dict:
    """Every part, read back and equal; the verdict, good or bad, is written beside the set, if there can be one."""
    backup.refuse_foreign_host(request)
    with outside.told(request):
        return _judge(request)


def _judge(request):
    repository = backup.repository_of(request)
    engine.fetch(request.order["client"])
    began = time.monotonic()
    try:
        manifest = manifest_of(request, repository)
        for name, part in sorted(manifest["parts"].items()):
            _check(request, repository, name, part)
    except Refused:
        raise
    except Trouble as trouble:
        outside.refuse(request, trouble)
        why = backup.note_bad(request, repository, "verified", trouble)
        raise Trouble("The set {} is NOT verified: {}".format(request.set, why)) from trouble
    backup.note(request, repository, "verified")
    backup.close(request)
    size = sum(part["bytes"] for part in manifest["parts"].values())
    seconds = round(time.monotonic() - began, 2)
    return document(request, "done", "Read back whole and equal.", bytes=size, seconds=seconds)


def listing(request) -> dict:
    """What the repository holds of the tenant, as restic's snapshots tell; nothing is read that they name."""
    backup.refuse_foreign_host(request)
    repository = backup.repository_of(request)
    found = repository.found("tenant:" + request.order["tenant"])
    if found is None:
        return document(request, "done", "There is no repository yet.", snapshots=[], now=None, skew=None)
    restoring = restoration.found(request.places)
    told = [{"id": one["id"], "tags": one.get("tags") or []} for one in found]
    there, here = reach.bucket_time(request.order), time.time()
    skew = None if there is None else round((here - there) * 1000)
    now = None if there is None else round(there * 1000)
    return document(request, "done", "Listed.", snapshots=told, restoring=restoring, now=now, skew=skew)
