"""What a text states in figures, in a form that all languages share."""

import pytest

from dossier.facts import capitals_in, facts_in, names_in


def stated(text, lang):
    return sorted((fact.kind, fact.value) for fact in facts_in(text, lang).elements())


@pytest.mark.parametrize(
    ("english", "french", "facts"),
    [
        ("at 12:28 p.m.", "à 12 h 28", [("time", "12:28")]),
        ("at 8 p.m.", "à 20 h", [("time", "20:00")]),
        ("at 12:05 a.m.", "à 0 h 05", [("time", "00:05")]),
        ("at 11:53:28 p.m.", "à 23 h 53 min 28 s", [("time", "23:53:28")]),
        ("at noon", "à midi", [("time", "12:00")]),
        ("at midnight", "à minuit", [("time", "00:00")]),
        ("20 July 1969", "le 20 juillet 1969", [("day", "1969-07-20")]),
        ("July 20, 1969", "le 20 juillet 1969", [("day", "1969-07-20")]),
        ("on 1 March", "le 1er mars", [("day", "03-01")]),
        ("In March 2024, it", "En mars 2024, on", [("month", "2024-03")]),
        ("on Monday", "Lundi", [("weekday", "1")]),
        ("that Friday", "ce vendredi-là", [("weekday", "5")]),
        ("13 billion", "13 milliards", [("number", "13000000000")]),
        ("a billion", "un milliard", [("number", "1000000000")]),
        ("1.5 million", "1,5 million", [("number", "1500000")]),
        ("a trillion", "un billion", [("number", "1000000000000")]),
        ("30,000 pages", "30 000 pages", [("number", "30000")]),
        ("1,234,567", "1\u202f234\u202f567", [("number", "1234567")]),
        ("a 52-page memo", "une note de 52 pages", [("number", "52")]),
        ("Four of the six", "Quatre des six", [("number", "4"), ("number", "6")]),
        ("twenty-one", "vingt et un", [("number", "21")]),
        ("seventy-five", "soixante-quinze", [("number", "75")]),
        ("ninety-nine", "quatre-vingt-dix-neuf", [("number", "99")]),
        ("two thousand", "deux mille", [("number", "2000")]),
        ("about twenty", "une vingtaine", [("number", "20")]),
        ("for 46 hours", "pendant 46 h", [("number", "46")]),
        ("49%", "49 %", [("number", "49"), ("percent", "%")]),
        ("49 percent", "49 pour cent", [("number", "49"), ("percent", "%")]),
        (
            "$13 billion",
            "13 milliards de dollars",
            [("money", "USD"), ("number", "13000000000")],
        ),
        ("a multibillion-dollar deal", "des milliards de dollars", [("money", "USD")]),
        ("the 21st", "le 21e", [("number", "21")]),
        ("in the 1990s", "dans les années 1990", [("number", "1990")]),
        ("version 2.2", "version 2.2", [("number", "2.2")]),
        ("in the afternoon", "dans l'après-midi", []),
        ("May it be so", "Qu'il en soit ainsi", []),
        ("one of the two", "l'un des deux", []),
        ("GPT-4", "GPT-4", []),
        ("two hundred thousand", "deux cent mille", [("number", "200000")]),
        ("a hundred thousand", "cent mille", [("number", "100000")]),
        ("eighty thousand", "quatre-vingt mille", [("number", "80000")]),
        ("seventy-one", "soixante et onze", [("number", "71")]),
        ("a dozen", "une douzaine", [("number", "12")]),
        ("Four", "Quatre", [("number", "4")]),
        ("f\u0131ve", "s\u0131x", []),
    ],
)
def test_both_languages_state_the_same(english, french, facts):
    assert stated(english, "en") == facts
    assert stated(french, "fr") == facts


def test_a_language_that_we_do_not_know_has_plain_numbers_only():
    assert stated("El 20 de julio, 12 345 ovejas", "xx") == [("number", "12345"), ("number", "20")]


def test_the_words_that_state_a_fact_are_kept_for_the_message():
    (fact,) = facts_in("On 20 July 1969 it", "en")

    assert fact.written == "20 July 1969"


def test_a_name_is_a_capital_that_no_start_of_a_sentence_explains():
    text = "Sheep met Ada Vane. Then (Reed) left: Goats stayed, at Mont-Blanc"

    assert names_in(text) == {"Ada", "Vane", "Reed", "Mont-Blanc"}
    assert capitals_in(text) == names_in(text) | {"Sheep", "Then", "Goats"}
