"""The playbooks as Ansible sees them: events, roles, the operator's command."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
import yaml

PLAYBOOKS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROLE = os.path.join(PLAYBOOKS, "roles", "host")
MANAGE = os.path.join(ROLE, "files", "oml_manage.sh")


def ansible(tmp_path, play, *arguments, plugins=False, inventory="localhost,"):
    """The lines ansible-playbook prints of a play on this machine, with the project's configuration."""
    book = tmp_path / "play.yml"
    book.write_text(yaml.safe_dump(play))
    surroundings = dict(
        os.environ,
        ANSIBLE_CONFIG=os.path.join(PLAYBOOKS, "ansible.cfg"),
        ANSIBLE_HOME=str(tmp_path),
        ANSIBLE_LOCAL_TEMP=str(tmp_path),
        LC_ALL="C.UTF-8",
        **({"ANSIBLE_ACTION_PLUGINS": os.path.join(PLAYBOOKS, "action_plugins")} if plugins else {}),
    )
    program = os.path.join(os.path.dirname(sys.executable), "ansible-playbook")
    variables = ["-e", "ansible_python_interpreter=" + sys.executable]
    argv = [program, "-i", inventory, "-c", "local", *variables, *arguments, str(book)]
    return subprocess.run(argv, env=surroundings, capture_output=True, text=True, check=False)


def test_events_are_json_lines_and_hold_no_arguments(tmp_path):
    tasks = [
        {"name": "Say", "ansible.builtin.command": {"argv": ["echo", "canary-argument"]}},
        {"name": "Fail", "ansible.builtin.fail": {"msg": "this is why"}},
    ]
    play = [{"hosts": "all", "gather_facts": False, "tasks": tasks}]
    done = ansible(tmp_path, play)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    shown = [(event["event"], event["task"]) for event in events]
    assert shown == [("task", "Say"), ("result", "Say"), ("task", "Fail"), ("result", "Fail")]
    assert events[3]["failed"] and events[3]["message"] == "this is why" and done.returncode == 2
    assert "canary-argument" not in done.stdout


@contextmanager
def a_desk(tmp_path, answer):
    """A desk that answers each question with this line ("" hangs up), and what it was asked."""
    path, asked = str(tmp_path / "desk"), []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as desk:
        desk.bind(path)
        desk.listen()

        def serve():
            connection, _ = desk.accept()
            with connection, connection.makefile() as lines:
                asked.append(lines.readline())
                connection.sendall(answer.encode())

        threading.Thread(target=serve, daemon=True).start()
        yield path, asked
    os.unlink(path)


def results_of(done):
    """Which tasks ended how."""
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return [(one["task"], one["failed"], one.get("message")) for one in events if one["event"] == "result"]


def decided(tmp_path, answer):
    """What a play makes of a decision, and what the host asked with."""
    with a_desk(tmp_path, answer) as (path, asked):
        tasks = [
            {"name": "Hear", "oml_decision": {"socket": path}, "register": "heard"},
            {"name": "Go on", "ansible.builtin.fail": {"msg": "{{ oml_token }}"}, "when": "heard.goes_on"},
        ]
        done = ansible(tmp_path, [{"hosts": "all", "gather_facts": False, "tasks": tasks}], plugins=True)
    return asked, results_of(done)


def test_a_run_goes_on_with_what_was_decided(tmp_path):
    asked, results = decided(tmp_path, '{"variables": {"oml_token": "{{ 1 + 1 }}"}}\n')
    assert asked == ["decision localhost\n"]
    assert results == [("Hear", False, None), ("Go on", True, "{{ 1 + 1 }}")]


def test_a_run_ends_where_nothing_follows_or_nobody_says_so(tmp_path):
    assert decided(tmp_path, '{"variables": null}\n')[1] == [("Hear", False, None)]
    [(task, failed, message)] = decided(tmp_path, "")[1]
    assert (task, failed) == ("Hear", True) and "nothing follows" in message


def told(tmp_path, monkeypatch, answer):
    """How a play ends that asks the desk for its hosts, and what it asked."""
    monkeypatch.setenv("ANSIBLE_INVENTORY_ENABLED", "oml_desk")
    monkeypatch.setenv("ANSIBLE_INVENTORY_UNPARSED_FAILED", "true")
    tasks = [{"name": "Tell", "ansible.builtin.fail": {"msg": "{{ oml_by }} {{ oml_hold }}"}}]
    play = [{"hosts": "all", "gather_facts": False, "tasks": tasks}]
    with a_desk(tmp_path, answer) as (path, asked):
        return ansible(tmp_path, play, inventory=path), asked


def test_a_run_asks_for_its_hosts_and_evaluates_nothing_of_what_it_hears(tmp_path, monkeypatch):
    hosts = {"omnileads-app": {"oml_hold": True}}
    answer = json.dumps({"all": {"hosts": hosts, "vars": {"oml_by": "{{ 1 + 1 }}"}}})
    done, asked = told(tmp_path, monkeypatch, answer + "\n")
    assert asked == ["inventory\n"]
    assert results_of(done) == [("Tell", True, "{{ 1 + 1 }} True")]


def test_a_run_that_is_not_told_its_hosts_does_nothing(tmp_path, monkeypatch):
    done, _ = told(tmp_path, monkeypatch, "")
    assert done.returncode != 0 and done.stdout.count('"event"') == 0
    assert "It was not said which hosts this run is for" in done.stdout + done.stderr


def test_every_default_is_specified_and_only_required_variables_have_none():
    with open(os.path.join(ROLE, "defaults", "main.yml")) as file:
        defaults = yaml.safe_load(file)
    with open(os.path.join(ROLE, "meta", "argument_specs.yml")) as file:
        options = yaml.safe_load(file)["argument_specs"]["main"]["options"]
    required = {name for name, option in options.items() if option.get("required")}
    assert set(defaults) == set(options) - required


def manage(*arguments):
    return subprocess.run([MANAGE, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def test_the_operators_command_explains_itself_and_refuses_what_it_does_not_know():
    assert manage("--help").returncode == 0 and "--reset_pass" in manage("--help").stdout
    assert manage("--frobnicate").returncode == 2


def test_redis_is_not_emptied_without_a_terminal_and_without_yes():
    refused = manage("--clean_redis")
    assert refused.returncode == 2 and "Nothing was done" in refused.stderr


def halted_for(tmp_path, book, halted):
    """For how long that playbook tells the app host that the voice host was halted."""
    with open(os.path.join(PLAYBOOKS, book), encoding="utf-8") as file:
        variables = {"oml_halted_for": yaml.safe_load(file)[0]["vars"]["oml_halted_for"]}
    variables["oml_voice"] = {"oml_halted": halted}
    told = {"name": "Tell", "ansible.builtin.fail": {"msg": "{{ oml_halted_for }}"}}
    play = [{"hosts": "all", "gather_facts": False, "vars": variables, "tasks": [told]}]
    [(_, _, message)] = results_of(ansible(tmp_path, play))
    return message


@pytest.mark.parametrize("book", ["restore.yml", "undo.yml"])
def test_an_exchange_is_told_how_long_the_voice_host_has_been_halted(tmp_path, book):
    halted = {"result": {"halted": 2.5}, "heard": time.time() - 100}
    assert 102.5 <= float(halted_for(tmp_path, book, halted)) < 120


def test_or_nothing_where_it_was_not(tmp_path):
    assert halted_for(tmp_path, "undo.yml", {"skipped": True}) == "Failed as requested from task"
