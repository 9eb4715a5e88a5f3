"""How far a step is: counted where bytes go through, read from its file, heard by the run that waits."""

import json
import os
import threading
import time

import oml_watch
import pytest

from oml_host import disk, progress
from oml_host.backup_request import BackupRequest
from oml_host.stream import Program, stream

SLOW = "for i in 1 2 3; do head -c 1048576 /dev/zero; sleep 0.1; done"
FAR = {"part": "database", "bytes": 1, "of": None, "seconds": 2.0}


def _until(holds, within=10.0):
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def request_(places):
    return BackupRequest("database", "S", places=places)


def test_what_goes_through_is_counted_and_forgotten_at_the_end(places, request_, monkeypatch):
    monkeypatch.setattr(progress, "_WRITE_EVERY", 0)
    counter = progress.Counter(request_, "database", 4 << 20)
    streamed = stream(Program("source", ["sh", "-c", SLOW], {}, counter), Program("sink", ["cat"], {}))
    told = disk.read_json(places.progress(request_.unit))
    assert streamed.ok and (told["part"], told["bytes"], told["of"]) == ("database", 3 << 20, 4 << 20)
    assert told["seconds"] >= 0.2
    progress.forget(request_)
    assert disk.read_json(places.progress(request_.unit)) is None


def test_it_is_written_once_a_second_at_most_and_a_full_disk_stops_no_backup(places, request_, monkeypatch):
    counter = progress.Counter(request_, "database")
    counter(1)
    assert not os.path.exists(places.progress(request_.unit)), "too soon"
    monkeypatch.setattr(progress, "_WRITE_EVERY", 0)
    disk.write(places.at("/run/oml/progress"), b"no folder")
    counter(2)


def test_who_reads_it_prints_what_is_new_until_nobody_listens(places, request_, monkeypatch, capsys):
    monkeypatch.setattr(progress, "_SOONEST", 0.01)
    monkeypatch.setattr(progress, "_OF_WHAT_WENT_BY", 0)
    monkeypatch.setattr(progress.units, "is_alive", lambda _: True)
    hears, ends = os.pipe()
    with os.fdopen(hears) as listener, os.fdopen(ends, "w") as channel:
        reading = threading.Thread(target=progress.follow, args=(places, request_.unit, listener))
        reading.start()
        said = ""
        for count in (1, 2):
            disk.write_json(places.progress(request_.unit), dict(FAR, bytes=count))
            time.sleep(0.1)
        channel.close()
        reading.join(5)
        assert not reading.is_alive()
    said = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["bytes"] for line in said] == [1, 2]


@pytest.mark.parametrize(
    ("alive", "looks"),
    [([True, True, False, False], 4), ([False, True, False, False], 4), ([True, False, True, False, False], 5)],
)
def test_nor_does_it_outlive_the_step_where_the_connection_hangs(places, request_, monkeypatch, capsys, alive, looks):
    """The listener never ends; a step that has not begun yet is waited for."""
    asked = []
    monkeypatch.setattr(progress, "_SOONEST", 0.01)
    monkeypatch.setattr(progress.units, "is_alive", lambda unit: asked.append(unit) or alive[len(asked) - 1])
    disk.write_json(places.progress(request_.unit), dict(FAR, seconds=0.0))
    hears, ends = os.pipe()
    with os.fdopen(hears) as listener, os.fdopen(ends, "w"):
        progress.follow(places, request_.unit, listener)
    assert asked == [request_.unit] * looks
    assert len(capsys.readouterr().out.splitlines()) == 1


class _Connection:
    """One over which a host's shell answers with this script."""

    def __init__(self, script):
        self._script = script

    def get_option(self, name):
        return name

    def _build_command(self, _program, _subsystem, host, command):
        assert (host, command) == ("host", "tell")
        return ["sh", "-c", self._script]


def test_a_run_hears_what_the_host_tells_while_it_waits(monkeypatch):
    monkeypatch.setattr(oml_watch, "PATIENCE", 0.01)
    heard = []
    script = "echo Welcome; echo '{{}}'; echo '{}'; exec cat".format(json.dumps(dict(FAR, more=1)))
    watch = oml_watch.Watch(_Connection(script), "tell", heard.append)
    with watch:
        _until(lambda: heard)
    assert heard == [FAR]
    _until(lambda: watch._process.poll() is not None)


def test_a_quick_step_opens_no_session_and_another_connection_has_none(monkeypatch):
    watch = oml_watch.Watch(_Connection("exec cat"), "tell", pytest.fail)
    with watch:
        pass
    assert watch._process is None
    with oml_watch.Watch(object(), "tell", pytest.fail) as none:
        assert none is None
