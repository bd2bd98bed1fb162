"""The corpus of the speed benchmark: invented words in two languages, the same for every generator.

Explainers of about 900 words come in pairs, with headings, paragraphs, a list, a table, links and citations;
every ten of them with 3 to 30 events, each with the source that disclosed it. Nothing in it is a fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

Text = Mapping[str, str]
"""Words by language."""
LANGUAGES = ("fr", "en")
_WORDS: Text = {
    "fr": """le conseil les salariés une lettre la décision leur accord ce matin une réunion des membres
        plusieurs proches après avant pendant sans avec selon cette entreprise un dirigeant demande annonce
        refuse explique propose signe attend publie confirme retire prépare longue brève nouvelle claire""",
    "en": """the board all employees a letter this decision their agreement that morning some meeting members
        several close after before during without with according company leader asks announces refuses
        explains proposes signs waits publishes confirms withdraws prepares long brief new former clear""",
}
_VOCABULARY = {lang: words.split() for lang, words in _WORDS.items()}
_FIRST_DAY = date(2024, 1, 1)
_SECTIONS = 6


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list or a row of a table: its words, what it cites, where its link leads."""

    kind: str
    text: Text
    source: int
    event: int
    words: Text
    """Those of the link."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Explainer:
    """A text in every language."""

    number: int
    title: Text
    summary: Text
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, with the number of the source that disclosed it."""

    number: int
    day: date
    title: Text
    text: Text
    source: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that is written; sources are numbers: each has a title, and is of the first day."""

    explainers: tuple[Explainer, ...]
    events: tuple[Event, ...]
    sources: tuple[str, ...]


def corpus(pairs: int, events: int | None = None) -> Corpus:
    """The same words for the same number of pairs, always; without a number, 3 to 30 events for ten pairs."""
    writer = _Writer(Random(pairs))  # noqa: S311  # no secret
    number = events or sum(writer.random.randint(3, 30) for _ in range(-(-pairs // 10)))
    days = sorted(writer.random.randrange(min(2 * pairs + 30, 365)) for _ in range(number))
    sources = tuple(writer.title()["en"] for _ in range(max(10, 2 * pairs)))
    told = tuple(
        Event(at, _FIRST_DAY + timedelta(day), writer.title(), writer.text(40), at % len(sources))
        for at, day in enumerate(days)
    )
    explainers = tuple(writer.explainer(at, len(sources), number) for at in range(pairs))
    return Corpus(explainers, told, sources)


class _Writer:
    def __init__(self, random: Random) -> None:
        self.random = random

    def words(self, number: int) -> Text:
        chosen = [self.random.randrange(len(_VOCABULARY["fr"])) for _ in range(number)]
        return {
            lang: " ".join(vocabulary[at % len(vocabulary)] for at in chosen)
            for lang, vocabulary in _VOCABULARY.items()
        }

    def title(self) -> Text:
        return {lang: words.capitalize() for lang, words in self.words(7).items()}

    def text(self, number: int) -> Text:
        """Sentences of about a dozen words."""
        sentences = [self.words(self.random.randint(8, 16)) for _ in range(-(-number // 12))]
        return {lang: " ".join(f"{one[lang].capitalize()}." for one in sentences) for lang in LANGUAGES}

    def explainer(self, number: int, sources: int, events: int) -> Explainer:
        def block(kind: str, words: int) -> Block:
            source, event = self.random.randrange(sources), self.random.randrange(events)
            return Block(kind, self.text(words), source, event, self.words(3))

        sections = []
        for at in range(_SECTIONS):
            blocks = [block("p", 50), block("p", 40)]
            blocks += [block("row" if at == _SECTIONS - 1 else "li", 12) for _ in range(4)]
            sections.append(Section(self.title(), tuple(blocks)))
        return Explainer(number, self.title(), self.text(30), tuple(sections))
