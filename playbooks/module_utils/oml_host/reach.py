"""The bucket and the repository that a tenant's sets go to: reached, and not made anew where they were lost."""

from __future__ import annotations

import time

from . import bucket, disk, s3
from .trouble import Refused, Trouble, Unable

# The last set that was stored from here, and where to.
_STORED = "stored.json"
_ONE_KEY = {"list-type": "2", "max-keys": "1"}


def bucket_of(order) -> dict:
    """The repository's bucket, as requests to it are signed."""
    return dict(order["repository"], name=order["repository"]["bucket"])


def bucket_time(order) -> float | None:
    """Seconds since the epoch by the bucket's clock; None where it does not say."""
    try:
        return s3.patiently(bucket_of(order), "GET", query=_ONE_KEY).time
    except OSError:
        return None


def require_bucket(request) -> None:
    """Raises Trouble where the bucket is gone, Unable where it cannot be used.

    restic tries for a quarter of an hour what does not work.
    """
    order = request.order
    place = bucket_of(order)
    what = "The bucket {name} at {endpoint}".format(**place)
    try:
        answer = s3.patiently(place, "GET", query=_ONE_KEY)
    except OSError as error:
        raise Unable("{} cannot be reached: {}.".format(what, error)) from error
    if answer.code == "NoSuchBucket" and not order["own_bucket"] and request.operation == "begin":
        _refuse_lost_bucket(request, what)
        bucket.create(place)
    elif not answer.ok:
        said = "{} {}".format(answer.status, answer.code).rstrip()
        kind = Trouble if answer.code == "NoSuchBucket" else Unable
        raise kind("{} cannot be used: {}. {}.".format(what, said, _remedy(answer)))


def _remedy(answer):
    if answer.code == "RequestTimeTooSkewed":
        apart = "" if answer.time is None else " by {:.0f} s".format(abs(time.time() - answer.time))
        return "This host's clock and the bucket's differ{}: set the one that is off".format(apart)
    return "It is busy or ill: run again later" if answer.status >= 500 else "Check its keys"


def is_locked(order) -> bool:
    """Whether a program of restic's locks the repository, or has left its lock there; True where nobody can tell."""
    query = dict(_ONE_KEY, prefix="{}/locks/".format(order["repository"]["prefix"]))
    try:
        answer = s3.patiently(bucket_of(order), "GET", query=query)
    except OSError:
        return True
    return not answer.ok or b"<Contents>" in answer.body


def _place_of(order):
    return [order["repository"]["endpoint"], order["repository"]["bucket"]]


def _refuse_lost_bucket(request, what):
    """A bucket that the last set of this host went to is not made anew without a word."""
    last = last_stored(request)
    if last.get("place") == _place_of(request.order):
        raise Refused(
            "Nothing was done: {} is gone, and with it every set. Look for it first; to begin anew make an empty one "
            "of that name.".format(what[:1].lower() + what[1:])
        )


def refuse_lost_repository(request) -> None:
    """A repository that the last set of this host went to is not made anew without a word."""
    last, prefix = last_stored(request), request.order["repository"]["prefix"]
    if last.get("place") == _place_of(request.order) and last.get("prefix") == prefix:
        raise Refused(
            "Nothing was done: the repository {} in the bucket {} is gone, and with it every set. Look for it first; "
            "to begin anew type on this host: rm {}".format(
                prefix, request.order["repository"]["bucket"], request.places.own(_STORED)
            )
        )


def last_stored(request) -> dict:
    """Where the last set of this host went, and its dump's size: {place, prefix, set, bytes}; empty: none is known."""
    return disk.read_json(request.places.own(_STORED)) or {}


def note_stored(request, size) -> None:
    """Keeps where the last set of this host went, and of what size its dump was."""
    where = {"place": _place_of(request.order), "prefix": request.order["repository"]["prefix"]}
    disk.write_json(request.places.own(_STORED), dict(where, set=request.set, bytes=size))
