"""What counts as a difference."""

import pytest
from conftest import IMAGE, component

from oml_host import compare, environment
from oml_host.disk import Found
from oml_host.observe import Seen

STARTED = "2024-05-01T10:00:00.123456789-03:00"
STARTED_AT = 1714568400.123456789


def a_container(**changes):
    container = {
        "Name": "oml-redis-server",
        "Image": "image-id",
        "ImageName": IMAGE,
        "State": {"Running": True, "StartedAt": STARTED, "Pid": 1},
        "Config": {
            "Env": ["PATH=/bin", "A=1", "PASSWORD=two = 2", "TERM=xterm", "REDIS=7"],
            "CreateCommand": ["/usr/bin/podman", *component()["command"][1:]],
        },
    }
    return dict(container, **changes)


def seen(container, unit=None, files=None):
    wanted = {
        "/etc/default/redis.env": Found(b"A=1\nPASSWORD=two = 2\n", 0o600, (0, 0), STARTED_AT - 10),
        "/etc/systemd/system/redis.service": Found(b"[Unit]\n", 0o644, (0, 0), STARTED_AT - 10),
    }
    unit = unit or {"LoadState": "loaded", "ActiveState": "active", "UnitFileState": "enabled"}
    images = {"image-id": {"RepoDigests": [IMAGE], "Config": {"Env": ["PATH=/bin", "REDIS=7"]}}}
    containers = {"oml-redis-server": container} if container else {}
    return Seen(containers, {"redis.service": unit}, dict(wanted, **(files or {})), images, {})


def config(**changes):
    return {"Config": dict(a_container()["Config"], **changes)}


def test_equal_is_no_difference():
    assert compare.differences(component(), seen(a_container())) == []


@pytest.mark.parametrize(
    ("container", "differs"),
    [
        (a_container(ImageName="docker.io/omnileads/redis@sha256:" + "b" * 64, Image="other"), ["image"]),
        (a_container(**config(CreateCommand=["podman", "run", "--rm", IMAGE])), ["command"]),
        (a_container(**config(Env=["A=2", "PASSWORD=two = 2", "REDIS=7"])), ["env"]),
        (a_container(**config(Env=["A=1", "REDIS=7"])), ["env"]),
        (a_container(**config(Env=["A=1", "PASSWORD=two = 2", "REDIS=7", "GONE=1"])), ["env"]),
        (a_container(State={"Running": False, "StartedAt": STARTED}), ["stopped"]),
        (None, ["stopped"]),
    ],
)
def test_a_container_that_runs_otherwise(container, differs):
    assert compare.differences(component(), seen(container)) == differs


def test_the_same_digest_under_a_tag_is_a_command_but_no_image():
    by_tag = a_container(ImageName="docker.io/omnileads/redis:1.0.9")
    by_tag["Config"]["CreateCommand"] = ["podman", "run", "docker.io/omnileads/redis:1.0.9"]
    assert compare.differences(component(), seen(by_tag)) == ["command"]
    assert compare.running_image(by_tag, seen(None).images) == IMAGE


@pytest.mark.parametrize(
    "found",
    [
        None,
        Found(b"A=2\n", 0o600, (0, 0), 0.0),
        Found(b"A=1\nPASSWORD=two = 2\n", 0o644, (0, 0), 0.0),
        Found(b"A=1\nPASSWORD=two = 2\n", 0o600, (1000, 0), 0.0),
        Found(b"A=1\nPASSWORD=two = 2\n", 0o600, (0, 0), STARTED_AT + 0.5),
    ],
)
def test_a_file_that_lies_otherwise_or_was_written_after_the_start(found):
    look = seen(a_container(), files={"/etc/default/redis.env": found})
    assert compare.differences(component(), look) == ["file:/etc/default/redis.env"]


def test_a_unit_file_read_only_by_systemd_may_be_newer_than_the_container():
    found = Found(b"[Unit]\n", 0o644, (0, 0), STARTED_AT + 5)
    look = seen(a_container(), files={"/etc/systemd/system/redis.service": found})
    assert compare.differences(component(), look) == []


def test_a_unit_nobody_knows_is_absent_and_nothing_else():
    assert compare.differences(component(), seen(None, {"LoadState": "not-found"})) == ["absent"]


def test_a_unit_that_would_not_start_at_boot_is_disabled():
    unit = {"LoadState": "loaded", "ActiveState": "active", "UnitFileState": "disabled"}
    assert compare.differences(component(), seen(a_container(), unit)) == ["disabled"]


OVERRIDE = "/etc/systemd/system/redis.service.d/override.conf"
FOR_ALL = "/run/systemd/system/service.d/zzz-lxc-service.conf"


def with_drop_in(content):
    unit = {
        "LoadState": "loaded",
        "ActiveState": "active",
        "UnitFileState": "enabled",
        "Id": "redis.service",
        "DropInPaths": "{} {}".format(FOR_ALL, OVERRIDE),
    }
    return seen(a_container(), unit, {OVERRIDE: Found(content, 0o644, (0, 0), STARTED_AT)})


@pytest.mark.parametrize(
    ("content", "starts"),
    [
        (b"[Service]\nLimitNOFILE=9\n", False),
        (b"[Service]\n#ExecStart=/bin/true\nExecStartPre=/bin/true\n", False),
        (b"[Service]\nExecStart=\nExecStart = /usr/bin/podman run other\n", True),
    ],
)
def test_a_drop_in_of_the_unit_is_named_and_is_no_difference(content, starts):
    look = with_drop_in(content)
    assert compare.drop_ins(component(), look) == [{"path": OVERRIDE, "starts": starts}]
    assert compare.differences(component(), look) == []


def test_a_unit_without_a_drop_in_of_its_own_names_none():
    unit = {"Id": "redis.service", "LoadState": "loaded", "DropInPaths": FOR_ALL}
    assert compare.drop_ins(component(), seen(a_container(), unit)) == []
    assert compare.drop_ins(component(), seen(a_container())) == []


@pytest.mark.parametrize(
    ("container", "differs"),
    [
        (a_container(), []),
        (a_container(**config(CreateCommand=["podman", "run", "--rm", IMAGE])), ["command"]),
        (a_container(State={"Running": False, "StartedAt": STARTED}), []),
        (None, []),
    ],
)
def test_what_a_container_was_started_with_is_compared_alone(container, differs):
    look = seen(container, files={"/etc/default/redis.env": None})
    assert compare.started_otherwise(component(), look) == differs


def test_a_unit_between_two_restarts_is_stopped():
    unit = {"LoadState": "loaded", "ActiveState": "activating", "UnitFileState": "enabled"}
    assert compare.differences(component(), seen(None, unit)) == ["stopped"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (STARTED, STARTED_AT),
        ("2024-05-01T13:00:00.5Z", 1714568400.5),
        ("2024-05-01 13:00:00.5 +0000 UTC", 1714568400.5),
        ("0001-01-01T00:00:00Z", -62135596800.0),
        ("", 0.0),
    ],
)
def test_times_as_podman_writes_them(text, seconds):
    assert compare.epoch(text) == pytest.approx(seconds, abs=1e-6)


def test_environment_files_are_taken_literally():
    content = "# a comment\n\nA=1\n  B = x y \nC='quoted'\nD=a=b#c $HOME \\n\nE=ñ\nBARE\n"
    expected = {"A": "1", "B": " x y ", "C": "'quoted'", "D": "a=b#c $HOME \\n", "E": "ñ"}
    assert environment.parse(content) == expected
