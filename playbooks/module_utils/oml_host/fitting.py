"""Whether a set may be restored at this tenant: whose it is, and what its database and application can take."""

from __future__ import annotations

import dataclasses

from . import backup, exchange, journal, restoration, room, schema, side, verify
from . import desired as states
from .trouble import Refused


def lent_by(order) -> str | None:
    """The tenant whose set is restored, where that is another one."""
    return order["from_tenant"]["tenant"] if order.get("from_tenant") else None


def lender_of(request):
    """The request as it would be made of the tenant whose set it is; with `from_tenant` another one's."""
    other = request.order.get("from_tenant")
    return dataclasses.replace(request, order=dict(request.order, **other)) if other else request


def refuse(request):
    """Raises Refused for whatever speaks against this set on this host."""
    order = request.order
    backup.refuse_foreign_data(request)
    lender = lender_of(request)
    repository = backup.repository_of(lender)
    manifest = verify.manifest_of(lender, repository)
    longest = max(map(len, restoration.names(order["database"]["name"], request.restore).values()))
    if longest > exchange.LONGEST_NAME:
        raise Refused("Nothing was done: the name of the database is too long to keep the former one under another.")
    access = side.loader_of(order, manifest)
    side.refuse_roles(order, access, repository, manifest)
    side.refuse_other_server(order["database"], manifest)
    refuse_newer_schema(request, manifest)
    if not order["database"]["managed"]:
        room.require(request.places, manifest, "a restore")


def refuse_newer_schema(request, manifest):
    """A schema that the application's release has never met is not put under it; an older one it migrates itself."""
    heads = schema.qualified(manifest["database"]["migrations"])
    for component in journal.components(request.places):
        known = schema.met(request.places, component["image"]) if component.get("schema") else None
        ahead = sorted(heads - known) if known else []
        if ahead:
            commit = (manifest.get("source") or {}).get("commit") or "the release of that time"
            raise Refused(
                "Nothing was done: the set's schema ({}) is newer than {} {} knows. Deploy {} first.".format(
                    ahead[0], component["name"], states.version(component), commit
                )
            )
