"""What speaks against a set before anything of it is loaded, and while it is."""

import errno
import os
import time

import pytest
from conftest import component, desired

from oml_host import disk, dump, fitting, loading, restoration, restore, room, side, trees
from oml_host.backup_request import BackupRequest
from oml_host.process import Finished
from oml_host.trouble import Refused, Trouble

ACCESS = {"name": "omnileads", "user": "oml", "maintenance": "postgres"}


@pytest.fixture
def server(monkeypatch):
    """A database server that gives these answers, by a word of what is asked."""
    answers = {}

    def query(access, sql, timeout=60.0):
        (answer,) = [answer for word, answer in answers.items() if word in sql]
        return answer if isinstance(answer, Finished) else Finished(0, answer, "")

    monkeypatch.setattr(side.exchange, "query", query)
    return answers


def manifest(**facts):
    """A manifest of a database of PostgreSQL 15 with one extension."""
    database = dict({"server": "15.4 (Debian 15.4-1)", "extensions": {"pg_trgm": "1.6"}, "migrations": {}}, **facts)
    return {"database": database, "parts": {"database": {"bytes": 1 << 30}}, "source": {"commit": "c0ffee1"}}


@pytest.mark.parametrize("major", [15, 16])
def test_a_server_as_new_as_the_set_with_its_extensions_is_taken(server, major):
    server.update({"server_version_num": str(major), "pg_available_extensions": "plpgsql\npg_trgm\n"})
    side.refuse_other_server(ACCESS, manifest())


def test_an_older_server_is_refused(server):
    server.update({"server_version_num": "14", "pg_available_extensions": "pg_trgm\n"})
    words = "Nothing was done: the set is of PostgreSQL 15, and the server is 14.*Restore onto version 15 or newer"
    with pytest.raises(Refused, match=words):
        side.refuse_other_server(ACCESS, manifest())


def test_a_server_without_one_of_the_extensions_is_refused(server):
    server.update({"server_version_num": "15", "pg_available_extensions": "plpgsql\n"})
    with pytest.raises(Refused, match="Nothing was done: the server has no extension pg_trgm; install it first"):
        side.refuse_other_server(ACCESS, manifest())


def test_a_server_that_does_not_answer_is_not_taken_for_one_that_will_do(server):
    server["server_version_num"] = Finished(2, "", "connection refused")
    with pytest.raises(Trouble, match="The database server does not answer: connection refused"):
        side.refuse_other_server(ACCESS, manifest())


@pytest.fixture
def asked(places, monkeypatch):
    """A restore's request on a host whose application knows these migrations; None: it never met a database."""

    def of(known):
        application = component(name="omnileads", schema="migrates", tag="240901")
        monkeypatch.setattr(fitting.journal, "released", lambda _: {"components": [component(), application]})
        monkeypatch.setattr(fitting.schema, "met", lambda *_: known)
        return BackupRequest("check", "S", order={}, places=places)

    return of


@pytest.mark.parametrize("known", [{"oml.0002_b"}, {"oml.0002_b", "oml.0003_c"}, None])
def test_a_schema_the_application_has_met_is_taken(asked, known):
    fitting.refuse_newer_schema(asked(known), manifest(migrations={"oml": "0002_b"}))


def test_a_newer_schema_is_refused_and_the_commit_that_knows_it_is_named(asked):
    words = (
        r"Nothing was done: the set's schema \(oml.0002_b\) is newer than omnileads 240901 \(a+\) knows. Deploy c0ffee1"
    )
    with pytest.raises(Refused, match=words):
        fitting.refuse_newer_schema(asked({"oml.0001_a"}), manifest(migrations={"oml": "0002_b"}))


def test_without_room_nothing_is_begun_and_the_numbers_are_said(places, monkeypatch):
    monkeypatch.setattr(disk, "free", lambda _: (4 << 30) - 1)
    words = "Nothing was done: a drill needs 4096 MiB below {}.*, and 4095 MiB are free".format(places.root)
    with pytest.raises(Refused, match=words):
        room.require(places, manifest(), "a drill")
    monkeypatch.setattr(disk, "free", lambda _: 4 << 30)
    room.require(places, manifest(), "a drill")


def test_nor_where_no_more_files_fit(places, monkeypatch):
    monkeypatch.setattr(disk, "files", lambda _: 9999)
    words = "Nothing was done: a restore needs 10000 more files below {}.*, and 9999 fit".format(places.root)
    with pytest.raises(Refused, match=words):
        room.require(places, {"parts": {"database": {"bytes": 0}}}, "a restore")
    for enough in (10000, None):
        monkeypatch.setattr(disk, "files", lambda _, enough=enough: enough)
        room.require(places, {"parts": {"database": {"bytes": 0}}}, "a restore")


