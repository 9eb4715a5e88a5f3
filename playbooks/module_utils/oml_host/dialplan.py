"""Asterisk's files, read as Asterisk reads them: what it would not take is named before anybody depends on it."""

from __future__ import annotations

import os

from . import trees


def _broken_line(text):
    """The number of the first line Asterisk's reader would not take; 0 where it takes all."""
    in_comment = False
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if in_comment or (words.startswith(";--") and not words.startswith(";---")):
            in_comment = "--;" not in words
        elif words and words[0] not in ";[#" and "=" not in words:
            return number
    return 0


def names(folder) -> list:
    """The files of a folder, and of those below it, that Asterisk reads."""
    found = [os.path.join(root, name) for root, _, files in os.walk(folder) for name in files if name.endswith(".conf")]
    return sorted(os.path.relpath(path, folder) for path in found if os.path.isfile(path) and not os.path.islink(path))


def broken(folder) -> str:
    """`name:line` of the first line in a folder's files that Asterisk would not take; "" where it takes all."""
    for name in names(folder):
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
            line = _broken_line(file.read())
        if line:
            return "{}:{}".format(trees.spelled(name), line)
    return ""
