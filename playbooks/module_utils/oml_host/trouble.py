"""The two ways a step ends early, each with a sentence for the person who reads it."""


class Trouble(Exception):
    """The step failed; the message says what was and was not done and what to do next."""


class Refused(Trouble):
    """The step was not begun, or changed nothing: another's transaction, a held lock, no room, a foreign marker."""
