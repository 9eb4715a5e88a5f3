"""A set's database, loaded beside the one that runs: nobody uses it until it has taken the other's name."""

from __future__ import annotations

import re

from . import counted, database, dump, exchange, postgres
from .stream import stream
from .trouble import Refused, Trouble

# The lines of `globals.sql` that make a role. Nothing else of it is run: psql would obey commands hidden in it.
_NAME = r'(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)'
_ROLE = re.compile(r"^CREATE ROLE ({});$".format(_NAME), re.M)
_ABOUT = r"^(?:ALTER ROLE {0} WITH [A-Z ]+;|GRANT {1} TO {0}(?: WITH [A-Z ,]+)?(?: GRANTED BY {1})?;)$"
_RIGHTS = (
    "SELECT rolsuper OR (rolcreatedb AND pg_has_role(current_user, datdba, 'MEMBER')), datdba::regrole "
    "FROM pg_roles, pg_database WHERE rolname = current_user AND datname = {};"
)
_VERSION = "SELECT current_setting('server_version_num')::int / 10000;"


def _ask(access, sql):
    done = exchange.query(access, sql)
    if not done.ok:
        raise Trouble("The database server does not answer: {}".format(done.complaint))
    return [line.split("|") for line in done.out.splitlines()]


def refuse_lacking_rights(access) -> None:
    """Raises Refused, with what to grant, where the application's role can make and rename no database."""
    rows = _ask(access, _RIGHTS.format(postgres.literal(access["name"])))
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
    runs = int(_ask(access, _VERSION)[0][0])
    if runs < taken:
        raise Refused(
            "Nothing was done: the set is of PostgreSQL {}, and the server is {}; it could not be trusted to take "
            "it. Restore onto version {} or newer.".format(taken, runs, taken)
        )
    there = {row[0] for row in _ask(access, "SELECT name FROM pg_available_extensions;")}
    lacking = sorted(set(manifest["database"]["extensions"]) - there)
    if lacking:
        raise Refused("Nothing was done: the server has no extension {}; install it first.".format(lacking[0]))


def _missing_roles(access, text):
    there = {row[0] for row in _ask(access, "SELECT quote_ident(rolname) FROM pg_roles;")}
    return [name for name in _ROLE.findall(text) if name not in there]


def make_roles(access, text) -> None:
    """Makes the roles of `globals.sql` that the server lacks, without passwords; raises Trouble."""
    for name in _missing_roles(access, text):
        about = re.compile(_ABOUT.format(re.escape(name), _NAME))
        lines = ["CREATE ROLE {};".format(name), *filter(about.match, text.splitlines())]
        done = exchange.query(access, "\n".join(["BEGIN;", *lines, "COMMIT;"]))
        if not done.ok:
            raise Trouble(
                "The role {} is missing and could not be made: {}. As the service's administrator run: {}".format(
                    name, done.complaint, " ".join(lines)
                )
            )


def _make(access, name, facts):
    sql = "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {};".format(
        postgres.identifier(name), *map(postgres.literal, (facts["encoding"], facts["collation"], facts["collation"]))
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
    loaded = stream(repository.reader(part["snapshot"], part["file"]), dump.loader(order, name))
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


def load(order, repository, manifest, name) -> None:
    """Loads the set's dump into the new database `name`, and proves it; raises Trouble, then there is none."""
    access, parts = order["database"], manifest["parts"]
    exchange.drop_database(access, name)
    make_roles(access, repository.text(parts["globals"]["snapshot"], parts["globals"]["file"]))
    try:
        _make(access, name, manifest["database"])
        _fill(order, repository, parts["database"], name)
        _prove(order, name, manifest["database"])
        database.name_tenant(dict(access, name=name), order["tenant"])
        postgres.query(access, name, "ANALYZE;", timeout=3600)
    except Trouble:
        exchange.drop_database(access, name)
        raise
