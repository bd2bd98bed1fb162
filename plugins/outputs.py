"""Writes what is not a page: the stylesheet, a feed for each language, the sitemap."""

from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent, register_namespace

from feedgenerator import Atom1Feed, get_tag_uri
from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from dossier import Page
from plugins.site import Site

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


class OutputsGenerator(Generator):
    """Everything that machines read beside the pages."""

    def generate_output(self, _writer: Writer) -> None:
        """Write them all below the output folder."""
        site: Site = self.settings["SITE"]
        output = Path(self.output_path)
        _write(output / site.stylesheet_path, site.stylesheet)
        for lang in site.dossier.languages:
            _write(output / lang / "feed.atom.xml", feed(site, lang))
        _write(output / "sitemap.xml", sitemap(site))


def feed(site: Site, lang: str) -> str:
    """The explainers of one language, newest first, in full, as an Atom feed (RFC 4287)."""
    dossier, voice = site.dossier, site.voice(lang)
    title = voice.text(dossier.story.title)
    atom = Atom1Feed(
        title=title,
        link=site.absolute(dossier.page("home", "", lang).path),
        feed_url=site.absolute(f"{lang}/feed.atom.xml"),
        description=voice.text(dossier.story.description),
        subtitle=voice.text(dossier.story.description),
        language=lang,
        author_name=title,
    )
    documents = [
        d for d in site.documents.values() if d.kind == "explainer" and d.lang == lang and d.published
    ]
    for document in sorted(documents, key=lambda d: (d.published, -d.front.order), reverse=True):
        link = site.absolute(dossier.page("explainer", document.key, lang).path)
        moment = datetime.combine(document.published, time(), UTC)  # type: ignore[arg-type]  # filtered above
        body = str(site.rendered[document.path].html).replace('href="#', f'href="{link}#')
        atom.add_item(
            title=voice.typeset(document.front.title),
            link=link,
            unique_id=get_tag_uri(link, moment),
            description=voice.typeset(document.front.summary),
            content=body.replace(f'="{site.url("")}', f'="{site.absolute("")}'),
            author_name=title,
            pubdate=moment,
            updateddate=moment,
        )
    text: str = atom.writeString("utf-8")
    return text


def sitemap(site: Site) -> str:
    """Every page with its versions in the other languages (sitemaps.org; hreflang as in HTML)."""
    register_namespace("", SITEMAP)
    register_namespace("xhtml", XHTML)
    urlset = Element(f"{{{SITEMAP}}}urlset")
    for page in site.dossier.site.values():
        if page.kind == "not-found":
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
    """The day on which a page last changed in meaning; nothing where no record says."""
    documents = site.dossier.explainers if page.kind == "explainer" else {}
    day = documents[page.id][page.lang].published if page.id in documents else None
    return day.isoformat() if day else ""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def get_generators(_pelican: Pelican) -> type[Generator]:
    """Last: these list what the others write."""
    return OutputsGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
