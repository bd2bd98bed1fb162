"""What was found in a text is known to the next run, and never wrongly."""

import os
import subprocess
import sys
import time
from errno import ENOSPC
from pathlib import Path

import pytest

from dossier import forks, memory

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Asks a remembered function in a run of its own; what it had to work out."""
    monkeypatch.setattr(memory, "_TABLES", {})

    def ask(*words, ahead=False):
        memory._TABLES.clear()
        worked_out = []

        @memory.remembered
        def length(word, /):
            time.sleep(0.005 * ahead)
            worked_out.append(word)
            return len(word)

        with memory.kept_in(tmp_path / "memory"):
            if ahead:
                memory.ahead(length, [(word,) for word in words])
            assert [length(word) for word in words] == [len(word) for word in words]
        return worked_out

    return ask


def kept(tmp_path):
    return sorted((tmp_path / "memory").iterdir())


def test_what_was_worked_out_is_known_in_this_run_and_the_next(run):
    assert run("gate", "gate", "sheep") == ["gate", "sheep"]
    assert run("sheep", "hedge") == ["hedge"]


def test_what_nobody_asks_any_more_is_forgotten(run):
    run("gate", "sheep")
    run("sheep")

    assert run("gate", "sheep") == ["gate"]


def test_of_a_function_that_a_run_never_asks_nothing_is_forgotten(run):
    run("gate")
    run()

    assert run("gate") == []


def test_a_little_that_is_new_is_not_worth_writing_all_again(run, tmp_path):
    words = [f"sheep {number}" for number in range(100)]
    run(*words)
    written = kept(tmp_path)[0].read_bytes()

    assert run(*words, "gate", "hedge") == ["gate", "hedge"]
    assert kept(tmp_path)[0].read_bytes() == written
    assert run(*words, "gate", "hedge", "ditch") == ["gate", "hedge", "ditch"]
    assert run(*words, "gate", "hedge", "ditch") == []


def test_what_is_worked_out_ahead_in_forks_is_known_here_and_to_the_next_run(run, monkeypatch):
    monkeypatch.setattr(forks, "_processors", lambda: 3)
    words = [f"sheep {number}" for number in range(100)]

    assert len(run(*words, ahead=True)) < 100
    assert run(*words) == []
    assert run(*words, "gate", ahead=True) == ["gate"]


def test_what_a_killed_run_left_is_removed(run, tmp_path):
    run("gate")
    (tmp_path / "memory/tmpabcd").write_bytes(b"half")

    run("sheep")

    assert [file.suffix for file in kept(tmp_path)] == [".pickle"]


def test_a_run_that_learns_nothing_writes_nothing(run, tmp_path):
    run("gate")
    (file,) = kept(tmp_path)
    os.utime(file, (0, 0))

    run("gate")

    assert file.stat().st_mtime == 0


@pytest.mark.parametrize("at", [0, 31, 32, -1])
def test_a_file_with_a_flipped_byte_is_made_anew(run, tmp_path, at):
    run("gate")
    (file,) = kept(tmp_path)
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)

    assert run("gate") == ["gate"]
    assert run("gate") == []


def test_another_engine_knows_nothing_of_it_and_its_file_goes(run, tmp_path, monkeypatch):
    run("gate")
    before = kept(tmp_path)
    monkeypatch.setattr(memory, "engine", lambda: "another")

    assert run("gate") == ["gate"]
    assert [file.name for file in kept(tmp_path)] == ["another.pickle"] != [file.name for file in before]


def test_a_folder_that_cannot_be_made_is_no_fault(run, tmp_path):
    (tmp_path / "memory").write_text("in the way", encoding="utf-8")

    assert run("gate") == run("gate") == ["gate"]


def test_what_finds_no_room_leaves_nothing_half_written(tmp_path, monkeypatch):
    def no_room(*_):
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    monkeypatch.setattr(Path, "replace", no_room)

    memory.store(tmp_path / "memory/gate", b"sheep")

    assert kept(tmp_path) == []
    assert memory.stored(tmp_path / "memory/gate") is None


def test_other_rules_for_the_clocks_make_another_engine(monkeypatch, tmp_path):
    engine = memory.engine.__wrapped__  # it is worked out once in a run
    monkeypatch.setattr(memory.zoneinfo, "TZPATH", (str(tmp_path), str(tmp_path / "nowhere")))
    (tmp_path / "tzdata.zi").write_text("# version 1969a\n", "utf-8")
    before = engine()
    same = engine()
    (tmp_path / "tzdata.zi").write_text("# version 1969b\n", "utf-8")

    assert before == same != engine()


def test_what_is_asked_by_name_is_refused_because_it_would_not_be_told_apart(monkeypatch):
    monkeypatch.setattr(memory, "_TABLES", {})

    @memory.remembered
    def repeated(word, times=1):
        return word * times

    assert repeated("gate") == "gate"
    with pytest.raises(TypeError, match="by position"):
        repeated("gate", times=2)


def test_what_runs_for_long_does_not_grow(run, monkeypatch):
    monkeypatch.setattr(memory, "MOST", 3)

    run(*(str(number) for number in range(10)))

    assert [len(table.answers) for table in memory._TABLES.values()] == [1]


def test_a_check_finds_the_same_problems_when_it_remembers(tmp_path):
    command = [sys.executable, "-m", "dossier", str(PROJECT / "tests/dossier/broken"), "--format", "json"]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}

    first, second = (
        subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
        for _ in range(2)
    )

    assert kept(tmp_path / ".builds")
    assert (first.returncode, first.stderr) == (1, b"")
    assert (second.returncode, second.stdout, second.stderr) == (1, first.stdout, b"")


def test_a_process_that_reads_the_same_texts_in_ever_new_words_does_not_grow(monkeypatch):
    monkeypatch.setattr(memory, "_TABLES", {})

    @memory.recalled
    def length(word, /):
        return len(word)

    known = next(iter(memory._TABLES.values())).answers
    for number in range(10):
        length(str(number))
    assert not memory.forget_if_grown()  # so many are usual
    for number in range(10, 28):
        length(str(number))
    assert not memory.forget_if_grown()
    length("28")
    assert memory.forget_if_grown()
    assert known == {}
    for number in range(20):
        length(str(number))
    assert not memory.forget_if_grown()  # the texts have become more
    for number in range(20, 48):
        length(str(number))
    assert not memory.forget_if_grown()
