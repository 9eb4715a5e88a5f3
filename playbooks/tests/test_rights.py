"""As whom a restore works on databases, and what is named where nobody may."""

import json

import pytest

from oml_host import rights
from oml_host.process import Finished
from oml_host.trouble import Refused

MAY = {"super": False, "createdb": True, "createrole": False, "inherits": True, "foreign": [], "absent": []}
ADMIN = {"admin_user": "doadmin", "admin_password": "its password"}


def _server(monkeypatch, seen):
    """A server that says this of each role; who asked it."""
    asked = []

    def answer(access, sql, **_):
        asked.append((access["user"], access["password"]))
        return Finished(0, json.dumps(dict(MAY, **seen[access["user"]])), "")

    monkeypatch.setattr(rights.exchange, "query", answer)
    return asked


def _hand(monkeypatch, seen, restore_as=None, **more):
    """The user that works on it, where the server says this of each role."""
    asked = _server(monkeypatch, seen)
    database = {"name": "live", "user": "app", "password": "its own", "restore_as": restore_as}
    found = rights.hand({"database": database}, ["live"], ["o'wner"], **more)
    assert "restore_as" not in found, "who gets no further than the application's role keeps no other password"
    assert (found["user"], found["password"]) in asked
    return found["user"]


def test_the_application_s_role_is_taken_where_it_may(monkeypatch):
    assert _hand(monkeypatch, {"app": {}}) == "app"
    assert _hand(monkeypatch, {"app": {}}, ADMIN) == "app"
    assert _hand(monkeypatch, {"app": {"super": True, "createdb": False, "absent": ["gone"]}}, ADMIN) == "app"
    assert _hand(monkeypatch, {"app": {"createdb": False}}, makes=False) == "app", "an owner may drop"
    assert _hand(monkeypatch, {"app": {"absent": ["gone"]}}) == "app", "the load names all that makes such a role"


@pytest.mark.parametrize("lacks", [{"createdb": False}, {"foreign": ["owner"]}, {"absent": ["gone"]}])
def test_else_the_administrator(monkeypatch, lacks):
    assert _hand(monkeypatch, {"app": lacks, "doadmin": {"createrole": True}}, ADMIN) == "doadmin"


def test_without_one_the_grants_are_named(monkeypatch):
    grants = r'ALTER ROLE "app" CREATEDB; GRANT "the owner" TO "app"; or name one in tenant.yml: backup.restore_as'
    with pytest.raises(Refused, match=r"^Nothing was done: .*" + grants):
        _hand(monkeypatch, {"app": {"createdb": False, "foreign": ["the owner"]}})


def test_an_administrator_who_may_not_either_is_refused_with_what_it_lacks(monkeypatch):
    lacks = {"foreign": ["app"], "inherits": False, "absent": ["gone"]}
    grants = r'Run: ALTER ROLE "doadmin" INHERIT; GRANT "app" TO "doadmin"; ALTER ROLE "doadmin" CREATEROLE;'
    with pytest.raises(Refused, match=grants):
        _hand(monkeypatch, {"app": {"createdb": False}, "doadmin": lacks}, ADMIN)


@pytest.mark.parametrize(
    ("loads", "seen", "restore_as", "makes"),
    [
        ("app", {"super": True, "createrole": False}, ADMIN, ("app", [])),
        ("app", {"createrole": True}, ADMIN, ("app", [])),
        ("app", {}, ADMIN, ("doadmin", [])),
        ("app", {}, None, ("app", [])),
        ("doadmin", {"absent": ["gone"]}, ADMIN, ("doadmin", ["gone"])),
        ("doadmin", {"absent": ["gone"], "super": True}, ADMIN, ("doadmin", [])),
    ],
)
def test_roles_are_made_by_who_may_and_joined_by_an_administrator_who_loads(
    monkeypatch, loads, seen, restore_as, makes
):
    _server(monkeypatch, {"app": seen, "doadmin": seen})
    order = {"database": {"name": "live", "user": "app", "password": "its own", "restore_as": restore_as}}
    access = rights.administrator_of(order) if loads == "doadmin" else rights.own_of(order)
    made_by, joined = rights.maker(order, access, ["gone"])
    assert (made_by["user"], joined) == makes
