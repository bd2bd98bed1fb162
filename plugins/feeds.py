"""The Atom feeds of each language (RFC 4287): new explainers, what changed, what we corrected."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from html import escape

from feedgenerator import Atom1Feed, get_tag_uri

from dossier import Change
from plugins.site import Site
from plugins.voice import Voice
from plugins.words import plain

Body = Callable[[Change, Voice], str]
"""Shows a change as HTML, as the pages do."""
NEWEST = 50
"""Explainers in a feed, all of which is fetched again and again; of what changed none is left out."""
DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
"""What feed readers take out, but for its words: left out whole, its words stand beside it."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: what it is called, where it stands below the site's root, and the kind of page it follows."""

    title: str
    path: str
    section: str


def feeds(site: Site, lang: str) -> tuple[Feed, ...]:
    """The feeds of one language."""
    voice = site.voice(lang)
    name = voice.text(site.dossier.story.title)
    return (
        Feed(name, f"{lang}/feed.atom.xml", "home"),
        Feed(f"{name} – {voice.t('What changed on this site')}", f"{lang}/changes.atom.xml", "changes"),
        Feed(f"{name} – {voice.t('Corrections')}", f"{lang}/corrections.atom.xml", "corrections"),
    )


def files(site: Site, body: Body) -> dict[str, Callable[[], str]]:
    """Every feed of the site: its path, and what makes its text, asking anew all that it says."""

    def make(lang: str, at: int) -> str:
        return written(site, feeds(site, lang)[at], lang, body)

    return {
        feed.path: partial(make, lang, at)
        for lang in site.voices
        for at, feed in enumerate(feeds(site, lang))
    }


def written(site: Site, feed: Feed, lang: str, body: Body) -> str:
    """A feed as XML, newest first, every entry in full."""
    description = site.voice(lang).text(site.dossier.story.description)
    atom = Atom(  # type: ignore[no-untyped-call]
        title=feed.title,
        link=site.absolute(site.dossier.page(feed.section, "", lang).path),
        feed_url=site.absolute(feed.path),
        description=description,
        subtitle=description,
        language=lang,
        author_name=site.voice(lang).text(site.dossier.story.title),
    )
    atom.edition = _midnight(site.dossier.edition)
    for entry in _explainers(site, lang) if feed.section == "home" else _changes(site, feed, lang, body):
        atom.add_item(  # type: ignore[no-untyped-call]
            title=entry.title,
            link=entry.link,
            unique_id=get_tag_uri(entry.link, _midnight(entry.published)),
            description=escape(entry.summary),  # it is declared as HTML
            content=_with_whole_links(entry.body, entry.link, site),
            author_name=atom.feed["author_name"],
            pubdate=_midnight(entry.published),
            updateddate=_midnight(entry.updated),
        )
    text: str = atom.writeString("utf-8")  # type: ignore[no-untyped-call]
    return text


class Atom(Atom1Feed):
    """An Atom feed that never asks the clock: an empty one is as old as the edition."""

    edition: datetime

    def latest_post_date(self) -> datetime:
        """When its newest entry was written."""
        newest: datetime = self.edition
        if self.items:
            newest = super().latest_post_date()  # type: ignore[no-untyped-call]
        return newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: an explainer, or a change."""

    title: str
    link: str
    summary: str
    body: str
    published: date
    updated: date


def _explainers(site: Site, lang: str) -> Iterator[Entry]:
    voice = site.voice(lang)
    mine = [d for d in site.documents.values() if d.kind == "explainer" and d.lang == lang]
    for document in sorted(mine, key=lambda d: (d.published, -d.front.order), reverse=True)[:NEWEST]:
        page = site.dossier.page("explainer", document.key, lang)
        assert document.published is not None
        yield Entry(
            title=voice.typeset(document.front.title),
            link=site.absolute(page.path),
            summary=voice.typeset(document.front.summary),
            body=DRAWING.sub("", str(site.rendered(document.path).html)),
            published=document.published,
            updated=site.dossier.last_changed(page),
        )


def _changes(site: Site, feed: Feed, lang: str, body: Body) -> Iterator[Entry]:
    voice, dossier = site.voice(lang), site.dossier
    for change in dossier.corrections if feed.section == "corrections" else dossier.changes_newest_first:
        yield Entry(
            title=voice.text(change.title),
            link=f"{site.absolute(dossier.page(feed.section, '', lang).path)}#{change.id}",
            summary=plain(site.prose(change.text, lang)),
            body=body(change, voice),
            published=change.on,
            updated=change.on,
        )


def _with_whole_links(body: str, link: str, site: Site) -> str:
    """HTML for a place that is not the page: its links name the site, those within the page also the page."""
    of_page = re.sub(r'\b(href|src)="#', rf'\1="{link.partition("#")[0]}#', body)
    return re.sub(rf'\b(href|src)="{re.escape(site.url(""))}', rf'\1="{site.absolute("")}', of_page)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
