"""Work shared out between this process and forks of it, on several processors.

A fork begins with all that this process knows, and what it finds out is lost with it, but for the files that
it writes and the news that it sends. (A pool of the standard library is no choice: when this process is
killed, its workers wait for ever, and hold the lock on the builds.)
"""

import gc
import logging
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, NoReturn, TypeVar

T = TypeVar("T")
News = TypeVar("News")

FEW = 16
"""Things that one process does sooner than a fork has begun."""
MOST = 4
"""Processes at once: each has memory of its own, and what cannot be shared out takes as long with more."""
AT_ONCE = 1024
"""Numbers that are handed out, for one thing or several: all find room in a pipe, however small that is."""
WIDTH = 4
"""Bytes of such a number."""
ENDING = (signal.SIGINT, signal.SIGTERM)
"""Signals that wait until it is settled which process is which."""


class Fork(NamedTuple):
    """Another process at work, and the end of the pipe on which its news come."""

    process: int
    news: int


def share_out(things: Sequence[T], work: Callable[[T], object], news: Callable[[], News]) -> list[News]:
    """Do `work` on each thing, here and in forks; give what each fork tells in the end.

    Who is free takes the next: those that take longest come first. What a fork leaves undone, because an
    error or a warning came of it or it was killed, is done here: then all is said where it is heard.
    """
    processes = min(_processors(), MOST, len(things) // FEW)
    if processes < 2:  # nobody to share with
        for thing in things:
            work(thing)
        return []
    size = -(-len(things) // AT_ONCE)
    parts = [things[at : at + size] for at in range(0, len(things), size)]
    rest, handing_out = os.pipe()
    os.write(handing_out, b"".join(at.to_bytes(WIDTH, "big") for at in range(len(parts))))
    os.close(handing_out)
    # What is there stays: nobody looks through it for garbage, which would copy it for each fork.
    gc.freeze()
    share = partial(_worked_on, parts, rest, work)
    forks: list[Fork] = []
    try:
        with suppress(OSError):  # no room for more
            while len(forks) < processes - 1:
                _fork(forks, share, news)
        done = set(share())
        heard = [told for fork in forks if (told := _heard(fork))]
        done.update(*(finished for finished, _ in heard))
        for at, part in enumerate(parts):
            for thing in part if at not in done else ():
                work(thing)
        return [news for _, news in heard]
    finally:
        os.close(rest)
        for fork in forks:
            os.close(fork.news)
            with suppress(ProcessLookupError, ChildProcessError):  # who ignores SIGCHLD has none to wait for
                os.kill(fork.process, signal.SIGKILL)
                os.waitpid(fork.process, 0)


def _processors() -> int:
    # Elsewhere libraries of the system may not survive a fork.
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _worked_on(parts: Sequence[Sequence[T]], rest: int, work: Callable[[T], object]) -> Iterator[int]:
    """Take one part after the other of what nobody has begun, and work on it."""
    while number := os.read(rest, WIDTH):
        at = int.from_bytes(number, "big")
        for thing in parts[at]:
            work(thing)
        yield at


def _fork(forks: list[Fork], share: Callable[[], Iterator[int]], news: Callable[[], object]) -> None:
    """Add one more."""
    back, there = os.pipe()
    parent = os.getpid()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        process = os.fork()
        if not process:
            os.close(back)  # else nobody would tell this fork that its parent was killed
            _be_fork(parent, there, before, share, news)
        forks.append(Fork(process, back))
    except OSError:
        os.close(back)
        raise
    finally:
        os.close(there)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _be_fork(
    parent: int,
    there: int,
    mask: set[Any],
    share: Callable[[], Iterator[int]],
    news: Callable[[], object],
) -> NoReturn:
    """Work, tell, and be gone: whatever happens, it happens again where it can be said."""
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        logging.getLogger().handlers.insert(0, _End(logging.WARNING))
        done = set()
        for at in share():
            done.add(at)
            if os.getppid() != parent:  # it was killed: nobody waits for this
                os._exit(1)
        with os.fdopen(there, "wb") as pipe:
            pickle.dump((done, news()), pipe, protocol=pickle.HIGHEST_PROTOCOL)
        os._exit(0)
    finally:
        os._exit(1)


def _heard(fork: Fork) -> tuple[set[int], Any] | None:
    """What a fork tells: what it has done, and its news; None if it did not come to its end."""
    told = bytearray()
    while part := os.read(fork.news, 2**20):
        told += part
    with suppress(EOFError, pickle.UnpicklingError):
        done, news = pickle.loads(told)  # noqa: S301  # ours
        return done, news
    return None


class _End(logging.Handler):
    """Ends a fork of which a warning comes."""

    def emit(self, _record: logging.LogRecord) -> NoReturn:
        """Be gone."""
        os._exit(1)
