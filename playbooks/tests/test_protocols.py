"""SIP, bencode and the manager interface, as bytes."""

import socket
import threading

import pytest

from oml_host import calls, ng, probes, sip
from oml_host.observe import Seen


def test_options_is_a_complete_request():
    request = sip.options("192.0.2.12", 5060, "192.0.2.11", 40000, "abcdef0123456789").decode()
    assert request.startswith("OPTIONS sip:192.0.2.12:5060 SIP/2.0\r\n")
    assert "Via: SIP/2.0/UDP 192.0.2.11:40000;branch=z9hG4bKabcdef0123456789;rport\r\n" in request
    assert request.endswith("Content-Length: 0\r\n\r\n")


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"SIP/2.0 200 OK\r\nVia: x\r\n\r\n", (200, "OK")),
        (b"SIP/2.0 404 Not Found\r\n", (404, "Not Found")),
        (b"HTTP/1.1 200 OK\r\n", (0, "")),
        (b"", (0, "")),
    ],
)
def test_the_status_line_of_an_answer(answer, status):
    assert sip.status(answer) == status


@pytest.mark.parametrize(
    ("value", "coded"),
    [
        ({"command": "ping"}, b"d7:command4:pinge"),
        ({"b": 1, "a": ["x", -2, {}]}, b"d1:al1:xi-2edee1:bi1ee"),
        ("ñ", b"2:\xc3\xb1"),
    ],
)
def test_bencode_there_and_back(value, coded):
    assert ng.encode(value) == coded
    assert ng.decode(coded) == value


@pytest.mark.parametrize("broken", [b"", b"5:abc", b"d3:abc", b"i1", b"i1ei2e", b"l", b"x"])
def test_what_is_no_bencode_is_an_error(broken):
    with pytest.raises(ValueError):
        ng.decode(broken)


def answering(reply):
    """A UDP server on a free port of this machine that answers one datagram."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    server.settimeout(5)

    def serve():
        data, address = server.recvfrom(65535)
        server.sendto(reply(data), address)
        server.close()

    threading.Thread(target=serve, daemon=True).start()
    return server.getsockname()[1]


def test_a_probe_over_udp_reads_the_answer():
    port = answering(lambda data: data.split(b" ")[0] + b" d6:result4:ponge")
    probe = {"kind": "rtpengine", "title": "ng", "host": "127.0.0.1", "port": port}
    result = probes.one(probe, probes.Circumstances(lambda: None, 3.0))
    assert (result["ok"], result["detail"]) == (True, "pong")


def test_a_port_nobody_listens_at_is_a_failed_probe_and_no_exception():
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    probe = {"kind": "tcp", "title": "port", "host": "127.0.0.1", "port": port}
    result = probes.one(probe, probes.Circumstances(lambda: None, 1.0))
    assert (result["ok"], result["detail"]) == (False, "Connection refused")


def test_a_probe_of_an_unknown_kind_fails():
    assert not probes.one({"kind": "smell", "title": "?"}, probes.Circumstances(lambda: None))["ok"]


SESSION = (
    "Asterisk Call Manager/5.0.2\r\nResponse: Success\r\nMessage: Authentication accepted\r\n\r\n"
    "Event: CoreShowChannel\r\nChannel: PJSIP/1\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\n\r\n"
    "Event: CoreShowChannel\r\nChannel: PJSIP/2\r\nUniqueid: 1.2\r\nLinkedid: 1.1\r\n\r\n"
    "Event: CoreShowChannel\r\nChannel: PJSIP/3\r\nUniqueid: 1.3\r\n\r\n"
    "Event: CoreShowChannelsComplete\r\nListItems: 3\r\n\r\n"
)


def test_channels_that_are_linked_are_one_call():
    assert calls.count_channels(calls.parse_events(SESSION)) == 2


def test_a_source_that_runs_but_does_not_say_is_unknown_and_not_zero():
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    sources = {"ami": {"host": "127.0.0.1", "port": free.getsockname()[1], "user": "u", "password": "p"}}
    found = calls.read(sources, Seen(units={"asterisk.service": {"ActiveState": "active"}}))
    assert found["count"] is None and found["detail"].startswith("Asterisk: ")


def test_sources_that_do_not_run_are_not_asked():
    assert calls.read({"ami": {}, "rtpengine": {}}, Seen(units={"asterisk.service": {"ActiveState": "failed"}})) is None


def test_calls_are_counted_with_the_credentials_asterisk_was_started_with():
    ami = {"host": "192.0.2.12", "port": 5038, "user": "omnileads", "password": "new"}
    container = {"Config": {"Env": ["PATH=/bin", "AMI_USER=omnileads", "AMI_PASSWORD=old=one"]}}
    assert calls.as_started(ami, container)["password"] == "old=one"
    assert calls.as_started(ami, None) == ami
