"""Give something in the content another id, wherever it is named, or a text another address in a language.

python -m desk.rename event:gate-opens gate-opened
python -m desk.rename content/explainers/why.fr.md d-ou --slug fr

The difference is shown first. What was public stays where it was looked for: old addresses lead on.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from desk import command, difference
from desk.interview import sentences
from desk.stop import Code, Stop
from desk.wording import chosen_language, words
from desk.writing import write_whole
from dossier import renaming, worded


def rename(given: argparse.Namespace) -> None:
    """Find out what would change everywhere, show it, and write it if that is wanted.

    Raises:
        Stop: there is no such thing, or it cannot be called so (2); the content has problems, or
            nothing was written (1).
    """
    content = renaming.Renaming(given.content)
    if content.problems:
        found = worded(content.problems, chosen_language())
        raise Stop(Code.CONTENT, "\n".join([words("mend-first"), *found]))
    thing = content.thing(given.what)
    if thing is None:
        near = content.nearest(given.what)
        hint = words("did-you-mean", near=near) if near else ""
        raise Stop.saying(Code.USAGE, "no-such-thing", named=given.what, hint=hint)
    kind, name = thing
    if given.slug:
        files = _with_slug(content, kind, name, given.slug, given.new)
    else:
        files = _with_id(content, kind, name, given.new)
    if problems := content.problems_with(files):
        raise Stop(Code.CONTENT, "\n".join([words("would-break"), sentences(problems)]))
    _show(given.content, files)
    if not (given.yes or difference.is_agreed_to()):
        raise Stop.saying(Code.CONTENT, "not-fixed")
    write_whole(
        {given.content / file: None if text is None else text.encode() for file, text in files.items()}
    )
    print(words("renamed", count=len(files)))


def _with_id(content: renaming.Renaming, kind: str, old: str, new: str) -> renaming.Files:
    if problem := content.id_problem(kind, new):
        raise Stop(Code.USAGE, sentences([problem]))
    if content.was_used(kind, new):
        raise Stop.saying(Code.USAGE, "id-used", name=f"{kind}/{new}")
    return content.with_id(kind, old, new, datetime.now(UTC).date())


def _with_slug(content: renaming.Renaming, kind: str, name: str, lang: str, slug: str) -> renaming.Files:
    address = f"{lang}/{slug}/"
    if owner := content.former_owner(kind, name, address):
        raise Stop.saying(Code.USAGE, "address-used", address=address, name=owner)
    files = content.with_slug(kind, name, lang, slug)
    if not files:
        raise Stop.saying(Code.USAGE, "no-such-address", name=f"{kind}:{name}", lang=lang, slug=slug)
    return files


def _show(folder: Path, files: renaming.Files) -> None:
    """The difference, file by file; that of a file with another name is one with its former one."""
    for file, text in sorted(files.items()):
        if text is not None:
            former = file if (folder / file).is_file() else _former(file, files)
            before = (folder / former).read_bytes().decode() if former else ""
            if former and former != file:
                print(f"{former} → {file}")
            difference.show(before, text, file)


def _former(file: str, files: renaming.Files) -> str:
    """The file in the same language that goes when this one comes, if one does."""
    gone = (one for one, text in files.items() if text is None)
    return next((one for one in gone if Path(one).suffixes == Path(file).suffixes), "")


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-rename")
    parser.add_argument("--content", type=Path, default=Path("content"), help=words("help-content"))
    parser.add_argument("what", metavar="KIND:ID|FILE", help=words("help-what"))
    parser.add_argument("new", metavar="NEW", help=words("help-new-name"))
    parser.add_argument("--slug", default="", metavar="LANG", help=words("help-slug"))
    parser.add_argument("--yes", action="store_true", help=words("help-write-yes"))
    return command.run(rename, parser)


if __name__ == "__main__":
    sys.exit(main())
