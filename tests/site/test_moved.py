"""Old addresses are answered by pages: they lead on at once, or say what was withdrawn, when and why."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.site.checkers import NARROW, WIDE, axe
from tests.site.test_pages import leads_on


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("es/a-oscuras/", "es/por-que-se-apago/"),
        ("es/cronologia/boat-on-the-rocks/", "es/cronologia/trawler-aground/"),
        ("de/zeitleiste/2019-10-29/", "de/zeitleiste/"),
        ("de/wer-war-es/", "de/was-wir-nicht-wissen/#who-cut-the-power"),
        ("es/rumores/", "es/lo-que-se-rumorea/"),
        ("id/source/log-copy/", "id/source/harbour-log/"),
    ],
)
def test_a_page_that_moved_sends_its_reader_on(lighthouse, path, to):
    page = lighthouse.pages[path]

    assert leads_on(page) == [f"0; url=/news/{to}"]
    assert {link.get("href") for link in page.css("main a")} == {f"/news/{to}"}
    assert page.css('link[rel="canonical"]')[0].get("href") == f"{lighthouse.address}/{to}"
    assert not page.css("script")


def test_a_page_that_moved_speaks_the_language_of_its_address(lighthouse):
    assert lighthouse.pages["es/a-oscuras/"].lang == "es"
    assert "Diese Seite ist umgezogen Zur neuen Adresse" in lighthouse.pages["de/wer-war-es/"].words()
    assert len(lighthouse.pages["id/source/log-copy/"].css("main section")) == 2


def test_a_withdrawn_page_says_what_stood_there_when_it_went_and_why(lighthouse):
    page = lighthouse.pages["de/zeitleiste/second-boat/"]

    said = "event/second-boat Was hier stand, wurde am 5. März 2020 zurückgezogen. Es gab nur ein Boot"
    assert said in page.words().replace("\u00a0", " ")
    links = {link.get("href") for link in page.css("main a")}
    assert {"/news/de/", "/news/de/neuigkeiten/", "/news/de/quellen/#harbour-log"} <= links


def test_the_permanent_address_of_what_was_withdrawn_says_so_in_every_language(lighthouse):
    sections = lighthouse.pages["id/event/second-boat/"].css("main section")

    told = {section.get("lang"): section.cssselect("p")[0].text for section in sections}
    assert told == {
        "es": "Lo que figuraba aquí se retiró el 5 de marzo de 2020.",
        "de": "Was hier stand, wurde am 5. März 2020 zurückgezogen.",
    }


@pytest.mark.parametrize(
    "pattern",
    ["sitemap.xml", "**/*.atom.xml", "data/**/*.json", "pagefind/*.json", "**/*.ics", "**/timeline.csv"],
)
def test_no_list_names_what_moved_or_was_withdrawn(lighthouse, pattern):
    files = list(lighthouse.folder.glob(pattern))
    gone = ("boat-on-the-rocks", "second-boat", "rumours", "lo-que-se-rumorea", "a-oscuras", "who-did-it")

    assert files
    assert [(file.name, name) for file in files for name in gone if name in file.read_text("utf-8")] == []


@pytest.mark.parametrize("options", [{"viewport": WIDE}, {"viewport": NARROW, "color_scheme": "dark"}])
@pytest.mark.parametrize("path", ["es/cronologia/second-boat/", "id/event/second-boat/", "es/a-oscuras/"])
def test_old_addresses_keep_nobody_out(lighthouse, served, chromium, path, options):
    context = chromium.new_context(bypass_csp=True, **options)  # which would not let us put a page in place
    page = context.new_page()
    page.add_init_script(AXE_SCRIPT)
    page.goto(served)

    # Both stories have one look; one that moved is stopped from leading on.
    page.set_content(lighthouse.pages[path].text.replace("/news/", "/").replace("refresh", "x-stay"))

    assert page.evaluate("document.styleSheets.length") == 1
    assert axe(page) == []
    context.close()


def test_programs_are_told_what_they_may_read_and_whom_to_write_to(ours, lighthouse):
    assert (lighthouse.folder / "robots.txt").read_text("utf-8") == (
        "User-agent: *\nAllow: /\n\nSitemap: https://lighthouse.example.org/news/sitemap.xml\n"
    )
    assert (lighthouse.folder / ".well-known/security.txt").read_text("utf-8") == (
        "Contact: mailto:redaccion@lighthouse.example.org\n"
        "Expires: 2021-03-09T00:00:00Z\n"
        "Preferred-Languages: es, de\n"
        "Canonical: https://lighthouse.example.org/news/.well-known/security.txt\n"
    )
    assert (ours.folder / "robots.txt").is_file()


def test_every_page_with_a_foot_says_where_to_write_to_once_that_is_decided(ours, lighthouse):
    without = [
        path
        for path, page in lighthouse.pages.items()
        if page.css(".site-footer")
        and not page.css('.site-footer a[href="mailto:redaccion@lighthouse.example.org"]')
    ]

    assert without == []
    assert not ours.pages["en/"].css('a[href^="mailto:"]')
    assert not (ours.folder / ".well-known").exists()
