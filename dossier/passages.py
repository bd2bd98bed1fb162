"""Everything that the content says, passage by passage: titles, texts of the record, blocks of documents.

The same passage has the same id in every language, so that its versions can be laid side by side.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from dossier import memory
from dossier.languages import OBJECT
from dossier.model import Prose
from dossier.parts import Names, Part, held
from dossier.problems import Problem, Spot
from dossier.prose import PREAMBLE, Block, Said, locate, said
from dossier.walk import Found
from dossier.yamltree import Places

if TYPE_CHECKING:
    from dossier.loading import Loaded
    from dossier.record import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One title, text or block in one language."""

    id: str
    lang: str
    path: str
    said: Said
    block: Block | None = None
    """None for a title or another plain text."""
    kind: str
    """That of the record or document it belongs to."""
    place: Callable[[Spot], Spot] = field(compare=False)
    """From a place in what was said to one in the file."""
    among: str = ""
    """The blocks it stands among: where another language has others, nothing is a version of anything."""

    @property
    def section(self) -> str:
        """The section of a document that a block stands in."""
        return self.block.section if self.block else ""

    @property
    def start(self) -> str:
        """Where it begins, which editors and terminals turn into a link: `path:line:column`."""
        return self.problem(0, "").place

    def problem(self, at: int, code: str, /, **values: Any) -> Problem:
        """A problem at a character of the passage."""
        return Problem(self.path, self.place(self.said.spot(at)), code, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A text of the record in one language as it was written, and where that is."""

    written: str
    lang: str
    path: str
    place: Callable[[Spot], Spot]
    """From a place in the text to one in the file."""


def placed(part: Part) -> Iterator[Placed]:
    """Every text of a part of the record that holds Markdown."""
    for record, found in texts(part.records):
        if found.marker == Prose() and found.path[-1] in part.languages:
            place = partial(inside, record, found)
            yield Placed(written=found.value, lang=str(found.path[-1]), path=record.places.path, place=place)


@held(memory.table(__name__, is_kept=False))  # a preview of 100 pairs has them in 2 ms instead of 29
def passages(part: Part) -> tuple[Passage, ...]:
    """Every passage of a part, of broken records too, as far as it can be understood."""
    found: list[Passage] = []
    for record, text in texts(part.records):
        if text.path[-1] in part.languages:
            found += _of_record(record, text, part.names)
    for document, places in part.texts:
        found += _of_document(document, places, part.names)
    return tuple(found)


def texts(records: Iterable["Loaded"]) -> Iterator[tuple["Loaded", Found]]:
    """Every text of the record that a reader sees."""
    for record in records:
        for found in record.marked:
            if isinstance(found.marker, Prose):
                yield record, found


def inside(record: "Loaded", found: Found, spot: Spot) -> Spot:
    """Where a place in a text of the record stands in its file."""
    lines = found.value.split("\n")[: spot.line]
    before = "\n".join([*lines[:-1], lines[-1][: spot.column - 1]])
    return record.places.inside((*record.at, *found.path), before)


def _of_record(record: "Loaded", found: Found, names: Names) -> Iterator[Passage]:
    *path, lang = found.path
    common: dict[str, Any] = {
        "lang": lang,
        "path": record.places.path,
        "kind": record.kind,
        "place": lambda spot: inside(record, found, spot),
    }
    name = f"{record.kind}:{record.id}/{'/'.join(map(str, path))}"
    if found.marker == Prose(plain=True):
        yield Passage(id=name, said=Said(found.value, ((0, Spot()),)), **common)
        return
    for block in locate(found.value).blocks:  # one, where it is as it should be
        yield Passage(id=name, said=_said(block, str(lang), names), block=block, among=block.id, **common)


def _of_document(document: "Document", places: Places, names: Names) -> Iterator[Passage]:
    name = f"{document.kind}:{document.key}"
    common: dict[str, Any] = {"lang": document.lang, "path": document.path, "kind": document.kind}
    for key in ("title", "summary"):
        words, at = getattr(document.front, key), (key,)
        yield Passage(
            id=f"{name}/{key}",
            said=Said(words, ((0, Spot()),)),
            place=lambda spot, at=at: places.of(at),  # type: ignore[misc]
            **common,
        )
    for heading in document.prose.headings:
        heard = Said(heading.text, ((0, heading.spot),))
        yield Passage(id=f"{name}#{heading.id}", said=heard, place=_as_it_is, **common)
    tags: dict[str, str] = {}
    for block in document.prose.blocks:
        tags[block.section] = f"{tags.get(block.section, '')} {block.tag}"
    for block in document.prose.blocks:
        yield Passage(
            id=f"{name}#{block.id}",
            said=_said(block, document.lang, names),
            block=block,
            place=_as_it_is,
            among=tags.get(block.section, PREAMBLE),
            **common,
        )


def _said(block: Block, lang: str, names: Names) -> Said:
    """What a block says in our words: those of others, and figures, stand in it as an object."""

    def name_of(target: str) -> str:
        kind, _, name = target.partition(":")
        words = names.title(kind, name.partition("#")[0]) if kind not in ("quote", "figure") else {}
        word = words.get(lang)
        return word if isinstance(word, str) and word else OBJECT

    return said(block, name_of)


def _as_it_is(spot: Spot) -> Spot:
    return spot
