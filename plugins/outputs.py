"""Writes what is not a page: styles, fonts, scripts, feeds, data, the search index, the sitemap."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent, register_namespace

from feedgenerator import Atom1Feed, get_tag_uri
from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from dossier import Change, Page
from plugins import data, search
from plugins.site import SCRIPTS, Site
from plugins.words import plain

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
"""What feed readers take out, but for its words: left out whole, its words stand beside it."""


class OutputsGenerator(Generator):
    """Everything that machines read beside the pages."""

    def generate_output(self, _writer: Writer) -> None:
        """Write them all below the output folder."""
        site: Site = self.settings["SITE"]
        output = Path(self.output_path)
        _write(output / site.stylesheet_path, site.stylesheet)
        for name in SCRIPTS:
            _write(output / site.script_path(name), site.script(name))
        for name, path in site.static_paths.items():
            (output / path).write_bytes(site.static[name].read_bytes())
        for lang in site.dossier.languages:
            changes, corrections = site.dossier.changes_newest_first, site.dossier.corrections
            _write(output / lang / "feed.atom.xml", feed(site, lang))
            _write(output / lang / "changes.atom.xml", change_feed(site, lang, "changes", changes))
            _write(
                output / lang / "corrections.atom.xml", change_feed(site, lang, "corrections", corrections)
            )
        for path, text in data.files(site).items():
            _write(output / path, text)
        for path, content in search.files(site).items():
            _write_bytes(output / path, content)
        missing = [
            page.save_as for page in site.dossier.site.values() if not (output / page.save_as).is_file()
        ]
        if missing:
            raise MissingPages(missing)
        _write(output / "sitemap.xml", sitemap(site))


class MissingPages(Exception):
    """Pages to which the site links were not written: a mistake of ours, never of a writer."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(f"not written: {', '.join(paths)}")


def feed(site: Site, lang: str) -> str:
    """The explainers of one language, newest first, in full, as an Atom feed (RFC 4287)."""
    dossier, voice = site.dossier, site.voice(lang)
    atom = _feed(site, lang, "home", "feed", voice.text(dossier.story.title))
    documents = [
        d for d in site.documents.values() if d.kind == "explainer" and d.lang == lang and d.published
    ]
    for document in sorted(documents, key=lambda d: (d.published, -d.front.order), reverse=True):
        link = site.absolute(dossier.page("explainer", document.key, lang).path)
        body = str(site.rendered[document.path].html).replace('href="#', f'href="{link}#')
        body = DRAWING.sub("", body)
        moment = _midnight(document.published)
        title, summary = voice.typeset(document.front.title), voice.typeset(document.front.summary)
        _add(atom, site, link, title, summary, body, moment)
    text: str = atom.writeString("utf-8")  # type: ignore[no-untyped-call]
    return text


def change_feed(site: Site, lang: str, section: str, changes: Sequence[Change]) -> str:
    """What we changed, or what we corrected, newest first, as an Atom feed of one language."""
    voice = site.voice(lang)
    name = voice.t("Corrections") if section == "corrections" else voice.t("What changed on this site")
    atom = _feed(site, lang, section, section, f"{voice.text(site.dossier.story.title)} – {name}")
    for change in changes:
        link = f"{site.absolute(site.dossier.page(section, '', lang).path)}#{change.id}"
        text = site.prose(change.text, lang)
        _add(atom, site, link, voice.text(change.title), plain(text), str(text), _midnight(change.on))
    text_of_feed: str = atom.writeString("utf-8")  # type: ignore[no-untyped-call]
    return text_of_feed


class Feed(Atom1Feed):
    """An Atom feed that never asks the clock: an empty one is as old as the edition."""

    edition: datetime

    def latest_post_date(self) -> datetime:
        """When its newest entry was written."""
        newest: datetime = self.edition
        if self.items:
            newest = super().latest_post_date()  # type: ignore[no-untyped-call]
        return newest


def _feed(site: Site, lang: str, section: str, name: str, title: str) -> Feed:
    description = site.voice(lang).text(site.dossier.story.description)
    atom = Feed(  # type: ignore[no-untyped-call]
        title=title,
        link=site.absolute(site.dossier.page(section, "", lang).path),
        feed_url=site.absolute(f"{lang}/{name}.atom.xml"),
        description=description,
        subtitle=description,
        language=lang,
        author_name=site.voice(lang).text(site.dossier.story.title),
    )
    atom.edition = _midnight(site.dossier.edition)
    return atom


def _add(atom: Feed, site: Site, link: str, title: str, summary: str, body: str, moment: datetime) -> None:
    lang: str = atom.feed["language"]
    atom.add_item(  # type: ignore[no-untyped-call]
        title=site.voice(lang).typeset(title),
        link=link,
        unique_id=get_tag_uri(link, moment),
        description=summary,
        content=body.replace(f'="{site.url("")}', f'="{site.absolute("")}'),
        author_name=atom.feed["author_name"],
        pubdate=moment,
        updateddate=moment,
    )


def _midnight(day: date | None) -> datetime:
    assert day is not None
    return datetime.combine(day, time(), UTC)


def sitemap(site: Site) -> str:
    """Every page with its versions in the other languages (sitemaps.org; hreflang as in HTML)."""
    register_namespace("", SITEMAP)
    register_namespace("xhtml", XHTML)
    urlset = Element(f"{{{SITEMAP}}}urlset")
    for page in site.dossier.site.values():
        if not page.is_indexable:
            continue
        url = SubElement(urlset, f"{{{SITEMAP}}}url")
        SubElement(url, f"{{{SITEMAP}}}loc").text = site.absolute(page.path)
        if day := last_changed(site, page):
            SubElement(url, f"{{{SITEMAP}}}lastmod").text = day
        for lang, address in site.alternates(page) if page.lang else ():
            SubElement(url, f"{{{XHTML}}}link", {"rel": "alternate", "hreflang": lang, "href": address})
    indent(urlset)
    file = BytesIO()
    ElementTree(urlset).write(file, encoding="utf-8", xml_declaration=True)
    return file.getvalue().decode()


def last_changed(site: Site, page: Page) -> str:
    """The day on which a page last changed in meaning; nothing where it serves all languages."""
    return site.dossier.last_changed(page).isoformat() if page.lang else ""


def _write(path: Path, text: str) -> None:
    _write_bytes(path, text.encode())


def _write_bytes(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def get_generators(_pelican: Pelican) -> type[Generator]:
    """Last: these list what the others write."""
    return OutputsGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
