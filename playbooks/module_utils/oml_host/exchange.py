"""Lets one thing take another's name: databases and folders. Each may be asked again after a kill, and then goes on."""

from __future__ import annotations

import os
import time

from . import disk, postgres
from .trouble import Refused, Trouble

# PostgreSQL cuts longer names off without a word.
LONGEST_NAME = 63
# Seconds within which nobody is inside a database any more, and a statement is answered.
FREE_WITHIN, ANSWERS_WITHIN = 15.0, 60.0


def query(access, sql, timeout=ANSWERS_WITHIN):
    """What the maintenance database says to `sql`; a database cannot be renamed from inside."""
    return postgres.query(access, access["maintenance"], sql, timeout=timeout)


def _checked(done, what):
    if not done.ok:
        raise Trouble("{}: {}".format(what, done.complaint))
    return done


def ask(access, sql) -> list:
    """The rows of the answer, each a list of texts; raises Trouble where the server does not say."""
    done = _checked(query(access, sql), "The database server does not answer")
    return [line.split("|") for line in done.out.splitlines()]


def databases(access, names) -> set:
    """Those of these databases that exist; raises Trouble where the server does not say."""
    listed = ", ".join(postgres.literal(name) for name in names)
    return {row[0] for row in ask(access, "SELECT datname FROM pg_database WHERE datname IN ({});".format(listed))}


def _let_in(access, name, allowed):
    sql = "ALTER DATABASE {} ALLOW_CONNECTIONS {};".format(postgres.identifier(name), "true" if allowed else "false")
    _checked(query(access, sql), "The database {} could not be {}".format(name, "opened" if allowed else "closed"))


def _sessions_end(access, names):
    listed = ", ".join(postgres.literal(name) for name in names)
    # An autovacuum is nobody's: only a superuser may end it, and the server itself does where it is in the way.
    ask = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usesysid IS NOT NULL AND datname IN ({});"
    return ask.format(listed)


def _rename(access, pairs):
    """All the renames or none of them, once nobody is inside; raises Trouble."""
    renames = ["ALTER DATABASE {} RENAME TO {};".format(*map(postgres.identifier, pair)) for pair in pairs]
    sql = "{}\nBEGIN;\n{}\nCOMMIT;".format(_sessions_end(access, [old for old, _ in pairs]), "\n".join(renames))
    end = time.monotonic() + FREE_WITHIN
    while True:
        done = query(access, sql)
        if done.ok:
            return
        if time.monotonic() > end:
            raise Trouble("The databases could not be renamed: {}".format(done.complaint))
        time.sleep(0.2)


def refuse_lost(access, live, incoming, outgoing) -> None:
    """Raises Refused where `live` is all that is left of these databases: nothing could take its name."""
    if databases(access, (live, incoming, outgoing)) == {live}:
        raise Refused("Nothing was done: the database {} is gone; {} is what there is.".format(incoming, live))


def _refuse_other(sort, there, names, is_back):
    """Raises Trouble unless these names were exchanged before, or, on the way back, never were."""
    live, incoming, outgoing = names
    if set(there) != {live, outgoing} and not (is_back and set(there) == {live}):
        found = ", ".join(sorted(there)) or "none of them"
        raise Trouble("Of the {} {}, {} and {} there is: {}".format(sort, live, incoming, outgoing, found))


def swap_databases(access, live, incoming, outgoing, is_back=False) -> None:
    """`incoming` becomes `live`, which stays as `outgoing` and lets nobody in; nothing is left to do where it did.

    `is_back`: where `live` is all there is, it was never exchanged, and stays. Raises Trouble; then `live` is what it
    was, and open.
    """
    there = databases(access, (live, incoming, outgoing))
    if there == {live, incoming}:
        _let_in(access, live, False)
        try:
            _rename(access, [(live, outgoing), (incoming, live)])
        except Trouble:
            _let_in(access, live, True)
            raise
    else:
        _refuse_other("databases", there, (live, incoming, outgoing), is_back)
    _let_in(access, live, True)


def drop_database(access, name) -> None:
    """Drops a database that nobody needs any more, where there is one; raises Trouble."""
    if name in databases(access, (name,)):
        _let_in(access, name, False)
        sql = "{}\nDROP DATABASE {};".format(_sessions_end(access, (name,)), postgres.identifier(name))
        _checked(query(access, sql, timeout=600), "The database {} could not be dropped".format(name))


def is_folder_lost(incoming, outgoing) -> bool:
    """Whether nothing is left that could take the name of the folder that is used, nor ever did."""
    return not os.path.isdir(incoming) and not os.path.isdir(outgoing)


def swap_folders(live, incoming, outgoing, is_back=False) -> None:
    """`incoming` becomes `live`, which stays as `outgoing`; nothing is left to do where it did.

    `is_back`: where `live` is all there is, it was never exchanged, and stays. Raises Trouble, OSError.
    """
    there = [path for path in (live, incoming, outgoing) if os.path.isdir(path)]
    if incoming in there:
        if live in there:
            os.rename(live, outgoing)
        os.rename(incoming, live)
        disk.sync_folder(os.path.dirname(live))
    else:
        _refuse_other("folders", there, (live, incoming, outgoing), is_back)
