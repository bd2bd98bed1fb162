"""The tasks do what they say, end with the code of what they ran, and answer slips with help."""

import ast
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from invoke import Collection

import tasks

# As pelican-quickstart calls them.
PELICAN_NAMES = {
    "build", "clean", "rebuild", "regenerate", "serve", "reserve", "preview", "livereload", "publish",
    "gh-pages",
}  # fmt: skip
OUR_NAMES = {"check", "test", "lint", "audit", "bill", "bench", "hardening"}

# Runs a module that waits in the way that tasks.py runs any, with no input connected.
RUN = (
    "import tasks, sys; from invoke import Exit\ntry: tasks.run('waits')\nexcept Exit as e: sys.exit(e.code)"
)


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        tasks.Tasks(namespace=Collection.from_module(tasks)).run(["tasks.py", *words])
    return ended.value.code


def module(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A module called `waits` that the tasks can run."""
    (folder / "waits.py").write_text(text)
    monkeypatch.setenv("PYTHONPATH", f"{folder}:{Path.cwd()}")


def test_without_a_task_they_are_listed(capsys):
    assert run() == 0

    listed = {line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("  ")}
    assert listed >= PELICAN_NAMES | OUR_NAMES


def test_an_unknown_task_is_answered_by_the_nearest_one(capsys):
    assert run("bulid") == 2

    assert capsys.readouterr().err == "No idea what 'bulid' is! Did you mean \"build\"?\n"


def test_an_unknown_second_task_too(capsys):
    assert run("clean", "sreve") == 2

    assert capsys.readouterr().err == "No idea what 'sreve' is! Did you mean \"serve\"?\n"


def test_two_benchmarks_at_once_are_a_mistake_of_use(capsys):
    assert run("bench", "--speed", "--reader") == 2

    assert capsys.readouterr().err == "bench: one of --speed, --reader and --preview\n"


def test_an_unknown_option_is_a_mistake_of_use(capsys):
    assert run("build", "--prodution") == 2

    assert capsys.readouterr().err == "No idea what '--prodution' is!\n"


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_needs_nothing_that_the_task_needs(word, capsys):
    assert run("rename", word) == 0

    assert "Give something another id everywhere" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ("build", ["main"]),
        ("build test", ["test"]),
        ("test bench", ["bench", "test"]),
        ("lint test", ["test"]),
    ],
)
def test_tasks_that_are_named_together_get_the_groups_of_all(words, groups):
    assert tasks.groups_for(["tasks.py", *words.split()]) == groups


def test_a_failed_module_gives_its_exit_code_and_nothing_is_added(tmp_path, monkeypatch, capfd):
    module(tmp_path, monkeypatch, "import sys; print('no', file=sys.stderr); sys.exit(7)")

    assert tasks.result_of("waits") == 7

    assert capfd.readouterr().err == "no\n"


def test_a_killed_module_gives_128_and_the_signal(tmp_path, monkeypatch):
    module(tmp_path, monkeypatch, "import os; os.kill(os.getpid(), 9)")

    assert tasks.result_of("waits") == 137


def test_ctrl_c_gives_130_even_if_the_module_calls_it_a_success(tmp_path, monkeypatch):
    module(
        tmp_path,
        monkeypatch,
        "import sys, time\nprint('ready', flush=True)\n"
        "try: time.sleep(20)\nexcept KeyboardInterrupt: time.sleep(0.3); print('tidied'); sys.exit(0)\n",
    )
    process = subprocess.Popen(
        [sys.executable, "-c", RUN],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    process.stdout.readline()
    time.sleep(0.05)

    # A terminal sends it to the whole group: the tasks and what they run.
    subprocess.run(["kill", f"-{signal.SIGINT}", "--", f"-{process.pid}"], check=True)

    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (130, "tidied\n", "")


@pytest.mark.parametrize("file", sorted(Path("desk").glob("*.py")), ids=lambda file: file.stem)
def test_each_command_ends_by_a_code_and_never_with_a_traceback(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    mains = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == "main"]

    for main in mains:
        ends = [ast.unparse(one.value) for one in ast.walk(main) if isinstance(one, ast.Return)]
        assert all(end.startswith("command.run(") for end in ends), ends
    assert bool(mains) == ('if __name__ == "__main__"' in file.read_text(encoding="utf-8"))
