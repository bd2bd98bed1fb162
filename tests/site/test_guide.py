"""The guide for writers is on the site for those who have its address, and for nobody else."""

import pytest

PATHS = ("guide/fr/", "guide/en/")


@pytest.mark.parametrize("path", PATHS)
def test_it_is_not_for_search_engines(ours, path):
    assert not ours.pages[path].is_indexable
    assert path not in (ours.folder / "sitemap.xml").read_text(encoding="utf-8")


def test_only_its_languages_lead_to_it(ours):
    leading = {
        page.path
        for page in ours.pages.values()
        for link in page.css("a[href]")
        if (target := ours.target(page, link.get("href"))) and target[0] in PATHS
    }

    assert leading == set(PATHS)


@pytest.mark.parametrize(("path", "other"), [PATHS, PATHS[::-1]])
def test_each_language_names_the_other_as_its_alternate(ours, path, other):
    (link,) = ours.pages[path].css('a[rel="alternate"][hreflang]')

    assert ours.target(ours.pages[path], link.get("href"))[0] == other
    assert link.get("hreflang") == ours.pages[other].lang


@pytest.mark.parametrize("path", PATHS)
def test_its_contents_name_every_section(ours, path):
    page = ours.pages[path]

    sections = [heading.get("id") for heading in page.css("article > h2")]
    assert [link.get("href") for link in page.css(".contents a")] == [f"#{name}" for name in sections]
    assert len(sections) > 10


@pytest.mark.parametrize("path", PATHS)
def test_an_example_scrolls_in_itself_and_the_keyboard_reaches_it(opened, path):
    page = opened(320)
    page.show(path)

    wide = page.locator("pre.listing__text").evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.tabIndex)"
    )

    assert wide
    assert set(wide) == {0}
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_story_in_other_languages_has_none(lighthouse):
    assert [path for path in lighthouse.pages if "guide" in path] == []
