"""What an exchange of names waits for."""

import sys

import pytest
from conftest import component

from oml_host import backups, cli, health, lock, restoration, swap, timer
from oml_host import exchange as renames
from oml_host import places as places_module
from oml_host.backup_request import BackupRequest
from oml_host.process import Finished
from oml_host.request import Failed
from oml_host.trouble import Overtaken, Trouble


@pytest.fixture
def waited(monkeypatch):
    """The probes that are waited for after these components were started."""
    probes = []
    monkeypatch.setattr(health, "restart", lambda _: 0.0)
    monkeypatch.setattr(health, "wait", lambda started, _: probes.extend(started["probes"]))

    def call(*of):
        swap._start([component(probes=list(of))], health.restart)
        return probes

    return call


def test_what_only_stays_up_is_waited_for_a_shorter_time_than_a_new_release(waited):
    assert waited({"kind": "running", "title": "up for 5 s", "seconds": 5}) == [
        {"kind": "running", "title": "up for 2 s", "seconds": 2}
    ]


def test_every_other_proof_is_asked_for_as_ever(waited):
    probes = [{"kind": "tcp", "title": "Daphne", "host": "192.0.2.11", "port": 8099}]
    assert waited(*probes) == probes


@pytest.fixture
def exchange(places, monkeypatch):
    """Swaps, while starting ends in these ways, one after the other; what the person reads, and the names exchanged."""
    exchanged = []
    monkeypatch.setattr(swap, "_components", lambda *_: [])
    monkeypatch.setattr(swap, "_stop", lambda _: None)
    monkeypatch.setattr(timer, "disarm", lambda: None)
    monkeypatch.setattr(swap, "_rename", lambda *names: exchanged.append(names[2:5]))

    def call(*ends):
        left = list(ends)

        def start(*_):
            end = left.pop(0)
            if end:
                raise end

        monkeypatch.setattr(swap, "_start", start)
        restoration.note(places, {"live": "a", "incoming": "b", "outgoing": "c", "undone": "d"}, "loaded")
        with pytest.raises(Trouble) as trouble:
            swap.perform(places, "swap", [], None)
        assert restoration.opened(places) is None
        assert exchanged == [("a", "b", "c"), ("a", "c", "b")]
        return str(trouble.value)

    return call


def test_what_does_not_start_on_new_data_is_put_back(exchange):
    assert exchange(Failed("omnileads was not healthy"), None) == (
        "omnileads was not healthy. What ran before runs again."
    )


def test_what_does_not_start_afterwards_either_is_said_with_what_was_done(exchange):
    assert exchange(Failed("omnileads was not healthy"), Failed("daphne ended 3 times")) == (
        "omnileads was not healthy. Names went back, but what ran before is not healthy: daphne ended 3 times"
    )


def test_without_a_timer_that_starts_it_again_nothing_is_stopped(places, monkeypatch):
    monkeypatch.setattr(timer, "run", lambda *_, **__: swap_failed())
    monkeypatch.setattr(timer.units, "is_alive", lambda _: False)
    monkeypatch.setattr(swap, "_stop", lambda _: pytest.fail("it was stopped"))
    with pytest.raises(Trouble, match="^Nothing was stopped: no timer could be set"):
        swap.halt(places, ["asterisk"])


def swap_failed():
    """How a program ends that cannot be run."""
    return Finished(1, "", "Failed to connect to bus")


class Host:
    """A host on which Asterisk is stopped and started, by a clock that moves when a program is run."""

    def __init__(self, monkeypatch):
        self.now, self.said, self.armed = 1_700_000_000.0, [], []
        monkeypatch.setattr(swap.time, "time", lambda: self.now)
        monkeypatch.setattr(swap, "_booted", lambda: 0.0)
        monkeypatch.setattr(timer, "run", self._run)
        monkeypatch.setattr(timer.units, "is_alive", lambda _: self.is_armed)
        monkeypatch.setattr(swap, "_components", lambda _, names: list(names))
        monkeypatch.setattr(swap, "_stop", lambda names: self.said.append(["stop", *names]))
        monkeypatch.setattr(swap, "_start", self.start)

    def _run(self, argv, **_):
        if argv[0] == "systemd-run":
            self.armed.append((self.now, argv))
        if argv[:2] == ["systemctl", "stop"]:
            self.armed.clear()
        self.now += 0.25
        return Finished(0, "", "")

    def start(self, names, _=None):
        """What starts becomes healthy."""
        self.said.append(["start", *names])

    @property
    def is_armed(self):
        """Whether the timer would start something again."""
        return bool(self.armed)


@pytest.fixture
def host(monkeypatch):
    return Host(monkeypatch)


@pytest.fixture
def timer_runs(places, monkeypatch):
    """What the timer has the host do: `python3 -m oml_host resume`, of which the exit code is answered."""
    monkeypatch.setattr(places_module, "Places", lambda: places)
    return lambda: cli.main(["resume"])


