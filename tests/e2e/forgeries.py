"""Manifests that are well encrypted and not true: each a change of a set's own, which no restore may follow."""

from __future__ import annotations

import copy
import json

NOWHERE = "0" * 64


def _with(value, *path):
    """A manifest that says `value` at this place."""

    def forge(manifest):
        *folders, last = path
        place = manifest
        for name in folders:
            place = place[name]
        place[last] = value
        return [manifest]

    return forge


def _without(part):
    def forge(manifest):
        del manifest["parts"][part]
        return [manifest]

    return forge


def _more_bytes(manifest):
    manifest["parts"]["database"]["bytes"] += 1
    return [manifest]


def _more_rows(manifest):
    rows = manifest["database"]["rows"]
    rows[min(rows)] += 1
    return [manifest]


def _other_file(field, value):
    def forge(manifest):
        entries = manifest["parts"]["asterisk"]["entries"]
        next(one for one in entries if one["kind"] == "file")[field] = value
        return [manifest]

    return forge


# What takes the manifest's place; the names say what is wrong with it.
_FORGERIES = {
    "of another tenant": _with("other", "tenant"),
    "of another set": _with("20260101T000000Z-0000", "set"),
    "no manifest": lambda _: [[]],
    "not there": lambda _: [],
    "there twice": lambda manifest: [manifest, manifest],
    "without the database": _without("database"),
    "without the roles": _without("globals"),
    "without the files": _without("asterisk"),
    "another hash of the database": _with(NOWHERE, "parts", "database", "sha256"),
    "another hash of the roles": _with(NOWHERE, "parts", "globals", "sha256"),
    "another hash of a file": _other_file("sha256", NOWHERE),
    "another mode of a file": _other_file("mode", "4777"),
    "another size of the database": _more_bytes,
    "another count of rows": _more_rows,
    "a database stored nowhere": _with(NOWHERE, "parts", "database", "snapshot"),
    "files stored nowhere": _with(NOWHERE, "parts", "asterisk", "snapshot"),
}


def lay(repository, tags_in, each):
    """Lays forgeries, each n-th, in the place of the one manifest that the repository holds; yields their names.

    Whoever goes on to the next has put the manifest back.
    """
    for name, forge in list(_FORGERIES.items())[::each]:
        found = next(one for one in repository.found() if tags_in(one).get("part") == "manifest")
        manifest = json.loads(repository.text(found["id"], "manifest.json"))
        repository.forget([found["id"]])
        for document in forge(copy.deepcopy(manifest)):
            repository.store_document(document, "manifest.json", tags_in(found))
        yield name
