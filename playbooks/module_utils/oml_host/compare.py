"""Compares one component's desired state with what was seen: values in, a list of differences out."""

from __future__ import annotations

import re
from datetime import datetime, timezone

from . import environment, units

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)? ?(Z|[+-]\d\d:?\d\d)?")

_STARTS = re.compile(rb"^[ \t]*ExecStart[ \t]*=", re.MULTILINE)


def epoch(text) -> float:
    """The seconds of a time as podman writes it (nanoseconds, zone); 0.0 where it is none."""
    found = _TIME.match(text or "")
    if not found:
        return 0.0
    day, clock, fraction, zone = found.groups()
    offset = "+0000" if zone in (None, "Z") else zone.replace(":", "")
    moment = datetime.strptime("{} {} {}".format(day, clock, offset), "%Y-%m-%d %H:%M:%S %z")
    return moment.astimezone(timezone.utc).timestamp() + float(fraction or 0)


def is_running(container) -> bool:
    """Whether a container (inspect document or None) runs."""
    return bool(container and container.get("State", {}).get("Running"))


def started(container) -> float:
    """When a container started (seconds), 0.0 where there is none."""
    return epoch(container["State"].get("StartedAt")) if container else 0.0


def running_image(container, images) -> str | None:
    """The `name@digest` a container runs; its plain image name where no digest is known."""
    if not container:
        return None
    name = container.get("ImageName", "")
    if "@sha256:" in name:
        return name
    digests = images.get(container.get("Image"), {}).get("RepoDigests") or []
    return digests[0] if digests else name or None


def _same_image(desired, container, images):
    if container.get("ImageName") == desired:
        return True
    return desired in (images.get(container.get("Image"), {}).get("RepoDigests") or [])


def _differing_environment(component, container, images):
    path = component.get("env_file")
    content = next((file["content"] for file in component["files"] if file["path"] == path), None)
    if content is None:
        return []
    image = images.get(container.get("Image"))
    of_image = environment.of_container(image.get("Config", {}).get("Env")) if image else None
    running = environment.of_container(container.get("Config", {}).get("Env"))
    return environment.differing(environment.parse(content), running, of_image)


def _container_differences(component, container, images):
    differences = []
    if not _same_image(component["image"], container, images):
        differences.append("image")
    wanted = [word for word in component["command"][1:] if word != component["image"]]
    actual = (container.get("Config", {}).get("CreateCommand") or [])[1:]
    if wanted != [word for word in actual if word not in (container.get("ImageName"), component["image"])]:
        differences.append("command")
    if _differing_environment(component, container, images):
        differences.append("env")
    return differences


def file_differs(file, found, since=None) -> bool:
    """Whether a file (path, mode, content) is not what lies there, or was written after `since` (seconds)."""
    if found is None or found.content != file["content"].encode():
        return True
    if found.mode != int(file["mode"], 8) or found.owner != (0, 0):
        return True
    return since is not None and found.mtime > since


def _file_differences(component, seen, container):
    # The unit's own effect is seen in the container's command; every other file is read when the container starts.
    since = started(container) if is_running(container) else None
    unit_file = "/" + component["unit"]
    return [
        "file:" + file["path"]
        for file in component["files"]
        if file_differs(file, seen.files.get(file["path"]), None if file["path"].endswith(unit_file) else since)
    ]


def is_absent(component, seen) -> bool:
    """Whether the component was never deployed: neither its unit nor its container is there."""
    return seen.container(component) is None and seen.unit(component).get("LoadState", "not-found") == "not-found"


def differences(component, seen, certificates_changed=False) -> list:
    """What differs (docs/host-program.md, `differs`); empty where the component is as desired."""
    container, unit = seen.container(component), seen.unit(component)
    if is_absent(component, seen):
        return ["absent"]
    found = started_otherwise(component, seen)
    found += _file_differences(component, seen, container)
    if not is_running(container) or unit.get("ActiveState") not in ("active", "reloading"):
        found.append("stopped")
    if unit.get("UnitFileState") != "enabled":
        found.append("disabled")
    if certificates_changed:
        found.append("certificates")
    return found


def started_otherwise(component, seen) -> list:
    """What the running container was started with that is not the component's: `image`, `command`, `env`."""
    container = seen.container(component)
    return _container_differences(component, container, seen.images) if is_running(container) else []


def drop_ins(component, seen) -> list:
    """The drop-ins of the component's unit, and whether each says itself what the unit starts."""
    found = [(path, seen.files.get(path)) for path in units.drop_ins(seen.unit(component))]
    return [{"path": path, "starts": bool(file and _STARTS.search(file.content))} for path, file in found]


def needs_restart(found) -> bool:
    """Whether these differences can only be mended by a restart (or a first start)."""
    return any(difference not in ("disabled", "stopped") for difference in found)
