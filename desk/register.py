"""Write every new permanent id and address of the content into its register; take none out.

python -m desk.register
"""

import argparse
import sys
from pathlib import Path

from desk import command
from desk.stop import Code, Stop
from desk.wording import chosen_language, words
from desk.writing import write_whole


def register(given: argparse.Namespace) -> None:
    """Add what is new, in order, and keep the remarks at the head of the file.

    Raises:
        Stop: the content has problems (1); an id that is registered and gone is one of them.
    """
    # Here and not above: a Ctrl-C during this second is then answered like any other.
    from dossier import REGISTER, DossierError, load, public_addresses, worded

    try:
        dossier = load(given.content, registering=True)
    except DossierError as problems:
        raise Stop(Code.CONTENT, "\n".join(worded(problems.problems, chosen_language()))) from problems
    path = given.content / REGISTER
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    remarks = [line for line in lines if line.startswith("#")]
    whole = dict(dossier.registered)
    for name, addresses in public_addresses(dossier).items():
        former = (path for path in whole.get(name, ()) if path not in addresses)
        whole[name] = (*former, *addresses)
    entries = [" ".join((name, *addresses)) for name, addresses in sorted(whole.items())]
    write_whole({path: "\n".join([*remarks, *entries, ""]).encode()})
    print(words("registered", count=len(set(entries) - set(lines)), path=path))


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-register")
    parser.add_argument("--content", type=Path, default=Path("content"), help=words("help-content"))
    return command.run(register, parser)


if __name__ == "__main__":
    sys.exit(main())
