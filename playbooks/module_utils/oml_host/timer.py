"""The timer by which a host ends without anybody what a restore left open: it asks again and again until disarmed."""

from __future__ import annotations

from . import units
from .process import run

# Seconds after which it asks again, where the host's lock was not free or its clock was set back.
ASKS_EVERY = 30
_NAME = "oml-restore-heal"


def arm(after=ASKS_EVERY) -> str:
    """Has the host heal in so many seconds; why that could not be, or empty. A timer that is armed stays as it is."""
    if units.is_alive(_NAME + ".timer"):
        return ""
    argv = ["systemd-run", "--quiet", "--collect", "--unit=" + _NAME, "--on-active={}".format(after)]
    argv += ["--on-unit-active={}".format(ASKS_EVERY), "--timer-property=AccuracySec=1s"]
    done = run([*argv, "systemctl", "start", "oml-resume.service"], timeout=30)
    return "" if done.ok else done.complaint


def disarm() -> None:
    """Nothing is left for it to do."""
    run(["systemctl", "stop", _NAME + ".timer"], timeout=30)
