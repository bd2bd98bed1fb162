"""The record as data to take away: JSON with its schema, CSV and a calendar, with licence and citation."""

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar
from icalendar import Event as Entry

from dossier import Event, Precision, export
from plugins.site import Site
from plugins.words import plain

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Download:
    """One file to take away: where it stands below the site's root, of which kind and type it is."""

    kind: str
    path: str
    type: str

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.rpartition("/")[2]


def downloads(site: Site, lang: str) -> tuple[Download, ...]:
    """The files of one language, and those that hold all languages."""
    folder = site.dossier.page("data", "", lang).path
    return (
        Download("record", f"{folder}record.json", JSON),
        Download("schema", f"{folder}record.schema.json", "application/schema+json"),
        Download("csv", f"{folder}timeline.csv", "text/csv"),
        Download("csvw", f"{folder}timeline.csv-metadata.json", "application/csvm+json"),
        Download("calendar", f"{folder}timeline.ics", "text/calendar"),
        Download("whole", "data/record.json", JSON),
        Download("whole-schema", "data/record.schema.json", "application/schema+json"),
        Download("translations", "data/translations.json", JSON),
    )


def files(site: Site) -> dict[str, Callable[[], str]]:
    """Every data file of the site: its path, and what makes its text, asking anew all that it says."""
    found: dict[str, Callable[[], str]] = {
        "data/record.json": lambda: record(site, site.dossier.languages, "data/record.schema.json"),
        "data/record.schema.json": lambda: schema(site, site.dossier.languages),
        "data/translations.json": lambda: _json(export.translations(site.dossier)),
    }
    for lang in site.dossier.languages:
        found |= _files_of(lang, site)
    return found


def _files_of(lang: str, site: Site) -> dict[str, Callable[[], str]]:
    folder = site.dossier.page("data", "", lang).path
    return {
        f"{folder}record.json": lambda: record(site, (lang,), f"{folder}record.schema.json"),
        f"{folder}record.schema.json": lambda: schema(site, (lang,)),
        f"{folder}timeline.csv": lambda: table(site, lang),
        f"{folder}timeline.csv-metadata.json": lambda: table_notes(site, lang),
        f"{folder}timeline.ics": lambda: calendar(site, lang),
    }


def schema(site: Site, wanted: tuple[str, ...]) -> str:
    """What the record as JSON holds, with texts in the languages that are wanted."""
    return _json(export.schema(site.dossier.languages, wanted))


def record(site: Site, languages: tuple[str, ...], described_in: str) -> str:
    """The whole record as JSON; texts are by language, or plain when only one is asked for."""
    lang = languages[0] if len(languages) == 1 else site.dossier.story.default_language
    voice = site.voice(lang)
    head = {
        "$schema": site.absolute(described_in),
        "licence": site.dossier.story.licence,
        "citation": voice.citation(*_cited(site, lang)),
        "fields": voice.field_notes(),
    }
    return _json(head | export.record(site.dossier, languages))


def table(site: Site, lang: str) -> str:
    """The timeline as CSV (RFC 4180: commas, CRLF, a line of names first), in UTF-8."""
    voice = site.voice(lang)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    citation = voice.citation(*_cited(site, lang))
    for event in site.dossier.events:
        writer.writerow(
            (
                event.id,
                str(event.when),
                _bound(event.when.earliest),
                _bound(event.when.latest),
                str(event.became_public),
                str(site.dossier.status(event)),
                _cell(voice.text(event.title)),
                _cell(plain(site.prose(event.text, lang))),
                event.category,
                event.importance,
                " ".join(event.actors),
                " ".join(event.sources),
                event.superseded_by or "",
                site.absolute(site.dossier.address("event", event.id, lang)),
                _cell(site.dossier.story.licence),
                _cell(citation),
            )
        )
    return text.getvalue()


def _cell(words: str) -> str:
    """Words that a spreadsheet would take for a formula, and run, begin with an apostrophe.

    OWASP, "CSV Injection".
    """
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words


COLUMNS = (
    "id", "when", "earliest", "latest", "public_from", "status", "title", "text", "category", "importance",
    "actors", "sources", "superseded_by", "address", "licence", "citation",
)  # fmt: skip


def table_notes(site: Site, lang: str) -> str:
    """What the columns mean (W3C, Metadata Vocabulary for Tabular Data)."""
    notes = site.voice(lang).field_notes()
    return _json(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": lang}],
            "url": "timeline.csv",
            "dc:title": site.voice(lang).text(site.dossier.story.title),
            "dc:license": site.dossier.story.licence,
            "dc:bibliographicCitation": site.voice(lang).citation(*_cited(site, lang)),
            "tableSchema": {
                "columns": [
                    {"name": name, "titles": name, "dc:description": notes[name]} for name in COLUMNS
                ],
                "primaryKey": "id",
            },
        }
    )


def calendar(site: Site, lang: str) -> str:
    """The timeline as a calendar (RFC 5545); ids and stamps come from the record, never from the clock."""
    dossier, voice = site.dossier, site.voice(lang)
    book = Calendar()
    book.add("prodid", f"-//{voice.text(dossier.story.title)}//{lang}")
    book.add("version", "2.0")
    book.add("x-wr-calname", voice.text(dossier.story.title))
    book.add("x-wr-caldesc", f"{voice.citation(*_cited(site, lang))} {dossier.story.licence}")
    stamp = datetime.combine(dossier.edition, time(), UTC)
    for event in dossier.events:
        entry = Entry()
        entry.add("uid", f"{event.id}@{urlsplit(site.address).hostname}")
        entry.add("dtstamp", stamp)
        _add_times(entry, event, site)
        entry.add("summary", voice.text(event.title), parameters={"LANGUAGE": lang})
        notes = f"{voice.date(event.when)}. {plain(site.prose(event.text, lang))}"
        entry.add("description", notes, parameters={"LANGUAGE": lang})
        entry.add("categories", [voice.text(dossier.story.categories[event.category].name)])
        entry.add("url", site.absolute(dossier.address("event", event.id, lang)))
        book.add_component(entry)
    text: str = book.to_ical().decode()
    return text


def _add_times(entry: Entry, event: Event, site: Site) -> None:
    """An instant for what has a time of day, else whole days of the home zone; the end is excluded."""
    start, end = event.when.start or event.when.end, event.when.end or event.when.start
    assert start is not None
    assert end is not None
    if start.precision in (Precision.MINUTE, Precision.SECOND):
        entry.add("dtstart", start.earliest)
        if end is not start and end.is_timed:
            entry.add("dtend", end.earliest)
        return
    zone = site.dossier.story.zone.id
    entry.add("dtstart", start.earliest.astimezone(zone).date())
    if end.latest.astimezone(zone).time() == time():
        entry.add("dtend", end.latest.astimezone(zone).date())


def _cited(site: Site, lang: str) -> tuple[Any, str, str]:
    """What a reference to the data names."""
    page = site.dossier.page("data", "", lang)
    return site.dossier.version(page), site.voice(lang).t("Data"), site.absolute(page.path)


def _bound(moment: datetime) -> str:
    """An instant in UTC; nothing where an interval is open, which the record holds as the end of time."""
    return "" if moment.year in (MINYEAR, MAXYEAR) else moment.isoformat()


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
