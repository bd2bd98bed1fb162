"""How one language says when: days, times, zones, intervals, at the precision that the source gives."""

import datetime
import re
from collections.abc import Sequence
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date as formatted

from dossier import Edtf, Period, Point, Precision, Status
from plugins.words import Words

format_date = cache(formatted)
"""A date by a pattern: the same days stand on many pages, and CLDR takes its time."""


class DateWords(Words):
    """Dates and times in one language; times in the home zone, and on the clock of its readers."""

    def day(self, day: datetime.date, *, weekday: bool = False, year: bool = True) -> str:
        """A day in words: "20 July 1969", "Sunday 20 July 1969"."""
        pattern = self.rules.day_pattern
        if not pattern:
            pattern = self.locale.date_formats["full" if weekday else "long"].pattern
            pattern = pattern if year else re.sub(r"(\s*'[^']*')?[\s,]*y+", "", pattern)
            return self.typeset(format_date(day, pattern, locale=self.locale))
        if day.day == 1 and self.rules.first_of_month:
            pattern = pattern.replace("d", f"'{self.rules.first_of_month}'", 1)
        pattern = f"{'EEEE ' if weekday else ''}{pattern}{' y' if year else ''}"
        return self.typeset(format_date(day, pattern, locale=self.locale))

    def clock(self, point: Point, zone: ZoneInfo | None = None) -> str:
        """The time of day to the minute, in `zone` (without one: in the home zone)."""
        local = point.earliest.astimezone(zone or self.home.id)
        minute = None if point.precision is Precision.HOUR else local.minute
        return self.rules.clock(local.hour, minute, None)

    def date(self, when: Edtf) -> str:
        """A date in words, at its own precision, times in the home zone with the zone's name."""
        if times := self._times_of_one_day(when):
            day, time = self.day(self._home_day(times[0])), self._between(*times)
            return self.t("%(day)s, %(time)s, %(zone)s", day=day, time=time, zone=self.text(self.home.name))
        if when.start is None:
            assert when.end is not None
            return self.t("by %(date)s", date=self._point(when.end, with_zone=True))
        if when.end is None:
            return self.t("from %(date)s", date=self._point(when.start, with_zone=True))
        if when.is_interval:
            if self._days_of_one_month(when):
                first = self.number(when.start.written.day)
                return self.t("%(days)s–%(date)s", days=first, date=self._point(when.end, with_zone=True))
            first = self._point(when.start, with_zone=False)
            return self.t("%(first)s – %(last)s", first=first, last=self._point(when.end, with_zone=True))
        return self._point(when.start, with_zone=True)

    def time(self, when: Edtf) -> str:
        """What is left of a date under the heading of its day: "about 12:28 p.m.", "in the evening"."""
        if times := self._times_of_one_day(when):
            return self._between(*times)
        if times := self._times_over_midnight(when):
            first, last = (self._roughly(point) for point in times)
            return self.t("between %(first)s and %(last)s the next day", first=first, last=last)
        if when.is_interval:
            return self.date(when)
        assert when.start is not None
        match when.start.precision:
            case Precision.PART:
                return self._part(when.start)
            case Precision.HOUR | Precision.MINUTE | Precision.SECOND:
                return self._about(when.start, self.clock(when.start))
            case Precision.DAY:
                return self.t("day uncertain") if when.start.qualifier else self.t("hour not known")
        return self.t("day not known")

    def is_clock_time(self, when: Edtf) -> bool:
        """Whether `time` gives hours of the home zone, whose name then belongs beside them."""
        is_point = not when.is_interval and when.start is not None and when.start.is_timed
        return is_point or bool(self._times_of_one_day(when) or self._times_over_midnight(when))

    def elsewhere(self, when: Edtf) -> str:
        """The same moment on the clock of this language's readers; nothing when it is the same there."""
        times = self._times_of_one_day(when)
        point = when.start
        if point is None or not point.is_timed or (when.is_interval and not times):
            return ""
        here, there = (point.earliest.astimezone(zone.id) for zone in (self.home, self.away))
        if here.replace(tzinfo=None) == there.replace(tzinfo=None):
            return ""
        clock = self._between(*times, self.away.id) if times else self.clock(point, self.away.id)
        zone = self.text(self.away.name)
        if there.date() == here.date():
            return self.t("%(time)s, %(zone)s", time=clock, zone=zone)
        day = self.day(there.date(), weekday=True, year=False)
        return self.t("%(day)s, %(time)s, %(zone)s", day=day, time=clock, zone=zone)

    def _point(self, point: Point, *, with_zone: bool) -> str:
        match point.precision:
            case Precision.YEAR:
                words = self.typeset(format_date(point.written.date(), "y", locale=self.locale))
            case Precision.MONTH:
                words = self.typeset(format_date(point.written.date(), "MMMM y", locale=self.locale))
            case Precision.DAY:
                words = self.day(point.written.date())
            case Precision.PART:
                words = self.t(
                    "%(day)s, %(time)s", day=self.day(point.written.date()), time=self._part(point)
                )
            case _:
                day = self.day(self._home_day(point))
                time = self._about(point, self.clock(point))
                if with_zone:
                    return self.t(
                        "%(day)s, %(time)s, %(zone)s", day=day, time=time, zone=self.text(self.home.name)
                    )
                return self.t("%(day)s, %(time)s", day=day, time=time)
        return self._about(point, words)

    def _part(self, point: Point) -> str:
        parts = {
            "morning": self.t("in the morning"),
            "afternoon": self.t("in the afternoon"),
            "evening": self.t("in the evening"),
            "night": self.t("at night"),
        }
        return parts[point.part]

    def _days_of_one_month(self, when: Edtf) -> bool:
        """Whether an interval runs between two whole days of one month."""
        start, end = when.start, when.end
        if not (start and end and start.precision is end.precision is Precision.DAY):
            return False
        plain = not (start.qualifier or end.qualifier) and start.written.day > 1
        return plain and (start.written.year, start.written.month) == (end.written.year, end.written.month)

    def _times_of_one_day(self, when: Edtf) -> tuple[Point, Point] | None:
        """The ends of an interval that runs between two times of one day of the home zone."""
        times = self._times(when)
        return times if times and self._home_day(times[0]) == self._home_day(times[1]) else None

    def _times_over_midnight(self, when: Edtf) -> tuple[Point, Point] | None:
        """The ends of an interval that runs from a time of one day to a time of the next."""
        times = self._times(when)
        if times and self._home_day(times[1]) - self._home_day(times[0]) == datetime.timedelta(days=1):
            return times
        return None

    def _times(self, when: Edtf) -> tuple[Point, Point] | None:
        start, end = when.start, when.end
        if when.is_interval and start and end and start.is_timed and end.is_timed:
            return start, end
        return None

    def _between(self, start: Point, end: Point, zone: ZoneInfo | None = None) -> str:
        """Two times of one day, on the clock of `zone` (without one: of the home zone)."""
        first, last = self._roughly(start, zone), self._roughly(end, zone)
        return self.t("between %(first)s and %(last)s", first=first, last=last)

    def _roughly(self, point: Point, zone: ZoneInfo | None = None) -> str:
        """One end of an interval."""
        clock = self.clock(point, zone)
        return self.t("roughly %(time)s", time=clock) if point.qualifier else clock

    def _about(self, point: Point, words: str) -> str:
        """Words for a date or a time, with its qualifier."""
        if point.qualifier == "~":
            return (
                self.t("about %(time)s", time=words)
                if point.is_timed
                else self.t("%(date)s (approximate)", date=words)
            )
        if point.qualifier == "?":
            return self.t("%(date)s (uncertain)", date=words)
        return words

    def _home_day(self, point: Point) -> datetime.date:
        return self.dossier.home_day(point.earliest)

    def span(self, since: Edtf | None, until: Edtf | None) -> str:
        """From one date to another, either of which may be unknown or still to come."""
        if since and until:
            return self.t("%(first)s – %(last)s", first=self.date(since), last=self.date(until))
        if since:
            return self.t("from %(date)s", date=self.date(since))
        return self.t("by %(date)s", date=self.date(until)) if until else ""

    def period(self, period: Period) -> str:
        """A day with its weekday, or a month or a year, as a heading."""
        if period.precision is Precision.DAY:
            return self._capitalized(self.day(period.day, weekday=True))
        pattern = "MMMM y" if period.precision is Precision.MONTH else "y"
        return self._capitalized(self.typeset(format_date(period.day, pattern, locale=self.locale)))

    def _capitalized(self, words: str) -> str:
        return words[:1].upper() + words[1:]


