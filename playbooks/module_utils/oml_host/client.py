"""What a play asks of a host: how it is, or one step; and the answer it gets.

Ansible's module asks here, and so does the play itself where this version of the program lies on the host.
"""

from __future__ import annotations

from . import attach
from .desired import decode
from .places import Places
from .request import Request

_FIELDS = ("step", "phase", "transaction", "token", "by", "now", "new_data", "safety_set", "calls", "hold", "reason")
_SET_FIELDS = ("operation", "set", "by", "purpose", "voice", "sets", "unverified")
_RESTORE_FIELDS = ("restore", "safety", "now", "halted")
_CHANGING = ("files", "database", "remove", "load", "halt", "release", "swap", "undo", "accept")
CLIENT_TIMEOUT = 14400
# Half a day: a set may be large.
SET_TIMEOUT = 43200


def _given(names, parameters):
    return {name: parameters[name] for name in names if parameters.get(name) is not None}


def request_of(parameters) -> Request:
    """The request in the parameters of `oml_step`, of which those not given may be None; raises Trouble."""
    desired = parameters.get("desired")
    return Request(desired=decode(desired) if desired else None, **_given(_FIELDS, parameters))


def returned(result) -> dict:
    """What a play is told of a step."""
    return {"changed": any(one["action"] != "unchanged" for one in result["components"]), "result": result}


def _of_set(parameters):
    from .backup_request import BackupRequest  # a deploy does without

    request = BackupRequest(order=decode(parameters["order"]), **_given(_SET_FIELDS + _RESTORE_FIELDS, parameters))
    result = attach.perform(request, parameters.get("client_timeout") or SET_TIMEOUT)
    return {"changed": request.operation in _CHANGING or "removed" in result, "result": result}


def answer(parameters) -> dict:
    """{changed, result} of a question or a step, of a deploy or of a set; raises Trouble where nothing can be asked."""
    if "operation" in parameters:
        return _of_set(parameters)
    if parameters["step"] == "ask":
        from .ask import ask  # a step does without

        desired = decode(parameters["desired"])
        return {"changed": False, "result": ask(Places(), desired, bool(parameters.get("thorough")))}
    if parameters["step"] == "count":
        from .ask import count  # a step does without

        return {"changed": False, "calls": count(Places(), decode(parameters["desired"]))}
    timeout = parameters.get("client_timeout") or CLIENT_TIMEOUT
    return returned(attach.perform(request_of(parameters), timeout))
