"""Which versions of a passage were compared, and which has changed since: the languages cannot drift apart.

A person declares that the versions of a passage say the same. The register keeps a fingerprint of each
version as it was then; nothing else decides whether one is behind. Languages are equals: any may be ahead.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Self, TypeVar

from dossier import memory
from dossier.languages import language
from dossier.memory import remembered
from dossier.parts import Part, held
from dossier.passages import Passage, passages

if TYPE_CHECKING:
    from dossier.loading import Drawer
    from dossier.record import Dossier

Key = TypeVar("Key")

DOCUMENTS = ("explainer", "page")
RECORD = "record"
"""What all passages of the record together are called, as one text beside the documents."""
_LINE = re.compile(
    r"(?P<id>\S+)(?P<prints>( [a-z]{2,3}=[0-9a-f]{12}){2,}) (?P<on>\d{4}-\d\d-\d\d) (?P<by>\S.*)"
)


class State(StrEnum):
    """How one version of a passage stands to the others."""

    AGREED = "agreed"
    AHEAD = "ahead"
    """It was changed since, another was not."""
    BEHIND = "behind"
    """Another was changed since, it was not."""
    CHANGED = "changed"
    """Every version was changed since."""
    NEW = "new"
    """It was never compared."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A line of the register: who declared, and when, that the versions of a passage say the same."""

    id: str
    prints: Mapping[str, str]
    """The fingerprint of each version, by language."""
    on: date
    by: str

    @classmethod
    def parse(cls, line: str) -> Self | None:
        """What a line says; nothing where it has not the form of one."""
        if match := _LINE.fullmatch(line):
            prints = dict(word.split("=") for word in match["prints"].split())
            with suppress(ValueError):  # a day that the calendar does not have
                return cls(match["id"], prints, date.fromisoformat(match["on"]), match["by"])
        return None

    def __str__(self) -> str:
        prints = (f"{lang}={self.prints[lang]}" for lang in sorted(self.prints))
        return " ".join((self.id, *prints, self.on.isoformat(), self.by))


