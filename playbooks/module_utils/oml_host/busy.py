"""Finds long work inside a container (migrations) by the processes it runs."""

from __future__ import annotations

import os

from . import compare


def _processes(proc):
    """Parent and argv of every process, by id."""
    found = {}
    for name in os.listdir(proc):
        if not name.isdigit():
            continue
        try:
            with open(os.path.join(proc, name, "stat"), "rb") as file:
                parent = int(file.read().rpartition(b")")[2].split()[1])
            with open(os.path.join(proc, name, "cmdline"), "rb") as file:
                words = file.read().decode(errors="replace").split("\0")
        except (OSError, IndexError, ValueError):
            continue
        found[int(name)] = (parent, words)
    return found


def _has_words(argv, words):
    return all(any(part == word or part.endswith("/" + word) for part in argv) for word in words)


def _is_below(processes, pid, top):
    while pid in processes:
        if pid == top:
            return True
        pid = processes[pid][0]
    return False


def is_busy(container, words, proc="/proc") -> bool:
    """Whether a process of the container has all `words` among its arguments (as a whole, or a path's last part)."""
    if not words or not compare.is_running(container):
        return False
    processes = _processes(proc)
    top = container["State"].get("Pid")
    return any(_has_words(argv, words) and _is_below(processes, pid, top) for pid, (_, argv) in processes.items())
