"""The roles of a set that a server lacks, made from `globals.sql` without passwords."""

from __future__ import annotations

import re

from . import exchange
from .trouble import Trouble

# The lines of `globals.sql` that make a role and say what it may. Nothing else of it is run: psql would obey commands
# hidden in it, so that a text holds no backslash.
_NAME = r'(?:"(?:[^"\\]|"")+"|[a-z_][a-z0-9_$]*)'
_TEXT = r"'(?:[^'\\]|'')*'"
_MADE = re.compile(r"^CREATE ROLE ({});$".format(_NAME), re.M)
_ABOUT = [
    re.compile(form.format(name="({})".format(_NAME), other=_NAME, text=_TEXT))
    for form in (
        r"ALTER ROLE {name} WITH (?:[A-Z0-9 ]|{text})+;",
        r"ALTER ROLE {name} SET {other} TO {text}(?:, {text})*;",
        r"COMMENT ON ROLE {name} IS {text};",
        r"GRANT {name} TO {name}(?: WITH [A-Z ,]+)?(?: GRANTED BY {other})?;",
    )
]


# What only a superuser may say, and a new role is anyhow; and who granted what, which else is who grants it.
_WITH = re.compile(r"(ALTER ROLE {} WITH)((?: [A-Z]+)+)(.*;)".format(_NAME))
_GRANTED_BY = re.compile(r" GRANTED BY {};$".format(_NAME))


def _unprivileged(line):
    """The line as who is no superuser may run it."""
    found = _WITH.fullmatch(line)
    if not found:
        return _GRANTED_BY.sub(";", line)
    words = [word for word in found.group(2).split() if word not in ("NOSUPERUSER", "NOREPLICATION", "NOBYPASSRLS")]
    return " ".join([found.group(1), *words]) + found.group(3)


def _named(line):
    """The roles that a line is about; none where it is no such line."""
    for form in _ABOUT:
        found = form.fullmatch(line)
        if found:
            return found.groups()
    return ()


def statements(text, there, by_superuser=True) -> list:
    """What makes the roles of `globals.sql` that are not `there`, all of them before what is said of them."""
    missing = [name for name in _MADE.findall(text) if name not in there]
    about = [line for line in text.splitlines() if set(_named(line)) & set(missing)]
    said = about if by_superuser else [_unprivileged(line) for line in about]
    return ["CREATE ROLE {};".format(name) for name in missing] + said


def _there(access):
    return {row[0] for row in exchange.ask(access, "SELECT quote_ident(rolname) FROM pg_roles;")}


def lacking(access, text) -> list:
    """What makes the roles of `globals.sql` that the server lacks, as a provider's administrator may run it."""
    return statements(text, _there(access), by_superuser=False)


def need_superuser(lines) -> bool:
    """Whether a role among these statements is a superuser, whom nobody else may make."""
    return any("SUPERUSER" in found.group(2).split() for found in map(_WITH.fullmatch, lines) if found)


def make(access, text) -> None:
    """Makes the roles of `globals.sql` that the server lacks; raises Trouble."""
    by_superuser = exchange.ask(access, "SELECT current_setting('is_superuser');") == [["on"]]
    lines = statements(text, _there(access), by_superuser)
    done = exchange.query(access, "\n".join(["BEGIN;", *lines, "COMMIT;"]))
    if lines and not done.ok:
        raise Trouble(
            "Roles of the set are missing and could not be made: {}. As the service's administrator run: {}".format(
                done.complaint, " ".join(lines)
            )
        )
