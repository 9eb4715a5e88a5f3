"""A part that is read as a text is the one that was stored, byte for byte."""

import hashlib

import pytest

from oml_host import parts
from oml_host.stream import Program
from oml_host.trouble import Trouble

ROLES = "CREATE ROLE demo; -- né"


class Stored:
    """A repository with this one part."""

    def reader(self, snapshot, name):
        return Program("restic", ["printf", "%s", ROLES], {}) if snapshot else Program("restic", ["false"], {})


PART = {
    "snapshot": "s1",
    "file": "globals.sql",
    "bytes": len(ROLES.encode()),
    "sha256": hashlib.sha256(ROLES.encode()).hexdigest(),
}


def test_what_was_stored_is_told():
    assert parts.text(Stored(), PART) == ROLES


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"sha256": "0" * 64}, "globals.sql came back with other bytes than were stored"),
        ({"bytes": 1}, "globals.sql came back with other bytes than were stored"),
        ({"snapshot": ""}, "globals.sql could not be read back: restic ended with exit code 1"),
    ],
)
def test_anything_else_is_not(other, words):
    with pytest.raises(Trouble, match=words):
        parts.text(Stored(), dict(PART, **other))
