"""French, as written and typeset in France.

Rules after the Imprimerie nationale (Lexique des règles typographiques en usage): a narrow no-break
space before `; ! ?` and inside guillemets, a no-break space before the colon, in dates, before
units; apostrophes are curly, thousands are parted by a narrow no-break space.
"""

import re
from functools import cache

from dossier.languages import (
    AFTER_DIGIT,
    EDGE,
    NARROW,
    NBSP,
    OBJECT,
    Language,
    Notation,
    Readability,
    substituting,
)

_SPACES = f"[ {NBSP}{NARROW}]"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = (
    "milliards?|millions?|milliers|dollars?|euros?|heures?|minutes?|secondes?|jours?|mois|ans?|années?|"
    "km|kg|pages?|pour cent"
)

typeset = substituting(
    (r"\.\.\.", "…"),
    (r"'", "’"),
    # Straight quotes: one that follows a space, an opening mark or nothing opens.
    (rf'(^|[\s(\[«{NBSP}{NARROW}—–’{EDGE}])"(?=[\w{OBJECT}{EDGE}…])', rf"\1«{NARROW}"),
    (r'"', f"{NARROW}»"),
    (rf"«{_SPACES}*", f"«{NARROW}"),
    (rf"{_SPACES}*»", f"{NARROW}»"),
    # Typed without its space: only at the end of a word, so that an address stays whole.
    (rf"(?<=[^\W_])(?=[;!?](?:[\s»\")\]{EDGE}{OBJECT}]|$))", " "),
    (r"(?<=[^\W\d_]):(?=\s)", " :"),
    (rf"{_SPACES}+([;!?])", rf"{NARROW}\1"),
    (rf"{_SPACES}+:(?=[\s{EDGE}{OBJECT}]|$)", f"{NBSP}:"),
    (rf"\b(M\.|MM\.|Mme|Mmes|Mlle|Dr|Pr|n°|p\.|art\.){_SPACES}(?=[\dA-ZÀ-Ý])", rf"\1{NBSP}"),
    # Initials; a lone X is the network, at the end of a sentence.
    (rf"(?<![\w.])([A-WYZÀ-Ý]\.){_SPACES}(?=[A-ZÀ-Ý])", rf"\1{NBSP}"),
    figures=(
        (r"(?<=\d)%", " %"),
        (r"\b(\d{1,2})h(?=\d\d\b)", r"\1 h "),
        (r"\b(\d{1,2})h\b", r"\1 h"),
        (rf"{AFTER_DIGIT}{_SPACES}+(?=[%€$‰°])", NBSP),
        (rf"(?<![\d.,])(\d{{1,3}}){_SPACES}(?=\d{{3}}(?!\d))", rf"\1{NARROW}"),
        (rf"(?<=\d{NARROW}\d{{3}}){_SPACES}(?=\d{{3}}(?!\d))", NARROW),
        (rf"\b(\d{{1,2}}|1er){_SPACES}(?=(?:{_MONTHS})\b)", rf"\1{NBSP}"),
        (rf"\b(\d{{1,2}}){_SPACES}(?=h\b)", rf"\1{NBSP}"),
        (rf"(?<=\d{NBSP}h){_SPACES}(?=\d\d\b)", NBSP),
        (rf"{AFTER_DIGIT}{_SPACES}(?=(?:{_UNITS})\b)", NBSP),
    ),
)
"""French typography for plain typing."""


def clock(hour: int, minute: int | None, second: int | None) -> str:
    """`12 h 28`, `20 h`, `23 h 53 min 28 s`."""
    words = f"{hour}{NBSP}h"
    if minute is None or (minute == 0 and second is None):
        return words
    words += f"{NBSP}{minute:02d}"
    return words if second is None else f"{words}{NBSP}min{NBSP}{second:02d}{NBSP}s"


