"""Long work is found by the processes of the container itself."""

import subprocess
import sys

from conftest import component

from oml_host import busy, units
from oml_host.desired import decode, encode, private_digest

SLEEP = [sys.executable, "-c", "import sys; print(1, flush=True); sys.stdin.read()", "/opt/app/manage.py", "migrate"]


def a_container(pid):
    return {"State": {"Running": True, "Pid": pid}}


def test_words_are_whole_arguments_or_a_paths_last_part():
    with subprocess.Popen(SLEEP, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        assert busy.is_busy(a_container(process.pid), ["manage.py", "migrate"])
        assert not busy.is_busy(a_container(process.pid), ["manage.py", "migrat"])
        assert not busy.is_busy(a_container(process.pid), [])
        with subprocess.Popen(["sleep", "60"]) as other:
            assert not busy.is_busy(a_container(other.pid), ["manage.py", "migrate"])
            other.kill()
        process.stdin.close()


def test_systemd_properties_are_read_by_unit():
    text = "Id=a.service\nActiveState=active\nNRestarts=3\n\nId=b.service\nActiveState=failed\n"
    assert units.parse(text)["b.service"]["ActiveState"] == "failed"
    assert units.restarts(units.parse(text)["a.service"]) == 3


def test_a_desired_state_travels_as_one_word():
    state = {"format": 1, "text": 'ñ "quotes" $ #'}
    assert decode(encode(state)) == state
    assert private_digest(component()) != private_digest(component(probe_timeout=6))
