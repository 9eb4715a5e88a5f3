"""Looks for texts where they must not be: as they are, in base64, and within what is packed (base64 of gzip).

Runs as `leaks.py SINCE PATH…`. Reads the texts from its input, a line each. Searches files and the folders' files, as
far as whoever runs it may read them, but for those that were last changed before a time: seconds since 1970. Prints a
JSON document a finding: `path`, `form` and, of what was found, the `excerpt`.
"""

import base64
import json
import os
import re
import stat
import sys
import zlib

# The beginning of gzip in base64: so orders travel.
PACKED = re.compile(rb"H4sI[A-Za-z0-9+/]{12,}={0,2}")
KERNEL = ("/proc", "/sys")
EXCERPT = 80


def forms_of(text):
    """The bytes in which a text may show itself, each with the form's name."""
    yield text, "plain"
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + text)
        # Without the characters that neighbours decide.
        yield encoded[(before * 8 + 5) // 6 : (before + len(text)) * 8 // 6], "base64"


def findings(data, forms):
    """Each form of a text in the data, and the bytes it begins at; what is packed is unpacked and searched too."""
    for needle, form in forms:
        at = data.find(needle)
        while at >= 0:
            yield form, data[at : at + EXCERPT]
            at = data.find(needle, at + 1)
    for match in PACKED.finditer(data):
        for form, excerpt in findings(unpacked(match.group()), forms):
            yield "packed " + form, excerpt


def unpacked(text):
    """What a text in base64 of gzip holds, as far as it goes: it may be cut, or no such text at all."""
    whole = text.rstrip(b"=")
    whole = whole[: len(whole) // 4 * 4] if len(whole) % 4 == 1 else whole + b"=" * (-len(whole) % 4)
    try:
        return zlib.decompressobj(31).decompress(base64.b64decode(whole))
    except (ValueError, zlib.error):
        return b""


def files_in(path):
    """Every file at and below a path, but for the kernel's own."""
    if not os.path.isdir(path):
        yield path
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if os.path.join(folder, name) not in KERNEL]
        for name in names:
            yield os.path.join(folder, name)


def read(path, since):
    """A file's bytes; none where it may not be read, is no file, or has not changed since."""
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_ctime < since:
            return b""
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def main():
    """Searches."""
    texts = [line.encode() for line in sys.stdin.read().splitlines()]
    forms = [form for text in texts for form in forms_of(text)]
    since, *places = sys.argv[1:]
    for path in [file for place in places for file in files_in(place)]:
        for form, excerpt in findings(read(path, int(since)), forms):
            print(json.dumps({"path": path, "form": form, "excerpt": excerpt.decode("ascii", "replace")}))


main()
