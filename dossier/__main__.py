"""`python -m dossier content`: every problem of the content and every remark; changes nothing in it."""

import argparse
import gc
import io
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

from dossier import coverage, examine, memory
from dossier.reporting import FORMATS
from dossier.wording import LANGUAGES, Wording, codes, locale_language

CRASH = Path(".builds", "crash.txt")
"""Where builds, too, leave the details of an internal error."""
MEMORY = Path(".builds", "memory")
"""Where checks and builds keep what the texts hold: the next check takes half the time."""
INTERNAL = 70


def main(arguments: list[str] | None = None) -> int:
    """Check a content folder and report; 0 when it is clean, 1 when it holds problems, 70 after a crash."""
    options = _parser(Wording(locale_language()).command).parse_args(arguments)
    wording = Wording(options.lang or locale_language())
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may know fewer letters than we write
    if options.codes:
        print("\n".join(codes()))
        return 0
    try:
        return _report(options, wording)
    except BrokenPipeError:
        raise
    except Exception as error:
        print(wording.crash(error, _kept_details()), file=sys.stderr)
        if options.debug:
            traceback.print_exc()
        return INTERNAL


def _report(options: argparse.Namespace, wording: Wording) -> int:
    with memory.kept_in(MEMORY):
        found = examine(options.folder)
    for line in FORMATS[options.format](found, wording):
        print(line)
    if found.dossier is None:
        return 1
    if options.coverage:
        print("\n".join(wording.coverage(coverage(found.dossier))))
    return 0


def _parser(says: Mapping[str, str]) -> argparse.ArgumentParser:
    # argparse asks gettext for its own sentences, by their English words; nothing else can be given to it.
    setattr(argparse, "_", lambda sentence: says.get(sentence, sentence))  # noqa: B010
    parser = argparse.ArgumentParser(prog="python -m dossier", description=says["about"], allow_abbrev=False)
    parser.add_argument("folder", nargs="?", default="content", help=says["folder"])
    parser.add_argument("--lang", choices=LANGUAGES, default=None, help=says["lang"])
    parser.add_argument("--format", choices=FORMATS, default="text", help=says["format"])
    parser.add_argument("--coverage", action="store_true", help=says["coverage"])
    parser.add_argument("--codes", action="store_true", help=says["codes"])
    parser.add_argument("--debug", action="store_true", help=says["debug"])
    return parser


def _kept_details() -> str:
    """Write the traceback of the error into a file, and name that; nothing where it cannot be written."""
    try:
        CRASH.parent.mkdir(exist_ok=True)
        CRASH.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return ""
    return str(CRASH)


def run() -> int:
    """`main`, ended without a traceback when the reader goes away (`| head`) or presses Ctrl-C."""
    gc.disable()  # one short run, which keeps nearly all that it makes: a tenth of its time
    try:
        return main()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(run())
