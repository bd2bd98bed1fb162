"""One entry of the changes makes the mark, the notice, the log, the feed and the dates."""

import pytest
from lxml import etree

from dossier import load
from tests.site.conftest import STORIES

ATOM = {"a": "http://www.w3.org/2005/Atom"}
DOSSIER = load(STORIES["lighthouse"][1])
ERROR, MARKED = next(
    (change, target) for change in DOSSIER.corrections for target in change.targets if target.fragment
)


def address(lang, section):
    return DOSSIER.page(section, "", lang).path


@pytest.mark.parametrize("lang", ["es", "de"])
def test_a_corrected_paragraph_carries_a_mark_that_leads_to_the_correction(lighthouse, lang):
    target = MARKED
    page = lighthouse.pages[DOSSIER.page(target.kind, target.name, lang).path]

    block = page.tree.xpath(f"//*[@id='{target.fragment}']")[0]

    mark = block.cssselect("a.change-mark")[0]
    assert mark.get("href") == f"/news/{address(lang, 'corrections')}#{ERROR.id}"


@pytest.mark.parametrize("lang", ["es", "de"])
def test_the_page_says_what_changed_and_when(lighthouse, lang):
    target = MARKED
    page = lighthouse.pages[DOSSIER.page(target.kind, target.name, lang).path]

    assert page.css(f"#page\\.changes ~ article#{ERROR.id}") or page.css(f".changes article#{ERROR.id}")
    assert page.css('.byline a[href="#page.changes"]')


@pytest.mark.parametrize("lang", ["es", "de"])
def test_corrections_and_changes_are_listed_newest_first(lighthouse, lang):
    def listed(section):
        return [
            article.get("id") for article in lighthouse.pages[address(lang, section)].css("article.change")
        ]

    assert listed("changes") == [change.id for change in DOSSIER.changes_newest_first]
    assert listed("corrections") == [change.id for change in DOSSIER.corrections]
    assert ERROR.id in listed("corrections")


@pytest.mark.parametrize("lang", ["es", "de"])
@pytest.mark.parametrize(("name", "section"), [("changes", "changes"), ("corrections", "corrections")])
def test_each_has_a_feed_of_its_own(lighthouse, lang, name, section):
    feed = etree.parse(lighthouse.folder / lang / f"{name}.atom.xml").getroot()
    titles = [title.text for title in feed.xpath("a:entry/a:title", namespaces=ATOM)]

    changes = DOSSIER.corrections if section == "corrections" else DOSSIER.changes_newest_first
    assert titles == [change.title[lang] for change in changes]


@pytest.mark.parametrize("lang", ["es", "de"])
def test_there_is_a_page_for_each_day_of_change_with_all_that_came_since(lighthouse, lang):
    for day in DOSSIER.change_days:
        page = lighthouse.pages[DOSSIER.page("since", day.isoformat(), lang).path]

        shown = [article.get("id") for article in page.css("article.change")]

        assert shown == [change.id for change in DOSSIER.changes_newest_first if change.on >= day]


def test_the_last_change_is_the_date_of_the_page_for_search_engines(lighthouse):
    target = MARKED
    path = DOSSIER.page(target.kind, target.name, "es").path
    sitemap = etree.parse(lighthouse.folder / "sitemap.xml").getroot()
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

    url = sitemap.xpath(f"s:url[s:loc='{lighthouse.address}/{path}']", namespaces=spaces)[0]

    days = [
        change.on for change in DOSSIER.changes.values() if target in change.targets or not change.concerns
    ]
    days.append(DOSSIER.explainers[target.name]["es"].published)
    assert url.findtext("s:lastmod", namespaces=spaces) == max(days).isoformat()
