"""The repository of the sets, by the real restic: its second password, and what it does about damage."""

import os
import shutil

import pytest

from oml_host import heal
from oml_host import repository as repository_module
from oml_host.backup_request import BackupRequest
from oml_host.process import Finished
from oml_host.repository import Repository
from oml_host.stream import Program, Streamed
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
    two.open_to_escrow()
    part = store(two, "rows", {"set": "S"})
    two.open_to_escrow()
    assert keys_of(two) == 2
    alone = again(repository, password="escrow")
    assert alone.text(part["snapshot"], "database.dump") == "rows"
    assert not again(repository, password="another")._run("cat", "config").ok


def test_what_restic_complains_of_is_said_in_its_words_not_in_its_notation(repository):
    with pytest.raises(Trouble, match="^/nowhere was not stored: Fatal: all source directories/files do not exist$"):
        repository.store_folder("/nowhere", {"set": "S"})
    with pytest.raises(Trouble, match="^database.dump was not stored: restic ended with exit code 12: Fatal: wrong"):
        store(again(repository, password="another"), "rows", {"set": "S"})


def test_a_dump_that_says_nothing_is_not_stored(repository):
    with pytest.raises(Trouble, match="^database.dump was not stored: .*no data read$"):
        store(repository, "", {"set": "S"})


def packs_of(places):
    """The paths of the packs."""
    return [os.path.join(root, name) for root, _, names in os.walk(places.at("/repository/data")) for name in names]


