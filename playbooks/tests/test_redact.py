"""No secret leaves in words, in any form it travels in."""

import base64

import pytest
from conftest import component, desired

from oml_host.redact import HIDDEN, Redactor

SECRET = 'Can4ry/+ "p@ss"'


def a_redactor():
    return Redactor(desired(component(), secrets=[SECRET]))


@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        "Can4ry%2F%2B%20%22p%40ss%22",
        "Can4ry%2F%2B+%22p%40ss%22",
        'Can4ry/+ \\"p@ss\\"',
        base64.b64encode(SECRET.encode()).decode(),
    ],
)
def test_every_form_is_hidden(form):
    words = a_redactor().text("connect with {} now".format(form))
    assert words.rstrip("=") == "connect with {} now".format(HIDDEN) or words == "connect with {} now".format(HIDDEN)


def test_passwords_of_probes_steps_and_environment_need_not_be_listed():
    probe = {"kind": "sql", "title": "sql", "password": "probe-word"}
    state = desired(component(probes=[probe], before=[{"kind": "bucket", "secret_key": "step-word"}]))
    text = Redactor(state).text("probe-word step-word two = 2")
    assert text == "{0} {0} {0}".format(HIDDEN)


def test_names_and_numbers_stay_as_they_are():
    redactor = Redactor(desired(secrets=["omnileads", "5432"]))
    document = {"name": "omnileads", "ms": 5432, "detail": "user omnileads", "error": {"log": ["at 5432"]}}
    shown = redactor.words_of(document)
    assert shown["name"] == "omnileads" and shown["ms"] == 5432
    assert shown["detail"] == "user " + HIDDEN and shown["error"]["log"] == ["at " + HIDDEN]


def test_a_longer_secret_is_hidden_whole_where_a_shorter_one_is_part_of_it():
    assert Redactor(desired(secrets=["word", "sword-fish"])).text("a sword-fish") == "a " + HIDDEN


def test_the_lines_of_a_private_key_are_hidden():
    key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n"
    files = [{"path": "/etc/omnileads/certs/key.pem", "mode": "0600", "content": key}]
    state = desired(certificates={"files": files, "selfsigned": None, "readers": []})
    assert "MIIEvQIBADANBg" not in Redactor(state).text(key)


def test_no_password_of_a_repository_is_said():
    order = {"repository": {"password": "ops-word", "escrow_password": "escrow-word", "secret_key": "key-word"}}
    assert Redactor(order).text("ops-word escrow-word key-word") == "{0} {0} {0}".format(HIDDEN)
