"""What Redis holds is derived from the database, or refers to it: it goes when other data take their place.

The web application writes campaigns and agents whenever it starts; sessions of other data must let nobody in.
"""

from __future__ import annotations

import time

from . import redis

_PAUSE = 0.5


def clear(components, within=60.0) -> str:
    """Empties the Redis that is among these components, if one is; why that could not be done in time, else empty.

    Waits, since after a reboot it may come up later than what asks for this.
    """
    servers = [probe for one in components for probe in one["probes"] if probe["kind"] == "redis"]
    end = time.monotonic() + within
    for server in servers:
        answer = _ask(server)
        while answer != "+OK" and time.monotonic() < end:
            time.sleep(_PAUSE)
            answer = _ask(server)
        if answer != "+OK":
            return "Redis still holds what it derived from the other data ({}).".format(answer)
    return ""


def _ask(server):
    try:
        return redis.ask(server, "FLUSHALL", 5) or "it closed the connection"
    except OSError as error:
        return str(error)
