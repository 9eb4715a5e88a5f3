"""The journal, the lock and who is admitted."""

import os
import subprocess
import sys

import pytest
from conftest import component, desired

from oml_host import ask, disk, journal, lock, stage, steps
from oml_host.request import Request, document
from oml_host.trouble import Refused


def a_request(places, step="apply", transaction=7, token="mine", **changes):
    return Request(step, transaction, token, places=places, **changes)


def an_open_transaction(places, transaction=7, token="mine"):
    journal.note_last(places, {"transaction": transaction, "token": token, "ending": None})
    journal.open_transaction(a_request(places, "stage", transaction, token, desired=desired()), "digest")


@pytest.mark.parametrize("at", ["write", "fsync", "rename"])
def test_a_writer_killed_at_any_point_leaves_the_old_document_or_the_new_one(tmp_path, at):
    path = str(tmp_path / "journal.json")
    disk.write_json(path, {"state": "old"})
    fatal = {"write": "os.fchmod", "fsync": "os.fsync", "rename": "os.replace"}[at]
    code = (
        "import os, signal\nfrom oml_host import disk\n"
        "{} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "disk.write_json({!r}, {{'state': 'new'}})\n"
    ).format(fatal, path)
    root = os.path.dirname(os.path.dirname(disk.__file__))
    killed = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": root}, check=False)
    assert killed.returncode == -9
    assert disk.read_json(path) == {"state": "old"}
    disk.write_json(path, {"state": "new"})
    assert disk.read_json(path) == {"state": "new"}


def test_written_files_have_their_mode_from_the_first_moment(tmp_path):
    path = str(tmp_path / "secret.env")
    old = os.umask(0)
    try:
        disk.write(path, b"x", 0o600)
    finally:
        os.umask(old)
    assert os.stat(path).st_mode & 0o777 == 0o600


