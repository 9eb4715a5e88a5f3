"""What a host is in the middle of: the open transaction, the last number seen, and the results of its steps."""

from __future__ import annotations

import os
import time

from . import disk

# A step that ended so is not run again under the same number; the others changed nothing and may be asked again.
KEPT = ("done", "failed", "rollback-failed")


def opened(places) -> dict | None:
    """The open transaction: {transaction, token, release, source, safety_set, digest, state, by, since}, or None."""
    return disk.read_json(places.own("journal.json"))


def open_transaction(request, digest) -> None:
    """Opens the journal as `staged`; `digest` tells this desired state from every other."""
    entry = {key: getattr(request, key) for key in ("transaction", "token", "by", "safety_set")}
    entry.update(release=request.desired["release"], source=request.desired.get("source"), digest=digest)
    disk.write_json(request.places.own("journal.json"), dict(entry, state="staged", since=int(time.time())))


def advance(places, state) -> None:
    """Moves the open transaction on to `state`."""
    entry = opened(places)
    if entry and entry["state"] != state:
        disk.write_json(places.own("journal.json"), dict(entry, state=state, since=int(time.time())))


def reopen(places, entry, state) -> None:
    """Opens a transaction again that had ended, to put it back."""
    disk.write_json(places.own("journal.json"), dict(entry, state=state, since=int(time.time())))


def close(places, ending) -> None:
    """Ends the open transaction as `committed`, `put-back` or `dropped`."""
    note_last(places, dict(last(places), ending=ending, entry=opened(places)))
    disk.remove(places.own("journal.json"))


def last(places) -> dict:
    """The last transaction seen: {transaction, token, ending, entry}; number 0 on a fresh host."""
    return disk.read_json(places.own("last.json")) or {"transaction": 0, "token": "", "ending": None}


def note_last(places, entry) -> None:
    """Remembers the last transaction, so that older ones are refused."""
    disk.write_json(places.own("last.json"), entry)


def _result_path(places, transaction, name):
    return places.transaction(transaction, name + ".json")


def result(places, transaction, token, name) -> dict | None:
    """The kept result of a step (`stage`, `apply-voice`, ...) of that transaction and token, or None."""
    kept = disk.read_json(_result_path(places, transaction, name))
    return kept["result"] if kept and kept.get("token") == token else None


def keep_result(places, transaction, token, name, document) -> None:
    """Keeps the result of a step that ended; a put-back that broke off goes on when it is asked again."""
    broke_off = document["step"] == "put_back" and document["status"] == "failed"
    if document["status"] in KEPT and not broke_off:
        disk.write_json(_result_path(places, transaction, name), {"token": token, "result": document})


def staged(places, transaction) -> dict | None:
    """The desired state that was staged."""
    return disk.read_json(places.transaction(transaction, "desired.json"))


def released(places) -> dict | None:
    """The desired state that was committed last, or None."""
    return disk.read_json(places.own("release.json"))


def components(places) -> list:
    """The components of what was committed last; none where nothing was."""
    return (released(places) or {"components": []})["components"]


def forget_older(places, keep=5) -> None:
    """Removes the folders of all but the last `keep` transactions."""
    folder = places.own("transactions")
    if not os.path.isdir(folder):
        return
    numbers = sorted((int(name) for name in os.listdir(folder) if name.isdigit()), reverse=True)
    for number in numbers[keep:]:
        _remove_tree(places.transaction(number))


def forget(places, transaction) -> None:
    """Removes what is left of an earlier attempt at a transaction that is about to be staged."""
    if os.path.isdir(places.transaction(transaction)):
        _remove_tree(places.transaction(transaction))


def _remove_tree(folder):
    for root, folders, files in os.walk(folder, topdown=False):
        for name in files:
            os.unlink(os.path.join(root, name))
        for name in folders:
            os.rmdir(os.path.join(root, name))
    os.rmdir(folder)


def kept_result(request) -> dict | None:
    """The result this very step ended with earlier, unless its transaction was put back since."""
    noted = last(request.places)
    if request.step != "put_back" and noted["transaction"] == request.transaction and noted["ending"] == "put-back":
        return None
    return result(request.places, request.transaction, request.token, request.name)
