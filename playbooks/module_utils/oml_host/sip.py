"""SIP over UDP: asks OPTIONS and reads the status line."""

from __future__ import annotations

import os
import re
import socket
import time

_STATUS = re.compile(rb"SIP/2\.0 (\d{3}) ?([^\r\n]*)")


def options(host, port, local_host, local_port, call) -> bytes:
    """An OPTIONS request to host:port, answerable at local_host:local_port; `call` makes it unique."""
    target = "sip:{}:{}".format(host, port)
    lines = [
        "OPTIONS {} SIP/2.0".format(target),
        "Via: SIP/2.0/UDP {}:{};branch=z9hG4bK{};rport".format(local_host, local_port, call),
        "Max-Forwards: 70",
        "From: <sip:probe@{}>;tag={}".format(local_host, call[:8]),
        "To: <{}>".format(target),
        "Call-ID: {}@{}".format(call, local_host),
        "CSeq: 1 OPTIONS",
        "Contact: <sip:probe@{}:{}>".format(local_host, local_port),
        "User-Agent: oml-probe",
        "Accept: application/sdp",
        "Content-Length: 0",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def status(answer) -> tuple:
    """The status code and reason of an answer; (0, "") where it is no SIP answer."""
    found = _STATUS.match(answer)
    return (int(found.group(1)), found.group(2).decode(errors="replace")) if found else (0, "")


def _final(connection, request, end):
    """The first final answer before `end`; the request is repeated each half second, as UDP loses packets."""
    while time.monotonic() < end:
        connection.send(request)
        connection.settimeout(max(0.05, min(0.5, end - time.monotonic())))
        try:
            code, reason = status(connection.recv(8192))
        except socket.timeout:
            continue
        if code >= 200:
            return code, reason
    return 0, "no answer"


def ask(host, port, timeout) -> tuple:
    """The status code and reason host:port answers OPTIONS with; (0, "no answer") after `timeout` seconds."""
    family, _, _, _, address = socket.getaddrinfo(host, port, 0, socket.SOCK_DGRAM)[0]
    with socket.socket(family, socket.SOCK_DGRAM) as connection:
        connection.connect(address)
        local_host, local_port = connection.getsockname()[:2]
        request = options(host, port, local_host, local_port, os.urandom(16).hex())
        return _final(connection, request, time.monotonic() + timeout)
