"""Looks at a host once, in as few and as parallel calls as can be; what it saw is what `compare` judges."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from . import calls, disk, podman, units


@dataclass(frozen=True)
class Seen:
    """What lies and runs on the host: by container, unit, path, image id and volume name."""

    containers: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    images: dict = field(default_factory=dict)
    volumes: dict = field(default_factory=dict)

    def container(self, component):
        """The component's container, or None."""
        return self.containers.get(component["container"])

    def unit(self, component) -> dict:
        """The component's unit."""
        return self.units.get(component["unit"], {})


def look(places, components, certificates=None, with_calls=False) -> Seen:
    """Sees the components, the certificate files and what carries calls; images are for `with_images`."""
    names = [component["unit"] for component in components] + list(calls.UNITS if with_calls else ())
    wanted = [component["container"] for component in components] + ([calls.CONTAINER] if with_calls else [])
    volumes = [name for component in components for name in component.get("volumes", [])]
    paths = [file["path"] for component in components for file in component["files"]]
    paths += [file["path"] for file in (certificates or {}).get("files", [])]
    with ThreadPoolExecutor(max_workers=4) as pool:
        containers = pool.submit(podman.containers, list(dict.fromkeys(wanted)))
        shown = pool.submit(units.show, list(dict.fromkeys(names)))
        listed = pool.submit(podman.volumes, volumes)
        files = {path: disk.look(places.at(path)) for path in paths}
        return Seen(containers.result(), shown.result(), files, {}, listed.result())


def with_images(seen) -> Seen:
    """The same with the images that the containers run: one more call, which only a comparison needs."""
    return replace(seen, images=podman.image_documents(document["Image"] for document in seen.containers.values()))


def look_at_container(name):
    """The inspect document of one container, or None."""
    return podman.containers([name]).get(name)
