"""What a text states in so many words: its numbers, dates, times and names, comparable across languages.

"12 h 28" and "12:28 p.m." are one time, "13 milliards" and "13 billion" one number. What is compared
are facts, not words: a translation is free in everything else.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from dossier.languages import Notation, language
from dossier.memory import recalled, remembered

_NAME = re.compile(r"(?<!\w)[^\W\d_][\w*]*(?:-[\w*]+)*")
_BEFORE_FIRST = "([{«“‘\"' "
"""What may stand between the start of a sentence and its first word."""


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A fact in a form that all languages share: "1969-07-20", "12:28", "13000000000"."""

    kind: str
    value: str
    written: str = field(default="", compare=False)
    """The words that state it."""

    @property
    def is_in_words(self) -> bool:
        """Whether it is a number in words, which languages have many ways to say."""
        return self.kind == "number" and not any(map(str.isdigit, self.written))


@recalled  # what is found in a part with them is kept
def facts_in(text: str, lang: str, /) -> Counter[Fact]:
    """Every number, date, time, weekday, percentage and currency in a text, as often as it stands there.

    The same object for the same text: a caller changes nothing in it.
    """
    found: Counter[Fact] = Counter()
    notation = language(lang).notation
    if not _sign(notation).search(text):  # as in two of three: what is below takes twice as long without this
        return found
    text = re.sub("[\u00a0\u202f]", " ", text)
    for kind, pattern, value in _grammar(notation):

        def count(match: re.Match[str], kind: str = kind, value: _Value = value) -> str:
            fact = Fact(kind, value(match), match[0].strip())
            # "between 10 and 13 billion dollars": one word for money may serve several sums.
            found[fact] = 1 if kind == "money" else found[fact] + 1
            return " · "  # so that no later rule finds it again, nor joins what stood before and after it

        text = pattern.sub(count, text)
    return found


@remembered
def names_in(text: str, /) -> frozenset[str]:
    """The words with a capital letter that does not come from the start of a sentence."""
    return frozenset(
        match[0]
        for match in _NAME.finditer(text)
        if match[0][0].isupper() and not _starts_sentence(text, match.start())
    )


@remembered
def capitals_in(text: str, /) -> frozenset[str]:
    """All words with a capital letter."""
    return frozenset(word for word in _NAME.findall(text) if word[0].isupper())


def _starts_sentence(text: str, at: int) -> bool:
    while at and text[at - 1] in _BEFORE_FIRST:
        at -= 1
    return not at or text[at - 1] in ".!?…:\n"


_Value = Callable[[re.Match[str]], str]


@cache
def _sign(notation: Notation) -> re.Pattern[str]:
    """What every text that states something holds: a figure, or one of these words or signs."""
    words = (*notation.numbers, *notation.magnitudes, *notation.months, *notation.weekdays)
    words += (*notation.instants, *notation.percent, *notation.currencies)
    return re.compile(rf"\d|{_any(_capital_too(words), apart='')}")


@cache
def _grammar(notation: Notation) -> tuple[tuple[str, re.Pattern[str], _Value], ...]:
    """The rules of a language, each with what it finds; the first take what the others would mistake."""
    months, weekdays = _positions(notation.months), _positions(notation.weekdays)
    numbers, magnitudes = {**notation.numbers, **notation.multipliers}, notation.magnitudes
    currencies = notation.currencies

    def day(match: re.Match[str]) -> str:
        month = months[match["month"].casefold()]
        return "-".join(filter(None, [match["year"], f"{month:02d}", f"{int(match['day']):02d}"]))

    def month(match: re.Match[str]) -> str:
        return "-".join(filter(None, [match["year"], f"{months[match['month'].casefold()]:02d}"]))

    def time(match: re.Match[str]) -> str:
        found = match.groupdict()
        hour = int(found["hour"] or found["hour24"])
        if half := found.get("half"):
            hour = hour % 12 + (12 if half.lower() == "p" else 0)
        minute = found["minute"] or found["minute24"] or "00"
        return ":".join(filter(None, [f"{hour:02d}", minute, found["second"]]))

    def number(match: re.Match[str]) -> str:
        digits = re.sub(f"[{notation.grouping}]", "", match["digits"] or "").replace(",", ".")
        value = Decimal(digits or numbers[(match["word"] or match["multiplier"]).lower()])
        for scale in re.findall(r"\w+", match["scales"]):
            value *= magnitudes[scale.lower()]
        return f"{value.normalize():f}"

    # Of the comma and the point, the one that does not group digits marks the decimals.
    decimals = rf"(?:[{''.join(mark for mark in ',.' if mark not in notation.grouping)}]\d+)?"
    digits = rf"\d{{1,3}}(?:[{notation.grouping}]\d{{3}})+(?!\d){decimals}|\d+{decimals}"
    scale, month_names = _any(_capital_too(magnitudes)), _any(_capital_too(notation.months))
    words = _any(_capital_too(notation.numbers))
    plain = rf"(?P<digits>{digits})(?:{notation.ordinals or _NEVER})?|(?P<word>{words})"
    multiplier = rf"(?P<multiplier>{_any(_capital_too(notation.multipliers))})(?= {scale})"
    rules: tuple[tuple[str, str, _Value], ...] = (
        ("time", notation.clock or _NEVER, time),
        ("time", _any(notation.instants), lambda match: notation.instants[match[0].casefold()]),
        *(("day", pattern, day) for pattern in notation.days),
        ("month", rf"(?P<month>{month_names})(?: (?P<year>\d{{4}}))", month),
        # A month alone is one inside a sentence only: "May", at its start, is not.
        ("month", rf"(?<![.!?] )(?<!^)(?P<month>{month_names})(?P<year>)", month),
        ("weekday", _any(_capital_too(notation.weekdays)), lambda match: str(weekdays[match[0].casefold()])),
        ("percent", _any(notation.percent), lambda match: "%"),
        ("money", _any(currencies, apart=""), lambda match: currencies[match[0].casefold()]),
        (
            "number",
            rf"(?<!\w)(?<!\w-)(?:{plain}|{multiplier})(?P<scales>(?:[ -]{scale})*)(?!\w)",
            number,
        ),
    )
    return tuple((kind, re.compile(pattern), value) for kind, pattern, value in rules)


_NEVER = "(?!)"


def _positions(words: Iterable[str]) -> dict[str, int]:
    return {word.casefold(): at for at, word in enumerate(words, 1)}


def _capital_too(words: Iterable[str]) -> set[str]:
    return {form for word in words for form in (word, word.capitalize())}


def _any(words: Iterable[str], apart: str = "-") -> str:
    """A pattern that finds any of the words or signs, whole and the longest first; of no words, nothing.

    A word may not follow another through the signs `apart`: "après-midi" is no noon.
    """
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    whole = "|".join(word for word in longest_first if word.isalpha())
    others = "|".join(re.escape(word) for word in longest_first if not word.isalpha())
    return rf"(?:{others or _NEVER}|(?<![\w{apart}])(?:{whole or _NEVER})(?!\w))"
