"""What is said of a component that does not become healthy."""

import pytest

from oml_host import health
from oml_host.request import Failed


def _said(monkeypatch, detail):
    monkeypatch.setattr(health.logs, "last_lines", lambda *_: [])
    results = [{"title": "maintenance database", "ok": False, "detail": detail}]
    with pytest.raises(Failed) as failed:
        health._fail({"name": "postgresql"}, results, 0, "was not healthy within 180 s")
    return str(failed.value)


def test_a_refused_password_is_told_with_what_helps(monkeypatch):
    said = _said(monkeypatch, 'psql: error: FATAL:  password authentication failed for user "omnileads"')
    assert said.endswith(
        'for user "omnileads". A database keeps the password it has: give postgres_password that value again, or first '
        "change it there (ALTER ROLE \"omnileads\" PASSWORD 'new';) and run again with --retry."
    )


def test_anything_else_is_told_as_it_is(monkeypatch):
    assert _said(monkeypatch, "no route").endswith("last seen: maintenance database: no route.")
