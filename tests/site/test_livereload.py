"""The live preview in a browser: what is written is seen where it is read, and so is what is wrong."""

import re
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.site.conftest import ROOT, STORIES, address_of

PATH = "es/por-que-se-apago/"
FILE = "content/explainers/why-dark.es.md"
LONG = 120_000
"""Milliseconds after which something has gone wrong: a machine may be busy."""


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """A copy of the invented story, to be changed."""
    story = shutil.copytree(STORIES["lighthouse"][0].parent, tmp_path_factory.mktemp("live") / "lighthouse")
    settings = story / "storyconf.py"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace('str(HERE.parents[2] / "theme")', repr(str(ROOT / "theme"))), encoding="utf-8"
    )
    return story


@pytest.fixture(scope="module")
def address(story):
    command = [sys.executable, "-m", "desk.livereload", "--settings", str(story / "storyconf.py")]
    with subprocess.Popen([*command, "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as preview:
        try:
            yield address_of(preview)
        finally:
            preview.terminate()


@pytest.fixture
def page(chromium, address):
    """The explainer as it is written, on a screen that shows a part of it."""
    context = chromium.new_context(viewport={"width": 800, "height": 300}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(LONG)
    page.goto(f"{address}{PATH}")
    page.wait_for_selector("#vote")
    page.refused = []
    page.on("console", lambda said: said.type == "error" and page.refused.append(said.text))
    yield page
    context.close()


@pytest.fixture
def edit(story):
    """Changes the explainer; afterwards it is as it was."""
    file = story / FILE
    before = file.read_text(encoding="utf-8")

    def edit(old, new):
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    yield edit
    file.write_text(before, encoding="utf-8")


def test_a_change_is_seen_where_the_page_was_being_read(page, edit):
    page.evaluate("document.querySelector('#vote').scrollIntoView()")
    before = page.evaluate("[scrollY, document.querySelector('#vote').getBoundingClientRect().top]")
    assert before[0] > 0

    # Above what is being read, so that all of it moves down.
    edit("se quedó sin faro.", "se quedó sin faro. " + "Y así estuvo mucho rato. " * 40)

    page.get_by_text("Y así estuvo mucho rato.").first.wait_for()
    page.wait_for_load_state("load")
    after = page.evaluate("[scrollY, document.querySelector('#vote').getBoundingClientRect().top]")
    assert after[0] > before[0]
    assert after[1] == pytest.approx(before[1], abs=2)
    assert page.refused == []


def test_a_mistake_stands_over_the_last_good_page_until_it_is_mended(page, edit):
    edit("[^harbour-log]", "[^harbour-lock]")

    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert dialog.locator(".preview-place").first.inner_text().endswith("why-dark.es.md:9:53")
    expect(dialog).to_contain_text('unknown-target: there is no source called "harbour-lock".')
    expect(dialog).to_contain_text("Behind this stands the last good build. This goes away when all is right")
    expect(dialog.locator(".preview-open").first).to_have_text("Open in the editor")
    link = dialog.locator(".preview-open").first.get_attribute("href")
    assert re.fullmatch(r"vscode://file/.*/why-dark\.es\.md:9:53", link)
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert page.locator("#vote").count() == 1

    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    again = page.get_by_role("button", name="Problems")
    again.click()
    expect(dialog).to_be_visible()

    edit("[^harbour-lock]", "[^harbour-log]")
    expect(dialog).to_be_hidden(timeout=LONG)
    expect(again).to_be_hidden()
    assert page.refused == []


def test_drafts_are_shown_and_marked_on_their_page_and_in_lists(page, address):
    page.goto(f"{address}es/")
    drafts = page.locator("main a", has=page.locator(".preview-draft"))
    drafts.first.wait_for()
    assert {link.get_attribute("href") for link in drafts.all()} == {"/es/y-ahora-que/"}

    page.goto(f"{address}es/y-ahora-que/")

    expect(page.locator("h1 .preview-draft")).to_have_count(1, timeout=LONG)


def test_what_is_not_there_is_the_sites_own_page_for_that(page, address):
    answer = page.goto(f"{address}es/no-hay/")

    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("404")


def test_what_is_new_is_seen_before_anybody_registers_it(page, address, story):
    glossary = story / "content/glossary.yaml"
    before = glossary.read_text(encoding="utf-8")
    page.goto(f"{address}es/glosario/")

    glossary.write_text(
        f"{before}\nmole:\n  term:\n    es: Espigón\n    de: Mole\n"
        "  definition:\n    es: Muro en el mar.\n    de: Mauer im Meer.\n",
        encoding="utf-8",
    )

    expect(page.locator("#mole")).to_have_count(1, timeout=LONG)
    glossary.write_text(before, encoding="utf-8")