def damage(path, how):
    """A bit flipped in the middle, cut off, or gone."""
    os.chmod(path, 0o600)
    with open(path, "rb") as file:
        content = bytearray(file.read())
    content[len(content) // 2] ^= 4
    os.unlink(path)
    if how != "gone":
        with open(path, "wb") as file:
            file.write(content if how == "flipped" else content[:100])


def fails(*_):
    """The end of a host in the middle of something."""
    raise Trouble("the power failed")


def mend(repository, places, doubted=None):
    """What the next run says of mending, and the sets that it takes for whole no more."""
    doubted = [] if doubted is None else doubted
    request = BackupRequest("begin", "T", order={"tenant": "demo"}, places=places)
    return heal.mend(request, repository, repository.snapshots("tenant:demo"), doubted.append), doubted


def test_what_is_damaged_is_stored_anew_by_the_set_after_the_one_that_was_not_read_back(
    repository, places, tmp_path, monkeypatch
):
    folder, here = tmp_path / "folder", tmp_path / "here"
    folder.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    texts = {how: how * 999 for how in ("gone", "flipped", "cut")}
    repository.store_folder(str(folder), {"set": "S"})
    seen = set()
    for how, text in texts.items():
        store(repository, text, {"set": "S"})
        for path in set(packs_of(places)) - seen:
            damage(path, how)
            seen.add(path)
    for name, ok in (("R", "yes"), ("S", "yes"), ("S", "no")):
        repository.store_document({}, "verified.json", {"tenant": "demo", "set": name, "part": "verified", "ok": ok})
    with monkeypatch.context() as power:
        power.setattr(type(repository), "drop_packs", fails)
        with pytest.raises(Trouble, match="power"):
            mend(repository, places, doubted := [])
    assert doubted == ["R"], "said before anything goes"
    said, doubted = mend(repository, places)
    assert "damaged and let go, its index made anew" in said and "1 set may have lost data" in said
    assert doubted == ["R"], "what was taken for whole has to be read again"
    for text in texts.values():
        part = store(repository, text, {"set": "T"})
        assert repository.text(part["snapshot"], "database.dump") == text
    snapshot = repository.store_folder(str(folder), {"set": "T"})
    repository.restore_folder(snapshot, str(folder), str(tmp_path / "back"))
    assert repository.read_through()[0] == []
    assert not os.listdir(here) and not os.listdir(places.at("/var/cache/oml/restic/tmp"))


def test_what_is_damaged_in_one_reading_alone_is_kept(repository, places):
    store(repository, "rows", {"set": "S"})
    repository.store_document({}, "verified.json", {"tenant": "demo", "set": "S", "part": "verified", "ok": "no"})
    first = [os.path.basename(path) for path in packs_of(places)], True
    repository.read_through = lambda left=[first, ([], False)]: left.pop(0)
    assert mend(repository, places)[0].startswith("A set was not read back well")
    del repository.read_through
    assert repository.read_through() == ([], False)


@pytest.mark.parametrize("is_known", [True, False])
def test_an_index_that_is_damaged_is_made_anew_whether_this_host_still_knows_it_or_not(repository, places, is_known):
    tags = {"tenant": "demo", "set": "S"}
    repository.store_document({"rows": 7}, "manifest.json", dict(tags, part="manifest"))
    repository.store_document({}, "verified.json", dict(tags, part="verified", ok="yes"))
    for name in os.listdir(places.at("/repository/index")):
        damage(places.at("/repository/index/" + name), "flipped")
    if not is_known:
        shutil.rmtree(places.at("/var/cache/oml/restic"))
    manifest = repository.snapshots("part:manifest")[0]["id"]
    with pytest.raises(Trouble, match="could not be read back"):
        repository.text(manifest, "manifest.json")
    said, doubted = mend(repository, places)
    assert "no piece damaged" in said and doubted == []
    assert repository.text(manifest, "manifest.json") == '{"rows": 7}\n'
    assert mend(repository, places) == ("", [])


@pytest.mark.parametrize(
    ("parts", "suspect"),
    [
        ([], False),
        (["database"], False),
        (["manifest", "verified:yes"], False),
        (["manifest", "verified:yes", "drill:yes", "database"], False),
        (["manifest", "verified:no", "manifest", "verified:yes"], False),
        (["manifest"], False),
        (["manifest", "verified:yes", "drill:no"], False),
        (["manifest", "verified:no"], True),
        (["manifest", "verified:no", "manifest"], True),
        (["manifest", "verified:yes", "verified:no", "database"], True),
    ],
)
def test_only_what_was_not_read_back_well_is_suspect(parts, suspect):
    split = [part.partition(":") for part in parts]
    snapshots = [{"tags": ["part:" + part] + (["ok:" + ok] if ok else [])} for part, _, ok in split]
    assert heal.is_suspect(snapshots) == suspect


def test_restic_is_not_waited_for_for_ever_once_it_was_given_all(repository, monkeypatch):
    given = {}

    def hangs(source, sink, **how):
        given.update(how)
        return Streamed(0, "", "restic did not end")

    monkeypatch.setattr(repository_module, "stream", hangs)
    with pytest.raises(Trouble, match="^database.dump was not stored: restic did not end$"):
        store(repository, "rows", {"set": "S"})
    assert 900 < given["ends_within"] <= 3600


def test_where_a_set_has_lost_data_for_good_nothing_is_freed_and_it_is_said(repository, places):
    store(repository, "rows", {"tenant": "demo", "set": "S", "part": "database"})
    for path in packs_of(places):
        os.unlink(path)
    repository.rebuild_index()
    store(repository, "others", {"tenant": "demo", "set": "T", "part": "database"})
    with pytest.raises(Trouble) as trouble:
        repository.prune()
    assert str(trouble.value) == (
        "Unused data could not be removed: a set has lost data, and restic frees nothing until they are back in the "
        "bucket or that set is gone: oml verify --set tells of each, oml retain --set removes one"
    )


@pytest.mark.parametrize("code", [0, 1])
def test_a_reading_that_came_to_no_end_finds_nothing_whole(places, monkeypatch, code):
    monkeypatch.setattr(repository_module.engine, "program", lambda *_: "restic")
    unread = Repository(places, {"engine": ""}, "omnileads-app")
    monkeypatch.setattr(Repository, "_run", lambda *_, **__: Finished(code, "", "cut off"))
    with pytest.raises(Trouble, match="^The repository could not be read through: cut off$"):
        unread.read_through()
