"""The dossier: the whole content, checked, joined and addressed. Nothing in it can be changed."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from dossier.edtf import Edtf, Precision
from dossier.model import (
    FIRST_HAND,
    KIND_OF_SOURCE,
    Chapter,
    Disclosure,
    Entry,
    Event,
    ExplainerFront,
    Figure,
    Front,
    Person,
    Question,
    Quotation,
    Source,
    Story,
    Term,
)
from dossier.prose import Located


class Status(StrEnum):
    """What can be said of an event at one moment; computed from its disclosures, never typed."""

    SUPERSEDED = "superseded"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One explainer or page in one language."""

    kind: str
    key: str
    lang: str
    front: Front
    prose: Located
    path: str                                 # of its file, as problems name it
    first_line: int                           # of its body in that file

    @property
    def is_draft(self) -> bool:
        """Whether it must stay out of what is published."""
        return self.front.status == "draft"

    @property
    def published(self) -> date | None:
        """The day we published it; pages have none."""
        return self.front.published if isinstance(self.front, ExplainerFront) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the site in one language: what it shows, and where it stands.

    `path` is relative to the site's root and ends in `/`, or in a file name.
    """

    kind: str
    id: str
    lang: str
    path: str

    @property
    def save_as(self) -> str:
        """The file that a server sends for the path."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"


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


