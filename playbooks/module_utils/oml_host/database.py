"""The tenant's database: its marker, and the data step that makes it ready. Nothing here drops or empties one."""

from __future__ import annotations

from . import markers, postgres
from .trouble import Trouble

_PREFIX = "oml-tenant:"
_MARK = "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database();"
_TABLES = (
    "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace "
    "where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema');"
)


def _is_missing(done, name):
    return not done.ok and 'database "{}" does not exist'.format(name) in done.err


def _tenant(comment):
    return comment[len(_PREFIX) :] if comment.startswith(_PREFIX) else None


def mark(step, tenant) -> dict:
    """The answer of a database's marker: {kind, marker, detail, empty?}."""
    done = postgres.query(step, step["name"], _MARK + _TABLES, timeout=6)
    if _is_missing(done, step["name"]):
        return {"kind": "database", "marker": "absent", "detail": "the database does not exist"}
    lines = done.out.splitlines()
    if not done.ok or len(lines) < 2:
        return {"kind": "database", "marker": "unreadable", "detail": done.complaint}
    tables = int(lines[-1])
    marker = markers.judge(_tenant("\n".join(lines[:-1])), tenant)
    answer = {"kind": "database", "marker": marker, "detail": ""}
    if marker == "missing":
        answer["empty"] = tables == 0
    return answer


def _checked(done, what, remedy):
    if not done.ok:
        raise Trouble("{}: {}. {}".format(what, done.complaint, remedy))
    return done


def _create(step):
    name, user = postgres.identifier(step["name"]), postgres.identifier(step["user"])
    remedy = "As the service's administrator run: ALTER ROLE {} CREATEDB; or: CREATE DATABASE {} OWNER {};".format(
        user, name, user
    )
    done = postgres.query(step, step["maintenance"], "CREATE DATABASE {};".format(name), timeout=120)
    _checked(done, "The database {} could not be created".format(step["name"]), remedy)


def _extend(step, extension):
    quoted = postgres.identifier(extension)
    test = "select 1 from pg_extension where extname = {};".format(postgres.literal(extension))
    if postgres.query(step, step["name"], test).out.strip() == "1":
        return
    remedy = "As the service's administrator run in that database: CREATE EXTENSION {};".format(quoted)
    done = postgres.query(step, step["name"], "CREATE EXTENSION IF NOT EXISTS {};".format(quoted), timeout=120)
    _checked(done, "The extension {} could not be made in {}".format(extension, step["name"]), remedy)


def name_tenant(step, tenant) -> None:
    """Marks a database as the tenant's; raises Trouble with the grant that lacks."""
    name = postgres.identifier(step["name"])
    sql = "COMMENT ON DATABASE {} IS {};".format(name, postgres.literal(_PREFIX + tenant))
    remedy = "As the service's administrator run: ALTER DATABASE {} OWNER TO {};".format(
        name, postgres.identifier(step["user"])
    )
    _checked(
        postgres.query(step, step["name"], sql), "The database {} could not be marked".format(step["name"]), remedy
    )


def prepare(step, tenant, new_data) -> None:
    """Creates the database where it is missing, its extensions and marker; raises Trouble with the grant that lacks."""
    found = mark(step, tenant)
    if found["marker"] == "absent":
        _create(step)
        found = mark(step, tenant)
    if found["marker"] in ("unreadable", "absent"):
        raise Trouble(
            "The database {} at {} cannot be reached: {}. Check address, user and password.".format(
                step["name"], step["host"], found["detail"]
            )
        )
    if found["marker"] == "foreign" and not new_data:
        raise Trouble(
            "The database {} is marked as another tenant's; it was not touched. --new-data takes it over.".format(
                step["name"]
            )
        )
    for extension in step.get("extensions", []):
        _extend(step, extension)
    if found["marker"] != "ours":
        name_tenant(step, tenant)
