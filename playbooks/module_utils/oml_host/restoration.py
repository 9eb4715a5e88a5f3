"""The restore this host is in the middle of, or has done and can undo; and the exchange that is open, if one is."""

from __future__ import annotations

import time

from . import disk

# The state an exchange begins in, and the one it ends in.
BEFORE = {"swap": "loaded", "undo": "swapped"}
AFTER = {"swap": "swapped", "undo": "undone"}
# The states of a restore that nothing was exchanged for.
UNFINISHED = ("loading", "loaded")
# What is kept is being removed: there is no way back any more.
LEAVING = "leaving"
_RECORD, _SWAP, _HOLD = "restore.json", "swap.json", "hold.json"
# Seconds within which the set of what is there is taken, and that which is held is loaded.
_HELD_FOR = 12 * 3600


def found(places) -> dict | None:
    """{id, set, by, at, state, live, incoming, outgoing, undone, safety?, lender?, left?, joined?, leaving?}.

    `state`: loading, loaded, swapped, undone, leaving: what was kept, `leaving`, is being removed for good, and may
    be half of itself. `live` and the others are names of databases (app) or folders (voice).
    `joined`: {user, roles}, the memberships that a load granted and nobody took back yet.
    """
    return disk.read_json(places.own(_RECORD))


def note(places, record, state, **more) -> dict:
    """Keeps the record in a new state, and returns it; from here on it speaks for its set, which nothing else holds."""
    fresh = dict(record, state=state, at=int(time.time()), **more)
    disk.write_json(places.own(_RECORD), fresh)
    disk.remove(places.own(_HOLD))
    return fresh


def forget(places) -> None:
    """Nothing is left that could be undone."""
    disk.remove(places.own(_RECORD))


def hold(places, own) -> None:
    """For hours this set stays, which is to be restored: it takes until `load` that there is a record of it."""
    disk.write_json(places.own(_HOLD), {"set": own, "at": int(time.time())})


def held(places) -> set:
    """The sets that are being restored here, or are about to be."""
    hold = disk.read_json(places.own(_HOLD)) or {"at": 0}
    names = [(found(places) or {}).get("set"), hold["set"] if time.time() - hold["at"] < _HELD_FOR else None]
    return set(filter(None, names))


def opened(places) -> dict | None:
    """The exchange that is open: {verb: halt|swap|undo, clients, until?, access?, exchanged?, is_back?}; None: none is.

    `exchanged`: names have changed, and what uses the data is being started. `is_back`: it failed and is put back.
    """
    return disk.read_json(places.own(_SWAP))


def open_swap(places, entry) -> None:
    """From here on what ends early is ended by the host itself."""
    disk.write_json(places.own(_SWAP), entry)


def close_swap(places) -> None:
    """The exchange has ended, and what was stopped for it runs."""
    disk.remove(places.own(_SWAP))


def exchanged(record, verb) -> tuple:
    """What an exchange by `verb` is of: the name that is served, what takes it, and what the former is called then."""
    if verb == "swap":
        return record["live"], record["incoming"], record["outgoing"]
    return record["live"], record["outgoing"], record["undone"]


def names(live, own) -> dict:
    """What the things of a restore are called; `own` is its id."""
    ending = own.lower()
    return {
        "live": live,
        "incoming": "{}_restoring_{}".format(live, ending),
        "outgoing": "{}_before_{}".format(live, ending),
        "undone": "{}_undone_{}".format(live, ending),
    }


def say_kept(record) -> str:
    """Why nothing is restored while something is kept of an earlier restore."""
    if record["state"] == LEAVING:
        return "Nothing was done: what the restore of {set} kept is being removed. First: --accept.".format(**record)
    if record["state"] == "swapped":
        kept, back = "the data from before the set {set} was restored are", ", or go back to them with --undo"
    else:
        kept, back = "the data that the set {set} had brought are", ""
    sentence = "Nothing was done: {} still kept. Let them go for good with --accept{}; then restore."
    return sentence.format(kept.format(**record), back)
