"""Differences are shown without any secret, old or new."""

from conftest import component, desired

from oml_host import check
from oml_host.disk import Found
from oml_host.redact import Redactor


def a_diff(mode, old, new, **state):
    file = {"path": "/etc/x", "mode": mode, "content": new}
    return check.file_diff(file, Found(old.encode(), 0o600, (0, 0), 0.0), Redactor(desired(component(), **state)))


def test_values_that_differ_are_hidden_on_both_sides():
    diff = a_diff("0600", "A=1\nPASSWORD=old-secret\n", "A=1\nPASSWORD=new-secret\n")
    text = diff["before"] + diff["after"]
    assert "A=1" in text and "PASSWORD=" in text
    assert "old-secret" not in text and "new-secret" not in text


def test_public_files_are_shown_with_secrets_hidden():
    diff = a_diff("0644", "Environment=X\n", "Environment=canary-1\n", secrets=["canary-1"])
    assert diff["before"] == "Environment=X\n" and "canary-1" not in diff["after"]


def test_equal_files_make_no_diff():
    assert a_diff("0644", "same\n", "same\n") is None
