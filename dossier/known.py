"""The record as it could be known at one instant: nothing that was disclosed later is in it.

The set of facts only grows from one instant to the next; what changes is the status of an event,
which each instant computes from the disclosures made by then.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from dossier.edtf import Edtf
from dossier.model import Chapter, Disclosure, Event, Figure, Later, Person, Reading, Role, Text

if TYPE_CHECKING:
    from dossier.record import Dossier, Period, Status

NOW = datetime.max.replace(tzinfo=UTC)
"""After everything: the record as we have it."""

LONG_SILENCE, LONGEST_SILENCE = timedelta(hours=6), timedelta(days=2)
"""A time without news that is worth a line of its own; after days there is no suspense left."""


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event with what was known of it at one instant."""

    event: Event
    status: "Status"
    later: tuple[Later, ...]
    disclosures: tuple[Disclosure, ...]
    sources: tuple[str, ...]
    replaced_by: Event | None
    """The event that had replaced it by then."""
    replaces: tuple[Event, ...]
    """The events that it had replaced by then."""
    changed_later: bool
    """Whether an event that was not known yet would replace it."""

    @property
    def id(self) -> str:
        """The event's own id."""
        return self.event.id

    @property
    def when(self) -> Edtf:
        """When it happened."""
        return self.event.when

    @property
    def title(self) -> Text:
        """Its headline."""
        return self.event.title

    @property
    def text(self) -> Text:
        """What was known when it became public."""
        return self.event.text

    @property
    def is_silence(self) -> bool:
        """An event is none."""
        return False

    @property
    def is_major(self) -> bool:
        """Whether it is told in full at first sight."""
        return self.event.importance == "major"


@dataclass(frozen=True, slots=True)
class Silence:
    """A time without news whose hour is known, in whole hours."""

    hours: int
    is_silence: bool = True


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office."""

    person: Person
    role: Role

    @property
    def begins(self) -> datetime:
        """When it began; before everything, where no source says."""
        return self.role.since.earliest if self.role.since else datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Known:
    """The record at the instant `at`; what it gives was public by then."""

    dossier: "Dossier"
    at: datetime

    def by_then(self, when: Edtf) -> bool:
        """Whether a date lay wholly in the past: an uncertain one counts only when it is over."""
        return when.latest <= self.at

    @cached_property
    def events(self) -> tuple[KnownEvent, ...]:
        """The events that were public, in the record's order."""
        return tuple(known for event in self.dossier.events if (known := self.event(event)))

    def event(self, event: Event) -> KnownEvent | None:
        """What was known of an event, or None if it was not public yet."""
        disclosures = tuple(d for d in self.dossier.disclosures(event) if self.by_then(d.on))
        if not disclosures:
            return None
        replacement = self.dossier.event(event.superseded_by) if event.superseded_by else None
        replaced = replacement is not None and self.by_then(replacement.became_public)
        return KnownEvent(
            event=event,
            status=self.dossier.status(event, self.at),
            later=tuple(note for note in event.later if self.by_then(note.since)),
            disclosures=disclosures,
            sources=self.sources(event.sources),
            replaced_by=replacement if replaced else None,
            replaces=tuple(
                other for other in self.dossier.superseded_by(event) if self.by_then(other.became_public)
            ),
            changed_later=replacement is not None and not replaced,
        )

    def on(self, period: "Period") -> tuple[KnownEvent, ...]:
        """The events that begin on a day."""
        return tuple(known for event in self.dossier.events_on(period) if (known := self.event(event)))

    def has(self, chapter: Chapter) -> bool:
        """Whether any event of a chapter was known."""
        return any(self.event(event) for event in chapter.events)

    def sources(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of some sources that had been published."""
        return tuple(name for name in names if self.by_then(self.dossier.sources[name].published))

    @property
    def latest(self) -> tuple[KnownEvent, ...]:
        """The three latest major events, the newest first."""
        major = [entry for event in self.dossier.events if (entry := self.event(event)) and entry.is_major]
        return tuple(reversed(major[-3:]))

    def news_of(self, day: date) -> tuple[KnownEvent, ...]:
        """The events that became public on a day of the home zone: the major ones, where there are any."""
        news = [
            known for known in self.events if self.dossier.home_day(known.event.became_public.earliest) == day
        ]
        return tuple([known for known in news if known.is_major] or news)

    @cached_property
    def figures(self) -> tuple[tuple[Figure, tuple[Reading, ...]], ...]:
        """The figures with the readings that had been taken and published."""
        found = []
        for figure in self.dossier.figures.values():
            readings = tuple(r for r in figure.readings if self.by_then(r.at) and self.sources(r.sources))
            if readings:
                found.append((figure, readings))
        return tuple(found)

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """Who held each office of which one person is the holder at a time."""
        found = []
        for person in self.dossier.people.values():
            for role in person.roles:
                begun = role.since is None or self.by_then(role.since)
                over = role.until is not None and self.by_then(role.until)
                if role.office and begun and not over and self.sources(role.sources):
                    found.append(Holder(person, role))
        return tuple(found)

    def periods(self, chapter: Chapter) -> Iterator[tuple["Period", tuple[KnownEvent | Silence, ...]]]:
        """The events of a chapter by the day (month, year) on which each begins, with the long silences."""
        by_period: dict[Period, list[KnownEvent | Silence]] = {}
        for event in sorted(chapter.events, key=lambda event: event.when.earliest):
            if known := self.event(event):
                entries = by_period.setdefault(self.dossier.period_of(event), [])
                if silence := self._silence_before(event):
                    entries.append(silence)
                entries.append(known)
        for period, entries in by_period.items():
            yield period, tuple(entries)

    def _silence_before(self, event: Event) -> Silence | None:
        """The time since the last news whose hour is known, if it is long but no more than some days."""
        start = event.when.start
        if start is None or not start.is_timed:
            return None
        earlier = bisect_right(self._news, start.earliest)
        if not earlier:
            return None
        lasted = start.earliest - self._news[earlier - 1]
        return (
            Silence(round(lasted / timedelta(hours=1))) if LONG_SILENCE <= lasted <= LONGEST_SILENCE else None
        )

    @cached_property
    def _news(self) -> tuple[datetime, ...]:
        """When news whose hour is known was out, in order."""
        points = (d.on.end for known in self.events for d in known.disclosures)
        return tuple(sorted(point.latest for point in points if point and point.is_timed))
