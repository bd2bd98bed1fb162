"""How one language says things on a page: interface words, dates, numbers, texts of the record.

Everything a template prints passes here, so that every word has the typography of its language.
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from dossier import (
    Disclosure,
    Dossier,
    Edtf,
    Heading,
    Period,
    Point,
    Precision,
    Reading,
    Silence,
    Source,
    Status,
    Version,
    end_of_day,
    language,
)
from plugins.translations import Translations


class Voice:
    """The voice of one language of the story."""

    def __init__(self, lang: str, dossier: Dossier, translations: Translations) -> None:
        self.lang = lang
        self.dossier = dossier
        self.rules = language(lang)
        self.translations = translations
        self.locale = Locale.parse(lang)
        self.home = dossier.story.zone
        # The same words stand on many pages.
        self.typeset = cache(self.rules.typeset)
        self.away = dossier.story.languages[lang].zone

    # --- Words ---

    def text(self, text: Mapping[str, str]) -> str:
        """A text of the record in this language."""
        return self.typeset(text[self.lang])

    def t(self, message: str, **values: object) -> str:
        """An interface message, with `values` for its `%(name)s`."""
        return self.typeset(
            self.translations.get(message) % values if values else self.translations.get(message)
        )

    def n(self, one: str, many: str, number: int, **values: object) -> str:
        """An interface message in the number that fits; `%(number)s` is the number."""
        message = self.translations.get_plural(one, many, number)
        return self.typeset(message % {"number": self.number(number), **values})

    # --- Numbers ---

    def number(self, value: float) -> str:
        """A number with the separators of the language (CLDR)."""
        whole = int(value) if value == int(value) else value
        return self.typeset(format_decimal(whole, locale=self.locale))

    def reading(self, reading: Reading) -> str:
        """The value of a figure: "about 650 of 770"."""
        words = self.number(reading.value)
        if reading.of is not None:
            words = self.t("%(value)s of %(total)s", value=words, total=self.number(reading.of))
        match reading.qualifier:
            case "about":
                return self.t("about %(value)s", value=words)
            case "almost":
                return self.t("almost %(value)s", value=words)
            case "more-than":
                return self.t("more than %(value)s", value=words)
        return words

    # --- Dates ---

    def day(self, day: datetime.date, *, weekday: bool = False, year: bool = True) -> str:
        """A day in words: "17 November 2023", "Friday 17 November 2023"."""
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
        if when.is_interval:
            return self.date(when)
        assert when.start is not None
        match when.start.precision:
            case Precision.PART:
                return self._part(when.start)
            case Precision.HOUR | Precision.MINUTE | Precision.SECOND:
                return self._about(when.start, self.clock(when.start))
            case Precision.DAY:
                return self.t("day uncertain") if when.start.qualifier else self.t("that day")
        return self.date(when)

    def elsewhere(self, when: Edtf) -> str:
        """The same moment on the clock of this language's readers; nothing when it is the same there."""
        point = when.start
        if point is None or when.is_interval or not point.is_timed:
            return ""
        here = point.earliest.astimezone(self.home.id)
        there = point.earliest.astimezone(self.away.id)
        if here.replace(tzinfo=None) == there.replace(tzinfo=None):
            return ""
        clock = self.clock(point, self.away.id)
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
        start, end = when.start, when.end
        if not (when.is_interval and start and end and start.is_timed and end.is_timed):
            return None
        return (start, end) if self._home_day(start) == self._home_day(end) else None

    def _between(self, start: Point, end: Point) -> str:
        """Two times of one day."""
        first, last = (
            self.t("roughly %(time)s", time=self.clock(point)) if point.qualifier else self.clock(point)
            for point in (start, end)
        )
        return self.t("between %(first)s and %(last)s", first=first, last=last)

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

    def period(self, period: Period) -> str:
        """A day with its weekday, or a month or a year, as a heading."""
        if period.precision is Precision.DAY:
            return self._capitalized(self.day(period.day, weekday=True))
        pattern = "MMMM y" if period.precision is Precision.MONTH else "y"
        return self._capitalized(self.typeset(format_date(period.day, pattern, locale=self.locale)))

    # --- What things are called ---

    def status(self, status: Status) -> str:
        """The word for a status."""
        return {
            Status.CONFIRMED: self.t("confirmed"),
            Status.REPORTED: self.t("reported"),
            Status.DISPUTED: self.t("disputed"),
            Status.SUPERSEDED: self.t("superseded"),
        }[status]

    def statuses(self) -> dict[str, str]:
        """The words for all statuses, for the script."""
        return {str(status): self.status(status) for status in Status}

    def status_meaning(self, status: Status) -> str:
        """What a reader should understand by a status."""
        return {
            Status.CONFIRMED: self.t("Stated on the record, in a document or under oath."),
            Status.REPORTED: self.t("Told by the press or by unnamed people, not on the record."),
            Status.DISPUTED: self.t("Somebody concerned says that it is not so."),
            Status.SUPERSEDED: self.t("True when it was said, then replaced by a later event."),
        }[status]

    def seen(self, seen: str) -> str:
        """How we read a source."""
        return {
            "original": self.t("Read at its publisher."),
            "copy": self.t("Read in a copy."),
            "no": self.t("Not read by us; listed elsewhere."),
        }[seen]

    def language_name(self, code: str) -> str:
        """What this language calls another (CLDR)."""
        return self.typeset(Locale.parse(code).get_display_name(self.locale) or code)

    def quoted(self, words: str) -> str:
        """Words between the language's quotation marks."""
        opening, closing = self.rules.quotes
        return f"{opening}{self.typeset(words)}{closing}"

    def heading(self, heading: Heading) -> str:
        """The words of a heading."""
        return self.typeset(heading.text)

    def _capitalized(self, words: str) -> str:
        return words[:1].upper() + words[1:]

    # --- What was known when ---

    def kind(self, kind: str) -> str:
        """How something was made public."""
        return {
            "document": self.t("document"),
            "statement": self.t("statement on the record"),
            "filing": self.t("official filing"),
            "testimony": self.t("testimony"),
            "report": self.t("press report"),
            "anonymous-report": self.t("report by unnamed people"),
        }[kind]

    def stance(self, stance: str) -> str:
        """What a disclosure does to the event."""
        return {
            "asserts": self.t("asserts it"),
            "confirms": self.t("confirms it"),
            "disputes": self.t("disputes it"),
            "withdraws": self.t("withdraws the dispute"),
        }[stance]

    def evidence(self, disclosures: Sequence[Disclosure]) -> str:
        """The kinds of evidence for an event, each once, as a list."""
        return ", ".join(dict.fromkeys(self.kind(disclosure.kind) for disclosure in disclosures))

    def silence(self, silence: Silence) -> str:
        """A long time without news."""
        return self.n(
            "%(number)s hour without public news in this record",
            "%(number)s hours without public news in this record",
            silence.hours,
        )

    def end_of_day(self, day: datetime.date) -> str:
        """Which instant the end of a day is, at home and on the clock of this language's readers."""
        end = end_of_day(day, self.home.id)
        there = end.astimezone(self.away.id)
        return self.t(
            "The day ends at midnight, %(zone)s; it is then %(time)s on %(day)s, %(elsewhere)s.",
            zone=self.text(self.home.name),
            time=self.rules.clock(there.hour, there.minute, None),
            day=self.day(there.date(), weekday=True),
            elsewhere=self.text(self.away.name),
        )

    # --- Data ---

    def download(self, kind: str) -> str:
        """What a file to take away holds."""
        return {
            "record": self.t("The whole record in this language (JSON)."),
            "schema": self.t("The form of that file (JSON Schema)."),
            "csv": self.t("The timeline as a table (CSV, UTF-8)."),
            "csvw": self.t("What the columns of the table mean (CSV on the Web)."),
            "calendar": self.t("The timeline as a calendar (iCalendar)."),
            "whole": self.t("The whole record in all languages (JSON)."),
            "whole-schema": self.t("The form of the file in all languages (JSON Schema)."),
        }[kind]

    def field_notes(self) -> dict[str, str]:
        """What each field of an event means."""
        return {
            "id": self.t("Permanent name of the event, the same in every language."),
            "when": self.t("When it happened, as precise as the sources give it (EDTF)."),
            "earliest": self.t("First instant that the date can mean, in UTC."),
            "latest": self.t("Instant by which it was over, in UTC."),
            "public_from": self.t("When the public could first know of it (EDTF)."),
            "status": self.t("Confirmed, reported, disputed or superseded; computed from the disclosures."),
            "title": self.t("Headline."),
            "text": self.t("What was known when it became public."),
            "category": self.t("Theme."),
            "importance": self.t("Major or minor."),
            "actors": self.t("Who took part: names in the list of people."),
            "sources": self.t("What it rests on: names in the list of sources."),
            "superseded_by": self.t("The event that replaced it."),
            "address": self.t("Page of the event."),
            "licence": self.t("Terms under which the words may be used again."),
            "citation": self.t("How to cite the data."),
        }

    # --- What we changed ---

    def change_kind(self, kind: str) -> str:
        """What sort of change it was."""
        return {
            "added": self.t("Added"),
            "update": self.t("New information"),
            "clarification": self.t("Clarification"),
            "error": self.t("Error corrected"),
            "translation": self.t("Translation corrected"),
        }[kind]

    def citation(self, version: Version, title: str, address: str) -> str:
        """A reference to one version of a page, in the convention of the language."""
        return self.t(
            "“%(title)s.” %(site)s. Version of %(date)s (%(digest)s). %(address)s",
            title=title,
            site=self.text(self.dossier.story.title),
            date=self.day(version.day),
            digest=version.digest,
            address=address,
        )

    # --- Sources ---

    def source(self, source: Source) -> str:
        """A source in a few words: "Axios, 22 November 2023"; of a post, who wrote it."""
        publisher = source.publisher
        if source.type == "post" and source.authors:
            publisher = f"{source.authors[0]}, {publisher}"
        return self.t("%(publisher)s, %(date)s", publisher=publisher, date=self.source_date(source))

    def source_date(self, source: Source) -> str:
        """When a source was published: the day is enough."""
        point = source.published.start
        if not source.published.is_interval and point and point.is_timed:
            return self.day(self._home_day(point))
        return self.date(source.published)


def instant(when: Edtf) -> int:
    """When a date was over, in seconds since 1970, for the script."""
    return int(when.latest.timestamp())


def history(changes: Sequence[tuple[datetime.datetime, Status]]) -> str:
    """The statuses of an event as the script reads them: "instant:status" pairs, instants in seconds."""
    return " ".join(f"{int(moment.timestamp())}:{status}" for moment, status in changes)


def machine(when: Edtf) -> str:
    """A date for `<time datetime>`, no more precise than it was given.

    After HTML, "valid date string with optional time". HTML has no hours without minutes and no parts
    of the day: those are given by their day.
    """
    point = when.start or when.end
    assert point is not None
    written = point.written
    match point.precision:
        case Precision.YEAR:
            return f"{written:%Y}"
        case Precision.MONTH:
            return f"{written:%Y-%m}"
        case Precision.MINUTE | Precision.SECOND:
            return written.isoformat(timespec="minutes" if point.precision is Precision.MINUTE else "seconds")
    return f"{written:%Y-%m-%d}"
