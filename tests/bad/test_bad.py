"""The corpus: one fault a case, named where it stands, wherever that is; and how it is put right.

A case is data: `cases/` holds a file a family, `controls/` what looks like a mistake and is none, and
`README.md` says how one is written. All start from the small story of the tests and what `story/` adds to
it: a record of every kind, a text with every feature.
"""

import re

import pytest

import dossier
from desk.fix import repair
from dossier.wording import LANGUAGES, Wording
from tests.bad.breaking import BAD, CONTROLS, MOVABLE, PLACES, changed, expected, make, places, put_elsewhere

CLINIC = {name: case for name, case in BAD.items() if "repair" in case}
MECHANICAL = {name: case for name, case in CLINIC.items() if "fix" in case}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_named_at_its_place_with_a_remedy_in_every_language(name, story, write):
    case = BAD[name]
    content = write(changed(case, story))
    if "make" in case:
        make(case)

    found = dossier.examine(content)

    assert places(found.problems) == expected(case)
    assert found.dossier is None
    for lang in LANGUAGES:
        for problem in found.problems:
            assert_has_a_remedy(Wording(lang)(problem))


def assert_has_a_remedy(sentence):
    """It says what is wrong and, after that, what to do; nothing in it was left unfilled."""
    assert re.search(r"[.?!:;] ?[^.?!:;]*\S.*[.?!a-z]$", sentence), sentence
    assert not re.search(r"(?<!\{)\{(?![:#%{ ]|where)[a-z_-]+\}(?!\})", sentence), sentence
    assert not re.search(r"(?<!!)\b(None|NoneType|str|int|dict|tuple|Edtf|Traceback)\b", sentence), sentence


@pytest.mark.parametrize("name", [name for name in BAD if not {"make", "become"} & BAD[name].keys()])
def test_a_fault_is_named_alike_whatever_was_found_before(name, story, write, forget):
    dossier.examine(write(story))
    remembering = dossier.examine(write(changed(BAD[name], story)))
    forget()

    alone = dossier.examine(write(changed(BAD[name], story)))

    assert places(remembering.problems) == places(alone.problems) != []
    assert [one.values for one in remembering.problems] == [one.values for one in alone.problems]
    assert [(one, one.values) for one in remembering.remarks] == [(one, one.values) for one in alone.remarks]


@pytest.mark.parametrize("name", CONTROLS)
def test_what_only_looks_like_a_mistake_is_accepted(name, story, write):
    content = write(changed(CONTROLS[name], story))

    assert places(dossier.examine(content).problems) == []


YAML_FAULTS = [name for name, case in BAD.items() if "yaml-syntax" in str(case.get("says"))]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", YAML_FAULTS)
def test_what_the_reader_of_yaml_says_is_said_in_our_words(name, lang, story, write):
    found = dossier.examine(write(changed(BAD[name], story))).problems

    said = [part for problem in found for part in problem.values.get("detail", ())]
    assert said
    assert set(said) <= Wording(lang).catalogue["yaml"].keys()


@pytest.mark.parametrize("elsewhere", PLACES, ids=lambda place: place.__name__)
@pytest.mark.parametrize("name", MOVABLE)
def test_a_fault_that_stands_elsewhere_is_named_there(name, elsewhere, story, write):
    files, said = put_elsewhere(BAD[name], elsewhere, story)

    with pytest.raises(dossier.DossierError) as stopped:
        dossier.load(write(files))

    assert places(stopped.value.problems) == said


# --- The clinic -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CLINIC)
def test_the_right_text_is_accepted(name, story, write):
    content = write(changed(CLINIC[name], story, "repair"))

    assert places(dossier.examine(content).problems) == []


@pytest.mark.parametrize("name", MECHANICAL)
def test_a_mechanical_repair_gives_the_right_text_and_changes_nothing_else(name, story, write):
    content = write(changed(MECHANICAL[name], story)).resolve()

    repair(content)

    repaired = changed(MECHANICAL[name], story, "repair")
    assert {path: (content / path).read_bytes() for path in repaired} == repaired


def test_the_corpus_is_as_large_as_promised():
    assert len(BAD) >= 200
    assert len(CONTROLS) >= 25
    assert len(CLINIC) >= 60
