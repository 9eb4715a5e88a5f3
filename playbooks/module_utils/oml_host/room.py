"""Room on disk: for a database that is restored beside the one that runs, and for what restic keeps while it works."""

from __future__ import annotations

import os

from . import disk, podman
from .process import run
from .trouble import Refused

# What a restored database takes beside the bytes of its dump: indexes, the log of what is written.
_FACTOR, _BESIDE = 3, 1 << 30
_FILES = 10000
# Packs on their way to the bucket; where no file can be made restic does not fail, it waits for ever.
_SCRATCH, _SCRATCH_FILES = 256 << 20, 1000
_CACHE, _CACHE_BOUND = "/var/cache/oml/restic", 2 << 30


def require(places, manifest, what) -> None:
    """Raises Refused with the numbers where `what` has no room in podman's storage."""
    needed = manifest["parts"]["database"]["bytes"] * _FACTOR + _BESIDE
    _refuse_lack(podman.storage_folder(places), what, needed, _FILES)


def require_scratch(places) -> None:
    """Raises Refused with the numbers where restic has no room to store a set."""
    _refuse_lack(disk.nearest(places.at(_CACHE)), "a set", _SCRATCH, _SCRATCH_FILES)


def bound_cache(places) -> None:
    """Removes restic's cache where it has grown beyond 2 GiB; it is made anew."""
    cache = places.at(_CACHE)
    size = sum(os.lstat(os.path.join(root, name)).st_size for root, _, names in os.walk(cache) for name in names)
    if size > _CACHE_BOUND:
        run(["find", cache, "-mindepth", "1", "-delete"], timeout=120)


def _refuse_lack(folder, what, needed, needed_files):
    free, files = disk.free(folder), disk.files(folder)
    lack = ""
    if free < needed:
        lack = "{} MiB below {}, and {} MiB are free".format(needed >> 20, folder, free >> 20)
    elif files is not None and files < needed_files:
        lack = "{} more files below {}, and {} fit".format(needed_files, folder, files)
    if lack:
        raise Refused("Nothing was done: {} needs {}.".format(what, lack))
