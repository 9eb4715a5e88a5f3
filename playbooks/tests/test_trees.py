"""Two folders are equal in every thing that a restore has to bring back, or the first difference is named."""

import json
import os

import pytest

from oml_host import trees


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "custom"
    (root / "sub").mkdir(parents=True)
    (root / "a.conf").write_text("[general]\n")
    (root / "sub" / "ñandú.conf").write_text("x")
    os.symlink("a.conf", root / "link")
    os.chmod(root / "a.conf", 0o640)
    return root


def test_entries_tell_contents_modes_owners_and_links(folder):
    told = {entry["path"]: entry for entry in trees.describe(folder)}
    assert list(told) == sorted(told)
    assert told["a.conf"]["mode"] == "0640"
    assert told["link"]["target"] == "a.conf"
    assert told["sub/ñandú.conf"]["bytes"] == 1
    assert told["sub"]["kind"] == "folder"
    assert trees.size(told.values()) == 11


def test_no_folder_has_no_entries(tmp_path):
    assert trees.describe(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda root: (root / "a.conf").write_text("[genera1]\n"), "a.conf differs in sha256"),
        (lambda root: os.chmod(root / "a.conf", 0o600), "a.conf differs in mode"),
        (lambda root: (root / "a.conf").unlink(), "a.conf is missing"),
        (lambda root: (root / "new").write_text(""), "new is too much"),
        (lambda root: (os.unlink(root / "link"), os.symlink("b", root / "link")), "link differs in target"),
        pytest.param(
            lambda root: os.chown(root / "a.conf", 1, 1),
            "a.conf differs in owner",
            marks=pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away"),
        ),
    ],
)
def test_the_first_difference_is_named(folder, change, words):
    before = trees.describe(folder)
    assert trees.difference(before, trees.describe(folder)) == ""
    change(folder)
    assert trees.difference(before, trees.describe(folder)) == words


def test_names_and_targets_that_are_no_text_are_spelled_so_that_they_travel(tmp_path):
    for name in (b"caf\xe9", b"caf\xe8", "café".encode(), b"a\nb"):
        (tmp_path / os.fsdecode(name)).touch()
    os.symlink(b"to\xff", os.fsencode(tmp_path / "link"))
    told = trees.describe(str(tmp_path))
    json.dumps(told, ensure_ascii=False).encode()
    assert [entry["path"] for entry in told] == sorted([".", "caf\\xe9", "caf\\xe8", "café", "a\nb", "link"])
    assert [entry["target"] for entry in told if entry["kind"] == "link"] == ["to\\xff"]
