"""The host's TLS certificate: given, or made here with a key of its own where the tenant has none."""

from __future__ import annotations

import ipaddress
import os
import tempfile

from . import compare, disk
from .places import CERTIFICATE, KEY
from .process import run
from .trouble import Trouble

_RENEW_BEFORE = 30 * 86400
_DAYS = "825"


def _names(text):
    """The names in openssl's print of a subjectAltName, in the form the inventory has them."""
    found = set()
    for part in text.replace("\n", ",").split(","):
        kind, _, value = part.strip().partition(":")
        if kind in ("DNS", "IP Address"):
            found.add(value.strip())
    return found


def _public_key(path, argv):
    done = run(["openssl", *argv, "-in", path])
    return done.out if done.ok else None


def selfsigned_is_good(places, names) -> bool:
    """Whether certificate and key lie there, belong together, carry exactly these names and last 30 days more."""
    certificate, key = places.at(CERTIFICATE), places.at(KEY)
    found = disk.look(key)
    if found is None or found.mode & 0o077 or not os.path.isfile(certificate):
        return False
    if not run(["openssl", "x509", "-noout", "-checkend", str(_RENEW_BEFORE), "-in", certificate]).ok:
        return False
    shown = run(["openssl", "x509", "-noout", "-ext", "subjectAltName", "-in", certificate])
    if _names(shown.out) != set(names):
        return False
    public = _public_key(certificate, ["x509", "-noout", "-pubkey"])
    return public is not None and public == _public_key(key, ["pkey", "-pubout"])


def _alternative(name):
    try:
        return "IP:{}".format(ipaddress.ip_address(name))
    except ValueError:
        return "DNS:{}".format(name)


def make(names) -> list:
    """A fresh self-signed pair for the names, as files of the desired state."""
    with tempfile.TemporaryDirectory(prefix="oml-", dir="/run" if os.access("/run", os.W_OK) else None) as folder:
        key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
        argv = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-sha256", "-nodes", "-days", _DAYS]
        argv += ["-subj", "/CN=" + names[0][:64], "-keyout", key, "-out", certificate]
        argv += ["-addext", "subjectAltName=" + ",".join(_alternative(name) for name in names)]
        done = run(argv)
        if not done.ok:
            raise Trouble("The self-signed certificate could not be made: {}".format(done.complaint))
        contents = [disk.look(path).content.decode() for path in (certificate, key)]
    return [
        {"path": CERTIFICATE, "mode": "0644", "content": contents[0]},
        {"path": KEY, "mode": "0600", "content": contents[1]},
    ]


def differ(places, wanted, seen) -> bool:
    """Whether the certificate files have to be written."""
    if not wanted:
        return False
    if wanted.get("selfsigned"):
        return not selfsigned_is_good(places, wanted["selfsigned"]["names"])
    return any(compare.file_differs(file, seen.files.get(file["path"])) for file in wanted["files"])


def readers_behind(places, wanted, components, seen, changed) -> set:
    """The names of the components that run with another certificate than the one they should."""
    readers = [component for component in components if wanted and component["name"] in wanted["readers"]]
    if changed:
        return {component["name"] for component in readers}
    paths = [file["path"] for file in (wanted or {}).get("files", [])] or [CERTIFICATE, KEY]
    written = [disk.look(places.at(path)) for path in paths]
    newest = max((found.mtime for found in written if found), default=0.0)
    running = [component for component in readers if compare.is_running(seen.container(component))]
    return {component["name"] for component in running if newest > compare.started(seen.container(component))}


def files(places, wanted) -> list:
    """The files to write: the given ones, or a fresh pair."""
    return make(wanted["selfsigned"]["names"]) if wanted.get("selfsigned") else wanted["files"]
