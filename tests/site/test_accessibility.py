"""What axe finds in the pages: nothing, on every page, in any colours, on narrow and wide screens."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.site.checkers import NARROW, WIDE, axe, axe_by_page, shared
from tests.site.conftest import LANGUAGES, of_every_shape, one_of_each_kind


def test_no_page_keeps_anyone_out(ours, served):
    """Every page takes ten minutes: `benchmarks.hardening.output` looks at all of them."""
    looked_at = of_every_shape(ours)

    assert len(looked_at) > 30
    assert axe_by_page(ours, served, looked_at) == []


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
            yield from (f"{path}: {fault}" for fault in axe(page))

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
    assert axe(page) == []

    page.show(timeline)
    page.fill("input[name=instant]", "2023-11-20T12:00")
    assert axe(page) == []

    page.show(search)
    page.locator(".search__group li").first.wait_for()
    assert axe(page) == []
