"""Dates as the sources give them: a year, a month, a day, a part of a day or an instant.

The form is a documented subset of EDTF (ISO 8601-2:2019, levels 0 and 1; https://www.loc.gov/standards/datetime/):

    2015   1969-07   1969-07-20   1969-07-20T20-08:00   1969-07-20T12:28-08:00   1969-07-20T23:53:28Z
    1969-05/1969-07   ../1969-07-24   1969-07-24/..          an interval, open where `..` stands
    1969-07-20~   1969-07-20T12:28-08:00?                    approximate, uncertain; both may follow a time
    1969-07-20 evening                                       our one extension: a part of the day

A time of day always carries its offset. A day alone, and a part of a day, are those of the story's
home zone. What a date says is kept apart from what it means: `earliest` and `latest` are the
instants between which it lies, whatever its precision.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo


class Precision(StrEnum):
    """How much of a date the source gives."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    PART = "part"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


PARTS = {"morning": (5, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (21, 29)}
"""The hours of each part of the day; the night belongs to the day on which it begins."""

_POINT = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<month>\d\d)"
    r"(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?)?(?P<offset>Z|[+-]\d\d:\d\d)?"
    r"| (?P<part>[a-z]+))?)?)?"
    r"(?P<qualifier>[~?]?)",
    re.ASCII,
)

# Without names, which editors write in another way, and strict where `_point` has a problem of its own.
_ALONE = re.sub(r"\(\?P<\w+>", "(?:", _POINT.pattern)
_ALONE = _ALONE.replace(r":\d\d)?", r":\d\d)").replace("[a-z]+", "|".join(PARTS))
FORM = rf"^(?!\.\./.*/)(?:\.\./)?{_ALONE}(?:/(?:{_ALONE}|\.\.))?$"
"""The form as one expression that an editor understands too; how long a month is it does not know."""

# The ends of time, for open intervals: with room for any zone's offset, which `datetime`'s own have not.
_BEGINNING = datetime(1, 1, 3, tzinfo=UTC)
_END = datetime(9999, 12, 29, tzinfo=UTC)


class BadDate(ValueError):
    """A date that cannot be read; `code` and `values` say why, as a `Problem` does."""

    def __init__(self, code: str, **values: str | tuple[str, ...]) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One date at one precision, with the instants between which it lies (in UTC, the end excluded)."""

    precision: Precision
    written: datetime
    """The date and time as written, with the offset as written (the home zone's where none is)."""
    part: str = ""
    qualifier: str = ""
    earliest: datetime
    latest: datetime

    @property
    def is_timed(self) -> bool:
        """Whether the source gives an hour or better."""
        return self.precision in (Precision.HOUR, Precision.MINUTE, Precision.SECOND)


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or an interval; `sorted`, `min` and `max` go by its earliest possible instant.

    `start` and `end` are the same point for a date, and None where an interval is open.
    """

    text: str
    start: Point | None
    end: Point | None

    @classmethod
    def parse(cls, text: str, home: ZoneInfo) -> "Edtf":
        """Read `text`; a day alone is a day of the zone `home`.

        Raises `BadDate` when the text is not of the form above or names a day that does not exist.
        """
        if "/" not in text:
            point = _point(text, home)
            return cls(text, point, point)
        first, _, last = text.partition("/")
        start = None if first == ".." else _point(first, home)
        end = None if last == ".." else _point(last, home)
        if start is None and end is None:
            raise BadDate("date-form", date=text)
        if start and end and end.latest <= start.earliest:
            raise BadDate("date-backwards", date=text)
        return cls(text, start, end)

    @property
    def is_interval(self) -> bool:
        """Whether two points, or one and an open end, are given."""
        return self.start is not self.end

    @property
    def earliest(self) -> datetime:
        """The first instant it can mean."""
        return self.start.earliest if self.start else _BEGINNING

    @property
    def latest(self) -> datetime:
        """The instant by which it is over for certain (excluded)."""
        return self.end.latest if self.end else _END

    def __lt__(self, other: "Edtf") -> bool:
        return self.earliest < other.earliest

    def __str__(self) -> str:
        return self.text


def end_of_day(day: date, home: ZoneInfo) -> datetime:
    """The instant at which `day` is over in the zone `home`, in UTC."""
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=home).astimezone(UTC)


def _point(text: str, home: ZoneInfo) -> Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise BadDate("date-form", date=text)
    year, month, day = (int(match[name] or 1) for name in ("year", "month", "day"))
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    if not _BEGINNING.year < year < _END.year:
        raise BadDate("date-form", date=text)
    if not 1 <= month <= 12:
        raise BadDate("date-month", date=text)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise BadDate("date-day", date=text, days=str(calendar.monthrange(year, month)[1]))
    if hour > 23 or minute > 59 or second > 59:
        raise BadDate("date-clock", date=text)
    if match["part"] is not None and match["part"] not in PARTS:
        raise BadDate("date-part", date=text, allowed=tuple(PARTS))
    if match["hour"] is not None and match["offset"] is None:
        raise BadDate("date-offset", date=text)

    zone = _offset(match["offset"], text) if match["offset"] else home
    written = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    precision, earliest, latest = _bounds(match, written)
    return Point(
        precision=precision,
        written=written,
        part=match["part"] or "",
        qualifier=match["qualifier"],
        earliest=earliest.astimezone(UTC),
        latest=latest.astimezone(UTC),
    )


def _bounds(match: re.Match[str], written: datetime) -> tuple[Precision, datetime, datetime]:
    """The precision of a point, and the local instants between which it lies.

    Days are added on the calendar and hours on the clock, so that a day of 23 or 25 hours is right.
    """
    if match["second"] is not None:
        return Precision.SECOND, written, written + timedelta(seconds=1)
    if match["minute"] is not None:
        return Precision.MINUTE, written, written + timedelta(minutes=1)
    if match["hour"] is not None:
        return Precision.HOUR, written, written + timedelta(hours=1)
    if match["part"] is not None:
        first, last = PARTS[match["part"]]
        end = (written + timedelta(days=last // 24)).replace(hour=last % 24)
        return Precision.PART, written.replace(hour=first), end
    if match["day"] is not None:
        return Precision.DAY, written, written + timedelta(days=1)
    if match["month"] is not None:
        days = calendar.monthrange(written.year, written.month)[1]
        return Precision.MONTH, written, written + timedelta(days=days)
    return Precision.YEAR, written, written.replace(year=written.year + 1)


def _offset(text: str, whole: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        raise BadDate("date-clock", date=whole)
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if text[0] == "-" else size)
