"""Answers what a host runs and whether it is well, compared with a desired state. Reads only; takes no lock."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from . import (
    FORMAT,
    bucket,
    calls,
    certificates,
    compare,
    database,
    disk,
    held,
    journal,
    lock,
    markers,
    observe,
    podman,
    probes,
    schema,
)
from . import desired as states
from .redact import Redactor


def _os(places) -> str:
    found = disk.look(places.at("/etc/os-release"))
    lines = found.content.decode(errors="replace").splitlines() if found else []
    values = {name: value.strip('"') for name, _, value in (line.partition("=") for line in lines)}
    return "{} {}".format(values.get("ID", "unknown"), values.get("VERSION_ID", "")).strip()


def is_used(components, seen) -> bool:
    """Whether any unit, container or volume of these components exists."""
    known = any(seen.unit(component).get("LoadState", "not-found") != "not-found" for component in components)
    return known or bool(seen.containers) or bool(seen.volumes)


def _system(places, components, seen, podman_version):
    return {
        "os": _os(places),
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "podman": podman_version,
        "disk_free": disk.free(podman.storage_folder(places)),
        "used": is_used(components, seen),
    }


def _committed(places):
    release = journal.released(places)
    return {key: release.get(key) for key in ("transaction", "release", "source", "schema")} if release else None


def _journal(places, desired):
    entry = journal.opened(places)
    if not entry:
        return None
    shown = {key: entry[key] for key in ("transaction", "token", "release", "state", "by", "since")}
    # Those that an older program opened have neither.
    shown.update(source=entry.get("source"), safety_set=entry.get("safety_set") or None)
    return dict(shown, same=entry["digest"] == states.state_digest(desired))


def differences(places, desired, seen) -> dict:
    """What differs, by component name."""
    wanted, components = desired.get("certificates"), desired["components"]
    changed = certificates.differ(places, wanted, seen)
    behind = certificates.readers_behind(places, wanted, components, seen, changed)
    return {one["name"]: compare.differences(one, seen, one["name"] in behind) for one in components}


def probe_running(components, seen, timeout=3.0, writes=False) -> dict:
    """The probe results of each component whose container runs, by name, all asked at once."""
    pairs, owners = [], []
    for component in components:
        container = seen.container(component)
        if not compare.is_running(container):
            continue
        around = probes.Circumstances(lambda container=container: container, timeout, writes)
        for probe in component["probes"]:
            pairs.append((probe, around))
            owners.append(component["name"])
    results = {component["name"]: [] for component in components}
    for owner, result in zip(owners, probes.together(pairs)):
        results[owner].append(result)
    return results


def is_healthy(component, seen, results) -> bool:
    """Whether a component runs and passes all its probes."""
    return compare.is_running(seen.container(component)) and all(result["ok"] for result in results)


def _components(desired, seen, differs, results):
    return [
        {
            "name": one["name"],
            "differs": differs[one["name"]],
            "drop_ins": compare.drop_ins(one, seen),
            "active": seen.unit(one).get("ActiveState", "inactive"),
            "running": compare.running_image(seen.container(one), seen.images),
            "healthy": is_healthy(one, seen, results[one["name"]]),
            "probes": results[one["name"]],
        }
        for one in desired["components"]
    ]


def surplus(places, desired) -> list:
    """The components committed last that a complete desired state no longer has."""
    if not desired["complete"]:
        return []
    committed = journal.released(places) or {"components": []}
    return [one for one in committed["components"] if not states.named(desired, one["name"])]


def _hosted_here(desired, kind):
    """The component whose data steps make a service of this kind ready, where the host itself runs it."""
    for component in desired["components"]:
        steps = component.get("before", []) + component.get("after", [])
        if any(step["kind"] == kind and not step["managed"] for step in steps):
            return component
    return None


def _mark(desired, seen, step):
    owner = None if step["managed"] else _hosted_here(desired, step["kind"])
    if owner and compare.is_absent(owner, seen):
        return {"kind": step["kind"], "marker": "absent", "detail": "{} is not deployed".format(owner["name"])}
    read = database.mark if step["kind"] == "database" else bucket.mark
    return read(step, desired["tenant"])


def _volumes(desired, seen):
    names = [name for component in desired["components"] for name in component.get("volumes", [])]
    return [markers.volume(name, seen.volumes.get(name), desired["tenant"]) for name in dict.fromkeys(names)]


def ask(places, desired, thorough=False) -> dict:
    """The answer (docs/host-program.md, "Ask"); `thorough` lets probes write what they take away again."""
    components = desired["components"]
    with ThreadPoolExecutor(max_workers=8) as pool:
        version = pool.submit(podman.version)
        seen = observe.look(places, components, desired.get("certificates"), bool(desired.get("calls")))
        probing = pool.submit(probe_running, components, seen, writes=thorough)
        counting = pool.submit(calls.read, desired.get("calls"), seen)
        marks = [pool.submit(_mark, desired, seen, step) for step in desired.get("marks") or []]
        seen = observe.with_images(seen)
        ahead = pool.submit(schema.check, places, desired, seen)
        differs, results = differences(places, desired, seen), probing.result()
        answer = {
            "format": FORMAT,
            "host": desired["host"],
            "system": _system(places, components, seen, version.result()),
            "marker": markers.host(places),
            "adopted": markers.adopted(places),
            "prepared": prepared(places),
            "last_transaction": journal.last(places)["transaction"],
            "committed": _committed(places),
            "journal": _journal(places, desired),
            "lock": lock.holder(places),
            "rested": lock.rested(places),
            "components": _components(desired, seen, differs, results),
            "surplus": [one["name"] for one in surplus(places, desired)],
            "calls": counting.result(),
            "volumes": _volumes(desired, seen),
            "marks": [mark.result() for mark in marks],
            "schema": ahead.result(),
            "held": held.check(places, desired),
        }
    return Redactor(desired).words_of(answer)


def count(places, desired) -> dict | None:
    """The calls that this host counts now, as an answer tells them."""
    return calls.read(desired.get("calls"), observe.look(places, [], None, True))


def prepared(places) -> str | None:
    """The fingerprint of the host preparation that ran to its end, or None."""
    found = disk.look(places.own("prepared"))
    return found.content.decode(errors="replace").strip() if found else None
