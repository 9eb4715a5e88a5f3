"""One program's output into another's input, measured on its way. Where either fails, neither is a success."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import tempfile
import threading
from dataclasses import dataclass, replace

from .process import surroundings

_CHUNK = 1 << 20
_F_SETPIPE_SZ = 1031
_TAIL = 4096
# Seconds a program has to end after it was asked to.
_GRACE = 20


@dataclass(frozen=True)
class Streamed:
    """What went through (`bytes`, `sha256`), and why it is no success ("" where it is one)."""

    bytes: int
    sha256: str
    trouble: str
    # What the second program wrote.
    out: str = ""
    # Of the program whose trouble it is: its exit code, and whether it is the first one.
    code: int = 0
    is_of_source: bool = False

    @property
    def ok(self) -> bool:
        """Whether both programs ended well."""
        return not self.trouble


@dataclass(frozen=True)
class Program:
    """A program to start: what messages call it, argv, and what is added to its environment.

    `tell`, where there is one, hears again and again how many bytes it has written.
    """

    title: str
    argv: list
    env: dict
    tell: object = None


class _Running:
    def __init__(self, program, **pipes):
        self.title = program.title
        self.tell = program.tell
        self._complaints = tempfile.TemporaryFile()
        env = surroundings(program.env)
        self.process = subprocess.Popen(program.argv, stderr=self._complaints, env=env, **pipes)

    def trouble(self, within=None):
        """Why it did not end well, or ""; where it does not end `within` seconds, it is ended."""
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.stop()
            self.process.wait()
            return "{} did not end within {:g} s of the end of what it was given".format(self.title, within)
        if code == 0:
            return ""
        self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, self._complaints.tell() - _TAIL))
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        told = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()] or lines[-1:]
        what = "was ended by signal {}".format(-code) if code < 0 else "ended with exit code {}".format(code)
        return "{} {}{}".format(self.title, what, ": " + told[0].strip() if told else "")

    def stop(self):
        """Ends it, politely first: restic keeps nothing of what it was not given to the end."""
        if self.process.poll() is None:
            self.process.terminate()
            threading.Thread(target=self._end, daemon=True).start()

    def _end(self):
        try:
            self.process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _widen(pipe):
    try:
        fcntl.fcntl(pipe.fileno(), _F_SETPIPE_SZ, _CHUNK)
    except OSError:
        return


def _pump(source, target, digest, tell):
    """Bytes that went from one to the other; the target's end of the pipe may close early."""
    count = 0
    for chunk in iter(lambda: source.read(_CHUNK), b""):
        digest.update(chunk)
        count += len(chunk)
        target.write(chunk)
        if tell:
            tell(count)
    return count


def _collect(pipe, into):
    into.append(pipe.read().decode(errors="replace"))


def stream(source, sink, timeout=43200.0, ends_within=None) -> Streamed:
    """Runs `source` into `sink` (Programs). Where the source fails the sink is stopped before it sees an end.

    `ends_within`: seconds the sink may take once it was given all.

    Raises FileNotFoundError where a program is not there.
    """
    first = _Running(source, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        second = _Running(sink, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    except OSError:
        first.stop()
        raise
    said = []
    listener = threading.Thread(target=_collect, args=(second.process.stdout, said))
    listener.start()
    alarm = threading.Timer(timeout, lambda: (first.stop(), second.stop()))
    alarm.start()
    try:
        streamed = _through(first, second, ends_within)
    except BaseException:
        first.process.kill()
        second.process.kill()
        raise
    finally:
        alarm.cancel()
        listener.join()
    return replace(streamed, out=said[0] if said else "")


def _through(first, second, ends_within):
    digest, count, early = hashlib.sha256(), 0, False
    for pipe in (first.process.stdout, second.process.stdin):
        _widen(pipe)
    try:
        count = _pump(first.process.stdout, second.process.stdin, digest, first.tell)
        second.process.stdin.flush()
    except BrokenPipeError:
        early = True
        first.stop()
        first.process.stdout.close()
    why = first.trouble()
    if why and not early:
        second.stop()
    _close(second.process.stdin)
    after = second.trouble(ends_within)
    streamed = Streamed(count, digest.hexdigest(), why)
    if after and (early or not why):
        return replace(streamed, trouble=after, code=second.process.returncode)
    # A source whose reader went away fails for that alone, and was stopped here: its code tells nothing.
    return streamed if early else replace(streamed, code=first.process.returncode, is_of_source=bool(why))


def _close(pipe):
    try:
        pipe.close()
    except BrokenPipeError:
        return
