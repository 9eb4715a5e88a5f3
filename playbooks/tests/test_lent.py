"""A set of another tenant's becomes this tenant's own."""

from oml_host import dump, fitting, side
from oml_host.backup_request import BackupRequest

ACCESS = {"host": "192.0.2.11", "port": 5432, "user": "omnileads", "password": "p", "name": "omnileads", "ssl": False}
LENDER = {"tenant": "acme", "repository": {"prefix": "oml-backups/acme"}, "own_bucket": True}


def test_its_manifest_and_repository_are_the_lenders_and_all_else_is_not():
    order = {"tenant": "demo", "repository": {"prefix": "oml-backups/demo"}, "own_bucket": True, "database": ACCESS}
    request = BackupRequest("load", "S", order=dict(order, from_tenant=LENDER))
    lender = fitting.lender_of(request).order
    assert (lender["tenant"], lender["repository"]["prefix"]) == ("acme", "oml-backups/acme")
    assert lender["database"] == ACCESS
    assert fitting.lender_of(BackupRequest("load", "S", order=order)).order == order


def test_what_names_a_role_of_the_lenders_does_not_come_along():
    wanted = {
        "owner": "acme",
        "connections": 40,
        "settings": [["", "TimeZone=UTC"], ["acme", "work_mem=64MB"]],
        "rights": [["acme", "CONNECT", False]],
    }
    assert side.own_properties(ACCESS, wanted) == {
        "owner": "omnileads",
        "connections": 40,
        "settings": [["", "TimeZone=UTC"]],
        "rights": None,
    }


def test_objects_belong_to_who_loads_them(monkeypatch):
    monkeypatch.setattr(dump, "environment_of", lambda _: {})
    order = {"database": ACCESS, "client": "postgres@sha256:0"}
    assert {"--no-owner", "--role=omnileads"} <= set(dump.loader(order, "x", "omnileads").argv)
    assert "--no-owner" not in dump.loader(order, "x").argv


def test_who_loads_it_has_to_be_the_applications_role_and_no_other():
    order, manifest = {"database": ACCESS}, {"database": {"owners": ["acme", "clerk"]}}
    assert side.owners_of(order, manifest) == ["acme", "clerk"]
    assert side.owners_of(dict(order, from_tenant=LENDER), manifest) == ["omnileads"]
