"""Markers of host and volumes."""

import pytest
from conftest import component, desired

from oml_host import apply, disk, markers, podman
from oml_host.observe import Seen
from oml_host.request import Failed, Request
from oml_host.trouble import Refused


def test_a_foreign_host_is_refused_and_stays_as_it_is(places):
    markers.mark_host(places, desired(), used=False, new_data=False)
    for other in (desired(tenant="acme"), desired(role="voice")):
        with pytest.raises(Refused, match="marked as the app host of tenant 'demo'"):
            markers.mark_host(places, other, used=True, new_data=False)
    assert markers.host(places) == {"tenant": "demo", "role": "app"}
    assert not markers.adopted(places)


def test_new_data_takes_a_foreign_host_over(places):
    markers.mark_host(places, desired(), used=False, new_data=False)
    markers.mark_host(places, desired(tenant="acme"), used=True, new_data=True)
    assert markers.host(places) == {"tenant": "acme", "role": "app"}


def a_volume(tmp_path, marker=None, data=False):
    folder = tmp_path / "volume" / "_data"
    folder.mkdir(parents=True)
    if data:
        (folder / "PG_VERSION").write_text("13")
    if marker:
        disk.write(str(tmp_path / "volume" / ".oml-tenant"), marker.encode())
    return str(folder)


@pytest.mark.parametrize(
    ("made", "answer"),
    [
        ({"marker": "demo\n"}, {"marker": "ours"}),
        ({"marker": "acme\n", "data": True}, {"marker": "foreign"}),
        ({}, {"marker": "missing", "empty": True}),
        ({"data": True}, {"marker": "missing", "empty": False}),
    ],
)
def test_a_volume_says_whose_it_is(tmp_path, made, answer):
    assert markers.volume("oml_postgres", a_volume(tmp_path, **made), "demo") == dict(answer, name="oml_postgres")


@pytest.fixture
def bring_equal(places, tmp_path, monkeypatch):
    """Brings a component that needs nothing, whose volume bears that marker; what the volume bears then."""

    def call(marker, new_data=False):
        folder = a_volume(tmp_path, marker=marker, data=True)
        monkeypatch.setattr(podman, "volumes", lambda names: {"oml_postgres": folder})
        equal = apply.Work(component(volumes=["oml_postgres"]), [], healthy=True)
        request, done = Request("apply", 7, "mine", new_data=new_data, places=places), []
        seen = Seen(volumes={"oml_postgres": folder})
        apply._bring(apply.Situation(request, desired(), seen, [equal], []), equal, done)
        assert [one["action"] for one in done] == ["unchanged"]
        return markers.volume("oml_postgres", folder, "demo")["marker"]

    return call


def test_the_volume_of_a_component_that_needs_nothing_is_marked_where_it_is_nobodys(bring_equal):
    assert bring_equal(None) == "ours"


def test_and_where_it_is_anothers_only_if_a_person_says_so(bring_equal):
    assert bring_equal("acme\n", new_data=True) == "ours"


def test_else_it_stays_anothers(bring_equal):
    with pytest.raises(Failed, match="marked as another tenant's"):
        bring_equal("acme\n")


def test_a_volume_that_does_not_exist_is_absent():
    assert markers.volume("oml_postgres", None, "demo") == {"name": "oml_postgres", "marker": "absent"}
