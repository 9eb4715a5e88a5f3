"""The last words of a component: what its container and its unit wrote to the journal."""

from __future__ import annotations

import re

from .process import run

_LINES = 25
# What podman itself notes of every container, and the container's bare id.
_NOISE = re.compile(r"^(\d{4}-\d\d-\d\d \S+ \S+ \S+ m=\S+ (container|volume|image|system) |[0-9a-f]{64}$)")


def last_lines(component, since) -> list:
    """The last log lines of the component since `since` (seconds), oldest first, each at most 500 characters."""
    argv = ["journalctl", "--no-pager", "--quiet", "-o", "cat", "--since", "@{:.6f}".format(since)]
    argv += ["CONTAINER_NAME=" + component["container"], "+", "UNIT=" + component["unit"]]
    argv += ["+", "_SYSTEMD_UNIT=" + component["unit"]]
    # With --since, older journalctl counts -n from the first line, so the last ones are taken here.
    lines = [line[:500] for line in run(argv, timeout=15).out.splitlines()[-200:] if line.strip()]
    return [line for line in lines if not _NOISE.match(line)][-_LINES:]
