"""How many calls are up: Asterisk's manager interface and rtpengine; what cannot be read is never zero."""

from __future__ import annotations

import socket

from . import ng
from .request import several

_AMI_UNIT, _RTPENGINE_UNIT = "asterisk.service", "rtpengine.service"
UNITS = (_AMI_UNIT, _RTPENGINE_UNIT)
CONTAINER = "oml-asterisk-server"


def parse_events(text) -> list:
    """The messages of a manager session, each a dictionary."""
    messages = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        pairs = [line.split(":", 1) for line in block.split("\n") if ":" in line]
        if pairs:
            messages.append({name.strip(): value.strip() for name, value in pairs})
    return messages


def count_channels(messages) -> int:
    """The calls among CoreShowChannel events: channels linked to each other are one call."""
    channels = [message for message in messages if message.get("Event") == "CoreShowChannel"]
    return len({message.get("Linkedid") or message.get("Uniqueid") or str(id(message)) for message in channels})


def _request(**fields):
    return ("".join("{}: {}\r\n".format(name, value) for name, value in fields.items()) + "\r\n").encode()


def _read_until(connection, marks):
    text = b""
    while not any(mark in text for mark in marks):
        part = connection.recv(65536)
        if not part:
            raise OSError("the manager interface closed the connection")
        text += part
    while not text.endswith(b"\r\n\r\n"):
        part = connection.recv(65536)
        if not part:
            break
        text += part
    return text.decode(errors="replace")


def asterisk(ami, timeout=3.0) -> int:
    """The calls Asterisk carries; raises OSError where it does not say."""
    with socket.create_connection((ami["host"], ami["port"]), timeout) as connection:
        connection.settimeout(timeout)
        connection.sendall(_request(Action="Login", Username=ami["user"], Secret=ami["password"], Events="off"))
        if "Response: Success" not in _read_until(connection, (b"Response: Success", b"Response: Error")):
            raise OSError("the manager interface refused the login")
        connection.sendall(_request(Action="CoreShowChannels", ActionID="oml"))
        text = _read_until(connection, (b"CoreShowChannelsComplete", b"Response: Error"))
        connection.sendall(_request(Action="Logoff"))
    if "CoreShowChannelsComplete" not in text:
        raise OSError("the manager interface refused CoreShowChannels")
    return count_channels(parse_events(text))


def rtpengine(service, timeout=3.0) -> int:
    """The calls rtpengine carries; raises OSError or ValueError where it does not say."""
    answer = ng.ask(service["host"], service["port"], "list", timeout, limit=1000)
    if answer.get("result") != "ok":
        raise OSError("rtpengine answered '{}'".format(answer.get("error-reason") or answer.get("result")))
    return len(answer.get("calls", []))


def _one(name, read, service):
    try:
        return read(service), None
    except (OSError, ValueError) as error:
        return None, "{}: {}".format(name, error or "no answer")


def say_up(count) -> str:
    """`1 call is up`, `2 calls are up`."""
    return "{} {} up".format(several(count, "call"), "is" if count == 1 else "are")


def as_started(ami, container) -> dict:
    """The manager's access with the credentials that Asterisk runs with: a rotated password is not in force yet."""
    pairs = (entry.partition("=") for entry in ((container or {}).get("Config") or {}).get("Env") or [])
    environment = {name: value for name, _, value in pairs}
    if "AMI_USER" not in environment or "AMI_PASSWORD" not in environment:
        return ami
    return dict(ami, user=environment["AMI_USER"], password=environment["AMI_PASSWORD"])


def read(sources, seen) -> dict | None:
    """{count, detail} over the sources whose unit is active; None where none is.

    `count` is None where a source that runs does not say: the caller must take that for calls.
    """
    if not sources:
        return None
    wanted = []
    if sources.get("ami") and seen.units.get(_AMI_UNIT, {}).get("ActiveState") == "active":
        wanted.append(_one("Asterisk", asterisk, as_started(sources["ami"], seen.containers.get(CONTAINER))))
    if sources.get("rtpengine") and seen.units.get(_RTPENGINE_UNIT, {}).get("ActiveState") == "active":
        wanted.append(_one("rtpengine", rtpengine, sources["rtpengine"]))
    if not wanted:
        return None
    errors = [error for _, error in wanted if error]
    if errors:
        return {"count": None, "detail": "; ".join(errors)}
    return {"count": max(count for count, _ in wanted), "detail": ""}
