"""What would become of the content with something new in it: where it goes, and what would be wrong.

Nothing is written here. An entry is put into the text of its file by places: every line that was
there stays as it is, and so does every comment.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from dossier import checks, part_checks
from dossier.editing import lines_of
from dossier.edtf import Edtf
from dossier.fields import Field
from dossier.loading import DOCUMENTS, TIMELINE, Drawer, Loaded
from dossier.model import COLLECTIONS, KIND_OF_SOURCE, SLUG_LENGTH, Event, Source, Story, id_fault
from dossier.problems import Problem, Spot, Values, nearest
from dossier.validating import validated
from dossier.yamltree import Node, Places

EXPECTED = frozenset({"unwritten", "diagram-not-shown", *checks.NEW})
"""The problems that something new may have: what only a person can write, register or show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A file with a new entry: its whole text, and which lines of it are new."""

    file: str
    """Relative to the content folder."""
    text: str
    first_line: int
    lines: int
    entry_line: int
    """Where the entry begins: a blank line may come before it."""

    @property
    def new(self) -> list[str]:
        """The lines that are new."""
        return self.text.splitlines()[self.first_line - 1 :][: self.lines]


class Drafts:
    """The content of a folder, and the answers to what a writer must know who adds to it."""

    def __init__(self, folder: FilePath) -> None:
        self.folder = folder
        self._drawer = Drawer(folder)
        self.problems = checks.problems_of(self._drawer)

    @property
    def story(self) -> Story | None:
        """What the whole site shares; None as long as something is wrong with it."""
        return self._drawer.story

    # --- What it says ---

    def id_problem(self, kind: str, name: str) -> Problem | None:
        """What is wrong with an id: its form, or that something has it."""
        return id_problem(self._drawer, kind, name)

    def answer_problems(self, field: Field, value: Node) -> list[Problem]:
        """What is wrong with the value of one field, whatever the others."""
        if field.allowed and value not in field.allowed:
            values: Values = {
                "key": field.key,
                "value": str(value),
                "near": nearest(str(value), field.allowed),
                "allowed": field.allowed,
            }
            return [Problem("", Spot(), "unknown-value", values)]
        model, key = field.meaning
        if field.is_in_files and isinstance(value, dict):
            (value,) = value.values()
        alone = Loaded("event", "new", model, {key: value}, Places(""), ())
        _, found = validated(model, alone.raw, alone.places, (), ("", "new"), self._drawer.context)
        trial = replace(self._drawer, records=[*self._drawer.records, alone])
        part = next(part for part in trial.parts if part.records == (alone,))
        for rule in (part_checks.check_references, part_checks.check_targets):
            found += rule(part)
        return [_without_record(one) for one in found if one.code not in ("missing-key", "missing-language")]

    def next_order(self, kind: str) -> int:
        """A place after all documents of a kind."""
        orders = [one.front.order for one in self._drawer.documents if one.kind == kind]
        return (max(orders, default=0) // 10 + 1) * 10

    def heading(self, section: str, language: str) -> str:
        """The words that the other documents in a language have over a section, or nothing."""
        headings = (
            heading.text
            for document in self._drawer.documents
            for heading in document.prose.headings
            if document.lang == language and heading.id == section
        )
        return next(headings, "")

    def disclosure(self, sources: list[str]) -> dict[str, str]:
        """How an event became public at the latest: by the earliest of its sources."""
        entries = [one.entry for one in self._records("source") if one.id in sources]
        known = [entry for entry in entries if isinstance(entry, Source)]
        first = min(known, key=lambda source: source.published.latest)
        kind = KIND_OF_SOURCE.get(first.type, "report")
        return {"on": str(first.published), "kind": kind, "stance": "asserts", "source": first.id}

    # --- Where it goes ---

    def addition(self, kind: str, entry: str, when: str = "", like: str = "") -> Addition | None:
        """The file of a kind with an entry more, which is given as YAML without indentation.

        An event stands by its time `when`. Persons stand by their ids among those `like` them. All
        others come last. None where the file cannot be read, or holds nothing that tells the place.
        """
        if kind == "event":
            return self._in_chapter(entry, Edtf.parse(when, self._drawer.context["zone"]))
        file = next(name for name, (one, _) in COLLECTIONS.items() if one == kind)
        records = self._records(kind)
        if kind in self._drawer.absent:
            head = f"# yaml-language-server: $schema=.schemas/{FilePath(file).stem}.json\n\n"
            return Addition(
                file=file, text=head + entry, first_line=1, lines=2 + entry.count("\n"), entry_line=3
            )
        alike = [one for one in records if kind == "person" and one.raw.get("kind") == like]
        ids = [one.id for one in alike]
        name = entry.partition(":")[0]
        if ids and ids == sorted(ids):
            earlier = [one for one in alike if one.id < name]
            return self._inserted(file, entry, earlier[-1] if earlier else None, alike[0])
        return self._inserted(file, entry, records[-1], records[0]) if records else None

    def _in_chapter(self, entry: str, when: Edtf) -> Addition | None:
        """In the last chapter that begins by then, below the last event that does; or before all."""
        chapters = [
            [(one, one.entry) for one in found if isinstance(one.entry, Event)]
            for _, found in self._drawer.chapters
        ]
        chapters = [chapter for chapter in chapters if chapter]
        if not chapters:
            return None
        begun = [chapter for chapter in chapters if not when < chapter[0][1].when]
        chapter = begun[-1] if begun else chapters[0]
        earlier = [one for one, event in chapter if not when < event.when]
        first = chapter[0][0]
        file = f"{TIMELINE}/{FilePath(first.places.path).name}"
        return self._inserted(file, entry, earlier[-1] if earlier else None, first)

    def _inserted(self, file: str, entry: str, after: Loaded | None, first: Loaded) -> Addition:
        """A file with the entry below `after` or, without it, above `first`."""
        old = (self.folder / file).read_bytes().decode()
        lines = old.splitlines(keepends=True)
        key = first.places.keys[first.at]
        end = "\r\n" if lines[0].endswith("\r\n") else "\n"
        indent = " " * (key.column - 1)
        new = [f"{indent}{line}" if line else "" for line in entry.splitlines()]
        if after is None:
            at = key.line - 1
            new = [*new, ""]
        else:
            at = _end(after, lines)
            new = ["", *new, *([""] if at < len(lines) and lines[at].strip() else [])]
        if at and not lines[at - 1].endswith(("\n", "\r")):
            lines[at - 1] += end
        text = "".join([*lines[:at], *(line + end for line in new), *lines[at:]])
        line = at + 1 + new.index(f"{indent}{entry.splitlines()[0]}")
        return Addition(file=file, text=text, first_line=at + 1, lines=len(new), entry_line=line)

    def with_value(
        self, kind: str, names: Collection[str], key: str, value: str, *, below: str
    ) -> dict[str, str]:
        """The file of a kind in which some of its records have a value for a key.

        It takes the place of the one they had, or gets a line of its own below that of the key `below`.
        """
        file = next(name for name, (one, _) in COLLECTIONS.items() if one == kind)
        lines = lines_of(self.folder / file)
        for record in reversed([one for one in self._records(kind) if one.id in names]):
            here, above = (*record.at, key), (*record.at, below)
            if here in record.places.scalars:
                spot = record.places.inside(here, "")
                line, at = lines[spot.line - 1], spot.column - 1
                lines[spot.line - 1] = line[:at] + value + line[at + len(record.raw[key]) :]
            else:
                _, end, _ = record.places.scalars[above]
                last = record.places.spot(end).line - 1
                if not lines[last].endswith(("\n", "\r")):
                    lines[last] += "\n"
                margin, text = " " * (record.places.keys[above].column - 1), lines[last].rstrip("\r\n")
                lines.insert(last + 1, f"{margin}{key}: {value}{lines[last].removeprefix(text)}")
        return {file: "".join(lines)}

    # --- What would be wrong ---

    def unreadable(self, kind: str) -> list[Problem]:
        """Why nothing can be added to the file of a kind."""
        is_unread = kind in self._drawer.unread and kind not in self._drawer.absent
        return [problem for problem in self.problems if is_unread and problem.path.endswith(".yaml")]

    def problems_with(self, files: Mapping[str, str], added: Addition | None = None) -> list[Problem]:
        """The problems that these texts of files would bring along, besides those that are there."""
        old = {(problem.path, problem.spot, problem.code) for problem in self.problems}
        found = checks.problems_of(Drawer(self.folder, pending=files))
        path = f"{self.folder.as_posix()}/{added.file}" if added else ""
        return [one for one in found if (one.path, _before(one, path, added), one.code) not in old]

    def _records(self, kind: str) -> list[Loaded]:
        return [one for one in self._drawer.records if one.kind == kind]


def id_problem(drawer: Drawer, kind: str, name: str) -> Problem | None:
    """What is wrong with an id for something new of a kind: its form, or that something has it."""
    about = {"kind": kind, "id": name}
    if fault := id_fault(name):
        return Problem("", Spot(), fault, {**about, "most": SLUG_LENGTH})
    places = [
        one.problem_at_key((), "").place for one in drawer.records if (one.kind, one.id) == (kind, name)
    ]
    places += [one.path for one in drawer.documents if (one.kind, one.key) == (kind, name)]
    return Problem("", Spot(), "id-in-use", {**about, "first": places[0]}) if places else None


def file_of(kind: str, name: str, language: str) -> str:
    """The file of a document in a language, relative to the content folder."""
    folder = next(folder for folder, (one, _) in DOCUMENTS.items() if one == kind)
    return f"{folder}/{name}.{language}.md"


def _without_record(problem: Problem) -> Problem:
    """The same, of an answer that belongs to no record yet."""
    values = {name: value for name, value in problem.values.items() if name not in ("kind", "id")}
    return replace(problem, values=values)


def _before(problem: Problem, path: str, added: Addition | None) -> Spot | None:
    """Where a problem stood before something was added; None for one of the addition itself."""
    spot = problem.spot
    if added is None or not path.endswith(problem.path) or spot.line < added.first_line:
        return spot
    end = added.first_line + added.lines
    return Spot(spot.line - added.lines, spot.column) if spot.line >= end else None


def _end(record: Loaded, lines: list[str]) -> int:
    """How many lines come before the end of a record; a remark above the next one is not its own."""
    start = record.places.keys[record.at]
    following = [
        spot.line - 1
        for path, spot in record.places.keys.items()
        if spot.line > start.line and len(path) <= len(record.at)
    ]
    at = min(following, default=len(lines))
    own = re.compile(rf" {{{start.column},}}\S|[^#\s]")
    while at > start.line and not own.match(lines[at - 1]):
        at -= 1
    return at
