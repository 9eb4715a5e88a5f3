"""The ways a step ends early, each with a sentence for the person who reads it."""


class Trouble(Exception):
    """The step failed; the message says what was and was not done and what to do next."""


class Unable(Trouble):
    """What was to be used was not to be had (a bucket, a program, room): that says nothing of any data."""


class Unread(Trouble):
    """The repository did not do what it was asked for: data of it are damaged or gone, or its bucket is away."""


class Refused(Trouble):
    """The step was not begun, or changed nothing: another's transaction, a held lock, no room, a foreign marker."""


class Overtaken(Refused):
    """Another run is at work on the host, or was since this one asked: what it asked for may no longer be so."""
