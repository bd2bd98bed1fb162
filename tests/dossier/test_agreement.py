"""What was compared stays agreed wherever it stands; a change in one language marks the others there."""

from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.agreement import Agreed, Agreements, State, agreeing, compared
from dossier.loading import Drawer
from dossier.model import Front
from dossier.prose import locate
from dossier.record import Document
from dossier.yamltree import Places

LANGUAGES = ("fr", "en")
DAY = date(2019, 3, 5)

# Few words, so that the same passage often stands twice; each block is its words in every language.
words = st.lists(st.sampled_from(["oui", "non", "l'île", '"ah"']), min_size=1, max_size=3).map(" ".join)
blocks = st.tuples(words, words)
texts = st.lists(st.lists(blocks, max_size=4), min_size=1, max_size=3)
"""A text: the blocks of each of its sections."""


def drawer_of(text, lines=(), form="\n\n".join, languages=LANGUAGES):
    """What would be read of one explainer with these sections."""
    drawer = Drawer(Path("content"), agreed=Agreements(tuple(lines)))
    drawer.context["languages"] = languages
    for at, lang in enumerate(languages):
        parts = [
            f"## {lang} {number} {{#s{number}}}\n\n{form([block[at] for block in section])}"
            for number, section in enumerate(text)
        ]
        path = f"content/explainers/one.{lang}.md"
        front = Front.model_construct(title=f"Titre {lang}", slug=lang, summary=lang, order=1, status=None)
        prose = locate("\n\n".join(parts))
        drawer.fronts[path] = Places(path)
        drawer.documents.append(
            Document(
                kind="explainer",
                key="one",
                lang=lang,
                front=front,
                prose=prose,
                path=path,
                first_line=1,
                is_shown=True,
            )
        )
    return drawer


def signed(text, by="A. Name", languages=LANGUAGES):
    """The register after somebody has compared all of a text."""
    every = compared(drawer_of(text, languages=languages))
    return agreeing(every, {one.id for one in every}, by, DAY)


def states(text, lines, **given):
    return {one.id: dict(one.states) for one in compared(drawer_of(text, lines, **given))}


def unequal(text, lines, **given):
    return {
        name: found
        for name, found in states(text, lines, **given).items()
        if set(found.values()) != {State.AGREED}
    }


def names(text):
    return [f"explainer:one#s{n}.{m}" for n, section in enumerate(text) for m in range(1, len(section) + 1)]


def changed(text, at, lang, word="zèbre"):
    """The text with one block changed in one language."""
    flat = [list(block) for section in text for block in section]
    flat[at][LANGUAGES.index(lang)] += f" {word}"
    rest = iter(map(tuple, flat))
    return [list(islice(rest, len(section))) for section in text]


@st.composite
def text_and_block(draw):
    text = draw(texts.filter(any))
    return text, draw(st.integers(0, sum(map(len, text)) - 1))


@given(text_and_block(), st.sampled_from(LANGUAGES))
def test_a_change_in_one_language_marks_that_block_in_the_others_and_nothing_else(chosen, lang):
    text, at = chosen

    found = unequal(changed(text, at, lang), signed(text))

    other = next(one for one in LANGUAGES if one != lang)
    assert found == {names(text)[at]: {lang: State.AHEAD, other: State.BEHIND}}


@given(text_and_block())
def test_a_change_in_every_language_is_told_as_such(chosen):
    text, at = chosen

    found = unequal(changed(changed(text, at, "fr"), at, "en"), signed(text))

    assert found == {names(text)[at]: dict.fromkeys(LANGUAGES, State.CHANGED)}


@given(texts, st.randoms(use_true_random=False))
def test_moving_blocks_marks_nothing(text, chance):
    flat = [block for section in text for block in section]
    chance.shuffle(flat)

    assert unequal([flat, *([] for _ in text[1:])], signed(text)) == {}


@given(text_and_block(), st.sampled_from(LANGUAGES), st.randoms(use_true_random=False))
def test_a_block_that_is_moved_and_changed_is_known_by_its_other_language(chosen, lang, chance):
    text, at = chosen
    flat = [block for section in changed(text, at, lang) for block in section]
    chance.shuffle(flat)

    found = unequal([flat, *([] for _ in text[1:])], signed(text))

    assert [one[lang] for one in found.values()] == [State.AHEAD]


@given(text_and_block())
def test_a_block_put_before_others_is_new_and_marks_none_of_them(chosen):
    text, at = chosen
    number = int(names(text)[at].split("#s")[1].split(".")[0])
    longer = [[("zèbre", "zebra"), *part] if n == number else part for n, part in enumerate(text)]

    found = unequal(longer, signed(text))

    assert found == {f"explainer:one#s{number}.1": dict.fromkeys(LANGUAGES, State.NEW)}


@pytest.mark.parametrize(
    "form",
    [
        lambda blocks: "\n\n".join(block.replace(" ", "\n") for block in blocks),
        lambda blocks: "\n\n".join(f"*{block}*" for block in blocks),
        lambda blocks: "\n\n".join(f"{block}[^gazette]" for block in blocks),
        lambda blocks: "\n\n".join(f"[{block}](event:gate-opens)\n{{: .analysis }}" for block in blocks),
        lambda blocks: "\n\n".join(block.replace("'", "’") for block in blocks),
        lambda blocks: "\n".join(f"- {block}" for block in blocks),
    ],
    ids=["lines", "emphasis", "citation", "link", "typography", "list"],
)
@given(text=texts)
def test_another_form_of_the_same_words_marks_nothing(form, text):
    assert unequal(text, signed(text), form=form) == {}


