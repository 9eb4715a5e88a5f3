"""The uwsgi request against bytes taken from the protocol's specification, and its answer over a real socket."""

import socket
import threading

import pytest

from oml_host import uwsgi


def test_a_request_is_a_header_and_length_prefixed_strings():
    assert uwsgi.encode({"A": "bc"}) == b"\x00\x07\x00\x00" + b"\x01\x00A" + b"\x02\x00bc"


def test_lengths_above_255_are_little_endian():
    assert uwsgi.encode({"A": "x" * 300}).startswith(b"\x00\x31\x01\x00")


@pytest.mark.parametrize("answer, code", [(b"HTTP/1.1 200 OK\r\n\r\n", 200), (b"HTTP/1.0 500 Oops\r\n\r\n", 500)])
def test_the_status_of_an_answer_is_read(answer, code):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        assert uwsgi.get("127.0.0.1", server.getsockname()[1], "/accounts/login/", 2) == code
        thread.join()


def test_an_answer_that_is_not_http_is_an_error():
    with pytest.raises(ValueError):
        uwsgi.status(b"")
