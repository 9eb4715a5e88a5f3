"""Environment files as podman's --env-file reads them, and the environment of a container that runs."""

from __future__ import annotations

# What podman adds by itself; never taken for a variable somebody forgot to remove.
PODMANS_OWN = frozenset(["PATH", "TERM", "HOSTNAME", "HOME", "container", "LISTEN_FDS", "LISTEN_PID", "NOTIFY_SOCKET"])


def parse(content) -> dict:
    """The variables of an environment file: `NAME=value` lines, value taken literally; `#` lines are comments."""
    found = {}
    for line in content.split("\n"):
        line = line.lstrip()
        if not line or line.startswith("#") or "=" not in line:
            continue
        name, value = line.split("=", 1)
        found[name.rstrip()] = value
    return found


def of_container(entries) -> dict:
    """The variables in podman's list of `NAME=value`."""
    return dict(entry.split("=", 1) for entry in entries or [] if "=" in entry)


def differing(wanted, running, image) -> list:
    """The names whose value differs between the file wanted and the container, sorted.

    `image`: the names its image sets, or None where unknown; a name that is neither wanted nor the image's nor
    podman's own was removed from the file since the container started.
    """
    changed = {name for name, value in wanted.items() if running.get(name) != value}
    if image is not None:
        changed.update(set(running) - set(wanted) - set(image) - PODMANS_OWN)
    return sorted(changed)
