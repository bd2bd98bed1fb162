"""The search in a browser: by keyboard alone, in the language of the page, under the policy of the page."""

import shutil
import subprocess
import sys

import pytest

from tests.site.conftest import ROOT, address_of


@pytest.fixture
def search(chromium, served):
    """Opens the search page of a language, with what it asked for and what it complained of."""
    context = chromium.new_context()

    def open_page(path, base=served):
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(base + path)
        return page

    yield open_page
    context.close()


def found(page):
    """The hits that are shown: address by address, for each kind, once the search is done."""
    page.locator(".search__status:not(:empty)").wait_for()
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".search__group:not([hidden])")].map(
          (group) => [group.dataset.kind,
            [...group.querySelectorAll("a")].map((link) => link.getAttribute("href"))]))"""
    )


def looked_for(page, words):
    """Search anew, and wait for the answer."""
    page.fill("input[type=search]", "")
    page.locator(".search__status:empty").wait_for(state="attached")
    page.keyboard.insert_text(words)  # at once: after a pause between keys, what is there would be looked for
    return found(page)


def test_an_accent_need_not_be_typed(search):
    page = search("fr/recherche/")

    hits = looked_for(page, "evenement")

    assert len(hits["event"]) > 0
    assert "événement" in page.inner_text(".search__groups mark >> nth=0").lower()


def test_a_word_after_an_elided_article_is_found_and_shown_with_its_apostrophe(search):
    page = search("fr/recherche/")

    hits = looked_for(page, "universite")

    assert "/fr/chronologie/toner-paper/" in hits["event"]
    assert "l’université" in page.inner_text(".search__groups")
    assert "'" not in page.inner_text(".search__groups")


@pytest.mark.parametrize("words", ["l'université", "l’université", "L'UNIVERSITE"])
def test_the_article_may_be_typed_too(search, words):
    assert "/fr/chronologie/toner-paper/" in looked_for(search("fr/recherche/"), words)["event"]


@pytest.mark.parametrize(
    ("path", "words", "kind", "address"),
    [
        ("en/search/", "wilmer", "organisation", "/en/who/wilmerhale/"),
        ("fr/recherche/", "toner", "person", "/fr/qui/helen-toner/"),
        ("fr/recherche/", "societe plafonne", "term", "/fr/lexique/#capped-profit"),
        ("en/search/", "17 november", "day", "/en/timeline/2023-11-17/"),
        ("en/search/", "board agreed resign", "question", "/en/what-we-do-not-know/#board-agreed-to-resign"),
    ],
)
def test_each_kind_of_thing_is_found_where_it_stands(search, path, words, kind, address):
    assert address in looked_for(search(path), words)[kind]


def test_an_explainer_is_found_by_its_section(search):
    hits = looked_for(search("en/search/"), "capped-profit company")["explainer"]

    assert all("#" in address for address in hits[1:])


@pytest.mark.parametrize(
    ("path", "words"),
    [("en/search/", "chronologie"), ("fr/recherche/", "wednesday"), ("fr/recherche/", "qwertyuiop")],
)
def test_what_is_no_word_of_the_site_finds_nothing_and_leaves_the_index(search, path, words):
    page = search(path)

    assert looked_for(page, words) == {}
    assert page.locator(".directory").is_visible()


def test_hits_are_counted_and_the_rest_is_a_key_away(search):
    page = search("en/search/")
    hits = looked_for(page, "altman")
    group = page.locator('[data-kind="event"]')
    count = int(group.locator(".search__count").inner_text())

    group.locator("button").focus()
    page.keyboard.press("Enter")
    group.locator("li").nth(count - 1).wait_for()

    assert len(hits["event"]) == 5
    assert group.locator("li").count() == count
    assert page.evaluate("document.activeElement.closest('li').matches(':nth-child(6)')")
    assert group.locator("button").is_hidden()
    total = sum(
        int(number) for number in page.locator(".search__group:visible .search__count").all_inner_texts()
    )
    assert page.inner_text(".search__status") == f"Results: {total}"


def test_the_best_hit_stands_first_whatever_its_kind(search):
    page = search("en/search/")

    hits = looked_for(page, "what exactly did the wilmerhale review find")

    assert next(iter(hits)) == "question"


def test_what_tells_of_the_site_comes_after_what_tells_the_story(search):
    page = search("fr/recherche/")

    kinds = list(looked_for(page, "evenement"))

    assert kinds[-1] == "page"
    assert len(kinds) > 2


def test_everything_can_be_done_with_the_keyboard(search):
    page = search("en/search/")

    page.keyboard.insert_text("wilmer")
    hits = found(page)
    first = next(iter(hits.values()))[0]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == first
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")


def test_escape_and_the_button_clear(search):
    page = search("en/search/")
    looked_for(page, "toner")
    assert page.locator(".directory").is_hidden()

    page.keyboard.press("Escape")

    page.locator(".directory").wait_for()
    assert page.input_value("input[type=search]") == ""
    assert page.locator(".search__group:visible").count() == 0
    assert page.url.endswith("/en/search/")
    looked_for(page, "toner")
    page.click("button[type=reset]")
    page.locator(".directory").wait_for()
    assert page.evaluate("document.activeElement.type") == "search"


def test_a_search_has_an_address(search):
    page = search("fr/recherche/?q=l%27universit%C3%A9")

    assert "/fr/chronologie/toner-paper/" in found(page)["event"]
    assert page.input_value("input[type=search]") == "l'université"
    looked_for(page, "helen toner")
    assert page.url.endswith("/fr/recherche/?q=helen+toner")


def test_the_answer_is_said_politely(search):
    page = search("fr/recherche/")

    looked_for(page, "toner")

    assert page.get_attribute(".search__status", "role") == "status"
    assert page.inner_text(".search__status").startswith("Résultats\u00a0: ")


def test_a_title_in_another_language_is_marked(search):
    page = search("fr/recherche/")

    looked_for(page, "axios")

    assert page.locator('[data-kind="source"] a[lang="en"]').count() > 0


def test_the_policy_is_kept_no_other_site_is_asked_and_nothing_is_stored(search, served):
    page = search("fr/recherche/")

    looked_for(page, "conseil")

    assert page.said == []
    assert [address for address in page.asked if not address.startswith(served)] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_browser_in_which_it_fails_says_so_and_keeps_the_index(search):
    page = search("en/search/")
    page.route("**/pagefind/*", lambda route: route.abort())

    page.keyboard.type("toner")
    page.locator(".search__status:not(:empty)").wait_for()

    assert page.inner_text(".search__status").startswith("The search could not be loaded.")
    assert page.locator(".directory").is_visible()


def test_without_a_script_the_index_leads_everywhere(chromium, served):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{served}en/search/")

    assert page.locator(".directory a").count() > 100
    context.close()


def test_below_a_path_hits_lead_below_it_too(search, lighthouse, tmp_path):
    shutil.copytree(lighthouse.folder, tmp_path / "host/news")
    command = [sys.executable, "-m", "desk.serve", "--port", "0", "--output", str(tmp_path / "host")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        page = search("news/es/busqueda/", address_of(server))
        hits = looked_for(page, "garza")
        server.terminate()

    assert hits["person"] == ["/news/es/quien/tomas-garza/"]


def test_our_script_is_small(ours):
    (script,) = ours.folder.glob("theme/search.*.js")

    assert script.stat().st_size <= 10_000
