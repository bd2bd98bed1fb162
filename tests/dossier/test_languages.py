"""The typography of each language, and its words for numbers and times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.languages import EDGE, OBJECT, Language, language

NBSP = "\u00a0"
NARROW = "\u202f"


def shown(text):
    """Text in which each space that a reader cannot tell apart has a mark: _ no-break, ~ narrow."""
    return text.replace(NBSP, "_").replace(NARROW, "~")


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("L'aube, c'est l'heure", "L’aube, c’est l’heure"),
        ("Vraiment ? Oui ! Non ; si", "Vraiment~? Oui~! Non~; si"),
        ("Voici : rien", "Voici_: rien"),
        ("Vrai! Oui? Non; si: voilà", "Vrai~! Oui~? Non~; si_: voilà"),
        ("100% à 18h30 ou à 20h", "100_% à 18_h_30 ou à 20_h"),
        (f"Voici :{OBJECT} rien", f"Voici_:{OBJECT} rien"),
        ("Il dit « oui » puis « non »", "Il dit «~oui~» puis «~non~»"),
        ('Il dit "oui" puis "non"', "Il dit «~oui~» puis «~non~»"),
        ('("oui")', "(«~oui~»)"),
        ("Attendre...", "Attendre…"),
        ("1 000 personnes", "1~000 personnes"),
        ("12 345 678 personnes", "12~345~678 personnes"),
        ("le 20 juillet 1969", "le 20_juillet 1969"),
        ("le 1er mars", "le 1er_mars"),
        ("à 12 h 28", "à 12_h_28"),
        ("à 20 h", "à 20_h"),
        ("50 % de 3 €", "50_% de 3_€"),
        ("3 milliards, 700 jours", "3_milliards, 700_jours"),
        ("M. Vane et Mme Reed, n° 5", "M._Vane et Mme_Reed, n°_5"),
        ("A. Vane", "A._Vane"),
        ("https://example.org/?a=b", "https://example.org/?a=b"),
        ("12:28", "12:28"),
        (f"Il dit « {EDGE}oui{EDGE} »", f"Il dit «~{EDGE}oui{EDGE}~»"),
        (f"{EDGE}3{EDGE} milliards, {EDGE}49{EDGE} %", f"{EDGE}3{EDGE}_milliards, {EDGE}49{EDGE}_%"),
        (f'Il dit "{OBJECT}" ?', f"Il dit «~{OBJECT}~»~?"),
    ],
)
def test_french_is_typeset_as_in_france(typed, set_as):
    assert shown(language("fr").typeset(typed)) == set_as


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("It's the dogs' bowl", "It’s the dogs’ bowl"),
        ('He said "yes" and "no"', "He said “yes” and “no”"),
        ("\"He said 'yes'\"", "“He said ‘yes’”"),
        ('("yes")', "(“yes”)"),
        ("the '90s", "the ’90s"),
        ("Wait...", "Wait…"),
        ("True ! He said : yes ?", "True! He said: yes?"),
        ("One -- two --- three", "One—two—three"),
        ("a well-known case", "a well-known case"),
        ("on 20 July 1969", "on 20_July 1969"),
        ("at 12:28 p.m.", "at 12:28_p.m."),
        ("3 billion dollars, 5 percent", "3_billion dollars, 5_percent"),
        ("Mr. Vane and Ms. Reed, No. 5", "Mr._Vane and Ms._Reed, No._5"),
        ("A. Vane", "A._Vane"),
        ("Really? Yes!", "Really? Yes!"),
        (f'He said "{EDGE}yes{EDGE}"', f"He said “{EDGE}yes{EDGE}”"),
        (
            f"{EDGE}Vane{EDGE}'s sheep, {EDGE}the dogs{EDGE}' bowl",
            f"{EDGE}Vane{EDGE}’s sheep, {EDGE}the dogs{EDGE}’ bowl",
        ),
        (f"{EDGE}3{EDGE} billion", f"{EDGE}3{EDGE}_billion"),
        (f'He said "{OBJECT}"', f"He said “{OBJECT}”"),
    ],
)
def test_english_is_typeset_as_in_the_united_states(typed, set_as):
    assert shown(language("en").typeset(typed)) == set_as


@pytest.mark.parametrize("code", ["es", "de", "xx", "zh-hant", "../en", ""])
def test_a_language_that_we_do_not_know_gets_neutral_rules(code):
    rules = language(code)

    assert rules.typeset('"It\'s" -- 3 000 ?') == '"It\'s" -- 3 000 ?'
    assert rules.clock(8, 5, None) == "08:05"


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_language_that_we_know_has_its_own_rules(code):
    assert language(code).code == code
    assert language(code) != Language(code=code)


@pytest.mark.parametrize(
    ("code", "time", "words"),
    [
        ("fr", (8, None, None), "8_h"),
        ("fr", (8, 0, None), "8_h"),
        ("fr", (12, 28, None), "12_h_28"),
        ("fr", (0, 5, None), "0_h_05"),
        ("fr", (23, 53, 8), "23_h_53_min_08_s"),
        ("en", (8, None, None), "8_a.m."),
        ("en", (20, 0, None), "8_p.m."),
        ("en", (12, 28, None), "12:28_p.m."),
        ("en", (0, 5, None), "12:05_a.m."),
        ("en", (23, 53, 8), "11:53:08_p.m."),
        ("de", (8, None, None), "08:00"),
        ("de", (23, 53, 8), "23:53:08"),
    ],
)
def test_a_time_is_written_as_in_its_language(code, time, words):
    assert shown(language(code).clock(*time)) == words


# --- What always holds ----------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(" ", "  ", NBSP, NARROW, "\n", EDGE, OBJECT, "'", '"', "«", "»", "“", "”", "‘", "’", "…", "—", "–"),
        *(
            "-",
            "--",
            "---",
            ".",
            "..",
            "...",
            ",",
            ":",
            ";",
            "!",
            "?",
            "(",
            ")",
            "[",
            "]",
            "%",
            "$",
            "€",
            "°",
        ),
        *(
            "a",
            "A",
            "é",
            "É",
            "h",
            "n°",
            "M.",
            "Mr.",
            "No.",
            "p.m.",
            "A.",
            "1",
            "12",
            "123",
            "000",
            "1er",
            "90s",
        ),
        *("mars", "juillet", "July", "May", "million", "millions", "ans", "pour cent", "percent", "s", "t"),
    ]
)
TYPED = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60))


@pytest.mark.parametrize("code", ["en", "fr"])
@given(typed=TYPED)
def test_typesetting_twice_is_typesetting_once(code, typed):
    once = language(code).typeset(typed)

    assert language(code).typeset(once) == once


@pytest.mark.parametrize("code", ["en", "fr"])
@given(typed=TYPED)
def test_typesetting_keeps_every_letter_digit_and_mark_of_an_element_in_order(code, typed):
    typeset = language(code).typeset(typed)

    assert words_of(typeset) == words_of(typed)


def words_of(text):
    return [char for char in text if char.isalnum() or char in (EDGE, OBJECT)]
