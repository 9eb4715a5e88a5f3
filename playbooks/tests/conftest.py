"""Builders the tests share."""

import copy
import subprocess
from pathlib import Path

import pytest

from oml_host import engine
from oml_host.places import Places
from oml_host.repository import Repository

IMAGE = "docker.io/omnileads/redis@sha256:" + "a" * 64

COMPONENT = {
    "name": "redis",
    "unit": "redis.service",
    "container": "oml-redis-server",
    "image": IMAGE,
    "tag": "1.0.9",
    "phase": "foundation",
    "impact": "data",
    "command": ["podman", "run", "--replace", "--name=oml-redis-server", IMAGE, "redis-server"],
    "env_file": "/etc/default/redis.env",
    "files": [
        {"path": "/etc/default/redis.env", "mode": "0600", "content": "A=1\nPASSWORD=two = 2\n"},
        {"path": "/etc/systemd/system/redis.service", "mode": "0644", "content": "[Unit]\n"},
    ],
    "seeds": [],
    "volumes": [],
    "before": [],
    "after": [],
    "probes": [],
    "probe_timeout": 5,
}


def component(**changes):
    """A component like the catalogue's redis, with changes."""
    return dict(copy.deepcopy(COMPONENT), **changes)


def desired(*components, **changes):
    """A desired state with these components."""
    whole = {
        "format": 1,
        "tenant": "demo",
        "role": "app",
        "host": "omnileads-app",
        "release": "f" * 64,
        "complete": True,
        "components": list(components),
        "certificates": None,
        "calls": None,
        "marks": [],
        "secrets": [],
    }
    return dict(whole, **changes)


@pytest.fixture
def places(tmp_path):
    """An empty host below a temporary root."""
    return Places(str(tmp_path))


@pytest.fixture(scope="session")
def restic():
    """The path of the lab's restic, the real one; built first where its cache has none."""
    root = Path(__file__).parents[2]
    argv = [str(root / "node_modules" / ".bin" / "node"), str(root / "scripts" / "tool.ts"), "restic"]
    return subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


@pytest.fixture
def repository(places, restic, monkeypatch):
    """A repository of the real restic in a folder: made, and empty."""
    surroundings = Repository._environment

    def environment(self, password=None):
        return dict(surroundings(self, password), RESTIC_REPOSITORY=places.at("/repository"))

    monkeypatch.setattr(engine, "program", lambda *_: restic)
    monkeypatch.setattr(Repository, "_environment", environment)
    settings = dict.fromkeys(("endpoint", "bucket", "prefix", "access_key", "secret_key", "region"), "")
    made = Repository(places, dict(settings, password="ops", engine="", verify=True), "omnileads-app")
    made.make()
    return made
