"""The two languages state the same facts: what was slipped into one of them is found, and nothing else."""

import pytest

import dossier

FRENCH = (
    "Le vendredi 17 mai 2019 à 12 h 28, Ada Vane a vendu 13 000 moutons à Reed pour 1,5 million de dollars, "
    "soit 49 % du troupeau.[^gazette]"
)
ENGLISH = (
    "On Friday 17 May 2019 at 12:28 p.m., Ada Vane sold 13,000 sheep to Reed for $1.5 million, or 49% of the "
    "flock.[^gazette]"
)
MORE_FRENCH = (
    "Quatre bergers sur sept ont signé avant midi la lettre de 52 pages, dit [](person:ada-vane) au Herald. "
    "Voir [](event:gate-opens) et [](quote:it-was-open).[^gazette][^gazette]"
)
MORE_ENGLISH = (
    "Four of seven shepherds signed the 52-page letter before noon, [](person:ada-vane) told the Herald. "
    "See [](event:gate-opens) and [](quote:it-was-open).[^gazette][^gazette]"
)
QUOTATION = """\
it-was-open:
  speaker: ada-vane
  on: 2019-03-04
  lang: en
  original: It was open.
  translations:
    fr: Elle était ouverte.
  sources: [gazette]
"""
PEOPLE = """\
ada-vane:
  kind: person
  name: Ada Vane
  summary:
    fr: Elle garde la barrière avec Bo Reed.
    en: She keeps the gate with Bo Reed.
bo-reed:
  kind: person
  name: Bo Reed
  summary:
    fr: Il lit le Herald avec Ada Vane.
    en: He reads the Herald with Ada Vane.
"""


@pytest.fixture
def found(write_content, small_story):
    """What a check finds in two paragraphs and a third that stands below both."""

    def check(french=FRENCH, english=ENGLISH, more_french=MORE_FRENCH, more_english=MORE_ENGLISH):
        changes = {"quotations.yaml": QUOTATION, "people.yaml": PEOPLE}
        for lang, texts in (("fr", (french, more_french)), ("en", (english, more_english))):
            name = f"explainers/why.{lang}.md"
            front = small_story[name].partition("## ")[0]
            changes[name] = front + "## A {#a}\n\n" + "\n\n".join(texts) + "\n"
        both = dossier.examine(write_content(changes))
        return [one.code for one in (*both.problems, *both.remarks) if one.code.endswith("-differ")]

    return check


def test_texts_that_say_the_same_raise_no_alarm(found):
    assert found() == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        # Numbers
        ("13 000", "13 001"), ("13 000", "31 000"), ("13 000", "1 300"), ("13 000", "13 000 000"),
        ("13 000", "13 millions de"), ("13 000 moutons", "des moutons"), ("1,5 million", "1,6 million"),
        ("1,5 million", "15 millions"), ("1,5 million", "1,5 milliard"), ("1,5 million", "1,5 billion"),
        ("1,5 million", "1,5 million et 3"), ("49 %", "48 %"), ("49 %", "94 %"), ("49 %", "4,9 %"),
        ("49 %", "49"), ("49 % du", "le"),
        # Money
        ("de dollars", "d'euros"), (" de dollars", ""),
        # Dates and times
        ("17 mai", "18 mai"), ("17 mai", "7 mai"), ("17 mai", "17 mars"), ("17 mai 2019", "17 mai"),
        ("2019", "2018"), ("2019", "2091"), ("vendredi", "jeudi"), ("vendredi ", ""),
        ("12 h 28", "12 h 27"), ("12 h 28", "13 h 28"), ("12 h 28", "0 h 28"), ("12 h 28", "12 h"),
        (" à 12 h 28", ""), ("12 h 28", "12 h 28 min 5 s"),
        # Names
        ("Vane", "Reed"), ("à Reed", "à Vane"), ("Reed", "Read"), ("à Reed", "à son voisin"),
        # Citations
        ("[^gazette]", ""),
    ],
)  # fmt: skip
def test_a_fault_in_one_language_is_found(right, wrong, found):
    assert FRENCH.count(right) == 1

    assert found(french=FRENCH.replace(right, wrong)) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Four", "Five"), ("Four", "Some"), ("seven", "eleven"), ("seven", "several"), ("52-page", "25-page"),
        ("52-page", "long"), ("noon", "midnight"), ("before noon", "early"), ("Herald", "Mirror"),
        ("the Herald", "a newspaper"), ("[^gazette][^gazette]", "[^gazette]"),
        ("[](event:gate-opens)", "the opening"), ("[](quote:it-was-open)", "her words"),
        ("[](person:ada-vane)", "she"), ("[](person:ada-vane)", "[](person:bo-reed)"),
    ],
)  # fmt: skip
def test_a_fault_in_the_other_language_is_found_too(right, wrong, found):
    assert MORE_ENGLISH.count(right) == 1

    assert found(more_english=MORE_ENGLISH.replace(right, wrong)) != []


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("les 17 et 19 mai", "on 17 May and 19 May"),
        ("tous deux", "both"),
        ("à 20 heures", "at 8 p.m."),
        ("pendant 20 h", "for 20 hours"),
        ("En mai, 12 personnes", "In May 12 people"),
        ("une vingtaine", "about twenty"),
        ("entre 3 et 5 milliards de dollars", "between $3 and $5 billion"),
        ("L'Herald de ce vendredi-là, l'après-midi", "The Herald of that Friday afternoon"),
        ("Ada Vane est partie. Elle est loin.", "Vane has left. Vane is far away."),
        ("l'IA dans l'UE", "AI in the EU"),
    ],
)
def test_what_two_languages_say_each_in_its_way_is_no_fault(french, english, found):
    assert found(french=french + "[^gazette]", english=english + "[^gazette]") == []


