"""At boot: ends what a power cut left open, without a client."""

from __future__ import annotations

from . import commit, journal, lock, podman, putback
from .disk import read_json
from .request import Request


def _request(places, entry, step):
    return Request(step, entry["transaction"], entry["token"], by="oml-resume", places=places)


def _keep(request, document):
    journal.keep_result(request.places, request.transaction, request.token, request.step, document)
    return document["message"]


def resume(places) -> str:
    """Finishes a commit, drops what was only staged, puts back what was being applied; says in a sentence which.

    What is put back here is not held: the release did nothing wrong. A first install stays open for the next run.
    """
    found = journal.opened(places)
    if not found:
        return "Nothing is open."
    with lock.held(places, "resume", found["transaction"], "oml-resume", patience=30.0):
        entry = journal.opened(places)
        if not entry:
            return "Nothing is open."
        staged = journal.staged(places, entry["transaction"]) or {"components": []}
        podman.bury([component["container"] for component in staged["components"]])
        if entry["state"] == "committing":
            request = _request(places, entry, "commit")
            return _keep(request, commit.commit(request))
        former = read_json(places.transaction(entry["transaction"], "former.json"))
        if entry["state"] != "staged" and not putback.has_former(places, former):
            return "A first install was cut short; the next run continues it."
        request = _request(places, entry, "put_back")
        return _keep(request, putback.put_back(request))
