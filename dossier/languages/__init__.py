"""What we know of a language: its typography, how it writes a number, a date and a time, how easily it reads.

One module a language; a language without a module gets neutral rules. Text is typeset as a run of
characters in which `EDGE` marks the border of an inline element and `OBJECT` stands for something
that must stay as it is (code, a word in another language): rules see through the first and treat
the second as a word.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec

NBSP = "\u00a0"
NARROW = "\u202f"
"""U+202F, the narrow no-break space."""

EDGE = "\ue000"
OBJECT = "\ue001"


_KEPT = re.compile(rf"{OBJECT}|https?://[^\s{EDGE}{OBJECT}]*[\w/]")
AFTER_DIGIT = rf"(?:(?<=\d)|(?<=\d{EDGE}))"
"""Pattern of a place after a digit, which an inline element may hold."""


def _unchanged(text: str) -> str:
    return text


def substituting(*rules: tuple[str, str], figures: tuple[tuple[str, str], ...]) -> Callable[[str], str]:
    """Typography by regular expressions, one after another: pairs of a pattern and what replaces it.

    Those for `figures` come last, on a text that holds one: most do not, which saves a third of the time.
    An address is left as it is.
    """
    compiled, for_figures = (
        [(re.compile(pattern), replacement) for pattern, replacement in pairs] for pairs in (rules, figures)
    )

    @lru_cache(maxsize=10_000)  # the same words stand on many pages
    def typeset(text: str) -> str:
        kept = _KEPT.findall(text) if "://" in text else []
        if kept:
            text = _KEPT.sub(OBJECT, text)
        for pattern, replacement in compiled:
            text = pattern.sub(replacement, text)
        if _FIGURE.search(text):
            for pattern, replacement in for_figures:
                text = pattern.sub(replacement, text)
        whole = iter(kept)
        return re.sub(OBJECT, lambda _: next(whole), text) if kept else text

    return typeset


_FIGURE = re.compile(r"\d")


def _clock_24(hour: int, minute: int | None, second: int | None) -> str:
    return ":".join(f"{part:02d}" for part in (hour, minute or 0, second) if part is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """How easily a text of one language reads: a formula, and what we hold our texts to."""

    formula: str
    """The formula's name, as it is printed."""
    score: Callable[[float, float], float]
    """Words a sentence and syllables a word, to the formula's score."""
    syllables: Callable[[str], int]
    """The syllables of a word, counted by its letters: one or more."""
    higher_is_easier: bool
    limit: float
    """The score of a whole text must be on the easy side of this."""
    brief_limit: float
    """That of the shortest version."""
    sentence: int
    """Words a sentence, on average at most."""
    paragraph: int
    """Words in a paragraph at most."""
    abbreviations: frozenset[str] = frozenset()
    """What ends with a full stop that ends no sentence."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Notation:
    """How one language writes numbers, dates and times."""

    grouping: str = " "
    """What may stand between groups of three digits; of the comma and the point, the other marks decimals."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Numbers in words, from three."""
    multipliers: Mapping[str, int] = field(default_factory=dict)
    """Words that count before a magnitude only: one is an article too, and two is often "both"."""
    magnitudes: Mapping[str, int] = field(default_factory=dict)
    """Words that multiply the number before them."""
    percent: tuple[str, ...] = ("%",)
    currencies: Mapping[str, str] = field(default_factory=dict)
    """Words and signs for money: the ISO 4217 code of each."""
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    """From Monday."""
    days: tuple[str, ...] = ()
    """Patterns of a date: groups `day`, `month` and, if it is there, `year`."""
    clock: str = ""
    """Pattern of a time: groups `hour`, `minute`, `second` and, where it counts to twelve, `half`;
    or `hour24` and `minute24`."""
    instants: Mapping[str, str] = field(default_factory=dict)
    """Times that have a name."""
    ordinals: str = ""
    """Pattern of what follows a number that is counted: "st", "nd" …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How one language is written."""

    code: str
    typeset: Callable[[str], str] = _unchanged
    """Plain typing to good typography; applied twice it changes nothing more."""
    clock: Callable[[int, int | None, int | None], str] = _clock_24
    """Hour, minute and second (None where unknown) in figures."""
    day_pattern: str = ""
    """CLDR pattern of a day and its month (Unicode TS 35, part 4), when it is not CLDR's own."""
    first_of_month: str = ""
    """What the first day of a month is called, where it is not "1"."""
    quotes: tuple[str, str] = ("“", "”")
    colon: str = ": "
    role_prefixes: tuple[str, ...] = ()
    """What makes another role of the one that follows: a vice president is no president."""
    notation: Notation = Notation()
    readability: Readability | None = None
    """None where we know no formula for the language."""


@cache  # asked for each text; to look for a module takes longer than to set most of them
def language(code: str) -> Language:
    """The rules of the language `code`, or neutral ones when we have none for it."""
    name = f"dossier.languages.{code}"
    if not code.isalpha() or find_spec(name) is None:
        return Language(code=code)
    rules: Language = import_module(name).RULES
    return rules
