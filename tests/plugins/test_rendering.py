"""Markdown becomes HTML with references resolved, citations numbered, blocks named and typography set."""

import hashlib
import re

import pytest
from lxml.html import fragment_fromstring

from dossier import DossierError, load, worded
from plugins.site import Site
from tests.plugins.conftest import THEME, WORDS, write_story

NBSP, NARROW = "\u00a0", "\u202f"


def body(rendered, lang="en"):
    """The HTML below the heading."""
    return str(rendered[lang].html).partition("</h2>")[2].strip()


def test_an_empty_reference_takes_the_name_of_its_target(rendered):
    html = body(rendered("[](person:keeper).[^log]", "[](person:keeper).[^log]"))

    assert '<a class="reference reference--person" href="/news/en/who/keeper/">Ada Keeper</a>.' in html


@pytest.mark.parametrize(
    ("reference", "href", "words"),
    [
        ("event:lamp-lit", "/news/fr/chronologie/lamp-lit/", "La lampe s’allume"),
        ("term:beam", "/news/fr/lexique/#beam", "Faisceau"),
        ("source:log", "/news/fr/sources/#log", "The log"),
        ("question:why", "/news/fr/ignore/#why", f"Pourquoi{NARROW}?"),
        ("explainer:one#section", "/news/fr/titre-fr/#section", "Titre fr"),
    ],
)
def test_a_reference_leads_to_the_page_in_the_same_language(rendered, reference, href, words):
    html = body(rendered(f"[]({reference})[^log]", f"[]({reference})[^log]"), "fr")

    assert f'href="{href}">{words}</a>' in html


def test_a_reference_keeps_words_of_its_own(rendered):
    html = body(rendered("[*elle*](person:keeper)[^log]", "[*she*](person:keeper)[^log]"))

    assert '<a class="reference reference--person" href="/news/en/who/keeper/"><em>she</em></a>' in html


def test_citations_are_numbered_by_source_and_lead_back(rendered):
    pages = rendered("Un.[^log] Deux.[^log]", "One.[^log] Two.[^log]")

    assert 'aria-label="source 1: Harbour Office, 4\u00a0May 2019"' in body(pages)
    assert 'aria-label="source 1\u00a0: Harbour Office, 4\u00a0mai 2019"' in body(pages, "fr")
    assert [(cited.number, cited.source.id, cited.marks) for cited in pages["en"].cited] == [
        (1, "log", ("cite.log.1", "cite.log.2"))
    ]


def test_a_quotation_stands_in_the_language_of_the_page_and_is_marked_when_translated(rendered):
    pages = rendered("Elle dit : [](quote:ready).[^log]", "She says: [](quote:ready).[^log]")

    assert '<span class="quotation"><q>“we’re ready”</q></span>.' in body(pages)
    assert (
        f'<span class="quotation"><q>«{NARROW}nous sommes prêts{NARROW}»</q>'
        '<small class="quotation__note"> (traduit)</small></span>.' in body(pages, "fr")
    )
    assert [quotation.id for quotation in pages["fr"].quoted] == ["ready"]


def test_a_blank_line_ends_a_quotation(rendered):
    pages = rendered("> Un.[^log]\n\n> Deux.[^log]", "> One.[^log]\n\n> Two.[^log]")

    assert body(pages).count("<blockquote") == body(pages, "fr").count("<blockquote") == 2


def test_a_figure_is_the_reading_at_its_moment(rendered):
    pages = rendered("[](figure:lamps@2019-06)[^log]", "[](figure:lamps@2019-06)[^log]")

    assert '<data class="figure" value="1500">about 1,500 of 2,000</data>' in body(pages)
    assert f'<data class="figure" value="1500">environ 1{NARROW}500 sur 2{NARROW}000</data>' in body(
        pages, "fr"
    )


def test_blocks_are_named_by_their_section_and_ordinal(rendered):
    pages = rendered("Un.[^log]\n\n- deux[^log]\n- trois[^log]", "One.[^log]\n\n- two[^log]\n- three[^log]")

    html = body(pages)
    assert '<p id="section.1">' in html
    assert '<li id="section.2">' in html
    assert '<li id="section.3">' in html


