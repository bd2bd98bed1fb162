"""Every remark of the catalogue: what brings it about, where it is shown, and what a writer reads."""

import tomllib
from pathlib import Path

import pytest

import dossier
from dossier.wording import LANGUAGES

ROOT = Path(__file__).parents[2]
WHY, POURQUOI = "explainers/why.en.md", "explainers/why.fr.md"
EASY = "The gate stood open. "
HARD = "Institutional accountability considerations nevertheless necessitated extraordinary deliberations. "
FACILE = "La porte est là. "
LONG = "The gate was open and " * 6 + "so on. "


def body(front, *sections):
    """A text with these sections, each an id and its words."""
    return front.partition("## ")[0] + "".join(
        f"## Section {{#{name}}}\n\n{words.strip()}[^gazette]\n\n" for name, words in sections
    )


CASES = [
    (
        "hard-to-read",
        WHY,
        [("full", EASY * 20 + HARD * 20)],
        "content/explainers/why.en.md:10:1",
        (
            "the text is hard to read in English (en): Flesch-Kincaid 29.5, where 9 is the limit. Use "
            "shorter words and sentences."
        ),
        (
            "le texte est difficile à lire en anglais (en) : Flesch-Kincaid 29,5, pour une limite de 9. "
            "Prenez des mots et des phrases plus courts."
        ),
    ),
    (
        "long-sentences",
        WHY,
        [("full", LONG * 5)],
        "content/explainers/why.en.md:10:1",
        "in English (en), a sentence has 32.0 words on average. At most 18: split some.",
        "en anglais (en), une phrase compte 32,0 mots en moyenne. Au plus 18 : coupez-en quelques-unes.",
    ),
    (
        "long-sentence",
        WHY,
        [("full", EASY * 15 + LONG)],
        "content/explainers/why.en.md:10:316",
        "this sentence has 32 words, and too many of the text have more than 30. Split it.",
        "cette phrase compte 32 mots, et trop de phrases du texte en comptent plus de 30. Coupez-la.",
    ),
    (
        "long-paragraph",
        POURQUOI,
        [("full", FACILE * 23)],
        "content/explainers/why.fr.md:10:1",
        "this paragraph has 92 words. At most 90: split it.",
        "ce paragraphe compte 92 mots. Au plus 90 : coupez-le.",
    ),
    (
        "no-depth",
        WHY,
        [("full", EASY)],
        "content/explainers/why.en.md:8:1",
        'the text has no section "#in-30-seconds". Readers in a hurry need that short version.',
        (
            "le texte n'a pas de section « #in-30-seconds ». Les lecteurs pressés ont besoin de cette "
            "version courte."
        ),
    ),
    (
        "depth-length",
        WHY,
        [("in-30-seconds", EASY * 14), ("full", EASY)],
        "content/explainers/why.en.md:8:1",
        'the short version "#in-30-seconds" should have 60 to 90 words. It has 56.',
        "la version courte « #in-30-seconds » doit compter de 60 à 90 mots. Elle en compte 56.",
    ),
    (
        "text-length",
        WHY,
        [("in-30-seconds", EASY * 20), ("full", EASY)],
        "content/explainers/why.en.md:8:1",
        "the full text should have 600 to 1500 words. It has 4.",
        "le texte complet doit compter de 600 à 1500 mots. Il en compte 4.",
    ),
    (
        "loose-quotation",
        WHY,
        [("full", 'She said "no".')],
        "content/explainers/why.en.md:10:10",
        (
            "words between quotation marks are those of somebody. Enter them in quotations.yaml and write "
            '"[](quote:id)".'
        ),
        (
            "des mots de quelqu'un se trouvent ici entre guillemets. Inscrivez-les dans quotations.yaml et "
            "écrivez « [](quote:id) »."
        ),
    ),
]


@pytest.fixture
def remarks(write_content):
    def read(changes, lang):
        return dossier.worded(dossier.examine(write_content(changes)).remarks, lang)

    return read


@pytest.mark.parametrize(("code", "file", "sections", "place", "english", "french"), CASES)
def test_what_a_remark_says(code, file, sections, place, english, french, remarks, small_story):
    changes = {file: body(small_story[file], *sections)}

    assert f"{place}: remark: {code}: {english}" in remarks(changes, "en")
    assert f"{place}: remarque : {code}: {french}" in remarks(changes, "fr")


