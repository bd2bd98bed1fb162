"""Put a release online again that a target still has: no build, no transfer.

python -m desk.rollback 0123456789abcdef --target server
"""

import argparse
import sys
import time
from pathlib import Path

from desk import command
from desk.deploy import refuse_misshown
from desk.manifest import Difference
from desk.stop import Code, Stop
from desk.targets import Release, reading
from desk.targets.reading import Place
from desk.wording import words


def rollback(given: argparse.Namespace) -> None:
    """Go back to a release, or name those to which one can.

    Raises:
        Stop: there is none (2), or it is not online whole (4).
    """
    place = reading.chosen(given.targets, given.target)
    if given.list:
        for release in place.target.releases():
            mark = "*" if release.is_live else " "
            print(words("release", mark=mark, release=release.name, since=release.since))
        return
    go_back(place, given.release)


def go_back(place: Place, name: str | None) -> None:
    """Go back to that release; without a name, to the one before the one that is online.

    Raises:
        Stop: as above.
    """
    started = time.perf_counter()
    target = place.target
    before = target.live()
    target.back_to(name or _one_before(target.name, target.releases()))
    now = target.live()
    assert now, "a release was just put online"
    address = place.address or now.address
    change = Difference.between(before, now)
    refuse_misshown(address, now, [*change.added, *change.changed], place.patience)
    seconds = f"{time.perf_counter() - started:.1f}"
    print(words("rolled-back", release=now.release, address=address, seconds=seconds))


def _one_before(name: str, releases: list[Release]) -> str:
    live = next((number for number, release in enumerate(releases) if release.is_live), len(releases))
    if live + 1 >= len(releases):
        raise Stop.saying(Code.USAGE, "no-release-before", name=name)
    return releases[live + 1].name


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-rollback")
    parser.add_argument("release", nargs="?", help=words("help-release"))
    parser.add_argument("--target", help=words("help-target"))
    parser.add_argument("--list", action="store_true", help=words("help-list"))
    parser.add_argument("--targets", type=Path, default=reading.FILE, help=words("help-targets"))
    return command.run(rollback, parser)


if __name__ == "__main__":
    sys.exit(main())
