"""What a boot does with an open transaction."""

from conftest import component, desired

from oml_host import disk, journal, markers, resume
from oml_host.request import Request


def an_interrupted_transaction(places, state, former=None):
    journal.note_last(places, {"transaction": 7, "token": "mine", "ending": None})
    journal.open_transaction(Request("stage", 7, "mine", desired=desired(), places=places), "digest")
    journal.advance(places, state)
    disk.write_json(places.transaction(7, "desired.json"), desired(component(tag="new")))
    if former:
        disk.write_json(places.transaction(7, "former.json"), former)
        disk.write_json(places.own("release.json"), former)


def test_nothing_open_is_nothing_to_do(places):
    assert resume.resume(places) == "Nothing is open."


def test_what_was_only_staged_is_dropped(places):
    an_interrupted_transaction(places, "staged")
    assert resume.resume(places) == "Nothing had been touched."
    assert journal.opened(places) is None and journal.last(places)["ending"] == "put-back"


def test_a_decided_commit_is_finished(places):
    former = desired(component(), transaction=6)
    an_interrupted_transaction(places, "committing", former)
    resume.resume(places)
    assert journal.released(places)["transaction"] == 7
    assert journal.released(places)["components"][0]["tag"] == "new"
    assert journal.opened(places) is None and journal.last(places)["ending"] == "committed"


def test_a_first_install_stays_open_for_the_next_run(places):
    an_interrupted_transaction(places, "applying")
    assert "first install" in resume.resume(places)
    assert journal.opened(places)["state"] == "applying"


def test_an_interrupted_apply_goes_back_to_the_former_release_and_is_not_held(places):
    an_interrupted_transaction(places, "applying", desired(component(), transaction=6))
    resume.resume(places)
    assert journal.opened(places) is None and journal.last(places)["ending"] == "put-back"
    assert journal.released(places)["transaction"] == 6
    assert disk.read_json(places.own("held.json")) is None
    assert journal.result(places, 7, "mine", "put_back")["ok"]


def test_a_host_that_ran_before_the_program_came_has_something_to_go_back_to(places):
    markers.mark_host(places, desired(), used=True, new_data=False)
    assert markers.adopted(places)
    assert markers.host(places) == {"tenant": "demo", "role": "app"}


def test_what_a_power_cut_left_of_its_containers_is_buried_before_podman_is_asked(places, monkeypatch):
    an_interrupted_transaction(places, "applying", desired(component(), transaction=6))
    order = []
    put_back = resume.putback.put_back
    monkeypatch.setattr(resume.podman, "bury", order.append)
    monkeypatch.setattr(resume.putback, "put_back", lambda request: order.append("put back") or put_back(request))
    resume.resume(places)
    assert order == [[component()["container"]], "put back"]
