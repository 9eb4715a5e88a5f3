"""Files: read as they are, written so that a crash leaves the old content or the new, never half of it."""

from __future__ import annotations

import glob
import hashlib
import json
import os
import stat
from dataclasses import dataclass

# What is written before it takes the file's name: of the file, and of the process that writes.
_BESIDE = "{}.oml-{}"


@dataclass(frozen=True)
class Found:
    """A file as it lies on disk: content, permission bits, owner and time of the last write (seconds)."""

    content: bytes
    mode: int
    owner: tuple
    mtime: float


def look(path) -> Found | None:
    """The file at `path`, or None where there is none."""
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            return Found(file.read(), stat.S_IMODE(status.st_mode), (status.st_uid, status.st_gid), status.st_mtime)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def free(folder) -> int:
    """Bytes a root process may still write where `folder` is."""
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize


def files(folder) -> int | None:
    """How many more files fit where `folder` is; None where its file system sets no bound."""
    status = os.statvfs(folder)
    return status.f_favail if status.f_files else None


def nearest(folder) -> str:
    """`folder`, or the nearest of those above it that exists."""
    while not os.path.isdir(folder) and folder != "/":
        folder = os.path.dirname(folder)
    return folder


def sha256(path) -> str:
    """The hash of a file's content, read piece by piece; raises OSError."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()


def sync_folder(folder) -> None:
    """Makes a rename inside `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear(path):
    """Removes what a write that was killed left beside `path`: it may hold a secret."""
    for left in glob.glob(_BESIDE.format(glob.escape(path), "*")):
        if not os.path.exists("/proc/" + left.rsplit("-", 1)[1]):
            remove(left)


def write(path, content, mode=0o600, folder_mode=0o755, owner=None) -> None:
    """Puts `content` (bytes) at `path`, with `mode` and `owner` (uid, gid), by a flushed file renamed over it."""
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=folder_mode, exist_ok=True)
    _clear(path)
    beside = _BESIDE.format(path, os.getpid())
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        if owner is not None:
            os.fchown(file.fileno(), *owner)
        os.fchmod(file.fileno(), mode)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    sync_folder(folder)


def remove(path) -> None:
    """Removes the file at `path` where there is one, for good."""
    try:
        os.unlink(path)
    except (FileNotFoundError, NotADirectoryError):
        return
    sync_folder(os.path.dirname(path))


def read_json(path):
    """The JSON document at `path`; None where there is none or it is not JSON."""
    found = look(path)
    if found is None:
        return None
    try:
        return json.loads(found.content.decode())
    except ValueError:
        return None


def write_json(path, document) -> None:
    """Writes a document only root can read, atomically."""
    write(path, (json.dumps(document, sort_keys=True) + "\n").encode(), 0o600, 0o700)
