"""Repair what is mechanical in the content: show the difference first, and write it when that is wanted.

python -m desk.fix --content content
"""

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from unicodedata import normalize

import yaml

from desk import command, difference
from desk.stop import Code, Stop
from desk.wording import words
from desk.writing import write_whole
from dossier import Problem, examine

Lines = list[str]
"""The lines of a file, each with its end."""
Fixer = Callable[[Lines, Problem], None]
"""Repairs one problem in the lines of its file, or leaves them as they are."""

ROUNDS = 50
"""A file that cannot be read hides its other problems: each round of repairs may show more."""
KEY_AND_TEXT = re.compile(r"([ \t]*(?:- )?)([\w-]+: )(?![|>!{])(\S.*)(\r?\n?)")


def fix(given: argparse.Namespace) -> None:
    """Show what can be repaired, and write it if asked to, or if a person at the terminal agrees.

    What only a person can repair is left, unnamed: naming is what a check does.

    Raises:
        Stop: something can be repaired, and nobody wants it written (1).
    """
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, given.content.name)
        shutil.copytree(given.content, copy, symlinks=True)
        repaired = repair(copy)
        for path in repaired:
            before, after = (Path(folder, path).read_bytes().decode() for folder in (given.content, copy))
            difference.show(before, after, str(path))
        if repaired and not (given.yes or difference.is_agreed_to()):
            raise Stop.saying(Code.CONTENT, "not-fixed")
        write_whole({given.content / path: (copy / path).read_bytes() for path in repaired})
    print(words("fixed", count=len(repaired)) if repaired else words("nothing-to-fix"))


def repair(content: Path) -> list[Path]:
    """Repair all that is mechanical in a content folder; the files that changed, relative to it."""
    changed: set[Path] = set()
    for _ in range(ROUNDS):
        by_file: dict[Path, list[Problem]] = {}
        for problem in examine(content).problems:
            if problem.code in FIXERS:
                by_file.setdefault(Path(problem.path).absolute(), []).append(problem)
        done = {path for path, problems in by_file.items() if _repair_file(path, problems)}
        if not done:
            break
        changed |= {path.relative_to(content.absolute()) for path in done}
    return sorted(changed)


def _repair_file(path: Path, problems: list[Problem]) -> bool:
    """Repair the last problem in a file that can be: those before it stay where they are."""
    before = path.read_bytes().decode("utf-8")
    for problem in reversed(problems):
        lines = re.split(r"(?<=\n)", before)
        FIXERS[problem.code](lines, problem)
        after = "".join(lines)
        if after != before:
            path.write_bytes(after.encode())
            return True
    return False


def _spelling(lines: Lines, problem: Problem) -> None:
    """A key or a word of a list that is one slip of the keyboard away from one that is allowed."""
    written, near = str(problem.values.get("value", problem.values["key"])), str(problem.values["near"])
    if near and is_slip(written, near):
        line, at = lines[problem.spot.line - 1], problem.spot.column - 1
        if line.startswith(written, at):
            lines[problem.spot.line - 1] = line[:at] + near + line[at + len(written) :]


def is_slip(written: str, meant: str) -> bool:
    """Whether one letter is missing, too many or wrong, or two neighbours have changed places."""
    while written and meant and written[0] == meant[0]:
        written, meant = written[1:], meant[1:]
    while written and meant and written[-1] == meant[-1]:
        written, meant = written[:-1], meant[:-1]
    return max(len(written), len(meant)) <= 1 or (len(written) == 2 and written == meant[::-1])


def _tabs(lines: Lines, problem: Problem) -> None:
    """Tabs at the start of a line are as many spaces as the file can be read with, or two."""
    width = next((width for width in (2, 4, 8) if _can_be_read(lines, width)), 2)
    lines[problem.spot.line - 1] = _without_tabs(lines[problem.spot.line - 1], width)