def test_the_shortest_version_is_held_to_an_easier_score(remarks, small_story):
    middling = "The directors of the company decided that morning. " * 8
    changes = {WHY: body(small_story[WHY], ("in-30-seconds", middling), ("full", EASY * 20))}

    found = [line for line in remarks(changes, "en") if "hard-to-read" in line]

    assert len(found) == 1
    assert ", where 7 is the limit." in found[0]


def test_a_long_summary(remarks, small_story):
    changes = {WHY: ("summary: Nobody knows.", f"summary: {'Nobody knows. ' * 26}")}

    assert (
        "content/explainers/why.en.md:4:10: remark: long-summary: the summary has 52 words. At most 50: "
        "keep the answer."
    ) in remarks(changes, "en")
    assert (
        "content/explainers/why.en.md:4:10: remarque : long-summary: le résumé compte 52 mots. Au plus "
        "50 : gardez la réponse."
    ) in remarks(changes, "fr")


def test_a_name_in_one_language_only(remarks):
    changes = {
        "people.yaml": (
            "    fr: Elle garde la barrière.\n    en: She keeps the gate.\n",
            "    fr: À Meadow, elle garde la barrière.\n    en: In Meadow, she keeps the gate.\n",
        ),
        "timeline/10-march.yaml": ("fr: Les moutons sortent.", "fr: Les moutons sortent de Meadow."),
    }

    assert (
        "content/timeline/10-march.yaml:12:11: remark: names-differ: this does not name the same in "
        'English (en) as content/timeline/10-march.yaml:11:11. Missing here: "Meadow"; only here: '
        "nothing."
    ) in remarks(changes, "en")
    assert (
        "content/timeline/10-march.yaml:12:11: remarque : names-differ: ce passage ne cite pas les mêmes "
        "noms en anglais (en) que content/timeline/10-march.yaml:11:11. Il manque ici : « Meadow » ; "
        "seulement ici : rien."
    ) in remarks(changes, "fr")


@pytest.mark.parametrize("title", ["Lambs are out", "Lambs: out"])
def test_what_are_names_all_files_together_show(title, remarks, small_story):
    event = small_story["timeline/10-march.yaml"].replace(
        "The sheep walk out.", "The sheep leave the meadow."
    )
    changes = {
        "people.yaml": (
            "    fr: Elle garde la barrière.\n    en: She keeps the gate.\n",
            "    fr: À Meadow, elle garde.\n    en: In Meadow, she keeps.\n",
        ),
        "pages/about.fr.md": ("Un récit inventé.", "Un récit inventé à Meadow."),
        "timeline/10-march.yaml": event.replace("en: The gate opens", f"en: {title}"),
    }
    assert [line for line in remarks(changes, "en") if "names-differ" in line] == []


ROLES = """\
ada-vane:
  kind: person
  name: Ada Vane
  summary:
    fr: Elle garde la barrière.
    en: She keeps the gate.
  roles:
    - title:
        fr: {french}
        en: head keeper
      sources: [gazette]
"""
GLOSSARY = """\
head-keeper:
  term:
    fr: Gardien en chef, gardienne en chef (du pré)
    en: Head keeper
  definition:
    fr: Qui a la clé.
    en: Who has the key.
"""


@pytest.mark.parametrize("title", ["gardienne en chef", "Gardien en chef par intérim"])
def test_a_role_that_is_called_as_in_the_glossary_is_fine(title, remarks):
    changes = {"people.yaml": ROLES.format(french=title), "glossary.yaml": GLOSSARY}

    assert [line for line in remarks(changes, "en") if "role-rendering" in line] == []


@pytest.mark.parametrize("title", ["directrice du pré", "vice-gardienne", "cogardien en chef"])
def test_a_role_that_is_called_otherwise_than_in_the_glossary(title, remarks):
    changes = {"people.yaml": ROLES.format(french=title), "glossary.yaml": GLOSSARY}

    assert (
        'content/people.yaml:9:13: remark: role-rendering: person or organization "ada-vane": in English '
        '(en), the title uses the word that the glossary has for "head-keeper"; in French (fr), it does '
        "not. Call a role the same everywhere."
    ) in remarks(changes, "en")
    assert (
        "content/people.yaml:9:13: remarque : role-rendering: personne ou organisation « ada-vane » : en "
        "anglais (en), l'intitulé emploie le mot que le lexique donne pour « head-keeper » ; en français "
        "(fr), non. Donnez partout le même nom à une fonction."
    ) in remarks(changes, "fr")


