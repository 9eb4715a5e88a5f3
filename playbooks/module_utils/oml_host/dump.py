"""A dump of the tenant's database, and what is counted in the very snapshot that it shows."""

from __future__ import annotations

import json
import subprocess
import threading
from contextlib import contextmanager

from . import postgres, properties
from .process import run, surroundings
from .stream import Program
from .trouble import Refused, Trouble

# Who locks a table for longer, such as a migration by hand, is told instead of waited for with the host's lock held.
_LOCK_WITHIN = "60s"
# Rows are counted while the dump reads them: what takes so long after its end hangs.
_COUNTED_WITHIN = 3600.0
_BEGIN = (
    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '{0}';\n"
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n"
    "SELECT pg_export_snapshot();\n"
)
_END_OF_ANSWER = "oml: end of the answer"
_COUNTS = (
    "SELECT format('SELECT %L, count(*) FROM %I.%I;', n.nspname || '.' || c.relname, n.nspname, c.relname) "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' "
    "AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't' ORDER BY 1 \\gexec"
)
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY 1, 2;"
_FACTS = {
    "server": "SHOW server_version;",
    "encoding": "SHOW server_encoding;",
    "collation": "SELECT datcollate FROM pg_database WHERE datname = current_database();",
    "ctype": "SELECT datctype FROM pg_database WHERE datname = current_database();",
    "large_objects": "SELECT count(*) FROM pg_largeobject_metadata;",
}
_EXTENSIONS = "SELECT extname, extversion FROM pg_extension ORDER BY 1;"
# Whoever loads the dump has to be able to give it to these; what belongs to an extension is not in the dump.
_OWNERS = (
    "SELECT DISTINCT rolname FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid "
    "WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o' AND s.classid <> 'pg_extension'::regclass "
    "AND s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND NOT EXISTS (SELECT FROM "
    "pg_depend e WHERE e.classid = s.classid AND e.objid = s.objid AND e.deptype = 'e') ORDER BY 1;"
)
_MAJOR = "SHOW server_version_num;"
# How often a container is asked that podman may lose.
_TIMES_ASKED = 3


