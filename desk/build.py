"""Build the site beside what is shown, and show it only if it is complete and clean.

python -m desk.build --settings pelicanconf.py
"""

import argparse
import gc
import sys
import time
from pathlib import Path

from desk import command, release
from desk.stop import Code, Stop
from desk.wording import complain, words


def build(given: argparse.Namespace) -> None:
    """Build the site and move the link to it.

    Raises:
        Stop: it was not built; what the link shows is as it was.
    """
    started = time.perf_counter()
    release.refuse_foreign(given.output)
    builds = release.builds_beside(given.output)
    with release.lock(builds, _say_who_builds):
        # Here and not above: a Ctrl-C during this second is then answered like any other.
        from desk import unchanged

        inputs = unchanged.inputs_of(given.settings)
        shown = None if given.verbose else unchanged.still_shown(builds, given.output, inputs)
        if shown:
            pages, key = shown.pages, "still-built"
        else:
            pages, key = _make(given, builds), "built"
            if inputs == unchanged.inputs_of(given.settings):  # else somebody wrote meanwhile
                unchanged.leave(builds, given.output, inputs, pages)
    print(words(key, pages=pages, seconds=f"{time.perf_counter() - started:.1f}", output=given.output))
    gc.freeze()  # Python need not look through all of it once more at its end: a second for 100 pairs


def _make(given: argparse.Namespace, builds: Path) -> int:
    """Make it, whatever stands there, and show it; gives the number of its pages."""
    from desk import online, run
    from dossier import memory

    with release.scratch(builds) as tree:
        with memory.kept_in(builds / "memory"):
            settings = run.write(given.settings, tree, verbose=given.verbose, before=given.output)
        pages = sum(one.name.endswith(".html") for one in release.everything(tree))
        if not pages:
            raise Stop.saying(Code.CONTENT, "nothing-written")
        if settings.get("PUBLISHING"):
            online.complete(tree, settings["SITE"], Path(settings["CACHE_PATH"]))
        release.publish(tree, given.output)
    return pages


def _say_who_builds(pid: str) -> None:
    complain(words("waiting", pid=pid))


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-build")
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"), help=words("help-settings"))
    parser.add_argument("--verbose", action="store_true", help=words("help-verbose"))
    return command.run(build, parser)


if __name__ == "__main__":
    sys.exit(main())
