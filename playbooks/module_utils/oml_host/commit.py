"""commit: proves once more what was well before, and makes the transaction the host's release."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from . import ask, compare, data, disk, health, held, journal, logs, observe, podman, saved, schema
from . import desired as states
from .request import Failed, document
from .trouble import Refused

_ATTEMPTS = 6
_RELEASES_KEPT = 3


def _failing(components, seen):
    """The components that do not pass all their probes now, asked all at once."""
    results = ask.probe_running(components, seen, writes=True)
    return [one for one in components if not ask.is_healthy(one, seen, results[one["name"]])]


def _require_health(component):
    if health.passes(component, _ATTEMPTS):
        return
    failing = next((one for one in health.probe(component) if not one["ok"]), None)
    what = "{}: {}".format(failing["title"], failing["detail"]) if failing else "its probes come and go"
    message = "{} was healthy and is no longer ({})".format(component["name"], what)
    log = logs.last_lines(component, time.time() - 120)
    raise Failed(message, component["name"], failing and failing["title"], log)


def require_released(component, seen) -> None:
    """Raises Failed where a container runs that was started otherwise than released."""
    differs = compare.started_otherwise(component, seen)
    if not differs:
        return
    paths = [one["path"] for one in compare.drop_ins(component, seen)]
    if paths:
        remedy = "{} {} its unit; type `systemctl revert {}` on the host, then run again with --retry".format(
            "drop-in " + " and ".join(paths), "change" if paths[1:] else "changes", component["unit"]
        )
    else:
        remedy = "`systemctl cat {}` shows what starts it".format(component["unit"])
    what = "{} is started otherwise than released ({}): {}".format(component["name"], ", ".join(differs), remedy)
    raise Failed(what, component["name"])


def _prove(request, desired):
    """Proves what was well at stage and what this transaction touched: its probes, and what it was started with."""
    places, number = request.places, request.transaction
    due = set(disk.read_json(places.transaction(number, "healthy.json")) or []) | set(saved.names(places, number))
    components = [one for one in desired["components"] if one["name"] in due]
    seen = observe.look(places, components)
    failing = _failing(components, seen)
    for component in failing:
        _require_health(component)
    seen = observe.with_images(observe.look(places, components) if failing else seen)
    for component in components:
        require_released(component, seen)


def merge(former, desired) -> dict:
    """The release a commit leaves: the desired state, and with a partial one the other components as they were."""
    if desired["complete"] or not former:
        return desired
    names = [one["name"] for one in desired["components"]]
    by_name = {one["name"]: one for one in desired["components"]}
    kept = [by_name.get(one["name"], one) for one in former["components"]]
    added = [one for one in desired["components"] if not states.named(former, one["name"])]
    return dict(desired, complete=True, components=kept + added) if names else former


def images_to_forget(history, images) -> tuple:
    """The history with these images added (newest first, three kept), and the images only the dropped entry had."""
    kept = ([images] + [one for one in history if one != images])[:_RELEASES_KEPT]
    dropped = [one for one in history if one not in kept]
    needed = {image for entry in kept for image in entry}
    return kept, sorted({image for entry in dropped for image in entry} - needed)


def _forget_images(places, release):
    images = sorted({one["image"] for one in release["components"]} | set(data.images(release)))
    history, dropped = images_to_forget(disk.read_json(places.own("images.json")) or [], images)
    for image in dropped:
        podman.remove_image(image)
    disk.write_json(places.own("images.json"), history)


def finish(request, desired, migrations) -> dict | None:
    """What a commit does once it is decided, and the schema it found; may be done again after a crash."""
    places = request.places
    former = disk.read_json(places.transaction(request.transaction, "former.json"))
    found = schema.remember(places, desired, migrations)
    release = dict(merge(former, desired), transaction=request.transaction, schema=found)
    release.update({key: desired.get(key) for key in ("source", "overrides")})
    disk.write_json(places.own("release.json"), release)
    held.release(places, desired)
    _forget_images(places, release)
    journal.forget_older(places)
    journal.close(places, "committed")
    return found


def note(request) -> dict:
    """Makes a release that was found running the host's own: its source and fingerprint are kept, nothing is touched.

    It is a transaction, so that a deploy that asked before it, and may be of an older commit, is refused.
    """
    places, former = request.places, journal.released(request.places)
    if former is None:
        raise Refused("Nothing was noted: no deploy of this host was ever finished.")
    journal.note_last(places, {"transaction": request.transaction, "token": request.token, "ending": "noted"})
    release = dict(merge(former, request.desired), transaction=request.transaction, schema=former.get("schema"))
    release.update(source=request.desired.get("source"), overrides=former.get("overrides"))
    disk.write_json(places.own("release.json"), release)
    journal.forget_older(places)
    return document("note", "done", "The release that runs here was noted with its source.")


def commit(request) -> dict:
    """Makes the transaction the host's release and closes it."""
    desired = journal.staged(request.places, request.transaction)
    is_decided = journal.opened(request.places)["state"] == "committing"
    with ThreadPoolExecutor(max_workers=1) as pool:
        reading = pool.submit(schema.applied, desired)
        try:
            if not is_decided:
                _prove(request, desired)
        except Failed as failure:
            return document("commit", "failed", "{}.".format(failure), (), failure.error)
        migrations = reading.result()
    journal.advance(request.places, "committing")
    found = finish(request, desired, migrations)
    return document("commit", "done", "This is the host's release now.", schema=found)
