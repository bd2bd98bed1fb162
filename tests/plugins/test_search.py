"""What a reader can find: a record for each thing, with its words as Pagefind parts them."""

import gzip
import json
from pathlib import Path

import pytest

from plugins import pagefind, search
from plugins.pagefind import NoSearchIndex
from plugins.site import Site
from plugins.translations import catalogues

ROOT = Path(__file__).parents[2]

DOCUMENT = """\
Before all.[^log]

## First {#first}

It's known.[^log]

## Second {#second}

[→](#first) The [](person:keeper) said so.[^log]
"""


@pytest.fixture
def story(lighthouse):
    """The invented story, which has everything."""
    words = catalogues(lighthouse.languages, [ROOT / "tests/stories/lighthouse/translations"])
    site = Site(lighthouse, "https://example.org/news", ROOT / "theme", words)
    site.render()
    return site


def records(site, lang):
    return list(search.records_in(lang, site))


def fragments(files, lang):
    """What Pagefind keeps of each record, by its own name for it."""
    return {
        Path(path).stem: json.loads(gzip.decompress(content).removeprefix(search.SIGNATURE))
        for path, content in files.items()
        if path.startswith(f"pagefind/fragment/{lang}_")
    }


def test_each_section_of_a_text_is_found_where_it_stands(site_with):
    site = site_with(DOCUMENT, DOCUMENT)

    found = [record for record in records(site, "en") if record.kind == "explainer"]

    assert [(record.address, record.title, record.note) for record in found] == [
        ("en/titre-en/", "Titre en", ""),
        ("en/titre-en/#section", "Section", "Titre en"),
        ("en/titre-en/#first", "First", "Titre en"),
        ("en/titre-en/#second", "Second", "Titre en"),
    ]


def test_the_words_of_a_section_are_without_marks_and_links_to_proof(site_with):
    site = site_with(DOCUMENT, DOCUMENT)

    texts = {record.address: record.text for record in records(site, "en")}

    assert texts["en/titre-en/#first"] == "It’s known."
    assert texts["en/titre-en/#second"] == "The Ada Keeper said so."


def test_everything_of_the_record_is_found_where_it_stands(site):
    addresses = {record.kind: record.address for record in records(site, "fr")}

    assert addresses == {
        "explainer": "fr/titre-fr/#section",
        "event": "fr/chronologie/lamp-lit/",
        "day": "fr/chronologie/2019-05-04/",
        "person": "fr/qui/keeper/",
        "term": "fr/lexique/#beam",
        "question": "fr/ignore/#why",
        "figure": "fr/chiffres/#lamps",
        "source": "fr/sources/#log",
    }


def test_every_kind_that_is_found_has_a_name_for_its_group(story):
    kinds = {record.kind for record in records(story, "es")}

    assert kinds == set(story.voice("es").findable())


def event_record(story, event):
    address = story.dossier.address("event", event.id, "de")
    return next(record for record in records(story, "de") if record.address == address)


def test_an_event_is_found_by_its_date_and_its_later_notes(story):
    event = next(one for one in story.dossier.events if one.later)

    record = event_record(story, event)

    assert record.note == story.voice("de").date(event.when)
    assert search.plain(story.prose(event.later[0].text, "de")) in record.text


def test_an_event_is_found_by_what_was_said_then(story):
    event = next(one for one in story.dossier.events if one.quotations)

    record = event_record(story, event)

    assert story.dossier.quotations[event.quotations[0]].in_language("de") in record.text


def test_a_title_in_another_language_says_which(site):
    langs = {
        lang: [record.title_lang for record in records(site, lang) if record.kind == "source"]
        for lang in ("fr", "en")
    }

    assert langs == {"fr": ["en"], "en": [""]}


def test_pagefind_sees_the_word_after_an_apostrophe(site):
    files = search.files(site)

    contents = {one["url"]: one["content"] for one in fragments(files, "fr").values()}

    assert contents["/fr/chronologie/lamp-lit/"] == "La lampe s'allume."


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_kind_of_each_hit_is_noted_by_pagefinds_name_for_it(site, lang):
    files = search.files(site)

    kinds = json.loads(files[f"pagefind/kinds.{lang}.json"])

    found = fragments(files, lang)
    assert set(kinds) == set(found)
    wanted = {
        f"/{record.address}": f"{record.kind} {record.title_lang}".strip() for record in records(site, lang)
    }
    assert {found[name]["url"]: kind for name, kind in kinds.items()} == wanted


def test_a_heading_without_words_below_it_is_found_too(site_with):
    site = site_with(
        "Texte.[^log]\n\n## Vide {#empty}\n\n### Plus {#more}\n\nTexte.[^log]\n",
        "Text.[^log]\n\n## Empty {#empty}\n\n### More {#more}\n\nText.[^log]\n",
    )

    found = fragments(search.files(site), "fr").values()

    assert "/fr/titre-fr/#empty" in {one["url"] for one in found}


def test_only_the_core_of_pagefind_is_kept(site):
    files = search.files(site)

    assert [path for path in files if path.endswith((".js", ".css"))] == ["pagefind/pagefind.js"]


def test_the_same_records_give_the_same_bytes(site):
    assert search.files(site) == search.files(site)


@pytest.mark.parametrize("program", ["/nowhere/pagefind", "/etc/passwd", "/bin/true"])
def test_where_pagefind_does_not_run_there_is_no_index_rather_than_half_of_one(program):
    with pytest.raises(NoSearchIndex):
        pagefind.index([], Path(program))


def test_a_record_that_pagefind_refuses_is_named_with_its_reason():
    with pytest.raises(NoSearchIndex, match="missing field `url`"):
        pagefind.index([{"content": "words", "language": "en", "meta": {}}])
