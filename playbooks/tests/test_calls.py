"""Calls that are up keep what carries them from being restarted, on the host that counts them and on the other."""

import pytest
from conftest import IMAGE, component, desired

from oml_host import apply
from oml_host.observe import Seen
from oml_host.request import Request

RUNS = {"Image": "id", "ImageName": IMAGE, "State": {"Running": True}, "Config": {}}


def a_phase(places, counted, now=False):
    """A phase of the app host that would restart what carries calls, where the voice host counted so many."""
    carrying = component(name="kamailio", container="oml-kamailio", impact="calls")
    request = Request("apply", 7, "mine", phase="voice", calls=counted, now=now, places=places)
    work = [apply.Work(carrying, ["image"], healthy=True)]
    return apply.Situation(request, desired(carrying), Seen({"oml-kamailio": RUNS}), work, [])


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        ({"count": 2, "detail": ""}, "2 calls are up, so kamailio was not restarted"),
        ({"count": None, "detail": "no answer"}, "It cannot be told whether calls are up (no answer), so kamailio"),
        ({"count": 0, "detail": ""}, ""),
        (None, ""),
    ],
)
def test_what_the_other_host_counted_is_in_the_way_here(places, counted, words):
    assert apply.calls_in_the_way(a_phase(places, counted)).startswith(words) is True
    assert bool(apply.calls_in_the_way(a_phase(places, counted))) == bool(words)


def test_or_is_told_where_it_is_cut(places):
    counted = {"count": 2, "detail": ""}
    assert apply.calls_in_the_way(a_phase(places, counted, now=True)) == ""
    assert apply.calls_cut(a_phase(places, counted, now=True)) == counted
