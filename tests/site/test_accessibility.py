"""What axe finds in the pages: nothing, on every page, in any colours, on narrow and wide screens."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.site.conftest import LANGUAGES, browsing, of_every_shape, one_of_each_kind

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Our own rule for text is stricter: 7 to 1.
    "rules": {"color-contrast": {"enabled": False}, "color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # of files that only rules for sound and video read
}
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 800}


def faults(page):
    """What axe, which came with the page, finds on it: its rules, each with the elements."""
    return [
        f"{rule['id']}: {' '.join(node['target'])}"
        for rule in page.evaluate("(rules) => axe.run(rules)", RULES)["violations"]
        for node in rule["nodes"]
    ]


def shared(pages, look, **options):
    """What `look` finds on pages, shared among as many browsers as there are processors."""
    browsers = os.cpu_count()

    def work(share):
        with browsing() as browser:
            page = browser.new_page(**options)
            page.add_init_script(AXE_SCRIPT)
            return list(look(page, share))

    with ThreadPoolExecutor(browsers) as pool:
        shares = pool.map(work, [pages[start::browsers] for start in range(browsers)])
        return [fault for share in shares for fault in share]


def faults_by_page(site, served, paths):
    """What axe finds on pages, each fault with its page."""
    longest_first = sorted(paths, key=lambda path: len(site.pages[path].text), reverse=True)

    def look(page, share):
        # All pages are put into one document: a browser that has warmed up on axe is twice as fast.
        page.goto(served)
        for path in share:
            page.set_content(site.pages[path].text)
            yield from (f"{path}: {fault}" for fault in faults(page))

    return shared(longest_first, look, viewport=WIDE, bypass_csp=True)


def test_no_page_keeps_anyone_out(ours, served):
    """Every page takes ten minutes: `benchmarks.hardening.output` looks at all of them."""
    looked_at = of_every_shape(ours)

    assert len(looked_at) > 30
    assert faults_by_page(ours, served, looked_at) == []


@pytest.mark.parametrize(
    ("lang", "options"),
    [
        ("fr", {"viewport": WIDE}),
        ("en", {"viewport": WIDE, "color_scheme": "dark"}),
        ("en", {"viewport": NARROW}),
        ("fr", {"viewport": NARROW, "color_scheme": "dark"}),
        ("fr", {"viewport": WIDE, "forced_colors": "active"}),
        ("en", {"viewport": NARROW, "color_scheme": "dark", "forced_colors": "active"}),
    ],
    ids=["wide", "wide-dark", "narrow", "narrow-dark", "wide-forced-colours", "narrow-dark-forced-colours"],
)
def test_no_kind_of_page_keeps_anyone_out_in_any_colours_on_any_screen(ours, served, lang, options):
    def look(page, share):
        for path in share:
            page.goto(served + path)
            yield from (f"{path}: {fault}" for fault in faults(page))

    # The whole dossier holds what the texts hold, and would take as long as all other pages.
    paths = [path for path in one_of_each_kind(ours, lang) if "site--whole" not in ours.pages[path].text]
    assert shared(paths, look, **options) == []


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_scripts_bring_keeps_nobody_out(opened, lang, options):
    page = opened(1280, **options)
    page.add_init_script(AXE_SCRIPT)
    explainer, timeline, search = {
        "fr": ("fr/pourquoi-altman-ecarte/", "fr/chronologie/", "fr/recherche/?q=toner"),
        "en": ("en/why-altman-was-removed/", "en/timeline/", "en/search/?q=toner"),
    }[lang]

    page.show(explainer)
    page.locator(".citation a").first.click()
    page.locator(".note:popover-open").wait_for()
    assert faults(page) == []

    page.show(timeline)
    page.fill("input[name=instant]", "2023-11-20T12:00")
    assert faults(page) == []

    page.show(search)
    page.locator(".search__group li").first.wait_for()
    assert faults(page) == []
