"""Something new comes to its place, and every other byte of its file stays where it was."""

from pathlib import Path

import pytest

from dossier.drafting import Drafts

CHAPTER = "timeline/10-march.yaml"
EVENT = """\
{name}:
  when: {when}
  title:
    fr: Un autre
    en: Another
  text:
    fr: Le matin.
    en: In the morning.
  category: farm
  importance: minor
  sources: [gazette]
"""
PERSON = "{name}:\n  kind: person\n  name: Somebody\n  summary:\n    fr: Ici.\n    en: Here.\n"
PEOPLE = """\
# Persons: by their ids.

ada-vane:   # who keeps the gate
  kind: person
  name: Ada Vane
  summary:
    fr: |
      Elle garde.
      # ceci est du texte
    en: |
      She keeps.
      # this is text

# Said of Zoe.
zoe-marsh:
  kind: person
  name: Zoe Marsh
  summary:
    fr: Elle.
    en: She.

# Organisations

meadow-board:
  kind: organisation
  name: The board
  summary:
    fr: Il siège.
    en: It sits.
# the end
"""


def new_lines(old, new):
    """The lines that are new; every other line is as it was, in its order."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    start = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    count = len(after) - len(before)
    assert after[:start] + after[start + count :] == before
    return "".join(after[start : start + count])


@pytest.mark.parametrize(
    ("name", "above", "below"),
    [
        ("aaron-hill", "# Persons: by their ids.\n\n", "ada-vane:   # who keeps the gate\n"),
        ("bob-hill", "      # this is text\n", "\n# Said of Zoe.\nzoe-marsh:\n"),
        ("zz-hill", "    en: She.\n", "\n# Organisations\n"),
    ],
)
def test_a_person_stands_by_its_id_among_persons_and_remarks_stay(write_content, name, above, below):
    drafts = Drafts(write_content({"people.yaml": PEOPLE}))

    added = drafts.addition("person", PERSON.format(name=name), like="person")

    lines = new_lines(PEOPLE, added.text)
    assert lines.strip() == PERSON.format(name=name).strip()
    assert added.text.splitlines()[added.entry_line - 1] == f"{name}:"
    before, _, after = added.text.partition(PERSON.format(name=name))
    assert before.rstrip("\n").endswith(above.rstrip("\n"))
    assert after.lstrip("\n").startswith(below.lstrip("\n"))
    assert drafts.problems_with({added.file: added.text}, added) == []


def test_an_organisation_stands_among_organisations(write_content):
    drafts = Drafts(write_content({"people.yaml": PEOPLE}))
    entry = PERSON.format(name="aa-board").replace("kind: person", "kind: organisation")

    added = drafts.addition("person", entry, like="organisation")

    assert f"# Organisations\n\n{entry}\nmeadow-board:\n" in added.text


@pytest.mark.parametrize(
    ("when", "neighbours"),
    [
        ("2019-03-04T08:00-08:00", ("new", "gate-opens")),
        ("2019-03-04T08:30-08:00", ("gate-opens", "new")),
        ("2019-03-05", ("gate-opens", "new")),
    ],
)
def test_an_event_stands_by_its_time(write_content, when, neighbours):
    drafts = Drafts(write_content())

    added = drafts.addition("event", EVENT.format(name="new", when=when), when=when)

    old = (Path("content") / CHAPTER).read_text(encoding="utf-8")
    lines = new_lines(old, added.text)
    assert lines.strip().startswith("new:")
    first, second = (added.text.index(f"\n  {name}:\n") for name in neighbours)
    assert first < second
    codes = {problem.code for problem in drafts.problems_with({added.file: added.text}, added)}
    assert "event-order" not in codes


@pytest.mark.parametrize(
    ("when", "file"),
    [("2018", CHAPTER), ("2019-04-30", CHAPTER), ("2019-06-01", "timeline/20-june.yaml")],
)
def test_an_event_stands_in_the_chapter_that_has_begun(write_content, small_story, when, file):
    june = small_story[CHAPTER].replace("gate-opens", "gate-shuts").replace("2019-03-04", "2019-05-04")
    drafts = Drafts(write_content({"timeline/20-june.yaml": june}))

    assert drafts.addition("event", EVENT.format(name="new", when=when), when=when).file == file


def test_other_records_come_last(write_content, small_story):
    drafts = Drafts(write_content())

    added = drafts.addition("source", "a-source:\n  type: article\n")

    assert added.text == small_story["sources.yaml"] + "\na-source:\n  type: article\n"
    assert added.entry_line == 9


def test_line_ends_stay_as_they_are(write_content, small_story):
    old = small_story["sources.yaml"].replace("\n", "\r\n")
    drafts = Drafts(write_content({"sources.yaml": old}))

    added = drafts.addition("source", "a-source:\n  type: article\n")

    assert added.text == old + "\r\na-source:\r\n  type: article\r\n"


def test_a_last_line_without_an_end_gets_one(write_content, small_story):
    old = small_story["sources.yaml"].rstrip("\n")
    drafts = Drafts(write_content({"sources.yaml": old}))

    assert drafts.addition("source", "a:\n  type: b\n").text == f"{old}\n\na:\n  type: b\n"


def test_a_file_that_is_not_there_begins_with_its_schema(write_content):
    drafts = Drafts(write_content())

    added = drafts.addition("term", "gate:\n  term: Gate\n")

    head = "# yaml-language-server: $schema=.schemas/glossary.json\n\n"
    assert (added.file, added.text) == ("glossary.yaml", f"{head}gate:\n  term: Gate\n")


def test_only_the_problems_that_come_with_it_are_named(write_content, small_story):
    sources = small_story["sources.yaml"].replace("seen: original", "seen: orignal")
    drafts = Drafts(write_content({"sources.yaml": sources}))
    added = drafts.addition("source", "a-source:\n  type: article\n")

    found = drafts.problems_with({added.file: added.text}, added)

    assert {(problem.code, problem.spot.line) for problem in found} == {("missing-key", 9)}


def test_what_waits_for_its_words_cannot_be_published(complaints):
    lines = complaints(
        {
            "people.yaml": ("Elle garde la barrière.", "TODO garder."),
            "explainers/why.en.md": ("The gate stood open.", "TODO, later."),
            "explainers/why.fr.md": ("On ne sait pas.", "TODO"),
        }
    )

    assert [line.partition(": ")[0] for line in lines] == [
        "content/explainers/why.en.md:10:1",
        "content/explainers/why.fr.md:4:10",
        "content/people.yaml:5:9",
    ]
    assert all(": unwritten: " in line for line in lines)


def test_a_draft_may_wait(complaints, small_story):
    def waiting(name):
        text = small_story[name].replace("order: 10", "order: 10\nstatus: draft")
        return text.replace("On ne sait pas.", "TODO").replace("Nobody knows.", "TODO")

    assert (
        complaints({name: waiting(name) for name in ("explainers/why.fr.md", "explainers/why.en.md")}) == []
    )


def test_a_word_that_only_holds_the_letters_is_a_word(complaints):
    assert complaints({"people.yaml": ("She keeps the gate.", "She keeps the TODOS of a todo.")}) == []
