"""Writes what is not a page: styles, fonts, scripts, pictures, feeds, data, the search, lists."""

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent, register_namespace

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals

from dossier import Change, DossierError, Page, Problem, Spot
from plugins import data, feeds, search, wellknown
from plugins.reuse import SiteWriter
from plugins.site import Site
from plugins.voice import Voice

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


class OutputsGenerator(Generator):
    """Everything that machines read beside the pages."""

    def generate_output(self, writer: SiteWriter) -> None:
        """Write below the output folder what the pages to write need: all, or what makes them look right."""
        site: Site = self.settings["SITE"]
        output, live = Path(self.output_path), self.settings.get("LIVE", False)
        self._write_look(site, output)
        if site.only is not None:
            writer.finish()
            return
        with site.trace.frame():  # of no page
            for path, make in (data.files(site) | feeds.files(site, self._shown)).items():
                writer.write(("outputs", path), partial(_alone, path, make))
            writer.write(("outputs", "sitemap"), lambda: _in_bytes({"sitemap.xml": sitemap(site)}))
            writer.write(("outputs", "fixed"), lambda: _in_bytes(wellknown.files(site)))
            if not live:
                writer.write(("outputs", "search"), lambda: search.files(site))
            writer.finish()
            if not live:
                self.settings["PICTURES"].write(output, Path(self.settings["CACHE_PATH"]) / "pictures")
            _require_all(site, output)

    def _write_look(self, site: Site, output: Path) -> None:
        _write(output / site.stylesheet_path, site.stylesheet)
        for name, path in site.script_paths.items():
            _write(output / path, site.scripts[name])
        for name, path in site.static_paths.items():
            (output / path).write_bytes(site.static[name].read_bytes())

    def _shown(self, change: Change, voice: Voice) -> str:
        """A change as the pages show it."""
        macros: Any = self.env.get_template("macros/change.html").module
        return str(macros.change_body(change, voice))


def _require_all(site: Site, output: Path) -> None:
    missing = [page for page in site.pages if not (output / page.save_as).is_file()]
    vanished = [path for path, document in site.documents.items() if site.page_of(document) in missing]
    if vanished:  # Pelican looks for the files again
        raise DossierError([Problem(path, Spot(), "vanished", {}) for path in vanished])
    if missing:
        raise MissingPages([page.save_as for page in missing])


class MissingPages(Exception):
    """Pages to which the site links were not written: a mistake of ours, never of a writer."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(f"not written: {', '.join(paths)}")


def sitemap(site: Site) -> str:
    """Every page with its versions in the other languages (sitemaps.org; hreflang as in HTML)."""
    register_namespace("", SITEMAP)
    register_namespace("xhtml", XHTML)
    urlset = Element(f"{{{SITEMAP}}}urlset")
    for page in site.dossier.every_page:
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


def _alone(path: str, make: Callable[[], str]) -> dict[str, bytes]:
    return _in_bytes({path: make()})


def _in_bytes(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items()}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def get_generators(_pelican: Pelican) -> type[Generator]:
    """Last: these list what the others write."""
    return OutputsGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
