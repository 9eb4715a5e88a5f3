"""What restic prints, read: its complaints, and what it tells of snapshots."""

from __future__ import annotations

import json
import re
from datetime import datetime

from .trouble import Trouble


def complaint_of(words):
    """What restic complains of, out of the JSON it may be wrapped in."""
    before, brace, rest = words.partition("{")
    try:
        told = json.loads(brace + rest)
        return before + (told.get("message") or told["error"]["message"]).strip()
    except (ValueError, KeyError, TypeError, AttributeError):
        return words


def tags_in(snapshot) -> dict:
    """A snapshot's tags by their names."""
    return dict(tag.split(":", 1) for tag in snapshot.get("tags") or [] if ":" in tag)


def found_whole(snapshots) -> list:
    """The sets whose last reading was a good one."""
    verdicts = [tags for tags in map(tags_in, snapshots) if tags.get("part") == "verified"]
    last = {tags.get("set"): tags.get("ok") for tags in sorted(verdicts, key=lambda tags: int(tags.get("at", 0)))}
    return [one for one, ok in last.items() if ok == "yes"]


def stored_at(snapshot) -> float:
    """When a snapshot was stored (seconds since the epoch): restic writes nanoseconds and the host's own zone."""
    moment, zone = re.match(r"(.{19})(?:\.\d+)?(Z|[+-]\d\d:\d\d)$", snapshot["time"]).groups()
    return datetime.fromisoformat(moment + zone.replace("Z", "+00:00")).timestamp()


def snapshot_of(out, name):
    """The id in restic's closing message; raises Trouble where it said none: then nobody knows what was stored."""
    for line in reversed(out.splitlines()):
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if message.get("message_type") == "summary" and message.get("snapshot_id"):
            return message["snapshot_id"]
    raise Trouble("restic did not say that it stored {}".format(name))