def _sorted_as(text: str) -> str:
    """A key that sorts as a dictionary does: case and accents do not count, marks are passed over."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum() or char.isspace())


SECTION_OF = {"event": "timeline", "source": "sources", "term": "glossary", "question": "questions"}
"""Records that are shown on a page of their kind, at the fragment of their id."""


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
    explainers: Mapping[str, Mapping[str, Document]]
    pages: Mapping[str, Mapping[str, Document]]

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
        }

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
        found: dict[str, list[Event]] = {}
        for event in self.events:
            for actor in event.actors:
                found.setdefault(actor, []).append(event)
        return {actor: tuple(events) for actor, events in found.items()}

    def events_citing(self, source: str) -> tuple[Event, ...]:
        """The events that rest on a source."""
        return self._events_by_source.get(source, ())

    @cached_property
    def _events_by_source(self) -> Mapping[str, tuple[Event, ...]]:
        found: dict[str, list[Event]] = {}
        for event in self.events:
            for source in event.sources:
                found.setdefault(source, []).append(event)
        return {source: tuple(events) for source, events in found.items()}

    def people_of(self, kind: str, lang: str) -> tuple[Person, ...]:
        """Persons or organisations, by the name that `lang` sorts them under."""
        people = [person for person in self.people.values() if person.kind == kind]
        return tuple(sorted(people, key=lambda person: _sorted_as(person.sort or person.name[lang])))

    def terms_in(self, lang: str) -> tuple[Term, ...]:
        """The glossary in the order of a language."""
        return tuple(sorted(self.terms.values(), key=lambda term: _sorted_as(term.term[lang])))

    @cached_property
    def sources_by_publisher(self) -> tuple[Source, ...]:
        """The sources by publisher, then date."""
        every = self.sources.values()
        return tuple(sorted(every, key=lambda s: (_sorted_as(s.publisher), s.published.earliest, s.id)))

    def periods(self, chapter: Chapter) -> Iterator[tuple[Period, tuple[Event, ...]]]:
        """The events of a chapter by the day of the home zone (or the month, the year) on which each begins."""
        found: dict[Period, list[Event]] = {}
        for event in sorted(chapter.events, key=lambda event: event.when.earliest):
            found.setdefault(self.period_of(event), []).append(event)
        for period, events in found.items():
            yield period, tuple(events)

    def period_of(self, event: Event) -> Period:
        """The day on which an event begins, or the month or year where no more is known."""
        point = event.when.start or event.when.end
        assert point is not None
        precision = point.precision if point.precision in (Precision.YEAR, Precision.MONTH) else Precision.DAY
        return Period(precision, self.home_day(point.earliest))

    def home_day(self, moment: datetime) -> date:
        """The calendar day of an instant in the home zone."""
        return moment.astimezone(self.story.zone.id).date()

    # --- What was known when ---

    def disclosures(self, event: Event) -> tuple[Disclosure, ...]:
        """How an event became public; one that has no disclosures was public at once, on its sources' word."""
        if event.disclosures:
            return event.disclosures
        first = min((self.sources[name] for name in event.sources), key=lambda source: source.published.latest)
        kind = KIND_OF_SOURCE.get(first.type, "report")
        return (Disclosure(on=event.when, kind=kind, stance="asserts", source=first.id),)

    def public_from(self, event: Event) -> Edtf:
        """When the public could first know of an event."""
        return min((disclosure.on for disclosure in self.disclosures(event)), key=lambda on: on.latest)

    def public_at_once(self, event: Event) -> bool:
        """Whether the public could know of an event while it happened, or on its last day."""
        return self.home_day(self.public_from(event).earliest) <= self.home_day(event.when.latest - timedelta(seconds=1))

    def status(self, event: Event, at: datetime | None = None) -> Status:
        """The status of an event at the instant `at`; without it, today.

        The first that fits: superseded, disputed, confirmed, reported.
        """
        known = [d for d in self.disclosures(event) if at is None or d.on.latest <= at]
        if event.superseded_by:
            replacement = self.event(event.superseded_by)
            if at is None or self.public_from(replacement).latest <= at:
                return Status.SUPERSEDED
        withdrawn = [(d.by, d.on.latest) for d in known if d.stance == "withdraws"]
        disputes = [(d.by, d.on.latest) for d in known if d.stance == "disputes"]
        if not all(any(by == who and after >= on for who, after in withdrawn) for by, on in disputes):
            return Status.DISPUTED
        if any(
            d.stance == "confirms" or (d.stance == "asserts" and d.kind in FIRST_HAND) for d in known
        ):
            return Status.CONFIRMED
        return Status.REPORTED

    # --- Addresses ---

    @cached_property
    def site(self) -> Mapping[tuple[str, str, str], Page]:
        """Every page of the site, by kind, id and language; the two that serve all languages have none."""
        pages = [Page(kind="root", id="", lang="", path=""), Page(kind="not-found", id="", lang="", path="404.html")]
        for lang in self.languages:
            words = {section: by_language[lang] for section, by_language in self.story.addresses.items()}
            pages.append(Page(kind="home", id="", lang=lang, path=f"{lang}/"))
            pages += [
                Page(kind=section, id="", lang=lang, path=f"{lang}/{word}/") for section, word in words.items()
            ]
            pages += [
                Page(kind="person", id=name, lang=lang, path=f"{lang}/{words['who']}/{name}/")
                for name in self.people
            ]
            for kind, documents in (("explainer", self.explainers), ("page", self.pages)):
                pages += [
                    Page(kind=kind, id=key, lang=lang, path=f"{lang}/{pair[lang].front.slug}/")
                    for key, pair in documents.items()
                    if not pair[lang].is_draft
                ]
        return {(page.kind, page.id, page.lang): page for page in pages}

    def page(self, kind: str, name: str, lang: str) -> Page:
        """The page of a kind, an id and a language; `KeyError` when the site has none."""
        return self.site[kind, name, lang]

    def counterparts(self, page: Page) -> tuple[Page, ...]:
        """The same page in every language, itself included, in the story's order."""
        return tuple(
            self.site[page.kind, page.id, lang] for lang in self.languages if (page.kind, page.id, lang) in self.site
        )

    def x_default(self, page: Page) -> Page:
        """Where a reader of none of our languages is sent: from the home pages the root, else the default language."""
        if page.kind == "home":
            return self.site["root", "", ""]
        return self.site[page.kind, page.id, self.story.default_language]

    def address(self, kind: str, name: str, lang: str) -> str:
        """Where a reference leads, from the site's root: a page, or a fragment of one."""
        if kind in SECTION_OF:
            return f"{self.page(SECTION_OF[kind], '', lang).path}#{name}"
        name, _, fragment = name.partition("#")
        path = self.page(kind, name, lang).path
        return f"{path}#{fragment}" if fragment else path

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
            case "source":
                source = self.sources[name]
                return source.title or (source.label or {})[lang]
            case "explainer" | "page":
                documents = self.explainers if kind == "explainer" else self.pages
                return documents[name.partition("#")[0]][lang].front.title
            case _:
                raise KeyError(kind)

    @cached_property
    def edition(self) -> date:
        """The newest day that we wrote: the site's own idea of today."""
        days = [
            document.published
            for pair in self.explainers.values()
            for document in pair.values()
            if document.published and not document.is_draft
        ]
        days += [question.checked for question in self.questions.values()]
        return max(days, default=date(1970, 1, 1))
