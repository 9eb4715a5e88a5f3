"""Who has to have given a bucket's certificate: the authorities named, else the host's own; else nobody is asked."""

import http.server
import ssl
import threading

import pytest

from oml_host import disk, repository, s3
from oml_host.process import run

BUCKET = {"name": "sets", "access_key": "a", "secret_key": "b", "region": "us-east-1"}


def _openssl(*words):
    done = run(["openssl", *words])
    assert done.ok, done.err


def _authority(folder, name):
    key, cert = str(folder / (name + ".key")), str(folder / (name + ".pem"))
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=" + name]
    _openssl("req", *made, "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", key, "-out", cert)
    return key, cert


def _text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("trust")


@pytest.fixture(scope="module")
def service(folder):
    """An S3 endpoint that says yes to everything, and its authority's certificate; another authority's."""
    authority, own = _authority(folder, "its-own")
    key, request, cert = (str(folder / name) for name in ("server.key", "server.csr", "server.pem"))
    names = folder / "names"
    names.write_text("subjectAltName=IP:127.0.0.1\n")
    _openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=s3", "-keyout", key, "-out", request)
    given = ["-CA", own, "-CAkey", authority, "-CAcreateserial", "-days", "2", "-extfile", str(names)]
    _openssl("x509", "-req", "-in", request, *given, "-out", cert)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            return

    class Server(http.server.ThreadingHTTPServer):
        def finish_request(self, request, client):
            try:
                super().finish_request(context.wrap_socket(request, server_side=True), client)
            except OSError:
                return

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield "https://127.0.0.1:{}".format(server.server_port), _text(own), _text(_authority(folder, "other")[1])
    server.shutdown()


def _ask(endpoint, **more):
    return s3.request(dict(BUCKET, endpoint=endpoint, **more), "GET", timeout=5).status


def test_an_endpoint_is_believed_by_the_authority_that_was_given_and_by_no_other(service):
    endpoint, own, other = service
    assert _ask(endpoint, verify=True, ca=own) == 200
    assert _ask(endpoint, verify=True, ca=other + own) == 200
    for trust in ({"verify": True}, {"verify": True, "ca": other}, {}):
        with pytest.raises(OSError, match="not trusted .*; name its authority in tenant.yml"):
            _ask(endpoint, **trust)


def test_nobody_is_asked_only_where_that_was_said(service):
    assert _ask(service[0], verify=False) == 200


def test_restic_is_given_the_same_authorities(places, monkeypatch):
    monkeypatch.setattr(repository.engine, "program", lambda *_: "restic")
    access = dict(BUCKET, endpoint="https://s3", bucket="sets", prefix="oml", password="its password")

    def options(**trust):
        program = repository.Repository(places, dict(access, engine="", **trust), "app").program("restic", "check")
        return set(program.argv) - {"restic", "check", "--option=s3.bucket-lookup=path"}

    (option,) = options(verify=True, ca="PEM\n")
    name, _, given = option.partition("=")
    assert name == "--cacert" and disk.look(given).content == b"PEM\n"
    assert options(verify=True, ca="other\n") != {option}, "beside it another's are trusted"
    assert options(verify=True) == set(), "what the host trusts"
    assert options(verify=False) == {"--insecure-tls"}
