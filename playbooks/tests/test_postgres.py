"""The program that asks a database."""

import shutil
import socket
import time

import pytest

from oml_host import dump, postgres
from oml_host.trouble import Trouble

ACCESS = {"host": "127.0.0.1", "port": 5432, "user": "u", "password": "a secret", "ssl": False, "name": "it's \\ a db"}


def test_the_newest_psql_is_taken_itself(tmp_path):
    for version in ("9.6", "13", "15"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "psql").touch()
    assert postgres.program(str(tmp_path)) == str(tmp_path / "15" / "bin" / "psql")


def test_elsewhere_it_is_found_by_the_path(tmp_path):
    assert postgres.program(str(tmp_path)) == "psql"


def test_each_program_that_talks_to_a_server_asks_whether_it_is_there_still():
    order = {"database": ACCESS, "client": "image"}
    for one in (dump.dump(order, "00-1"), dump.globals_of(order), dump.loader(order, ACCESS["name"])):
        assert sum("keepalives_idle=" in word for word in one.argv) == 1, one.title
        assert not any("a secret" in word for word in one.argv)
    words = "--dbname=dbname='it\\'s \\\\ a db' keepalives_idle="
    assert any(word.startswith(words) for word in dump.loader(order, ACCESS["name"]).argv)


def _keepalive(port):
    """Seconds until the kernel asks whether the other end of a connection to this port is there; None: it does not."""
    with open("/proc/net/tcp", encoding="ascii") as file:
        for line in list(file)[1:]:
            _, _, remote, state, _, timer, *_ = line.split()
            kind, ticks = timer.split(":")
            if (int(remote.split(":")[1], 16), state, kind) == (port, "01", "02"):
                return int(ticks, 16) / 100
    return None


@pytest.mark.skipif(shutil.which("psql") is None, reason="no psql on this machine")
def test_a_session_outlives_a_servers_host_by_two_minutes_not_two_hours():
    """Of a host that vanished nothing comes, no end either: only what TCP asks by itself goes unanswered then."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        access = dict(ACCESS, port=server.getsockname()[1])
        psql = dump.subprocess.Popen(["psql", postgres.reaching()], env=postgres.environment(access, "d"))
        try:
            connection, _ = server.accept()
            with connection:
                connection.recv(8)
                end = time.monotonic() + 5
                while _keepalive(access["port"]) is None and time.monotonic() < end:
                    time.sleep(0.05)
                assert 0 < _keepalive(access["port"]) <= 60
        finally:
            psql.kill()
            psql.wait()


class _Slow:
    """A session whose facts take so many seconds to tell, or end with this trouble."""

    def __init__(self, seconds, trouble=None):
        self._seconds, self._trouble = seconds, trouble

    def facts(self):
        time.sleep(self._seconds)
        if self._trouble:
            raise self._trouble
        return {"rows": {}}


def test_what_was_counted_is_waited_for_but_not_for_ever(monkeypatch):
    def counted(session):
        counting = dump.Counting(session)
        counting.start()
        return counting.outcome()

    assert counted(_Slow(0)) == {"rows": {}}
    with pytest.raises(Trouble, match="^The rows could not be counted: psql ended$"):
        counted(_Slow(0, Trouble("psql ended")))
    monkeypatch.setattr(dump, "_COUNTED_WITHIN", 0.05)
    words = "^The rows could not be counted: the database had not answered 0.05 s after its dump had ended; nothing of "
    with pytest.raises(Trouble, match=words + "this set counts. Run again.$"):
        counted(_Slow(1))
