"""Asterisk's files as Asterisk reads them."""

import os

import pytest

from oml_host import dialplan


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        ("[from-pstn]\nexten => _X.,1,NoOp()\n same => n,Hangup()\n", 0),
        ("[a](!)\n[b](a)\nkey=value\n#include other.conf\n; a word\n", 0),
        (";-- a word\nanother word\nthe last --;\nkey = value\n", 0),
        (";-- all in one line --;\nkey = value\n", 0),
        ("\n\n   \n\tkey = value\r\n", 0),
        ("[a]\nexten > 1,1,NoOp()\n", 2),
        ("key = value\n<<<<<<< HEAD\n", 2),
        (";-- a word --;\nanother word\n", 2),
        (";-----------\nanother word\n", 2),
        (";-- a word\nthe end --; of it\nkey = value\nanother word\n", 4),
        (";-- a word\nthe last --;\nanother word\n", 3),
        ("[a]\nexten => 1,1,NoOp()\nhalf a li", 3),
    ],
)
def test_the_first_line_it_would_not_take(tmp_path, text, line):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "extensions.conf").write_text(text)
    (tmp_path / "notes.txt").write_text("no line of Asterisk's")
    assert dialplan.broken(str(tmp_path)) == ("sub/extensions.conf:{}".format(line) if line else "")


def test_only_files_are_read_and_bytes_that_are_no_text_are_no_trouble(tmp_path):
    (tmp_path / "folder.conf").mkdir()
    (tmp_path / "gone.conf").symlink_to("nowhere")
    (tmp_path / "sounds.conf").write_bytes(b"name = \xff\xfe\n")
    assert dialplan.names(str(tmp_path)) == ["sounds.conf"]
    assert dialplan.broken(str(tmp_path)) == ""
    (tmp_path / os.fsdecode(b"caf\xe9.conf")).write_text("no line")
    assert dialplan.broken(str(tmp_path)) == "caf\\xe9.conf:1"