def _can_be_read(lines: Lines, width: int) -> bool:
    try:
        yaml.compose("".join(_without_tabs(line, width) for line in lines), yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    return True


def _without_tabs(line: str, width: int) -> str:
    margin = line[: len(line) - len(line.lstrip(" \t"))]
    return margin.replace("\t", " " * width) + line[len(margin) :]


def _invisible(lines: Lines, problem: Problem) -> None:
    """A character that nobody sees goes."""
    line, at = lines[problem.spot.line - 1], problem.spot.column - 1
    if f"U+{ord(line[at]):04X}" == problem.values["char"]:
        lines[problem.spot.line - 1] = line[:at] + line[at + 1 :]


def _letters(lines: Lines, problem: Problem) -> None:
    """Letters and their accents become one."""
    lines[problem.spot.line - 1] = normalize("NFC", lines[problem.spot.line - 1])


def _block(lines: Lines, problem: Problem) -> None:
    """A text that a colon, a hash or a mark in front keeps from being read stands under "|"."""
    match = KEY_AND_TEXT.fullmatch(lines[problem.spot.line - 1])
    if match:
        margin, key, text, end = match.groups()
        inner = " " * (len(margin) + 2)
        below = end or "\n"
        lines[problem.spot.line - 1] = f"{margin}{key}|{below}{inner}{text}{end}"


def _space(lines: Lines, problem: Problem) -> None:
    """A key is parted from its value by a space."""
    line, at = lines[problem.spot.line - 1], problem.spot.column
    lines[problem.spot.line - 1] = f"{line[:at]} {line[at:]}"


def _order(lines: Lines, problem: Problem) -> None:
    """An event that is earlier than the one before it moves above that, with the remarks over it."""
    here = problem.spot.line - 1
    margin = " " * (problem.spot.column - 1)
    above = f"{margin}{problem.values['before']}:"
    there = next((at for at in range(here) if lines[at].startswith(above)), None)
    if there is not None:
        start, end = _with_remarks(lines, here, margin), _end_of(lines, here, margin)
        last = end - (lines[end - 1] == "")  # nothing is what follows the last line's end
        if not lines[start - 1].strip() and lines[last - 1].strip():
            # It stands apart, at the end: the blank line above it goes below it.
            blank = lines.pop(start - 1)
            lines.insert(last - 1, blank)
            start -= 1
        moved = lines[start:end]
        del lines[start:end]
        there = _with_remarks(lines, there, margin)
        lines[there:there] = moved


def _with_remarks(lines: Lines, key: int, margin: str) -> int:
    """The first line of an entry: that of the remarks directly over its key."""
    while key and lines[key - 1].startswith(f"{margin}#"):
        key -= 1
    return key


def _end_of(lines: Lines, key: int, margin: str) -> int:
    """The line after an entry and the blank lines below it."""
    end = key + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(f"{margin} ")):
        end += 1
    return end


def _marks(lines: Lines, problem: Problem) -> None:
    """A link, a citation or an attribute with a space or mark in the wrong place is put right."""
    line = lines[problem.spot.line - 1]
    line = re.sub(r"\]\s+\((?=[a-z]+:|#)", "](", line)
    line = re.sub(r"(?:\[\s*\^|\^\[)\s*([\w-]+)\s*\]", r"[^\1]", line)
    line = re.sub(r"\{\s*:?\s*([.#])\s*([\w-]+)\s*\}(?=\s*$)", r"{: \1\2 }", line)
    lines[problem.spot.line - 1] = line


def _sign(lines: Lines, problem: Problem) -> None:
    """A source in square brackets gets the sign of a citation."""
    line, at = lines[problem.spot.line - 1], problem.spot.column
    lines[problem.spot.line - 1] = f"{line[:at]}^{line[at:]}"


FIXERS: Mapping[str, Fixer] = {
    "unknown-key": _spelling,
    "unknown-value": _spelling,
    "tab": _tabs,
    "control-character": _invisible,
    "letter-in-parts": _letters,
    "colon-in-text": _block,
    "hash-in-text": _block,
    "mark-in-front": _block,
    "colon-without-space": _space,
    "citation-without-sign": _sign,
    "event-order": _order,
    "leftover-markup": _marks,
}
"""The problems that can be repaired without knowing what the writer means, by their code."""


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-fix")
    parser.add_argument("--content", type=Path, default=Path("content"), help=words("help-content"))
    parser.add_argument("--yes", action="store_true", help=words("help-yes"))
    return command.run(fix, parser)


if __name__ == "__main__":
    sys.exit(main())
