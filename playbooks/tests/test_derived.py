"""What Redis holds of other data goes; without an answer that is said, and nothing is waited for without end."""

import socket
import threading

import pytest
from conftest import component

from oml_host import derived


@pytest.fixture
def server():
    """A server that answers one question after another with these lines; what it was asked, and its component."""
    listener = socket.create_server(("127.0.0.1", 0))
    asked = []

    def serve(answers):
        for answer in answers:
            connection, _ = listener.accept()
            with connection:
                asked.append(connection.recv(64))
                connection.sendall(answer)

    def start(*answers):
        threading.Thread(target=serve, args=(answers,), daemon=True).start()
        probe = {"kind": "redis", "title": "PING", "host": "127.0.0.1", "port": listener.getsockname()[1]}
        return asked, [component(), component(name="redis", probes=[probe])]

    yield start
    listener.close()


def test_redis_is_emptied(server):
    asked, components = server(b"+OK\r\n")
    assert derived.clear(components) == ""
    assert asked == [b"FLUSHALL\r\n"]


def test_one_that_loads_still_is_asked_again(server):
    asked, components = server(b"-LOADING Redis is loading the dataset in memory\r\n", b"+OK\r\n")
    assert derived.clear(components) == ""
    assert len(asked) == 2


def test_one_that_refuses_is_named(server):
    _, components = server(b"-NOAUTH Authentication required.\r\n")
    assert "NOAUTH" in derived.clear(components, within=0)


def test_where_no_redis_is_nothing_is_asked():
    assert derived.clear([component()]) == ""
