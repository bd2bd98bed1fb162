"""The sentences: how values stand in them, in the writer's language."""

from pathlib import Path

import pytest

import dossier
from dossier import Problem, Spot
from dossier.wording import Wording, codes, locale_language

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", 'a.yaml:3:5: unknown-target: there is no source called "gazete". Did you mean "gazette"?'),
        (
            "fr",
            (
                "a.yaml:3:5: unknown-target: aucune source ne s'appelle « gazete ». "
                "Vouliez-vous dire « gazette » ?"
            ),
        ),
    ],
)
def test_a_line_has_the_place_the_code_and_the_sentence(lang, line):
    values = {"wanted_kind": "source", "wanted": "gazete", "near": "gazette"}
    problem = Problem("a.yaml", Spot(3, 5), "unknown-target", values)

    assert Wording(lang).line(problem) == line


@pytest.mark.parametrize(
    ("kind", "name", "sentence"),
    [
        ("event", "gate", 'event "gate": "when" is missing. Add it.'),
        ("story", "", 'story: "when" is missing. Add it.'),
        ("", "", '"when" is missing. Add it.'),
    ],
)
def test_a_sentence_says_which_record_it_is_about(kind, name, sentence):
    values = {"kind": kind, "id": name, "key": "when"}

    assert Wording("en")(Problem("a.yaml", Spot(), "missing-key", values)) == sentence


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            (
                "this block does not cite and mention the same as block a.1 of b.md. "
                'Missing here: "[^x]", "event:y"; only here: nothing. '
                "Cite and mention the same in every language."
            ),
        ),
        (
            "fr",
            (
                "ce bloc ne cite ni ne mentionne la même chose que le bloc a.1 de b.md. "
                "Il manque ici : « [^x] », « event:y » ; seulement ici : rien. "
                "Citez et mentionnez la même chose dans toutes les langues."
            ),
        ),
    ],
)
def test_a_list_has_each_item_in_quotes_and_an_empty_one_says_so(lang, sentence):
    values = {"block": "a.1", "other": "b.md", "missing": ("[^x]", "event:y"), "added": ()}

    assert Wording(lang)(Problem("a.md", Spot(), "mentions-differ", values)) == sentence


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", 'the story is not told in "xx". Its languages: English (en), German (de), "tlh".'),
        ("fr", "le récit n'existe pas en « xx ». Ses langues : anglais (en), allemand (de), « tlh »."),
    ],
)
def test_a_language_has_its_name_if_we_know_one(lang, sentence):
    values = {"language": "xx", "languages": ("en", "de", "tlh")}

    assert Wording(lang)(Problem("a.md", Spot(), "document-language", values)) == sentence


def test_what_could_change_a_terminal_is_named_instead():
    values = {"zone": "a\x1b[31m\u202e", "near": ""}

    sentence = Wording("en")(Problem("a.yaml", Spot(), "unknown-zone", values))

    assert sentence.startswith('there is no time zone "a<U+001B>[31m<U+202E>".')


@pytest.mark.parametrize(
    ("lang", "near", "sentence"),
    [
        ("en", ("2019-04-03", "2019-03-04"), ' Did you mean "2019-04-03" or "2019-03-04"?'),
        ("fr", ("2019-04-03", "2019-03-04"), " Vouliez-vous dire « 2019-04-03 » ou « 2019-03-04 » ?"),
        ("en", (), ""),
    ],
)
def test_all_that_may_be_meant_is_offered(lang, near, sentence):
    words = Wording(lang)(Problem("a.yaml", Spot(), "day-form", {"date": "03/04/2019", "near": near}))

    assert sentence in words
    assert ("Did" in words or "Vouliez" in words) is bool(near)


@pytest.mark.parametrize(
    ("lang", "choices"), [("en", ' Write one of: "major", "minor".'), ("fr", " : « major », « minor ».")]
)
def test_what_a_missing_key_may_hold_is_listed(lang, choices):
    values = {"key": "importance", "choices": ("major", "minor")}

    assert Wording(lang)(Problem("a.yaml", Spot(), "missing-key", values)).endswith(choices)


@pytest.mark.parametrize("value", ["{where}", "{0}", "{", "}}"])
def test_braces_in_a_value_stay_as_they_are(value):
    sentence = Wording("en")(Problem("a.yaml", Spot(), "tag", {"name": value}))

    assert sentence == f'the tag "{value}" is not allowed. Write plain text.'


@pytest.mark.parametrize(
    ("lang", "problems", "count"),
    [
        ("en", [("a.md", 1)], "1 problem in 1 file."),
        ("en", [("a.md", 1), ("b.md", 1)], "2 problems in 2 files."),
        ("fr", [("a.md", 1)], "1 problème dans 1 fichier."),
        ("fr", [("a.md", 1), ("a.md", 2)], "2 problèmes dans 1 fichier."),
    ],
)
def test_problems_are_counted(lang, problems, count):
    assert Wording(lang).count(Problem(path, Spot(line), "raw-html") for path, line in problems) == count


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "No problems: 1 event, 1 person or organization, 1 source, 4 texts."),
        ("fr", "Aucun problème : 1 événement, 1 personne ou organisation, 1 source, 4 textes."),
    ],
)
def test_a_clean_folder_says_how_much_was_checked(write_content, lang, line):
    assert Wording(lang).clean(dossier.load(write_content())) == line


def test_nothing_is_singular_in_french_and_plural_in_english():
    assert Wording("en").count([]) == "0 problems in 0 files."
    assert Wording("fr").count([]) == "0 problème dans 0 fichier."


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_CA"}, "fr"),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": ""}, "fr"),
        ({}, "en"),
    ],
)
def test_the_messages_are_in_the_language_of_the_locale(monkeypatch, variables, lang):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert locale_language() == lang


def test_the_table_of_codes_is_what_check_can_say():
    table = (ROOT / "dossier/CODES.md").read_text(encoding="utf-8")

    assert table == "\n".join(codes()) + "\n", "python -m dossier --codes > dossier/CODES.md"


def test_a_name_that_could_change_a_terminal_or_fill_it_is_printed_without_harm():
    problem = Problem(
        "a\x1b[2J.md", Spot(), "unknown-key", {"key": "k" * 5000, "near": "", "allowed": ("a",)}
    )
    line = Wording("en").line(problem)

    assert line.startswith("a<U+001B>[2J.md:1:1: unknown-key: ")
    assert len(line) < 400
