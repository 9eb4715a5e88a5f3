"""Builders the tests share."""

import copy

import pytest

from oml_host.places import Places

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
