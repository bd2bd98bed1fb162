"""What a finished site must be before anybody may see it, read from the very files that would go online.

Pages are searched with regular expressions, not parsed: they are our own, well-formed and in one spelling, as
the tests of the site see with a strict parser; and before each deploy all are to be looked at in seconds.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from desk.manifest import NAME, Manifest
from desk.wording import words

LINK = re.compile(r'<[a-z]+\s(?:[^<>]*\s)?(?:href|src)="([^"]*)"')
ID = re.compile(r'\sid="([^"]+)"')
LANG = re.compile(r'<html[^>]*\slang="([^"]*)"')
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)"')
OWN = re.compile(r'<link rel="canonical" href="([^"]*)"|<meta property="og:(?:url|image)" content="([^"]*)"')
LOCATION = re.compile(r"<loc>([^<]*)</loc>")

NOBODY = "x-default"


@dataclass(frozen=True)
class Page:
    """What one page names, and what can be named in it."""

    path: str
    address: str
    lang: str
    ids: frozenset[str]
    links: frozenset[str]
    alternates: Mapping[str, str]
    own: frozenset[str]


@dataclass
class Tree:
    """A finished site in a folder."""

    folder: Path
    manifest: Manifest
    pages: dict[str, Page] = field(default_factory=dict)

    @cached_property
    def root(self) -> str:
        """The address of the home page."""
        return f"{self.manifest.address}/"

    def address(self, path: str) -> str:
        """Where a file is read."""
        return self.root + re.sub(r"(^|/)index\.html$", r"\1", path)

    def file(self, address: str) -> str:
        """The file that is read at one of our addresses, whether or not it is there."""
        path = unquote(urlsplit(address).path).removeprefix(urlsplit(self.root).path)
        return f"{path}index.html" if path.endswith("/") or not path else path

    def read(self) -> None:
        """Take in all pages."""
        for path in self.manifest.files:
            if path.endswith(".html") and (self.folder / path).is_file():
                self.pages[path] = self._page(path, (self.folder / path).read_text(encoding="utf-8"))

    def _page(self, path: str, text: str) -> Page:
        lang = LANG.search(text)
        return Page(
            path=path,
            address=self.address(path),
            lang=lang[1] if lang else "",
            ids=frozenset(map(unescape, ID.findall(text))),
            links=frozenset(map(unescape, LINK.findall(text))),
            alternates={lang: unescape(address) for lang, address in ALTERNATE.findall(text)},
            own=frozenset(unescape(one or other) for one, other in OWN.findall(text)),
        )


Inspector = Callable[[Tree], Iterator[str]]


def inspect(folder: Path, manifest: Manifest) -> list[str]:
    """All that is wrong with a site, a sentence each."""
    tree = Tree(folder, manifest)
    tree.read()
    return [problem for inspector in INSPECTORS for problem in sorted(inspector(tree))]


def whole(tree: Tree) -> Iterator[str]:
    """The files are those of the manifest."""
    for path in tree.manifest.damage(tree.folder):
        yield words("damaged", path=path)


def links(tree: Tree) -> Iterator[str]:
    """What a page links to or shows from this site is there, and so is the place in it."""
    for page in tree.pages.values():
        for link in page.links:
            address = urljoin(page.address, link)
            if not address.startswith(tree.root):
                continue
            file, place = tree.file(address), unquote(urlsplit(address).fragment)
            if file not in tree.manifest.files and file != NAME:
                yield words("no-such-file", page=page.path, link=link)
            elif place and file in tree.pages and place not in tree.pages[file].ids:
                yield words("no-such-place", page=page.path, link=link)


def addresses(tree: Tree) -> Iterator[str]:
    """What a page, or the sitemap, calls an address of this site is one."""
    for page in tree.pages.values():
        for address in page.own:
            if not address.startswith(tree.root):
                yield words("foreign-address", page=page.path, link=address, address=tree.root)
    sitemap = tree.folder / "sitemap.xml"
    if not sitemap.is_file():
        yield words("no-sitemap")
        return
    for address in map(unescape, LOCATION.findall(sitemap.read_text(encoding="utf-8"))):
        if not address.startswith(tree.root):
            yield words("foreign-address", page=sitemap.name, link=address, address=tree.root)
        elif tree.file(address) not in tree.manifest.files:
            yield words("no-such-file", page=sitemap.name, link=address)


def languages(tree: Tree) -> Iterator[str]:
    """A page in another language is there, is in that language, and names this one in return."""
    for page in tree.pages.values():
        for lang, address in page.alternates.items():
            other = tree.pages.get(tree.file(address)) if address.startswith(tree.root) else None
            if other is None:
                yield words("no-such-file", page=page.path, link=address)
            elif lang != NOBODY and other.lang != lang:
                yield words("other-language", page=page.path, link=address, lang=lang)
            elif lang != NOBODY and page.address not in other.alternates.values():
                yield words("not-mutual", page=page.path, link=address)


def every_language(tree: Tree) -> Iterator[str]:
    """Each language in which one of the pages exists has a home page."""
    named = {lang for page in tree.pages.values() for lang in page.alternates} - {NOBODY}
    if not named:
        yield words("no-language")
    for lang in named:
        if f"{lang}/index.html" not in tree.pages:
            yield words("no-home", lang=lang)


INSPECTORS: tuple[Inspector, ...] = (whole, links, addresses, languages, every_language)
