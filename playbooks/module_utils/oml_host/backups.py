"""Does one step of a backup or a restore: under the host's lock, its words without secrets. Never raises."""

from __future__ import annotations

import time

from . import backup, drill, journal, loading, lock, progress, restore, retain, swap, verify
from .backup_request import document
from .redact import Redactor
from .trouble import Overtaken, Refused, Trouble

_STEPS = {
    "begin": backup.begin,
    "files": backup.files,
    "database": backup.take,
    "verify": verify.verify,
    "drill": drill.drill,
    "list": verify.listing,
    "remove": retain.remove,
    "look": restore.look,
    "check": restore.check,
    "load": loading.load,
    "halt": restore.halt,
    "release": restore.release,
    "swap": restore.exchange_names,
    "undo": restore.exchange_names,
    "accept": restore.accept,
    "expire": restore.expire,
}
# They read the repository, and touch nothing that runs: no deploy waits for them.
_UNLOCKED = ("drill", "list")
# Seconds a step waits for a deploy, or for another backup, to end.
_PATIENCE = 600.0


def _locked(request):
    if request.operation in _UNLOCKED:
        return _STEPS[request.operation](request)
    end = time.monotonic() + _patience(request)
    while True:
        with lock.held(request.places, request.title, 0, request.by, patience=max(0.0, end - time.monotonic())):
            open_deploy = journal.opened(request.places)
            if open_deploy is None:
                return _kept_or_done(request)
        _wait_for(open_deploy, end)


def _patience(request):
    """An exchange waits no longer than the other host stays stopped for it."""
    is_exchange = request.operation in ("swap", "undo")
    return swap.left_to_begin(request.halted, request.asked) if is_exchange else _PATIENCE


def _kept_or_done(request):
    kept = request.kept()
    if kept:
        return kept
    result = _STEPS[request.operation](request)
    try:
        request.keep(result)
    except OSError as error:
        # What was done is done: asked again it is done again, or found in the repository.
        result["noted"] = "This host kept no note of {}: {}.".format(request.operation, error)
    return result


def _wait_for(deploy, end):
    """A deploy frees the lock between its steps; in the middle of one no set is taken, and nothing holds it up."""
    if time.monotonic() > end:
        what = "transaction {transaction} of {by} is open on this host".format(**deploy)
        raise Overtaken("Nothing was done: {}. Run again when it has ended.".format(what))
    time.sleep(2)


def _give_up(request):
    """A set that failed is not gone on with: the next run takes a new one."""
    if request.operation in ("files", "database", "verify"):
        backup.close(request)


def perform(request) -> dict:
    """The step's result document, whatever happens."""
    try:
        result = _locked(request)
    except Refused as refusal:
        result = document(request, "refused", str(refusal), overtaken=isinstance(refusal, Overtaken))
    except Trouble as trouble:
        _give_up(request)
        result = document(request, "failed", str(trouble))
    except Exception as error:  # noqa: BLE001 a step must always answer
        _give_up(request)
        message = "{} ended early: {}: {}".format(request.title, type(error).__name__, error)
        result = document(request, "failed", message, lost=True)
    progress.forget(request)
    return Redactor(request.order).words_of(result)
