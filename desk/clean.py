"""Remove what builds made, and nothing else.

python -m desk.clean
"""

import argparse
import shutil
import sys

from desk import command, release
from desk.wording import complain, words


def clean(given: argparse.Namespace) -> None:
    """Remove the link and the builds beside it.

    Raises:
        Stop: in the link's place stands something that no build made (exit code 3); nothing is removed then.
    """
    builds = release.builds_beside(given.output)
    release.refuse_foreign(given.output)
    if not given.output.is_symlink() and not builds.is_dir():
        print(words("nothing-to-clean"))
        return
    with release.lock(builds, lambda pid: complain(words("waiting", pid=pid))):
        # The link first: it must never lead nowhere.
        if given.output.is_symlink():
            given.output.unlink()
        shutil.rmtree(builds)
    print(words("cleaned", removed=f"{given.output}, {builds.name}/"))


def main() -> int:
    """Run from the command line."""
    return command.run(clean, command.options("help-clean"))


if __name__ == "__main__":
    sys.exit(main())
