"""The desk of the toolkit that started this run of Ansible: a question is a line, the answer a line of JSON."""

from __future__ import annotations

import json
import socket


def ask(path, question):
    """What the desk answers, in its own time; raises OSError or ValueError where it hangs up."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(path)
        connection.sendall((question + "\n").encode())
        with connection.makefile(encoding="utf-8") as answer:
            return json.loads(answer.readline())
