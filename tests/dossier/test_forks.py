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


def test_it_is_done_by_several_whose_news_come_back(tmp_path):
    mine = []

    def work(one):
        mine.append(one)
        time.sleep(0.01)

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
def test_what_a_fork_leaves_undone_is_done_here(end):
    done = []

    def work(one):
        time.sleep(0.001)
        if one == 50 and os.getpid() != HERE:
            end()
        done.append(one)

    news = forks.share_out(range(100), work, lambda: list(done))

    assert 50 in done
    assert {*done}.union(*news) == set(range(100))


def test_an_error_comes_out_as_it_would_without_forks(tmp_path):
    def work(one):
        (tmp_path / str(os.getpid())).touch()
        time.sleep(0.01)
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


def test_forks_end_with_the_process_that_made_them(tmp_path):
    program = textwrap.dedent("""
        import os, sys, time
        from pathlib import Path
        from dossier import forks

        forks._processors = lambda: 3

        def work(one):
            Path(sys.argv[1], str(os.getpid())).touch()
            time.sleep(0.05)

        forks.share_out(range(10_000), work, lambda: None)
    """)
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT)
    while len(everything(tmp_path)) < 3:
        time.sleep(0.01)
    process.kill()
    process.wait()

    until = time.monotonic() + 20
    while any(map(is_at_work, everything(tmp_path))) and time.monotonic() < until:
        time.sleep(0.01)
    assert not [one for one in everything(tmp_path) if is_at_work(one)]
