"""Leaves the program on the host, by version, with the unit that ends at boot what a power cut left open."""

from __future__ import annotations

import os
import sys

from . import disk, program, units

_UNIT = "oml-resume.service"
_UNIT_TEXT = """# Written by the OMniLeads host program; ends what a power cut left open.
[Unit]
Description=OMniLeads: finish or put back what was interrupted
Wants=network-online.target
After=network-online.target
ConditionPathExists=|/var/lib/oml/journal.json
ConditionPathExists=|/var/lib/oml/swap.json

[Service]
Type=simple
Environment=HOME=/root PYTHONPATH=/usr/local/lib/oml/current
ExecStart={python} -m oml_host resume

[Install]
WantedBy=multi-user.target
"""


def _remove_tree(folder):
    import shutil  # at almost no step

    shutil.rmtree(folder)


def _write_version(places, name, files):
    folder = os.path.join(places.programs, name)
    if os.path.isdir(folder):
        return
    beside = "{}.{}".format(folder, os.getpid())
    for file, content in files.items():
        disk.write(os.path.join(beside, "oml_host", file), content, 0o644)
    try:
        os.rename(beside, folder)
    except OSError:
        _remove_tree(beside)


def _point_to(places, name):
    link = os.path.join(places.programs, "current")
    if os.path.islink(link) and os.readlink(link) == name:
        return
    beside = "{}.{}".format(link, os.getpid())
    os.symlink(name, beside)
    os.replace(beside, link)


def _forget_versions(places, keep=3):
    every = [os.path.join(places.programs, name) for name in os.listdir(places.programs) if name != "current"]
    folders = sorted((path for path in every if not os.path.islink(path)), key=os.path.getmtime, reverse=True)
    for path in folders[keep:]:
        _remove_tree(path)


def _enable_resume(places):
    path = places.at("/etc/systemd/system/" + _UNIT)
    text = _UNIT_TEXT.format(python=sys.executable).encode()
    found = disk.look(path)
    if found is None or found.content != text:
        disk.write(path, text, 0o644)
        units.reload()
        units.control("enable", _UNIT)


def install(places) -> str:
    """Makes sure this version lies on the host and is the current one; returns its folder."""
    files = program.sources()
    name = program.version(files)
    _write_version(places, name, files)
    _point_to(places, name)
    _enable_resume(places)
    _forget_versions(places)
    return os.path.join(places.programs, name)
