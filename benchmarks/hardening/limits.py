"""The longest and the most memory that any text or bad input takes, each in a process of its own."""

import os
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from benchmarks.hardening import bad
from benchmarks.hardening.rows import Options, Row
from tests.bad import breaking
from tests.bad.conftest import whole_story
from tests.plugins import test_limits as patterns

SECTION = "Limits"
SECONDS = 1
"""Of a processor, for the check of a bad input."""
MEBIBYTES = 200


class Took(NamedTuple):
    """What became of a process, the seconds of a processor it took, and its memory at most."""

    code: int
    seconds: float
    mebibytes: float


def rows(options: Options) -> Iterator[Row]:
    """Read every pattern of Markdown, and check every bad input."""
    texts = {name: partial(patterns.read, text) for name, text in patterns.TEXTS.items()}
    yield worst("patterns of Markdown", texts, patterns.SECONDS, patterns.MEBIBYTES, "refused or read")
    story = whole_story()
    checks = {
        name: partial(bad.examined, options.folder, breaking.changed(case, story))
        for name, case in breaking.BAD.items()
    }
    yield worst("bad inputs", checks, SECONDS, MEBIBYTES, "named")


def worst(
    what: str, calls: Mapping[str, Callable[[], object]], seconds: int, mebibytes: int, done: str
) -> Row:
    """Whether each call is done within its limits, and which came nearest to them."""
    began = measured(lambda: None).mebibytes
    took = {name: measured(call) for name, call in calls.items()}
    beyond = {
        name: one
        for name, one in took.items()
        if one.code or one.seconds > seconds or one.mebibytes - began > mebibytes
    }
    longest = max(took, key=lambda name: took[name].seconds)
    largest = max(took, key=lambda name: took[name].mebibytes)
    return Row(
        section=SECTION,
        what=what,
        tried=len(took),
        held=len(took) - len(beyond),
        promised=f"{done} within {seconds} s and {mebibytes} MiB",
        notes=(
            f"longest: {took[longest].seconds:.2f} s ({longest})",
            f"most memory: {took[largest].mebibytes - began:.0f} MiB ({largest})",
            *(f"beyond: {name}, {one}" for name, one in beyond.items()),
        ),
    )


def measured(call: Callable[[], object]) -> Took:
    """What a call takes in a fork of this process."""
    child = os.fork()
    if not child:
        try:
            call()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    return Took(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 2**10)