@pytest.mark.parametrize(("total", "free", "files"), [(0, 0, None), (5, 0, 0), (5, 3, 3)])
def test_file_systems_without_a_bound_have_room_for_files(monkeypatch, total, free, files):
    class Status:
        f_files, f_favail = total, free

    monkeypatch.setattr(disk.os, "statvfs", lambda _: Status)
    assert disk.files("/") == files


@pytest.fixture
def load_folder(places):
    """Loads Asterisk's folder with this text in its one file; `change`: of what the manifest says of it."""
    live, incoming = "/etc/asterisk/custom", "/etc/asterisk/custom_restoring_r"

    def call(text, **change):
        def lay(folder):
            os.makedirs(folder)
            with open(os.path.join(folder, "extensions.conf"), "w", encoding="utf-8") as file:
                file.write(text)

        class Stored:
            def restore_folder(self, snapshot, folder, target):
                lay(target)

        lay(places.at(live))
        top, one = trees.describe(places.at(live))
        part = {"snapshot": "s", "folder": live, "entries": [top, dict(one, **change)]}
        request = BackupRequest("load", "S", places=places)
        noted = loading._load_folder(request, Stored(), {"parts": {"asterisk": part}}, {"incoming": incoming})
        assert os.path.exists(places.at(incoming))
        return noted

    yield call
    assert os.path.exists(places.at(live))


def test_lines_that_asterisk_takes_are_not_named(load_folder):
    assert load_folder("[a]\nexten => 1,1,Answer()\n") == ""


def test_one_that_it_passes_over_is_named_and_forbids_nothing(load_folder):
    said = "/etc/asterisk/custom/extensions.conf:2 is no line of Asterisk's configuration."
    assert load_folder("[a]\nexten > 1\n") == said


def test_a_file_that_came_back_different_is_named(load_folder):
    with pytest.raises(Trouble, match="^/etc/asterisk/custom: extensions.conf differs in sha256$"):
        load_folder("[a]\n", sha256="0")


def test_a_dump_is_loaded_by_pg_restore_which_runs_no_commands_of_it(monkeypatch):
    monkeypatch.setattr(dump, "environment_of", lambda _: {})
    for program in (dump.loader({"client": "pg"}, "x"), dump.parser({"client": "pg"})):
        assert "--entrypoint=pg_restore" in program.argv and "psql" not in program.argv


_DO = {"load": loading.load, "accept": restore.accept, "undo": restore.exchange_names}


class Server:
    """A server that somebody joins and leaves roles on, while a set is loaded that ends in this way."""

    def __init__(self, monkeypatch, ends):
        self.joined, self._ends, self.there = [], ends, set()
        monkeypatch.setattr(loading.rights, "leave", self._leave)
        monkeypatch.setattr(loading.side, "load", self._load)
        monkeypatch.setattr(loading.exchange, "drop_database", self.drop)
        monkeypatch.setattr(loading.rights, "hand", lambda *_, **__: ACCESS)
        for module in (loading.engine, loading.dump):
            for name in ("fetch", "refuse_older_client"):
                monkeypatch.setattr(module, name, lambda *_: None, raising=False)
        facts = {"properties": {"owner": "owner"}}
        manifest = {"database": facts, "parts": {"database": {"bytes": 1}}}
        monkeypatch.setattr(loading.verify, "manifest_of", lambda *_: manifest)
        monkeypatch.setattr(loading.backup, "repository_of", lambda _: None)
        monkeypatch.setattr(loading.backup, "refuse_foreign_host", lambda _: None)

    def _leave(self, _, joined):
        self.joined = [one for one in self.joined if one not in (joined or {"roles": []})["roles"]]
        return ""

    def drop(self, _, name):
        """Lets a database go."""
        self.there.discard(name)

    def _load(self, order, repository, manifest, name, tell, note_joined):
        note_joined("oml", [one for one in ("owner", "clerk") if one not in self.joined])
        self.joined = ["owner", "clerk"]
        self.there.add(name)
        for end in self._ends[:1]:
            del self._ends[0]
            raise end
        return []


@pytest.fixture
def load_on(places, monkeypatch):
    """Loads a set on the app host of such a server."""
    order = {"role": "app", "database": dict(ACCESS, name="omnileads"), "client": "pg", "clients": []}

    def call(operation, server, own="r"):
        return _DO[operation](BackupRequest(operation, "S", order=order, restore=own, places=places))

    return lambda *ends: (Server(monkeypatch, list(ends)), call)


