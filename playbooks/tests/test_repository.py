"""The repository of the sets, by the real restic: its second password, and what it does about damage."""

import pytest

from oml_host.repository import Repository
from oml_host.stream import Program
from oml_host.trouble import Trouble


def keys_of(repository):
    return repository._run("key", "list", "--json").out.count('"userName"')


def again(repository, **settings):
    """The same repository, reached with other settings."""
    return Repository(repository._places, dict(repository._settings, **settings), repository._host)


def store(repository, text, tags):
    return repository.store_stream(Program("dump", ["printf", "%s", text], {}), "database.dump", tags)


def test_a_set_opens_with_the_second_password_alone_and_no_third_is_added(repository):
    two = again(repository, escrow_password="escrow")
    two.ready()
    part = store(two, "rows", {"set": "S"})
    two.ready()
    assert keys_of(two) == 2
    alone = again(repository, password="escrow")
    assert alone.exists() and alone.text(part["snapshot"], "database.dump") == "rows"
    assert not again(repository, password="another")._run("cat", "config").ok


def test_what_restic_complains_of_is_said_in_its_words_not_in_its_notation(repository):
    with pytest.raises(Trouble, match="^/nowhere was not stored: Fatal: all source directories/files do not exist$"):
        repository.store_folder("/nowhere", {"set": "S"})
    with pytest.raises(Trouble, match="^database.dump was not stored: restic ended with exit code 12: Fatal: wrong"):
        store(again(repository, password="another"), "rows", {"set": "S"})
