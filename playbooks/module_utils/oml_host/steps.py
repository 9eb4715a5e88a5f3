"""Does one step: admitted, under the lock, its result kept, its words without secrets. Never raises."""

from __future__ import annotations

import sys
import traceback

from . import journal, lock
from .apply import apply
from .commit import commit, note
from .putback import put_back
from .redact import Redactor
from .request import Failed, document
from .stage import stage
from .trouble import Overtaken, Refused, Trouble

_STEPS = {"stage": stage, "apply": apply, "commit": commit, "put_back": put_back, "note": note}
# Steps that need no staged transaction.
_FIRST = ("stage", "note")


def _admit_number(request, last):
    if request.transaction < last["transaction"]:
        raise Overtaken(
            "Nothing was done: transaction {} is older than {}, which this host has seen.".format(
                request.transaction, last["transaction"]
            )
        )
    if request.transaction == last["transaction"] and request.token != last["token"]:
        raise Overtaken(
            "Nothing was done: transaction {} on this host belongs to another run. Run again.".format(
                request.transaction
            )
        )


def _begins_anew(request, last) -> bool:
    """Whether a run takes up on this host what was put back here while the other host still has it open."""
    return request.step == "stage" and last["ending"] == "put-back"


def admit(request) -> None:
    """Raises Overtaken where this step has no business on the host."""
    last, opened = journal.last(request.places), journal.opened(request.places)
    _admit_number(request, last)
    if request.step == "put_back":
        return
    if request.transaction == last["transaction"] and last["ending"] and not _begins_anew(request, last):
        raise Overtaken("Nothing was done: transaction {} has ended here. Run again.".format(request.transaction))
    is_open = opened is not None and opened["transaction"] == request.transaction
    if request.step in _FIRST and opened is not None and not is_open:
        raise Overtaken(
            "Nothing was done: transaction {} of {} is still open on this host ({}); it has to be put back "
            "first.".format(opened["transaction"], opened["by"], opened["state"])
        )
    if request.step not in _FIRST and not is_open:
        raise Overtaken("Nothing was done: transaction {} was not staged on this host.".format(request.transaction))
    if request.step == "apply" and opened["state"] == "putting-back":
        raise Overtaken("Nothing was done: transaction {} is being put back.".format(request.transaction))


def _locked(request):
    with lock.held(request.places, request.name, request.transaction, request.by):
        kept = journal.kept_result(request)
        if kept:
            return kept
        admit(request)
        result = _STEPS[request.step](request)
        result = Redactor(request.desired, journal.staged(request.places, request.transaction)).words_of(result)
        journal.keep_result(request.places, request.transaction, request.token, request.name, result)
        return result


def _unexpected(request, error):
    frame = traceback.extract_tb(sys.exc_info()[2])[-1]
    where = "{}:{}".format(frame.filename.rsplit("/", 1)[-1], frame.lineno)
    message = "{} ended early at {}: {}: {}".format(request.name, where, error.__class__.__name__, error)
    return document(
        request.step, "failed", message, (), {"component": None, "probe": None, "message": message, "log": []}
    )


def perform(request) -> dict:
    """The step's result document, whatever happens."""
    try:
        return _locked(request)
    except Refused as refusal:
        overtaken = isinstance(refusal, Overtaken)
        result = document(request.step, "refused", str(refusal), overtaken=overtaken)
    except Failed as failure:
        result = document(request.step, "failed", "{}.".format(failure), (), failure.error)
    except Trouble as trouble:
        error = {"component": None, "probe": None, "message": str(trouble), "log": []}
        result = document(request.step, "failed", str(trouble), (), error)
    except Exception as error:  # noqa: BLE001 a step must always answer
        result = _unexpected(request, error)
    return Redactor(request.desired, _staged(request)).words_of(result)


def _staged(request):
    try:
        return journal.staged(request.places, request.transaction)
    except OSError:
        return None
