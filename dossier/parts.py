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

    from dossier.agreement import Agreed, Agreements
    from dossier.loading import Drawer, Loaded
    from dossier.record import Document
    from dossier.yamltree import Places

R = TypeVar("R")
Question = tuple[Any, ...]
"""A method of `Names`, and what it is given."""


class Face(NamedTuple):
    """What the others see of a document."""

    kind: str
    key: str
    lang: str
    title: str
    is_draft: bool
    places: frozenset[str]
    diagrams: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """What the parts of the content may know of each other: what there is, and what it is called."""

    languages: tuple[str, ...]
    records: tuple["Loaded", ...]
    faces: tuple[Face, ...]
    unread: frozenset[str]
    """The kinds of which a file could not be read."""
    images: frozenset[str]
    misnamed: frozenset[str]
    """The files that have a wrong name, by the right one."""
    signed: "Agreements"

    def has(self, kind: str, name: str) -> bool:
        """Whether something has this id, be it broken."""
        return name in self._ids[kind]

    def of(self, kind: str) -> frozenset[str]:
        """All ids of a kind."""
        return frozenset(self._ids[kind])

    def are_read(self, kind: str) -> bool:
        """Whether every file that may hold something of a kind could be read."""
        return kind not in self.unread

    def title(self, kind: str, name: str) -> Mapping[str, str]:
        """The title or name of a record or document by language, as far as it can be read."""
        return self.titles.get((kind, name), {})

    def figure(self, name: str) -> Figure | None:
        """A figure that is as it should be."""
        return self._figures.get(name)

    def person(self, name: str) -> Person | None:
        """A person or an organization that is as it should be."""
        return self._people.get(name)

    def in_draft(self, kind: str, name: str) -> bool:
        """Whether something stands only where no reader comes yet."""
        if kind == "diagram":
            return name in self._draft_diagrams
        return any(face.is_draft for face in self._texts.get((kind, name), ()))

    def is_published(self, diagram: str) -> bool:
        """Whether a diagram stands in a text that is no draft."""
        return diagram in self._published_diagrams

    def places_in(self, kind: str, name: str) -> Mapping[str, frozenset[str]]:
        """By language, what a link can lead to inside a document."""
        return {face.lang: face.places for face in self._texts.get((kind, name), ())}

    def has_image(self, name: str) -> bool:
        """Whether there is such an image, or a file that should have been called so."""
        return name in self.images or name in self.misnamed

    def every_image(self) -> frozenset[str]:
        """All images."""
        return self.images

    def agreed(self, text: str) -> Sequence["Agreed"]:
        """What was signed of the passages of a document or a record."""
        return self.signed.by_text.get(text, ())

    @cached_property
    def titles(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """The titles of all that has one, by kind and id."""
        names: dict[tuple[str, str], Mapping[str, str]] = {}
        for record in self.records:
            raw = record.raw if isinstance(record.raw, dict) else {}
            words = next((raw[key] for key in ("title", "name", "term") if key in raw), "")
            if isinstance(words, str):
                words = dict.fromkeys(self.languages, words)
            names[record.kind, record.id] = words if isinstance(words, dict) else {}
        for face in self.faces:
            same = names.get((face.kind, face.key), {})
            names[face.kind, face.key] = {**same, face.lang: face.title}
        return names

    @cached_property
    def _ids(self) -> Mapping[str, set[str]]:
        ids: dict[str, set[str]] = {kind: set() for kind in (*KINDS, "change", "moved")}
        for record in self.records:
            ids[record.kind].add(record.id)
        for face in self.faces:
            ids[face.kind].add(face.key)
        return ids

    @cached_property
    def _figures(self) -> Mapping[str, Figure]:
        return {one.id: one.entry for one in self.records if isinstance(one.entry, Figure)}

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {one.id: one.entry for one in self.records if isinstance(one.entry, Person)}

    @cached_property
    def _published_diagrams(self) -> set[str]:
        return {name for face in self.faces if not face.is_draft for name in face.diagrams}

    @cached_property
    def _draft_diagrams(self) -> set[str]:
        return {name for face in self.faces for name in face.diagrams} - self._published_diagrams

    @cached_property
    def _texts(self) -> Mapping[tuple[str, str], list[Face]]:
        texts: dict[tuple[str, str], list[Face]] = {}
        for face in self.faces:
            texts.setdefault((face.kind, face.key), []).append(face)
        return texts


def names_in(drawer: "Drawer") -> Names:
    """The names in what was read: the same object as the last time, if they are the same."""
    global _LAST
    names = Names(
        drawer.context["languages"],
        tuple(drawer.records),
        tuple(map(_face, drawer.documents)),
        frozenset(drawer.unread),
        frozenset(name for name in drawer.files if name.startswith("images/")),
        frozenset(drawer.misnamed),
        drawer.agreed,
    )
    if names != _LAST:
        _LAST = names
    return _LAST


_LAST: Names | None = None


def _face(one: "Document") -> Face:
    prose = one.prose
    return Face(one.kind, one.key, one.lang, one.front.title, one.is_draft, prose.places, (*prose.diagrams,))


class Asked:
    """Stands for `Names`, and notes what it is asked and what it answers."""

    def __init__(self, names: "Names | Asked") -> None:
        self.answers: dict[Question, Any] = {}
        self.names: Names = names.names if isinstance(names, Asked) else names

    def __getattr__(self, method: str) -> Callable[..., Any]:
        """A question; what is none cannot be noted."""
        if callable(vars(Names).get(method)):
            return partial(self._ask, method)
        raise AttributeError(method)

    def _ask(self, *question: Any) -> Any:
        if question not in self.answers:
            self.answers[question] = _answer(self.names, question)
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
            # What a writer is about to add stands in no file yet.
            written += [record.places.path, record.kind, record.places.source or repr(record.raw)]
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


class Held:
    """What was found in a part, and what it was told of the others then."""

    __slots__ = ("answers", "names", "result")

    def __init__(self, result: object, answers: Mapping[Question, Any], names: Names | None = None) -> None:
        self.result = result
        self.answers = answers
        self.names = names
        """Those which answered so."""

    def holds(self, names: "Names | Asked") -> bool:
        """Whether the same is answered now; who notes what is asked takes note of all of it."""
        if isinstance(names, Asked):
            holds = self.holds(names.names)
            names.answers.update(self.answers if holds else {})
            return holds
        if self.names is not names:
            if any(_answer(names, question) != was for question, was in self.answers.items()):
                return False
            self.names = names
        return True

    def __reduce__(self) -> tuple[type["Held"], tuple[object, Mapping[Question, Any]]]:
        """Whose answers these were is of this run only."""
        return Held, (self.result, self.answers)


def held(table: memory.Table) -> Callable[[Callable[[Part], R]], Callable[[Part], R]]:
    """Remember what a function finds in a part, as long as the part and what it asks of the others stay."""

    def decorated(function: Callable[[Part], R]) -> Callable[[Part], R]:
        @wraps(function)
        def find(part: Part) -> R:
            found: Held | None = table.get(part.digest)
            if not found or not found.holds(part.names):
                asked = Asked(part.names)
                result = function(replace(part, names=cast("Names", asked)))
                found = Held(result, asked.answers, asked.names)
                table.put(part.digest, found)
                found.holds(part.names)
            return cast("R", found.result)

        return find

    return decorated


# --- What several rules ask -----------------------------------------------------------------------


def missing(names: Names, kind: str, name: str) -> Iterator[Values]:
    """What to say of a name that nothing of its kind has."""
    if not names.has(kind, name) and names.are_read(kind):
        yield {"wanted_kind": kind, "wanted": name, "near": nearest(name, names.of(kind))}


def events_in(records: Iterable["Loaded"]) -> Iterator[tuple["Loaded", Event]]:
    """The events that are as they should be."""
    for record in records:
        if isinstance(record.entry, Event):
            yield record, record.entry