class Session:
    """A transaction that shows one moment of the database for as long as it is open."""

    def __init__(self, psql, env):
        argv = [*psql, *postgres.QUIETLY, "-F", "\t"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self._psql = subprocess.Popen(argv, env=surroundings(env), text=True, **pipes)
        self.snapshot = self._rows(_BEGIN.format(_LOCK_WITHIN))[-1][0]

    def _rows(self, sql):
        """The answer's rows; raises Trouble where the session ends before it."""
        try:
            self._psql.stdin.write("{}\n\\echo {}\n".format(sql, _END_OF_ANSWER))
            self._psql.stdin.flush()
        except BrokenPipeError:
            pass
        lines = []
        for line in self._psql.stdout:
            if line.rstrip("\n") == _END_OF_ANSWER:
                return [row.split("\t") for row in lines]
            lines.append(line.rstrip("\n"))
        raise Trouble("The database's snapshot was lost: {}".format(lines[-1] if lines else "psql ended"))

    def facts(self) -> dict:
        """What a restore is held to: rows of every table, migration heads, extensions, owners, versions, properties."""
        found = {name: self._rows(sql)[0][0] for name, sql in _FACTS.items()}
        found["properties"] = json.loads(self._rows(properties.question())[0][0])
        found["owners"] = [owner for (owner,) in self._rows(_OWNERS)]
        found["extensions"] = dict(self._rows(_EXTENSIONS))
        found["rows"] = {table: int(count) for table, count in self._rows(_COUNTS)}
        has_migrations = any(table.endswith(".django_migrations") for table in found["rows"])
        found["migrations"] = dict(self._rows(_MIGRATIONS)) if has_migrations else {}
        return found

    def close(self):
        """Ends the transaction."""
        self._psql.kill()
        self._psql.wait()


class Counting(threading.Thread):
    """Asks a Session for its facts while the dump runs."""

    def __init__(self, session):
        super().__init__(daemon=True)
        self._session = session
        self._found, self._trouble = None, None

    def run(self):
        """What the session tells, or why it does not."""
        try:
            self._found = self._session.facts()
        except (Trouble, OSError, ValueError, IndexError) as error:
            self._trouble = error

    def outcome(self) -> dict:
        """The facts, once the dump has ended; raises Trouble where there are none."""
        self.join(_COUNTED_WITHIN)
        if self.is_alive():
            self._trouble = (
                "the database had not answered {:g} s after its dump had ended; nothing of this set counts. Run "
                "again.".format(_COUNTED_WITHIN)
            )
        if self._found is None:
            raise Trouble("The rows could not be counted: {}".format(self._trouble))
        return self._found


@contextmanager
def session(psql, env):
    """A Session for as long as the block runs; `psql` is the argv it begins with."""
    opened = Session(psql, env)
    try:
        yield opened
    finally:
        opened.close()


def session_of(access, name):
    """A Session with the database `name`."""
    return session(["psql", postgres.reaching()], postgres.environment(access, name))


def environment_of(order) -> dict:
    """How PostgreSQL's programs reach the database of an order."""
    return postgres.environment(order["database"], order["database"]["name"])


def _client(order, *words):
    """One of PostgreSQL's programs out of its image, on the host's network; its password in the environment.

    Without a log: podman's own would keep all that the program writes, the dump itself, in the host's journal.
    """
    env = environment_of(order)
    argv = ["podman", "run", "--rm", "--interactive", "--pull=never", "--network=host", "--log-driver=none"]
    argv += ["--env=" + variable for variable in sorted(env)]
    return Program(words[0], argv + ["--entrypoint=" + words[0], order["client"], *words[1:]], env)


def dump(order, snapshot) -> Program:
    """pg_dump of one exported snapshot: custom format, not compressed, so that the repository can deduplicate it."""
    how = ["--format=custom", "--compress=0", "--lock-wait-timeout=" + _LOCK_WITHIN]
    return _client(order, "pg_dump", postgres.reaching(), *how, "--snapshot=" + snapshot)


def globals_of(order) -> Program:
    """Roles and what else is no database's own; without passwords."""
    database = "--database=" + order["database"]["name"]
    return _client(order, "pg_dumpall", postgres.reaching(), "--globals-only", "--no-role-passwords", database)


def parser(order) -> Program:
    """pg_restore that reads a dump to its end and writes nothing."""
    return _client(order, "pg_restore", "--file=/dev/null")


def loader(order, name, as_role=None) -> Program:
    """pg_restore into the database `name`; the first error ends it. `as_role`: all of it becomes that role's."""
    own = ["--no-owner", "--no-privileges", "--role=" + as_role] if as_role else []
    return _client(order, "pg_restore", "--exit-on-error", "--no-password", *own, postgres.reaching(name))


def swallow() -> Program:
    """A Program that reads all and keeps nothing."""
    return Program("cat", ["sh", "-c", "exec cat >/dev/null"], {})


def _major_of(text):
    """`pg_dump (PostgreSQL) 13.14 (Debian …)`: 13; 0 where it says none."""
    words = [word for word in text.split() if word[:1].isdigit()]
    return int(words[0].split(".")[0]) if words and words[0].split(".")[0].isdigit() else 0


def _client_version(image):
    """What the image's pg_dump says of itself (Finished).

    podman may lose a container that ends at once (`error attaching to container: … connection reset by peer`, podman 3
    on a busy host): a question that changes nothing is asked again.
    """
    argv = ["podman", "run", "--rm", "--pull=never", "--entrypoint=pg_dump", image, "--version"]
    for _ in range(_TIMES_ASKED):
        said = run(argv, timeout=120)
        if said.ok:
            break
    return said


def refuse_older_client(order) -> None:
    """Raises Refused where the client's major version is older than the server's: its dump could not be trusted."""
    asked = postgres.query(order["database"], order["database"]["name"], _MAJOR, timeout=20)
    said = _client_version(order["client"])
    if not asked.ok or not said.ok:
        raise Trouble("PostgreSQL's version cannot be told: {}".format(said.complaint if asked.ok else asked.complaint))
    server, own = int(asked.out.strip()) // 10000, _major_of(said.out)
    if own < server:
        raise Refused(
            "Nothing was done: the database server is PostgreSQL {}, and the locked image's pg_dump is {}: its dumps "
            "cannot be trusted. "
            'Write images: {{postgres: "{}"}} in tenant.yml and lock it.'.format(server, own or "unknown", server)
        )
