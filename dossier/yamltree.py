"""YAML read as text with positions: `no`, `12:30` and `2024-06` mean what the writer wrote.

The tree is built from libyaml's event stream, so that what we do not want in content (anchors,
aliases, tags, second documents, deep nesting, a key given twice) is refused where it stands,
before anything could expand. Scalars stay strings; the model gives them types.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from dossier.characters import UNSEEN
from dossier.memory import remembered
from dossier.problems import Problem, Spot

DEEPEST = 20
NOTHING = ("~", "null", "Null", "NULL")
"""What YAML calls nothing, where it stands without quotation marks."""
ODD_BLANK = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""Blanks that look like a space and are none to YAML."""

Node = Any
"""`Scalar`, `list[Node]` or `Branch`."""
Path = tuple["str | int", ...]
"""Keys and positions from the top of a file to a node."""


class Scalar(str):
    """A string with what its place in the file tells beyond its characters."""

    __slots__ = ("cut_by_hash",)

    cut_by_hash: bool
    """Written without quotes and followed by a remark: the writer may have lost the rest of a sentence."""


class Branch(dict[str, Node]):
    """A mapping; `in_braces` when written as `{…}`."""

    in_braces: bool = False


@dataclass(slots=True)
class Places:
    """Where each key and each value of one file stands."""

    path: str
    first_line: int = 1
    source: str = ""
    keys: dict[Path, Spot] = field(default_factory=dict)
    values: dict[Path, Spot] = field(default_factory=dict)
    scalars: dict[Path, tuple[int, int, str]] = field(default_factory=dict)
    """Of each scalar: where its text starts and ends in `source`, and its style: one of `|>"'`, or none."""

    def of(self, path: Path) -> Spot:
        """The nearest place we know for `path`: its value, or that of what holds it."""
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, Spot(self.first_line, 1))

    def of_key(self, path: Path) -> Spot:
        """The key that `path` ends in, or the nearest that holds it; an item of a list stands for itself."""
        while path not in self.keys and path and not (isinstance(path[-1], int) and path in self.values):
            path = path[:-1]
        return self.keys.get(path) or self.of(path)

    def inside(self, path: Path, before: str) -> Spot:
        """The place of the character that follows `before` in the text of a scalar.

        Folding and quoting change only blanks: the n-th visible character of a text is the n-th of its
        source.
        """
        if path not in self.scalars:
            return self.of(path)
        visible = _visible(self.source, *self.scalars[path])
        place = len("".join(before.split()))
        return self.spot(visible[place]) if place < len(visible) else self.of(path)

    def spot(self, offset: int) -> Spot:
        """The line and the column of a character of the source."""
        before = self.source[:offset]
        return Spot(self.first_line + before.count("\n"), offset - before.rfind("\n"))

    def problem(self, path: Path, code: str, /, **values: Any) -> Problem:
        """A problem at the value of `path`."""
        return Problem(self.path, self.of(path), code, values)

    def problem_at_key(self, path: Path, code: str, /, **values: Any) -> Problem:
        """A problem at the key of `path`."""
        return Problem(self.path, self.of_key(path), code, values)


@dataclass(slots=True, eq=False)
class Tree:
    """One YAML text: its data, its places, and what is wrong with its form; nobody changes it."""

    data: Node
    places: Places
    problems: list[Problem]


@remembered
def read(text: str, path: str, first_line: int) -> Tree:
    """Read YAML `text`, which starts at line `first_line` of the file `path`.

    Never raises: a syntax error is a problem too, and then `data` is None.
    """
    builder = _Builder(Places(path, first_line, text))
    try:
        builder.build()
    except yaml.MarkedYAMLError as error:
        builder.refuse_syntax(error)
    except yaml.reader.ReaderError as error:  # a character that YAML forbids; its position is one of bytes
        before = text.encode()[: error.position].decode(errors="ignore")
        builder.refuse(len(before), "control-character", char=f"U+{ord(text[len(before)]):04X}")
    except _Refused:
        builder.data = None
    return Tree(builder.data, builder.places, builder.problems)