def test_a_halt_that_runs_out_starts_what_it_stopped(places, host, timer_runs):
    swap.halt(places, ["asterisk"])
    armed_at, argv = host.armed[0]
    host.now = armed_at + 239
    assert timer_runs() == 0 and host.said == [["stop", "asterisk"]], "its time is not up"
    host.now = armed_at + swap.HALTED_FOR
    assert timer_runs() == 0 and host.said[1:] == [["start", "asterisk"]], "the very moment the timer runs"
    assert restoration.opened(places) is None and not host.is_armed
    assert timer_runs() == 0 and len(host.said) == 2, "and no second time"


def test_the_timer_runs_again_where_it_could_do_nothing(places, host, timer_runs, monkeypatch):
    swap.halt(places, ["asterisk"])
    (_, argv), host.now = host.armed[0], host.now + 300
    assert "--on-active={}".format(swap.HALTED_FOR) in argv and "--on-unit-active=30" in argv
    monkeypatch.setattr(cli, "LOCK_WITHIN", 0.0)
    with lock.held(places, "backup", 0, "ann"), pytest.raises(Overtaken):
        timer_runs()
    assert host.said == [["stop", "asterisk"]] and host.is_armed
    assert timer_runs() == 0 and host.said[1:] == [["start", "asterisk"]] and not host.is_armed


def test_nor_does_it_run_for_ever_where_what_starts_is_not_healthy(places, host, timer_runs, monkeypatch):
    def ill(*_):
        raise Failed("asterisk was not healthy")

    swap.halt(places, ["asterisk"])
    host.now += 300
    monkeypatch.setattr(swap, "_start", ill)
    with pytest.raises(Failed):
        timer_runs()
    assert restoration.opened(places) is None and not host.is_armed


def test_a_halt_covers_all_that_comes_before_names_have_changed_on_the_other_host():
    renamed_within = renames.FREE_WITHIN + renames.ANSWERS_WITHIN
    assert swap.HALTED_FOR >= swap.BEGUN_WITHIN + swap.STOPPED_WITHIN + renamed_within


@pytest.fixture
def begin(places, monkeypatch):
    """Asks the app host for an exchange in these circumstances, and tells its result."""
    begun = []
    monkeypatch.setattr(backups.lock.time, "sleep", lambda _: None)
    monkeypatch.setitem(backups._STEPS, "swap", lambda one: begun.append(one) or {"ok": True, "message": "Exchanged."})

    def call(**circumstances):
        request = BackupRequest("swap", "S", order={"role": "app"}, places=places, **circumstances)
        result = backups.perform(request)
        assert bool(begun) == result["ok"], "nothing is begun of what is refused"
        return result

    return call


@pytest.mark.parametrize("halted", [None, 0.0, 30.0])
def test_an_exchange_begins_while_the_other_host_stays_stopped_for_long_enough(begin, halted):
    assert begin(halted=halted)["ok"]


@pytest.mark.parametrize("circumstances", [{"halted": 61.0}, {"halted": 1.0, "asked": -60.0}])
def test_one_that_would_come_too_late_for_it_is_not_begun(begin, circumstances):
    if "asked" in circumstances:
        circumstances = dict(circumstances, asked=swap.time.time() + circumstances["asked"])
    told = begin(**circumstances)
    assert (told["status"], told["overtaken"]) == ("refused", True)
    assert told["message"] == (
        "Nothing was exchanged: the voice host was stopped 61 s ago, and starts again by itself 240 s after it was. "
        "Run the same again: it goes on."
    )


def test_nor_is_the_lock_waited_for_longer(begin, places, monkeypatch):
    waited = []
    monkeypatch.setattr(backups.lock, "_wait", lambda _, seconds: waited.append(seconds))
    assert begin(halted=50.0)["ok"] and begin()["ok"]
    assert 9 < waited[0] <= 10 and 59 < waited[1] <= 60


def test_names_stay_where_what_uses_the_data_stops_too_slowly(places, host, monkeypatch):
    def slowly(names):
        host.said.append(["stop", *names])
        ticks.append(swap.STOPPED_WITHIN + 1.0)

    ticks, renamed = [0.0], []
    monkeypatch.setattr(swap.time, "monotonic", lambda: sum(ticks))
    monkeypatch.setattr(swap, "_stop", slowly)
    monkeypatch.setattr(swap, "_rename", lambda *names: renamed.append(names[2:5]))
    restoration.note(places, {"live": "a", "incoming": "b", "outgoing": "c", "undone": "d"}, "loaded")
    words = "^What uses the data took 101 s to stop, and nothing was exchanged. What ran before runs again.$"
    with pytest.raises(Trouble, match=words):
        swap.perform(places, "swap", ["omnileads"], None, swap.STOPPED_WITHIN)
    assert renamed == [("a", "c", "b")], "asked to be as it was, which it is"
    assert host.said[-1] == ["start", "omnileads"]


