"""Room on disk for a database that is restored beside the one that runs."""

from __future__ import annotations

from . import disk, podman
from .trouble import Refused

# What a restored database takes beside the bytes of its dump: indexes, the log of what is written.
_FACTOR, _BESIDE = 3, 1 << 30


def require(places, manifest, what) -> None:
    """Raises Refused with the numbers where `what` has no room in podman's storage."""
    folder = podman.storage_folder(places)
    needed = manifest["parts"]["database"]["bytes"] * _FACTOR + _BESIDE
    free = disk.free(folder)
    if free < needed:
        raise Refused(
            "Nothing was done: {} needs {} MiB below {}, and {} MiB are free.".format(
                what, needed >> 20, folder, free >> 20
            )
        )
