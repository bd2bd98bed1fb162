"""English, as typeset in the United States.

Curly quotes and apostrophes, unspaced em dashes, a no-break space in dates, before `a.m.` and
`p.m.`, and between a number and its magnitude (after The Chicago Manual of Style, 17th ed., ch. 6).
Days are written "20 July 1969": our readers also read French, and month first would mislead.
"""

from dossier.languages import EDGE, NBSP, OBJECT, Language, substituting

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)  # fmt: skip
_OPENS = rf"(^|[\s(\[{NBSP}—–“‘{EDGE}])"

typeset = substituting(
    (r"\.\.\.", "…"),
    (r" ?-{2,3} ?", "—"),
    (rf'{_OPENS}"(?=[\w{OBJECT}{EDGE}…$‘\'])', r"\1“"),
    (r'"', "”"),
    (r"(?<!\w)'(?=\d\ds?\b)", "’"),
    (rf"{_OPENS}'(?=[\w{OBJECT}{EDGE}…])", r"\1‘"),
    (r"'", "’"),
    (rf"\b(\d{{1,2}}) (?=(?:{_MONTHS})\b)", rf"\1{NBSP}"),
    (r"(?<=\d) (?=[ap]\.m\.)", NBSP),
    (r"(?<=\d) (?=(?:million|billion|trillion|percent)\b)", NBSP),
    (r"\b(Mr\.|Ms\.|Mrs\.|Dr\.|No\.) (?=[\dA-Z])", rf"\1{NBSP}"),
    (r"(?<![\w.])([A-Z]\.) (?=[A-Z][a-z])", rf"\1{NBSP}"),
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


RULES = Language(code="en", typeset=typeset, clock=clock, day_pattern="d MMMM")
