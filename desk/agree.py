"""Write into the register that a person has compared the versions of some passages.

python -m desk.agree content/explainers/who.en.md#count.2 --by "A. Name"
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from desk import command
from desk.stop import Code, Stop
from desk.wording import chosen_language, words
from desk.writing import write_whole

if TYPE_CHECKING:
    from dossier import Compared


def agree(given: argparse.Namespace) -> None:
    """Sign the passages that were named, keep what others signed, and the remarks at the head of the file.

    Raises:
        Stop: the content has problems (1); nothing of that name is there, or nobody signs (2).
    """
    # Here and not above: a Ctrl-C during this second is then answered like any other.
    from dossier import AGREED, DossierError, agreeing, load, worded

    try:
        every = load(given.content).compared
    except DossierError as problems:
        raise Stop(Code.CONTENT, "\n".join(worded(problems.problems, chosen_language()))) from problems
    named = passages_named(given.targets, every)
    by = " ".join((given.by or _name_in_git()).split())
    if not by:
        raise Stop.saying(Code.USAGE, "nobody-signs")
    path = given.content / AGREED
    before = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    remarks = [line for line in before if line.startswith("#")]
    lines = agreeing(every, named, by, datetime.now(UTC).astimezone().date())
    write_whole({path: "\n".join([*remarks, *map(str, lines), ""]).encode()})
    count = sum(one.id in named and not one.is_agreed for one in every)
    gone = sum(map(bool, before)) - len(remarks) - sum(one.agreed is not None for one in every)
    key = "agreed" if count or gone else "agreed-before"
    print(words(key, count=count, by=by, path=path, gone=gone))


def passages_named(targets: Iterable[str], every: Iterable["Compared"]) -> set[str]:
    """The ids of the passages that were named: by a folder, a file, a record or a passage in it, or their id.

    Raises:
        Stop: one of them names nothing (2).
    """
    known = _names(every)
    found: set[str] = set()
    for target in targets:
        path, mark, name = target.partition("#")
        wanted = target if target in known else f"{os.path.normpath(path)}{mark}{name}"
        if wanted not in known:
            near = next(iter(get_close_matches(wanted, known, n=1)), "")
            hint = words("did-you-mean", near=near) if near else ""
            raise Stop.saying(Code.USAGE, "nothing-compared", target=target, hint=hint)
        found |= known[wanted]
    return found


def _names(every: Iterable["Compared"]) -> Mapping[str, set[str]]:
    """What passages can be called, each with the ids of those it stands for."""
    known: dict[str, set[str]] = {}
    for one in every:
        names = {one.id}
        for passage in one.versions.values():
            path = os.path.normpath(passage.path)
            names |= {path, *map(str, Path(path).parents)}
            names |= {f"{path}#{one.name}", f"{path}#{one.name.partition('/')[0]}"}
        for name in names:
            known.setdefault(name, set()).add(one.id)
    return known


def _name_in_git() -> str:
    """Who works here, as git knows; nothing where it does not."""
    try:
        asked = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout.strip()


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-agree")
    parser.add_argument("targets", nargs="+", metavar="FILE#ID", help=words("help-passages"))
    parser.add_argument("--by", default="", metavar="NAME", help=words("help-by"))
    parser.add_argument("--content", type=Path, default=Path("content"), help=words("help-content"))
    return command.run(agree, parser)


if __name__ == "__main__":
    sys.exit(main())
