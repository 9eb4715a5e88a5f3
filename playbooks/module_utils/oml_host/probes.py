"""Probes: each proves that a component serves, over its own protocol, and says in a few words what it saw."""

from __future__ import annotations

import base64
import http.client
import os
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Callable
from urllib.parse import urlsplit

from . import compare, ng, postgres, redis, s3, sip, uwsgi


@dataclass(frozen=True)
class Circumstances:
    """What a probe may use: the component's container (inspect document or None), seconds, and whether it may write."""

    container: Callable
    timeout: float = 3.0
    writes: bool = True


def _tcp(probe, around):
    with socket.create_connection((probe["host"], probe["port"]), around.timeout):
        return True, "connected"


def _open(url, verify, timeout):
    parts = urlsplit(url)
    if parts.scheme == "https":
        context = ssl.create_default_context() if verify else ssl._create_unverified_context()  # noqa: S323
        return parts, http.client.HTTPSConnection(parts.hostname, parts.port, timeout=timeout, context=context)
    return parts, http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)


def _get(url, verify, timeout, headers):
    parts, connection = _open(url, verify, timeout)
    try:
        target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
        connection.request("GET", target, headers=dict({"User-Agent": "oml-probe"}, **headers))
        response = connection.getresponse()
        body = b"" if response.status == 101 else response.read(1 << 20)
        return response.status, response.reason, body
    finally:
        connection.close()


def _http(probe, around):
    status, reason, body = _get(probe["url"], probe.get("tls_verify", False), around.timeout, {})
    if status not in probe.get("status", [200]):
        return False, "{} {}".format(status, reason)
    wanted = probe.get("contains")
    if wanted and wanted.encode() not in body:
        return False, "{} {}, but the page does not hold '{}'".format(status, reason, wanted)
    return True, "{} {}".format(status, reason)


def _uwsgi(probe, around):
    status = uwsgi.get(probe["host"], probe["port"], probe["path"], around.timeout)
    return status in probe["status"], "{} for {}".format(status, probe["path"])


def _websocket(probe, around):
    url = probe["url"].replace("wss://", "https://", 1).replace("ws://", "http://", 1)
    headers = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version": "13",
    }
    if probe.get("protocol"):
        headers["Sec-WebSocket-Protocol"] = probe["protocol"]
    status, reason, _ = _get(url, probe.get("tls_verify", False), around.timeout, headers)
    return status == 101, "{} {}".format(status, reason)


def _sip(probe, around):
    code, reason = sip.ask(probe["host"], probe["port"], around.timeout)
    return code == 200, "{} {}".format(code, reason) if code else reason


def _rtpengine(probe, around):
    result = ng.ask(probe["host"], probe["port"], "ping", around.timeout).get("result", "no result")
    return result == "pong", result


def _redis(probe, around):
    answer = redis.ask(probe, "PING", around.timeout)
    return answer == "+PONG", answer.lstrip("+-") or "connection closed"


def _sql(probe, around):
    done = postgres.query(probe, probe["database"], "select 1;", timeout=around.timeout + 2)
    return done.ok and done.out.strip() == "1", "select 1" if done.ok else done.complaint


def _bucket(probe, around):
    if not around.writes:
        answer = s3.request(probe, "GET", query={"list-type": "2", "max-keys": "1"}, timeout=around.timeout)
        return answer.ok, "list {} {}".format(answer.status, answer.code).rstrip()
    key = ".oml/probe-" + os.urandom(16).hex()
    content = os.urandom(16).hex().encode()
    for method, body in (("PUT", content), ("GET", b""), ("DELETE", b"")):
        answer = s3.request(probe, method, key, body=body, timeout=around.timeout)
        if not answer.ok:
            return False, "{} {} {}".format(method.lower(), answer.status, answer.code).rstrip()
        if method == "GET" and answer.body != content:
            return False, "what was put is not what was got"
    return True, "put, get, delete"


def _running(probe, around):
    container = around.container()
    if not compare.is_running(container):
        return False, "the container does not run"
    age = time.time() - compare.started(container)
    return age >= probe["seconds"], "up {:.0f} s".format(age)


_KINDS = {
    "tcp": _tcp,
    "http": _http,
    "uwsgi": _uwsgi,
    "websocket": _websocket,
    "sip": _sip,
    "rtpengine": _rtpengine,
    "redis": _redis,
    "sql": _sql,
    "bucket": _bucket,
    "running": _running,
}


def _why(error):
    if isinstance(error, socket.timeout):
        return "no answer"
    return getattr(error, "strerror", None) or str(error) or error.__class__.__name__


def one(probe, around) -> dict:
    """The result of one probe: {title, ok, detail, ms}; an error of any sort is a failed probe, never an exception."""
    began = time.monotonic()
    kind = _KINDS.get(probe["kind"])
    try:
        ok, detail = kind(probe, around) if kind else (False, "unknown probe '{}'".format(probe["kind"]))
    except (OSError, ValueError, http.client.HTTPException, KeyError) as error:
        ok, detail = False, _why(error)
    return {"title": probe["title"], "ok": ok, "detail": detail, "ms": round((time.monotonic() - began) * 1000)}


def together(pairs) -> list:
    """The results of many (probe, circumstances), asked at the same time, in order."""
    pairs = list(pairs)
    if not pairs:
        return []
    with ThreadPoolExecutor(max_workers=min(24, len(pairs))) as pool:
        return list(pool.map(lambda pair: one(*pair), pairs))
