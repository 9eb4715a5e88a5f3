"""The program's own files, and the version they make: what lies on a host is found by it."""

from __future__ import annotations

import hashlib
import os

from . import disk


def sources() -> dict:
    """The program's files by name, from the folder or the archive it runs from."""
    folder = os.path.dirname(os.path.abspath(__file__))
    archive = getattr(__loader__, "archive", None)
    if archive:
        import zipfile  # in Ansible's archive alone

        inside = os.path.relpath(folder, archive).replace(os.sep, "/") + "/"
        with zipfile.ZipFile(archive) as packed:
            names = [name for name in packed.namelist() if name.startswith(inside) and name.endswith(".py")]
            return {name[len(inside) :]: packed.read(name) for name in names}
    found = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py"):
            found[name] = disk.look(os.path.join(folder, name)).content
    return found


def version(files) -> str:
    """The program's version: a digest over its files."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(name.encode() + b"\0" + files[name] + b"\0")
    return whole.hexdigest()[:16]
