"""The exchange itself: what uses the data is stopped, names change, it starts and proves itself; or all is put back.

What is open is kept on disk (`swap.json`), so that a kill or a reboot is healed on the host without a runner.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from . import calls, derived, exchange, health, journal, observe, restoration, timer, units
from . import desired as states
from .process import run
from .request import Failed
from .trouble import Overtaken, Trouble

# Seconds after `halt` within which the other host's exchange has begun, or is refused; that it gives its own components
# to stop, more than systemd does; and that the renames take (exchange.py).
BEGUN_WITHIN, STOPPED_WITHIN, _RENAMED_WITHIN = 60.0, 100.0, 80.0
# Seconds that what `halt` stopped stays stopped without a word from the run that asked for it.
HALTED_FOR = int(BEGUN_WITHIN + STOPPED_WITHIN + _RENAMED_WITHIN)
_SERVER_WITHIN = 180.0
# Seconds a component must stay up whose only proof is that it does: its release proved itself when it was deployed.
_UP_FOR = 2


def refuse_calls(places) -> None:
    """Raises Overtaken while calls are up on this host, or nobody can tell."""
    released = journal.released(places) or {}
    seen = observe.look(places, released.get("components", []), None, True)
    found = calls.read(released.get("calls"), seen)
    if found is None or found["count"] == 0:
        return
    if found["count"] is None:
        what = "calls cannot be counted ({})".format(found["detail"])
    else:
        what = calls.say_up(found["count"])
    raise Overtaken("Nothing was exchanged: {}. Run the same again when they have ended: it goes on.".format(what))


def _components(places, names):
    released = journal.released(places)
    return [one for one in map(lambda name: states.named(released, name), names) if one]


def _stop(components):
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda one: units.control("stop", one["unit"]), components))


def _start(components, begin):
    """Begins all of them at once and waits until each is healthy; raises Failed."""
    with ThreadPoolExecutor() as pool:
        since = list(pool.map(begin, components))
        list(pool.map(health.wait, map(_soon_proved, components), since))


def _begin(component):
    """Starts what does not run: what does may carry calls. When it began, or was looked at (seconds)."""
    if not _is_up(component):
        return health.restart(component)
    units.clear_failure(component["unit"])
    return time.time()


def _is_up(component):
    return units.state(component["unit"])["ActiveState"] == "active"


def are_up(places, clients) -> bool:
    """Whether any of these components runs."""
    return any(map(_is_up, _components(places, clients)))


def _soon_proved(component):
    return dict(component, probes=[_shorter(probe) for probe in component["probes"]])


def _shorter(probe):
    if probe["kind"] != "running" or probe["seconds"] <= _UP_FOR:
        return probe
    return dict(probe, seconds=_UP_FOR, title="up for {} s".format(_UP_FOR))


def halt(places, clients) -> None:
    """Stops these components until `perform` or `heal`; a timer heals where neither comes.

    `HALTED_FOR` is long enough: it is the sum of what the other host's exchange may take until its names have changed,
    and one that could not keep within it is refused (`left_to_begin`) or changes none. So no call is up, and nothing is
    written, while data take another's name. What comes after has no such bound, for an application may migrate for an
    hour: a component that starts meanwhile finds the new database open, is at worst unhealthy until its schema is
    there, and writes to the data that stay. Only if names go back after all, what it wrote goes with them. Calls that
    it takes are not cut: this host's own exchange waits for them, as the same command says when it is given again.
    """
    until = time.time() + HALTED_FOR
    timer.disarm()
    complaint = timer.arm(HALTED_FOR)
    if complaint:
        raise Trouble("Nothing was stopped: no timer could be set that starts it again ({}).".format(complaint))
    restoration.open_swap(places, {"verb": "halt", "clients": clients, "until": until})
    _stop(_components(places, clients))


def left_to_begin(halted, asked) -> float:
    """Seconds within which an exchange has to begin; raises Overtaken where it would come too late for the other host.

    `halted`: for how long that one was halted when this was `asked`, by this host's clock; None: it is not.
    """
    if halted is None:
        return BEGUN_WITHIN
    gone = halted + max(0.0, time.time() - asked)
    if gone >= BEGUN_WITHIN:
        raise Overtaken(
            "Nothing was exchanged: the voice host was stopped {:.0f} s ago, and starts again by itself {} s after it "
            "was. Run the same again: it goes on.".format(gone, HALTED_FOR)
        )
    return BEGUN_WITHIN - gone


def _exchange(places, record, entry, is_back=False):
    """Names change, or go back, and what was derived from the database goes; raises Trouble, OSError."""
    live, incoming, outgoing = restoration.exchanged(record, entry["verb"])
    _rename(places, entry["access"], live, *((outgoing, incoming) if is_back else (incoming, outgoing)), is_back)
    stale = derived.clear(journal.components(places)) if entry["access"] else ""
    if stale and not is_back:
        raise Trouble(stale)
    return stale


def _rename(places, access, live, incoming, outgoing, is_back):
    """`incoming` becomes `live`, which becomes `outgoing`; `is_back`: again."""
    if access:
        exchange.swap_databases(access, live, incoming, outgoing, is_back)
    else:
        exchange.swap_folders(*map(places.at, (live, incoming, outgoing)), is_back)
        run(["restorecon", "-R", places.at(live)], timeout=60)


def perform(places, verb, clients, access, stopped_within=None) -> float:
    """Exchanges by `verb` (swap, undo); seconds from the first stop to all healthy.

    `stopped_within`: seconds; what takes longer to stop lets nothing be exchanged.
    Raises Trouble where that did not come about; then everything is as it was, or the host goes on putting it back.
    """
    entry = {"verb": verb, "clients": clients, "access": access}
    restoration.open_swap(places, entry)
    return _go(places, entry, stopped_within)


def _go(places, entry, stopped_within=None):
    record = restoration.found(places)
    components, began = _components(places, entry["clients"]), time.monotonic()
    try:
        if entry.get("exchanged"):
            _start(components, _begin)
        else:
            _stop(components)
            _refuse_late(time.monotonic() - began, stopped_within)
            _exchange(places, record, entry)
            # From here on what runs uses the data that are to stay: who heals does not stop it again.
            restoration.open_swap(places, dict(entry, exchanged=True))
            _start(components, health.restart)
    except (Failed, Trouble, OSError) as error:
        raise Trouble(_give_up(places, entry, str(error).rstrip(".") + ".")) from error
    seconds = round(time.monotonic() - began, 2)
    restoration.note(places, record, restoration.AFTER[entry["verb"]])
    _close(places)
    return seconds


def _refuse_late(took, within):
    if within is not None and took > within:
        raise Trouble("What uses the data took {:.0f} s to stop, and nothing was exchanged".format(took))


def _close(places):
    """The exchange has ended: nobody has to come back for it."""
    timer.disarm()
    restoration.close_swap(places)


def _give_up(places, entry, why):
    """Puts all back after `why`; what a person has to read. Told that it failed, nobody finds it done later."""
    restoration.open_swap(places, dict(entry, is_back=True))
    try:
        return " ".join([why, _put_back(places, entry)])
    except (Trouble, OSError) as error:
        if restoration.opened(places) is None:
            return "{} {}".format(why, error)
        timer.arm()
        sentence = "{} That could not be put back yet: {}. {} stopped; the host goes on putting it back by itself."
        return sentence.format(why, str(error).rstrip("."), ", ".join(entry["clients"]) or "Nothing is")


def _put_back(places, entry):
    """Names go back and what was stopped starts; says so. Raises Trouble, OSError with what did not come about."""
    components, record = _components(places, entry["clients"]), restoration.found(places)
    _stop(components)
    stale = _exchange(places, record, entry, is_back=True)
    if record["state"] != restoration.BEFORE[entry["verb"]]:
        restoration.note(places, record, restoration.BEFORE[entry["verb"]])
    failed = _failed(components)
    _close(places)
    if failed:
        raise Trouble("Names went back, but what ran before is not healthy: {}".format(failed))
    return " ".join(filter(None, ["What ran before runs again.", stale]))


def _failed(components):
    """Starts them; how that failed, or None."""
    try:
        _start(components, health.restart)
    except Failed as failed:
        return failed
    return None


def heal(places, at_once=False) -> str:
    """Ends an exchange that nobody is at any more, and says so in a sentence. What is merely halted waits its time."""
    entry = restoration.opened(places)
    if entry is None:
        # `halt` may have been killed before it stopped anything.
        timer.disarm()
        return "No exchange is open."
    if entry["verb"] == "halt":
        if not at_once and time.time() < entry["until"] and _booted() < entry["until"] - HALTED_FOR:
            return "Halted for a restore; waits."
        try:
            _start(_components(places, entry["clients"]), _begin)
        finally:
            _close(places)
        return "What was stopped for a restore runs again."
    # Where this does not come about either, the host tries again.
    timer.arm()
    _await_server(entry["access"])
    if entry.get("is_back"):
        return "An exchange that failed was put back. " + _put_back(places, entry)
    _go(places, entry)
    return "An exchange that broke off was finished."


def _booted():
    return time.time() - time.monotonic()


def _await_server(access):
    """After a reboot the database server may come up later than this."""
    end = time.monotonic() + _SERVER_WITHIN
    while access and time.monotonic() < end and not exchange.query(access, "SELECT 1;", timeout=10).ok:
        time.sleep(1)
