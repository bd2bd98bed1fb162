"""How every command of the desk starts and ends: its common options, its signals, its exit codes."""

import argparse
import errno
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from desk.release import builds_beside
from desk.stop import Code, Stop, Terminated
from desk.wording import catalogue, chosen_language, complain, words

Command = Callable[[argparse.Namespace], None]

# What the machine may refuse: space, permission, a lock, files at once. No fault of the content or the code.
REFUSALS = frozenset({
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR,
    errno.ELOOP, errno.ENAMETOOLONG, errno.EIO, errno.ENOLCK, errno.EMFILE, errno.ENFILE, errno.ENOMEM,
})  # fmt: skip
WAYS_OUT = {
    errno.ENOSPC: "machine-full",
    errno.EDQUOT: "machine-full",
    errno.EFBIG: "machine-too-big",
    errno.EROFS: "machine-read-only",
    errno.EACCES: "machine-denied",
    errno.EPERM: "machine-denied",
    errno.EMFILE: "machine-too-many",
}
"""The sentences for those that a person can do something about."""


def parser(description: str, prog: str | None = None) -> argparse.ArgumentParser:
    """A parser that speaks the maintainer's language in all it says."""
    # argparse asks gettext for its own sentences, by their English words; nothing else can be given to it.
    setattr(argparse, "_", _in_our_words)  # noqa: B010 (a name that the types of argparse do not have)
    return argparse.ArgumentParser(prog=prog, description=words(description), allow_abbrev=False)


def _in_our_words(sentence: str) -> str:
    return catalogue(chosen_language()).get(sentence, sentence)


def options(description: str) -> argparse.ArgumentParser:
    """A parser with the options that all commands share."""
    shared = parser(description)
    shared.add_argument(
        "--output", type=Path, default=Path("output"), metavar="LINK", help=words("help-output")
    )
    shared.add_argument("--debug", action="store_true", help=words("help-debug"))
    return shared


def run(command: Command, parser: argparse.ArgumentParser) -> int:
    """Run a command to its exit code; whatever happens, a person reads a sentence and never a traceback."""
    try:
        # Only now, not on import: a test may import any command and keep its own signals.
        signal.signal(signal.SIGTERM, _terminate)
        if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:  # see desk/__init__.py
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return _end_of(command, parser.parse_args())
    except KeyboardInterrupt:
        complain(words("stopped"))
        return Code.INTERRUPTED
    except Terminated:
        complain(words("stopped"))
        return Code.TERMINATED


def _end_of(command: Command, given: argparse.Namespace) -> int:
    try:
        command(given)
    except Stop as stop:
        complain(str(stop))
        return stop.code
    except Exception as error:
        if refusal := refusal_in(error):
            # A write is refused without a name; what a command writes is beside what it shows.
            what = refusal.filename or os.path.relpath(builds_beside(given.output))
            key = WAYS_OUT.get(refusal.errno or 0, "machine")
            complain(words(key, what=what, reason=refusal.strerror))
            return Code.ENVIRONMENT
        _report_crash(error, given)
        return Code.INTERNAL
    return Code.DONE


def refusal_in(error: BaseException | None) -> OSError | None:
    """The machine's refusal that this error is, or comes from."""
    while error:
        if isinstance(error, OSError) and error.errno in REFUSALS:
            return error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return None


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated


def _report_crash(error: Exception, given: argparse.Namespace) -> None:
    details = traceback.format_exc()
    if given.debug:
        sys.stderr.write(details)
    crash = builds_beside(given.output) / "crash.txt"
    what, reason = type(error).__name__, str(error)
    try:
        crash.parent.mkdir(exist_ok=True)
        crash.write_text(details, encoding="utf-8")
    except OSError:
        complain(words("internal-unwritten", what=what, reason=reason))
    else:
        complain(words("internal", what=what, reason=reason, crash=os.path.relpath(crash)))
