"""Writes the pages that are made from the record, in every language."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import Template
from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.reuse import SiteWriter

if TYPE_CHECKING:
    from plugins.site import Site

DOCUMENTS = ("explainer", "page")
"""The kinds of pages that Pelican writes as its own articles and pages."""


class Later:
    """A template that is read when a page is made with it: most pages stay as they were."""

    def __init__(self, get: Callable[[], Template]) -> None:
        self.get = get

    def render(self, context: dict[str, Any]) -> str:
        """What the template makes of a context."""
        return self.get().render(context)


class RecordGenerator(Generator):
    """One page for each address of the dossier that no document stands at."""

    def generate_output(self, writer: SiteWriter) -> None:
        """Render and write them all; and the documents that Pelican did not read, because they stand."""
        site: Site = self.settings["SITE"]
        with site.trace.frame():  # of no page: which there are
            pages = site.pages
        for page in pages:
            if page.kind in DOCUMENTS:
                writer.take(page.save_as)
            else:
                template = Later(partial(self.get_template, page.kind))
                say = site.voices.get(page.lang)  # the root and the 404 page speak all languages
                writer.write_file(page.save_as, template, self.context, here=page, say=say)


def get_generators(_pelican: Pelican) -> type[Generator]:
    """After Pelican's own, so that the stylesheet and the documents are settled."""
    return RecordGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
