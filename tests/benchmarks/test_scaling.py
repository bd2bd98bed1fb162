"""The work of a build grows as its content does: counted in calls, which no busy machine makes longer."""

import json
import os
import sys
import traceback
from pathlib import Path

import pytest

from benchmarks.corpus import corpus
from benchmarks.tools import TOOLS
from desk import run
from dossier import forks
from plugins import attach, generators, outputs, reader, reuse  # noqa: F401  # for all the forks at once

PAIRS = (4, 8, 16)
"""With each twice as many texts, events, sources and days."""
PROPORTIONAL = 2
SLACK = 0.25
"""What sorting and longer numbers may add."""


def calls(folder: Path, before: Path | None = None) -> int:
    """How many functions a build calls, in a process of its own."""
    heard, told = os.pipe()
    if not (child := os.fork()):
        try:
            os.chdir(folder)
            forks.MOST = 1  # the calls of a fork would not be counted
            counted = 0

            def count(_frame, event, _argument):
                nonlocal counted
                counted += event in ("call", "c_call")

            sys.setprofile(count)
            run.write(Path("benchconf.py"), folder / f"built-{bool(before)}", before=before)
            sys.setprofile(None)
            os.write(told, json.dumps(counted).encode())
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(told)
    with os.fdopen(heard) as answer:
        number = answer.read()
    assert os.waitpid(child, 0)[1] == 0
    return json.loads(number)


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """For each size, the calls of a first build, and of one after it in which nothing changed."""
    found = {}
    for pairs in PAIRS:
        folder = tmp_path_factory.mktemp(str(pairs))
        TOOLS["engine"].write(folder, corpus(pairs, events=3 * pairs))
        found[pairs] = calls(folder), calls(folder, folder / "built-False")
    return found


@pytest.mark.parametrize("again", [False, True])
def test_twice_the_content_takes_twice_the_work(counted, again):
    small, middle, large = (counted[pairs][again] for pairs in PAIRS)

    # What each build does once, whatever its size, is in no difference.
    assert (large - middle) / (middle - small) < PROPORTIONAL + SLACK


def test_what_did_not_change_is_a_small_part_of_the_work(counted):
    first, again = counted[PAIRS[-1]]

    assert again < first / 3