def test_roles_that_a_load_joined_are_left_but_for_the_owner_that_the_exchange_needs(load_on, places):
    server, call = load_on()
    assert call("load", server)["ok"] and server.joined == ["owner"]
    record = restoration.note(places, restoration.found(places), "swapped")
    assert record["joined"] == {"user": "oml", "roles": ["owner"]}
    assert call("accept", server)["ok"] and server.joined == []


def test_all_are_where_it_fails(load_on):
    server, call = load_on(Trouble("The dump does not restore"))
    with pytest.raises(Trouble, match="^The dump does not restore. What was loaded here is removed.$"):
        call("load", server)
    assert server.joined == []


def test_also_those_of_a_load_that_was_killed(load_on, places):
    server, call = load_on(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        call("load", server)
    assert server.joined == ["owner", "clerk"], "nobody was left to leave them"
    assert call("load", server)["ok"] and server.joined == ["owner"]
    assert call("load", server, "r2")["ok"] and server.joined == ["owner"]
    assert restoration.found(places)["id"] == "r2"


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("error", [Trouble("pg_restore was killed."), FULL, Refused("Nothing was done: too old.")])
def test_what_a_load_that_fails_has_loaded_goes_with_it(load_on, places, error):
    server, call = load_on(error)
    with pytest.raises(Trouble, match=" What was loaded here is removed.$") as told:
        call("load", server)
    assert isinstance(told.value, Refused) == isinstance(error, Refused), "what was refused stays so"
    assert server.there == set() and restoration.found(places) is None


@pytest.mark.parametrize("then", ["load", "undo"])
def test_what_cannot_be_removed_stays_known_until_it_can(load_on, places, monkeypatch, then):
    def is_away(*_):
        raise Trouble("The database server does not answer.")

    server, call = load_on(Trouble("The database server went away"))
    loaded = {"omnileads_restoring_r"}
    with monkeypatch.context() as away:
        away.setattr(loading.exchange, "drop_database", is_away)
        with pytest.raises(Trouble, match="went away. What was loaded could not be removed yet: The database server"):
            call("load", server)
    assert server.there == loaded and restoration.found(places)["state"] == "loading"
    call(then, server)
    assert (server.there, restoration.found(places) is None) == ({"load": loaded, "undo": set()}[then], then == "undo")


def test_of_a_folder_that_does_not_come_back_nothing_is_left(places, monkeypatch):
    class Away:
        def restore_folder(self, _, __, target):
            os.makedirs(target)
            raise Trouble("The bucket is away")

    part = {"asterisk": {"snapshot": "s", "folder": "/etc/asterisk/custom", "entries": []}}
    monkeypatch.setattr(loading.backup, "refuse_foreign_host", lambda _: None)
    monkeypatch.setattr(loading.backup, "repository_of", lambda _: Away())
    monkeypatch.setattr(loading.verify, "manifest_of", lambda *_: {"parts": part})
    order = {"role": "voice", "folders": {"asterisk": "/etc/asterisk/custom"}, "database": ACCESS}
    with pytest.raises(Trouble, match="^The bucket is away. What was loaded here is removed.$"):
        loading.load(BackupRequest("load", "S", order=order, restore="r", places=places))
    assert os.listdir(places.at("/etc/asterisk")) == [] and restoration.found(places) is None


@pytest.mark.parametrize(("voice", "is_done"), [("loaded", True), ("loading", True), ("swapped", False), (None, False)])
def test_undo_passes_the_app_host_by_where_the_other_alone_has_loaded_something(places, monkeypatch, voice, is_done):
    monkeypatch.setattr(restore.backup, "refuse_foreign_host", lambda _: None)
    record = voice and {"state": voice}
    request = BackupRequest("undo", "S", order={"role": "app"}, voice={"record": record}, places=places)
    if is_done:
        assert restore.exchange_names(request)["message"] == "Nothing is to be undone here."
    else:
        with pytest.raises(Refused, match="no restore is kept on this host"):
            restore.exchange_names(request)


def test_a_voice_host_that_knows_of_none_says_so_and_starts_what_was_stopped(places, monkeypatch):
    healed = []
    monkeypatch.setattr(restore.backup, "refuse_foreign_host", lambda _: None)
    monkeypatch.setattr(restore.swap, "heal", lambda _, at_once: healed.append(at_once))
    told = restore.exchange_names(BackupRequest("undo", "S", order={"role": "voice"}, places=places))
    assert told["ok"] and told["unknown"] and healed == [True]


@pytest.fixture
def check(places, monkeypatch):
    """Asks whether the set S may be restored where the hosts have come so far with one of that name."""
    monkeypatch.setattr(restore.backup, "refuse_foreign_host", lambda _: None)
    monkeypatch.setattr(restore.fitting, "refuse", lambda _: None)

    def call(app=None, voice=None, age=60, clients=(), lacking=()):
        if app:
            record = {"id": "R", "set": "S", "by": "ann", "state": app, "at": time.time() - age}
            disk.write_json(places.own("restore.json"), record)
        seen = {"record": voice and {"state": voice}, "lacking": list(lacking)}
        order = {"clients": list(clients)}
        return restore.check(BackupRequest("check", "S", order=order, voice=seen, restore="new", places=places))

    return call


def test_a_set_that_may_be_restored_is_held_until_it_is_loaded(check, places):
    assert check()["restore"] == "new" and restoration.held(places) == {"S"}
    restoration.note(places, {"set": "S"}, "loading")
    assert restoration.held(places) == {"S"}
    restoration.forget(places)
    assert restoration.held(places) == set(), "and no longer than anything of it is kept"


def test_what_was_never_released_can_be_neither_stopped_nor_proved(check, places):
    with pytest.raises(Refused, match="no deploy of omnileads, asterisk was ever finished here.* Deploy first"):
        check(clients=["omnileads"], lacking=["asterisk"])
    disk.write_json(places.own("release.json"), desired(component(name="omnileads")))
    assert check(clients=["omnileads"])["restore"] == "new"


@pytest.mark.parametrize("age", [60, 7200])
@pytest.mark.parametrize(("app", "voice"), [("loaded", "loaded"), ("swapped", "loaded"), ("loading", None)])
def test_a_restore_that_is_not_finished_goes_on_whenever_that_is(check, app, voice, age):
    told = check(app, voice, age)
    assert (told["restore"], told["begun"], told["noted"]) == ("R", True, "")


def test_one_of_which_nobody_may_have_heard_that_it_ended_is_told_to_have_been_done_before(check):
    noted = check("swapped", "swapped")["noted"]
    assert noted.endswith(", by ann: nothing was exchanged now.")


def test_later_the_same_set_is_restored_no_second_time_unless_what_is_kept_may_go(check):
    words = "Nothing was done: the data from before the set S was restored are still kept. Let them go .* --accept"
    with pytest.raises(Refused, match=words):
        check("swapped", "swapped", 7200)


def test_for_one_that_was_exchanged_before_nothing_is_stopped(places, monkeypatch):
    monkeypatch.setattr(restore.backup, "refuse_foreign_host", lambda _: None)
    monkeypatch.setattr(restore.swap, "refuse_calls", lambda _: pytest.fail("calls are no concern of it"))
    disk.write_json(places.own("restore.json"), {"id": "R", "state": "swapped"})
    told = restore.halt(BackupRequest("halt", "S", order={"clients": ["asterisk"]}, restore="R", places=places))
    assert told["ok"] and told["halted"] == 0 and restoration.opened(places) is None


def test_while_what_is_kept_is_being_removed_nothing_is_restored_and_there_is_no_way_back(check, places):
    with pytest.raises(Refused, match="what the restore of S kept is being removed. First: --accept"):
        check("leaving", "swapped", 60)
    request = BackupRequest("undo", "S", order={"role": "app"}, voice={"record": None}, places=places)
    with pytest.raises(Refused, match="what the restore of S kept is being removed. First: --accept"):
        restore.exchange_names(request)


def test_what_was_loaded_is_not_taken_for_whole_where_its_removal_was_cut_short(load_on, places, monkeypatch):
    server, call = load_on()
    call("load", server)
    with monkeypatch.context() as cut:
        cut.setattr(loading.exchange, "drop_database", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            call("undo", server)
    server.there.clear()
    assert restoration.found(places)["state"] == "loading"
    assert call("load", server)["message"] == "Loaded beside what runs, and equal to the manifest."
    assert server.there == {"omnileads_restoring_r"}


@pytest.mark.parametrize("operation", ["swap", "undo"])
def test_a_database_that_is_gone_takes_no_name_and_nothing_is_stopped_for_it(places, monkeypatch, operation):
    monkeypatch.setattr(restore.backup, "refuse_foreign_host", lambda _: None)
    monkeypatch.setattr(restore.rights, "hand", lambda *_: ACCESS)
    monkeypatch.setattr(restore.exchange, "databases", lambda *_: {"a"})
    names = {"live": "a", "incoming": "a_restoring_r", "outgoing": "a_before_r", "undone": "a_undone_r"}
    restoration.note(places, {"id": "R", "set": "S", **names}, restoration.BEFORE[operation])
    with pytest.raises(Refused, match="Nothing was done: the database a_[a-z]+_r is gone; a is what there is."):
        restore.exchange_names(BackupRequest(operation, "S", order={"role": "app"}, places=places))
    assert restoration.opened(places) is None
