"""A part of a set that was stored as one file, read back into a program."""

from __future__ import annotations

from dataclasses import replace

from . import outside
from .stream import Program, Streamed, stream
from .trouble import Trouble, Unread


def into(repository, part, sink, tell=None) -> Streamed:
    """Runs the part's bytes into a Program; `tell` hears how many went."""
    return stream(replace(repository.reader(part["snapshot"], part["file"]), tell=tell), sink)


def trouble_of(streamed, message) -> Trouble:
    """The message as what it is: of the part itself, of the repository, or of what could not be run."""
    return outside.kind(streamed.code, streamed.trouble, Unread if streamed.is_of_source else Trouble)(message)


def is_whole(part, streamed) -> bool:
    """Whether what came back is what was stored."""
    return (streamed.bytes, streamed.sha256) == (part["bytes"], part["sha256"])


def text(repository, part) -> str:
    """The part as a text; raises Trouble where it is not what was stored."""
    read = into(repository, part, Program("cat", ["cat"], {}))
    if not read.ok:
        raise trouble_of(read, "{} could not be read back: {}".format(part["file"], read.trouble))
    if not is_whole(part, read):
        raise Trouble("{} came back with other bytes than were stored: the set is damaged".format(part["file"]))
    return read.out


def load(repository, part, loader, tell=None, remedy=lambda _: "") -> None:
    """Restores the dump by a Program; raises Trouble, with the `remedy` for what it complains of."""
    loaded = into(repository, part, loader, tell)
    if not loaded.ok:
        why = "The dump does not restore: {}.{}".format(loaded.trouble.rstrip("."), remedy(loaded.trouble))
        raise trouble_of(loaded, why)
    if not is_whole(part, loaded):
        raise Trouble("The dump came back with other bytes than were stored: the set is damaged")