@pytest.mark.parametrize(
    ("lang", "remark"),
    [
        (
            "en",
            (
                'content/sources.yaml:8:11: remark: gone-unarchived: source "gazette": the original is gone, '
                'and no copy is named. Look for one in a web archive, and give its address under "archived".'
            ),
        ),
        (
            "fr",
            (
                "content/sources.yaml:8:11: remarque : gone-unarchived: source « gazette » : l'original "
                "n'est plus en ligne, et aucune copie n'est indiquée. Cherchez-en une dans une archive du "
                "web, et donnez son adresse sous « archived »."
            ),
        ),
    ],
)
def test_a_source_that_is_gone_should_have_a_copy(lang, remark, remarks):
    gone = "  url: https://example.org/gate\n  access: deleted\n"

    assert remark in remarks({"sources.yaml": ("  seen", f"{gone}  seen")}, lang)
    archived = f"{gone}  archived: https://example.net/gate\n"
    assert remark not in remarks({"sources.yaml": ("  seen", f"{archived}  seen")}, lang)


@pytest.mark.parametrize(
    ("lang", "remark"),
    [
        (
            "en",
            (
                'content/timeline/10-march.yaml:19:3: remark: told-twice: event "gate-opens-again": '
                '"gate-opens" has the same date and the same title. Keep one of them, or say in the titles '
                "how they differ."
            ),
        ),
        (
            "fr",
            (
                "content/timeline/10-march.yaml:19:3: remarque : told-twice: événement "
                "« gate-opens-again » : « gate-opens » a la même date et le même titre. Gardez-en un, ou "
                "dites dans les titres ce qui les distingue."
            ),
        ),
    ],
)
def test_an_event_should_be_told_once(lang, remark, remarks, small_story):
    chapter = "timeline/10-march.yaml"
    again = small_story[chapter].partition("events:\n")[2].replace("gate-opens:", "gate-opens-again:")

    assert remark in remarks({chapter: small_story[chapter] + again}, lang)


@pytest.mark.parametrize(
    ("lang", "remark"),
    [
        (
            "en",
            (
                "content/explainers/why.fr.md:10:1: remark: same-words: this says the same words in French "
                "(fr) as content/explainers/why.en.md:10:1. Translate it; of a quotation, enter the words in "
                "quotations.yaml."
            ),
        ),
        (
            "fr",
            (
                "content/explainers/why.fr.md:10:1: remarque : same-words: ce passage a les mêmes mots en "
                "français (fr) que content/explainers/why.en.md:10:1. Traduisez-le ; s'il s'agit d'une "
                "citation, mettez ses mots dans quotations.yaml."
            ),
        ),
    ],
)
def test_a_passage_should_be_translated(lang, remark, remarks):
    assert remark in remarks({POURQUOI: ("La barrière était ouverte.", "The gate stood open.")}, lang)


def test_every_remark_of_the_catalogue_has_a_test():
    catalogue = tomllib.loads((ROOT / "dossier/wording/en.toml").read_text(encoding="utf-8"))
    # Above, in test_main.py and test_parity.py.
    elsewhere = {
        "gone-unarchived", "long-summary", "names-differ", "numbers-differ", "role-rendering", "same-words",
        "told-twice", "unused-source",
    }  # fmt: skip

    assert set(catalogue["remarks"]) == {code for code, *_ in CASES} | elsewhere


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_text_that_is_easy_and_long_enough_has_no_remark(lang, remarks, small_story):
    changes = {}
    for file, words in ((WHY, EASY * 18), (POURQUOI, FACILE * 18)):
        point = f"1. {words}[→](#full)\n"
        changes[file] = (
            small_story[file].partition("## ")[0]
            + f"## A {{#in-30-seconds}}\n\n{point}\n"
            + f"## B {{#in-3-minutes}}\n\n{point * 6}\n"
            + "## C {#full}\n\n"
            + f"{words.strip()}[^gazette]\n\n" * 10
        )

    assert remarks(changes, lang) == []


def test_a_role_and_a_glossary_are_compared_as_far_as_they_go_when_there_is_no_story(write_content):
    role = "  roles:\n    - title:\n        fr: gardienne\n        en: keeper\n      sources: [gazette]\n"
    term = "keeper:\n  term:\n    en: keeper\n  definition:\n    en: Somebody who keeps.\n"
    content = write_content({"story.yaml": None, "glossary.yaml": term})
    people = content / "people.yaml"
    people.write_text(people.read_text("utf-8") + role, "utf-8")

    assert "missing-file" in {problem.code for problem in dossier.examine(content).problems}
