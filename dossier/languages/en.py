"""English, as written and typeset in the United States.

Curly quotes and apostrophes, unspaced em dashes, a no-break space in dates, before `a.m.` and
`p.m.`, and between a number and its magnitude (after The Chicago Manual of Style, 17th ed., ch. 6).
Days are written "20 July 1969": our readers also read French, and month first would mislead.
"""

import re
from functools import cache

from dossier.languages import AFTER_DIGIT, EDGE, NBSP, OBJECT, Language, Notation, Readability, substituting

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)  # fmt: skip
_OPENS = rf"(^|[\s(\[{NBSP}—–“‘{EDGE}])"

typeset = substituting(
    (r"\.\.\.", "…"),
    (rf"(?<=[^\W_]) (?=[;:!?](?:[\s{EDGE}{OBJECT}]|$))", ""),
    (r" ?-{2,3} ?", "—"),
    (rf'{_OPENS}"(?=[\w{OBJECT}{EDGE}…$‘\'])', r"\1“"),
    (r'"', "”"),
    (r"(?<!\w)'(?=\d\ds?\b)", "’"),
    (rf"(?<=[\w{OBJECT}]{EDGE})'(?=s?\b)", "’"),
    (rf"{_OPENS}'(?=[\w{OBJECT}{EDGE}…])", r"\1‘"),
    (r"'", "’"),
    (r"\b(Mr\.|Ms\.|Mrs\.|Dr\.|No\.) (?=[\dA-Z])", rf"\1{NBSP}"),
    (r"(?<![\w.])([A-Z]\.) (?=[A-Z][a-z])", rf"\1{NBSP}"),
    figures=(
        (rf"\b(\d{{1,2}}) (?=(?:{_MONTHS})\b)", rf"\1{NBSP}"),
        (r"(?<=\d) (?=[ap]\.m\.)", NBSP),
        (rf"{AFTER_DIGIT} (?=(?:million|billion|trillion|percent)\b)", NBSP),
    ),
)
"""American typography for plain typing."""


def clock(hour: int, minute: int | None, second: int | None) -> str:
    """`12:28 p.m.`, `8 p.m.`, `noon`, `11:53:28 p.m.`."""
    if not minute and not second and hour in (0, 12):
        return "noon" if hour else "midnight"
    words = str((hour - 1) % 12 + 1)
    if minute is not None and not (minute == 0 and second is None):
        words += f":{minute:02d}"
    if second is not None:
        words += f":{second:02d}"
    return f"{words}{NBSP}{'a.m.' if hour < 12 else 'p.m.'}"


@cache  # the same few thousand words come again and again
def syllables(word: str) -> int:
    """Groups of vowels, less the silent ones at the end of a word: a count by rule, not by dictionary."""
    word = word.lower()
    count = len(re.findall("[aeiouy]+", word))
    silent = r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouysxzhcg]es$|[^aeiouytd]ed$"
    return max(1, count - bool(re.search(silent, word)))


def grade(words: float, per_word: float) -> float:
    """Flesch-Kincaid grade level: the years of school that a text asks for.

    Kincaid et al., Derivation of New Readability Formulas for Navy Enlisted Personnel (1975).
    """
    return 0.39 * words + 11.8 * per_word - 15.59


_TO_NINETEEN = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {
    **{word: value for value, word in enumerate(_TO_NINETEEN) if value > 2},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{f"{ten}-{_TO_NINETEEN[unit]}": 10 * value + unit
       for value, ten in enumerate(_TENS, 2) for unit in range(1, 10)},
    "dozen": 12,
}  # fmt: skip

NOTATION = Notation(
    grouping=",",
    numbers=_NUMBERS,
    multipliers={"a": 1, "one": 1, "two": 2},
    magnitudes={
        "hundred": 100,
        "thousand": 10**3,
        "million": 10**6,
        "billion": 10**9,
        "trillion": 10**12,
    },
    percent=("%", "percent", "per cent"),
    currencies={"$": "USD", "dollars": "USD", "dollar": "USD", "€": "EUR", "euros": "EUR", "euro": "EUR"},
    months=tuple(_MONTHS.split("|")),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    days=(
        rf"(?P<day>\d{{1,2}}) (?P<month>{_MONTHS})(?: (?P<year>\d{{4}}))?",
        rf"(?P<month>{_MONTHS}) (?P<day>\d{{1,2}})(?!\d)(?:, (?P<year>\d{{4}}))?",
    ),
    clock=(
        r"(?<![\d:])(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?(?::(?P<second>\d\d))?"
        r" ?(?P<half>[apAP])\.?[mM]\b\.?"
        r"|(?<![\d:])(?P<hour24>[01]\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:])"
    ),
    instants={"noon": "12:00", "midnight": "00:00"},
    ordinals="(?:st|nd|rd|th|s)",
)

READABILITY = Readability(
    formula="Flesch-Kincaid",
    score=grade,
    syllables=syllables,
    higher_is_easier=False,
    limit=9,
    brief_limit=7,
    sentence=18,
    paragraph=80,
    abbreviations=frozenset({"a.m.", "p.m.", "Mr.", "Ms.", "Mrs.", "Dr.", "No.", "Inc.", "vs.", "U.S."}),
)

RULES = Language(
    code="en",
    typeset=typeset,
    clock=clock,
    day_pattern="d MMMM",
    role_prefixes=("co-", "vice "),
    notation=NOTATION,
    readability=READABILITY,
)
