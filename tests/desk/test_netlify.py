"""The rules for Netlify and Cloudflare Pages mean what was decided, on both."""

import re

import pytest

from desk.hosting import headers_of
from desk.netlify import headers, redirects
from dossier import Redirect

SEARCHES = ["de/suche/index.html"]
PATHS = [
    "404.html", "index.html", "sitemap.xml", "data/record.json", "de/index.html", "de/suche/index.html",
    "de/suche-mehr/index.html", "de/daten/index.html", "de/daten/timeline.csv", "de/feed.atom.xml",
    "pagefind/pagefind.js", "pagefind/fragment/de_0123abc.pf_fragment", "pictures/0123456789abcdef.png",
    "theme/mark.0123456789ab.svg", "theme/site.0123456789ab.css",
]  # fmt: skip


def blocks(text):
    """The rules of a file: the pattern and the lines of each."""
    return [(block.splitlines()[0], block.splitlines()[1:]) for block in text.split("\n\n")]


def matches(pattern, address):
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), address)


def on_cloudflare(text, address):
    """Of all rules that match, headers add up; "! name" takes one away."""
    found = {}
    for pattern, lines in blocks(text):
        if matches(pattern, address):
            for line in lines:
                name, _, value = line.strip().partition(": ")
                if name.startswith("! "):
                    found.pop(name.removeprefix("! "), None)
                else:
                    found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def on_netlify(text, address):
    """Of all rules that match, the last that gives a header counts; a line without a colon is none."""
    found = {}
    for pattern, lines in blocks(text):
        if matches(pattern, address):
            found |= dict(line.strip().split(": ", 1) for line in lines if ":" in line)
    return found


def decided(path):
    return {name: value for name, value in headers_of(path, SEARCHES).items() if name != "Content-Type"}


@pytest.mark.parametrize("host", [on_cloudflare, on_netlify])
@pytest.mark.parametrize("path", PATHS)
def test_each_file_gets_its_headers(host, path):
    text = headers(PATHS, SEARCHES)

    assert host(text, "/" + path.removesuffix("index.html")) == decided(path)


def test_a_folder_whose_files_are_alike_has_one_rule():
    text = headers([*PATHS, "pictures/fedcba9876543210.png"], SEARCHES)

    assert [pattern for pattern, _ in blocks(text) if "pictures" in pattern] == ["/pictures/*"]


def test_below_a_path_the_rules_stand_below_it_too():
    text = headers(PATHS, SEARCHES, "/news")

    assert all(pattern.startswith("/news/") for pattern, _ in blocks(text))


def test_a_former_address_is_redirected_on_both_and_a_withdrawn_one_says_so_where_it_can():
    gone = [
        Redirect(path="de/alt/", to="de/neu/", name="event/old", lang="de"),
        Redirect(path="id/event/weg/", to=None, name="event/lost", lang=""),
    ]

    assert redirects(gone, "/news").splitlines() == [
        "/news/de/alt/ /news/de/neu/ 301!",
        "/news/de/alt/ /news/de/neu/ 301",
        "/news/id/event/weg/ /news/id/event/weg/index.html 410!",
    ]