def test_the_lock_names_its_holder_and_is_free_when_the_process_is_gone(places):
    code = (
        "import sys, time\nfrom oml_host import lock\nfrom oml_host.places import Places\n"
        "with lock.held(Places({!r}), 'apply', 7, 'tester'):\n print('held', flush=True)\n time.sleep(60)\n"
    ).format(places.root)
    root = os.path.dirname(os.path.dirname(disk.__file__))
    holder = subprocess.Popen([sys.executable, "-c", code], env={"PYTHONPATH": root}, stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"held\n"
        assert lock.holder(places)["step"] == "apply"
        with pytest.raises(Refused, match="'apply' of transaction 7, run by tester"):
            with lock.held(places, "stage", 8, "other", patience=0.0):
                pass
    finally:
        holder.kill()
        holder.wait()
    assert lock.holder(places) is None


def test_a_host_tells_how_long_no_step_has_been_at_work(places):
    assert lock.rested(places) is None
    with lock.held(places, "stage", 8, "tester"):
        pass
    assert lock.rested(places) < 60
    os.utime(places.lock, (0, 1000))
    assert lock.rested(places) > 60


@pytest.mark.parametrize(("token", "overtaken"), [("theirs", True), ("mine", False)])
def test_a_refusal_tells_whether_another_run_came_between(places, monkeypatch, token, overtaken):
    def no_room(_):
        raise Refused("Nothing was done: no room.")

    monkeypatch.setitem(steps._STEPS, "stage", no_room)
    an_open_transaction(places)
    result = steps.perform(a_request(places, "stage", token=token))
    assert (result["status"], result["overtaken"]) == ("refused", overtaken)


@pytest.mark.parametrize(
    ("request_", "complaint"),
    [
        ({"transaction": 6}, "older than 7"),
        ({"token": "theirs"}, "belongs to another run"),
        ({"transaction": 8}, "was not staged"),
        ({"step": "stage", "transaction": 8}, "is still open"),
    ],
)
def test_steps_of_others_are_refused(places, request_, complaint):
    an_open_transaction(places)
    with pytest.raises(Refused, match=complaint):
        steps.admit(a_request(places, **request_))


def test_a_kept_result_is_the_answer_to_the_same_step_only(places):
    an_open_transaction(places)
    result = document("apply", "failed", "no")
    journal.keep_result(places, 7, "mine", "apply-voice", result)
    assert journal.kept_result(a_request(places, phase="voice")) == result
    assert journal.kept_result(a_request(places, phase="edge")) is None
    assert journal.kept_result(a_request(places, phase="voice", token="theirs")) is None


def test_busy_and_refused_are_asked_again(places):
    for status in ("busy", "refused"):
        journal.keep_result(places, 7, "mine", "apply-voice", document("apply", status, "no"))
        assert journal.kept_result(a_request(places, phase="voice")) is None


def test_after_a_put_back_its_steps_are_refused_and_put_back_answers_again(places):
    an_open_transaction(places)
    journal.keep_result(places, 7, "mine", "apply-edge", document("apply", "done", "yes"))
    journal.keep_result(places, 7, "mine", "put_back", document("put_back", "done", "yes"))
    journal.close(places, "put-back")
    assert journal.kept_result(a_request(places, phase="edge")) is None
    assert steps.perform(a_request(places, phase="edge"))["status"] == "refused"
    assert steps.perform(a_request(places, "put_back"))["ok"]


def test_a_run_may_stage_anew_what_was_put_back_here_but_not_what_was_committed(places):
    an_open_transaction(places)
    journal.close(places, "put-back")
    steps.admit(a_request(places, "stage"))
    with pytest.raises(Refused, match="belongs to another run"):
        steps.admit(a_request(places, "stage", token="theirs"))
    journal.note_last(places, {"transaction": 7, "token": "mine", "ending": "committed"})
    with pytest.raises(Refused, match="has ended here"):
        steps.admit(a_request(places, "stage"))


def test_staging_forgets_an_earlier_attempt(places):
    journal.keep_result(places, 7, "mine", "apply-edge", document("apply", "done", "yes"))
    journal.forget(places, 7)
    assert journal.result(places, 7, "mine", "apply-edge") is None
    journal.forget(places, 7)


def test_a_step_that_breaks_answers_without_secrets(places):
    an_open_transaction(places)
    broken = component(command=None, name=None)
    del broken["phase"]
    disk.write_json(places.transaction(7, "desired.json"), desired(broken, secrets=["phase"]))
    result = steps.perform(a_request(places, phase="voice"))
    assert result["status"] == "failed" and "KeyError" in result["message"]
    assert "phase" not in result["message"]


def test_an_answer_names_the_set_that_was_taken_before_what_is_open(places):
    staged = desired(component())
    journal.open_transaction(a_request(places, "stage", desired=staged, safety_set="a-set"), "digest")
    assert ask._journal(places, staged)["safety_set"] == "a-set"
    journal.open_transaction(a_request(places, "stage", desired=staged), "digest")
    assert ask._journal(places, staged)["safety_set"] is None


def test_a_full_disk_is_refused_before_anything_is_done(tmp_path):
    with pytest.raises(Refused, match="MiB are needed. Make room and run again"):
        stage._require_room(str(tmp_path), 1 << 62)
    stage._require_room(str(tmp_path), 1)


def test_a_put_back_that_broke_off_goes_on_when_asked_again(places):
    an_open_transaction(places)
    journal.keep_result(places, 7, "mine", "put_back", document("put_back", "failed", "no room"))
    assert journal.kept_result(a_request(places, "put_back")) is None


def test_a_note_makes_a_release_that_runs_the_hosts_own_and_shuts_out_who_asked_before(places):
    disk.write_json(places.own("release.json"), desired(component(), transaction=7, schema={"heads": {}}))
    source = {"commit": "c" * 40, "unreviewed": None}
    newer = desired(component(), release="e" * 64, source=source)
    assert steps.perform(a_request(places, "note", 8, "noting", desired=newer))["status"] == "done"
    release = journal.released(places)
    assert (release["transaction"], release["release"], release["source"]) == (8, "e" * 64, source)
    assert release["schema"] == {"heads": {}}
    late = steps.perform(a_request(places, "stage", 8, "late", desired=desired(component())))
    assert late["status"] == "refused" and "belongs to another run" in late["message"]


def test_nothing_is_noted_while_a_transaction_is_open_or_before_a_first_deploy(places):
    source = {"commit": "c" * 40, "unreviewed": None}
    newer = desired(component(), source=source)
    assert "ever finished" in steps.perform(a_request(places, "note", 6, desired=newer))["message"]
    disk.write_json(places.own("release.json"), desired(component(), transaction=6))
    an_open_transaction(places)
    assert "still open" in steps.perform(a_request(places, "note", 8, "noting", desired=newer))["message"]
    assert journal.released(places)["transaction"] == 6
