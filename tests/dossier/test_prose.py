"""Where things stand in Markdown: headings, blocks, links and citations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.problems import Spot
from dossier.prose import PREAMBLE, locate


@pytest.mark.parametrize(
    ("line", "name", "words"),
    [
        ("## Who? {#who}", "who", "Who?"),
        ("## Who? {: #who }", "who", "Who?"),
        ("## Who? {:#who}", "who", "Who?"),
        ("## Who?", "", "Who?"),
        ("## *Who* did it? {#who}", "who", "Who did it?"),
        ("## {#who}", "", "{#who}"),
    ],
)
def test_a_heading_has_the_id_that_was_written_by_hand(line, name, words):
    (heading,) = locate(line).headings

    assert (heading.id, heading.text, heading.level) == (name, words, 2)


def test_blocks_are_counted_in_their_section():
    located = locate("One.\n\n## A {#a}\n\nTwo.\n\nThree.\n\n## B {#b}\n\nFour.\n")

    assert [block.id for block in located.blocks] == ["start.1", "a.1", "a.2", "b.1"]
    assert located.blocks[0].section == PREAMBLE


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("A paragraph\non two lines.", ["p"]),
        ("- One\n- Two", ["li", "li"]),
        ("1. One\n\n   More of one\n\n2. Two", ["li", "li"]),
        ("> One\n>\n> Two", ["blockquote"]),
        ("> - One\n> - Two", ["blockquote", "li", "li"]),
        ("| a | b |\n| - | - |\n| c | d |", ["table"]),
        ("Before.\n\n- One\n\nAfter.", ["p", "li", "p"]),
        ("---", []),
    ],
)
def test_a_block_is_a_paragraph_a_list_item_a_quotation_or_a_table(text, tags):
    assert [block.tag for block in locate(text).blocks] == tags


def test_a_block_takes_the_id_and_the_classes_below_it_and_keeps_its_place_in_the_count():
    located = locate("One.\n{: #first .analysis .short }\n\nTwo.\n")

    first, second = located.blocks
    assert (first.id, first.is_named, first.classes) == ("first", True, {"analysis", "short"})
    assert (second.id, second.is_named, second.classes) == ("start.2", False, frozenset())


def test_marks_on_a_word_do_not_belong_to_its_block():
    (block,) = locate("A *word*{: lang=en .foreign }").blocks

    assert (block.is_named, block.classes) == (False, frozenset())


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("See [the gate](event:gate).", Spot(1, 16)),
        ("See [](event:gate).", Spot(1, 8)),
        ("See\nthe [gate](<event:gate>).", Spot(2, 13)),
        ("- One\n- Two [gate](event:gate)", Spot(2, 14)),
        ("> One\n> [gate](event:gate)", Spot(2, 10)),
        ("| a |\n| - |\n| [gate](event:gate) |", Spot(3, 10)),
        ("## The [gate](event:gate) {#a}", Spot(1, 15)),
    ],
)
def test_a_link_stands_where_its_target_is_written(text, spot):
    (link,) = locate(text).links

    assert (link.target, link.spot) == ("event:gate", spot)


def test_the_same_target_twice_stands_in_two_places():
    located = locate(
        "See <https://example.org/>.\n\nSee [this](https://example.org/) [too](https://example.org/).\n"
    )

    assert [link.spot for link in located.links] == [Spot(1, 6), Spot(3, 12), Spot(3, 40)]


def test_a_link_knows_its_words_and_its_section():
    (link,) = locate("## A {#a}\n\nSee [the *open* gate](event:gate).").links

    assert (link.text, link.section, link.is_image) == ("the open gate", "a", False)


def test_an_image_inside_a_link_is_found_before_the_target_of_the_link():
    located = locate("[![A gate](images/gate.svg)](event:gate)")

    assert [(link.target, link.spot, link.is_image) for link in located.links] == [
        ("event:gate", Spot(1, 30), False),
        ("images/gate.svg", Spot(1, 12), True),
    ]


@pytest.mark.parametrize("target", ["/about/", "javascript:alert(1)", "http://example.org/", "  ", "é"])
def test_a_forbidden_target_is_seen_as_it_was_typed(target):
    (link,) = locate(f"[x](<{target}>)").links

    assert link.target == target


def test_citations_are_found_in_their_block():
    located = locate("It was open.[^gazette][^almanac]\n\nIt was shut.[^gazette]\n")

    assert [block.citations for block in located.blocks] == [["gazette", "almanac"], ["gazette"]]
    assert [citation.spot for citation in located.citations] == [Spot(1, 13), Spot(1, 23), Spot(3, 13)]


@pytest.mark.parametrize("text", ["`[^gazette]`", "    [^gazette]", "```\n[^gazette]\n```"])
def test_code_cites_nothing(text):
    assert locate(text).citations == []


def test_lines_are_those_of_the_file():
    located = locate("## A {#a}\n\nSee [](event:gate).\n", 9)

    assert (located.headings[0].spot, located.links[0].spot) == (Spot(9, 1), Spot(11, 8))


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("<div>\n\nText\n\n</div>", [Spot(1, 1), Spot(5, 1)]),
        ("Some <b>bold</b> text", [Spot(1, 6)]),
        ("<!-- hidden -->", [Spot(1, 1)]),
        ("1 < 2 and 3 > 2", []),
    ],
)
def test_html_is_found(text, spots):
    assert locate(text).html == spots


def test_the_outline_lists_everything_in_the_order_of_the_text():
    located = locate("## A {#a}\n\nSee [this](event:gate).[^gazette]\n\n- ![x](images/x.svg)\n")

    assert located.outline == [
        ("h2", "a"),
        ("p", "a.1"),
        ("a", "event:gate"),
        ("cite", "gazette"),
        ("li", "a.2"),
        ("img", "images/x.svg"),
    ]


@given(text=st.text(alphabet="#[]()!<>{}:^*_`|-> \n\tab1.é", max_size=60))
def test_any_text_is_located_within_its_own_lines(text):
    located = locate(text)

    lines = len(text.split("\n"))
    spots = [*located.outline_spots, *located.html, *(link.spot for link in located.links)]
    assert all(1 <= spot.line <= lines and spot.column >= 1 for spot in spots)
    assert len(located.outline) == len(located.outline_spots)


def test_words_after_a_link_over_several_lines_keep_their_places():
    located = locate("[a\nb\nd](event:x)\nc[^s]\n\nnext\n")

    first, second = located.blocks
    assert [(run.text, run.spot.line) for run in first.words][-2:] == [("c", 4), ("\n", 4)]
    assert second.words[0].spot == Spot(6, 1)


PIECES = [
    "[a",
    "[",
    "](event:x)",
    "](",
    "\n",
    "word",
    "[^s]",
    "`",
    "*",
    "- ",
    "| a |",
    "{: .x }",
    " ",
    "\n\n",
    ">",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_pieces_of_markdown_are_located_inside_the_text(pieces):
    text = "".join(pieces)
    located = locate(text)

    lines = text.split("\n")
    spots = [run.spot for block in located.blocks for run in block.words]
    assert all(1 <= spot.line <= len(lines) for spot in [*spots, *located.outline_spots])
