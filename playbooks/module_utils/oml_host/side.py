"""A set's database, loaded beside the one that runs: nobody uses it until it has taken the other's name."""

from __future__ import annotations

import re

from . import counted, database, dump, exchange, postgres, properties, roles
from .stream import stream
from .trouble import Refused, Trouble

_RIGHTS = (
    "SELECT rolsuper OR (rolcreatedb AND pg_has_role(current_user, datdba, 'MEMBER')), datdba::regrole "
    "FROM pg_roles, pg_database WHERE rolname = current_user AND datname = {};"
)
_VERSION = "SELECT current_setting('server_version_num')::int / 10000;"


def refuse_lacking_rights(access) -> None:
    """Raises Refused, with what to grant, where the application's role can make and rename no database."""
    rows = exchange.ask(access, _RIGHTS.format(postgres.literal(access["name"])))
    user = postgres.identifier(access["user"])
    if not rows or rows[0][0] != "t":
        owner = rows[0][1] if rows else "nobody"
        name = postgres.identifier(access["name"])
        raise Refused(
            "Nothing was done: the role {0} cannot restore {1}, which {2} owns. As the service's administrator run: "
            "ALTER ROLE {0} CREATEDB; ALTER DATABASE {1} OWNER TO {0};".format(user, name, owner)
        )


def refuse_other_server(access, manifest) -> None:
    """Raises Refused where the server is older than the one the set was taken of, or lacks an extension of it."""
    taken = int(manifest["database"]["server"].split(".")[0].split()[0])
    runs = int(exchange.ask(access, _VERSION)[0][0])
    if runs < taken:
        raise Refused(
            "Nothing was done: the set is of PostgreSQL {}, and the server is {}; it could not be trusted to take "
            "it. Restore onto version {} or newer.".format(taken, runs, taken)
        )
    there = {row[0] for row in exchange.ask(access, "SELECT name FROM pg_available_extensions;")}
    lacking = sorted(set(manifest["database"]["extensions"]) - there)
    if lacking:
        raise Refused("Nothing was done: the server has no extension {}; install it first.".format(lacking[0]))


def _make(access, name, facts):
    locale = (facts["encoding"], facts["collation"], facts.get("ctype", facts["collation"]))
    sql = "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {};".format(
        postgres.identifier(name), *map(postgres.literal, locale)
    )
    done = exchange.query(access, sql, timeout=300)
    if not done.ok:
        raise Trouble("The database {} could not be made: {}".format(name, done.complaint))


def _remedy(trouble):
    """What helps where pg_restore lacks a right; empty for any other complaint."""
    role = re.search(r'must be (?:a )?member of role "([^"]+)"|must be able to SET ROLE "([^"]+)"', trouble)
    if not role:
        return ""
    return " As the service's administrator grant it: GRANT {} TO the application's role.".format(
        postgres.identifier(role.group(1) or role.group(2))
    )


def _fill(order, repository, part, name):
    loaded = stream(repository.reader(part["snapshot"], part["file"]), dump.loader(order, name, _is_lent(order)))
    if not loaded.ok:
        raise Trouble("The dump does not restore: {}.{}".format(loaded.trouble.rstrip("."), _remedy(loaded.trouble)))
    if (loaded.bytes, loaded.sha256) != (part["bytes"], part["sha256"]):
        raise Trouble("The dump came back with other bytes than were stored: the set is damaged")


def _prove(order, name, wanted):
    access = order["database"]
    with dump.session(["psql"], postgres.environment(access, name)) as session:
        differs = counted.difference(wanted, session.facts())
    if differs:
        raise Trouble("What was loaded is not what the manifest counted: {}".format(differs))


def _is_lent(order):
    """Whether the set is another tenant's: what is in it becomes the application's own; no role comes along."""
    return bool(order.get("from_tenant"))


def own_properties(access, wanted) -> dict:
    """Of another tenant's database's properties what names no role; the owner is this tenant's application."""
    settings = [setting for setting in wanted["settings"] if not setting[0]]
    return dict(wanted, owner=access["user"], settings=settings, rights=None)


def load(order, repository, manifest, name) -> list:
    """Loads the set's dump into the new database `name`, and proves it; raises Trouble, then there is none.

    What of its settings and rights only the server's administrator may give it: statements.
    """
    access, parts, facts = order["database"], manifest["parts"], manifest["database"]
    exchange.drop_database(access, name)
    if not _is_lent(order):
        roles.make(access, repository.text(parts["globals"]["snapshot"], parts["globals"]["file"]))
    try:
        _make(access, name, facts)
        _fill(order, repository, parts["database"], name)
        _prove(order, name, facts)
        database.name_tenant(dict(access, name=name), order["tenant"])
        postgres.query(access, name, "ANALYZE;", timeout=3600)
        wanted = facts.get("properties")
        if wanted and _is_lent(order):
            wanted = own_properties(access, wanted)
        return properties.give(access, name, wanted) if wanted else []
    except (Trouble, OSError):
        exchange.drop_database(access, name)
        raise