def test_a_timer_of_a_halt_that_was_killed_before_it_stopped_anything_goes(places, monkeypatch):
    asked = []
    monkeypatch.setattr(timer, "run", lambda argv, **_: asked.append(argv))
    swap.heal(places)
    assert asked == [["systemctl", "stop", "oml-restore-heal.timer"]]


RECORD = {"live": "a", "incoming": "b", "outgoing": "c", "undone": "d"}


@pytest.fixture
def server(places, host, monkeypatch):
    """A host whose names may be exchanged: those `renamed`; `away`: how often the database server does not answer."""

    class Server:
        renamed, away = [], 0

    def rename(_, __, *names):
        if Server.away:
            Server.away -= 1
            raise Trouble("The database server does not answer")
        Server.renamed.append(names[:3])

    Server.renamed = []
    monkeypatch.setattr(swap, "_rename", rename)
    restoration.note(places, RECORD, "loaded")
    return Server


def test_an_exchange_that_was_said_to_have_failed_is_put_back_later_and_never_carried_out(
    places, host, server, timer_runs
):
    server.away = 2
    with pytest.raises(Trouble) as told:
        swap.perform(places, "swap", ["omnileads"], None)
    assert str(told.value) == (
        "The database server does not answer. That could not be put back yet: The database server does not answer. "
        "omnileads stopped; the host goes on putting it back by itself."
    )
    assert host.is_armed and restoration.opened(places)["is_back"], "the host tries again, with nobody there"
    assert timer_runs() == 0 and server.renamed == [("a", "c", "b")]
    assert host.said[-1] == ["start", "omnileads"]
    assert restoration.opened(places) is None and not host.is_armed
    assert restoration.found(places)["state"] == "loaded"


def test_the_host_tries_again_what_it_could_not_end_as_it_booted(places, host, server, timer_runs):
    restoration.open_swap(places, {"verb": "swap", "clients": ["omnileads"], "access": None})
    server.away = 2
    with pytest.raises(Trouble):
        timer_runs()
    assert host.is_armed
    assert timer_runs() == 0 and not host.is_armed and host.said[-1] == ["start", "omnileads"]


def test_what_runs_already_on_exchanged_data_is_not_stopped_again(places, host, server, timer_runs):
    entry = {"verb": "swap", "clients": ["asterisk"], "access": None, "exchanged": True}
    restoration.open_swap(places, entry)
    assert timer_runs() == 0
    assert host.said == [["start", "asterisk"]] and server.renamed == []
    assert restoration.found(places)["state"] == "swapped" and restoration.opened(places) is None


def test_where_it_is_not_healthy_names_go_back_whatever_was_noted(places, host, server, timer_runs, monkeypatch):
    ends = [Failed("asterisk was not healthy"), None]

    def start(*_):
        end = ends.pop(0)
        if end:
            raise end

    restoration.note(places, RECORD, "swapped")
    restoration.open_swap(places, {"verb": "swap", "clients": [], "access": None, "exchanged": True})
    monkeypatch.setattr(swap, "_start", start)
    with pytest.raises(Trouble, match="^asterisk was not healthy. What ran before runs again.$"):
        timer_runs()
    assert server.renamed == [("a", "c", "b")] and restoration.found(places)["state"] == "loaded"


def test_cut_off_while_what_ran_before_starts_the_host_starts_it(places, host, server, timer_runs, monkeypatch):
    restoration.open_swap(places, {"verb": "swap", "clients": ["omnileads"], "access": None, "is_back": True})
    with monkeypatch.context() as power:
        power.setattr(swap, "_start", lambda *_: sys.exit("the power failed"))
        with pytest.raises(SystemExit):
            timer_runs()
    assert restoration.opened(places)["is_back"]
    assert timer_runs() == 0 and host.said[-1] == ["start", "omnileads"] and restoration.opened(places) is None


@pytest.mark.parametrize(("state", "restarts"), [("active", []), ("activating", ["redis"]), ("inactive", ["redis"])])
def test_who_heals_starts_only_what_does_not_run(monkeypatch, state, restarts):
    begun = []
    monkeypatch.setattr(swap.units, "state", lambda _: {"ActiveState": state})
    monkeypatch.setattr(swap.units, "clear_failure", lambda _: None)
    monkeypatch.setattr(health, "restart", lambda one: begun.append(one["name"]) or 1.0)
    swap._begin(component())
    assert begun == restarts


def test_put_back_may_be_what_was_never_exchanged_and_nothing_takes_the_name_of_a_database_that_is_gone(monkeypatch):
    opened = []
    monkeypatch.setattr(renames, "databases", lambda *_: {"a"})
    monkeypatch.setattr(renames, "_let_in", lambda _, name, allowed: opened.append((name, allowed)))
    renames.swap_databases({}, "a", "b", "c", is_back=True)
    assert opened == [("a", True)]
    with pytest.raises(Trouble, match="Of the databases a, b and c there is: a"):
        renames.swap_databases({}, "a", "b", "c")
