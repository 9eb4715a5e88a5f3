"""What a set's steps do where folders change under them, a set was left, clocks differ, or the disk is full."""

import errno
import os
import time

import pytest

from oml_host import backup, backups, disk, reach, s3, trees, verify
from oml_host.backup_request import BackupRequest

FOLDER = "/etc/asterisk/custom"
ORDER = {
    "tenant": "demo",
    "role": "app",
    "host": "omnileads-app",
    "own_bucket": False,
    "client": "pg",
    "lock": None,
    "database": {"name": "omnileads", "host": "h", "port": 5432, "user": "u", "password": "p"},
    "folders": {},
    "repository": {"endpoint": "http://192.0.2.9:9000", "bucket": "sets", "prefix": "oml-backups/demo"},
}


class Store:
    """A repository that tells what was stored in it; `meanwhile` happens while a folder is."""

    def __init__(self, meanwhile=None):
        self.folders, self.documents, self.unlocked, self.whole = [], [], 0, []
        self.meanwhile = meanwhile or (lambda _: None)

    def store_folder(self, folder, tags):
        self.folders.append(folder)
        self.meanwhile(len(self.folders))
        return "s{}".format(len(self.folders))

    def store_stream(self, source, name, tags):
        return {"snapshot": "s", "file": name, "bytes": 7, "sha256": "0"}

    def store_document(self, document, name, tags):
        self.documents.append(name)
        self.tags = tags

    def snapshots(self, *_, **__):
        return self.whole

    def found(self, *_, **__):
        return []

    def open_to_escrow(self):
        return None

    def unlock(self):
        self.unlocked += 1


@pytest.fixture
def step(places, monkeypatch):
    """Does a step on demo's app host, whose data are demo's, into a Store."""
    monkeypatch.setattr(backup, "refuse_foreign_host", lambda _: None)
    monkeypatch.setattr(backup, "refuse_foreign_data", lambda _: None)
    monkeypatch.setattr(reach, "bucket_time", lambda _: 1000.0)
    monkeypatch.setattr(reach, "is_locked", lambda _: False)
    monkeypatch.setattr(backup.engine, "fetch", lambda _: None)
    monkeypatch.setattr(backup.dump, "refuse_older_client", lambda _: None)
    part, counted = {"bytes": 7, "seconds": 0.1}, {"rows": {"public.a": 1}}
    monkeypatch.setattr(backup, "_store_database", lambda *_: (part, counted))

    def call(operation, store, purpose="", **order):
        monkeypatch.setattr(backup, "repository_of", lambda _: store)
        asked = {"order": dict(ORDER, **order), "voice": {"parts": {}}, "purpose": purpose, "places": places}
        return backups.perform(BackupRequest(operation, "S", **asked))

    return call


@pytest.fixture
def begun(places):
    """The set is open."""
    disk.write_json(places.own("backup.json"), {"set": "S", "by": "ann", "since": time.time()})


@pytest.fixture
def folder(places):
    os.makedirs(places.at(FOLDER))
    return places.at(FOLDER)


def write(folder, text):
    with open(os.path.join(folder, "a.conf"), "w", encoding="utf-8") as file:
        file.write(text)


def test_a_folder_that_changes_while_it_is_stored_is_stored_again(step, folder):
    store = Store(lambda time: write(folder, str(time)) if time < 3 else None)
    told = step("files", store, folders={"asterisk": FOLDER})
    assert told["ok"] and len(store.folders) == 3
    assert told["parts"]["asterisk"]["snapshot"] == "s3"
    assert told["parts"]["asterisk"]["entries"] == trees.describe(folder)


def test_one_that_changes_each_time_makes_no_set(step, folder, places):
    disk.write_json(places.own("backup.json"), {"set": "S", "by": "ann", "since": int(time.time())})
    store = Store(lambda time: write(folder, str(time)))
    told = step("files", store, folders={"asterisk": FOLDER})
    words = FOLDER + " changed each time it was stored; nothing of this set counts. Run again."
    assert (told["status"], told["message"]) == ("failed", words)
    assert len(store.folders) == 3 and backup.opened(places) is None


def test_an_empty_folder_is_one(step, folder):
    told = step("files", Store(), folders={"asterisk": FOLDER})
    assert [entry["path"] for entry in told["parts"]["asterisk"]["entries"]] == ["."]


