"""Say which versions of the passages stand as they were compared, and which are behind; write nothing.

python -m desk.status --gate 95
"""

import argparse
import json
import sys
from pathlib import Path

from desk import command
from desk.stop import Code, Stop
from desk.wording import CATALOGUES, chosen_language, words


def status(given: argparse.Namespace) -> None:
    """Print how the languages stand to each other.

    Raises:
        Stop: the content has problems, or less of it is agreed than was asked for (1).
    """
    # Here and not above: a Ctrl-C during this second is then answered like any other.
    from dossier import DossierError, Wording, export, load, worded

    wording = Wording(given.lang or chosen_language())
    try:
        dossier = load(given.content)
    except DossierError as problems:
        raise Stop(Code.CONTENT, "\n".join(worded(problems.problems, wording.lang))) from problems
    percent = dossier.percent_agreed
    if given.format == "json":
        print(json.dumps(export.translations(dossier), ensure_ascii=False, indent=1))
    else:
        for one in dossier.unequal:
            print("\n".join(wording.unequal(one)), end="\n\n")
        print("\n".join(wording.tallies(t for lang in dossier.languages for t in dossier.tallies(lang))))
        print(wording.agreed(percent, sum(not one.is_draft for one in dossier.compared)))
    if percent < given.gate:
        raise Stop.saying(Code.CONTENT, "too-few-agreed", percent=percent, gate=given.gate)


def _percent(written: str) -> int:
    if not written.isdecimal() or int(written) > 100:
        raise argparse.ArgumentTypeError(words("not-a-percentage", given=written))
    return int(written)


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-status")
    languages = sorted(path.stem for path in CATALOGUES.glob("*.toml"))
    parser.add_argument("--content", type=Path, default=Path("content"), help=words("help-content"))
    parser.add_argument("--lang", choices=languages, help=words("help-lang"))
    parser.add_argument("--format", choices=("text", "json"), default="text", help=words("help-format"))
    parser.add_argument("--gate", type=_percent, default=0, metavar="N", help=words("help-gate"))
    return command.run(status, parser)


if __name__ == "__main__":
    sys.exit(main())
