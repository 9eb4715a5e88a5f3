"""Another tenant's host, data or set: each step that could write refuses before it reaches the repository."""

import json

import pytest

from oml_host import backup, backups, database, exchange, markers, restore, s3, verify
from oml_host.backup_request import BackupRequest
from oml_host.trouble import Refused, Trouble

ACCESS = {"name": "omnileads", "managed": False, "user": "omnileads", "maintenance": "postgres"}
REPOSITORY = {"endpoint": "http://192.0.2.9:9000", "bucket": "demo", "prefix": "oml-backups/demo", "password": "p"}
TOUCHING = ["begin", "files", "database", "verify", "drill", "list", "remove"]
TOUCHING += ["look", "check", "load", "halt", "swap", "undo", "accept"]


@pytest.fixture
def order():
    """An order for demo's app host."""
    own = {"tenant": "demo", "role": "app", "host": "omnileads-app", "own_bucket": True, "client": "pg", "lock": None}
    return dict(own, database=ACCESS, repository=REPOSITORY, folders={"asterisk": "/etc/asterisk/custom"}, clients=[])


@pytest.fixture
def perform(places, order, monkeypatch):
    """Does a step of demo where its host and its data are marked as these tenants'; fails where anything is reached."""

    def reached(*_, **__):
        raise AssertionError("it was reached")

    def call(operation, host="demo", role="app", database_of="demo", bucket_of="demo", purpose=""):
        marks = {"database": database_of, "bucket": bucket_of}
        found = {"tenant": host, "role": role} if host else None
        monkeypatch.setattr(markers, "host", lambda _: found)
        for module, name in ((database, "database"), (backup.bucket, "bucket")):
            mark = {"kind": name, "marker": markers.judge(marks[name], "demo"), "detail": ""}
            monkeypatch.setattr(module, "mark", lambda *_, told=mark: told)
        for module, name in (
            (backup, "repository_of"),
            (s3, "request"),
            (backup.engine, "fetch"),
            (exchange, "query"),
            (restore.swap, "halt"),
            (restore.swap, "heal"),
            (restore.swap, "perform"),
        ):
            monkeypatch.setattr(module, name, reached)
        more = {"restore": "r", "sets": ["S"], "voice": {"record": None}}
        request = BackupRequest(operation, "S", order=order, places=places, purpose=purpose, **more)
        return backups.perform(request)

    return call


@pytest.mark.parametrize("operation", TOUCHING)
def test_on_another_tenants_host_nothing_is_done(perform, operation):
    told = perform(operation, host="acme")
    words = "Nothing was done: this is the app host of tenant 'acme', not the app host of 'demo'."
    assert (told["status"], told["message"]) == ("refused", words)


@pytest.mark.parametrize(
    ("host", "role", "words"),
    [(None, "app", "this is no tenant's host yet"), ("demo", "voice", "this is the voice host of tenant 'demo'")],
)
def test_nor_on_a_host_of_nobody_or_of_the_other_role(perform, host, role, words):
    told = perform("begin", host=host, role=role)
    assert told["status"] == "refused" and words in told["message"]


@pytest.mark.parametrize("operation", ["begin", "database", "check"])
@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ({"database_of": "acme"}, "the database omnileads is foreign for 'demo'"),
        ({"database_of": None}, "the database omnileads is missing for 'demo'"),
        ({"bucket_of": "acme"}, "the bucket demo is foreign for 'demo'"),
    ],
)
def test_over_data_of_another_tenant_or_of_nobody_nothing_is_done(perform, operation, marks, words):
    told = perform(operation, **marks)
    assert (told["status"], told["message"]) == ("refused", "Nothing was done: {}.".format(words))


NOBODYS = {"host": None, "database_of": None, "bucket_of": None}


def test_a_deploys_set_is_of_what_it_takes_over_from_nobody(perform):
    assert "it was reached" in perform("begin", purpose="deploy", **NOBODYS)["message"]
    for purpose in ("", "restore"):
        assert perform("begin", purpose=purpose, **NOBODYS)["status"] == "refused"


@pytest.mark.parametrize("whose", ["host", "database_of", "bucket_of"])
def test_and_of_nothing_that_is_another_tenants(perform, whose):
    told = perform("begin", purpose="deploy", **dict(NOBODYS, **{whose: "acme"}))
    assert told["status"] == "refused"


class Holds:
    """A repository with these manifests of the set."""

    def __init__(self, *manifests):
        self.texts = [json.dumps(one) if isinstance(one, dict) else one for one in manifests]

    def snapshots(self, *_, **__):
        return [{"id": str(number)} for number in range(len(self.texts))]

    def text(self, snapshot, name):
        return self.texts[int(snapshot)]


WHOLE = {"tenant": "demo", "set": "S", "parts": {"asterisk": {}, "database": {}, "globals": {}}}


@pytest.mark.parametrize(
    ("manifests", "words"),
    [
        ([dict(WHOLE, tenant="acme")], "Nothing was done: that manifest is of set S of 'acme'"),
        ([dict(WHOLE, set="T")], "Nothing was done: that manifest is of set T of 'demo'"),
        ([], "has no manifest, so it does not exist"),
        ([WHOLE] * 2, "has more than one manifest"),
    ],
)
def test_a_manifest_that_is_not_the_sets_and_the_tenants_is_refused(order, places, manifests, words):
    request = BackupRequest("load", "S", order=order, places=places)
    with pytest.raises(Refused, match=words):
        verify.manifest_of(request, Holds(*manifests))


@pytest.mark.parametrize("part", sorted(WHOLE["parts"]))
def test_a_manifest_without_a_part_that_every_set_has_is_of_no_use(order, places, part):
    request = BackupRequest("verify", "S", order=order, places=places)
    parts = {name: {} for name in WHOLE["parts"] if name != part}
    assert verify.manifest_of(request, Holds(WHOLE)) == WHOLE
    with pytest.raises(Trouble, match="The manifest of set S lacks {}".format(part)):
        verify.manifest_of(request, Holds(dict(WHOLE, parts=parts)))
