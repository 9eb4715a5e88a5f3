"""What lies in a folder, told so that two of them can be compared: contents, owners, modes, links."""

from __future__ import annotations

import os
import stat

from . import disk


def spelled(name) -> str:
    """A name in words that travel: bytes that are no text as `\\xe9`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _entry(path, name):
    found = os.lstat(path)
    owner, mode = [found.st_uid, found.st_gid], "{:04o}".format(stat.S_IMODE(found.st_mode))
    entry = {"path": spelled(name), "mode": mode, "owner": owner}
    if stat.S_ISLNK(found.st_mode):
        return dict(entry, kind="link", mode="", target=spelled(os.readlink(path)))
    if stat.S_ISDIR(found.st_mode):
        return dict(entry, kind="folder")
    if stat.S_ISREG(found.st_mode):
        return dict(entry, kind="file", bytes=found.st_size, sha256=disk.sha256(path))
    return dict(entry, kind="other")


def describe(folder) -> list:
    """Every entry of a folder and what is below it, sorted by path; [] where there is none. Raises OSError."""
    if not os.path.isdir(folder):
        return []
    entries = [_entry(folder, ".")]
    for root, folders, files in os.walk(folder, onerror=_raise):
        for name in folders + files:
            path = os.path.join(root, name)
            entries.append(_entry(path, os.path.relpath(path, folder)))
    return sorted(entries, key=lambda entry: entry["path"])


def _raise(error):
    raise error


def size(entries) -> int:
    """The bytes of the files among these entries."""
    return sum(entry.get("bytes", 0) for entry in entries)


def difference(wanted, found) -> str:
    """The first thing in which two descriptions differ, in words; "" where they are equal."""
    if wanted == found:
        return ""
    there = {entry["path"]: entry for entry in found}
    for entry in wanted:
        other = there.pop(entry["path"], None)
        if other is None:
            return "{} is missing".format(entry["path"])
        fields = [name for name in entry if entry[name] != other.get(name)]
        if fields:
            return "{} differs in {}".format(entry["path"], ", ".join(fields))
    return "{} is too much".format(next(iter(there), "something"))
