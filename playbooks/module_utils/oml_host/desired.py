"""The desired state of one host: carried as gzip + base64, decoded, and told apart by private digests."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json

from . import FORMAT
from .trouble import Trouble

PHASES = ("foundation", "voice", "edge")
LAST_PHASE = {"app": "edge", "voice": "voice"}


def decode(text) -> dict:
    """The desired state carried in `text`; raises Trouble where it is none, or one of another format."""
    try:
        document = json.loads(gzip.decompress(base64.b64decode(text, validate=True)).decode())
    except (ValueError, OSError, EOFError) as error:
        raise Trouble("The desired state cannot be read ({}); nothing was done.".format(error.__class__.__name__))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Trouble("The desired state is not of format {}; nothing was done.".format(FORMAT))
    return document


def encode(document) -> str:
    """The inverse of decode."""
    return base64.b64encode(gzip.compress(json.dumps(document).encode(), mtime=0)).decode()


def private_digest(value) -> str:
    """SHA-256 over all of `value`, secrets included: never leaves files that only root can read."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def state_digest(desired) -> str:
    """The private digest of what a host should look like: where it comes from and who asked are left out."""
    return private_digest({key: value for key, value in desired.items() if key not in ("source", "overrides")})


def component_digest(component) -> str:
    """A component's private digest; the tag is left out, for the image's digest says it better."""
    return private_digest({key: value for key, value in component.items() if key != "tag"})


def of_phase(desired, phase) -> list:
    """The components of a phase, in apply order."""
    return [component for component in desired["components"] if component["phase"] == phase]


def named(desired, name) -> dict | None:
    """The component of that name, or None; `desired` may be None."""
    for component in (desired or {}).get("components", []):
        if component["name"] == name:
            return component
    return None


def version(component) -> str:
    """A component's version for people: tag and the first digits of the digest."""
    digest = component["image"].partition("@sha256:")[2]
    return "{} ({})".format(component.get("tag", "?"), digest[:12] or component["image"])
