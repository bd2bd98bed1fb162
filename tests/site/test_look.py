"""How pages look in a browser: on a narrow screen, spaced out, enlarged, on paper."""

import html
import re
from time import sleep

import pytest

from tests.site.conftest import LANGUAGES, one_of_each_kind

SPACING = """
    * {
      line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
    }
    p { margin-block-end: 2em !important; }
"""
"""What a reader may ask for (WCAG 2.2, 1.4.12)."""
FACES = {
    "text": "400 20px Newsreader",
    "text-italic": "italic 400 20px Newsreader",
    "text-bold": "700 20px Newsreader",
    "headings": "600 20px Newsreader",
    "interface": "400 20px Radio Canada",
}


def sideways(page, paths, style=""):
    """The pages that scroll sideways."""
    wide = []
    for path in paths:
        page.show(path)
        if style:
            page.add_style_tag(content=style)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    return wide


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("style", ["", SPACING], ids=["plain", "wide-spacing"])
def test_no_page_scrolls_sideways_on_a_narrow_screen(ours, opened, lang, style):
    page = opened(320, bypass_csp=bool(style))

    assert sideways(page, one_of_each_kind(ours, lang), style) == []


@pytest.mark.parametrize("width", [768, 1280])
def test_no_page_scrolls_sideways_with_text_of_twice_the_size(ours, opened, width):
    page = opened(width, bypass_csp=True)

    assert sideways(page, one_of_each_kind(ours, "fr"), "html { font-size: 200%; }") == []


def test_no_table_scrolls_on_a_narrow_screen(ours, opened):
    page = opened(320)
    tables = [path for path in one_of_each_kind(ours, "fr") if ours.pages[path].css("table")]
    assert tables

    found = {}
    for path in tables:
        page.show(path)
        found[path] = page.evaluate(
            """[...document.querySelectorAll("[role=region]")]
              .filter((region) => region.scrollWidth > region.clientWidth).length"""
        )

    assert found == dict.fromkeys(tables, 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_take_two_fonts_at_first(ours, opened, lang):
    page = opened(1280)
    first = {}

    for path in one_of_each_kind(ours, lang):
        page.asked.clear()
        page.show(path)
        page.wait_for_load_state("networkidle")
        first[path] = sorted(
            {url.rpartition("/")[2].split(".")[0] for url in page.asked if url.endswith(".woff2")}
        )

    assert first[f"{lang}/"] == ["interface", "text"]
    assert all({"interface", "text"} <= set(fonts) for fonts in first.values())


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "path", ["fr/", "en/", "fr/que-s-est-il-passe-en-cinq-jours/", "en/what-happened-in-five-days/"]
)
def test_nothing_moves_even_when_the_fonts_come_late(opened, width, path):
    page = opened(width)
    page.route("**/*.woff2", lambda route: (sleep(0.5), route.continue_()))
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { moved += entry.value; }))
          .observe({type: "layout-shift", buffered: true});"""
    )

    page.show(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")

    assert page.evaluate("moved") == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_moves_by_itself_where_that_is_asked(ours, opened, lang):
    page = opened(1280, reduced_motion="reduce")
    moving = []

    for path in one_of_each_kind(ours, lang):
        page.show(path)
        moving += page.evaluate(
            """() => [...document.querySelectorAll("*")].flatMap((element) =>
              [null, "::before", "::after"].map((pseudo) => [element, getComputedStyle(element, pseudo)])
            ).filter(([, style]) => style.animationName !== "none" || style.scrollBehavior !== "auto"
              || style.transitionDuration.split(", ").some((time) => time !== "0s"))
            .map(([element]) => location.pathname + element.outerHTML)"""
        )

    assert moving == []


def written(site):
    """Every character of every page and of the stylesheet; a picture (❤️) is the system's."""
    css = "".join(file.read_text(encoding="utf-8") for file in site.folder.glob("theme/*.css"))
    marks = "".join(re.findall(r'(?:content|--[\w-]+-mark): "([^"]*)"', css))
    text = "".join(re.sub(".\ufe0f", "", html.unescape(page.text)) for page in site.pages.values())
    return "".join(sorted({*text, *marks} - {"\n", "\t", "\u00ad"}))


def awaiting_fonts(route):
    """Send a stylesheet that has a busy machine wait for a font, which a reader need not."""
    sent = route.fetch()
    route.fulfill(response=sent, body=sent.text().replace("font-display: optional", "font-display: block"))


@pytest.mark.parametrize("face", FACES)
def test_the_fonts_hold_every_character_that_pages_write(ours, lighthouse, opened, face):
    characters = "".join(sorted({*written(ours), *written(lighthouse)} | set("ŒœÉŸ«»’\u202f")))
    page = opened(1280)
    page.route("**/*.css", awaiting_fonts)
    page.show("en/")
    page.evaluate("(font) => document.fonts.load(font)", FACES[face])
    page.evaluate(
        """([font, text]) => {
          const probe = document.createElement("pre");
          probe.id = "probe";
          probe.style.font = font.replace(/px (.*)/, 'px "$1"');
          probe.textContent = text;
          document.body.append(probe);
        }""",
        [FACES[face], characters],
    )
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    probe = tools.send("DOM.querySelector", {"nodeId": root, "selector": "#probe"})["nodeId"]

    fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": probe})["fonts"]

    assert [font["familyName"] for font in fonts if not font["isCustomFont"]] == []


@pytest.mark.parametrize("face", FACES)
def test_the_narrow_no_break_space_is_narrower_than_the_space(opened, face):
    page = opened(1280)
    page.show("fr/")
    page.evaluate("(font) => document.fonts.load(font)", FACES[face])

    space, narrow = page.evaluate(
        """(font) => {
          const pen = document.createElement("canvas").getContext("2d");
          pen.font = font.replace(/px (.*)/, 'px "$1"');
          return [" ", "\u202f"].map((text) => pen.measureText(text).width);
        }""",
        FACES[face],
    )

    assert 0.4 * space < narrow < 0.8 * space


@pytest.mark.parametrize(
    "path", ["fr/chronologie/", "en/why-altman-was-removed/", "en/as-known-on/2023-11-20/"]
)
def test_on_paper_everything_is_open_black_and_large_enough(opened, path):
    page = opened(794, color_scheme="dark")
    page.show(path)

    page.emulate_media(media="print")

    assert page.locator("nav:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate(
        "[...document.querySelectorAll('.event__text')].every((text) => text.checkVisibility())"
    )
    small = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((element) =>
          element.checkVisibility() && !element.closest("sup, svg")
          && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
          && parseFloat(getComputedStyle(element).fontSize) < 13.99).map((element) => element.outerHTML)"""
    )
    assert small == []


def test_on_paper_a_source_shows_its_address(opened):
    page = opened(794)
    page.show("en/why-altman-was-removed/")

    page.emulate_media(media="print")

    link = page.locator("a[rel=external]").first
    after = link.evaluate("(link) => getComputedStyle(link, '::after').content")
    assert link.get_attribute("href") in after
