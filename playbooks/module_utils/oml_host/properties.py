"""What belongs to a database and is in no dump of it: owner, rights to it, its settings and those of roles in it."""

from __future__ import annotations

import json
import re

from . import exchange, postgres
from .trouble import Trouble

_ASK = """SELECT json_build_object(
  'owner', pg_get_userbyid(datdba), 'connections', datconnlimit,
  'settings', (SELECT coalesce(json_agg(json_build_array(coalesce(rolname, ''), one) ORDER BY rolname, one), '[]')
    FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = setrole, unnest(setconfig) one
    WHERE setdatabase = d.oid),
  'rights', CASE WHEN datacl IS NOT NULL THEN (
    SELECT coalesce(json_agg(json_build_array(role, privilege_type, may) ORDER BY role, privilege_type), '[]')
    FROM (SELECT coalesce(rolname, '') AS role, privilege_type, bool_or(is_grantable) AS may
      FROM aclexplode(datacl) a LEFT JOIN pg_roles r ON r.oid = grantee GROUP BY 1, 2) rights) END)
FROM pg_database d WHERE datname = {};"""
# Their values are lists of names, each quoted where it has to be.
_LISTS = ("search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries")
_LISTED = re.compile(r'"((?:[^"]|"")*)"|([^",\s]+)')
# What a server says to who may not, or to what it does not know in its version.
_MAY_NOT = re.compile(r"permission denied|must be |cannot be changed|unrecognized configuration|invalid value")


def question(name=None) -> str:
    """The SQL that answers with a database's properties as JSON, on one line; the session's own where none is named."""
    return _ASK.format("current_database()" if name is None else postgres.literal(name))


def _value(setting, text):
    if setting.lower() not in _LISTS:
        return postgres.literal(text)
    names = [quoted.replace('""', '"') or plain for quoted, plain in _LISTED.findall(text)]
    return ", ".join(map(postgres.literal, names)) or "''"


def _set(database, role, text):
    setting, _, value = text.partition("=")
    whose = "DATABASE {}".format(database)
    if role:
        whose = "ROLE {} IN {}".format(postgres.identifier(role), whose)
    return "ALTER {} SET {} TO {};".format(whose, postgres.identifier(setting), _value(setting, value))


def _grant(database, role, privilege, is_grantable):
    to = postgres.identifier(role) if role else "PUBLIC"
    more = " WITH GRANT OPTION" if is_grantable else ""
    return "GRANT {} ON DATABASE {} TO {}{};".format(privilege, database, to, more)


def statements(name, wanted) -> list:
    """What gives the database `name` these properties, each a statement of its own but for what belongs together."""
    database, owner = postgres.identifier(name), postgres.identifier(wanted["owner"])
    made = ["ALTER DATABASE {} OWNER TO {};".format(database, owner)]
    made.append("ALTER DATABASE {} CONNECTION LIMIT {};".format(database, int(wanted["connections"])))
    made += [_set(database, *setting) for setting in wanted["settings"]]
    if wanted["rights"] is not None:
        grants = [_grant(database, *right) for right in wanted["rights"]]
        revoked = "REVOKE ALL ON DATABASE {} FROM PUBLIC, {};".format(database, owner)
        made.append(" ".join(["BEGIN;", revoked, *grants, "COMMIT;"]))
    return made


def give(access, name, wanted) -> list:
    """Gives the database `name` these properties. Raises Trouble.

    What only the server's administrator may do is left: statements, of the database by the name that it will have.
    """
    left = []
    for statement, later in zip(statements(name, wanted), statements(access["name"], wanted)):
        done = exchange.query(access, statement)
        if not done.ok and not _MAY_NOT.search(done.complaint):
            raise Trouble("{} could not be done: {}".format(statement, done.complaint))
        if not done.ok:
            left.append(later)
    if not left:
        _refuse_other(access, name, wanted)
    return left


def _refuse_other(access, name, wanted):
    done = exchange.query(access, question(name))
    found = json.loads(done.out) if done.ok else done.complaint
    if found != wanted:
        raise Trouble("The database's settings and rights came back as {}, and were {}".format(found, wanted))
