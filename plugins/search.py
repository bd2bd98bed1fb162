"""The search index: a record for each thing that a reader may look for, in each language.

Past states of the record ("as known on") are never in it: what a reader finds is what the site says today.
"""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from dossier import Document
from plugins import pagefind
from plugins.site import Site

FOLDER = "pagefind/"
"""Where the index stands below the site's root; Pagefind takes its parent for the root."""
SIGNATURE = b"pagefind_dcd"
"""How each file of the index begins once it is decompressed."""
NOT_SAID = re.compile(
    r'<sup class="citation">.*?</sup>|<a [^>]*class="(?:proof|change-mark)"[^>]*>.*?</a>'
    r'|<small class="behind">.*?</small>|<[^>]*>',
    re.DOTALL,
)
"""What of a text in HTML is no word of it: marks and tags."""
HEADING = re.compile(r'<h[2-6] id="([^"]*)">(.*?)</h[2-6]>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Record:
    """One thing to be found: what it is, where it stands, and its words.

    `note` tells more beside the title; `title_lang` is the language of a title that is not of the page's.
    """

    kind: str
    address: str
    title: str
    text: str
    note: str = ""
    title_lang: str = ""


def files(site: Site) -> dict[str, bytes]:
    """Every file of the index of all languages, by path from the site's root."""
    records = {lang: list(records_in(lang, site)) for lang in site.dossier.languages}
    found = pagefind.index(
        {
            "url": f"/{record.address}",
            "language": lang,
            "content": searchable(record.text or record.title),  # without content it would pass it over
            "meta": {"title": searchable(record.title), "note": searchable(record.note)},
        }
        for lang in records
        for record in records[lang]
    )
    for lang in records:
        found[f"kinds.{lang}.json"] = _kinds(records[lang], found)
    return {f"{FOLDER}{path}": content for path, content in found.items()}


def searchable(text: str) -> str:
    """Words that Pagefind can part: it takes "l’explication" for one, but not "l'explication"."""
    return text.replace("’", "'")


def plain(html: str) -> str:
    """The words of a text in HTML."""
    return " ".join(unescape(NOT_SAID.sub("", html)).split())


def _kinds(records: list[Record], found: dict[str, bytes]) -> bytes:
    """What each hit is, by Pagefind's name for it, so that hits are grouped and counted before they are read.

    Pagefind's filters would tell too, but are written in another order at each build.
    """
    kinds = {f"/{record.address}": f"{record.kind} {record.title_lang}".strip() for record in records}
    by_name = {}
    for path, content in found.items():
        folder, _, file = path.partition("/")
        if folder == "fragment":
            address = json.loads(gzip.decompress(content).removeprefix(SIGNATURE))["url"]
            if address in kinds:
                by_name[file.partition(".")[0]] = kinds[address]
    return json.dumps(by_name, sort_keys=True).encode()


def records_in(lang: str, site: Site) -> Iterator[Record]:
    """Everything that can be found in one language."""
    for document in site.documents.values():
        if document.lang == lang:
            yield from _sections(document, site)
    yield from _story(lang, site)
    yield from _lists(lang, site)


def _sections(document: Document, site: Site) -> Iterator[Record]:
    """An explainer or a page, section by section: a hit leads to the section that it is in."""
    voice = site.voice(document.lang)
    address = site.page_of(document).path
    title, summary = (voice.typeset(words) for words in (document.front.title, document.front.summary))
    before, *parts = HEADING.split(site.rendered(document.path).html)
    yield Record(document.kind, address, title, f"{summary} {plain(before)}")
    for name, heading, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield Record(document.kind, f"{address}#{name}", plain(heading), plain(body), title)


def _story(lang: str, site: Site) -> Iterator[Record]:
    """Events, days, people and organisations."""
    dossier, voice = site.dossier, site.voice(lang)
    for event in dossier.events:
        notes = (event.text, *(note.text for note in event.later))
        text = plain(" ".join(site.prose(note, lang) for note in notes))
        quoted = (voice.typeset(dossier.quotations[name].in_language(lang)) for name in event.quotations)
        text = " ".join((text, *(words for words in quoted if plain(words) not in text)))
        address, when = dossier.address("event", event.id, lang), voice.date(event.when)
        yield Record("event", address, voice.text(event.title), text, when)
    for day in dossier.days:
        yield Record("day", dossier.page("day", day.id, lang).path, voice.period(day), day.id)
    for person in dossier.people.values():
        roles = ", ".join(voice.text(role.title) for role in person.roles)
        text = plain(f"{site.prose(person.summary, lang)} {roles}")
        yield Record(person.kind, dossier.address("person", person.id, lang), voice.text(person.name), text)


def _lists(lang: str, site: Site) -> Iterator[Record]:
    """What stands in the lists of the site: terms, questions, figures, sources, changes."""
    dossier, voice = site.dossier, site.voice(lang)
    for term in dossier.terms.values():
        text = plain(site.prose(term.definition, lang))
        yield Record("term", dossier.address("term", term.id, lang), voice.text(term.term), text)
    for question in dossier.questions.values():
        parts = (question.text, *(version.text for version in question.versions), question.settled_by)
        text = plain(" ".join(site.prose(part, lang) for part in parts))
        address = dossier.address("question", question.id, lang)
        yield Record("question", address, voice.text(question.title), text)
    for figure in dossier.figures.values():
        readings = ", ".join(map(voice.reading, figure.readings))
        text = f"{voice.text(figure.unit)}{voice.rules.colon}{readings}"
        yield Record("figure", dossier.address("figure", figure.id, lang), voice.text(figure.title), text)
    for diagram in dossier.diagrams.values():
        # A diagram is a passage of the text that shows it.
        address, text = dossier.address("diagram", diagram.id, lang), plain(site.prose(diagram.text, lang))
        yield Record("explainer", address, voice.text(diagram.title), text)
    for source in dossier.sources.values():
        title = voice.name("source", source.id)
        title_lang = source.lang if source.title and source.lang != lang else ""
        text = ", ".join((*source.authors, source.publisher, voice.source_date(source)))
        address = dossier.address("source", source.id, lang)
        yield Record("source", address, title, text, title_lang=title_lang)
    for change in dossier.changes_newest_first:
        address, day = dossier.address("change", change.id, lang), voice.day(change.on)
        text = plain(site.prose(change.text, lang))
        yield Record("change", address, voice.text(change.title), text, day)