Trap = tuple[int, str, Mapping[str, Any]]
"""Where a writer went wrong, the code and the values of what is said of it."""


class _Refused(Exception):
    """The text holds a form that we do not read further."""


class _Builder:
    """Turns events into data, and remembers where each piece stood."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.problems: list[Problem] = []
        self.data: Node = None
        # Where the last text in quotation marks starts and ends: what follows may be its fault.
        self.quoted = (0, 0)

    def build(self) -> None:
        events: Iterator[Any] = yaml.parse(self.places.source, Loader=yaml.CSafeLoader)
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(event, "second-document", mark="---")
                self.data = self._node(next(events), events, ())

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Node:
        if len(path) > DEEPEST:
            self._stop(event, "too-deep", most=DEEPEST)
        if isinstance(event, yaml.AliasEvent):
            self._stop(event, "alias", name=f"*{event.anchor}")
        if event.anchor is not None:
            self._stop(event, "anchor", name=f"&{event.anchor}")
        if event.tag is not None:
            self._stop(event, "tag", name=event.tag.replace("tag:yaml.org,2002:", "!!"))
        self.places.values[path] = self._spot(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(event, events, path)

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, start: Any, events: Iterator[Any], path: Path) -> Branch:
        branch = Branch()
        branch.in_braces = bool(start.flow_style)
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(event, "key-not-text")
            self._look_at_key(event, branch)
            key, spot = event.value, self._spot(event)
            here = (*path, key)
            if key in branch:
                values = {"key": key, "first": self.places.keys[here].line}
                self.problems.append(Problem(self.places.path, spot, "duplicate-key", values))
                self._node(next(events), events, (*here, "again"))
                continue
            self.places.keys[here] = spot
            branch[key] = self._node(next(events), events, here)
        return branch

    def _look_at_key(self, event: Any, branch: Branch) -> None:
        """Refuse a key without quotation marks that holds more than one word."""
        if event.style:
            return
        source, start, end = self.places.source, event.start_mark.index, event.end_mark.index
        if blank := re.compile(ODD_BLANK).search(source, start, end):
            self.refuse(blank.start(), "odd-blank", char=f"U+{ord(blank[0]):04X}")
            raise _Refused
        if branch.in_braces and (colon := _TIGHT_COLON.match(source, start, end)):
            self.refuse(colon.end() - 1, "colon-without-space")
            raise _Refused

    def _scalar(self, event: Any, path: Path) -> Scalar:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
        if style in ('"', "'"):
            self.quoted = (start, end)
            if _KEY_INSIDE.search(self.places.source, start, end):
                self._stop(event, "open-quote")
        elif not style and (colon := self._colon_without_space(start)):
            self.refuse(colon, "colon-without-space")
            raise _Refused
        if unseen := UNSEEN.search(event.value):
            values = {"char": f"U+{ord(unseen[0]):04X}"}
            self.problems.append(Problem(self.places.path, self._spot(event), "hidden-character", values))
        scalar = Scalar("" if not style and event.value in NOTHING else event.value)
        scalar.cut_by_hash = not style and self._is_cut(start, end)
        if style in ("|", ">"):
            start = self.places.source.find("\n", start) + 1
        elif style:
            start, end = start + 1, end - 1
        self.places.scalars[path] = (start, end, style)
        return scalar

    def _is_cut(self, start: int, end: int) -> bool:
        """Whether a remark follows a text: on its line, or on the next, indented like more of the text."""
        source = self.places.source
        remark = _REMARK.match(source, end)
        below = remark[1] if remark and start < end else ""
        margin = _MARGIN.match(source, self._start_of_line(start))
        return remark is not None and (not remark[1] or (margin is not None and len(below) > len(margin[0])))

    def _spot(self, event: Any) -> Spot:
        mark = event.start_mark
        return Spot(self.places.first_line + mark.line, mark.column + 1)

    def _stop(self, event: Any, code: str, **values: Any) -> None:
        self.problems.append(Problem(self.places.path, self._spot(event), code, values))
        raise _Refused

    def refuse_syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Turn libyaml's complaint into ours, with advice for the traps writers meet most."""
        problem, context = error.problem or "", error.context or ""
        mark = error.problem_mark or error.context_mark
        # What is never closed, or no key, is best shown where it starts.
        if error.context_mark and (
            "end of stream" in problem or "flow" in context or "simple key" in context
        ):
            mark = error.context_mark
        offset = mark.index if mark else 0
        if "'-'" in problem and error.context_mark and error.context_mark.column == 0:
            self.refuse(error.context_mark.index, "mapping-expected", key=self.places.path.split("/")[-1])
            return
        said = {"detail": tuple(filter(None, (context, problem)))}
        trap = (
            self._blank(offset)
            or self._hash(offset, context)
            or self._quotation(offset, context)
            or self._line(offset, context, problem)
        )
        place, code, values = trap or (offset, "yaml-syntax", said)
        self.refuse(place, code, **values)

    def _blank(self, offset: int) -> Trap | None:
        """A tab or another blank that is no space, in the margin or where the complaint is."""
        source, line = self.places.source, self._start_of_line(offset)
        for start in (line, self._start_of_line(line - 1)) if line else (line,):
            if odd := _ODD_MARGIN.match(source, start):
                return odd.end() - 1, "odd-blank", {"char": f"U+{ord(odd[0][-1]):04X}"}
        if source.startswith("\t", offset):
            return offset, "tab", {}
        margin = source[self._start_of_line(offset) : offset + 1]
        blank = margin[: len(margin) - len(margin.lstrip(" \t"))]
        if "\t" in blank:
            return self._start_of_line(offset) + blank.index("\t"), "tab", {}
        return None

    def _hash(self, offset: int, context: str) -> Trap | None:
        """A remark that begins inside brackets, in a key, or in the middle of a text."""
        source, line = self.places.source, self._start_of_line(offset)
        wanted = r"[\]}]" if "flow" in context else r":$" if "simple key" in context else ""
        if not wanted:  # then it is the line above that a remark cut short
            if not line or source[line:offset].strip() or _BEGINS_WITH_KEY.match(source, line):
                return None
            line = self._start_of_line(line - 1)
        remark = _HIDES.match(source, line)
        if remark and re.search(wanted, source[remark.end() :].partition("\n")[0]):
            return remark.end() - 1, "hash-hides", {}
        return None

    def _quotation(self, offset: int, context: str) -> Trap | None:
        """A text in quotation marks that goes on too far, or ends too early."""
        source = self.places.source
        opens, closes = self.quoted
        if "while scanning a quoted scalar" in context:
            return offset, "open-quote", {}
        if closes <= offset and "\n" not in source[closes:offset] and "\n" in source[opens:closes]:
            return opens, "open-quote", {}
        if 0 < closes <= offset and not source[closes:offset].strip(" "):
            return closes - 1, "quote-in-text", {}
        return None

    def _line(self, offset: int, context: str, problem: str) -> Trap | None:
        """A line that is no key, or not where a key can be."""
        source, line = self.places.source, self._start_of_line(offset)
        is_second_key = "mapping values are not allowed" in problem
        if "document start" in problem and (end := source.rfind("\n...\n", 0, offset)) >= 0:
            return end + 1, "second-document", {"mark": "..."}
        if "document start" in problem and (first := _INDENTED_START.match(source)):
            return first.end(), "indentation", {}
        if long := _LONG_KEY.match(source, line):
            return long.start(1), "key-long", {}
        if match := _MARK_IN_FRONT.match(source, line):
            return match.start(1), "mark-in-front", {"mark": match[1][0]}
        if colon := self._colon_without_space(offset) or self._colon_without_space_above(offset):
            return colon, "colon-without-space", {}
        if is_second_key and (above := self._no_key_above(offset)) is not None:
            return above, "key-without-colon", {}
        starts_line = not source[line:offset].strip() and ("expected key" in problem or "'-'" in problem)
        if starts_line or (is_second_key and _KEY.fullmatch(source[line:offset].strip())):
            return line + len(source[line:]) - len(source[line:].lstrip(" ")), "indentation", {}
        if is_second_key:
            return offset, "colon-in-text", {}
        return (offset, "key-without-colon", {}) if "simple key" in context else None

    def _colon_without_space(self, offset: int) -> int:
        """Where the colon stands, if a line starts at `offset` with a key that ends in one."""
        line = self._start_of_line(offset)
        match = _TIGHT_COLON.match(self.places.source, line)
        return match.end() - 1 if match and not self.places.source[line:offset].strip() else 0

    def _colon_without_space_above(self, offset: int) -> int:
        """The same for the line above that of `offset`, which then was read as the start of a text."""
        line = self._start_of_line(offset)
        return self._colon_without_space(self._start_of_line(line - 1)) if line else 0

    def _start_of_line(self, offset: int) -> int:
        """Where the line of a character starts."""
        return self.places.source.rfind("\n", 0, offset) + 1

    def _no_key_above(self, offset: int) -> int | None:
        """Where the line above starts, if it should have been a key, as the word that ends at `offset` is."""
        line = self._start_of_line(offset)
        match = _NO_KEY.match(self.places.source, self._start_of_line(line - 1)) if line else None
        return match.start(match.lastgroup or 0) if match else None

    def refuse(self, offset: int, code: str, **values: Any) -> None:
        """Give the text up, for what stands at `offset`."""
        self.problems.append(Problem(self.places.path, self.places.spot(offset), code, values))
        self.data = None


