"""What was compared between the languages, and what changed since, is told in place and on a page."""

import json

import pytest

from dossier import load
from tests.site.conftest import STORIES
from tests.site.test_search_index import fragments

DOSSIER = load(STORIES["lighthouse"][1])
AHEAD, RECORD_BEHIND, BEHIND, NEW = DOSSIER.unequal


def status_page(site, lang):
    return site.pages[DOSSIER.page("translations", "", lang).path]


def page_of(site, passage, lang):
    return site.pages[DOSSIER.place_of(passage.reference, lang).partition("#")[0]]


def test_only_the_block_that_is_behind_carries_a_note(lighthouse):
    noted = {path for path, page in lighthouse.pages.items() if page.css("small.behind")}

    told = DOSSIER.place_of(BEHIND.reference, "es").partition("#")[0]
    assert noted == {told, DOSSIER.page("whole", "", "es").path}
    assert len(lighthouse.pages[told].css("#before\\.1 > small.behind")) == 1
    assert len(lighthouse.pages[told].css("small.behind")) == 1


def test_the_page_of_a_record_that_is_behind_carries_a_note(lighthouse):
    noted = {path for path, page in lighthouse.pages.items() if page.css("p.behind")}

    assert noted == {DOSSIER.place_of(RECORD_BEHIND.reference, "es"), DOSSIER.place_of(AHEAD.reference, "de")}
    link = page_of(lighthouse, RECORD_BEHIND, "es").css("p.behind a")[0]
    path, _ = lighthouse.target(page_of(lighthouse, RECORD_BEHIND, "es"), link.get("href"))
    assert path == DOSSIER.place_of(RECORD_BEHIND.reference, "de")
    assert (link.get("lang"), link.get("hreflang"), link.text) == ("de", "de", "Deutsch")


def test_the_note_leads_to_the_same_place_in_the_language_that_changed(lighthouse):
    page = page_of(lighthouse, BEHIND, "es")
    link = page.css("small.behind a")[0]

    path, fragment = lighthouse.target(page, link.get("href"))

    assert f"{path}#{fragment}" == DOSSIER.place_of(BEHIND.reference, "de")
    assert fragment in lighthouse.pages[path].ids
    assert (link.get("lang"), link.get("hreflang"), link.text) == ("de", "de", "Deutsch")


@pytest.mark.parametrize(
    ("lang", "states"),
    [
        ("es", ["Nunca comparado", "Atrasado", "Adelantado", "Atrasado"]),
        ("de", ["Nie verglichen", "Voraus", "Zurück", "Voraus"]),
    ],
)
def test_the_page_lists_every_passage_to_compare_with_its_state(lighthouse, lang, states):
    page = status_page(lighthouse, lang)

    items = page.css(".unequal > li")

    assert [item.cssselect(".unequal__state")[0].text.strip(" ·\n") for item in items] == states
    links = [lighthouse.target(page, link.get("href")) for item in items for link in item.cssselect("a")]
    other = next(one for one in DOSSIER.languages if one != lang)
    assert ["#".join(link).rstrip("#") for link in links] == [
        DOSSIER.place_of(passage.reference, of)
        for passage in (NEW, BEHIND, AHEAD, RECORD_BEHIND)
        for of in (lang, other)
    ]


@pytest.mark.parametrize("lang", ["es", "de"])
def test_the_page_counts_every_text(lighthouse, lang):
    rows = status_page(lighthouse, lang).css("tbody tr")

    # Two explainers and two pages that are no drafts, and the record.
    assert len(rows) == 5
    assert sum(int(row.cssselect("td:last-child")[0].text) for row in rows) == sum(
        not one.is_draft for one in DOSSIER.compared
    )


def test_programs_read_the_same(lighthouse):
    found = json.loads((lighthouse.folder / "data/translations.json").read_text(encoding="utf-8"))

    assert [one["id"] for one in found["passages"]] == [AHEAD.id, RECORD_BEHIND.id, BEHIND.id, NEW.id]
    assert found["percent"] == 96


def test_a_search_does_not_find_the_note(lighthouse):
    note = page_of(lighthouse, BEHIND, "es").css("small.behind")[0]

    assert note.text.strip().startswith("La versión en alemán ha cambiado")
    found = [record["content"] for _, _, record in fragments(lighthouse)]
    assert not any("ha cambiado desde entonces" in text for text in found)
