"""Looks at a host once, in as few and as parallel calls as can be; what it saw is what `compare` judges."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from . import calls, disk, journal, podman, units
from . import desired as states


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


def look(places, components, certificates=None, with_calls=False, images=()) -> Seen:
    """Sees the components, the images they are to run or last were to, the certificate files and what carries calls."""
    names = [component["unit"] for component in components] + list(calls.UNITS if with_calls else ())
    wanted = [component["container"] for component in components] + ([calls.CONTAINER] if with_calls else [])
    volumes = [name for component in components for name in component.get("volumes", [])]
    paths = [file["path"] for component in components for file in component["files"]]
    paths += [file["path"] for file in (certificates or {}).get("files", [])]
    references = [*images, *_images(places, components)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        finding = pool.submit(podman.find, wanted, references, volumes)
        shown = pool.submit(units.show, list(dict.fromkeys(names)))
        files = {path: disk.look(places.at(path)) for path in paths}
        for path in [path for unit in shown.result().values() for path in units.drop_ins(unit)]:
            files[path] = disk.look(places.at(path))
        found = finding.result()
        return Seen(found.containers, shown.result(), files, found.images, found.volumes)


def _images(places, components):
    """The images of these components, as they are to be and as they were committed last."""
    former = journal.released(places)
    both = [(component, states.named(former, component["name"])) for component in components]
    return [one["image"] for pair in both for one in pair if one]


def with_images(seen) -> Seen:
    """The same with every image that the containers run: one more call where they run others than those looked for."""
    missing = {document["Image"] for document in seen.containers.values()} - set(seen.images)
    return replace(seen, images={**seen.images, **podman.image_documents(missing)}) if missing else seen


def look_at_container(name):
    """The inspect document of one container, or None."""
    return podman.containers([name]).get(name)
