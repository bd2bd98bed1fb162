"""A diagram as coordinates: boxes in the cells of a grid, arrows in the free lanes between them.

A writer gives cells, never coordinates. The drawing is 320 units wide and its letters 14 high: in
the column of a screen of 320 pixels they are 12 pixels high. Words are measured generously, by the
widest of the usual fonts, and broken into lines, so that nothing overlaps in any font or language.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from dossier.languages import language
from dossier.model import COLUMNS, ROWS, Arrow, ArrowKind, Box, Diagram
from dossier.problems import Values, nearest

WIDTH, MARGIN = 320.0, 2.0
LETTERS, LEADING, ASCENT = 14.0, 17.0, 13.0
RIM, PAD, GAP, ARM, HEAD = 3.0, 7.0, 9.0, 10.0, 9.0
"""Beside words; inside a frame; between boxes; before an upright arrow in its lane; the length of a point."""

_ADVANCES = {
    0.28: "ijl", 0.34: " \u00a0\u202f.,:;'’|/IJ", 0.42: "!()-ftr", 0.53: "sz?“”", 0.55: "cç",
    0.6: "kvxy", 0.62: "aeoàâéèêëôö«»", 0.7: "ABCEFKLPRSTVXYZÀÂÉÈ", 1.03: "mwMW%œŒ—@",
}  # fmt: skip
"""Em widths of letters (DejaVu Sans, the widest of the usual interface fonts)."""
_ADVANCE = {char: width for width, chars in _ADVANCES.items() for char in chars}
_SMALL, _CAPITAL, _BOLD = 0.64, 0.79, 1.13

Fault = tuple[tuple["str | int", ...], str, Values]
"""What is wrong with a diagram: where below the record, the code of the problem, and its values."""


# --- The grid -------------------------------------------------------------------------------------


Cell = tuple[int, int]
"""A column and a row."""


class Area(NamedTuple):
    """The cells that a box takes or goes around, first and last included."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: "Area") -> bool:
        """Whether two areas share a cell."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom

    @property
    def cells(self) -> set[Cell]:
        """Each of its cells."""
        columns, rows = range(self.left, self.right + 1), range(self.top, self.bottom + 1)
        return {(column, row) for column in columns for row in rows}


class Way(NamedTuple):
    """Where an arrow runs: upright or level, in which lanes, between which two rows or columns."""

    is_upright: bool
    lanes: tuple[int, ...]
    start: int
    end: int

    @property
    def steps(self) -> set[tuple[str, int, int]]:
        """The cells that it passes, and the gaps between them; two ways that share one cross."""
        gap = "below" if self.is_upright else "beside"
        found = {(gap, lane, at) for lane in self.lanes for at in range(self.start, self.end)}
        for lane in self.lanes:
            for at in range(self.start + 1, self.end):
                found.add(("in", lane, at) if self.is_upright else ("in", at, lane))
        return found


def around(boxes: Mapping[str, Box], name: str) -> tuple[str, ...]:
    """The boxes around another, from the inside out; each once, even if they stand in a circle."""
    found: list[str] = []
    outer = boxes[name].within
    while outer is not None and outer in boxes and outer not in found:
        found.append(outer)
        outer = boxes[outer].within
    return tuple(found)


def areas(boxes: Mapping[str, Box]) -> dict[str, Area]:
    """The cells of each box; a box around others has those of all that are within it."""
    found: dict[str, Area] = {}
    for name, box in boxes.items():
        if box.at:
            (left, top), (columns, rows) = box.at, box.size
            mine = Area(left, top, left + columns - 1, top + rows - 1)
            for one in (name, *around(boxes, name)):
                so_far = found.get(one, mine)
                found[one] = Area(*map(min, so_far[:2], mine[:2]), *map(max, so_far[2:], mine[2:]))
    return found


def way_between(one: Area, other: Area, taken: set[Cell], covered: set[Cell]) -> Way | None:
    """The straight way between two areas: upright if it can be, else level over a column free for words.

    It passes no box that stands in cells, and comes from above into no frame, through the words there.
    """
    for is_upright in (True, False):
        turned = [area if is_upright else Area(area.top, area.left, area.bottom, area.right)
                  for area in (one, other)]  # fmt: skip
        first, second = sorted(turned, key=lambda area: area.top)
        lanes = range(max(first.left, second.left), min(first.right, second.right) + 1)
        between = range(first.bottom + 1, second.top)
        free = [
            lane for lane in lanes
            if not any(((lane, at) if is_upright else (at, lane)) in taken for at in between)
            and not (is_upright and any((lane, at) in covered for at in (*between, second.top)))
        ]  # fmt: skip
        if free and first.bottom < second.top and (is_upright or between):
            # Of several runs of free lanes the first is as good as any.
            run = tuple(lane for at, lane in enumerate(free) if lane == free[0] + at)
            return Way(is_upright, run, first.bottom, second.top)
    return None


def ways(diagram: Diagram) -> list[Way | None]:
    """The way of each arrow, or None where there is none."""
    boxes, found = diagram.boxes, areas(diagram.boxes)
    taken = set().union(*(found[name].cells for name, box in boxes.items() if box.at))
    ways = []
    for arrow in diagram.arrows:
        ends = {arrow.tail, arrow.head}
        # The words of a frame stand at its top.
        tops = [found[name] for name, box in boxes.items()
                if not box.at and ends.isdisjoint((name, *around(boxes, name)))]  # fmt: skip
        covered = {(column, top.top) for top in tops for column in range(top.left, top.right + 1)}
        ways.append(way_between(found[arrow.tail], found[arrow.head], taken, covered))
    return ways


def faults(diagram: Diagram) -> Iterator[Fault]:
    """What is wrong with the shape of a diagram: boxes without cells or names, arrows without a way."""
    wrong = [*_box_faults(diagram.boxes), *_end_faults(diagram)]
    yield from wrong
    if wrong:
        return
    ways_so_far: dict[Way, int] = {}
    for at, way in enumerate(ways(diagram)):
        if way is None:
            yield ("arrows", at), "arrow-without-way", _ends(diagram.arrows[at])
            continue
        for other, index in ways_so_far.items():
            if way != other and way.steps & other.steps:
                crossed = diagram.arrows[index]
                values = {"other_tail": crossed.tail, "other_head": crossed.head}
                yield ("arrows", at), "arrows-cross", {**_ends(diagram.arrows[at]), **values}
        ways_so_far.setdefault(way, at)


def _box_faults(boxes: Mapping[str, Box]) -> Iterator[Fault]:
    found = areas(boxes)
    for name, box in boxes.items():
        at = ("boxes", name)
        if not (box.person or box.label):
            yield at, "box-without-name", {"box": name}
        if box.within is not None and (box.within not in boxes or boxes[box.within].at):
            outer = [other for other, one in boxes.items() if not one.at]
            values = {"wanted": box.within, "near": nearest(box.within, outer)}
            yield (*at, "within"), "unknown-box", values
        elif name in around(boxes, name):
            yield (*at, "within"), "box-in-itself", {"box": name}
        elif name not in found:
            yield at, "box-without-cell", {"box": name}
        elif found[name].right > COLUMNS or found[name].bottom > ROWS:
            yield (
                (*at, "size" if box.at else "at"),
                "cell-form",
                {"key": name, "columns": COLUMNS, "rows": ROWS},
            )
    for one, other in combinations(found, 2):
        apart = one not in around(boxes, other) and other not in around(boxes, one)
        if apart and found[one].meets(found[other]):
            yield ("boxes", other), "boxes-collide", {"box": other, "other": one}


def _end_faults(diagram: Diagram) -> Iterator[Fault]:
    for at, arrow in enumerate(diagram.arrows):
        for key, name in (("from", arrow.tail), ("to", arrow.head)):
            if name not in diagram.boxes:
                yield (
                    ("arrows", at, key),
                    "unknown-box",
                    {"wanted": name, "near": nearest(name, diagram.boxes)},
                )


def _ends(arrow: Arrow) -> dict[str, str]:
    return {"tail": arrow.tail, "head": arrow.head}


# --- The drawing ----------------------------------------------------------------------------------


Place = tuple[float, float]
Line = tuple[float, float, float, float]


class Label(NamedTuple):
    """A line of words, which starts at `x` or has it in its middle, and stands on `y`."""

    x: float
    y: float
    text: str
    anchor: str
    is_name: bool = False


@dataclass(slots=True)
class Rect:
    """A field of the drawing, the origin at the top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


