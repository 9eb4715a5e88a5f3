"""Mends a repository whose newest set was not read back well: what is damaged there goes, to be stored anew.

restic stores nothing twice: a piece that its index names is taken for stored, damaged or not, by every later set too.
"""

from __future__ import annotations

from . import lock
from .request import several
from .restic_output import found_whole, tags_in
from .trouble import Trouble


def is_suspect(snapshots) -> bool:
    """Whether the last reading of any set was a bad one; `snapshots`: the tenant's, the oldest first.

    A set that was not read yet, or does not drill, has nothing read through: that takes hours where there is much.
    """
    known = [tags for tags in map(tags_in, snapshots) if tags.get("part") == "verified"]
    return bool(known) and known[-1].get("ok") != "yes"


def _reads_back(repository, snapshots):
    """Whether the newest manifest comes out of the bucket, and so the index does that leads to it."""
    manifests = [one["id"] for one in snapshots if tags_in(one).get("part") == "manifest"]
    try:
        for newest in manifests[-1:]:
            repository.text(newest, "manifest.json")
    except Trouble:
        return False
    return True


def _damaged(repository):
    """The pieces that are damaged each time they are read, for a reading may be cut off; and whether data lack."""
    broken, lacking = repository.read_through()
    if broken:
        again, lacking = repository.read_through()
        broken = [one for one in broken if one in again]
    return broken, lacking or bool(broken)


def mend(request, repository, snapshots, doubt) -> str:
    """Lets go of what does not read back, where something is suspect; what a person has to hear of it, or "".

    `snapshots` are the tenant's. `doubt` is told each set that may have lost data by it, and was taken for whole.
    """
    if not is_suspect(snapshots) and _reads_back(repository, snapshots):
        return ""
    with lock.packs(request.places):
        repository.rebuild_index()
        broken, has_lost = _damaged(repository)
        doubted = found_whole(snapshots) if has_lost else []
        # Before anything goes: cut off behind it, no set counts as verified that is whole no more.
        for one in doubted:
            doubt(one)
        if broken:
            repository.drop_packs(broken)
    found = "{} damaged and let go".format(several(len(broken), "piece")) if broken else "no piece damaged"
    sentence = (
        "A set was not read back well, so the repository was read through: {}, its index made anew. What is missing is "
        "stored with this set."
    ).format(found)
    if not doubted:
        return sentence
    return "{} {} may have lost data and count as verified once they are read again (oml verify --set ID): {}.".format(
        sentence, several(len(doubted), "set"), ", ".join(sorted(doubted))
    )
