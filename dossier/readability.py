"""How easily a text reads: its sentences and their lengths, and a score by the formula of its language.

A word is what stands between two spaces. Names and figures are left out of the syllables, in every language
alike: they are as long as they are. The scores are smoke alarms, not goals.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from dossier.languages import Readability

LONG_SENTENCE = 30
"""Words; a sentence with more is long in every language."""
LONG_SHARE = 0.05
"""The part of a text's sentences that may be long."""
SCORED_FROM = 50
"""Words; a shorter text is too short for an average to mean anything."""

_WORD = re.compile(r"[^\W_]+(?:['’.,\u00a0\u202f-]?[^\W_]+)*")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n|$")
_APOSTROPHE = re.compile("['’]")
_SEAM = re.compile("['’-]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, and the character of its text at which it starts."""

    words: Sequence[str]
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What was measured of a text: words, words a sentence on average, score, part of long sentences."""

    words: int
    sentence: float
    score: float
    long_share: float


def words_in(text: str) -> list[str]:
    """What stands between the spaces and marks of a text."""
    return _WORD.findall(text)


def sentences(text: str, rules: Readability, *, labels: bool = False) -> Iterator[Sentence]:
    """The sentences of a text. A line without a full stop is one too, unless lines may be labels."""
    begin = 0
    for end in _END.finditer(text):
        sentence = text[begin : end.end()]
        is_marked = bool(end[0].strip())
        if is_marked and _goes_on(sentence, text[end.end() :].lstrip(), rules):
            continue
        words = words_in(sentence)
        if words and (is_marked or not labels):
            yield Sentence(words, begin + len(sentence) - len(sentence.lstrip()))
        begin = end.end()


def _goes_on(sentence: str, following: str, rules: Readability) -> bool:
    """Whether what looks like the end of a sentence is that of an abbreviation or an initial inside it."""
    last = sentence.split()[-1].lstrip("([«“\"'")
    return following[:1].islower() or last in rules.abbreviations or bool(re.fullmatch(r"[^\W\d_]\.", last))


def measured(found: Iterable[Sentence], names: Set[str], rules: Readability) -> Measures | None:
    """The measures of a text, or None when it is too short to have any.

    `names` are the words of proper names, which at the start of a sentence no capital tells from others.
    """
    every = list(found)
    words = sum(len(sentence.words) for sentence in every)
    counted = [part for sentence in every for part in _counted(sentence.words, names)]
    if words < SCORED_FROM or not counted:
        return None
    syllables = sum(rules.syllables(part) for word in counted for part in _SEAM.split(word))
    return Measures(
        words=words,
        sentence=words / len(every),
        score=rules.score(words / len(every), syllables / len(counted)),
        long_share=sum(len(sentence.words) > LONG_SENTENCE for sentence in every) / len(every),
    )


def _counted(words: Sequence[str], names: Set[str]) -> Iterator[str]:
    """The words whose syllables count: no figures, no names."""
    for at, word in enumerate(words):
        is_name = (at > 0 and word[0].isupper()) or not names.isdisjoint(_APOSTROPHE.split(word))
        if not is_name and not _DIGIT.search(word):
            yield word
