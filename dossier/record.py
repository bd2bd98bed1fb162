"""The dossier: the whole content, checked, joined and addressed. Nothing in it can be changed."""

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from dossier.addresses import SECTION_OF, Page, Redirect, current_pages, find_redirects, former_pages
from dossier.agreement import Compared, State, Tally, percent_agreed, tallies
from dossier.coverage import coverage
from dossier.edtf import Precision, end_of_day
from dossier.known import NOW, Holder, Known
from dossier.model import (
    FIRST_HAND,
    KIND_OF_SOURCE,
    Change,
    Chapter,
    Diagram,
    Disclosure,
    Entry,
    Event,
    ExplainerFront,
    Figure,
    Front,
    Moved,
    Person,
    Question,
    Quotation,
    Role,
    Source,
    Story,
    Target,
    Term,
)
from dossier.passages import Placed
from dossier.prose import Heading, Located
from dossier.titles import term_of
from dossier.walk import references_in, sources_in

Key = TypeVar("Key")
One = TypeVar("One")


class Status(StrEnum):
    """What can be said of an event at one moment; computed from its disclosures, never typed."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One explainer or page in one language."""

    kind: str
    key: str
    lang: str
    front: Front
    prose: Located
    path: str  # of its file, as problems name it
    first_line: int  # of its body in that file
    is_shown: bool  # drafts are, where their writer looks at them

    @property
    def is_draft(self) -> bool:
        """Whether it must stay out of what is published."""
        return self.front.status == "draft"

    @property
    def published(self) -> date | None:
        """The day we published it; pages have none."""
        return self.front.published if isinstance(self.front, ExplainerFront) else None


@dataclass(frozen=True, slots=True)
class Edition:
    """Which version of a page was read: the day of its last change, and a digest of its content."""

    day: date
    digest: str


@dataclass(frozen=True, slots=True)
class Period:
    """A day, or a month or a year where no more is known; `day` is its first."""

    precision: Precision
    day: date

    @property
    def id(self) -> str:
        """The period as a date of its own precision: "1969-07-20", "1969-07", "2015"."""
        length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(self.precision, 10)
        return self.day.isoformat()[:length]


def _reference(target: str) -> tuple[str, str]:
    """The kind and the id that a link in Markdown names."""
    kind, _, name = target.partition(":")
    return kind, re.split("[#@]", name)[0]


