"""What a file may hold at most: looked at before it is parsed, which could take for ever."""

import re
from collections.abc import Iterator

from dossier.problems import Spot

MEBIBYTES = {".md": 1, ".yaml": 2, ".txt": 32}
"""The size of a file at most, by how its name ends; nobody can split a register, with a line a thing."""
IMAGE_MEBIBYTES = 10
"""The size of an image at most: a reader has to fetch it."""
DEEPEST = 20
"""Lists and quotations in one another."""
LINES = 10_000
"""Lines of a text: of many short ones even a file of that size takes minutes."""
ROWS = 2_000
"""Rows of a table."""
TOGETHER = 2_000
"""Lines without a blank one between them: the reader of Markdown goes through the rest of them for each."""
OPEN_BRACKETS = 200
"""Square brackets that are not closed."""
MARKS = 500
"""Marks of links, emphasis, code and signs in one paragraph: readers of Markdown compare each with each."""
RUN = 200
"""The same mark, or blanks, in a row."""

_MARKERS = re.compile(r"(?:[ ]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ ]|$)))*")
_MARKER = re.compile(r">|[-*+]|\d+[.)]")
_MARK = re.compile(r"[\[\]()*_`<&\\]")
_RUN = re.compile(rf"([^\w\n])\1{{{RUN}}}")

Excess = tuple[str, Spot, int]
"""Code and place of what is too much, and how much is allowed."""


def excess(text: str) -> Excess | None:
    """The first place of a text in Markdown at which there is too much of something; or None."""
    lines = text.split("\n")
    found = (next(finder(lines), None) for finder in (_length, _nesting, _rows, _together, _brackets, _marks))
    return min(filter(None, found), key=lambda one: one[1], default=None)


def _length(lines: list[str]) -> Iterator[Excess]:
    if len(lines) > LINES:
        yield "too-many-lines", Spot(LINES + 1, 1), LINES


def _nesting(lines: list[str]) -> Iterator[Excess]:
    """Markers of quotations before a line, and those of lists by how far each is indented."""
    columns: list[int] = []
    for number, line in enumerate(lines, 1):
        markers = _MARKERS.match(line.expandtabs(4))
        found = list(_MARKER.finditer(markers[0])) if markers else []
        quotes = next((at for at, marker in enumerate(found) if marker[0] != ">"), len(found))
        for marker in found[quotes:]:
            while columns and columns[-1] >= marker.start():
                columns.pop()
            columns.append(marker.start())
            if quotes + len(columns) > DEEPEST:
                yield "too-deep", Spot(number, marker.start() + 1), DEEPEST
        if quotes > DEEPEST:
            yield "too-deep", Spot(number, found[DEEPEST].start() + 1), DEEPEST


def _rows(lines: list[str]) -> Iterator[Excess]:
    rows = 0
    for number, line in enumerate(lines, 1):
        rows = rows + 1 if "|" in line else 0
        if rows > ROWS:
            yield "too-many-rows", Spot(number, 1), ROWS


def _together(lines: list[str]) -> Iterator[Excess]:
    together = 0
    for number, line in enumerate(lines, 1):
        together = together + 1 if line.strip() else 0
        if together > TOGETHER:
            yield "too-many-together", Spot(number, 1), TOGETHER


def _brackets(lines: list[str]) -> Iterator[Excess]:
    still_open = 0
    for number, line in enumerate(lines, 1):
        for match in re.finditer(r"[\[\]]", line):
            still_open = max(0, still_open + (1 if match[0] == "[" else -1))
            if still_open > OPEN_BRACKETS:
                yield "too-many-brackets", Spot(number, match.start() + 1), OPEN_BRACKETS


def _marks(lines: list[str]) -> Iterator[Excess]:
    """Marks of a paragraph, a list item or a row: each is read by itself."""
    marks = 0
    for number, line in enumerate(lines, 1):
        if run := _RUN.search(line):
            yield "too-many-marks", Spot(number, run.start() + 1), RUN
        markers = _MARKERS.match(line)
        if not line.strip() or "|" in line or (markers and markers[0]):
            marks = 0
        for match in _MARK.finditer(line):
            marks += 1
            if marks > MARKS:
                yield "too-many-marks", Spot(number, match.start() + 1), MARKS
