"""Restores a backup set into a throw-away PostgreSQL on this host, without network, and holds it to its manifest."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import contextmanager

from . import backup, counted, dialplan, dump, engine, lock, outside, parts, podman, postgres, progress, room, verify
from .backup_request import document
from .process import run
from .stream import Program
from .trouble import Trouble, Unable

_CONTAINER = "oml-drill"
_DATABASE = "drill"
# None of the tenant's roles: the set's own would take the administrator's rights away from it.
_ADMIN = "oml_drill"
_READY_WITHIN = 120
_AMCHECK = (
    "CREATE EXTENSION IF NOT EXISTS amcheck; SELECT count(bt_index_check(c.oid)) FROM pg_index i "
    "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam "
    "WHERE a.amname = 'btree' AND c.relpersistence = 'p' AND i.indisready AND i.indisvalid;"
)


def _limits(places):
    """podman's options that keep the drill out of the way where the kernel can; else nice and ionice alone."""
    controllers = places.at("/sys/fs/cgroup/cgroup.controllers")
    if os.path.exists(controllers):
        with open(controllers, encoding="utf-8") as file:
            has_cpu = "cpu" in file.read().split()
    else:
        has_cpu = os.path.isdir(places.at("/sys/fs/cgroup/cpu"))
    return (["--cpu-shares=64"], "cpu shares, nice and ionice") if has_cpu else ([], "nice and ionice")


def _start(request, options):
    argv = ["nice", "-n", "19", "ionice", "-c", "3", "podman", "run", "--detach", "--rm", "--pull=never"]
    argv += ["--name=" + _CONTAINER, "--network=none", "--env=POSTGRES_PASSWORD", "--env=POSTGRES_USER=" + _ADMIN]
    argv += ["--env=POSTGRES_DB=postgres", *options, request.order["client"]]
    started = run(argv, timeout=120, env={"POSTGRES_PASSWORD": secrets.token_hex(16)})
    if not started.ok:
        raise Unable("The throw-away PostgreSQL could not be started: {}".format(started.complaint))
    # Its entry point starts a server for itself first and ends it: one answer alone may be that one's.
    end, well = time.monotonic() + _READY_WITHIN, 0
    while well < 3:
        if time.monotonic() > end:
            raise Unable("The throw-away PostgreSQL was not ready within {} s.".format(_READY_WITHIN))
        time.sleep(0.5)
        well = well + 1 if _sql("postgres", "select 1;").ok else 0


def _inside(program, database):
    return ["podman", "exec", "--interactive", _CONTAINER, program, "-U", _ADMIN, "-d", database]


def _sql(database, sql, timeout=60):
    return run([*_inside("psql", database), *postgres.QUIETLY, "-f", "-"], timeout=timeout, stdin=sql)


@contextmanager
def _server(request):
    """A PostgreSQL of the same image that nobody else reaches; gone at the end."""
    run(["podman", "rm", "--force", "--volumes", _CONTAINER], timeout=120)
    options, words = _limits(request.places)
    try:
        _start(request, options)
        with _standing():
            yield words
    finally:
        run(["podman", "rm", "--force", "--volumes", _CONTAINER], timeout=120)


@contextmanager
def _standing():
    """What fails in the block since the throw-away PostgreSQL is gone is raised as Unable."""
    try:
        yield
    except Trouble as trouble:
        if not podman.containers([_CONTAINER]):
            raise Unable("The throw-away PostgreSQL went away in the middle: {}".format(trouble)) from trouble
        raise


def _load(repository, stored, tell):
    """Roles, then the dump; the first error ends it."""
    # Roles that are there already are no trouble; one that lacks is, and pg_restore says so.
    roles = repository.text(stored["globals"]["snapshot"], stored["globals"]["file"])
    laid = run(_inside("psql", "postgres") + ["-X", "-q", "-w", "-f", "-"], timeout=120, stdin=roles)
    if not outside.is_own_end(laid.code):
        raise Unable("The roles could not be laid: {}".format(laid.complaint))
    made = _sql("postgres", "CREATE DATABASE {} TEMPLATE template0;".format(_DATABASE))
    if not made.ok:
        raise Unable("The throw-away database could not be made: {}".format(made.complaint))
    loader = Program("pg_restore", [*_inside("pg_restore", _DATABASE), "--exit-on-error"], {})
    parts.load(repository, stored["database"], loader, tell)


def _compare(wanted):
    """The restored database against what the manifest counted; the number of sound indexes."""
    with dump.session(_inside("psql", _DATABASE), {}) as session:
        differs = counted.difference(wanted, session.facts())
    if differs:
        raise Trouble(differs)
    checked = _sql(_DATABASE, _AMCHECK, timeout=3600)
    if not checked.ok:
        raise outside.kind(checked.code, checked.complaint)("An index is not sound: {}".format(checked.complaint))
    return int(checked.out.strip().splitlines()[-1])


def _parse_files(request, repository, part):
    """The Asterisk files, read as Asterisk reads them; how many."""
    if part["snapshot"] is None:
        return 0
    with verify.restored(request, repository, part) as folder:
        line = dialplan.broken(folder)
        if line:
            raise Trouble("{} is no line of Asterisk's configuration".format(line))
        return len(dialplan.names(folder))


def _prove(request, repository, manifest):
    began, stored = time.monotonic(), manifest["parts"]
    with _server(request) as limits:
        _load(repository, stored, progress.Counter(request, "database", stored["database"]["bytes"]))
        loaded = round(time.monotonic() - began, 1)
        indexes = _compare(manifest["database"])
    files = _parse_files(request, repository, stored["asterisk"])
    return {"seconds": loaded, "indexes": indexes, "files": files, "limits": limits}


def drill(request) -> dict:
    """Restores the set and compares; what runs is not touched. A verdict, good or bad, is kept beside the set."""
    backup.refuse_foreign_host(request)
    with outside.told(request):
        return _judge(request)


def _judge(request):
    repository = backup.repository_of(request)
    with lock.packs(request.places):
        manifest = verify.manifest_of(request, repository)
        room.require(request.places, manifest, "a drill")
        engine.fetch(request.order["client"])
        try:
            proved = _prove(request, repository, manifest)
        except Trouble as trouble:
            outside.refuse(request, trouble)
            why = backup.note_bad(request, repository, "drill", trouble)
            raise Trouble("The drill of set {} FAILED: {}".format(request.set, why)) from trouble
        backup.note(request, repository, "drill", proved)
    rows = sum(manifest["database"]["rows"].values())
    message = "Restored in {seconds} s under {limits}: rows, migrations and extensions as counted, ".format(**proved)
    message += "{indexes} indexes sound, {files} Asterisk files read.".format(**proved)
    return document(request, "done", message, rows=rows, seconds=proved["seconds"])
