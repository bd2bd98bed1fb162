"""Work that is shared out is all done, whatever becomes of the forks; what they know comes back."""

import logging
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from dossier import forks

ROOT = Path(__file__).parents[2]
HERE = os.getpid()


@pytest.fixture(autouse=True)
def processors(monkeypatch):
    monkeypatch.setattr(forks, "_processors", lambda: 3)


def everything(folder):
    return {int(file.name) for file in folder.iterdir()}


def is_at_work(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


@pytest.mark.parametrize("count", [0, 1, 5, 100, 10_000])
def test_everything_is_done(tmp_path, count):
    forks.share_out(range(count), lambda one: (tmp_path / str(one)).touch(), lambda: None)

    assert everything(tmp_path) == set(range(count))


def wait_for_all(folder):
    """Go on when every process has come: else one may have done all before the others begin."""
    (folder / str(os.getpid())).touch()
    while len(everything(folder)) < 3:
        time.sleep(0.001)


def test_it_is_done_by_several_whose_news_come_back(tmp_path):
    mine = []

    def work(one):
        mine.append(one)
        wait_for_all(tmp_path)

    news = forks.share_out(range(60), work, lambda: list(mine))

    assert len(news) == 2
    assert all(news)
    assert sorted([*mine, *news[0], *news[1]]) == list(range(60))


@pytest.mark.parametrize(
    "end",
    [
        lambda: 1 // 0,
        lambda: logging.getLogger("somebody").warning("a warning"),
        lambda: os.kill(os.getpid(), signal.SIGKILL),
        lambda: os.kill(os.getpid(), signal.SIGINT),
        lambda: os._exit(0),
    ],
    ids=["error", "warning", "killed", "interrupted", "gone"],
)
def test_what_a_fork_leaves_undone_is_done_here(tmp_path, end):
    done = []

    def work(one):
        wait_for_all(tmp_path)
        if os.getpid() != HERE:
            end()
        done.append(one)

    assert forks.share_out(range(100), work, lambda: list(done)) == []
    assert {*done} == set(range(100))


def test_an_error_comes_out_as_it_would_without_forks(tmp_path):
    def work(one):
        wait_for_all(tmp_path)
        if one >= 30:
            raise KeyError(one)

    with pytest.raises(KeyError):
        forks.share_out(range(100), work, lambda: None)

    assert len(everything(tmp_path)) == 3
    assert not [one for one in everything(tmp_path) - {HERE} if is_at_work(one)]


def test_where_no_fork_can_be_made_it_is_all_done_here(monkeypatch):
    def refuse():
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    done = []

    assert forks.share_out(range(100), done.append, lambda: None) == []
    assert done == list(range(100))


def test_where_nobody_can_be_waited_for_it_is_all_done_too(tmp_path, monkeypatch):
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        forks.share_out(range(100), lambda one: (tmp_path / str(one)).touch(), lambda: None)
    finally:
        signal.signal(signal.SIGCHLD, before)

    assert everything(tmp_path) == set(range(100))


@pytest.mark.parametrize("at_work", [True, False], ids=["at work", "telling"])
def test_forks_end_with_the_process_that_made_them(tmp_path, at_work):
    program = f"AT_WORK = {at_work}" + textwrap.dedent("""
        import os, sys, time
        from pathlib import Path
        from dossier import forks

        forks._processors = lambda: 3

        here = os.getpid()

        def work(one):
            Path(sys.argv[1], str(os.getpid())).touch()
            time.sleep(60 if os.getpid() == here else AT_WORK * 0.05)

        forks.share_out(range(1000), work, lambda: bytes(10_000_000))
    """)
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT)
    while len(everything(tmp_path)) < 3:
        time.sleep(0.01)
    time.sleep(0.2)  # for what they tell to fill the pipe
    process.kill()
    process.wait()

    until = time.monotonic() + 20
    while any(map(is_at_work, everything(tmp_path))) and time.monotonic() < until:
        time.sleep(0.01)
    assert not [one for one in everything(tmp_path) if is_at_work(one)]
