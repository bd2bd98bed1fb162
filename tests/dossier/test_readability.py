"""Sentences, syllables and scores, by rules that anybody can follow with a pencil."""

import pytest

from dossier.languages import en, fr, language
from dossier.readability import measured, sentences, words_in

ENGLISH, FRENCH = language("en").readability, language("fr").readability


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("One. Two! Three?", "en", ["One", "Two", "Three"]),
        ('He said "no." She left.', "en", ["He said no", "She left"]),
        ("At 8 p.m. Pacific time it shut.", "en", ["At 8 p.m Pacific time it shut"]),
        ("Mr. Vane and J. Reed left.", "en", ["Mr Vane and J Reed left"]),
        ("M. Vane est parti. Puis Mme Reed.", "fr", ["M Vane est parti", "Puis Mme Reed"]),
        ("Wait… and see.", "en", ["Wait and see"]),
        ("A line\nanother line", "en", ["A line", "another line"]),
        ("It cost 1.5 million.", "en", ["It cost 1.5 million"]),
    ],
)
def test_a_sentence_ends_with_its_mark_or_its_line(text, lang, found):
    rules = language(lang).readability

    assert [" ".join(sentence.words) for sentence in sentences(text, rules)] == found


def test_a_cell_of_a_table_without_a_full_stop_is_a_label():
    text = "Point\nIt was open.\nStill open\n"

    assert [sentence.words for sentence in sentences(text, ENGLISH, labels=True)] == [["It", "was", "open"]]


def test_a_sentence_knows_where_it_starts():
    text = "The gate stood open.  The sheep left."

    assert [text[one.at :].split()[1] for one in sentences(text, ENGLISH)] == ["gate", "sheep"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'heure d'été", ["l'heure", "d'été"]),
        ("30 000 documents, 1.5 million", ["30", "000", "documents", "1.5", "million"]),
        ("well-known — dogs' bowls", ["well-known", "dogs", "bowls"]),
    ],
)
def test_a_word_stands_between_spaces_and_marks(text, words):
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("gate", 1), ("open", 2), ("table", 2), ("walked", 1), ("wanted", 2), ("boxes", 2), ("makes", 1),
        ("the", 1), ("directors", 3), ("company", 3), ("rhythm", 1), ("removed", 2),
    ],
)  # fmt: skip
def test_english_syllables(word, count):
    assert en.syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("porte", 1), ("conseil", 2), ("administrateur", 5), ("quatre", 1), ("création", 3), ("étaient", 2),
        ("moment", 2), ("idée", 2), ("finissent", 2), ("guerre", 1), ("le", 1), ("naïf", 2), ("œuvres", 1),
    ],
)  # fmt: skip
def test_french_syllables(word, count):
    assert fr.syllables(word) == count


def test_the_formulas_are_those_of_their_authors():
    assert en.grade(10, 1.5) == pytest.approx(0.39 * 10 + 11.8 * 1.5 - 15.59)
    assert fr.ease(10, 1.5) == pytest.approx(207 - 1.015 * 10 - 73.6 * 1.5)


def test_names_and_figures_are_left_out_of_the_syllables():
    plain = "The sheep came back. " * 20
    named = "Alexandra's sheep met Alexandra in 2019. " * 20

    with_names = measured(sentences(named, ENGLISH), {"Alexandra"}, ENGLISH)
    without = measured(sentences(plain, ENGLISH), set(), ENGLISH)

    assert (with_names.words, with_names.sentence) == (120, 6)
    assert with_names.score - en.grade(6, 1) == pytest.approx(without.score - en.grade(4, 1))


def test_a_short_text_has_no_measures():
    assert measured(sentences("The gate stood open.", ENGLISH), set(), ENGLISH) is None
