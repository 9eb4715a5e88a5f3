"""The migrations that a tenant's database has, and those it had when an image was last proved on this host."""

from __future__ import annotations

import hashlib

from . import compare, disk, journal, postgres
from . import desired as states

_ROWS = "select app || '.' || name from django_migrations order by 1;"
_IMAGES_KEPT = 50


def applied(desired) -> list | None:
    """The migrations of the tenant's database, sorted; None where nobody can tell."""
    step = next((mark for mark in desired.get("marks") or [] if mark["kind"] == "database"), None)
    if step is None:
        return None
    done = postgres.query(step, step["name"], _ROWS, timeout=6)
    return sorted(line for line in done.out.splitlines() if line) if done.ok else None


def fingerprint(migrations) -> str:
    """A schema's name: 16 hex digits."""
    return hashlib.sha256("\n".join(migrations).encode()).hexdigest()[:16]


def qualified(heads) -> set:
    """`{"app": "0001_initial"}` as names of migrations."""
    return {"{}.{}".format(*head) for head in heads.items()}


def heads(migrations) -> dict:
    """The last migration of each application."""
    found = {}
    for migration in sorted(migrations):
        app, _, name = migration.partition(".")
        found[app] = name
    return found


def _path(places):
    return places.own("schemas.json")


def _known(places):
    return disk.read_json(_path(places)) or {"last": None, "images": {}}


def remember(places, desired, migrations) -> dict | None:
    """What a commit keeps of the schema, by the `applied` migrations: {fingerprint, heads}; None where nobody can tell.

    An image keeps the schema it was first proved with: that is the one its own migrations make.
    """
    if migrations is None:
        return None
    images = dict(_known(places)["images"])
    for component in desired["components"]:
        if component.get("schema") == "migrates":
            images.setdefault(component["image"], migrations)
    kept = dict(list(images.items())[-_IMAGES_KEPT:])
    disk.write_json(_path(places), {"last": migrations, "images": kept})
    return {"fingerprint": fingerprint(migrations), "heads": heads(migrations)}


def _is_new(places, component, seen):
    """Whether the component would be brought to an image that it neither runs nor was last committed with."""
    container = seen.container(component)
    former = states.named(journal.released(places), component["name"])
    running = compare.running_image(container, seen.images) if compare.is_running(container) else None
    return component["image"] != (running or (former or {}).get("image"))


def met(places, image) -> set | None:
    """The migrations a released image works on: its own, and those of the last commit; None: it was never proved."""
    known = _known(places)
    own = known["images"].get(image)
    return None if own is None else {*own, *(known["last"] or [])}


def judge(component, known, present) -> dict | None:
    """What `ask` says of bringing an image proved with the migrations `known` to a database that has `present`."""
    ahead = sorted(set(present) - set(known))
    if not ahead:
        return None
    return {
        "component": component["name"],
        "tag": component.get("tag", ""),
        "fingerprint": fingerprint(present),
        "ahead": ahead,
    }


def check(places, desired, seen) -> dict | None:
    """What `ask` says of this desired state: the first component whose image the database has left behind."""
    known = _known(places)
    for component in desired["components"]:
        proved = known["images"].get(component["image"]) if component.get("schema") else None
        if proved is None or not _is_new(places, component, seen):
            continue
        # A database that does not answer now is taken to be as it was at the last commit.
        found = judge(component, proved, applied(desired) or known["last"] or [])
        if found:
            return found
    return None