def instant(when: Edtf) -> int:
    """When a date was over, in seconds since 1970, for the script."""
    return int(when.latest.timestamp())


def local_minute(when: Edtf) -> str:
    """When a date began, as an `<input type="datetime-local">` writes it; its own clock."""
    point = when.start or when.end
    assert point is not None
    return f"{point.written:%Y-%m-%dT%H:%M}"


def history(changes: Sequence[tuple[datetime.datetime, Status]]) -> str:
    """The statuses of an event as the script reads them: "instant:status" pairs, instants in seconds."""
    return " ".join(f"{int(moment.timestamp())}:{status}" for moment, status in changes)


def machine(when: Edtf) -> str:
    """A date for `<time datetime>`, no more precise than it was given; of an interval, its beginning."""
    point = when.start or when.end
    assert point is not None
    return machine_point(point)


def machine_point(point: Point) -> str:
    """After HTML, "valid date string with optional time".

    HTML has no hours without minutes and no parts of the day: those are given by their day.
    """
    written = point.written
    match point.precision:
        case Precision.YEAR:
            return f"{written:%Y}"
        case Precision.MONTH:
            return f"{written:%Y-%m}"
        case Precision.MINUTE | Precision.SECOND:
            return written.isoformat(timespec="minutes" if point.precision is Precision.MINUTE else "seconds")
    return f"{written:%Y-%m-%d}"
