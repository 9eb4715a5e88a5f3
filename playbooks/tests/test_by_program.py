"""A host's own copy of the program answers where it is of this version; where it is not, Ansible's module does."""

import ast
import json
import os
import subprocess
import sys

import oml_step
import pytest
from test_playbooks import ansible

from oml_host import install, program

LIBRARY = os.path.join(os.path.dirname(os.path.dirname(__file__)), "library")
QUESTION = {"step": "ask", "desired": "nothing that can be read"}
ABOUT_A_SET = {"operation": "look", "set": "20270115T020000Z-1f2e", "order": "nothing that can be read"}


def answered(folder, question=QUESTION):
    """How a host's shell ends that is asked for the program in `folder`, as Ansible would say it."""
    argv = ["/bin/sh", "-c", oml_step.command(folder, sys.executable)]
    done = subprocess.run(argv, input=json.dumps(question), capture_output=True, text=True, check=False)
    return {"rc": done.returncode, "stdout": done.stdout, "stderr": done.stderr}


def test_the_program_is_found_by_its_version():
    assert oml_step.FOLDER == "/usr/local/lib/oml/" + program.version(program.sources())


@pytest.mark.parametrize("question", [QUESTION, ABOUT_A_SET])
def test_a_host_that_has_this_version_answers_by_itself(places, question):
    install._write_version(places, "v 1", program.sources())
    ended = answered(os.path.join(places.programs, "v 1"), question)
    assert ended["rc"] == 0
    said = oml_step.read(ended)
    assert said["failed"] and said["msg"].startswith("The desired state cannot be read")


def test_nothing_is_asked_where_that_version_is_not(places):
    assert answered(places.programs)["rc"] == oml_step.ELSEWHERE


def test_a_program_that_breaks_off_is_no_answer(tmp_path):
    said = oml_step.read(answered(str(tmp_path)))
    assert said["failed"] and "exit code 1" in said["msg"] and "oml_host" in said["msg"]


def test_what_a_host_prints_before_its_answer_is_passed_over():
    assert oml_step.read({"rc": 0, "stdout": 'Welcome!\n{"changed": false}\n', "stderr": ""}) == {"changed": False}


@pytest.mark.parametrize(("module", "question"), [("oml_step", QUESTION), ("oml_backup", ABOUT_A_SET)])
def test_a_host_without_the_program_is_asked_by_the_module(tmp_path, module, question):
    play = [{"hosts": "all", "gather_facts": False, "tasks": [{"name": "Ask", module: question}]}]
    [result] = [json.loads(line) for line in ansible(tmp_path, play, plugins=True).stdout.splitlines()][1:]
    assert result["failed"] and result["message"].startswith("The desired state cannot be read")


def _imported(text, package):
    """The program's modules that a text of Python names, as Ansible looks for them: `package`, `package.module`."""
    for one in ast.walk(ast.parse(text)):
        whole = "." * one.level + (one.module or "") if isinstance(one, ast.ImportFrom) else ""
        if whole == package:
            yield from (alias.name for alias in one.names)
        elif whole.startswith(package) and whole != package:
            yield whole[len(package) :].lstrip(".")


@pytest.mark.parametrize("module", ["oml_step", "oml_backup"])
def test_whichever_module_carries_the_program_carries_all_of_it(module):
    files = {name[: -len(".py")]: text for name, text in program.sources().items()}
    with open(os.path.join(LIBRARY, module + ".py"), encoding="utf-8") as file:
        reached, ahead = {"__init__"}, set(_imported(file.read(), "ansible.module_utils.oml_host"))
    while ahead:
        name = ahead.pop()
        reached.add(name)
        ahead |= {one for one in _imported(files[name], ".") if one in files} - reached
    assert sorted(reached) == sorted(files)
