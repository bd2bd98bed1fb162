"""What a search can find, read from the built index: whole, alike in all languages, without past states."""

import gzip
import json
from collections import Counter

import pytest

from dossier import load
from tests.site.conftest import STORIES


def fragments(site):
    """Each record of the index: the language it is in, Pagefind's name for it, and what is shown of it."""
    for file in sorted((site.folder / "pagefind/fragment").iterdir()):
        text = gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")
        yield file.stem.partition("_")[0], file.stem, json.loads(text)


def kinds(site, lang):
    return json.loads((site.folder / f"pagefind/kinds.{lang}.json").read_text(encoding="utf-8"))


def languages(site):
    return sorted({lang for lang, _, _ in fragments(site)})


def test_every_hit_leads_to_a_page_and_a_place_on_it_in_its_language(site):
    def broken(url):
        path, _, fragment = url.lstrip("/").partition("#")
        return path not in site.pages or (fragment and fragment not in site.pages[path].ids)

    urls = [(lang, record["url"]) for lang, _, record in fragments(site)]

    assert [url for lang, url in urls if broken(url) or not url.startswith(f"/{lang}/")] == []


def test_no_hit_leads_to_a_past_state_or_to_what_search_engines_pass_over(site):
    paths = {record["url"].lstrip("/").partition("#")[0] for _, _, record in fragments(site)}

    assert [path for path in paths if not site.pages[path].is_indexable] == []


@pytest.mark.parametrize("story", STORIES)
def test_everything_of_the_record_can_be_found_in_every_language(request, story):
    site, dossier = request.getfixturevalue(story), load(STORIES[story][1])
    urls = {record["url"].lstrip("/") for _, _, record in fragments(site)}

    wanted = {
        dossier.address(kind, name, lang)
        for lang in dossier.languages
        for kind in dossier.by_id
        if kind != "quote"
        for name in dossier.by_id[kind]
    }
    wanted |= {
        page.path for page in dossier.site.values() if page.lang and page.kind in ("explainer", "page", "day")
    }

    assert wanted <= urls


def test_each_language_has_as_much_of_each_kind(site):
    counts = [Counter(kind.split()[0] for kind in kinds(site, lang).values()) for lang in languages(site)]

    assert len(counts) == 2
    assert counts[0] == counts[1]


def test_every_hit_has_its_kind(site):
    for language in languages(site):
        names = {name for lang, name, _ in fragments(site) if lang == language}

        assert set(kinds(site, language)) == names


def test_drafts_cannot_be_found(lighthouse):
    words = " ".join(str(record) for _, _, record in fragments(lighthouse)).lower()

    assert "borrador" not in words
    assert "entwurf" not in words


@pytest.mark.parametrize("story", STORIES)
def test_the_index_page_leads_to_every_page_that_no_other_list_is_made_for(request, story):
    site, dossier = request.getfixturevalue(story), load(STORIES[story][1])
    lists = {"home", "search", "event", "since", "snapshot"}

    for lang in dossier.languages:
        page = site.pages[dossier.page("search", "", lang).path]
        links = {site.target(page, link)[0] for link in page.tree.xpath("//main//@href")}
        wanted = {
            one.path
            for one in dossier.current.values()
            if one.lang == lang
            and one.kind not in lists
            and not (one.kind == "by" and one.id in dossier.people)
        }

        assert wanted - links == set()


@pytest.mark.parametrize("story", STORIES)
def test_every_name_and_term_stands_once_under_its_letter(request, story):
    site, dossier = request.getfixturevalue(story), load(STORIES[story][1])

    for lang in dossier.languages:
        page = site.pages[dossier.page("search", "", lang).path]
        letters = page.css(".directory__letter")
        linked = [link.get("href").lstrip("#") for link in page.css(".directory__letters a")]

        assert linked == [letter.cssselect("h3")[0].get("id") for letter in letters]
        names = [link for letter in letters for link in letter.cssselect("a")]
        assert len(names) == len(dossier.people) + len(dossier.terms)
        assert len({link.get("href") for link in names}) == len(names)


def test_the_form_waits_in_a_template_for_the_script(site):
    pages = [page for page in site.pages.values() if page.css("[data-search]")]

    assert len(pages) == 2
    for page in pages:
        assert page.css("main form, main input, main button") == page.css(
            "template form, template input, template button"
        )


def test_every_page_leads_to_the_search_of_its_language(ours):
    words = {"fr": "/fr/recherche/", "en": "/en/search/"}

    without = [
        path
        for path, page in ours.pages.items()
        if page.css("header") and not page.css(f'header a[href="{words[page.lang]}"]')
    ]

    assert without == []
    assert {link.get("href") for link in ours.pages["404.html"].css("a")} >= set(words.values())
