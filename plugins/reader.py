"""Gives Pelican the documents that the dossier has read and the site has rendered."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.plugins import signals
from pelican.readers import BaseReader, Readers

if TYPE_CHECKING:
    from plugins.site import Site


class DocumentReader(BaseReader):
    """Hands over a document by its path; it reads no file and decides nothing."""

    enabled = True
    file_extensions: list[str] = ["md"]  # noqa: RUF012  # as Pelican declares it

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body as HTML, and what Pelican and the templates want to know of the document."""
        site: Site = self.settings["SITE"]
        with site.trace.frame() as frame:
            html, metadata = self._read(site, Path(source_path).resolve())
        return html, metadata | {"made_from": frame}

    def _read(self, site: "Site", file: Path) -> tuple[str, dict[str, Any]]:
        document = site.in_file(file)
        rendered = site.rendered(document.path)
        voice = site.voice(document.lang)
        here = site.page_of(document)
        metadata = {
            "title": voice.typeset(document.front.title),
            "summary": voice.typeset(document.front.summary),
            "slug": document.front.slug,
            "lang": document.lang,
            "translation_key": document.key,
            "url": here.path,
            "save_as": here.save_as,
            "template": document.kind,
            "here": here,
            "document": document,
            "rendered": rendered,
        }
        if document.published:
            metadata["date"] = datetime.combine(document.published, time(), UTC)
        return rendered.html, metadata


def use_reader(readers: Readers) -> None:
    """Every `.md` file is read by ours."""
    readers.reader_classes["md"] = DocumentReader


def register() -> None:
    """Connect to Pelican."""
    signals.readers_init.connect(use_reader)
