"""PostgreSQL through `psql`: the password in the environment, statements on standard input."""

from __future__ import annotations

import re
from glob import glob

from .process import run

# Rows alone, nothing asked of a person, no settings of one's own; the first error ends it.
QUIETLY = ["-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1"]
# Where nothing is heard for a minute the other end is asked whether it is there, six times in the minute after: the
# server's host may vanish without a word, and the kernel's own first question comes after two hours. What was sent and
# is not acknowledged the kernel gives up by itself, after a quarter of an hour. No tcp_user_timeout, which would end
# that sooner: it ends a session too whose server is alive and reads slowly, as one does into which a dump is loaded.
_ASKS_WHETHER_IT_IS_THERE = "keepalives_idle=60 keepalives_interval=10 keepalives_count=6"


def reaching(database=None) -> str:
    """An argument of PostgreSQL's own programs: what has no variable in the environment, which says the rest.

    `database`: another one than the environment's.
    """
    if database is None:
        return "--dbname=" + _ASKS_WHETHER_IT_IS_THERE
    quoted = database.replace("\\", "\\\\").replace("'", "\\'")
    return "--dbname=dbname='{}' {}".format(quoted, _ASKS_WHETHER_IT_IS_THERE)


def environment(service, database) -> dict:
    """What PostgreSQL's own programs read to reach a database."""
    return {
        "PGHOST": service["host"],
        "PGPORT": str(service["port"]),
        "PGUSER": service["user"],
        "PGPASSWORD": service["password"],
        "PGDATABASE": database,
        "PGSSLMODE": "require" if service.get("ssl") else "prefer",
        "PGCONNECT_TIMEOUT": "4",
        "PGAPPNAME": "oml",
    }


def _version(path):
    return [int(part) for part in re.findall(r"\d+", path.split("/")[-3])]


def program(installed="/usr/lib/postgresql") -> str:
    """`psql`, the newest; not Debian's script of that name, which looks for it at five times its cost."""
    versions = sorted(glob("{}/[0-9]*/bin/psql".format(installed)), key=_version)
    return versions[-1] if versions else "psql"


def query(service, database, sql, timeout=30.0):
    """What `psql` says to `sql` (Finished): rows unaligned, columns by `|`; the first error ends it."""
    argv = [program(), reaching(), *QUIETLY, "-f", "-"]
    return run(argv, timeout=timeout, env=environment(service, database), stdin=sql)


def remedy(complaint) -> str:
    """What helps where a server turned a password down, behind a space; empty for any other complaint."""
    found = re.search(r'password authentication failed for user "([^"]+)"', complaint)
    if not found:
        return ""
    return (
        " A database keeps the password it has: give postgres_password that value again, or first change it there "
        "(ALTER ROLE {} PASSWORD 'new';) and run again with --retry.".format(identifier(found.group(1)))
    )


def identifier(name) -> str:
    """A name as an SQL identifier."""
    return '"{}"'.format(name.replace('"', '""'))


def literal(text) -> str:
    """A text as an SQL literal."""
    return "E'{}'".format(text.replace("\\", "\\\\").replace("'", "''"))
