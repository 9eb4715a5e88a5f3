"""A request in uWSGI's own protocol, as nginx sends it: the application answers without a web server before it."""

from __future__ import annotations

import socket
import struct


def encode(variables) -> bytes:
    """A WSGI request (modifier 0): each name and value behind its length, little endian."""
    block = b""
    for name, value in variables.items():
        for text in (name.encode(), value.encode()):
            block += struct.pack("<H", len(text)) + text
    return struct.pack("<BHB", 0, len(block), 0) + block


def _variables(host, port, path):
    return {
        "REQUEST_METHOD": "GET",
        "REQUEST_URI": path,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": host,
        "HTTPS": "on",
        "wsgi.url_scheme": "https",
        "UWSGI_SCHEME": "https",
    }


def status(line) -> int:
    """The code of an HTTP status line; ValueError where it is none."""
    protocol, _, rest = line.decode("latin-1").partition(" ")
    if not protocol.startswith("HTTP/"):
        raise ValueError("the answer is not HTTP")
    return int(rest.split(" ")[0])


def get(host, port, path, timeout) -> int:
    """The status code the application gives for a page; OSError or ValueError where it gives none."""
    with socket.create_connection((host, port), timeout) as connection:
        connection.settimeout(timeout)
        connection.sendall(encode(_variables(host, port, path)))
        with connection.makefile("rb") as answer:
            return status(answer.readline(4096))
