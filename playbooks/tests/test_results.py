"""What a play makes of its hosts' answers."""

from oml_results import trouble, went_well


def host(step, **result):
    return {step: {"result": dict({"status": "done", "ok": True, "message": "", "error": None}, **result)}}


def test_all_hosts_have_to_say_so():
    assert went_well([host("oml_stage"), host("oml_stage")], "oml_stage")
    assert not went_well([host("oml_stage"), host("oml_stage", ok=False)], "oml_stage")


def test_silence_is_no_success():
    for silent in ({}, {"oml_stage": {"unreachable": True}}, {"oml_stage": {"skipped": True}}):
        assert not went_well([host("oml_stage"), silent], "oml_stage")
    assert not went_well([], "oml_stage")


def test_the_first_trouble_is_the_reason():
    error = {"message": "asterisk was not healthy"}
    failed = host("oml_voice", ok=False, status="failed", error=error)
    assert trouble([host("oml_stage"), failed]) == {"status": "failed", "reason": "asterisk was not healthy"}
    assert trouble([host("oml_stage")])["status"] == "unknown"
