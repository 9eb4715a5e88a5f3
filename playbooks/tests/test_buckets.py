"""Buckets are no folders: they tell what they hold page by page, and a key may be allowed less than another."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from oml_host import engine
from oml_host.repository import Repository
from oml_host.trouble import Trouble

# A real one has 1,000 on each.
PAGE = 2


def unchunked(body):
    """What was sent in signed chunks: `size;chunk-signature=…`, the bytes, and so on until one of none."""
    whole = b""
    while body:
        head, _, body = body.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        whole, body = whole + body[:size], body[size + 2 :] if size else b""
    return whole


class Bucket(BaseHTTPRequestHandler):
    """One request to a bucket that is kept in memory; signatures are not looked at."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        return

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        is_chunked = self.headers.get("x-amz-content-sha256", "").startswith("STREAMING")
        self.server.objects[self.key] = unchunked(body) if is_chunked else body
        self.answer(200, ETag='"0"')

    def do_GET(self):  # noqa: N802
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" in query:
            return self.answer(200, self.listed(query["prefix"][0], query.get("continuation-token", [""])[0]))
        if self.key not in self.server.objects:
            return self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>" if self.key != "sets" else b"")
        return self.part(self.server.objects[self.key])

    do_HEAD = do_GET  # noqa: N815

    def part(self, content):
        first, _, last = self.headers.get("Range", "bytes=0-").partition("=")[2].partition("-")
        some = content[int(first) : int(last) + 1 if last else None]
        dated = {"Last_Modified": "Thu, 01 Jan 2026 00:00:00 GMT", "ETag": '"0"'}
        self.answer(206 if "Range" in self.headers else 200, some, **dated)

    def do_DELETE(self):  # noqa: N802
        if not self.key.startswith(self.server.deletable):
            return self.answer(403, b"<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>")
        self.server.objects.pop(self.key, None)
        return self.answer(204)

    @property
    def key(self):
        return unquote(urlsplit(self.path).path).strip("/")

    def listed(self, prefix, after):
        keys = sorted(key[len("sets/") :] for key in self.server.objects if key.startswith("sets/" + prefix))
        left = [key for key in keys if key > after]
        self.server.pages += 1
        told = "".join(
            "<Contents><Key>{}</Key><Size>{}</Size><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
            '<ETag>"0"</ETag></Contents>'.format(escape(key), len(self.server.objects["sets/" + key]))
            for key in left[:PAGE]
        )
        if left[PAGE:]:
            told += "<NextContinuationToken>{}</NextContinuationToken>".format(escape(quote(left[PAGE - 1])))
        more = "true" if left[PAGE:] else "false"
        said = "<ListBucketResult><IsTruncated>{}</IsTruncated>{}</ListBucketResult>".format(more, told)
        return said.encode()


@pytest.fixture
def server():
    """A bucket `sets` on a port of this machine; what does not begin with `deletable` may not be deleted."""
    made = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    made.objects, made.pages, made.deletable = {"sets": b""}, 0, ""
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()


@pytest.fixture
def stored(server, places, restic, monkeypatch):
    """A repository of the real restic in that bucket, with sets of these numbers."""
    monkeypatch.setattr(engine, "program", lambda *_: restic)
    settings = {"endpoint": "http://127.0.0.1:{}".format(server.server_port), "bucket": "sets", "prefix": "demo"}
    settings.update({"access_key": "a", "secret_key": "b", "region": "us-east-1", "password": "ops"})
    repository = Repository(places, dict(settings, engine="", verify=True), "omnileads-app")

    def call(*numbers):
        repository.make()
        for number in numbers:
            repository.store_document({"n": number}, "manifest.json", {"set": str(number)})
        return repository

    return call


def test_sets_beyond_the_first_page_are_known_read_and_freed(server, stored):
    repository = stored(*range(2 * PAGE + 1))
    server.pages = 0
    found = repository.snapshots(from_bucket=True)
    assert [one["tags"] for one in found] == [["set:{}".format(number)] for number in range(2 * PAGE + 1)]
    assert server.pages > 2
    assert repository.read_through() == ([], False)
    repository.forget([one["id"] for one in found[:-1]])
    repository.prune()
    (last,) = repository.snapshots(from_bucket=True)
    assert repository.text(last["id"], "manifest.json") == '{"n": 4}\n'


def test_a_key_that_may_delete_locks_alone_stores_sets_and_removes_none(server, stored):
    server.deletable = "sets/demo/locks/"
    repository = stored(1, 2)
    repository.unlock()
    assert not [key for key in server.objects if key.startswith(server.deletable)]
    before = dict(server.objects)
    with pytest.raises(Trouble, match=r"^Snapshots could not be removed: Remove\(<snapshot/.*Access Denied\.$"):
        repository.forget([one["id"] for one in repository.snapshots()])
    repository.prune()
    assert {key: server.objects.get(key) for key in before} == before
    assert [repository.text(one["id"], "manifest.json") for one in repository.snapshots()] == [
        '{"n": 1}\n',
        '{"n": 2}\n',
    ]


def test_a_key_that_may_delete_nothing_clears_no_lock_and_it_is_said_why(server, stored):
    server.deletable = "nothing"
    words = r"^Stale locks of the repository could not be cleared: Remove\(<lock/\w+>\) failed: .*Access Denied\.$"
    with pytest.raises(Trouble, match=words):
        stored(1).unlock()
