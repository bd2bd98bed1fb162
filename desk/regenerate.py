"""Build the site again after every change, for whoever looks at output/ by other means.

python -m desk.regenerate --settings pelicanconf.py
"""

import argparse
import subprocess
import sys
from pathlib import Path
from queue import SimpleQueue

from desk import command
from desk.live import watch
from desk.wording import words


def regenerate(given: argparse.Namespace) -> None:
    """Build now and after every change, until Ctrl-C; a build that fails has said why."""
    changes: SimpleQueue[frozenset[Path] | OSError] = SimpleQueue()
    watch.follow(given.settings, changes.put)
    while True:
        _build(given)
        print(words("watching"), flush=True)
        change = watch.next_in(changes)
        if isinstance(change, OSError):
            raise change


def _build(given: argparse.Namespace) -> None:
    arguments = ["--settings", str(given.settings), "--output", str(given.output)]
    with subprocess.Popen([sys.executable, "-m", "desk.build", *arguments]) as build:
        try:
            build.wait()
        except BaseException:
            build.terminate()
            raise


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-regenerate")
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"), help=words("help-settings"))
    return command.run(regenerate, parser)


if __name__ == "__main__":
    sys.exit(main())
