"""What was probably meant by a date or a web address that is written otherwise than we read it."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dossier.edtf import BadDate, Edtf
from dossier.languages import Notation, language

_RANGE = re.compile(r"\s+[-–—]\s+|\s*[–—]\s*")
_NUMBERS = (
    re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?P<rest>.*)"),
    re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})(?P<rest>.*)"),
    re.compile(r"(?P<month>\d{1,2})[-./](?P<day>\d{1,2})[-./](?P<year>\d{4})(?P<rest>.*)"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<rest>.*)"),
    re.compile(r"(?P<month>\d{1,2})[-./](?P<year>\d{4})(?P<rest>)"),
    re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})(?P<rest>)"),
)
"""The orders in which a date is written in figures; the rest may be a time."""
_SWAPPED = re.compile(r"(?P<year>\d{4})-(?P<day>\d\d)-(?P<month>\d\d)(?P<rest>.*)")
"""One that can be meant only if there is no such month."""
_TIME = re.compile(
    r"[Tt, ]*(?P<hour>\d{1,2})(?::|[ ]?h[ ]?)(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\.\d+)?"
    r"[ ]?(?P<offset>[zZ]|UTC|GMT|[+-]\d\d:?\d\d)?(?P<qualifier>[~?]?)",
)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?")


def date_meant(text: str, home: ZoneInfo, languages: Iterable[str]) -> tuple[str, ...]:
    """The dates in our form for which a text may stand: two where it leaves day and month open."""
    ends = _RANGE.split(text.strip())
    if len(ends) == 2:
        known = tuple(languages)
        first, last = (date_meant(end, home, known) or (end,) for end in ends)
        return tuple(_valid([f"{first[0]}/{last[0]}"], home))
    found = (
        match
        for pattern in (
            *_NUMBERS,
            *(pattern for code in languages for pattern in _in_words(language(code).notation)),
        )
        if (match := pattern.fullmatch(text.strip()))
    )
    meant = dict.fromkeys(_valid((_in_our_form(match, home) for match in found), home))
    swapped = _SWAPPED.fullmatch(text.strip())
    return tuple(meant or (_valid([_in_our_form(swapped, home)], home) if swapped else ()))


def address_meant(text: str) -> str:
    """The whole web address for which a text may stand, or nothing."""
    scheme = re.match(r"(?i)(?:h?t+ps?|https?s)[:;]?/{1,3}(?=\w)|https?:(?=\w)", text)
    rest = text[scheme.end() :] if scheme else text
    return f"https://{rest}" if _HOST.fullmatch(rest) and urlsplit(f"https://{rest}").hostname else ""


def _in_words(notation: Notation) -> Iterator[re.Pattern[str]]:
    """Patterns of a day, and of a month, as a language says them."""
    if notation.months:
        month = rf"(?P<month>{'|'.join(notation.months)})"
        weekday = rf"(?:(?:{'|'.join(notation.weekdays)}),? )?"
        for days in notation.days:
            yield re.compile(rf"(?:\w+ )??{weekday}{days}(?P<rest>.*)", re.IGNORECASE)
        yield re.compile(rf"{month} (?P<year>\d{{4}})(?P<rest>)", re.IGNORECASE)


def _in_our_form(match: re.Match[str], home: ZoneInfo) -> str:
    """A date as matched, in our form, or nothing: a time without an offset has that of the home zone."""
    found = match.groupdict()
    if not found["year"]:
        return ""
    month = found["month"] if found["month"].isdigit() else _month(match)
    date = f"{found['year']}-{int(month):02d}"
    date += f"-{int(found['day']):02d}" if found.get("day") else ""
    rest = re.sub(r"^[,\s]*(?:à|at)?\s*", " ", found["rest"]) if found["rest"].strip() else ""
    if rest.strip() in ("", "~", "?"):
        return date + rest.strip()
    time = _TIME.fullmatch(rest.replace("T", "", 1).strip())
    if time is None:
        return ""
    clock = f"{int(time['hour']):02d}:{time['minute']}" + (f":{time['second']}" if time["second"] else "")
    return f"{date}T{clock}{_offset(time['offset'], f'{date}T{clock}', home)}{time['qualifier']}"


def _month(match: re.Match[str]) -> str:
    """The number of a month that is matched by its name: its place in the pattern's list of months."""
    names = match.re.pattern.partition("(?P<month>")[2].partition(")")[0].split("|")
    return str([name.casefold() for name in names].index(match["month"].casefold()) + 1)


def _offset(written: str | None, local: str, home: ZoneInfo) -> str:
    if written in ("z", "Z", "UTC", "GMT"):
        return "Z"
    if written:
        return f"{written[:3]}:{written[-2:]}"
    with suppress(ValueError):
        return datetime.fromisoformat(local).replace(tzinfo=home).isoformat()[-len("+00:00") :]
    return ""


def _valid(dates: Iterable[str], home: ZoneInfo) -> Iterator[str]:
    for date in dates:
        with suppress(BadDate):
            yield Edtf.parse(date, home).text
