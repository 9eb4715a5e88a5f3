"""Whether the image's pg_dump is as new as the server."""

import pytest

from oml_host import dump, postgres
from oml_host.process import Finished
from oml_host.trouble import Refused, Trouble

ORDER = {"database": {"name": "omnileads"}, "client": "docker.io/omnileads/postgres@sha256:1"}
LOST = "Error: error attaching to container 9e: read unixpacket @->/proc/self/fd/12/attach: read: connection reset"


@pytest.fixture
def client(tmp_path, monkeypatch):
    """Puts a podman first in PATH that loses its container so many times before it lets it speak."""
    monkeypatch.setattr(postgres, "query", lambda *_, **__: Finished(0, "130014\n", ""))
    monkeypatch.setenv("PATH", "{}:/usr/bin:/bin".format(tmp_path))

    def place(lost, version="pg_dump (PostgreSQL) 13.14"):
        told = "echo x >> {0}/asked; if [ $(wc -l < {0}/asked) -le {1} ]; then echo '{2}' >&2; exit 125; fi; echo '{3}'"
        program = tmp_path / "podman"
        program.write_text("#!/bin/sh\n" + told.format(tmp_path, lost, LOST, version) + "\n")
        program.chmod(0o755)

    return place


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_container_that_podman_lost_is_asked_again(client, lost):
    client(lost)
    dump.refuse_older_client(ORDER)


def test_one_that_never_speaks_lets_no_set_begin(client):
    client(99)
    with pytest.raises(Trouble, match="version cannot be told: Error: error attaching to container"):
        dump.refuse_older_client(ORDER)


def test_an_older_client_is_refused(client):
    client(0, "pg_dump (PostgreSQL) 12.22")
    with pytest.raises(Refused, match="is PostgreSQL 13, and the locked image's pg_dump is 12"):
        dump.refuse_older_client(ORDER)