@pytest.mark.parametrize("name", [b"a\nb.conf", b"caf\xe9.conf", b"pipe"])
def test_names_and_kinds_nobody_expects_are_stored_and_restored_as_they_are(step, folder, name, restic_part):
    path = os.path.join(folder.encode(), name)
    if name == b"pipe":
        os.mkfifo(path)
    else:
        with open(path, "wb") as file:
            file.write(b"key = value\n")
    differs = restic_part(step, FOLDER)
    assert differs == ""


@pytest.fixture
def restic_part(repository, places, tmp_path, monkeypatch):
    """Stores a folder with the real restic; how what comes back differs from the part that was told."""
    store = repository.store_folder
    monkeypatch.setattr(repository, "store_folder", lambda folder, tags: store(places.at(folder), tags))

    def call(step, folder):
        told = step("files", repository, folders={"asterisk": folder})
        assert told["ok"], told["message"]
        part = told["parts"]["asterisk"]
        repository.restore_folder(part["snapshot"], places.at(folder), str(tmp_path / "back"))
        return trees.difference(part["entries"][1:], trees.describe(str(tmp_path / "back"))[1:])

    return call


@pytest.mark.parametrize(("age", "goes_on"), [(0, "A"), (7100, "A"), (7300, "S")])
def test_a_set_that_was_begun_is_gone_on_with_for_two_hours(step, places, age, goes_on):
    disk.write_json(places.own("backup.json"), {"set": "A", "by": "ann", "since": time.time() - age})
    told = step("begin", Store())
    assert told["ok"] and told["set"] == goes_on
    assert backup.opened(places)["set"] == goes_on
    assert ("Goes on with set A, begun by ann" in told["message"]) == (goes_on == "A")


@pytest.mark.parametrize("open_set", ["A", "S"])
@pytest.mark.parametrize("purpose", ["deploy", "restore"])
def test_what_is_taken_before_data_are_replaced_is_a_set_of_its_own(step, places, open_set, purpose):
    since = int(time.time()) - 60
    disk.write_json(places.own("backup.json"), {"set": open_set, "by": "ann", "since": since})
    told = step("begin", Store(), purpose)
    assert (told["set"], told["message"]) == ("S", "Begun.")
    assert (backup.opened(places)["since"] == since) == (open_set == "S"), "its own is gone on with"


@pytest.mark.parametrize("purpose", ["", "restore"])
def test_the_manifest_tells_what_a_set_was_taken_for(step, begun, purpose):
    store = Store()
    assert step("database", store, purpose)["ok"]
    assert store.tags.get("purpose", "") == purpose


@pytest.mark.parametrize("is_locked", [True, False])
def test_stale_locks_are_cleared_where_there_are_any(step, monkeypatch, is_locked):
    monkeypatch.setattr(reach, "is_locked", lambda _: is_locked)
    store = Store()
    assert step("begin", store)["ok"] and store.unlocked == int(is_locked)


@pytest.mark.parametrize(
    ("open_set", "is_asked"),
    [({"set": "S"}, False), ({"set": "S", "stores": True}, True), ({"set": "other"}, True)],
)
def test_a_database_that_a_run_before_this_one_may_have_stored_is_not_stored_twice(step, places, open_set, is_asked):
    disk.write_json(places.own("backup.json"), open_set)
    store = Store()
    store.whole = [{"id": "m"}]
    told = step("database", store)
    assert told["ok"] and (store.documents == []) == is_asked
    assert open_set["set"] != "S" or backup.opened(places)["stores"]


def test_a_set_that_was_given_up_since_data_were_exchanged_is_not_gone_on_with(step, places):
    disk.write_json(places.own("backup.json"), {"set": "S", "by": "ann", "since": time.time()})
    backup.give_up(places)
    store = Store()
    told = step("database", store)
    assert (told["status"], told["overtaken"], store.documents) == ("refused", True, [])
    assert told["message"].startswith("Nothing was stored: a restore has exchanged the data meanwhile.")