_KEY = re.compile(r"[a-z_-]+")
_NO_KEY = re.compile(r"([ ]*)(?P<words>[^\s:#-][^:\n]*)\n\1[a-z_-]+:|[ ]*(?P<word>[a-z0-9-]+)\n")
"""A line without a colon above a key that is indented like it, or a lone word above any key."""
_MARK_IN_FRONT = re.compile(r"[ ]*(?:- )?[\w-]+: ([@`%*&?!,\]}-]|\[[^\]\n]*\]\()")
"""A text that begins with a mark which means something else in YAML; a link in square brackets too."""
_KEY_INSIDE = re.compile(r"\n[ ]*(?:- )?[a-z_-]+:(?=\s)")
"""A line that starts with a key: a text in quotation marks has none, unless its end was forgotten."""
_TIGHT_COLON = re.compile(r"[ ]*[a-z_-]+:(?=[^\s:/])")
"""A key at the start of a line, without the space that makes it one; no web address."""

_BEGINS_WITH_KEY = re.compile(r"[ ]*(?:- )?[\w-]+:(?=\s)|[ ]*- ")
_LONG_KEY = re.compile(r"[ ]*([^\s:][^\n:]{1000,}):")
_INDENTED_START = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)*[ ]+(?=\w)")
"""A file of which the first key is indented."""
_ODD_MARGIN = re.compile(rf"[ ]*(?:-?[ ]?|(?:- )?[\w-]+:?){ODD_BLANK}")
_MARGIN = re.compile(r"[ ]*(?:- )*")
_REMARK = re.compile(r"[ \t]+#|[ \t]*\n([ ]+)#")
"""A remark after a text, or on the line below it."""
_HIDES = re.compile(r"""[^\n#"']*[^\n#"'\s:][ \t]+#""")
"""A line up to the "#" of a remark that begins after words."""

_SHOWN = {
    '"': re.compile(r"\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)|\S", re.DOTALL),
    "'": re.compile(r"''|\S"),
}
"""One visible character as written between quotes; elsewhere it is itself."""


def _visible(source: str, start: int, end: int, style: str) -> list[int]:
    """Where each visible character of a scalar stands in the source."""
    written = _SHOWN.get(style, re.compile(r"\S")).finditer(source, start, end)
    return [match.start() for match in written if not _is_blank(match[0])]


def _is_blank(escape: str) -> bool:
    """Whether an escape in double quotes stands for a blank or for nothing."""
    if not escape.startswith("\\") or len(escape) == 1:
        return False
    letter, digits = escape[1], escape[2:]
    return chr(int(digits, 16)).isspace() if digits else letter in "\n \tnrtvfN_LP"
