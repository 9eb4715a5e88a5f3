"""As whom a restore works on databases, and what is named where nobody may."""

import json

import pytest

from oml_host import rights, side
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
    ("loads", "may", "restore_as", "made_by"),
    [
        ("app", {"app": {"super": True}}, ADMIN, "app"),
        ("app", {"app": {"createrole": True}}, ADMIN, "app"),
        ("app", {"app": {}, "doadmin": {"createrole": True}}, ADMIN, "doadmin"),
        ("doadmin", {"doadmin": {"createrole": True}}, ADMIN, "doadmin"),
    ],
)
def test_roles_are_made_by_who_may(monkeypatch, loads, may, restore_as, made_by):
    _server(monkeypatch, may)
    order = _order(restore_as)
    access = rights.administrator_of(order) if loads == "doadmin" else rights.own_of(order)
    assert rights.maker(order, access, ["CREATE ROLE gone;"])["user"] == made_by


@pytest.mark.parametrize(
    ("restore_as", "may", "line", "needs"),
    [
        (None, {"app": {}}, "CREATE ROLE gone;", 'ALTER ROLE "app" CREATEROLE;'),
        (ADMIN, {"app": {}, "doadmin": {}}, "CREATE ROLE gone;", 'ALTER ROLE "doadmin" CREATEROLE;'),
        (None, {"app": {"createrole": True}}, "ALTER ROLE boss WITH SUPERUSER LOGIN;", None),
    ],
)
def test_where_nobody_may_what_helps_is_named_before_anything_is_loaded(monkeypatch, restore_as, may, line, needs):
    _server(monkeypatch, may)
    order = _order(restore_as)
    with pytest.raises(Refused) as refused:
        rights.maker(order, rights.own_of(order), [line])
    said = str(refused.value)
    assert said.startswith("Nothing was done: roles of the set are missing, and ")
    assert said.endswith("As the service's administrator run: {}".format(line))
    assert (needs in said) if needs else ("CREATEROLE" not in said and "only a superuser" in said)


def test_a_check_refuses_what_a_load_would(monkeypatch):
    _server(monkeypatch, {"app": {}})
    monkeypatch.setattr(side.roles, "lacking", lambda *_: ["CREATE ROLE gone;"])
    monkeypatch.setattr(side.parts, "text", lambda *_: "CREATE ROLE gone;\n")
    manifest = {"database": {"owners": ["gone"]}, "parts": {"globals": {"snapshot": "s", "file": "globals.sql"}}}
    with pytest.raises(Refused, match='ALTER ROLE "app" CREATEROLE; '):
        side.refuse_roles(_order(None), _order(None)["database"], None, manifest)
    side.refuse_roles(dict(_order(None), from_tenant={"tenant": "acme"}), None, None, manifest)
    monkeypatch.setattr(side.roles, "lacking", lambda *_: [])
    side.refuse_roles(_order(None), _order(None)["database"], None, manifest)


def _order(restore_as):
    return {"database": {"name": "live", "user": "app", "password": "its own", "restore_as": restore_as}}


class Statements(list):
    """What a server is told, and by whom; `complaints`: what it says to some, by a word of theirs."""

    def __init__(self):
        super().__init__()
        self.complaints = {}

    def query(self, access, sql, **_):
        """How psql ends."""
        self.append((access["user"], sql))
        complaint = next((words for word, words in self.complaints.items() if word in sql), "")
        return Finished(1 if complaint else 0, "", complaint)


@pytest.fixture
def statements(monkeypatch):
    told = Statements()
    monkeypatch.setattr(rights.exchange, "query", told.query)
    return told


def test_a_membership_is_taken_back_by_who_took_it(statements):
    joined = {"user": "doadmin", "roles": ["a", 'b"']}
    assert rights.leave(_order(ADMIN), joined) == ""
    assert statements == [("doadmin", 'REVOKE "a" FROM "doadmin";'), ("doadmin", 'REVOKE "b""" FROM "doadmin";')]


def test_one_that_cannot_be_is_named(statements):
    statements.complaints.update({'"a"': "ERROR:  permission denied", '"b"': 'ERROR:  role "b" does not exist'})
    words = ' app is still a member of roles of the set; run: REVOKE "a" FROM "app";'
    assert rights.leave(_order(None), {"user": "app", "roles": ["a", "b"]}) == words
    nobody = ' doadmin is still a member of roles of the set; run: REVOKE "c" FROM "doadmin";'
    assert rights.leave(_order(None), {"user": "doadmin", "roles": ["c"]}) == nobody, "tenant.yml names it no more"
    assert rights.leave(_order(None), None) == ""
