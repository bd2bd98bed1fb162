"""The characters that no text may hold: nobody sees them, or they are not what they seem."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from unicodedata import is_normalized, normalize

from dossier.memory import remembered

LETTER = "A-Za-z\u00c0-\u024f"
"""The letters of Latin, as a class of them."""
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\uffff"
    "\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
    f"|(?<=[{LETTER}])[\u200c\u200d\ufe00-\ufe0f]|[\u200c\u200d](?=[{LETTER}])"
)
"""Characters that nobody sees: controls, marks of order and direction, those for private use; what joins
and parts the letters of other scripts, and the signs of an emoji, beside a letter of Latin."""
CONFLICT = re.compile(r"^(?:(?:<<<<<<<|>>>>>>>) |=======$)", re.MULTILINE)
REFERENCE = re.compile(r"&(?:#\d{1,9}|#[xX][\da-fA-F]{1,8}|[A-Za-z]\w{1,31});")
"""A character by its number or its name, as HTML and Markdown write one."""
LOOSE_ACCENTS = re.compile("[\u0300-\u036f]+")
"""Accents apart from their letter: both look like one letter, and are found by no search for it."""
LIKE_LATIN = "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
"""Letters of Cyrillic and Greek that look like one of Latin."""
AMONG_LATIN = re.compile(f"(?<=[{LETTER}])[{LIKE_LATIN}]|[{LIKE_LATIN}](?=[{LETTER}])")
MISREAD = re.compile("Ã[\u00a0-\u00ba]|Â[\u00a0-\u00ba]|â€[\u2122\u0153\u201c\u00a6]")
"""A letter or a mark in UTF-8 that a program took for two or three of Windows."""

Unfit = tuple[int, str, Mapping[str, str]]
"""Where a text holds what it may not, with the code and the values of what is said of it."""


@remembered  # a twelfth of a check
def unfit(text: str, /) -> Unfit | None:
    """The first thing of the first kind that a text may not hold; or None."""
    return next((found for look in _LOOKS for found in look(text)), None)


def _unseen(text: str) -> Iterator[Unfit]:
    for match in UNSEEN.finditer(text):
        yield match.start(), "control-character", {"char": _number(match[0])}


def _conflicts(text: str) -> Iterator[Unfit]:
    for match in CONFLICT.finditer(text):
        yield match.start(), "merge-conflict", {}


def _by_number_or_name(text: str) -> Iterator[Unfit]:
    for match in REFERENCE.finditer(text):
        if not unescape(match[0]) or UNSEEN.search(unescape(match[0])):
            yield match.start(), "hidden-character", {"char": match[0]}


def _in_parts(text: str) -> Iterator[Unfit]:
    for match in LOOSE_ACCENTS.finditer(text):
        letter = text[match.start() - 1 : match.end()]
        if letter[:1].isalpha() and not is_normalized("NFC", letter):
            yield match.start() - 1, "letter-in-parts", {"letter": normalize("NFC", letter)}


def _misread(text: str) -> Iterator[Unfit]:
    for match in MISREAD.finditer(text):
        yield (
            match.start(),
            "misread-letter",
            {"found": match[0], "letter": match[0].encode("cp1252").decode()},
        )


def _lookalikes(text: str) -> Iterator[Unfit]:
    for match in AMONG_LATIN.finditer(text):
        yield match.start(), "lookalike-letter", {"letter": match[0], "char": _number(match[0])}


def _number(char: str) -> str:
    return f"U+{ord(char):04X}"


_LOOKS: tuple[Callable[[str], Iterator[Unfit]], ...] = (
    _unseen, _conflicts, _by_number_or_name, _in_parts, _misread, _lookalikes,
)  # fmt: skip
