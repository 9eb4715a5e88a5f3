"""One inline command for Redis, without a client of its own."""

from __future__ import annotations

import socket


def ask(server, command, timeout) -> str:
    """The first line of its answer, "" where it closed the connection; raises OSError. `server` names host and port."""
    with socket.create_connection((server["host"], server["port"]), timeout) as connection:
        connection.sendall(command.encode() + b"\r\n")
        return connection.recv(256).split(b"\r\n")[0].decode(errors="replace")
