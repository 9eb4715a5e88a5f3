"""The migrations a database has, and the images proved with them."""

import pytest
from conftest import component, desired

from oml_host import compare, journal, observe, schema
from oml_host.process import Finished

OLD = "docker.io/omnileads/omlapp@sha256:" + "1" * 64
NEW = "docker.io/omnileads/omlapp@sha256:" + "2" * 64
DATABASE = {"kind": "database", "managed": False, "name": "omnileads", "host": "localhost"}


def app(image, **changes):
    """The web application at an image."""
    return component(name="omnileads", image=image, tag="any", schema="migrates", **changes)


def state(*components):
    """A desired state whose host holds the database."""
    return desired(*components, marks=[DATABASE])


@pytest.fixture
def database(monkeypatch):
    """A database whose migrations a test sets; None: it does not answer."""
    rows = {"now": ["oml.0001_initial"]}

    def query(step, name, sql, timeout):
        assert (step, name) == (DATABASE, "omnileads") and "django_migrations" in sql
        if rows["now"] is None:
            return Finished(2, "", "connection refused")
        return Finished(0, "".join(row + "\n" for row in rows["now"]), "")

    monkeypatch.setattr(schema.postgres, "query", query)
    return rows


def seen(monkeypatch, running):
    """What is seen of a host whose application runs `running`."""
    monkeypatch.setattr(compare, "is_running", lambda container: container is not None)
    container = {"ImageName": running} if running else None
    monkeypatch.setattr(observe.Seen, "container", lambda self, one: container)
    return observe.Seen({}, {}, {}, {}, {})


def remember(places, desired):
    return schema.remember(places, desired, schema.applied(desired))


def test_a_commit_keeps_fingerprint_and_heads(places, database):
    database["now"] = ["oml.0001_initial", "auth.0001_initial", "oml.0002_more"]
    found = remember(places, state(app(OLD)))
    assert found["heads"] == {"auth": "0001_initial", "oml": "0002_more"}
    assert len(found["fingerprint"]) == 16
    assert schema.fingerprint(["a.1"]) != schema.fingerprint(["a.2"])


def test_an_older_image_on_a_newer_database_is_named(places, database, monkeypatch):
    remember(places, state(app(OLD)))
    database["now"] = ["oml.0001_initial", "oml.0002_more"]
    kept = remember(places, state(app(NEW)))
    found = schema.check(places, state(app(OLD)), seen(monkeypatch, NEW))
    assert found == {
        "component": "omnileads",
        "tag": "any",
        "fingerprint": kept["fingerprint"],
        "ahead": ["oml.0002_more"],
    }


def test_an_image_keeps_the_schema_it_was_first_proved_with(places, database, monkeypatch):
    remember(places, state(app(OLD)))
    database["now"] = ["oml.0001_initial", "oml.0002_more"]
    remember(places, state(app(OLD)))
    assert schema.check(places, state(app(OLD)), seen(monkeypatch, NEW))["ahead"] == ["oml.0002_more"]


def test_what_runs_already_has_met_its_database(places, database, monkeypatch):
    remember(places, state(app(OLD)))
    database["now"] = ["oml.0001_initial", "oml.0002_more"]
    assert schema.check(places, state(app(OLD)), seen(monkeypatch, OLD)) is None
    # Nor is one refused that only stands still.
    journal.disk.write_json(places.own("release.json"), state(app(OLD)))
    assert schema.check(places, state(app(OLD)), seen(monkeypatch, None)) is None


def test_an_image_that_was_never_here_is_newer_as_far_as_anyone_knows(places, database, monkeypatch):
    remember(places, state(app(OLD)))
    assert schema.check(places, state(app(NEW)), seen(monkeypatch, OLD)) is None


def test_a_database_that_was_restored_is_not_ahead(places, database, monkeypatch):
    database["now"] = ["oml.0001_initial", "oml.0002_more"]
    remember(places, state(app(NEW)))
    database["now"] = ["oml.0001_initial"]
    assert schema.check(places, state(app(NEW)), seen(monkeypatch, OLD)) is None


def test_a_silent_database_is_as_it_was_at_the_last_commit(places, database, monkeypatch):
    remember(places, state(app(OLD)))
    database["now"] = ["oml.0001_initial", "oml.0002_more"]
    remember(places, state(app(NEW)))
    database["now"] = None
    assert schema.check(places, state(app(OLD)), seen(monkeypatch, NEW))["ahead"] == ["oml.0002_more"]
    assert remember(places, state(app(NEW))) is None


def test_a_commit_of_other_components_names_no_image(places, database, monkeypatch):
    remember(places, state(component(name="daphne", image=NEW, schema="reads")))
    database["now"] = ["oml.0001_initial", "oml.0002_more"]
    assert schema.check(places, state(app(NEW)), seen(monkeypatch, OLD)) is None


def test_without_a_database_nothing_is_kept(places, database):
    assert remember(places, desired(component(name="asterisk"))) is None


def test_a_release_has_met_its_own_schema_and_the_one_it_was_last_committed_on(places, database):
    assert schema.met(places, app(OLD)["image"]) is None
    remember(places, state(app(OLD)))
    schema.remember(places, state(app(OLD)), ["a.0001", "a.0002_ahead_and_allowed"])
    own = set(schema.applied(state(app(OLD))))
    assert own and schema.met(places, app(OLD)["image"]) == own | {"a.0001", "a.0002_ahead_and_allowed"}
