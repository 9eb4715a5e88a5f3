"""The tables; a later release brings further modules."""

from .core import Agent, Campaign, Contact, Disposition, Installation  # noqa: F401

try:
    from .skill import Skill  # noqa: F401
except ImportError:
    pass