def test_a_block_keeps_the_id_and_classes_that_the_writer_gave(rendered):
    pages = rendered("Une idée.\n{: #idea .analysis }", "A thought.\n{: #idea .analysis }")

    assert body(pages) == '<p class="analysis" data-basis="(Our analysis)" id="idea">A thought.</p>'


def test_something_is_counted_when_the_site_is_made(rendered):
    pages = rendered("Il y a [](count:event) événements.[^log]", "There are [](count:event) events.[^log]")

    assert re.search(r'There are <data value="(\d+)">\1</data> events\.', body(pages))


def test_the_arrow_to_the_proof_never_stands_alone_on_a_line(rendered):
    pages = rendered("Un. [→](#section)[^log]", "One. [→](#section)[^log]")

    assert (
        f'One.{NBSP}<a aria-label="Details and sources: Section" class="proof" href="#section">→</a>'
        in body(pages)
    )


def test_typography_sees_through_emphasis_and_leaves_code_and_other_languages_alone(rendered):
    pages = rendered(
        '"*Oui*" : l\'un, `l\'autre`, *"it\'s"*{: lang=en } ![^log]',
        "\"*Yes*\": it's, `it's`, *l'un*{: lang=fr }.[^log]",
    )

    assert f"«{NARROW}<em>Oui</em>{NARROW}»{NBSP}: l’un, <code>l'autre</code>, " in body(pages, "fr")
    assert '<em lang="en">"it\'s"</em>' in body(pages, "fr")
    assert "“<em>Yes</em>”: it’s, <code>it's</code>, <em lang=\"fr\">l'un</em>." in body(pages)


def test_the_two_readers_of_markdown_may_not_disagree(rendered, tmp_path):
    with pytest.raises(DossierError) as stopped:
        rendered("- un[^log]\n\n  deux[^log]", "- one[^log]\n\n  two[^log]")

    assert worded(stopped.value.problems, "en")[0] == (
        f"{tmp_path}/content/explainers/one.en.md:12:6: rendering-differs: "
        "the two readers of Markdown disagree here: "
        '"cite log" was found, "p section.2" was rendered. '
        "Most often a blank line is missing above a list or a table, or a line does not begin at the margin."
    )


def test_what_only_one_reader_takes_for_a_link_is_a_difference_and_no_crash(rendered):
    with pytest.raises(DossierError) as stopped:
        rendered("Vers [ici](event: nulle-part).[^log]", "To [here](event: nowhere).[^log]")

    assert {problem.code for problem in stopped.value.problems} <= {"rendering-differs", "leftover-markup"}


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", 'this would put "{}" on the page, which no text may hold. Write it in plain Markdown.'),
        (
            "fr",
            (
                "ceci mettrait « {} » dans la page, ce qu'aucun texte ne peut contenir. "
                "Écrivez-le en simple Markdown."
            ),
        ),
    ],
)
def test_what_could_run_is_named_with_its_block_and_never_published(rendered, tmp_path, lang, sentence):
    attack = "Un. *x*{% onclick=alert(1) %}[^log]"  # which only one reader of Markdown takes for an attribute

    with pytest.raises(DossierError) as stopped:
        rendered(f"Un.[^log]\n\n{attack}", f"One.[^log]\n\n{attack}")

    assert worded(stopped.value.problems, lang)[0] == (
        f"{tmp_path}/content/explainers/one.en.md:12:1: not-harmless: "
        + sentence.format('<em _="" onclick="alert(1)">')
    )


def test_a_text_of_the_record_is_looked_at_too(site_with, tmp_path):
    site_with("Un.[^log]", "One.[^log]")
    chapter = tmp_path / "content/timeline/10-one.yaml"
    attack = "|\n        x *x*{% onclick=alert(1) %}"
    text = chapter.read_text().replace("fr: La lampe s'allume.", f"fr: {attack}")
    chapter.write_text(text.replace("en: The lamp is lit.", f"en: {attack}"))

    with pytest.raises(DossierError) as stopped:
        Site(load(tmp_path / "content"), "https://example.org", THEME, WORDS).render()

    places = [
        f"{problem.place.removeprefix(str(tmp_path))} {problem.code}" for problem in stopped.value.problems
    ]
    assert places == [
        "/content/timeline/10-one.yaml:13:9 not-harmless",
        "/content/timeline/10-one.yaml:15:9 not-harmless",
    ]


