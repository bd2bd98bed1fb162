"""What pages weigh on the wire, where text travels compressed, and how much they ask for."""

import gzip
import re

import pytest

from tests.site.test_look import FACES, LANGUAGES, one_of_each_kind

LONG = {"timeline", "snapshot", "sources", "whole", "by"}
"""The kinds of page that hold the whole record, or much of it: they weigh what it weighs."""


def weight(file):
    """How many bytes a file takes."""
    content = file.read_bytes()
    return len(content if file.suffix in (".woff2", ".png") else gzip.compress(content, 9))


@pytest.fixture(scope="module")
def styles(ours):
    """The one stylesheet."""
    (file,) = ours.folder.glob("theme/*.css")
    return file


def test_the_text_of_a_page_and_its_styles_are_light(ours, styles):
    heavy = {
        path: weight(page.file) + weight(styles)
        for path, page in ours.pages.items()
        if not re.search(f"site--({'|'.join(LONG)})\\b", page.text)
        and weight(page.file) + weight(styles) > 30_000
    }

    assert heavy == {}
    assert weight(styles) <= 9_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_home_page_and_its_styles_come_in_one_round_trip(ours, styles, lang):
    """RFC 6928: ten segments at first, of 1,460 bytes each."""
    assert weight(ours.folder / lang / "index.html") + weight(styles) <= 14_000


def test_an_explainer_is_light(ours):
    heavy = [
        path
        for path, page in ours.pages.items()
        if "site--explainer" in page.text and weight(page.file) > 24_000
    ]

    assert heavy == []


def test_the_long_pages_stay_within_what_the_record_weighs(ours):
    assert weight(ours.folder / "en/timeline/index.html") <= 60_000
    assert weight(ours.folder / "en/sources/index.html") <= 45_000
    assert weight(ours.folder / "en/whole-dossier/index.html") <= 250_000


def test_the_scripts_of_a_page_are_light(ours):
    assert sum(weight(file) for file in ours.folder.glob("theme/*.js")) <= 10_000


def test_the_fonts_are_light(ours):
    fonts = {file.name.split(".")[0]: weight(file) for file in ours.folder.glob("theme/*.woff2")}

    assert set(fonts) == set(FACES) - {"headings"}  # they are of the same file as the text
    assert fonts["text"] + fonts["interface"] <= 54_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_first_view_is_light_and_asks_for_little(ours, chromium, served, lang):
    heavy = {}

    for path in one_of_each_kind(ours, lang):
        if "site--whole" in ours.pages[path].text:
            continue  # it holds everything, bold letters too
        context = chromium.new_context()
        page = context.new_page()
        asked = []
        page.on(
            "requestfinished", lambda request, asked=asked: asked.append(request.url.removeprefix(served))
        )
        page.goto(served + path, wait_until="networkidle")
        context.close()
        files = [ours.pages[name].file if name in ours.pages else ours.folder / name for name in asked]
        fonts = sum(weight(file) for file in files if file.suffix == ".woff2")
        whole = sum(weight(file) for file in files)
        is_long = re.search(f"site--({'|'.join(LONG)})\\b", ours.pages[path].text)
        if len(files) > 7 or fonts > 80_000 or (whole > 110_000 and not is_long):
            heavy[path] = (len(files), fonts, whole)

    assert heavy == {}


@pytest.mark.parametrize(("path", "words"), [("fr/recherche/", "conseil"), ("en/search/", "board")])
def test_a_first_search_is_light_and_nothing_of_it_comes_before_somebody_types(
    ours, chromium, served, path, words
):
    context = chromium.new_context()
    page = context.new_page()
    asked = []
    page.on("requestfinished", lambda request: asked.append(request.url.removeprefix(served)))
    page.goto(served + path, wait_until="networkidle")
    assert not any("pagefind" in name for name in asked)
    asked.clear()
    page.fill("input[type=search]", words)
    page.locator(".search__status:not(:empty)").wait_for()
    page.wait_for_load_state("networkidle")
    context.close()

    files = [ours.folder / name.partition("?")[0] for name in asked]

    assert any(file.suffix == ".pf_index" for file in files)
    assert sum(map(weight, files)) <= 140_000
