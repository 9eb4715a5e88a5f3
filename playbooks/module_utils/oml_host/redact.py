"""Takes secrets out of whatever leaves the host in words: messages, details, log lines, diffs."""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import quote, quote_plus

HIDDEN = "********"
_SECRET_FIELDS = ("password", "escrow_password", "secret_key", "admin_password")
_SECRET_NAME = re.compile(r"PASS|SECRET|TOKEN|_SK$|_KEY$|DATA_SOURCE_NAME", re.I)
_SHORTEST = 4


def _fields(value):
    """Every secret field of a document, at any depth."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _SECRET_FIELDS and isinstance(item, str):
                yield item
            else:
                yield from _fields(item)
    elif isinstance(value, list):
        for item in value:
            yield from _fields(item)


def _environment(component):
    """The values of an environment file's variables that are named like secrets."""
    for file in component.get("files", []):
        if file["path"] != component.get("env_file"):
            continue
        for line in file["content"].splitlines():
            name, _, value = line.partition("=")
            if _SECRET_NAME.search(name):
                yield value


def secrets_of(desired) -> list:
    """Every secret of a desired state, longest first; ones shorter than four characters cannot be told from words."""
    found = set(desired.get("secrets", []))
    found.update(_fields(desired))
    for component in desired.get("components", []):
        found.update(_environment(component))
    for file in (desired.get("certificates") or {}).get("files", []):
        if "PRIVATE KEY" in file["content"]:
            found.update(line for line in file["content"].splitlines() if "-----" not in line)
    return sorted((one for one in found if len(one) >= _SHORTEST), key=len, reverse=True)


def _forms(secret):
    yield secret
    yield quote(secret, safe="")
    yield quote_plus(secret)
    yield json.dumps(secret)[1:-1]
    yield base64.b64encode(secret.encode()).decode().rstrip("=")


class Redactor:
    """Replaces each known secret, in each form it travels in, by stars."""

    def __init__(self, *desired_states):
        forms = {form for state in desired_states if state for secret in secrets_of(state) for form in _forms(secret)}
        ordered = sorted((form for form in forms if len(form) >= _SHORTEST), key=len, reverse=True)
        self._pattern = re.compile("|".join(re.escape(form) for form in ordered)) if ordered else None

    def text(self, words) -> str:
        """`words` without secrets."""
        return self._pattern.sub(HIDDEN, words) if self._pattern else words

    def words_of(self, value, keys=("message", "detail", "log", "reason")):
        """A copy of a document whose free text is without secrets; names and numbers stay as they are."""
        if isinstance(value, dict):
            return {key: self._deep(item) if key in keys else self.words_of(item, keys) for key, item in value.items()}
        if isinstance(value, list):
            return [self.words_of(item, keys) for item in value]
        return value

    def _deep(self, value):
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._deep(item) for item in value]
        return value
