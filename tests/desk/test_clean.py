"""Cleaning removes what builds made, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

CLEAN = [sys.executable, "-m", "desk.clean"]
HERE = {**os.environ, "PYTHONPATH": str(Path.cwd()), "LC_ALL": "C.UTF-8"}


def clean(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(CLEAN, cwd=folder, env=HERE, capture_output=True, text=True)


def built(folder: Path) -> Path:
    (folder / ".builds/0123456789abcdef").mkdir(parents=True)
    (folder / "output").symlink_to(".builds/0123456789abcdef")
    return folder


def test_the_link_and_the_builds_are_removed(tmp_path):
    (tmp_path / "mine.txt").touch()

    ended = clean(built(tmp_path))

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "removed: output, .builds/\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_where_nothing_was_built_there_is_nothing_to_remove(tmp_path):
    ended = clean(tmp_path)

    assert (ended.returncode, ended.stdout) == (0, "nothing to remove\n")
    assert list(tmp_path.iterdir()) == []


def test_a_real_folder_is_refused_and_nothing_is_removed(tmp_path):
    (tmp_path / "output").mkdir()
    (tmp_path / "output/mine.txt").touch()
    (tmp_path / ".builds").mkdir()

    ended = clean(tmp_path)

    assert (ended.returncode, ended.stderr) == (
        3,
        "output is a folder that no build made: move it away, or give another one by --output\n",
    )
    assert (tmp_path / "output/mine.txt").exists()
    assert (tmp_path / ".builds").exists()


def test_it_waits_for_a_build_and_the_next_build_is_not_disturbed(site):
    first = site.start_and_wait("page", WAIT_FOR="0.4")
    cleaning = subprocess.Popen(CLEAN, cwd=site.folder, env=HERE, stderr=subprocess.PIPE, text=True)
    said = cleaning.stderr.readline()
    second = site.start()

    assert said == f"another build is running (process {first.pid}): waiting for it\n"
    assert (first.end().code, cleaning.wait(), second.end().code) == (0, 0, 0)
    cleaning.stderr.close()
