"""French, as typeset in France.

Rules after the Imprimerie nationale (Lexique des règles typographiques en usage): a narrow no-break
space before `; ! ?` and inside guillemets, a no-break space before the colon, in dates, before
units; apostrophes are curly, thousands are parted by a narrow no-break space.
"""

from dossier.languages import EDGE, NARROW, NBSP, OBJECT, Language, substituting

_SPACES = f"[ {NBSP}{NARROW}]"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = (
    "milliards?|millions?|milliers|dollars?|euros?|heures?|minutes?|secondes?|jours?|mois|ans?|années?|"
    "km|kg|pour cent"
)

typeset = substituting(
    (r"\.\.\.", "…"),
    (r"'", "’"),
    # Straight quotes: one that follows a space, an opening mark or nothing opens.
    (rf'(^|[\s(\[«{NBSP}{NARROW}—–’{EDGE}])"(?=[\w{OBJECT}{EDGE}…])', rf"\1«{NARROW}"),
    (r'"', f"{NARROW}»"),
    (rf"«{_SPACES}*", f"«{NARROW}"),
    (rf"{_SPACES}*»", f"{NARROW}»"),
    (rf"{_SPACES}+([;!?])", rf"{NARROW}\1"),
    (rf"{_SPACES}+:(?=\s|{EDGE}|$)", f"{NBSP}:"),
    (rf"(?<=\d){_SPACES}+(?=[%€$‰°])", NBSP),
    (rf"(?<![\d.,])(\d{{1,3}}){_SPACES}(?=\d{{3}}(?!\d))", rf"\1{NARROW}"),
    (rf"(?<=\d{NARROW}\d{{3}}){_SPACES}(?=\d{{3}}(?!\d))", NARROW),
    (rf"\b(\d{{1,2}}|1er){_SPACES}(?=(?:{_MONTHS})\b)", rf"\1{NBSP}"),
    (rf"\b(\d{{1,2}}){_SPACES}(?=h\b)", rf"\1{NBSP}"),
    (rf"(?<=\d{NBSP}h){_SPACES}(?=\d\d\b)", NBSP),
    (rf"(?<=\d){_SPACES}(?=(?:{_UNITS})\b)", NBSP),
    (rf"\b(M\.|MM\.|Mme|Mmes|Mlle|Dr|Pr|n°|p\.|art\.){_SPACES}(?=[\dA-ZÀ-Ý])", rf"\1{NBSP}"),
    # Initials; a lone X is the network, at the end of a sentence.
    (rf"(?<![\w.])([A-WYZÀ-Ý]\.){_SPACES}(?=[A-ZÀ-Ý])", rf"\1{NBSP}"),
)
"""French typography for plain typing."""


def clock(hour: int, minute: int | None, second: int | None) -> str:
    """`12 h 28`, `20 h`, `23 h 53 min 28 s`."""
    words = f"{hour}{NBSP}h"
    if minute is None or (minute == 0 and second is None):
        return words
    words += f"{NBSP}{minute:02d}"
    return words if second is None else f"{words}{NBSP}min{NBSP}{second:02d}{NBSP}s"


RULES = Language(
    code="fr",
    typeset=typeset,
    clock=clock,
    day_pattern="d MMMM",
    first_of_month="1er",
    quotes=(f"«{NARROW}", f"{NARROW}»"),
    colon=f"{NBSP}: ",
)
