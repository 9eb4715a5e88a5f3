"""Hears how far a step on a host is while a play waits for it: by one more session on the connection that is open.

Ansible's own session gives what a command printed at its end alone.
"""

from __future__ import annotations

import json
import subprocess
import threading

# A step that takes less is over before anybody would have looked.
PATIENCE = 3.0


class Watch:
    """While the block runs, `say` hears each document that `command` prints on the host. Its troubles are nobody's."""

    def __init__(self, connection, command, say):
        self._argv = _argv(connection, command)
        self._say = say
        self._process = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._listen)
        self._timer.daemon = True

    def __enter__(self):
        if self._argv:
            self._timer.start()

    def __exit__(self, *_):
        self._timer.cancel()
        with self._lock:
            self._argv = None
            if self._process:
                self._process.terminate()

    def _listen(self):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with self._lock:
            if not self._argv:
                return
            self._process = subprocess.Popen(self._argv, **pipes)
        for line in self._process.stdout:
            told = _read(line)
            if told is not None and self._argv:
                self._say(told)


def _argv(connection, command):
    """How the command is started over this connection, by its own builder; None where it is none of SSH."""
    if not hasattr(connection, "_build_command"):
        return None
    return connection._build_command(
        connection.get_option("ssh_executable"), "ssh", connection.get_option("host"), command
    )


def _read(line):
    try:
        told = json.loads(line)
        return {name: told[name] for name in ("part", "bytes", "of", "seconds")}
    except (ValueError, KeyError, TypeError):
        return None
