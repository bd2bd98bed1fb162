"""The built sites, read as a browser reads them."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from lxml import etree, html
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
LANGUAGES = ("fr", "en")
STORIES = {
    "ours": (ROOT / "pelicanconf.py", ROOT / "content"),
    "lighthouse": (
        ROOT / "tests/stories/lighthouse/storyconf.py",
        ROOT / "tests/stories/lighthouse/content",
    ),
}
ADDRESSES = {"ours": "http://localhost:8000", "lighthouse": "https://lighthouse.example.org/news"}


@dataclass(frozen=True)
class Html:
    """One page: its file, its address, its tree and the errors of a strict parser."""

    file: Path
    path: str
    text: str

    @cached_property
    def parser(self) -> html5lib.HTMLParser:
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
        parser.tree_ = parser.parse(self.text)
        return parser

    @property
    def tree(self) -> etree._ElementTree:
        return self.parser.tree_

    @property
    def lang(self) -> str:
        return self.tree.getroot().get("lang", "")

    @cached_property
    def ids(self) -> list[str]:
        return self.tree.xpath("//@id")

    @property
    def is_indexable(self) -> bool:
        """Whether the page asks no search engine to pass it over."""
        return not self.css('meta[name="robots"][content="noindex"]')

    def css(self, selector: str) -> list[etree._Element]:
        return self.tree.getroot().cssselect(selector)

    def words(self) -> str:
        """The text that a reader sees, white space folded."""
        return re.sub(r"[ \n\t]+", " ", "".join(self.css("body")[0].itertext()))


@dataclass(frozen=True)
class Built:
    """A site in its folder, at its address."""

    folder: Path
    address: str

    @cached_property
    def pages(self) -> dict[str, Html]:
        """Every page by its path from the site's root, as a link names it."""
        found = {}
        for file in sorted(self.folder.rglob("*.html")):
            path = file.relative_to(self.folder).as_posix().removesuffix("index.html")
            found[path] = Html(file, path, file.read_text(encoding="utf-8"))
        return found

    def target(self, page: Html, link: str) -> tuple[str, str] | None:
        """The path and fragment to which a link leads, or None for another site."""
        whole = urlsplit(urljoin(f"{self.address}/{page.path}", link))
        if f"{whole.scheme}://{whole.netloc}" != "{0.scheme}://{0.netloc}".format(urlsplit(self.address)):
            return None
        base = urlsplit(self.address).path.rstrip("/") + "/"
        assert whole.path.startswith(base), f"{page.path}: {link} leaves the site's folder"
        return whole.path.removeprefix(base), whole.fragment


def one_of_each_kind(site, lang):
    """For each kind of page its longest in one language, and the pages for all languages."""
    found = {}
    for page in sorted(site.pages.values(), key=lambda page: (len(page.text), page.path)):
        kind = page.css("body")[0].get("class", page.path.partition("/")[0])
        if page.path.startswith(f"{lang}/") or not page.path.startswith(LANGUAGES):
            found[kind] = page.path
    return sorted(found.values())


def of_every_shape(site):
    """Few and short pages that hold, between them, each element that any page has, where any page has it.

    An element is its tag, its class, the attributes that it has and whether it is empty. Where it stands is
    its parent and, for a heading, the one before. Words differ from page to page: other tests look at them.
    """
    unseen = {page.path: _shapes(page) for page in site.pages.values()}
    length = {page.path: len(page.text) for page in site.pages.values()}
    found = []
    while unseen := {path: shapes for path, shapes in unseen.items() if shapes}:
        found.append(max(unseen, key=lambda path: (len(unseen[path]) / length[path], path)))
        seen = unseen[found[-1]]
        unseen = {path: shapes - seen for path, shapes in unseen.items()}
    return found


def _shapes(page):
    def shape(element):
        is_empty = not len(element) and not (element.text or "").strip()
        return element.tag, element.get("class"), *sorted(element.keys()), is_empty

    elements = list(html.document_fromstring(page.text).iter(etree.Element))
    levels = [element.tag for element in elements if re.fullmatch("h[1-6]", element.tag)]
    return {*((shape(one.getparent()), shape(one)) for one in elements[1:]), *pairwise(levels)}


def build(settings: Path, output: Path) -> subprocess.CompletedProcess[str]:
    """Build a site as the task does."""
    command = [sys.executable, "-m", "desk.build", "--settings", str(settings), "--output", str(output)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def built(story: str, folder: Path) -> Built:
    """One of the stories, as `build` makes it."""
    done = build(STORIES[story][0], folder / "output")
    assert done.returncode == 0, done.stderr
    return Built(folder / "output", ADDRESSES[story])


@pytest.fixture(scope="session")
def ours(tmp_path_factory) -> Built:
    """The published story."""
    return built("ours", tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="session")
def lighthouse(tmp_path_factory) -> Built:
    """The invented story, below a path and in two other languages."""
    return built("lighthouse", tmp_path_factory.mktemp("lighthouse"))


@pytest.fixture(params=STORIES)
def site(request) -> Built:
    """Each story in turn."""
    return request.getfixturevalue(request.param)


def missing(reason: str) -> NoReturn:
    """Skip what cannot be tested on this machine; in CI it must be."""
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Debian's Chromium; without one the tests that need it are skipped, but not in CI."""
    program = shutil.which("chromium") or missing("needs a browser: apt-get install chromium")
    with sync_playwright() as playwright:
        # As root, as in CI, Chromium has no sandbox to run in.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests that need one."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def opened(chromium, served):
    """Opens pages of one size of screen; counts what they ask for."""
    contexts = []

    def open_page(width, height=800, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.show = lambda path: page.goto(served + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@contextmanager
def serving(site: Built) -> Iterator[str]:
    """The address at which a site is shown on this machine."""
    command = [sys.executable, "-m", "desk.serve", "--port", "0", "--output", str(site.folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        yield address_of(server)
        server.terminate()


@pytest.fixture(scope="session")
def served(ours):
    """The address at which the published story is shown."""
    with serving(ours) as address:
        yield address


def address_of(server: subprocess.Popen[str]) -> str:
    """Where a server that was just started listens."""
    return re.search(r"http://\S+?/", server.stdout.readline())[0]
