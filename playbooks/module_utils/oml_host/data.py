"""Data steps: make the services a component needs ready. Each may be done again at any time."""

from __future__ import annotations

from . import bucket, database
from .request import Failed
from .trouble import Trouble

_KINDS = {"database": database.prepare, "bucket": bucket.prepare}


def run(component, when, tenant, new_data) -> None:
    """Does a component's steps of `when` (`before`, `after`); raises Failed with the remedy."""
    for step in component.get(when, []):
        try:
            _KINDS[step["kind"]](step, tenant, new_data)
        except (Trouble, OSError) as error:
            raise Failed(str(error), component["name"], step["kind"]) from error


def images(desired) -> list:
    """The client images the data steps need."""
    steps = [step for one in desired["components"] for step in one.get("before", []) + one.get("after", [])]
    return [step["client_image"] for step in steps if step.get("client_image")]
