"""Tells what may be a set's own fault from what says nothing of it: a bucket away, a program that did not run."""

from __future__ import annotations

from contextlib import contextmanager

from . import reach
from .trouble import Refused, Trouble, Unable, Unread

# Of programs that did not come to an end of their own: SIGTERM and SIGKILL, a deadline, what podman says of a container
# that it could not start (125 to 127), and SIGKILL and SIGTERM in one.
_NOT_ITS_OWN = (-15, -9, 124, 125, 126, 127, 137, 143)
# What restic says of a key that may not read, and whatever needs room of a disk without any.
_NOT_OF_DATA = ("access denied", "no space left on device")


def is_own_end(code) -> bool:
    """Whether a program ended by itself, well or not; one that was killed, or never began, has told nothing."""
    return code not in _NOT_ITS_OWN


def kind(code, words, otherwise=Trouble) -> type:
    """The exception for a program that ended so: Unable where that says nothing of the data."""
    is_outside = not is_own_end(code) or any(known in words.lower() for known in _NOT_OF_DATA)
    return Unable if is_outside else otherwise


def _reason(request, trouble):
    """Why the trouble says nothing of the set; "" where it may be the set's."""
    if isinstance(trouble, Unread):
        try:
            reach.require_bucket(request)
        except Unable as away:
            return "{}. {}".format(str(trouble).rstrip("."), away)
        except Trouble:
            return ""
    return str(trouble) if isinstance(trouble, Unable) else ""


def refuse(request, trouble) -> None:
    """Raises Refused where the trouble says nothing of the set: nobody has judged it then."""
    why = _reason(request, trouble)
    if why:
        what = (request.set, why.rstrip("."), request.operation, request.order["tenant"])
        raise Refused(
            "The set {0} was NOT judged, and nothing was noted beside it: {1}. Once that is mended, type: "
            "oml {2} --tenant {3} --set {0}".format(*what)
        ) from trouble


@contextmanager
def told(request):
    """Trouble in the block that says nothing of the set is raised as Refused."""
    try:
        yield
    except (Unable, Unread) as trouble:
        refuse(request, trouble)
        raise