class DrawnBox(NamedTuple):
    """A box in its place; a frame stands around others."""

    rect: Rect
    is_frame: bool
    lines: tuple[Label, ...]


class DrawnArrow(NamedTuple):
    """An arrow in its place: its line, and the cross or the point at its end."""

    kind: ArrowKind
    line: Line
    cross: tuple[Line, ...]
    point: str
    lines: tuple[Label, ...]


@dataclass(slots=True)
class Drawing:
    """A diagram in one language, in units of which the drawing is `WIDTH` wide."""

    height: float
    boxes: tuple[DrawnBox, ...]
    arrows: tuple[DrawnArrow, ...]
    too_wide: tuple[tuple[tuple["str | int", ...], str], ...]
    """Words that do not fit: where in the record, and which."""
    width: float = WIDTH


def draw(diagram: Diagram, lang: str, names: Mapping[str, str]) -> Drawing:
    """Place everything, with the words of one language; `names` are those of people in it, by id."""
    return _Desk(diagram, lang, names).drawing()


def sample(kind: ArrowKind) -> DrawnArrow:
    """An arrow without words, for the legend, in a field of 44 by 12."""
    return _arrow(kind, (1, 6), (43, 6))


def name_of(box: Box, lang: str, names: Mapping[str, str]) -> str:
    """What a box is called: as it is labelled, or else by its person's name."""
    return box.label[lang] if box.label else names[box.person or ""]


