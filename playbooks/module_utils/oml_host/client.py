"""What a play asks of a host: how it is, or one step; and the answer it gets.

Ansible's module asks here, and so does the play itself where this version of the program lies on the host.
"""

from __future__ import annotations

from . import attach
from .desired import decode
from .places import Places
from .request import Request

_FIELDS = ("step", "phase", "transaction", "token", "by", "now", "new_data", "hold", "reason")
CLIENT_TIMEOUT = 14400


def request_of(parameters) -> Request:
    """The request in the parameters of `oml_step`, of which those not given may be None; raises Trouble."""
    fields = {name: parameters[name] for name in _FIELDS if parameters.get(name) is not None}
    desired = parameters.get("desired")
    return Request(desired=decode(desired) if desired else None, **fields)


def returned(result) -> dict:
    """What a play is told of a step."""
    return {"changed": any(one["action"] != "unchanged" for one in result["components"]), "result": result}


def answer(parameters) -> dict:
    """{changed, result} of a question or a step; raises Trouble where nothing can be asked."""
    if parameters["step"] == "ask":
        from .ask import ask  # a step does without

        desired = decode(parameters["desired"])
        return {"changed": False, "result": ask(Places(), desired, bool(parameters.get("thorough")))}
    timeout = parameters.get("client_timeout") or CLIENT_TIMEOUT
    return returned(attach.perform(request_of(parameters), timeout))
