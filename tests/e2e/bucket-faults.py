"""An S3 endpoint that passes everything on to a real one, but for what the file `mode` beside it asks for.

`swallow`: what is put below data/ is answered with 200, and kept nowhere. `busy`: every fourth request is answered with
503. `cut`: every seventh answer ends in the middle. `full`: nothing is taken below data/. `away`: from the first that
is put there on, nobody is answered. Anything else: nothing.
"""

import http.client
import itertools
import os
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HERE = os.path.dirname(os.path.abspath(__file__))
BEHIND = sys.argv[2]
TLS = ssl._create_unverified_context()
ANSWERS = {
    "swallow": (200, [("ETag", '"0"')], b""),
    "busy": (503, [], b"<Error><Code>SlowDown</Code></Error>"),
    "full": (507, [], b"<Error><Code>XMinioStorageFull</Code></Error>"),
}
EVERY = {"busy": 4, "cut": 7}
asked = itertools.count(1)
gone = set()


def is_due(name, stores):
    """Whether it is this request's turn; `stores`: it puts something below data/."""
    if name == "away" and stores:
        gone.add(name)
    if name in ("swallow", "full"):
        return stores
    return name in gone or (name in EVERY and next(asked) % EVERY[name] == 0)


def fault_now(stores):
    """What is asked for, where it is this request's turn."""
    with open(os.path.join(HERE, "mode")) as file:
        name = file.read().strip()
    if not is_due(name, stores):
        return ""
    with open(os.path.join(HERE, "done"), "a") as file:
        file.write(name + "\n")
    return name


class Fault(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Says nothing."""

    def answer(self, status, headers, body, length=None):
        """Sends an answer; `length` is what it says it were."""
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do(self):
        """Answers, or has the real one answer."""
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = fault_now(self.command == "PUT" and "/data/" in self.path)
        if fault == "away":
            self.close_connection = True
            return None
        if fault in ANSWERS:
            return self.answer(*ANSWERS[fault])
        behind = http.client.HTTPSConnection(BEHIND, context=TLS, timeout=30)
        behind.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            behind.putheader(name, value)
        behind.endheaders(sent)
        found = behind.getresponse()
        body = found.read()
        if fault == "cut":
            self.answer(found.status, found.getheaders(), body[: len(body) // 2], len(body) + 1)
            self.close_connection = True
            return None
        length = found.getheader("Content-Length") if self.command == "HEAD" else None
        return self.answer(found.status, found.getheaders(), body, length)

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = do


ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), Fault).serve_forever()
