"""S3 with Signature Version 4: one request, path style, no redirect followed."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from time import sleep
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

# Seconds before a service is asked once more that is busy, or whose answer broke off.
_PAUSES = (0.5, 1.0, 2.0)
_UNTRUSTED = "its certificate is not trusted ({}); name its authority in tenant.yml: bucket_ca, or backup.bucket.ca"


@dataclass(frozen=True)
class Answer:
    """Status, body, S3's error code ("" where there is none), the service's own time (seconds; None: not said)."""

    status: int
    body: bytes
    code: str
    time: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the request succeeded."""
        return 200 <= self.status < 300


def _hash(data) -> str:
    return hashlib.sha256(data).hexdigest()


def _mac(key, text) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def canonical_query(query) -> str:
    """The query of a signed request: names and values encoded, sorted."""
    pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in query.items())
    return "&".join("{}={}".format(name, value) for name, value in pairs)


def sign(method, path, query, headers, payload_hash, keys, region) -> str:
    """The Authorization header of a request; `path` is encoded already, `headers` (lower case) hold x-amz-date."""
    moment = headers["x-amz-date"]
    scope = "/".join([moment[:8], region, "s3", "aws4_request"])
    names = ";".join(sorted(headers))
    lines = "".join("{}:{}\n".format(name, headers[name].strip()) for name in sorted(headers))
    canonical = "\n".join([method, path, canonical_query(query), lines, names, payload_hash])
    to_sign = "\n".join(["AWS4-HMAC-SHA256", moment, scope, _hash(canonical.encode())])
    key = ("AWS4" + keys[1]).encode()
    for part in scope.split("/"):
        key = _mac(key, part)
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return "AWS4-HMAC-SHA256 Credential={}/{},SignedHeaders={},Signature={}".format(keys[0], scope, names, signature)


def _connection(endpoint, bucket, timeout):
    if endpoint.scheme == "https":
        # Given authorities are the only ones, as for restic; with none the host's own are asked.
        is_checked = bucket.get("verify", True)
        context = ssl.create_default_context(cadata=bucket.get("ca")) if is_checked else _unverified()
        return http.client.HTTPSConnection(endpoint.hostname, endpoint.port, timeout=timeout, context=context)
    return http.client.HTTPConnection(endpoint.hostname, endpoint.port, timeout=timeout)


def _unverified():
    return ssl._create_unverified_context()  # noqa: S323


def _error_code(status, body):
    if 200 <= status < 300:
        return ""
    try:
        return ElementTree.fromstring(body.decode()).findtext("Code") or ""
    except (ElementTree.ParseError, UnicodeDecodeError):
        return ""


def _time(text):
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError):
        return None


def request(bucket, method, key="", query=None, body=b"", timeout=10.0, keys=None) -> Answer:
    """Asks the bucket (a data step or probe: endpoint, name, keys, region, verify, ca); raises OSError.

    `key` "" is the bucket itself; `keys` (access, secret) replaces the bucket's own.
    """
    endpoint = urlsplit(bucket["endpoint"])
    path = endpoint.path.rstrip("/") + "/" + quote("/".join(filter(None, [bucket["name"], key])), safe="/-_.~")
    payload = _hash(body)
    moment = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": endpoint.netloc, "x-amz-content-sha256": payload, "x-amz-date": moment}
    pair = keys or (bucket["access_key"], bucket["secret_key"])
    region = bucket.get("region") or "us-east-1"
    headers["authorization"] = sign(method, path, query or {}, headers, payload, pair, region)
    connection = _connection(endpoint, bucket, timeout)
    try:
        target = path + ("?" + canonical_query(query) if query else "")
        connection.request(method, target, body=body or None, headers=headers)
        response = connection.getresponse()
        content = response.read()
        time = _time(response.getheader("Date"))
    except ssl.SSLCertVerificationError as error:
        raise OSError(_UNTRUSTED.format(error.verify_message)) from error
    except http.client.HTTPException as error:
        raise OSError("{}".format(error.__class__.__name__)) from error
    finally:
        connection.close()
    return Answer(response.status, content, _error_code(response.status, content), time)


def patiently(bucket, method, key="", **how) -> Answer:
    """The same, asked again where the service is busy, or an answer breaks off; what cannot be reached is not."""
    for pause in _PAUSES:
        try:
            answer = request(bucket, method, key, **how)
            if answer.status < 500:
                return answer
        except OSError as error:
            if error.errno is not None or isinstance(error, socket.timeout):
                raise
        sleep(pause)
    return request(bucket, method, key, **how)
