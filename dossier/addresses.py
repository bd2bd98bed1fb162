"""Every page of the site and its address, worked out before anything is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.record import Document, Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the site in one language: what it shows, and where it stands.

    `path` is relative to the site's root and ends in `/`, or in a file name.
    """

    kind: str
    id: str
    lang: str
    path: str

    @property
    def kind_and_name(self) -> tuple[str, str]:
        """What a permanent address stands for, taken apart."""
        kind, _, name = self.id.partition("/")
        return kind, name

    @property
    def is_indexable(self) -> bool:
        """Whether search engines should list it: no past state of the record, nothing that only leads on."""
        return self.kind not in ("not-found", "snapshot", "stub")

    @property
    def save_as(self) -> str:
        """The file that a server sends for the path."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"


SECTION_OF = {
    "source": "sources",
    "term": "glossary",
    "figure": "figures",
    "question": "questions",
    "change": "changes",
}
"""Records that are shown on a page of their kind, at the fragment of their id."""


def every_page(dossier: "Dossier") -> Iterator[Page]:
    """The pages of a dossier: those that serve all languages, then those of each."""
    yield Page(kind="root", id="", lang="", path="")
    yield Page(kind="not-found", id="", lang="", path="404.html")
    for name in permanent_ids(dossier):
        yield Page(kind="stub", id=name, lang="", path=f"id/{name}/")
    for lang in dossier.languages:
        yield from _pages_in(lang, dossier)


def permanent_ids(dossier: "Dossier") -> list[str]:
    """`kind/id` of everything that has a permanent address of its own, sorted."""
    records = [f"{kind}/{name}" for kind, found in dossier.by_id.items() if kind != "quote" for name in found]
    return sorted([*records, *(f"{document.kind}/{document.key}" for document in _published(dossier, ""))])


def _pages_in(lang: str, dossier: "Dossier") -> Iterator[Page]:
    words = {section: in_languages[lang] for section, in_languages in dossier.story.addresses.items()}
    by = words.pop("by")

    def pages(kind: str, names: Iterable[str], *folders: str) -> Iterator[Page]:
        for name in names:
            yield Page(kind=kind, id=name, lang=lang, path="/".join((lang, *folders, name, "")))

    yield Page(kind="home", id="", lang=lang, path=f"{lang}/")
    for section, word in words.items():
        yield Page(kind=section, id="", lang=lang, path=f"{lang}/{word}/")
    filters = (name for name in (*dossier.story.categories, *dossier.people) if dossier.events_by(name))
    yield from pages("event", (event.id for event in dossier.events), words["timeline"])
    yield from pages("day", (day.id for day in dossier.days), words["timeline"])
    yield from pages("by", filters, words["timeline"], by)
    yield from pages("snapshot", (day.isoformat() for day in dossier.story.snapshots), words["known"])
    yield from pages("person", dossier.people, words["who"])
    yield from pages("since", (day.isoformat() for day in dossier.change_days), words["changes"])
    for document in _published(dossier, lang):
        path = f"{lang}/{document.front.slug}/"
        yield Page(kind=document.kind, id=document.key, lang=lang, path=path)


def _published(dossier: "Dossier", lang: str) -> Iterator["Document"]:
    """The documents of one language that are no drafts; without one, each pair once."""
    for pairs in (dossier.explainers, dossier.pages):
        for pair in pairs.values():
            document = pair[lang or dossier.languages[0]]
            if not document.is_draft:
                yield document
