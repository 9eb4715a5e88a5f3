"""A failure on either side is never a success, and what goes through is measured."""

import hashlib
import sys

import pytest

from oml_host.stream import Program, stream

SOME = "import sys; sys.stdout.buffer.write(b'x' * 3_000_000)"
EAT = "import sys; print(len(sys.stdin.buffer.read()))"


def python(title, code):
    return Program(title, [sys.executable, "-c", code], {})


def test_what_goes_through_is_counted_and_hashed():
    done = stream(python("dump", SOME), python("store", EAT))
    assert done.ok
    assert (done.bytes, done.sha256) == (3_000_000, hashlib.sha256(b"x" * 3_000_000).hexdigest())
    assert done.out.strip() == "3000000"


def test_a_shell_calls_the_same_failure_a_success():
    """The naive way, for comparison: a pipe's status is the last program's."""
    import subprocess

    code = subprocess.run(["sh", "-c", "(echo half; exit 3) | cat >/dev/null"], check=False).returncode
    assert code == 0


@pytest.mark.parametrize(
    ("source", "sink", "words", "code"),
    [
        (
            SOME + "; sys.stdout.flush(); sys.exit('the server went away')",
            EAT,
            "dump ended with exit code 1: the server",
            1,
        ),
        (SOME + "; sys.stdout.flush(); import os; os.kill(os.getpid(), 9)", EAT, "dump was ended by signal 9", -9),
        (SOME, EAT + "; sys.exit('no room')", "store ended with exit code 1: no room", 1),
        (SOME, "import sys; sys.exit('no room')", "store ended with exit code 1: no room", 1),
        (SOME, "import os; os.kill(os.getpid(), 9)", "store was ended by signal 9", -9),
        (SOME, "import sys; sys.exit(125)", "store ended with exit code 125", 125),
    ],
)
def test_neither_side_fails_in_silence(source, sink, words, code):
    done = stream(python("dump", source), python("store", sink))
    assert not done.ok
    assert done.trouble.startswith(words)
    assert (done.code, done.is_of_source) == (code, words.startswith("dump"))


def test_a_dump_that_is_stopped_since_its_reader_went_away_has_no_code_of_its_own():
    endless = "import sys\nwhile True: sys.stdout.buffer.write(bytes(65536))"
    done = stream(python("dump", endless), python("store", ""))
    assert not done.ok and (done.code, done.is_of_source) == (0, False)


def test_a_dump_whose_reader_went_away_is_ended():
    """Such as podman, whose container knows nothing of it: it would be waited for until the alarm of twelve hours."""
    stubborn = (
        "import sys, time\ntry:\n    while True: sys.stdout.buffer.write(bytes(65536))\n"
        "except BrokenPipeError: time.sleep(600)"
    )
    done = stream(python("dump", stubborn), python("store", "import sys; sys.exit('no room')"))
    assert done.trouble == "store ended with exit code 1: no room"


def test_a_store_never_sees_the_end_of_a_dump_that_failed(tmp_path):
    marker = tmp_path / "ended"
    keep = "import sys; sys.stdin.buffer.read(); open({!r}, 'w').close()".format(str(marker))
    done = stream(python("dump", SOME + "; sys.stdout.flush(); sys.exit(1)"), python("store", keep))
    assert not done.ok
    assert not marker.exists()


def test_it_does_not_wait_for_ever():
    done = stream(python("dump", "import time; time.sleep(60)"), python("store", EAT), timeout=0.5)
    assert not done.ok


def test_a_store_that_does_not_end_after_the_dump_did_is_ended():
    """Such as restic where no file can be made any more: it would be waited for until the alarm of twelve hours."""
    hangs = EAT + "; import time; sys.stdout.flush(); time.sleep(60)"
    done = stream(python("dump", SOME), python("store", hangs), ends_within=0.5)
    assert done.trouble == "store did not end within 0.5 s of the end of what it was given"
    slow = EAT + "; import time; time.sleep(1)"
    assert stream(python("dump", SOME), python("store", slow), ends_within=30).ok


def test_a_store_is_waited_for_only_from_there_on():
    long = SOME + "; import time; sys.stdout.flush(); time.sleep(1.5)"
    assert stream(python("dump", long), python("store", EAT), ends_within=1).ok