def test_a_writer_may_declare_that_a_passage_differs_on_purpose(found):
    assert found(french=f"{FRENCH} En 1969.\n{{: .adapted }}") == []


def test_an_empty_item_of_a_list_is_no_trouble(found):
    assert "facts-differ" in found(french=f"{FRENCH}\n\n- ", english=f"{ENGLISH}\n\n- 1969")


def test_the_message_says_what_is_missing_and_what_is_there_instead(complaints):
    figures = {
        "explainers/why.fr.md": ("ouverte.", "ouverte à 8 h 30 le 4 mars."),
        "explainers/why.en.md": ("open.", "open at 8:35 a.m. on 4 March."),
    }

    assert complaints(figures) == [
        (
            "content/explainers/why.fr.md:10:1: facts-differ: this does not state the same facts in French "
            '(fr) as content/explainers/why.en.md:10:1. Missing here: "8:35 a.m."; only here: "8 h 30". '
            'If that is on purpose, write "{: .adapted }" below the paragraph.'
        )
    ]
    assert complaints(figures, "fr") == [
        (
            "content/explainers/why.fr.md:10:1: facts-differ: ce passage ne donne pas les mêmes faits en "
            "français (fr) que content/explainers/why.en.md:10:1. Il manque ici : « 8:35 a.m. » ; "
            "seulement ici : « 8 h 30 ». Si c'est voulu, écrivez « {: .adapted } » sous le paragraphe."
        )
    ]


def test_a_number_in_words_is_a_remark(found, write_content, small_story):
    changes = {
        "explainers/why.fr.md": ("ouverte.", "ouverte sept jours."),
        "explainers/why.en.md": ("open.", "open for nine days."),
    }
    remarks = {
        lang: dossier.worded(dossier.examine(write_content(changes)).remarks, lang) for lang in ("en", "fr")
    }

    assert (
        "content/explainers/why.fr.md:10:1: remark: numbers-differ: this does not give the same numbers "
        'in words in French (fr) as content/explainers/why.en.md:10:1. Missing here: "nine"; only here: '
        '"sept".'
    ) in remarks["en"]
    assert (
        "content/explainers/why.fr.md:10:1: remarque : numbers-differ: ce passage ne donne pas les mêmes "
        "nombres en lettres en français (fr) que content/explainers/why.en.md:10:1. Il manque ici : "
        "« nine » ; seulement ici : « sept »."
    ) in remarks["fr"]


@pytest.mark.parametrize("key", ["title: Pourquoi ?", "summary: On ne sait pas."])
def test_titles_and_summaries_are_compared_too(key, complaints):
    (complaint,) = complaints({"explainers/why.fr.md": (key, f"{key} 1969")})

    assert " facts-differ: " in complaint


def test_texts_of_the_record_are_compared_too(complaints):
    (complaint,) = complaints({"timeline/10-march.yaml": ("Les moutons sortent.", "Les 7 moutons sortent.")})

    assert complaint.startswith("content/timeline/10-march.yaml:12:11: facts-differ: ")


def test_passages_that_do_not_match_are_one_problem_not_two(complaints):
    more = {"explainers/why.fr.md": ("La barrière", "En 1969.[^gazette]\n\nLa barrière")}

    assert [line.split(": ")[1] for line in complaints(more)] == ["blocks-differ"]
