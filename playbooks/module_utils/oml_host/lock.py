"""The host's one lock: held by the kernel for as long as the step's process lives, so it can never rot."""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import contextmanager

from .trouble import Overtaken


def _open(places):
    os.makedirs(os.path.dirname(places.lock), mode=0o700, exist_ok=True)
    return os.open(places.lock, os.O_RDWR | os.O_CREAT, 0o600)


def _holder_text(descriptor):
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        return json.loads(os.read(descriptor, 4096).decode() or "null")
    except ValueError:
        return None


def _try(descriptor, kind) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def holder(places) -> dict | None:
    """Who holds the lock ({step, transaction, by, since}), or None where nobody does. Creates nothing."""
    if not os.path.exists(places.lock):
        return None
    descriptor = os.open(places.lock, os.O_RDONLY)
    try:
        if _try(descriptor, fcntl.LOCK_SH):
            return None
        return _holder_text(descriptor) or {"step": "unknown", "transaction": 0, "by": "unknown", "since": 0}
    finally:
        os.close(descriptor)


def rested(places) -> float | None:
    """Seconds since a step last began or ended here; None where none has since the host was booted."""
    try:
        age = time.time() - os.stat(places.lock).st_mtime
    except FileNotFoundError:
        return None
    return round(age, 1) if age >= 0 else None


def _words(who):
    """`'apply-voice' of transaction 17, run by ann@laptop`; what is no transaction's has the number 0."""
    number = who.get("transaction", "?")
    of = " of transaction {}".format(number) if number else ""
    return "'{}'{}, run by {}".format(who.get("step", "another step"), of, who.get("by", "someone"))


def _wait(descriptor, seconds):
    end = time.monotonic() + seconds
    while not _try(descriptor, fcntl.LOCK_EX):
        if time.monotonic() > end:
            raise Overtaken(
                "Nothing was done: {} is at work on this host.".format(_words(_holder_text(descriptor) or {}))
            )
        time.sleep(0.05)


@contextmanager
def held(places, step, transaction, by, patience=3.0):
    """Holds the lock while the block runs; raises Overtaken, naming the holder, after `patience` seconds."""
    descriptor = _open(places)
    try:
        _wait(descriptor, patience)
        who = {"step": step, "transaction": transaction, "by": by, "since": int(time.time())}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(who).encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


@contextmanager
def packs(places):
    """Held by who reads packs without restic's own lock (a drill) and by who takes packs away; raises Overtaken."""
    path = os.path.join(os.path.dirname(places.lock), "drill")
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _try(descriptor, fcntl.LOCK_EX):
            what = "a drill, or the removal of what it may read, is at work on this host"
            raise Overtaken("Nothing was done: {}. Run again when it has ended.".format(what))
        yield
    finally:
        os.close(descriptor)
