"""What was counted in a database's snapshot against what a restored one holds."""

from __future__ import annotations

_COMPARED = ("rows", "migrations", "large_objects")


def difference(wanted, found) -> str:
    """The first thing in which a restored database differs from what its manifest counted; "" where it does not."""
    for name in _COMPARED:
        if found[name] != wanted[name]:
            return "{}: {}".format(name.replace("_", " "), _first(wanted[name], found[name]))
    lacking = sorted(set(wanted["extensions"]) - set(found["extensions"]))
    return "The extension {} is missing".format(lacking[0]) if lacking else ""


def _first(wanted, found):
    if not isinstance(wanted, dict):
        return "{} were counted, {} came back".format(wanted, found)
    for name in sorted(set(wanted) | set(found)):
        if wanted.get(name) != found.get(name):
            return "{}: {} in the manifest, {} restored".format(name, wanted.get(name), found.get(name))
    return "they differ"