def test_a_column_stands_on_the_side_that_its_dashes_say(rendered):
    table = "| a | b | c |\n| :-- | :-: | --: |\n| 1[^log] | 2 | 3 |"

    html = body(rendered(table, table))

    assert re.findall('<td class="table__([a-z]+)"', html) == ["left", "center", "right"]
    assert "style" not in html


def test_what_only_looks_like_the_name_of_a_character_is_none(rendered):
    found = rendered("R&D ; `a & b`.[^log]", "R&D ; `a & b`.[^log]")

    assert "R&amp;D\u202f; <code>a &amp; b</code>" in found["fr"].html
    assert "R&amp;D; <code>a &amp; b</code>" in found["en"].html


def test_html_that_no_reader_of_markdown_knows_is_shown_as_it_is(rendered):
    text = "<script/src=x></script>[^log]"

    assert body(rendered(text, text)).startswith('<p id="section.1">&lt;script/src=x&gt;')


def test_a_diagram_takes_the_place_of_the_paragraph_that_names_it(rendered):
    pages = rendered("Un.[^log]\n\n[](diagram:who)\n", "One.[^log]\n\n[](diagram:who)\n")

    html = body(pages, "fr")
    assert html.count("<figure") == 1
    assert '<figure class="diagram" id="section.2">' in html
    assert f'<p class="diagram__title">Qui{NARROW}?</p>' in html
    assert "Situation\u00a0: 4\u00a0mai 2019." in html
    assert 'href="/news/fr/qui/keeper/">Ada Keeper</a>' in html
    assert [mark for cited in pages["fr"].cited for mark in cited.marks] == [
        f"cite.log.{number}" for number in range(1, 5)
    ]


@pytest.mark.parametrize("target", ["diagram:who", "explainer:one#section.1"])
def test_a_diagram_that_we_corrected_says_so(rendered, tmp_path, target):
    change = f"""
        mended:
          on: 2019-06-02
          kind: clarification
          concerns: ["{target}"]
          title:
            fr: Un
            en: One
          text:
            fr: Deux.
            en: Two.
        """
    write_story(tmp_path / "content", {"changes.yaml": change})

    html = body(rendered("[](diagram:who)\n", "[](diagram:who)\n"))

    assert (
        '<a class="change-mark" href="/news/en/corrections/#mended">Corrected on 2\u00a0June 2019</a>' in html
    )


@pytest.mark.parametrize(
    ("form", "said", "place"),
    [
        ("{}", b"Text.", "p"),
        ("- {}", b"Text.", "li"),
        ("> {}", b"Text.", "blockquote p"),
        ("| {} |\n| --- |\n| 1 |", b"Text. 1", "caption"),
    ],
    ids=["paragraph", "item", "quotation", "table"],
)
def test_a_block_that_is_behind_says_so_and_leads_to_the_version_that_changed(
    rendered, tmp_path, form, said, place
):
    unchanged = hashlib.sha256(said).hexdigest()[:12]
    line = f"explainer:one#section.1 en={unchanged} fr=000000000000 2019-06-01 A. Name\n"
    write_story(tmp_path / "content", {"agreed.txt": line})

    both = rendered(form.format("Texte.[^log]"), form.format("Text.[^log]"))

    note = fragment_fromstring(body(both), create_parent=True).cssselect(f"{place} > small.behind")[0]
    link = note.cssselect("a")[0]
    assert note.text_content() == (
        "The French version has changed since; this one has not been compared with it yet. Français"
    )
    assert (link.get("href"), link.get("lang")) == ("/news/fr/titre-fr/#section.1", "fr")
    assert "behind" not in body(both, "fr")
