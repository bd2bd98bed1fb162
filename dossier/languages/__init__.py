"""What we know of a language: its typography, how it writes a date and a time, its quotation marks.

One module a language; a language without a module gets neutral rules. Text is typeset as a run of
characters in which `EDGE` marks the border of an inline element and `OBJECT` stands for something
that must stay as it is (code, a word in another language): rules see through the first and treat
the second as a word.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

NBSP = "\u00a0"
NARROW = "\u202f"
"""U+202F, the narrow no-break space."""

EDGE = "\ue000"
OBJECT = "\ue001"


def _unchanged(text: str) -> str:
    return text


def substituting(*rules: tuple[str, str]) -> Callable[[str], str]:
    """Typography by regular expressions, one after another: pairs of a pattern and what replaces it."""
    compiled = [(re.compile(pattern), replacement) for pattern, replacement in rules]

    def typeset(text: str) -> str:
        for pattern, replacement in compiled:
            text = pattern.sub(replacement, text)
        return text

    return typeset


def _clock_24(hour: int, minute: int | None, second: int | None) -> str:
    return ":".join(f"{part:02d}" for part in (hour, minute or 0, second) if part is not None)


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


def language(code: str) -> Language:
    """The rules of the language `code`, or neutral ones when we have none for it."""
    name = f"dossier.languages.{code}"
    if not code.isalpha() or find_spec(name) is None:
        return Language(code=code)
    rules: Language = import_module(name).RULES
    return rules
