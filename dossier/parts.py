"""The content in parts: a text in all its languages, or the records of a file. Each is judged for itself.

What a part has to know of the others it asks `Names`, which takes note. So what was found in a part holds
until its own words, or one of the answers, are others: after a change, the rest is not looked at again.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial, wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from dossier import memory
from dossier.model import KINDS, Event, Figure, Person
from dossier.problems import Values, nearest

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from dossier.agreement import Agreed
    from dossier.loading import Drawer, Loaded
    from dossier.record import Document
    from dossier.yamltree import Places

R = TypeVar("R")
Question = tuple[Any, ...]
"""A method of `Names`, and what it is given."""


class Names:
    """What the parts of the content may know of each other: what there is, and what it is called."""

    def __init__(self, drawer: "Drawer") -> None:
        self._drawer = drawer
        self._ids: dict[str, set[str]] = {kind: set() for kind in (*KINDS, "change", "moved")}
        for record in drawer.records:
            self._ids[record.kind].add(record.id)
        for document in drawer.documents:
            self._ids[document.kind].add(document.key)

    def has(self, kind: str, name: str) -> bool:
        """Whether something has this id, be it broken."""
        return name in self._ids[kind]

    def of(self, kind: str) -> frozenset[str]:
        """All ids of a kind."""
        return frozenset(self._ids[kind])

    def are_read(self, kind: str) -> bool:
        """Whether every file that may hold something of a kind could be read."""
        return kind not in self._drawer.unread

    def title(self, kind: str, name: str) -> Mapping[str, str]:
        """The title or name of a record or document by language, as far as it can be read."""
        return self.titles.get((kind, name), {})

    def figure(self, name: str) -> Figure | None:
        """A figure that is as it should be."""
        return self._figures.get(name)

    def in_draft(self, kind: str, name: str) -> bool:
        """Whether something stands only where no reader comes yet."""
        if kind == "diagram":
            return name in self._draft_diagrams
        return any(document.is_draft for document in self._texts.get((kind, name), {}).values())

    def places_in(self, kind: str, name: str) -> Mapping[str, frozenset[str]]:
        """By language, what a link can lead to inside a document: its headings and blocks."""
        return {lang: places_in(document) for lang, document in self._texts.get((kind, name), {}).items()}

    def person(self, name: str) -> Person | None:
        """A person or an organization that is as it should be."""
        return self._people.get(name)

    def has_image(self, name: str) -> bool:
        """Whether there is such an image, or one that has the wrong name."""
        return name in self._drawer.files or name in self._drawer.misnamed

    def images(self) -> tuple[str, ...]:
        """All images."""
        return tuple(sorted(name for name in self._drawer.files if name.startswith("images/")))

    def agreed(self, text: str) -> Sequence["Agreed"]:
        """What was signed of the passages of a document or a record."""
        return self._drawer.agreed.by_text.get(text, ())

    def is_published(self, diagram: str) -> bool:
        """Whether a diagram stands in a text that is no draft."""
        return diagram in self._published_diagrams

    @cached_property
    def titles(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """The titles of all that has one, by kind and id."""
        names: dict[tuple[str, str], Mapping[str, str]] = {}
        for record in self._drawer.records:
            raw = record.raw if isinstance(record.raw, dict) else {}
            words = next((raw[key] for key in ("title", "name", "term") if key in raw), "")
            if isinstance(words, str):
                words = dict.fromkeys(self._drawer.context["languages"], words)
            names[record.kind, record.id] = words if isinstance(words, dict) else {}
        for document in self._drawer.documents:
            same = names.get((document.kind, document.key), {})
            names[document.kind, document.key] = {**same, document.lang: document.front.title}
        return names

    @cached_property
    def _figures(self) -> Mapping[str, Figure]:
        return {one.id: one.entry for one in self._drawer.records if isinstance(one.entry, Figure)}

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {one.id: one.entry for one in self._drawer.records if isinstance(one.entry, Person)}

    @cached_property
    def _draft_diagrams(self) -> set[str]:
        every = {name for document in self._drawer.documents for name in document.prose.diagrams}
        return every - self._published_diagrams

    @cached_property
    def _published_diagrams(self) -> set[str]:
        return self._drawer.published_diagrams

    @cached_property
    def _texts(self) -> Mapping[tuple[str, str], Mapping[str, "Document"]]:
        return self._drawer.pairs


class Asked:
    """Stands for `Names`, and notes what it is asked and what it answers."""

    def __init__(self, names: Names) -> None:
        self.answers: dict[Question, Any] = {}
        self._names = names

    def __getattr__(self, method: str) -> Callable[..., Any]:
        """A question."""
        return partial(self._ask, method)

    def _ask(self, *question: Any) -> Any:
        if question not in self.answers:
            self.answers[question] = _answer(self._names, question)
        return self.answers[question]


def _answer(names: Names, question: Question) -> Any:
    method, *given = question
    return getattr(names, method)(*given)


@dataclass(frozen=True, kw_only=True)
class Part:
    """Documents that are one text in several languages, or the records of one file."""

    documents: tuple["Document", ...] = ()
    fronts: tuple["Places", ...] = ()
    """Where the front matter of each document stands."""
    records: tuple["Loaded", ...] = ()
    languages: tuple[str, ...]
    zone: "ZoneInfo"
    knows_zone: bool
    names: Names

    @property
    def texts(self) -> Iterator[tuple["Document", "Places"]]:
        """Each document with the places in its front matter."""
        return zip(self.documents, self.fronts, strict=True)

    @cached_property
    def digest(self) -> str:
        """Of all that is written in it, and of what it is read with."""
        written = [repr((self.languages, str(self.zone), self.knows_zone))]
        for text, front in self.texts:
            written += [front.path, text.kind, text.key, text.lang, str(text.first_line)]
            written += [front.source, text.prose.text]
        for record in self.records[:1]:
            written += [record.places.path, record.kind, record.places.source]
        return hashlib.sha256("\0".join(written).encode()).hexdigest()


def parts_of(drawer: "Drawer") -> Iterator[Part]:
    """All of the content, part by part: the files of the record, then the texts."""
    common: dict[str, Any] = {
        "languages": drawer.context["languages"],
        "zone": drawer.context["zone"],
        "knows_zone": drawer.knows_zone,
        "names": drawer.names,
    }
    files: dict[tuple[str, str], list[Loaded]] = {}
    for record in drawer.records:
        files.setdefault((record.kind, record.places.path), []).append(record)
    for records in files.values():
        yield Part(records=tuple(records), **common)
    for pair in drawer.pairs.values():
        fronts = tuple(drawer.fronts[document.path] for document in pair.values())
        yield Part(documents=tuple(pair.values()), fronts=fronts, **common)


class Held(NamedTuple):
    """What was found in a part, and what it was told of the others then."""

    result: Any
    answers: Mapping[Question, Any]


def held(table: memory.Table) -> Callable[[Callable[[Part], R]], Callable[[Part], R]]:
    """Remember what a function finds in a part, as long as the part and what it asks of the others stay."""

    def decorated(function: Callable[[Part], R]) -> Callable[[Part], R]:
        @wraps(function)
        def find(part: Part) -> R:
            found: Held | None = table.get(part.digest)
            if not found or any(_answer(part.names, one) != was for one, was in found.answers.items()):
                asked = Asked(part.names)
                found = Held(function(replace(part, names=cast("Names", asked))), asked.answers)
                table.put(part.digest, found)
            return cast("R", found.result)

        return find

    return decorated


# --- What several rules ask -----------------------------------------------------------------------


def places_in(document: "Document") -> frozenset[str]:
    """What a link can lead to inside a document: its headings and blocks."""
    prose = document.prose
    return frozenset([*(heading.id for heading in prose.headings), *(block.id for block in prose.blocks)])


def missing(names: Names, kind: str, name: str) -> Iterator[Values]:
    """What to say of a name that nothing of its kind has."""
    if not names.has(kind, name) and names.are_read(kind):
        yield {"wanted_kind": kind, "wanted": name, "near": nearest(name, names.of(kind))}


def events_in(records: Iterable["Loaded"]) -> Iterator[tuple["Loaded", Event]]:
    """The events that are as they should be."""
    for record in records:
        if isinstance(record.entry, Event):
            yield record, record.entry
