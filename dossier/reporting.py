"""What a check found, for a writer at a terminal, for an editor or a program, for a forge."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from dossier import Examined
from dossier.problems import Problem
from dossier.wording import Wording

Report = Callable[[Examined, Wording], Iterator[str]]
"""The lines of a report."""


def as_text(found: Examined, wording: Wording) -> Iterator[str]:
    """A line for each, by file; how many there are last, where a terminal shows it without scrolling."""
    for problem in _every(found):
        yield wording.line(problem)
    if found.remarks:
        yield wording.remarks(found.remarks)
    if found.dossier is not None:
        yield wording.clean(found.dossier)
        return
    of_file = Counter(problem.path for problem in found.problems)
    if len(of_file) > 1:
        width = len(str(max(of_file.values())))
        yield from (f"{number:>{width}} {path}" for path, number in sorted(of_file.items()))
    yield wording.count(found.problems)


def as_json(found: Examined, wording: Wording) -> Iterator[str]:
    """A list of objects: where it is (line and column from 1), how it counts, its code, the sentence."""
    every = [
        {
            "path": problem.path,
            "line": problem.spot.line,
            "column": problem.spot.column,
            "rank": "remark" if wording.is_remark(problem) else "problem",
            "code": problem.code,
            "message": wording(problem),
        }
        for problem in _every(found)
    ]
    yield json.dumps(every, ensure_ascii=False, indent=1)


def as_github(found: Examined, wording: Wording) -> Iterator[str]:
    """A workflow command for each, which the forge shows at its line.

    GitHub Docs, "Workflow commands for GitHub Actions": a percent sign and line breaks are escaped, and in
    the properties the colon and the comma as well.
    """
    for problem in _every(found):
        place = {
            "file": problem.path,
            "line": str(problem.spot.line),
            "col": str(problem.spot.column),
            "title": problem.code,
        }
        properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in place.items())
        level = "warning" if wording.is_remark(problem) else "error"
        yield f"::{level} {properties}::{_escaped(wording(problem))}"


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _every(found: Examined) -> list[Problem]:
    return sorted((*found.problems, *found.remarks))


FORMATS: Mapping[str, Report] = {"text": as_text, "json": as_json, "github": as_github}
