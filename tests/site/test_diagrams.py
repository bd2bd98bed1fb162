"""A diagram is readable on a telephone, and says in words what it draws."""

import pytest

from dossier import load

PLACES = [
    (name, lang, load("content").address("diagram", name, lang))
    for name in load("content").diagrams
    for lang in load("content").languages
]


@pytest.mark.parametrize(("name", "lang", "address"), PLACES)
def test_every_box_and_arrow_stands_in_the_drawing_and_in_words(ours, name, lang, address):
    path, _, anchor = address.partition("#")
    (figure,) = (one for one in ours.pages[path].css("figure.diagram") if one.get("id") == anchor)
    record = load("content").diagrams[name]

    assert len(figure.cssselect(".diagram__drawing .diagram__box")) == len(record.boxes)
    assert len(figure.cssselect(".diagram__boxes li")) == len(record.boxes)
    assert len(figure.cssselect(".diagram__drawing .diagram__arrow")) == len(record.arrows)
    assert len(figure.cssselect("tbody tr")) == len(record.arrows)
    assert all(row.cssselect(".citation a") for row in figure.cssselect("tbody tr, .diagram__boxes li"))
    named = figure.cssselect(".diagram__drawing")[0].get("aria-labelledby").split()
    assert [figure.xpath(f'.//*[@id="{one}"]')[0].tag.rpartition("}")[2] for one in named] == [
        "title",
        "desc",
    ]


@pytest.mark.parametrize(("name", "lang", "address"), PLACES)
def test_its_permanent_address_leads_to_it(ours, name, lang, address):
    links = [link.get("href") for link in ours.pages[f"id/diagram/{name}/"].css(f'a[hreflang="{lang}"]')]

    assert f"/{address}" in links


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_feed_has_its_words_and_no_drawing(ours, lang):
    feed = (ours.folder / lang / "feed.atom.xml").read_text(encoding="utf-8")

    assert "diagram__words" in feed
    assert "svg" not in feed


@pytest.mark.parametrize(("name", "lang", "address"), PLACES)
def test_on_the_narrowest_screen_letters_are_12_pixels_high_and_words_do_not_touch(
    chromium, served, name, lang, address
):
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    page.goto(f"{served}{address}")

    found = page.evaluate(
        """anchor => {
            const svg = document.getElementById(anchor).querySelector("svg")
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
            const rects = [...svg.querySelectorAll("text")].map(text => text.getBoundingClientRect())
            const boxes = [...svg.querySelectorAll("rect")].map(rect => rect.getBoundingClientRect())
            const touch = (a, b) =>
                a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2
            const cut = (a, b) => touch(a, b) && (a.left < b.left || a.right > b.right)
            return {
                size: parseFloat(getComputedStyle(svg.querySelector("text")).fontSize) * scale,
                touching: rects.filter((a, i) => rects.slice(i + 1).some(b => touch(a, b))).length,
                cut: rects.filter(a => boxes.some(b => cut(a, b))).length,
                wide: document.documentElement.scrollWidth,
            }
        }""",
        address.partition("#")[2],
    )
    page.close()

    assert found["size"] >= 12
    assert (found["touching"], found["cut"], found["wide"]) == (0, 0, 320)
