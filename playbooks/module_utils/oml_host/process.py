"""Runs other programs: always an argv list, always a deadline, never a secret in an argument."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Finished:
    """How a program ended: exit code (127 not installed, 124 timed out), standard output and error as text."""

    code: int
    out: str
    err: str

    @property
    def ok(self) -> bool:
        """Whether it exited 0."""
        return self.code == 0

    @property
    def complaint(self) -> str:
        """The last line it wrote to say what went wrong."""
        lines = [line.strip() for line in (self.err.strip() or self.out.strip()).splitlines() if line.strip()]
        return lines[-1] if lines else "exit code {}".format(self.code)


def surroundings(more=None) -> dict:
    """The environment every child has, `more` added to it."""
    env = dict(os.environ, LC_ALL="C.UTF-8", **(more or {}))
    env.setdefault("HOME", "/root")
    return env


def run(argv, timeout=60.0, env=None, stdin=None, folder=None) -> Finished:
    """Runs `argv` in `folder`, to its end or `timeout` seconds; `env` is added to its own, `stdin` (text) fed to it."""
    try:
        done = subprocess.run(
            list(argv),
            input=stdin.encode() if stdin is not None else None,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            timeout=timeout,
            env=surroundings(env),
            cwd=folder,
            check=False,
        )
    except (FileNotFoundError, PermissionError):
        return Finished(127, "", "{} is not installed".format(argv[0]))
    except subprocess.TimeoutExpired:
        return Finished(124, "", "{} did not end within {:g} s".format(argv[0], timeout))
    return Finished(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
