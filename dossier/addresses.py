"""Every page of the site and its address, worked out before anything is written, and where old ones lead."""

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
    def name(self) -> str:
        """What the register calls it, in whatever language: a section, or `kind/id`."""
        return f"{self.kind}/{self.id}" if self.id else self.kind

    @property
    def kind_and_name(self) -> tuple[str, str]:
        """What a permanent address stands for, taken apart."""
        kind, _, name = self.id.partition("/")
        return kind, name

    @property
    def is_indexable(self) -> bool:
        """Whether search engines should list it: no past state, nothing elsewhere or for writers."""
        return self.kind not in ("guide", "moved", "not-found", "snapshot", "stub", "withdrawn")

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
WHOLE_OF = {"day": "timeline", "by": "timeline", "snapshot": "known", "since": "changes"}
"""Pages that show a part of a section, and that section: it is there when nothing is left of the part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An address at which nothing stands any more, and where it leads.

    Both paths are relative to the site's root, without a slash before them. `to` may end in a fragment;
    it is None where what stood there was withdrawn.
    """

    path: str
    to: str | None
    name: str  # what stood there, as the register calls it
    lang: str  # of the address; empty where it serves all languages


def current_pages(dossier: "Dossier") -> Iterator[Page]:
    """The pages on which something stands: those that serve all languages, then those of each."""
    yield Page(kind="root", id="", lang="", path="")
    yield Page(kind="not-found", id="", lang="", path="404.html")
    for name in permanent_ids(dossier):
        yield Page(kind="stub", id=name, lang="", path=_permanent(name))
    for lang in dossier.languages:
        yield from _pages_in(lang, dossier)


def former_pages(redirects: Iterable[Redirect]) -> Iterator[Page]:
    """The pages that say where something went, or that it was withdrawn."""
    for one in redirects:
        if one.to is not None:
            yield Page(kind="moved", id=one.path, lang=one.lang, path=one.path)
        else:
            kind = "withdrawn" if one.lang else "stub"
            yield Page(kind=kind, id=one.name, lang=one.lang, path=one.path)


def public_addresses(dossier: "Dossier") -> dict[str, tuple[str, ...]]:
    """What the register holds: every permanent id and every page in a language, each with its addresses."""
    found: dict[str, list[str]] = {name: [] for name in permanent_ids(dossier)}
    for lang in dossier.languages:
        for page in _pages_in(lang, dossier):
            found.setdefault(page.name, []).append(page.path)
    return {name: tuple(paths) for name, paths in sorted(found.items())}


def find_redirects(dossier: "Dossier") -> Iterator[Redirect]:
    """Every registered address at which nothing stands any more.

    What is still there, at another address, is followed without a word from anybody. What is gone has an
    entry in `moved`: its addresses lead to what that names or, where it was withdrawn, to the last address
    that it had in their language, where the reason stands. A part that is empty leads to the whole.
    """
    occupied = {page.path for page in dossier.current.values()}
    for name, addresses in dossier.registered.items():
        moved = dossier.moved.get(name)
        if moved:
            to = _permanent(moved.to) if moved.to else None
            yield Redirect(path=_permanent(name), to=to, name=name, lang="")
        last = {_language_of(path, dossier): path for path in addresses}
        for path in addresses:
            if path not in occupied:
                lang = _language_of(path, dossier)
                to = _where_now(name, lang, dossier) or (last[lang] if path != last[lang] else None)
                yield Redirect(path=path, to=to, name=name, lang=lang)


def _where_now(name: str, lang: str, dossier: "Dossier") -> str | None:
    """Where that which the register calls `name` is to be found in a language; None if it was withdrawn."""
    kind, _, key = name.partition("/")
    if ("stub", name, "") in dossier.current:
        return dossier.address(kind, key, lang)
    if (kind, key, lang) in dossier.current:
        return dossier.page(kind, key, lang).path
    if kind in WHOLE_OF:
        if kind == "by" and (person := dossier.moved.get(f"person/{key}")):
            _, _, key = (person.to or "").partition("/")
            if (kind, key, lang) in dossier.current:
                return dossier.page(kind, key, lang).path
        return dossier.page(WHOLE_OF[kind], "", lang).path
    if to := dossier.moved[name].to:
        kind, _, key = to.partition("/")
        return dossier.address(kind, key, lang)
    return None


def _language_of(path: str, dossier: "Dossier") -> str:
    """The language of an address; where the story is no longer told in it, the default one."""
    lang = path.partition("/")[0]
    return lang if lang in dossier.languages else dossier.story.default_language


def _permanent(name: str) -> str:
    """The permanent address of an id."""
    return f"id/{name}/"


def permanent_ids(dossier: "Dossier") -> list[str]:
    """`kind/id` of everything that has a permanent address of its own, sorted."""
    records = [f"{kind}/{name}" for kind, found in dossier.by_id.items() if kind != "quote" for name in found]
    return sorted([*records, *(f"{document.kind}/{document.key}" for document in _shown(dossier, ""))])


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
    for document in _shown(dossier, lang):
        path = f"{lang}/{document.front.slug}/"
        yield Page(kind=document.kind, id=document.key, lang=lang, path=path)


def _shown(dossier: "Dossier", lang: str) -> Iterator["Document"]:
    """The documents of one language that are shown; without one, each pair once."""
    for pairs in (dossier.explainers, dossier.pages):
        for pair in pairs.values():
            document = pair[lang or dossier.languages[0]]
            if document.is_shown:
                yield document
