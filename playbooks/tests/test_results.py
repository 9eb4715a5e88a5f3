"""What a play makes of its hosts' answers."""

from oml_results import trouble, went_well


def host(step, **result):
    said = {"status": "done", "ok": True, "message": "", "error": None, "components": []}
    return {step: {"result": dict(said, **result)}}


def test_all_hosts_have_to_say_so():
    assert went_well([host("oml_stage"), host("oml_stage")], "oml_stage")
    assert not went_well([host("oml_stage"), host("oml_stage", ok=False)], "oml_stage")


def test_only_the_phases_that_are_due_on_a_host_have_to_end_well_there():
    staged = host("oml_stage")
    both = [dict(staged, oml_phases=["edge"]), dict(staged, oml_phases=[])]
    assert went_well(both, "oml_voice")
    assert not went_well(both, "oml_edge")
    assert went_well([dict(both[0], **host("oml_edge")), both[1]], "oml_edge")
    assert not went_well([dict(both[0], **host("oml_edge", ok=False)), both[1]], "oml_edge")
    assert not went_well([dict(both[0], **host("oml_edge")), both[1]], "oml_commit")


def test_an_earlier_step_that_did_not_end_well_is_not_forgotten():
    assert not went_well([dict(host("oml_stage", ok=False), **host("oml_foundation"))], "oml_foundation")


def test_silence_is_no_success():
    for silent in ({}, {"oml_stage": {"unreachable": True}}, {"oml_stage": {"skipped": True}}):
        assert not went_well([host("oml_stage"), silent], "oml_stage")
    assert not went_well([], "oml_stage")


def test_the_first_trouble_is_the_reason():
    error = {"message": "asterisk was not healthy"}
    failed = host("oml_voice", ok=False, status="failed", error=error)
    wanted = {"status": "failed", "reason": "asterisk was not healthy", "hold": False}
    assert trouble([host("oml_stage"), failed]) == wanted
    assert trouble([host("oml_stage")])["status"] == "unknown"


def test_only_what_was_changed_and_did_not_work_is_held():
    restarted = host("oml_foundation", components=[{"name": "nginx", "action": "restarted", "because": ["image"]}])
    error = {"component": "nginx", "message": "was not healthy"}
    failed = host("oml_voice", ok=False, status="failed", error=error)
    assert trouble([restarted, failed])["hold"]
    assert not trouble([host("oml_foundation"), failed])["hold"]
    again = host("oml_foundation", components=[{"name": "nginx", "action": "restarted", "because": ["unhealthy"]}])
    assert not trouble([again, failed])["hold"]
    assert not trouble([restarted, host("oml_voice", ok=False, status="busy")])["hold"]


def test_an_interrupted_step_holds_nothing():
    restarted = host("oml_foundation", components=[{"name": "nginx", "action": "restarted", "because": ["image"]}])
    error = {"component": None, "message": "commit on this host ended without a result"}
    assert not trouble([restarted, host("oml_commit", ok=False, status="failed", error=error)])["hold"]