def test_what_the_build_sets_is_no_change():
    lines = signed([[('Il dit "non" à 12h28 : 13 000 moutons !', "oui")]])

    assert (
        unequal([[("Il dit « non » à 12\u00a0h\u00a028\u00a0: 13\u202f000 moutons\u202f!", "oui")]], lines)
        == {}
    )


@given(text_and_block(), st.sampled_from(LANGUAGES), st.data())
def test_agreeing_clears_what_it_names_and_nothing_else(chosen, lang, data):
    text, at = chosen
    lines = signed(text)
    later = changed(changed(text, at, lang), data.draw(st.integers(0, len(names(text)) - 1)), "en", "zebra")
    named = data.draw(st.sets(st.sampled_from(names(text))))

    after = states(later, agreeing(compared(drawer_of(later, lines)), named, "B. Other", DAY))

    before = states(later, lines)
    assert {name: after[name] for name in named} == {
        name: dict.fromkeys(LANGUAGES, State.AGREED) for name in named
    }
    assert {k: v for k, v in after.items() if k not in named} == {
        k: v for k, v in before.items() if k not in named
    }


@given(text_and_block())
def test_agreeing_again_changes_nothing_not_even_the_name(chosen):
    text, at = chosen
    later = changed(text, at, "fr")
    once = agreeing(compared(drawer_of(later, signed(text))), {names(text)[at]}, "B. Other", DAY)

    twice = agreeing(compared(drawer_of(later, once)), {names(text)[at]}, "C. Third", date(2020, 1, 1))

    assert twice == once
    assert [line.by for line in once].count("B. Other") == 1


@given(text_and_block(), st.data())
def test_the_lines_of_two_people_can_be_joined(chosen, data):
    text, at = chosen
    other = data.draw(st.integers(0, len(names(text)) - 1))
    lines = signed(text)
    later = changed(changed(text, at, "fr"), other, "en")
    every = compared(drawer_of(later, lines))
    ours = agreeing(every, {names(text)[at]}, "A. Name", DAY)
    theirs = agreeing(every, {names(text)[other]}, "B. Other", DAY)

    # What a merge by union leaves at worst: every line of either, and those that both replaced.
    joined = dict.fromkeys(str(line) for line in (*lines, *ours, *theirs))

    assert unequal(later, [Agreed.parse(line) for line in joined]) == {}


def test_a_renamed_file_marks_nothing():
    text = [[("oui", "yes")]]
    lines = [
        Agreed(line.id.replace(":one", ":another"), line.prints, line.on, line.by) for line in signed(text)
    ]

    assert unequal(text, lines) == {}


def test_of_three_languages_each_stands_for_itself():
    three = ("fr", "en", "de")
    lines = signed([[("oui", "yes", "ja")]], languages=three)

    found = states([[("oui !", "yes", "ja")]], lines, languages=three)["explainer:one#s0.1"]

    assert found == {"fr": State.AHEAD, "en": State.BEHIND, "de": State.BEHIND}


def test_a_language_that_is_added_is_new_and_leaves_the_others_agreed():
    found = states([[("oui", "yes", "ja")]], signed([[("oui", "yes")]]), languages=("fr", "en", "de"))

    assert found["explainer:one#s0.1"] == {"fr": State.AGREED, "en": State.AGREED, "de": State.NEW}


def test_code_and_what_a_reference_leads_to_are_words_too():
    text = [[("`/a/`", "`/a/`"), ("[](event:gate-opens)", "[](event:gate-opens)")]]
    later = [[("`/b/`", "`/a/`"), ("[](event:gate-shuts)", "[](event:gate-opens)")]]

    assert [one["en"] for one in unequal(later, signed(text)).values()] == [State.BEHIND, State.BEHIND]


def test_a_line_is_read_as_it_is_written():
    line = "event:gate-opens/text en=0123456789ab fr=ba9876543210 2019-03-05 Ada van der Vane"

    assert str(Agreed.parse(line)) == line


@pytest.mark.parametrize(
    "line",
    [
        "event:gate-opens/text",
        "event:gate-opens/text en=0123456789ab 2019-03-05 Ada",
        "event:gate-opens/text en=0123456789ab fr=ba98 2019-03-05 Ada",
        "event:gate-opens/text en=0123456789ab fr=ba9876543210 2019-02-30 Ada",
        "event:gate-opens/text en=0123456789ab fr=ba9876543210 2019-03-05",
    ],
    ids=["id-only", "one-language", "short", "no-such-day", "nobody"],
)
def test_what_is_not_written_so_is_no_line(line):
    assert Agreed.parse(line) is None


def test_a_line_about_what_is_gone_is_no_problem(complaints):
    line = "event:gate-shuts/text en=0123456789ab fr=ba9876543210 2019-03-05 Ada\n"

    assert complaints({"agreed.txt": line}) == []


def test_drafts_are_compared_but_not_counted(lighthouse):
    drafts = [one for one in lighthouse.compared if one.is_draft]

    assert {one.text for one in drafts} == {"explainer:what-next"}
    assert all(tally.text != "explainer:what-next" for tally in lighthouse.tallies("de"))
    assert [one.id for one in lighthouse.unequal] == [
        "event:crew-found/text",
        "event:petition-begins/text",
        "explainer:keepers#before.1",
        "explainer:why-dark#night.6",
    ]
