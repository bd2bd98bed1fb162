"""How a page looks where somebody shares it: whole addresses, a picture of its own, in its language."""

import io

import pytest
from PIL import Image

from tests.site.test_pages import alternates, faults


def told(page):
    """What Open Graph says of a page."""
    return {meta.get("property"): meta.get("content") for meta in page.css("meta[property]")}


def test_every_page_says_how_it_is_shared(site):
    def wrong(page):
        shared = told(page)
        if shared["og:url"] != f"{site.address}/{page.path}":
            yield f"address {shared['og:url']}"
        if not page.css("title")[0].text.startswith(shared["og:title"]):
            yield f"title {shared['og:title']}"
        yield from (name for name, value in shared.items() if not value)
        if page.css('meta[name="twitter:card"]')[0].get("content") != "summary_large_image":
            yield "card"

    assert faults(site, wrong) == []


def test_every_picture_is_there_small_and_as_large_as_it_says(site):
    def wrong(page):
        shared = told(page)
        data = (site.folder / site.target(page, shared["og:image"])[0]).read_bytes()
        if shared["og:image"] not in seen:
            seen.add(shared["og:image"])
            image = Image.open(io.BytesIO(data))
            size = (int(shared["og:image:width"]), int(shared["og:image:height"]))
            if image.size != size or image.format != "PNG" or len(data) > 40_000:
                yield f"{image.size}, {len(data)} bytes"

    seen = set()
    assert faults(site, wrong) == []
    pictures = (site.folder / "pictures").iterdir()
    assert {f"{site.address}/pictures/{file.name}" for file in pictures} == seen


def test_the_language_and_the_others_are_named_with_their_country(ours, lighthouse):
    assert told(ours.pages["fr/"])["og:locale"] == "fr_FR"
    assert told(ours.pages["fr/"])["og:locale:alternate"] == "en_US"
    assert told(lighthouse.pages["de/"])["og:locale"] == "de_DE"


def test_an_explainer_says_when_it_was_published_and_changed(lighthouse):
    shared = told(lighthouse.pages["es/por-que-se-apago/"])

    assert shared["og:type"] == "article"
    assert (shared["article:published_time"], shared["article:modified_time"]) == ("2020-02-15", "2020-03-09")


@pytest.mark.parametrize(
    "path", ["fr/", "fr/chronologie/", "fr/chronologie/shear-named/", "fr/qui/sam-altman/"]
)
def test_the_picture_of_a_page_is_not_that_of_its_counterpart(ours, path):
    page = ours.pages[path]
    counterpart = ours.pages[ours.target(page, alternates(page)["en"])[0]]

    assert told(page)["og:image"] != told(counterpart)["og:image"]


def test_a_snapshot_shows_a_picture_that_knows_nothing_later(ours):
    shared = told(ours.pages["en/as-known-on/2023-11-18/"])

    assert shared["og:image:alt"] == "What was known on 18\u00a0November 2023 · Five Days at OpenAI"