@cache  # the same few thousand words come again and again
def syllables(word: str) -> int:
    """Groups of vowels, less the silent ones at the end of a word: a count by rule, not by dictionary."""
    word = re.sub("qu|gu(?=[eiéèê])", "g", word.lower())
    word = re.sub("(?<=ai|oi|èr|îr|ûr|ss)ent$", "", word)
    word = re.sub("(?<=[^aeiouyàâéèêëîïôöùûü])es?$", "", word)
    # A mute e after a vowel adds nothing, an accented one before a vowel is a syllable of its own.
    word = re.sub("(?<=[iuéoî])es?$", "", word)
    return max(1, len(re.findall("é(?=[aou])|[ïüë]|[aeiouyàâéèêîôöùûœæ]+", word)))


def ease(words: float, per_word: float) -> float:
    """Reading ease after Kandel and Moles: 100 is very easy, 0 very hard.

    L. Kandel and A. Moles, Application de l'indice de Flesch à la langue française (1958).
    """
    return 207 - 1.015 * words - 73.6 * per_word


_TO_NINETEEN = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize",
    "dix-sept", "dix-huit", "dix-neuf",
]  # fmt: skip
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_NUMBERS = {
    **{word: value for value, word in enumerate(_TO_NINETEEN) if value > 2},
    **_TENS,
    "cent": 100,
    "mille": 1000,
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    **{
        f"{ten}aine": value
        for ten, value in (("vingt", 20), ("trent", 30), ("quarant", 40), ("cinquant", 50))
    },
    "centaine": 100,
    **{f"{ten}-{_TO_NINETEEN[unit]}": value + unit for ten, value in _TENS.items() for unit in range(2, 10)},
    **{f"{ten} et un": value + 1 for ten, value in _TENS.items()},
    **{f"soixante-{_TO_NINETEEN[unit]}": 60 + unit for unit in range(10, 20)},
    "soixante et onze": 71,
    "quatre-vingts": 80,
    "quatre-vingt": 80,
    **{f"quatre-vingt-{_TO_NINETEEN[unit]}": 80 + unit for unit in range(1, 20)},
}

NOTATION = Notation(
    numbers=_NUMBERS,
    multipliers={"un": 1, "une": 1, "deux": 2},
    magnitudes={
        "cent": 100,
        "cents": 100,
        "mille": 10**3,
        "million": 10**6,
        "millions": 10**6,
        "milliard": 10**9,
        "milliards": 10**9,
        "billion": 10**12,
        "billions": 10**12,
    },
    percent=("%", "pour cent"),
    currencies={"$": "USD", "dollars": "USD", "dollar": "USD", "€": "EUR", "euros": "EUR", "euro": "EUR"},
    months=tuple(_MONTHS.split("|")),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    days=(rf"(?P<day>\d{{1,2}})(?:er)? (?P<month>{_MONTHS})(?: (?P<year>\d{{4}}))?",),
    clock=(
        r"(?<!\d)(?P<hour>1?\d|2[0-4]) ?h(?![^\W\d])(?: ?(?P<minute>\d\d)(?: min (?P<second>\d\d) s)?)?"
        r"|(?<![\d:])(?P<hour24>[01]\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:])"
    ),
    instants={"midi": "12:00", "minuit": "00:00"},
    ordinals="(?:er|re|e|ère|ème)",
)

READABILITY = Readability(
    formula="Kandel-Moles",
    score=ease,
    syllables=syllables,
    higher_is_easier=True,
    limit=60,
    brief_limit=68,
    sentence=20,
    paragraph=90,
    abbreviations=frozenset({"M.", "MM.", "p.", "art.", "etc.", "cf."}),
)

RULES = Language(
    code="fr",
    typeset=typeset,
    clock=clock,
    day_pattern="d MMMM",
    first_of_month="1er",
    quotes=(f"«{NARROW}", f"{NARROW}»"),
    colon=f"{NBSP}: ",
    role_prefixes=("co-", "vice-"),
    notation=NOTATION,
    readability=READABILITY,
)
