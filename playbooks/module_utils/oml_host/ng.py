"""rtpengine's control protocol: a cookie, then a bencoded dictionary, over UDP."""

from __future__ import annotations

import os
import socket
import time


def encode(value) -> bytes:
    """bencode of int, str, bytes, list, dict."""
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    if isinstance(value, list):
        return b"l" + b"".join(encode(item) for item in value) + b"e"
    if isinstance(value, dict):
        pairs = sorted((key.encode(), item) for key, item in value.items())
        return b"d" + b"".join(encode(key) + encode(item) for key, item in pairs) + b"e"
    raise TypeError("bencode cannot carry {}".format(type(value).__name__))


def _sequence(data, at):
    items = []
    while data[at : at + 1] != b"e":
        item, at = _decode(data, at)
        items.append(item)
    return items, at + 1


def _decode(data, at):
    kind = data[at : at + 1]
    if kind == b"i":
        end = data.index(b"e", at)
        return int(data[at + 1 : end]), end + 1
    if kind == b"l":
        return _sequence(data, at + 1)
    if kind == b"d":
        items, at = _sequence(data, at + 1)
        return dict(zip(items[::2], items[1::2])), at
    colon = data.index(b":", at)
    end = colon + 1 + int(data[at:colon])
    if end > len(data):
        raise ValueError("bencode ends early")
    return data[colon + 1 : end].decode(errors="replace"), end


def decode(data):
    """The value bencoded in `data`; raises ValueError where it is not bencode."""
    value, end = _decode(data, 0)
    if end != len(data):
        raise ValueError("bencode goes on after its end")
    return value


def ask(host, port, command, timeout, **arguments) -> dict:
    """rtpengine's answer to a command; raises OSError (socket.timeout after `timeout` seconds) or ValueError."""
    cookie = os.urandom(6).hex().encode()
    request = cookie + b" " + encode(dict(arguments, command=command))
    family, _, _, _, address = socket.getaddrinfo(host, port, 0, socket.SOCK_DGRAM)[0]
    end = time.monotonic() + timeout
    with socket.socket(family, socket.SOCK_DGRAM) as connection:
        connection.connect(address)
        while True:
            left = end - time.monotonic()
            if left <= 0:
                raise socket.timeout("no answer")
            connection.send(request)
            connection.settimeout(min(0.5, left))
            try:
                answer = connection.recv(65535)
            except socket.timeout:
                continue
            if answer.startswith(cookie + b" "):
                return decode(answer[len(cookie) + 1 :])
