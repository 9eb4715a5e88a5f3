"""The last words of a component: what its container and its unit wrote to the journal."""

from __future__ import annotations

from .process import run

LINES = 25


def last_lines(component, since) -> list:
    """The last log lines of the component since `since` (seconds), oldest first, each at most 500 characters."""
    argv = ["journalctl", "--no-pager", "--quiet", "-o", "cat", "-n", str(LINES), "--since", "@{}".format(int(since))]
    argv += ["CONTAINER_NAME=" + component["container"], "+", "UNIT=" + component["unit"]]
    argv += ["+", "_SYSTEMD_UNIT=" + component["unit"]]
    return [line[:500] for line in run(argv, timeout=15).out.splitlines() if line.strip()]
