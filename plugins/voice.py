"""The voice of one language of the story: what templates call to say anything."""

import datetime
import re
from collections.abc import Sequence
from textwrap import shorten

from dossier import (
    OBJECT,
    RECORD,
    Basis,
    Compared,
    Disclosure,
    Edition,
    Heading,
    Silence,
    Source,
    State,
    Status,
    end_of_day,
    language,
)
from plugins.dates import DateWords


class Voice(DateWords):
    """Words, numbers and dates of a language, and the names of everything that the record holds."""

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
            "no": self.t("Known through other sources; we have not read it itself."),
        }[seen]

    def language_name(self, code: str) -> str:
        """What this language calls another (CLDR); the code of one that it does not know."""
        return self.typeset(self.locale.languages.get(code, code))

    def name(self, kind: str, name: str) -> str:
        """What a record or document is called, with the typography of the language that the name is in.

        What was withdrawn has only its id left.
        """
        if (gone := f"{kind}/{name}") in self.dossier.moved:
            return gone
        lang = self.dossier.language_of_name(kind, name, self.lang)
        typeset = self.typeset if lang == self.lang else language(lang).typeset
        return typeset(self.dossier.name_of(kind, name, self.lang))

    def quoted(self, words: str) -> str:
        """Words between the language's quotation marks."""
        opening, closing = self.rules.quotes
        return f"{opening}{self.typeset(words)}{closing}"

    def heading(self, heading: Heading) -> str:
        """The words of a heading."""
        return self.typeset(heading.text)

    def basis(self, basis: Basis) -> str:
        """What a passage rests on."""
        return {
            Basis.SOURCE: self.t("A source"),
            Basis.SECTION: self.t("A section with sources"),
            Basis.ANALYSIS: self.t("Our analysis"),
            Basis.TRANSITION: self.t("A transition"),
            Basis.NONE: self.t("Nothing"),
        }[basis]

    def basis_meaning(self, basis: Basis) -> str:
        """What a reader should understand by it."""
        return {
            Basis.SOURCE: self.t("The passage cites at least one source."),
            Basis.SECTION: self.t("A point of a short version, which links to the section that proves it."),
            Basis.ANALYSIS: self.t("Our own reasoning, marked as such: it states no new fact."),
            Basis.TRANSITION: self.t("A sentence that only leads on to the next."),
            Basis.NONE: self.t("Never: such a passage stops the build."),
        }[basis]

    def sections(self) -> dict[str, str]:
        """The names of the sections of the site that have a page of their own."""
        return {
            "timeline": self.t("Timeline"),
            "known": self.t("As known on"),
            "who": self.t("Who’s who"),
            "sources": self.t("Sources"),
            "glossary": self.t("Glossary"),
            "questions": self.t("What is not known"),
            "figures": self.t("Figures"),
            "changes": self.t("What changed on this site"),
            "corrections": self.t("Corrections"),
            "coverage": self.t("What every passage rests on"),
            "translations": self.t("Translation status"),
            "data": self.t("Data"),
            "whole": self.t("The whole dossier on one page"),
        }

    def findable(self) -> dict[str, str]:
        """The kinds of things that a search finds, and what several of them are called."""
        return {
            "explainer": self.t("Explainers"),
            "event": self.t("Events"),
            "day": self.t("Days"),
            "person": self.t("People"),
            "organisation": self.t("Organizations"),
            "term": self.t("Glossary"),
            "question": self.t("What is not known"),
            "figure": self.t("Figures"),
            "source": self.t("Sources"),
            "change": self.t("What changed on this site"),
            "page": self.t("About this site"),
        }

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
            "%(number)s hour without news whose time is known",
            "%(number)s hours without news whose time is known",
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

    def arrow(self, kind: str) -> str:
        """What an arrow of a diagram stands for."""
        return {
            "removes": self.t("Power to remove"),
            "controls": self.t("Control"),
            "owns": self.t("Ownership"),
            "funds": self.t("Money"),
            "supplies": self.t("Supply"),
            "licenses": self.t("Rights"),
            "lacks": self.t("No say"),
        }[kind]

    # --- What was compared ---

    def state(self, state: State) -> str:
        """How a version of a passage stands to the others."""
        return {
            State.AGREED: self.t("Compared"),
            State.AHEAD: self.t("Ahead"),
            State.BEHIND: self.t("Behind"),
            State.CHANGED: self.t("Changed in all languages"),
            State.NEW: self.t("Never compared"),
        }[state]

    def state_meaning(self, state: State) -> str:
        """What a reader should understand by it."""
        return {
            State.AGREED: self.t("All versions stand as a person compared them."),
            State.AHEAD: self.t("This version was changed since, another was not."),
            State.BEHIND: self.t("Another version was changed since, this one was not."),
            State.CHANGED: self.t("Every version was changed since; nobody has compared them again yet."),
            State.NEW: self.t("A passage that nobody has compared yet."),
        }[state]

    def state_of(self, passage: Compared) -> str:
        """How the version of a passage in this language stands to the others."""
        return self.state(passage.states[self.lang])

    def behind(self, lang: str) -> str:
        """What a reader is told of a passage, or a record, whose version in `lang` was changed since."""
        return self.t(
            "The %(language)s version has changed since; this one has not been compared with it yet.",
            language=self.language_name(lang),
        )

    def told(self, text: str) -> str:
        """What a text is called of which the passages are counted: a document, or the record."""
        kind, _, key = text.partition(":")
        return self.t("The record") if text == RECORD else self.name(kind, key)

    def opening(self, passage: Compared) -> str:
        """How a passage begins; what others say in it is left out."""
        said = " ".join(passage.versions[self.lang].said.text.replace(OBJECT, "…").split())
        words = shorten(said[:100], 80, placeholder="…")  # it parts all that it is given
        return self.typeset(re.sub(r"[\s.,:;…]*…[.…]*$", "…", words))

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
            "translations": self.t("Which passages were compared, and which are behind (JSON)."),
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

    def citation(self, version: Edition, title: str, address: str) -> str:
        """A reference to one version of a page, in the convention of the language."""
        return self.t(
            "%(site)s, “%(title)s”, version of %(date)s (%(digest)s), %(address)s",
            title=title,
            site=self.text(self.dossier.story.title),
            date=self.day(version.day),
            digest=version.digest,
            address=address,
        )

    # --- Sources ---

    def source(self, source: Source) -> str:
        """A source in a few words: "The Gazette, 20 July 1969"; of a post, who wrote it."""
        publisher = self.typeset(source.publisher)
        if source.type == "post" and source.authors:
            publisher = f"{source.authors[0]}, {publisher}"
        return self.t("%(publisher)s, %(date)s", publisher=publisher, date=self.source_date(source))

    def source_date(self, source: Source) -> str:
        """When a source was published: the day is enough."""
        point = source.published.start
        if not source.published.is_interval and point and point.is_timed:
            return self.day(self._home_day(point))
        return self.date(source.published)