def test_a_full_disk_after_the_manifest_takes_nothing_from_the_set(step, begun, places, monkeypatch):
    store, full = Store(), OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    write_json = disk.write_json

    def write(path, document):
        if "manifest.json" in store.documents:
            raise full
        write_json(path, document)

    monkeypatch.setattr(disk, "write_json", write)
    told = step("database", store)
    assert told["ok"], told["message"]
    assert "the manifest is written" in told["message"]
    assert told["noted"] == "This host kept no note of database: [Errno 28] No space left on device."


def test_a_full_disk_before_it_is_told_without_a_word_about_what_is_there(step, begun, places, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store = Store()
    monkeypatch.setattr(disk, "write_json", full)
    told = step("database", store)
    assert (told["status"], told["lost"], store.documents) == ("failed", True, [])
    assert "No space left on device" in told["message"]


@pytest.mark.parametrize(("here", "there", "skew"), [(1300.25, 1000.0, 300_250), (1000.0, 1300.0, -300_000)])
def test_the_skew_is_this_hosts_clock_less_the_buckets_in_milliseconds(step, monkeypatch, here, there, skew):
    monkeypatch.setattr(verify.time, "time", lambda: here)
    monkeypatch.setattr(reach, "bucket_time", lambda _: there)
    told = step("list", Store())
    assert (told["skew"], told["now"]) == (skew, there * 1000)


def test_without_the_buckets_clock_nobody_can_tell(step, monkeypatch):
    monkeypatch.setattr(reach, "bucket_time", lambda _: None)
    told = step("list", Store())
    assert told["ok"] and told["skew"] is None and told["now"] is None


def test_the_buckets_clock_is_the_date_it_answers_with(monkeypatch):
    class Answers:
        status = 200

        def __init__(self, date):
            self.date = date

        def read(self):
            return b""

        def getheader(self, name):
            assert name == "Date"
            return self.date

    class Connection:
        def request(self, *_, **__):
            return None

        close = request

        def getresponse(self):
            return Answers(date)

    monkeypatch.setattr(s3, "_connection", lambda *_: Connection())
    order = {"repository": dict(ORDER["repository"], access_key="", secret_key="", region="")}
    date = "Thu, 01 Jan 1970 00:16:40 GMT"
    assert reach.bucket_time(order) == 1000.0
    date = "no date"
    assert reach.bucket_time(order) is None
    date = None
    assert reach.bucket_time(order) is None


def test_a_bucket_that_is_away_has_no_clock(monkeypatch):
    def away(*_, **__):
        raise OSError("no route to host")

    monkeypatch.setattr(s3, "request", away)
    assert reach.bucket_time(ORDER) is None


def test_a_file_that_goes_while_the_folder_is_looked_at_is_a_change(step, folder, monkeypatch):
    describe, calls = trees.describe, []

    def vanishing(path):
        calls.append(path)
        if len(calls) == 2:
            raise FileNotFoundError(path)
        return describe(path)

    monkeypatch.setattr(trees, "describe", vanishing)
    store = Store()
    told = step("files", store, folders={"asterisk": FOLDER})
    assert told["ok"], told["message"]
    assert len(store.folders) == 2


def test_what_a_host_keeps_of_a_set_goes_after_a_day(places):
    for name, age in {"old": 90000, "young": 80000, "work": 90000}.items():
        os.makedirs(places.own("backups", name, "inside"))
        os.utime(places.own("backups", name), (time.time() - age,) * 2)
    BackupRequest("files", "S", order=ORDER, places=places).keep({"ok": True})
    assert sorted(os.listdir(places.own("backups"))) == ["S", "work", "young"]


@pytest.mark.parametrize("operation", ["begin", "files"])
@pytest.mark.parametrize(
    ("free", "files", "words"),
    [
        ((256 << 20) - 1, None, "a set needs 256 MiB below {}, and 255 MiB are free."),
        (1 << 40, 999, "a set needs 1000 more files below {}, and 999 fit."),
    ],
)
def test_without_room_for_what_restic_keeps_no_set_is_begun(step, places, monkeypatch, operation, free, files, words):
    monkeypatch.setattr(disk, "free", lambda _: free)
    monkeypatch.setattr(disk, "files", lambda _: files)
    told = step(operation, Store())
    assert told["status"] == "refused" and told["message"] == "Nothing was done: " + words.format(places.root)
