"""The program that travels is the program that is left on the host."""

import os
import subprocess
import sys
import zipfile

from oml_host import install, program

PACKAGE = os.path.dirname(os.path.abspath(install.__file__))


def an_archive(tmp_path):
    archive = str(tmp_path / "payload.zip")
    with zipfile.ZipFile(archive, "w") as packed:
        for name in program.sources():
            packed.write(os.path.join(PACKAGE, name), "ansible/module_utils/oml_host/" + name)
        packed.writestr("ansible/__init__.py", "")
        packed.writestr("ansible/module_utils/__init__.py", "")
    return archive


def test_ansibles_archive_and_the_folder_are_the_same_version(tmp_path):
    code = "from ansible.module_utils.oml_host import program; print(program.version(program.sources()))"
    argv = [sys.executable, "-I", "-c", "import sys; sys.path.insert(0, {!r}); {}".format(an_archive(tmp_path), code)]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == program.version(program.sources())


def test_what_is_left_on_a_host_runs_by_itself(places):
    files = program.sources()
    install._write_version(places, "v1", files)
    install._point_to(places, "v1")
    folder = os.path.join(places.programs, "current")
    argv = [sys.executable, "-m", "oml_host", "nonsense"]
    done = subprocess.run(argv, env={"PYTHONPATH": folder}, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.startswith("usage:")


def test_only_the_last_versions_stay(places):
    for number in range(5):
        install._write_version(places, "v{}".format(number), {"a.py": b""})
        os.utime(os.path.join(places.programs, "v{}".format(number)), (number, number))
    install._point_to(places, "v4")
    install._forget_versions(places)
    assert sorted(os.listdir(places.programs)) == ["current", "v2", "v3", "v4"]


def test_any_change_is_another_version():
    files = program.sources()
    assert program.version(dict(files, **{"ask.py": b"changed"})) != program.version(files)
