"""A file that is written leaves nothing beside it, and takes away what a write that was killed left there."""

import os

from oml_host import disk


def test_what_a_killed_write_left_goes_and_what_another_one_is_writing_stays(tmp_path):
    path = str(tmp_path / "swap.json")
    killed, living = path + ".oml-4194305", path + ".oml-{}".format(os.getppid())
    for other in (killed, living):
        disk.write(other, b"a secret")
    disk.write(path, b"{}")
    assert sorted(os.listdir(tmp_path)) == sorted(["swap.json", os.path.basename(living)])