def _sorted_as(text: str) -> str:
    """A key that sorts as a dictionary does: case and accents do not count, marks are passed over."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum() or char.isspace())


def _grouped(pairs: Iterable[tuple[Key, One]]) -> dict[Key, tuple[One, ...]]:
    """What belongs to each key, in order."""
    found: dict[Key, list[One]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(every) for key, every in found.items()}


def _letter(key: str) -> str:
    """The heading in an alphabetical index under which a key stands."""
    return key[0].upper() if key[:1].isalpha() else "0-9"


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """All that the site says: the record, the documents and their addresses.

    Mappings are by id; documents by key, then language.
    """

    story: Story
    chapters: tuple[Chapter, ...]
    people: Mapping[str, Person]
    sources: Mapping[str, Source]
    terms: Mapping[str, Term]
    quotations: Mapping[str, Quotation]
    figures: Mapping[str, Figure]
    questions: Mapping[str, Question]
    diagrams: Mapping[str, Diagram]  # those that stand in a text that is shown
    changes: Mapping[str, Change]
    explainers: Mapping[str, Mapping[str, Document]]
    pages: Mapping[str, Mapping[str, Document]]
    moved: Mapping[str, Moved]  # by the id that is gone, as the register has it
    registered: Mapping[str, tuple[str, ...]]  # every address that a thing ever had, the newest last
    compared: tuple[Compared, ...]  # every passage in all its versions, drafts too
    texts: tuple[Placed, ...]  # every text of the record, for whoever renders it

    # --- The record, joined ---

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The story's language codes, in the order of `story.yaml`."""
        return tuple(self.story.languages)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All events, by their earliest possible instant, then as written."""
        every = (event for chapter in self.chapters for event in chapter.events)
        return tuple(sorted(every, key=lambda event: event.when.earliest))

    @cached_property
    def by_id(self) -> Mapping[str, Mapping[str, Entry]]:
        """Every record, by kind, then id."""
        return {
            "event": {event.id: event for event in self.events},
            "person": self.people,
            "source": self.sources,
            "term": self.terms,
            "quote": self.quotations,
            "figure": self.figures,
            "question": self.questions,
            "diagram": self.diagrams,
            "change": self.changes,
        }

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """Every document that is shown, by the path of its file."""
        pairs = (*self.explainers.values(), *self.pages.values())
        return {document.path: document for pair in pairs for document in pair.values() if document.is_shown}

    def published(self, kind: str, lang: str) -> tuple[str, ...]:
        """The paths of the documents of a kind in a language, in the story's order."""
        every = self.documents.items()
        return tuple(path for path, one in every if one.kind == kind and one.lang == lang)

    def event(self, name: str) -> Event:
        """The event with the id `name`."""
        event = self.by_id["event"][name]
        assert isinstance(event, Event)
        return event

    def events_of(self, person: str) -> tuple[Event, ...]:
        """The events in which a person or an organisation takes part."""
        return self._events_by_actor.get(person, ())

    @cached_property
    def _events_by_actor(self) -> Mapping[str, tuple[Event, ...]]:
        return _grouped((actor, event) for event in self.events for actor in event.actors)

    def events_by(self, name: str) -> tuple[Event, ...]:
        """The events of a category, or those in which a person or an organisation takes part."""
        if name in self.story.categories:
            return tuple(event for event in self.events if event.category == name)
        return self.events_of(name)

    def supported_by(self, source: str) -> tuple[tuple[str, str], ...]:
        """What rests on a source: kind and id of events, texts, people, figures, questions and diagrams."""
        return self._supported.get(source, ())

    @cached_property
    def _supported(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        found: dict[str, dict[tuple[str, str], None]] = {}
        for kind in ("event", "person", "figure", "question", "diagram"):
            for name, entry in self.by_id[kind].items():
                for source in sources_in(entry):
                    found.setdefault(source, {})[kind, name] = None
        for key, pair in self.explainers.items():
            for document in pair.values():
                for citation in document.prose.citations if document.is_shown else ():
                    found.setdefault(citation.source, {})["explainer", key] = None
        return {source: tuple(uses) for source, uses in found.items()}

    def count(self, what: str) -> int:
        """How many there are of something (one of `COUNTS`) on the site."""
        match what:
            case "explainer" | "page":
                pairs = self.explainers if what == "explainer" else self.pages
                return sum(pair[self.languages[0]].is_shown for pair in pairs.values())
            case "correction":
                return len(self.corrections)
            case "snapshot":
                return len(self.story.snapshots)
            case "passage":
                return sum(one.total for one in coverage(self))
            case _:
                return len(self.by_id[what])

    @cached_property
    def _places_of_diagrams(self) -> Mapping[str, tuple[str, str]]:
        """Where each diagram stands: the kind of the text, and its key with the id of the block."""
        texts = (pair[self.languages[0]] for pair in (*self.explainers.values(), *self.pages.values()))
        return {
            name: (document.kind, f"{document.key}#{block}")
            for document in texts
            if document.is_shown
            for name, block in document.prose.diagrams.items()
        }

    def people_of(self, kind: str, lang: str) -> tuple[Person, ...]:
        """Persons or organisations, by the name that `lang` sorts them under."""
        people = [person for person in self.people.values() if person.kind == kind]
        return tuple(sorted(people, key=lambda person: _sorted_as(person.sort or person.name[lang])))

    @cached_property
    def offices(self) -> tuple[Holder, ...]:
        """Who held the offices that changed hands, office by office, in time."""
        held: dict[tuple[str, str], list[Holder]] = {}
        for person in self.people.values():
            for role in person.roles:
                if role.office:
                    held.setdefault((role.of or "", role.office), []).append(Holder(person, role))
        return tuple(
            holder
            for holders in sorted(held.values(), key=len, reverse=True)
            for holder in sorted(holders, key=lambda holder: holder.begins)
            if len(holders) > 1
        )

    def term_of(self, role: Role) -> Term | None:
        """The entry of the glossary that explains what a role is called."""
        return term_of(role.title, self.terms)

    def terms_in(self, lang: str) -> tuple[Term, ...]:
        """The glossary in the order of a language."""
        return tuple(sorted(self.terms.values(), key=lambda term: _sorted_as(term.term[lang])))

    def names_by_letter(self, lang: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """People, organisations and terms by kind and id, under the letters that `lang` sorts them by."""
        keys = {("person", one.id): _sorted_as(one.sort or one.name[lang]) for one in self.people.values()}
        keys |= {("term", one.id): _sorted_as(one.term[lang]) for one in self.terms.values()}
        names = sorted(keys, key=lambda name: keys[name])
        return tuple(
            (letter, tuple(found)) for letter, found in groupby(names, key=lambda name: _letter(keys[name]))
        )

    @cached_property
    def sources_by_publisher(self) -> tuple[Source, ...]:
        """The sources by publisher, then date."""
        every = self.sources.values()
        return tuple(sorted(every, key=lambda s: (_sorted_as(s.publisher), s.published.earliest, s.id)))

    def period_of(self, event: Event) -> Period:
        """The day on which an event begins, or the month or year where no more is known."""
        point = event.when.start or event.when.end
        assert point is not None
        precision = point.precision if point.precision in (Precision.YEAR, Precision.MONTH) else Precision.DAY
        return Period(precision, self.home_day(point.earliest))

    def events_on(self, period: Period) -> tuple[Event, ...]:
        """The events that begin on a day, or in a month or year where no more is known."""
        return self._events_by_period.get(period, ())

    @cached_property
    def _events_by_period(self) -> Mapping[Period, tuple[Event, ...]]:
        return _grouped((self.period_of(event), event) for event in self.events)

    @cached_property
    def days(self) -> tuple[Period, ...]:
        """The days, known to the day, on which events begin."""
        days = (period for period in self._events_by_period if period.precision is Precision.DAY)
        return tuple(sorted(days, key=lambda period: period.day))

    def day(self, name: str) -> Period:
        """The day that is written `name`."""
        return self._days_by_name[name]

    @cached_property
    def _days_by_name(self) -> Mapping[str, Period]:
        return {period.id: period for period in self.days}

    def day_before(self, period: Period) -> Period | None:
        """The day with events before another."""
        at = bisect_left(self.days, period.day, key=lambda other: other.day)
        return self.days[at - 1] if at else None

    def day_after(self, period: Period) -> Period | None:
        """The day with events after another."""
        at = bisect_right(self.days, period.day, key=lambda other: other.day)
        return self.days[at] if at < len(self.days) else None

    @cached_property
    def headlines(self) -> tuple[tuple[Period, tuple[Event, ...]], ...]:
        """What the home page tells, day by day."""
        days = _grouped((self.period_of(event), event) for event in self.events if event.headline)
        return tuple(days.items())

    def before(self, event: Event) -> Event | None:
        """The event before another in the record's order."""
        at = self._positions[event.id]
        return self.events[at - 1] if at else None

    def after(self, event: Event) -> Event | None:
        """The event after another in the record's order."""
        at = self._positions[event.id] + 1
        return self.events[at] if at < len(self.events) else None

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {event.id: at for at, event in enumerate(self.events)}

    def home_day(self, moment: datetime) -> date:
        """The calendar day of an instant in the home zone."""
        return moment.astimezone(self.story.zone.id).date()

    # --- What was known when ---

    def disclosures(self, event: Event) -> tuple[Disclosure, ...]:
        """How an event became public; without disclosures it was so at once, on its sources' word."""
        if event.disclosures:
            return event.disclosures
        first = min(
            (self.sources[name] for name in event.sources), key=lambda source: source.published.latest
        )
        kind = KIND_OF_SOURCE.get(first.type, "report")
        return (Disclosure(on=event.when, kind=kind, stance="asserts", source=first.id),)

    def superseded_by(self, event: Event) -> tuple[Event, ...]:
        """The events that an event replaces."""
        return self._superseded.get(event.id, ())

    @cached_property
    def _superseded(self) -> Mapping[str, tuple[Event, ...]]:
        return _grouped((event.superseded_by, event) for event in self.events if event.superseded_by)

    def known(self, at: datetime = NOW) -> Known:
        """The record as it could be known at an instant; without one, all of it."""
        return self._known.setdefault(at, Known(self, at))

    @cached_property
    def _known(self) -> dict[datetime, Known]:
        return {}

    def known_on(self, day: date) -> Known:
        """The record as it could be known at the end of a day of the home zone."""
        return self.known(end_of_day(day, self.story.zone.id))

    def snapshots_with(self, event: Event) -> tuple[date, ...]:
        """The days with a page "as known on" on which an event was known."""
        return tuple(day for day in self.story.snapshots if self.known_on(day).event(event))

    def public_at_once(self, event: Event) -> bool:
        """Whether the public could know of an event while it happened, or on its last day."""
        return self.home_day(event.became_public.earliest) <= self.home_day(
            event.when.latest - timedelta(seconds=1)
        )

    def status(self, event: Event, at: datetime | None = None) -> Status:
        """The status of an event at the instant `at`; without it, today.

        The first that fits: superseded, disputed, confirmed, reported.
        """
        known = [d for d in self.disclosures(event) if at is None or d.on.latest <= at]
        if event.superseded_by:
            replacement = self.event(event.superseded_by)
            if at is None or replacement.became_public.latest <= at:
                return Status.SUPERSEDED
        # Who is not named is told apart by the source.
        withdrawn = [(d.by or d.source, d.on.latest) for d in known if d.stance == "withdraws"]
        disputes = [(d.by or d.source, d.on.latest) for d in known if d.stance == "disputes"]
        if not all(any(by == who and after >= on for who, after in withdrawn) for by, on in disputes):
            return Status.DISPUTED
        if any(d.stance == "confirms" or (d.stance == "asserts" and d.kind in FIRST_HAND) for d in known):
            return Status.CONFIRMED
        return Status.REPORTED

    def history(self, event: Event) -> tuple[tuple[datetime, Status], ...]:
        """The instants at which the status of an event changed, from the first at which it was known."""
        instants = {disclosure.on.latest for disclosure in self.disclosures(event)}
        first = min(instants)
        if event.superseded_by:
            instants.add(max(first, self.event(event.superseded_by).became_public.latest))
        changes: list[tuple[datetime, Status]] = []
        for instant in sorted(instants):
            status = self.status(event, instant)
            if not changes or changes[-1][1] != status:
                changes.append((instant, status))
        return tuple(changes)

    # --- What we changed ---

    @cached_property
    def changes_newest_first(self) -> tuple[Change, ...]:
        """All changes, the newest first."""
        return tuple(sorted(self.changes.values(), key=lambda change: (change.on, change.id), reverse=True))

    @cached_property
    def corrections(self) -> tuple[Change, ...]:
        """The changes that put something right, the newest first."""
        return tuple(change for change in self.changes_newest_first if change.is_correction)

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """The days on which we changed something, the newest first."""
        return tuple(dict.fromkeys(change.on for change in self.changes_newest_first))

    def changes_since(self, day: date) -> tuple[Change, ...]:
        """What we changed on a day and after, the newest first."""
        return tuple(change for change in self.changes_newest_first if change.on >= day)

    def changes_of(self, kind: str, name: str) -> tuple[Change, ...]:
        """The changes that concern a record or a document, the newest first."""
        return self._changes_by_target.get((kind, name), ())

    def targets(self, change: Change) -> tuple[Target, ...]:
        """What a change concerns; where that has moved, what is there instead."""
        return tuple(map(self._where_it_is, change.targets))

    def _where_it_is(self, target: Target) -> Target:
        moved = self.moved.get(target.record)
        return Target.parse(moved.to.replace("/", ":")) if moved and moved.to else target

    @cached_property
    def _changes_by_target(self) -> Mapping[tuple[str, str], tuple[Change, ...]]:
        found: dict[tuple[str, str], dict[str, Change]] = {}
        for change in self.changes_newest_first:
            for target in self.targets(change):
                found.setdefault((target.kind, target.name), {})[change.id] = change
        return {target: tuple(changes.values()) for target, changes in found.items()}

    def shown_on(self, page: Page) -> tuple[tuple[str, Entry], ...]:
        """The records of which a page tells, by kind: a change to one of them changes the page."""
        if page not in self._shown:
            self._shown[page] = self._shown_on(page)
        return self._shown[page]

    @cached_property
    def _shown(self) -> dict[Page, tuple[tuple[str, Entry], ...]]:
        return {}

    def _shown_on(self, page: Page) -> tuple[tuple[str, Entry], ...]:
        match page.kind:
            case "event" | "person":
                named: list[tuple[str, str]] = [(page.kind, page.id)]
                named += [("event", event.id) for event in self.events_of(page.id)]
            case "day":
                named = [("event", event.id) for event in self.events_on(self.day(page.id))]
            case "by":
                named = [("event", event.id) for event in self.events_by(page.id)]
            case "explainer" | "page":
                named = [("source", c.source) for c in self._document(page).prose.citations]
                named += [_reference(link.target) for link in self._document(page).prose.links]
            case _:
                named = [(kind, name) for kind, found in self.by_id.items() for name in found]
        # What a record shows of another is a part of it: the sources of an event, who took part in it.
        named += [reference for kind, name in list(named) for reference in self._references(kind, name)]
        known = [(kind, name) for kind, name in dict.fromkeys(named) if name in self.by_id.get(kind, {})]
        return tuple((kind, self.by_id[kind][name]) for kind, name in known)

    def _references(self, kind: str, name: str) -> tuple[tuple[str, str], ...]:
        if (kind, name) not in self._named_by:
            entry = self.by_id.get(kind, {}).get(name)
            self._named_by[kind, name] = tuple(references_in(entry)) if entry else ()
        return self._named_by[kind, name]

    @cached_property
    def _named_by(self) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
        return {}

    def last_changed(self, page: Page) -> date:
        """The day on which we last changed what a page tells."""
        days = [change.on for change in self.changes.values() if not change.concerns]
        for kind, name in ((page.kind, page.id), *((kind, entry.id) for kind, entry in self.shown_on(page))):
            days += [change.on for change in self.changes_of(kind, name)]
        if page.kind == "explainer" and (published := self._document(page).published):
            days.append(published)
        return max(days, default=self.edition)

    def version(self, page: Page) -> Edition:
        """The version of a page: the day of its last change, and a digest of the words and records in it."""
        told = [self._written(kind, entry) for kind, entry in self.shown_on(page)]
        for document in self._documents_on(page):
            told += [document.front.model_dump_json(), document.prose.text]
        return Edition(self.last_changed(page), hashlib.sha256("\n".join(told).encode()).hexdigest()[:8])

    def _written(self, kind: str, entry: Entry) -> str:
        """All that a record says; it stands on many pages."""
        if (kind, entry.id) not in self._as_written:
            self._as_written[kind, entry.id] = entry.model_dump_json()
        return self._as_written[kind, entry.id]

    @cached_property
    def _as_written(self) -> dict[tuple[str, str], str]:
        return {}

    def _documents_on(self, page: Page) -> tuple[Document, ...]:
        """The documents that a page tells in full."""
        if page.kind == "whole":
            pairs = [pair[page.lang] for pair in self.explainers.values()]
            return tuple(document for document in pairs if document.is_shown)
        return (self._document(page),) if page.kind in ("explainer", "page") else ()

    def _document(self, page: Page) -> Document:
        return (self.explainers if page.kind == "explainer" else self.pages)[page.id][page.lang]

    # --- What was compared ---

    @cached_property
    def percent_agreed(self) -> int:
        """How many published passages in a hundred are agreed in all languages."""
        return percent_agreed(self.compared)

    def tallies(self, lang: str) -> tuple[Tally, ...]:
        """The state of every published text in one language, and that of the record."""
        return tallies(self, lang)

    @cached_property
    def unequal(self) -> tuple[Compared, ...]:
        """The published passages whose versions do not all stand as they were compared."""
        return tuple(one for one in self.compared if not one.is_agreed and not one.is_draft)

    def unequal_in(self, text: str) -> tuple[Compared, ...]:
        """Those of one text: a document, or the record."""
        return self._unequal_by_text.get(text, ())

    @cached_property
    def _unequal_by_text(self) -> Mapping[str, tuple[Compared, ...]]:
        return _grouped((one.text, one) for one in self.unequal)

    def ahead_of(self, kind: str, name: str, lang: str) -> tuple[str, ...]:
        """The languages in which something was changed since it was compared, while this one was not.

        That is a block (`name` is "key#block"), or any other passage of a document or of a record.
        """
        behind = [states for states in self._states.get((kind, name), ()) if states.get(lang) is State.BEHIND]
        return tuple(
            other for other in self.languages if any(states.get(other) is State.AHEAD for states in behind)
        )

    def place_of(self, reference: tuple[str, str], lang: str) -> str:
        """Where a reader finds a passage, by the kind and the name that lead to it.

        Nothing for a quotation and a last word, which have no place.
        """
        kind, name = reference
        return "" if kind in ("quote", "moved") else self.address(kind, name, lang)

    @cached_property
    def _states(self) -> Mapping[tuple[str, str], tuple[Mapping[str, State], ...]]:
        return _grouped((one.reference, one.states) for one in self.unequal)

    # --- Addresses ---

    @cached_property
    def site(self) -> Mapping[tuple[str, str, str], Page]:
        """Every page of the site, by kind, id and language; those that serve all languages have none."""
        former = {(page.kind, page.id, page.lang): page for page in former_pages(self.redirects)}
        return {**self.current, **former}

    @cached_property
    def every_page(self) -> tuple[Page, ...]:
        """All of them, in order."""
        return tuple(self.site.values())

    @cached_property
    def current(self) -> Mapping[tuple[str, str, str], Page]:
        """The pages of the site on which something stands, by kind, id and language."""
        return {(page.kind, page.id, page.lang): page for page in current_pages(self)}

    @cached_property
    def redirects(self) -> tuple[Redirect, ...]:
        """The addresses at which nothing stands any more, each with where it leads."""
        return tuple({one.path: one for one in find_redirects(self)}.values())

    def redirect(self, page: Page) -> Redirect:
        """What an address is to which a page belongs that was left behind."""
        return self._redirects_by_path[page.path]

    @cached_property
    def _redirects_by_path(self) -> Mapping[str, Redirect]:
        return {one.path: one for one in self.redirects}

    def page(self, kind: str, name: str, lang: str) -> Page:
        """The page of a kind, an id and a language; `KeyError` when nothing stands there."""
        return self.current[kind, name, lang]

    def counterparts(self, page: Page) -> tuple[Page, ...]:
        """The same page in every language, itself included, in the story's order."""
        return tuple(
            self.site[page.kind, page.id, lang]
            for lang in self.languages
            if (page.kind, page.id, lang) in self.site
        )

    def heading(self, page: Page, section: str) -> Heading:
        """The heading of a section of a text."""
        return next(one for one in self._document(page).prose.headings if one.id == section)

    def x_default(self, page: Page) -> Page:
        """Where a reader of none of our languages is sent: from a home page to the root."""
        if page.kind == "home":
            return self.site["root", "", ""]
        return self.site[page.kind, page.id, self.story.default_language]

    def address(self, kind: str, name: str, lang: str) -> str:
        """Where a reference leads, from the site's root: a page, or a fragment of one.

        What was withdrawn has a page that says so: its last in the language or, without one, for all.
        """
        if (gone := f"{kind}/{name.partition('#')[0]}") in self.moved:
            page = self.site.get(("withdrawn", gone, lang)) or self.site["stub", gone, ""]
            return page.path
        if kind in SECTION_OF:
            return f"{self.page(SECTION_OF[kind], '', lang).path}#{name}"
        if kind == "diagram":
            kind, name = self._places_of_diagrams[name]
        name, _, fragment = name.partition("#")
        path = self.page(kind, name, lang).path
        return f"{path}#{fragment}" if fragment else path

    def kind_called(self, name: str) -> str | None:
        """What somebody of this name is, in any language: a person or an organisation; None if unknown."""
        return self._kinds_by_name.get(name)

    @cached_property
    def _kinds_by_name(self) -> Mapping[str, str]:
        pairs = [(name, person.kind) for person in self.people.values() for name in person.name.values()]
        return dict(reversed(pairs))  # the first of a name

    def name_of(self, kind: str, name: str, lang: str) -> str:
        """What a reference without words of its own is called: the title or name of what it leads to."""
        match kind:
            case "event":
                return self.event(name).title[lang]
            case "person":
                return self.people[name].name[lang]
            case "term":
                return self.terms[name].term[lang]
            case "question":
                return self.questions[name].title[lang]
            case "figure":
                return self.figures[name].title[lang]
            case "diagram":
                return self.diagrams[name].title[lang]
            case "change":
                return self.changes[name].title[lang]
            case "source":
                source = self.sources[name]
                return source.title or (source.label or {})[lang]
            case "explainer" | "page":
                documents = self.explainers if kind == "explainer" else self.pages
                return documents[name.partition("#")[0]][lang].front.title
            case _:
                raise KeyError(kind)

    def language_of_name(self, kind: str, name: str, lang: str) -> str:
        """The language that `name_of` is in: a source is called by its title as printed."""
        source = self.sources[name] if kind == "source" else None
        return source.lang if source and source.title else lang

    @cached_property
    def _published_explainers(self) -> list[str]:
        """The keys of the explainers that are shown, in the story's order."""
        return [key for key, pair in self.explainers.items() if pair[self.languages[0]].is_shown]

    @property
    def start(self) -> str | None:
        """The key of the explainer where a newcomer starts: the first."""
        return next(iter(self._published_explainers), None)

    def explainer_before(self, key: str) -> str | None:
        """The explainer before another in the story's order."""
        at = self._places_of_explainers[key]
        return self._published_explainers[at - 1] if at else None

    def explainer_after(self, key: str) -> str | None:
        """The explainer after another in the story's order."""
        at = self._places_of_explainers[key] + 1
        return self._published_explainers[at] if at < len(self._published_explainers) else None

    @cached_property
    def _places_of_explainers(self) -> Mapping[str, int]:
        return {key: at for at, key in enumerate(self._published_explainers)}

    def people_in(self, document: Document) -> tuple[str, ...]:
        """The people and organizations that a text refers to, in the order in which it does."""
        named = (_reference(link.target) for link in document.prose.links)
        return tuple(dict.fromkeys(name for kind, name in named if kind == "person"))

    def explainers_on(self, kind: str, name: str) -> tuple[str, ...]:
        """The keys of the explainers that refer to a record, in the story's order."""
        return self._explainers_by_reference.get((kind, name), ())

    @cached_property
    def _explainers_by_reference(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = {}
        for key in self._published_explainers:
            # Every language refers to the same.
            links = self.explainers[key][self.languages[0]].prose.links
            for reference in dict.fromkeys(_reference(link.target) for link in links):
                found.setdefault(reference, []).append(key)
        return {reference: tuple(keys) for reference, keys in found.items()}

    @cached_property
    def edition(self) -> date:
        """The newest day that we wrote: the site's own idea of today."""
        days = [
            document.published
            for pair in self.explainers.values()
            for document in pair.values()
            if document.published and document.is_shown
        ]
        days += [question.checked for question in self.questions.values()]
        days += [change.on for change in self.changes.values()]
        days += [moved.on for moved in self.moved.values()]
        return max(days, default=date(1970, 1, 1))
