"""The rules at their edges: what is right is not complained of. (`test_problems` has what is wrong.)"""

import pytest

from tests.dossier.test_problems import DIAGRAM

WHY = "explainers/why.en.md"
POURQUOI = "explainers/why.fr.md"
EVENT = "timeline/10-march.yaml"
CITED = "La barrière était ouverte.[^gazette]"


@pytest.fixture
def explainer(small_story):
    """The two files of the explainer with another text, the same in both languages."""

    def write(body):
        fronts = {name: small_story[name].partition("## ")[0] for name in (POURQUOI, WHY)}
        return {name: front + body for name, front in fronts.items()}

    return write


@pytest.mark.parametrize(
    "text",
    [
        "[](event:gate-opens)[^gazette]",
        "[](person:ada-vane)[^gazette]",
        "[](source:gazette)[^gazette]",
        "[](explainer:why)[^gazette]",
        "[](explainer:why#who)[^gazette]",
        "[a block](explainer:why#who.1)[^gazette]",
        "[](page:about)[^gazette]",
        "[this](#who)[^gazette]",
        "[this block](#who.1)[^gazette]",
        "[a site](https://example.org/a?b=c#d)[^gazette]",
        "[a letter](mailto:ada@example.org)[^gazette]",
        "<https://example.org/>[^gazette]",
        "[](figure:sheep@2019-03-04T12Z)[^gazette]",
        "[](figure:sheep@2019-04)[^gazette]",
        "![A gate](images/gate.png)[^gazette]",
        "An opinion.\n{: .analysis }",
        "On to the next.\n{: .transition }",
        "Named.[^gazette]\n{: #named .wide }",
        "- One.[^gazette]\n- Two.[^gazette]",
        "> - One.[^gazette]\n>\n> Two.[^gazette]",
        "| a[^gazette] | b |\n| --- | --- |\n| c | d |",
        "1 < 2, `<b>` and AT&amp;T.[^gazette]",
    ],
)
def test_what_a_writer_may_type_is_not_complained_of(complaints, explainer, text):
    changes = explainer(f"## Who? {{#who}}\n\n{text}\n")

    assert complaints({**changes, "images/gate.png": b"\x89PNG\r\n\x1a\n"}) == []


@pytest.mark.parametrize("section", ["in-30-seconds", "in-3-minutes"])
def test_a_short_version_needs_no_source_but_proof(complaints, explainer, section):
    changes = explainer(
        f"## Short {{#{section}}}\n\n1. One. [→](#who)\n\n## Who? {{#who}}\n\nIt was.[^gazette]\n"
    )

    assert complaints(changes) == []


def test_a_page_needs_no_sources(complaints):
    assert complaints({"pages/about.en.md": ("An invented story.", "Another story.")}) == []


@pytest.mark.parametrize(
    "body",
    [
        "## A {#a}\n\nOne.[^gazette]\n{: #a }\n",
        "## A {#a}\n\nOne.[^gazette]\n{: #b }\n\nTwo.[^gazette]\n{: #b }\n",
    ],
)
def test_the_id_of_a_block_stands_once_among_headings_and_blocks(complaints, explainer, body):
    assert [line.split(": ")[1] for line in complaints(explainer(body))] == ["duplicate-heading-id"] * 2


def test_headings_may_go_up_by_more_than_one_level(complaints, explainer):
    body = "## A {#a}\n\nX.[^gazette]\n\n### B {#b}\n\nX.[^gazette]\n\n## C {#c}\n\nX.[^gazette]\n"

    assert complaints(explainer(body)) == []


def test_a_draft_may_lead_to_a_draft_and_to_what_is_published(complaints, small_story):
    drafts = {
        f"explainers/then.{lang}.md": small_story[f"explainers/why.{lang}.md"]
        .replace("slug: ", "status: draft\nslug: then-")
        .replace("[^gazette]", " [](explainer:then) [](explainer:why).[^gazette]")
        for lang in ("fr", "en")
    }

    assert complaints(drafts) == []


def test_blocks_are_compared_under_each_heading_that_both_languages_have(complaints):
    lines = complaints(
        {
            POURQUOI: ("ouverte.[^gazette]\n", "ouverte.[^gazette]\n\n## Et ? {#then}\n\nRien.[^gazette]\n"),
            WHY: ("open.[^gazette]\n", "open.[^gazette]\n\n## And? {#then}\n\n- Nothing.[^gazette]\n"),
        }
    )

    assert [line.split(": ")[:2] for line in lines] == [
        ["content/explainers/why.fr.md:14:1", "blocks-differ"]
    ]


