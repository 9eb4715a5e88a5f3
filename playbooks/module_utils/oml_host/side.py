"""A set's database, loaded beside the one that runs: nobody uses it until it has taken the other's name."""

from __future__ import annotations

import re

from . import counted, database, dump, exchange, parts, postgres, properties, rights, roles
from .trouble import Refused, Trouble

_OWNER = "SELECT quote_ident(pg_get_userbyid(datdba)) FROM pg_database WHERE datname = {};"
_VERSION = "SELECT current_setting('server_version_num')::int / 10000;"


def loader_of(order, manifest, *names) -> dict:
    """The database as who may load this set beside the live one; raises Refused, with what to grant, where nobody may.

    `names`: further databases that it has to be able to let go.
    """
    return rights.hand(order, [order["database"]["name"], *names], owners_of(order, manifest))


def owners_of(order, manifest) -> list:
    """The roles that are to own something of the set; sets of earlier versions tell of none."""
    return [order["database"]["user"]] if _is_lent(order) else manifest["database"].get("owners", [])


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
    """Of the live database's owner from the start: what is put into it may be given to nobody who may make nothing."""
    owner = "|".join(exchange.ask(access, _OWNER.format(postgres.literal(access["name"])))[0])
    locale = (facts["encoding"], facts["collation"], facts.get("ctype", facts["collation"]))
    sql = "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {};".format(
        postgres.identifier(name), owner, *map(postgres.literal, locale)
    )
    done = exchange.query(access, sql, timeout=300)
    if not done.ok:
        raise Trouble("The database {} could not be made: {}".format(name, done.complaint))


def _remedy(trouble, user):
    """What helps where pg_restore lacks a right; empty for any other complaint."""
    role = re.search(r'must be (?:a )?member of role "([^"]+)"|must be able to SET ROLE "([^"]+)"', trouble)
    if not role:
        return ""
    owner = postgres.identifier(role.group(1) or role.group(2))
    return " As the service's administrator run: GRANT {} TO {};".format(owner, postgres.identifier(user))


def _fill(order, repository, part, name, as_role, tell):
    user = order["database"]["user"]
    parts.load(repository, part, dump.loader(order, name, as_role), tell, lambda trouble: _remedy(trouble, user))


def _prove(order, name, wanted):
    access = order["database"]
    with dump.session_of(access, name) as session:
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


def _globals_of(repository, manifest):
    return parts.text(repository, manifest["parts"]["globals"])


def refuse_roles(order, access, repository, manifest) -> None:
    """Raises Refused, with what helps, where roles of the set lack that nobody may make; `access` is who loads."""
    if not _is_lent(order):
        lines = roles.lacking(access, _globals_of(repository, manifest))
        if lines:
            rights.maker(order, access, lines)


def _make_roles(order, repository, manifest, access, note_joined):
    """The roles that lack. What they own is given to them by who loads, who therefore joins the ones that were made."""
    text = _globals_of(repository, manifest)
    lines = roles.lacking(access, text)
    if lines:
        roles.make(rights.maker(order, access, lines), text)
    joined = rights.to_join(access, owners_of(order, manifest))
    note_joined(access["user"], joined)
    rights.join(access, joined)


def _give(order, access, name, wanted):
    """Owner, rights and settings; what is left for the service's administrator where tenant.yml names none."""
    left = properties.give(access, name, wanted)
    administrator = rights.administrator_of(order)
    return properties.give(administrator, name, wanted) if left and administrator not in (None, access) else left


def load(order, repository, manifest, name, tell, note_joined) -> list:
    """Loads the set's dump into the new database `name`, and proves it; raises Trouble, and the caller lets it go.

    `tell` hears how many bytes were loaded; `note_joined`, before it is so, who becomes a member of what roles, for the
    caller to take back. What of its settings and rights only the server's administrator may give it: statements.
    """
    facts = manifest["database"]
    access = loader_of(order, manifest, name)
    loading = dict(order, database=access)
    exchange.drop_database(access, name)
    if not _is_lent(order):
        _make_roles(order, repository, manifest, access, note_joined)
    _make(access, name, facts)
    as_role = order["database"]["user"] if _is_lent(order) else None
    _fill(loading, repository, manifest["parts"]["database"], name, as_role, tell)
    _prove(loading, name, facts)
    database.name_tenant(dict(access, name=name), order["tenant"])
    postgres.query(access, name, "ANALYZE;", timeout=3600)
    wanted = facts.get("properties")
    if wanted and _is_lent(order):
        wanted = own_properties(order["database"], wanted)
    return _give(order, access, name, wanted) if wanted else []
