"""Bring the site to where the public reads it: whole, inspected, and looked at again once it is there.

python -m desk.deploy server --dry-run
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from desk import command, inspection, served, settled
from desk.hosting import is_hashed
from desk.manifest import NAME, Difference, Manifest
from desk.stop import Code, Stop
from desk.targets import reading
from desk.targets.reading import Place
from desk.targets.server import Server
from desk.wording import chosen_language, complain, words

SHOWN = 20
"""How many faults, and how many names of each kind of change, are printed."""
LOST = 0.1
"""The share of what is online that may disappear without a word of consent."""


def deploy(given: argparse.Namespace) -> None:
    """Build, inspect, and bring it to a target; or only make the target ready.

    Raises:
        Stop: something stands against it; what is online is as it was, or, with exit code 4, what it says.
    """
    place = reading.chosen(given.targets, given.target)
    if given.set_up:
        return _set_up(place, given)
    if not given.allow_dirty:
        settled.refuse_unsettled(Path())
    place.target.live()  # asked now, and not after a minute of building
    tree = _built(given)
    if not given.allow_dirty:
        settled.refuse_unsettled(Path())  # again: somebody may have saved a file while it was read
    return bring(
        place, tree, dry_run=given.dry_run, allow_deletes=given.allow_deletes, former=given.moved_from
    )


def bring(
    place: Place, tree: Path, *, dry_run: bool = False, allow_deletes: int = 0, former: str = ""
) -> None:
    """Bring a finished site to a target, which may show it with its `former` address.

    Raises:
        Stop: it has faults (1), or it is not online whole (4).
    """
    started = time.perf_counter()
    new = _inspected(tree)
    target, address = place.target, place.address or new.address
    live = target.live()
    change = _change(live, new, target.leaves_out)
    _refuse_other(place, address, live, new, former)
    _refuse_loss(target.name, live, change, allow_deletes)
    if live == new:
        # The deploy that brought it there may not have come to look.
        refuse_misshown(address, new, new.files, place.patience)
        print(words("already-live", release=new.release, address=address))
        return
    for line in _plan(target.name, live, new, change):
        print(line)
    if dry_run:
        return
    target.send(tree, new, live)
    print(words("sent", release=new.release, address=address), flush=True)
    _verify(place, address, new, live, [*change.added, *change.changed])
    count = len(change.added) + len(change.changed)
    seconds = f"{time.perf_counter() - started:.1f}"
    print(words("deployed", release=new.release, address=address, count=count, seconds=seconds))


def _built(given: argparse.Namespace) -> Path:
    """The folder of the build that `publish` makes of what is here."""
    # Here and not above: what cannot be deployed is refused without loading Pelican.
    from desk.build import build

    build(given)
    return Path(given.output).resolve()


def _inspected(tree: Path) -> Manifest:
    """The manifest of a tree without a fault."""
    if not any(path.is_file() for path in tree.rglob("*")):
        raise Stop.saying(Code.CONTENT, "nothing-to-deploy")
    try:
        manifest = Manifest.read((tree / NAME).read_bytes())
    except (FileNotFoundError, ValueError) as error:
        raise Stop.saying(Code.CONTENT, "unsealed") from error
    if found := inspection.inspect(tree, manifest):
        _complain_of(found)
        raise Stop.saying(Code.CONTENT, "not-sound", count=len(found))
    return manifest


def _change(live: Manifest | None, new: Manifest, leaves_out: tuple[str, ...]) -> Difference:
    """What the target, which has no use for some files, is to see."""
    whole = Difference.between(live, new)
    return Difference(
        added=tuple(path for path in whole.added if not path.endswith(leaves_out)),
        changed=tuple(path for path in whole.changed if not path.endswith(leaves_out)),
        removed=tuple(path for path in whole.removed if not path.endswith(leaves_out)),
    )


def _refuse_other(place: Place, address: str, live: Manifest | None, new: Manifest, former: str) -> None:
    """The target must be this site's, and the address must be the target's."""
    name = place.target.name
    if live and live.address not in {new.address, former}:
        raise Stop.saying(Code.DEPLOY, "other-address", name=name, live=live.address, address=new.address)
    try:
        found = served.answering(address)
    except Stop:
        # Where nothing is yet, nobody has to answer; what was sent is looked at in any case.
        if live:
            raise
        return
    if (found and found.release) != (live and live.release):
        raise Stop.saying(
            Code.DEPLOY,
            "other-answer",
            address=address,
            name=name,
            found=found.release if found else words("nothing-there"),
            live=live.release if live else words("none-yet"),
        )


def _refuse_loss(name: str, live: Manifest | None, change: Difference, allowed: int) -> None:
    """A file with a digest in its name does not get lost, it gets another name."""
    before = [path for path in live.files if not is_hashed(path)] if live else []
    removed = [path for path in change.removed if not is_hashed(path)]
    if len(removed) > max(allowed, LOST * len(before)):
        raise Stop.saying(Code.DEPLOY, "too-many-removed", removed=len(removed), count=len(before), name=name)


def _plan(name: str, live: Manifest | None, new: Manifest, change: Difference) -> Iterator[str]:
    yield words(
        "plan",
        name=name,
        live=live.release if live else words("none-yet"),
        release=new.release,
        added=len(change.added),
        changed=len(change.changed),
        removed=len(change.removed),
    )
    for mark, paths in (("+", change.added), ("~", change.changed), ("-", change.removed)):
        yield from (f"  {mark} {path}" for path in paths[:SHOWN])
        if len(paths) > SHOWN:
            yield words("plan-more", count=len(paths) - SHOWN)


def _verify(place: Place, address: str, new: Manifest, live: Manifest | None, sent: list[str]) -> None:
    """The public is served what was sent; otherwise what it was served before is put back."""
    found = served.faults(address, new, sent, place.patience)
    if not found:
        return
    _complain_of(found)
    said = {"address": address, "release": new.release, "count": len(found)}
    if live is None or live.release not in {kept.name for kept in place.target.releases()}:
        raise Stop.saying(Code.DEPLOY, "not-returned", **said)
    now = place.target.live()
    if now is None or now.release != new.release:
        raise Stop.saying(Code.DEPLOY, "overtaken", **said)
    place.target.back_to(live.release, failed=True)
    raise Stop.saying(Code.DEPLOY, "returned", live=live.release, **said)


def refuse_misshown(address: str, manifest: Manifest, paths: Iterable[str], patience: int) -> None:
    """What a target has online must be what the public is served.

    Raises:
        Stop: it is not (4).
    """
    if found := served.faults(address, manifest, paths, patience):
        _complain_of(found)
        raise Stop.saying(
            Code.DEPLOY, "not-shown", release=manifest.release, address=address, count=len(found)
        )


def _complain_of(found: list[str]) -> None:
    for fault in found[:SHOWN]:
        complain(fault)
    if len(found) > SHOWN:
        complain(words("more-faults", count=len(found) - SHOWN))


def _set_up(place: Place, given: argparse.Namespace) -> None:
    from dossier import DossierError, load, worded

    if not isinstance(place.target, Server):
        raise Stop.saying(Code.USAGE, "server-only", name=place.target.name)
    try:
        address = load(given.content, publishing=True).story.address
    except DossierError as error:
        raise Stop(Code.CONTENT, "\n".join(worded(error.problems, chosen_language()))) from error
    place.target.set_up(address, given.moved_from)
    print(words("server-ready", name=place.target.name, address=address))


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-deploy")
    parser.add_argument("target", nargs="?", help=words("help-target"))
    parser.add_argument("--dry-run", action="store_true", help=words("help-dry-run"))
    parser.add_argument("--allow-dirty", action="store_true", help=words("help-allow-dirty"))
    parser.add_argument("--allow-deletes", type=int, default=0, metavar="N", help=words("help-allow-deletes"))
    parser.add_argument("--set-up", action="store_true", help=words("help-set-up"))
    parser.add_argument("--moved-from", default="", metavar="ADDRESS", help=words("help-moved-from"))
    parser.add_argument("--targets", type=Path, default=reading.FILE, help=words("help-targets"))
    parser.add_argument("--content", type=Path, default=Path("content"), help=words("help-content"))
    parser.add_argument("--settings", type=Path, default=Path("publishconf.py"), help=words("help-settings"))
    parser.add_argument("--verbose", action="store_true", help=words("help-verbose"))
    return command.run(deploy, parser)


if __name__ == "__main__":
    sys.exit(main())
