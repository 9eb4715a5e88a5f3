"""The two ways a step ends early, each with a sentence for the person who reads it."""


class Trouble(Exception):
    """The step failed; the message says what was and was not done and what to do next."""


class Refused(Trouble):
    """The step was not begun, or changed nothing: another's transaction, a held lock, no room, a foreign marker."""


class Overtaken(Refused):
    """Another run is at work on the host, or was since this one asked: what it asked for may no longer be so."""