def width_of(text: str, *, bold: bool = False) -> float:
    """How wide words are at the most."""
    ems = sum(_ADVANCE.get(char, _CAPITAL if char.isupper() else _SMALL) for char in text)
    return ems * LETTERS * (_BOLD if bold else 1)


def broken(text: str, width: float, *, bold: bool = False) -> list[str]:
    """Words in lines of at most `width`; a word that is wider stands alone, for the check to find."""
    first, *rest = re.split(r"( |(?<=\w-)(?=\w))", text)
    lines = [first]
    for space, word in zip(rest[::2], rest[1::2], strict=True):
        longer = f"{lines[-1]}{space}{word}"
        if width_of(longer, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass
class _Desk:
    """A drawing in the making: columns first, then the lines of words, then rows, then everything."""

    diagram: Diagram
    lang: str
    names: Mapping[str, str]
    too_wide: list[tuple[tuple["str | int", ...], str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.typeset = language(self.lang).typeset
        self.boxes = self.diagram.boxes
        self.areas = areas(self.boxes)
        self.ways = [way for way in ways(self.diagram) if way]
        self.frames = [name for name, box in self.boxes.items() if not box.at]
        self.columns = range(1, max(area.right for area in self.areas.values()) + 1)
        self.rows = range(1, max(area.bottom for area in self.areas.values()) + 1)

    def drawing(self) -> Drawing:
        """All of it."""
        rects = self._rects()
        boxes = tuple(
            self._box(name, rects[name])
            for name in sorted(self.boxes, key=lambda name: -len(self._within(name)))
        )
        arrows = tuple(self._arrow(at, way, rects) for at, way in enumerate(self.ways))
        height = max(rect.bottom for rect in rects.values()) + MARGIN
        return Drawing(height, boxes, arrows, tuple(dict.fromkeys(self.too_wide)))

    def _within(self, name: str) -> list[str]:
        return [one for one in self.boxes if name in around(self.boxes, one)]

    # --- Columns ---

    @cached_property
    def _across(self) -> dict[int, tuple[float, float]]:
        """The left and the right edge of each column's boxes."""
        left, right = self._insets(0, lambda _: PAD), self._insets(2, lambda _: PAD)
        free = WIDTH - 2 * MARGIN - GAP * (len(self.columns) - 1)
        free -= sum(left.get(column, 0) + right.get(column, 0) for column in self.columns)
        width = free / len(self.columns)
        x, edges = MARGIN, dict[int, tuple[float, float]]()
        for column in self.columns:
            x += left.get(column, 0)
            edges[column] = (x, x + width)
            x += width + right.get(column, 0) + GAP
        return edges

    def _insets(self, side: int, thick: Callable[[str], float]) -> dict[int, float]:
        """What the frames that begin (or end) at a column or row add before (or behind) its boxes."""

        def depth(frame: str) -> float:
            same = [f for f in self.frames if frame == self.boxes[f].within]
            inner = [depth(f) for f in same if self.areas[f][side] == self.areas[frame][side]]
            return thick(frame) + max(inner, default=0)

        found: dict[int, float] = {}
        for frame in self.frames:
            at = self.areas[frame][side]
            found[at] = max(found.get(at, 0), depth(frame))
        return found

    def _width(self, name: str) -> float:
        """How wide a box is drawn, a frame without what it stands out by."""
        area = self.areas[name]
        return self._across[area.right][1] - self._across[area.left][0]

    # --- Words ---

    def _text(self, name: str) -> list[tuple[str, bool]]:
        """The lines of a box: its name in bold, then the note."""
        box, width, at = self.boxes[name], self._width(name) - 2 * RIM, ("boxes", name)
        called = name_of(box, self.lang, self.names)
        lines = [(line, True) for line in self._broken(called, width, at, bold=True)]
        if box.note:
            lines += [(line, False) for line in self._broken(box.note[self.lang], width, (*at, "note"))]
        return lines

    def _label(self, index: int, width: float) -> list[str]:
        return self._broken(self.diagram.arrows[index].label[self.lang], width, ("arrows", index, "label"))

    def _broken(
        self, text: str, width: float, at: tuple["str | int", ...], *, bold: bool = False
    ) -> list[str]:
        lines = broken(self.typeset(text), width, bold=bold)
        self.too_wide += [(at, line) for line in lines if width_of(line, bold=bold) > width]
        return lines

    # --- Rows ---

    @cached_property
    def _down(self) -> dict[int, tuple[float, float]]:
        """The upper and the lower edge of each row's boxes."""
        above = self._insets(1, lambda frame: PAD + len(self._text(frame)) * LEADING)
        below = self._insets(3, lambda _: PAD)
        heights, gaps = self._heights(), self._gaps()
        y, edges = MARGIN, dict[int, tuple[float, float]]()
        for row in self.rows:
            y += above.get(row, 0)
            for way, need in gaps:
                if way.end == row:
                    y = max(y, edges[way.start][1] + below.get(way.start, 0) + need + above.get(row, 0))
            edges[row] = (y, y + heights[row])
            y += heights[row] + below.get(row, 0) + GAP
        return edges

    def _heights(self) -> dict[int, float]:
        """What the words of boxes and of level arrows need in each row."""
        found = dict.fromkeys(self.rows, 0.0)
        for name, box in self.boxes.items():
            if box.at:
                area, need = self.areas[name], len(self._text(name)) * LEADING + PAD
                row = area.bottom
                found[row] = max(found[row], need - sum(found[r] for r in range(area.top, row)))
        for way in dict.fromkeys(way for way in self.ways if not way.is_upright):
            need = sum(self._slot(index) for index, other in enumerate(self.ways) if other == way)
            for row in way.lanes:
                found[row] = max(found[row], need / len(way.lanes))
        return found

    def _gaps(self) -> list[tuple[Way, float]]:
        """What upright arrows need between the boxes that they join."""
        found = []
        for index, way in enumerate(self.ways):
            if way.is_upright:
                need = len(self._label(index, self._lane(index))) * LEADING + 2 * PAD
                found.append((way, need))
        return found

    def _fellows(self, index: int) -> list[int]:
        """The arrows that share the way of one."""
        return [other for other, way in enumerate(self.ways) if way == self.ways[index]]

    def _lane(self, index: int) -> float:
        """How wide the words of an arrow may be."""
        way = self.ways[index]
        if way.is_upright:
            whole = self._across[way.lanes[-1]][1] - self._across[way.lanes[0]][0]
            return whole / len(self._fellows(index)) - ARM - PAD
        return self._across[way.end][0] - self._across[way.start][1] - 2 * RIM

    def _slot(self, index: int) -> float:
        """How high a level arrow is with its words above it."""
        return len(self._label(index, self._lane(index))) * LEADING + HEAD + PAD

    # --- Places ---

    def _rects(self) -> dict[str, Rect]:
        found: dict[str, Rect] = {}
        for name, box in self.boxes.items():
            if box.at:
                area = self.areas[name]
                x, y = self._across[area.left][0], self._down[area.top][0]
                found[name] = Rect(x, y, self._width(name), self._down[area.bottom][1] - y)
        while missing := [name for name in self.frames if name not in found]:
            for name in missing:
                inner = [one for one, box in self.boxes.items() if box.within == name]
                if all(one in found for one in inner):
                    top = PAD + len(self._text(name)) * LEADING
                    found[name] = _framed([found[one] for one in inner], top)
        return found

    def _box(self, name: str, rect: Rect) -> DrawnBox:
        lines, is_frame = self._text(name), not self.boxes[name].at
        top = rect.y + (4 if is_frame else (rect.height - len(lines) * LEADING) / 2)
        x = rect.x + rect.width / 2
        placed = _words((text for text, _ in lines), x, top, "middle")
        words = (line._replace(is_name=bold) for line, (_, bold) in zip(placed, lines, strict=True))
        return DrawnBox(Rect(*_line(rect.x, rect.y, rect.width, rect.height)), is_frame, tuple(words))

    def _arrow(self, index: int, way: Way, rects: Mapping[str, Rect]) -> DrawnArrow:
        arrow, lines = self.diagram.arrows[index], self._label(index, self._lane(index))
        tail, head = rects[arrow.tail], rects[arrow.head]
        fellows = self._fellows(index)
        if way.is_upright:
            left, right = self._across[way.lanes[0]][0], self._across[way.lanes[-1]][1]
            x = left + (right - left) * fellows.index(index) / len(fellows) + ARM
            start, end = (tail.bottom, head.y) if tail.y < head.y else (tail.y, head.bottom)
            top = (start + end - len(lines) * LEADING) / 2
            words = _words(lines, x + PAD, top, "start")
            return _arrow(arrow.kind, (x, start), (x, end), words)
        top, bottom = self._down[way.lanes[0]][0], self._down[way.lanes[-1]][1]
        needs = [self._slot(one) for one in fellows]
        before = sum(needs[: fellows.index(index)]) + len(lines) * LEADING + PAD
        y = top + (bottom - top - sum(needs)) / 2 + before
        start, end = (tail.right, head.x) if tail.x < head.x else (tail.x, head.right)
        words = _words(lines, (start + end) / 2, y - len(lines) * LEADING - RIM, "middle")
        return _arrow(arrow.kind, (start, y), (end, y), words)


def _framed(inner: Iterable[Rect], top: float) -> Rect:
    every = list(inner)
    x, y = min(rect.x for rect in every) - PAD, min(rect.y for rect in every) - top
    right, bottom = max(rect.right for rect in every) + PAD, max(rect.bottom for rect in every) + PAD
    return Rect(x, y, right - x, bottom - y)


def _words(lines: Iterable[str], x: float, top: float, anchor: str) -> tuple[Label, ...]:
    return tuple(
        Label(_round(x), _round(top + at * LEADING + ASCENT), line, anchor) for at, line in enumerate(lines)
    )


def _arrow(kind: ArrowKind, start: Place, end: Place, words: tuple[Label, ...] = ()) -> DrawnArrow:
    """A straight arrow with a point or, when it says what is not, with a cross before its end."""
    (x1, y1), (x2, y2) = start, end
    is_upright, half = x1 == x2, HEAD / 2
    forward = 1 if (x1, y1) < (x2, y2) else -1
    back = (x2, y2 - forward * HEAD) if is_upright else (x2 - forward * HEAD, y2)
    if kind == "lacks":
        x, y = back
        cross = ((x - half, y - half, x + half, y + half), (x - half, y + half, x + half, y - half))
        return DrawnArrow(kind, _line(x1, y1, x, y), tuple(_line(*stroke) for stroke in cross), "", words)
    aside = (half, 0) if is_upright else (0, half)
    corners = (end, (back[0] - aside[0], back[1] - aside[1]), (back[0] + aside[0], back[1] + aside[1]))
    point = " ".join(f"{_round(x):g},{_round(y):g}" for x, y in corners)
    return DrawnArrow(kind, _line(x1, y1, *back), (), point, words)


def _line(x1: float, y1: float, x2: float, y2: float) -> Line:
    return _round(x1), _round(y1), _round(x2), _round(y2)


def _round(value: float) -> float:
    return round(value, 1)