def test_a_block_that_one_language_lacks_is_shown_where_it_is_missed(complaints, explainer):
    two = "## A {#a}\n\nOne.[^gazette]\n\n[](event:gate-opens)[^gazette]\n"
    three = two.replace("One.[^gazette]\n", "One.[^gazette]\n\nMore. [](person:ada-vane)[^gazette]\n")
    changes = {**explainer(two), WHY: explainer(three)[WHY]}

    (line,) = complaints(changes)

    assert line.startswith("content/explainers/why.fr.md:12:1: blocks-differ: ")
    assert "content/explainers/why.en.md:12 (2 here, 3 there)" in line


def test_a_section_without_blocks_is_shown_at_its_heading(complaints):
    lines = complaints({POURQUOI: ("\nLa barrière était ouverte.[^gazette]\n", "")})

    place = "content/explainers/why.fr.md:8:1"
    assert [line.split(": ")[:2] for line in lines] == [[place, "blocks-differ"], [place, "empty-section"]]


def test_a_mention_is_compared_whatever_its_words_and_its_place_in_the_block(complaints):
    changes = {
        POURQUOI: (CITED, "Voir [](person:ada-vane), [là](event:gate-opens).[^gazette]"),
        WHY: ("The gate stood open.", "[That](event:gate-opens) is [Ada](person:ada-vane)."),
    }

    assert complaints(changes) == []


@pytest.mark.parametrize("on", ["2019-03-04", "2019-03", "2019-03-04T16:30Z", "../2019-03-05"])
def test_what_may_have_been_known_after_the_event_is_not_known_before_it(complaints, on):
    assert complaints({EVENT: ("on: 2019-03-04", f"on: {on}")}) == []


@pytest.mark.parametrize(("first", "second"), [("2019-03-04", "2019-03-04T08:30-08:00"), ("2019", "2019-03")])
def test_events_at_the_same_instant_or_later_may_follow(complaints, small_story, first, second):
    events = small_story[EVENT].split("events:\n")[1].replace("on: 2019-03-04", "on: 2020")
    chapter = (
        "title:\n  fr: Mars\n  en: March\nevents:\n"
        + events.replace("2019-03-04T08:30-08:00", first)
        + events.replace("gate-opens", "gate-shuts").replace("2019-03-04T08:30-08:00", second)
    )

    assert complaints({EVENT: chapter}) == []


def test_a_chain_of_supersession_may_be_long_but_not_closed(complaints, small_story):
    event = small_story[EVENT].split("events:\n")[1]
    chain = "".join(
        event.replace("gate-opens", name).replace(
            "    disclosures", f"    superseded_by: {after}\n    disclosures"
        )
        for name, after in (("one", "two"), ("two", "gate-opens"))
    )

    assert complaints({EVENT: ("events:\n", "events:\n" + chain)}) == []


def test_a_role_may_end_on_the_day_on_which_it_began(complaints):
    roles = """\
  roles:
    - title:
        fr: gardienne
        en: keeper
      from: 2019-03-04
      to: 2019-03-04
      sources: [gazette]
"""

    assert complaints({"people.yaml": ("  summary", roles + "  summary")}) == []


@pytest.mark.parametrize(
    ("lang", "translations", "codes"),
    [
        ("en", "fr: Elle était ouverte.", []),
        ("de", "fr: Elle était ouverte.\n    en: It was open.", []),
        ("de", "fr: Elle était ouverte.", ["untranslated"]),
    ],
)
def test_a_quotation_is_translated_into_each_language_but_its_own(complaints, lang, translations, codes):
    quotation = f"""\
open:
  speaker: ada-vane
  on: 2019-03-04
  lang: {lang}
  original: Auf.
  translations:
    {translations}
  sources: [gazette]
"""

    assert [line.split(": ")[1] for line in complaints({"quotations.yaml": quotation})] == codes


def test_a_slug_may_be_the_same_in_two_languages(complaints):
    assert complaints({POURQUOI: ("slug: pourquoi", "slug: why")}) == []


def test_a_diagram_may_wait_in_a_draft_and_nothing_that_is_published_may_lead_to_it(complaints, small_story):
    drafts = {
        f"explainers/then.{lang}.md": small_story[f"explainers/why.{lang}.md"]
        .replace("slug: ", "status: draft\nslug: then-")
        .partition("## ")[0]
        + "## A {#a}\n\n[](diagram:rules)\n"
        for lang in ("fr", "en")
    }
    change = """\
drawn:
  on: 2019-03-06
  kind: added
  concerns: ["diagram:rules"]
  title:
    fr: Un
    en: One
  text:
    fr: Deux.
    en: Two.
"""

    assert complaints({**drafts, "diagrams.yaml": DIAGRAM}) == []
    assert complaints({**drafts, "diagrams.yaml": DIAGRAM, "changes.yaml": change}) == [
        (
            'content/changes.yaml:4:14: link-to-draft: the diagram "rules" is a draft. '
            "Publish it first, or take out the link."
        )
    ]
