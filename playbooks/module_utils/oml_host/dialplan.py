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


def broken(folder) -> str:
    """`name:line` of the first line in a folder's `.conf` files that Asterisk would not take; "" where it takes all."""
    for name in names(folder):
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
            line = _broken_line(file.read())
        if line:
            return "{}:{}".format(name, line)
    return ""


def names(folder) -> list:
    """The files of a folder that Asterisk reads."""
    return [one["path"] for one in trees.describe(folder) if one["kind"] == "file" and one["path"].endswith(".conf")]