@dataclass(frozen=True)
class Agreements:
    """All lines of the register, and where to find them."""

    lines: tuple[Agreed, ...] = ()

    @cached_property
    def by_text(self) -> Mapping[str, Sequence[Agreed]]:
        """Those that speak of the passages of a document or of a record."""
        every = _numbered((_text_of(line.id), at) for at, line in enumerate(self.lines))
        return {text: [self.lines[at] for at in found] for text, found in every.items()}

    @cached_property
    def by_id(self) -> Mapping[str, Sequence[int]]:
        """The numbers of those that speak of a passage."""
        return _numbered((line.id, at) for at, line in enumerate(self.lines))

    @cached_property
    def by_print(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """The numbers of those that hold a fingerprint, by language and fingerprint."""
        return _numbered((pair, at) for at, line in enumerate(self.lines) for pair in line.prints.items())


def _numbered(pairs: Iterable[tuple[Key, int]]) -> Mapping[Key, Sequence[int]]:
    found: dict[Key, list[int]] = {}
    for key, at in pairs:
        found.setdefault(key, []).append(at)
    return found


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A passage in all its versions, and the agreement that they are measured by."""

    id: str
    versions: Mapping[str, Passage]
    prints: Mapping[str, str]
    agreed: Agreed | None
    is_draft: bool

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The state of each version, by language."""
        before = self.agreed.prints if self.agreed else {}
        known = self.prints.keys() & before.keys()
        changed = {lang for lang in known if self.prints[lang] != before[lang]}

        def state(lang: str) -> State:
            if lang not in known:
                return State.NEW
            if not changed:
                return State.AGREED
            if changed == known:
                return State.CHANGED
            return State.AHEAD if lang in changed else State.BEHIND

        return {lang: state(lang) for lang in self.prints}

    @cached_property
    def is_agreed(self) -> bool:
        """Whether all versions stand as they were compared."""
        return all(state is State.AGREED for state in self.states.values())

    @property
    def reference(self) -> tuple[str, str]:
        """The kind and the name that lead to it: a record, a document or a block of one."""
        kind, _, rest = self.id.partition(":")
        return kind, rest.partition("/")[0]

    @cached_property
    def text(self) -> str:
        """The document that it is a passage of, or the record."""
        return _text_of(self.id) if self.reference[0] in DOCUMENTS else RECORD

    @property
    def name(self) -> str:
        """What it is called within its file: the id of a block, or a record with its key."""
        name = self.id if self.text == RECORD else self.id.removeprefix(self.text)
        return name.rpartition(":")[2].lstrip("#/")


def compared(drawer: "Drawer") -> tuple[Compared, ...]:
    """Every passage that has versions, drafts too, in the order of the content.

    Each has the line of the register that speaks of it, and of no other: by its words first, by its id
    second. The id of a block is its place in its section; so a block that is moved, or that another was put
    before, is known by its words.
    """
    every = {one.id: one for part in drawer.parts for one in _as_signed(part)}
    if any(not one.agreed for one in every.values()):
        near = _nearest(every, drawer.agreed)
        every |= {name: replace(every[name], agreed=line) for name, line in near.items()}
    return tuple(every.values())


@held(memory.table(__name__, is_kept=False))
def _as_signed(part: Part) -> tuple[Compared, ...]:
    """The passages of a part that have versions, each with the line that has its id and its very words.

    Nothing is nearer than that, and nearly all have one.
    """
    every: dict[str, dict[str, Passage]] = {}
    for passage in passages(part):
        every.setdefault(passage.id, {})[passage.lang] = passage
    found = []
    for name, versions in every.items():
        if len(versions) > 1:  # the words of a quotation have no version, only translations
            prints = {lang: fingerprint(passage) for lang, passage in versions.items()}
            lines = [line for line in part.names.agreed(_text_of(name)) if line.id == name]
            same = [line for line in lines if prints.items() <= line.prints.items()]
            found.append(
                Compared(
                    id=name,
                    versions={lang: versions[lang] for lang in part.languages if lang in versions},
                    prints=prints,
                    agreed=max(same, key=lambda line: line.on, default=None),
                    is_draft=_is_draft(part, name),
                )
            )
    return tuple(found)


def _is_draft(part: Part, name: str) -> bool:
    """Whether a passage stands only where no reader comes yet."""
    kind, _, text = _text_of(name).partition(":")
    is_hidden = kind == "diagram" and not part.names.is_published(text)
    return is_hidden or any(document.is_draft for document in part.documents)


def fingerprint(passage: Passage) -> str:
    """A digest of the words that a reader reads, in the typography that the build sets.

    Line breaks, markup, marks of sources and the places that links lead to are no words. A reference
    without words stands for itself: a record that gets another name is a change of the record alone.
    """
    runs = passage.block.words if passage.block else ()
    return _digest(
        "".join(run.code or run.target or run.text for run in runs) or passage.said.text, passage.lang
    )


@remembered  # two thirds of the time of `compared`
def _digest(words: str, lang: str, /) -> str:
    typeset = language(lang).typeset(unicodedata.normalize("NFC", _on_one_line(words)))
    return hashlib.sha256(_on_one_line(typeset).encode()).hexdigest()[:12]


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


def _nearest(every: Mapping[str, Compared], agreements: Agreements) -> Mapping[str, Agreed]:
    """For each passage that has no line the nearest one, of those that no other has."""
    rest, lines = [one for one in every.values() if not one.agreed], agreements.lines

    def is_taken(line: Agreed) -> bool:
        return line.id in every and every[line.id].agreed == line

    def pairs(one: Compared) -> Iterator[tuple[tuple[object, ...], str, int]]:
        shared = Counter(at for pair in one.prints.items() for at in agreements.by_print.get(pair, ()))
        for at in {*shared, *agreements.by_id.get(one.id, ())}:
            line, same = lines[at], shared[at]
            if not is_taken(line):
                is_near = _text_of(line.id) == _text_of(one.id)
                nearness = (same == len(one.prints), same > 0, line.id == one.id, is_near, same, line.on, -at)
                yield nearness, one.id, at

    found: dict[str, int] = {}
    taken: set[int] = set()
    for _, name, at in sorted(chain.from_iterable(map(pairs, rest)), key=itemgetter(0), reverse=True):
        if name not in found and at not in taken:
            found[name] = at
            taken.add(at)
    return {name: lines[at] for name, at in found.items()}


def _text_of(name: str) -> str:
    """The document or the record that a passage of this id belongs to."""
    return re.split("[#/]", name)[0]


def agreeing(every: Iterable[Compared], named: Collection[str], by: str, on: date) -> list[Agreed]:
    """The register after a person has compared the passages `named`.

    What was agreed stays as it was signed; each line bears the id that its passage has now, and what
    speaks of no passage is left out.
    """
    lines = []
    for one in every:
        if one.id in named and not one.is_agreed:
            lines.append(Agreed(one.id, one.prints, on, by))
        elif one.agreed:
            lines.append(replace(one.agreed, id=one.id))
    return sorted(lines, key=str)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many passages of a text are in which state, in one language."""

    text: str
    lang: str
    passages: Counter[State]

    @property
    def total(self) -> int:
        """All passages."""
        return self.passages.total()

    @property
    def is_agreed(self) -> bool:
        """Whether all of them are."""
        return self.passages[State.AGREED] == self.total

    @property
    def percent(self) -> int:
        """How many in a hundred are agreed; a hundred only when all are."""
        return self.passages[State.AGREED] * 100 // self.total


def tallies(dossier: "Dossier", lang: str) -> tuple[Tally, ...]:
    """The state of every published text in one language, in the story's order, then that of the record."""
    found: dict[str, Counter[State]] = {}
    for one in dossier.compared:
        if lang in one.states and not one.is_draft:
            found.setdefault(one.text, Counter())[one.states[lang]] += 1
    return tuple(Tally(text, lang, found[text]) for text in _in_order(dossier) if text in found)


def _in_order(dossier: "Dossier") -> list[str]:
    documents = [
        *(f"explainer:{key}" for key in dossier.explainers),
        *(f"page:{key}" for key in dossier.pages),
    ]
    return [*documents, RECORD]


def percent_agreed(every: Collection[Compared]) -> int:
    """How many published passages in a hundred are agreed in all languages; a hundred only when all are."""
    public = [one for one in every if not one.is_draft]
    return sum(one.is_agreed for one in public) * 100 // len(public) if public else 100
