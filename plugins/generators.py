"""Writes the pages that are made from the record, in every language."""

from typing import TYPE_CHECKING

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

if TYPE_CHECKING:
    from plugins.site import Site

DOCUMENTS = ("explainer", "page")
"""The kinds of pages that Pelican writes as its own articles and pages."""


class RecordGenerator(Generator):
    """One page for each address of the dossier that no document stands at."""

    def generate_output(self, writer: Writer) -> None:
        """Render and write them all."""
        site: Site = self.settings["SITE"]
        for page in site.pages:
            if page.kind not in DOCUMENTS:
                template = self.get_template(page.kind)  # type: ignore[no-untyped-call]
                say = site.voices.get(page.lang)  # the root and the 404 page speak all languages
                writer.write_file(page.save_as, template, self.context, here=page, say=say)


def get_generators(_pelican: Pelican) -> type[Generator]:
    """After Pelican's own, so that the stylesheet and the documents are settled."""
    return RecordGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
