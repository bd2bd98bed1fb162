"""Reading a folder: every file once, whatever is wrong with the others, and never a traceback."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dossier
from dossier import DossierError

WHY = "explainers/why.en.md"
EVENT = "timeline/10-march.yaml"


def test_a_broken_story_leaves_the_other_files_to_be_checked(complaints):
    lines = complaints({"story.yaml": "title: [\n", "sources.yaml": ("article", "artcle")})

    assert [line.split(": ")[:2] for line in lines] == [
        ["content/sources.yaml:2:9", "unknown-value"],
        ["content/story.yaml:2:1", "yaml-syntax"],
    ]


def test_a_story_that_is_wrong_in_one_place_still_gives_its_languages_and_its_zone(complaints):
    lines = complaints(
        {"story.yaml": ("licence: CC-BY-4.0\n", ""), EVENT: ("      en: The gate opens\n", "")}
    )

    assert [line.split(": ")[1] for line in lines] == ["missing-key", "missing-language"]


@pytest.mark.parametrize("name", ["people.yaml", "sources.yaml", EVENT, WHY])
def test_what_refers_to_an_unreadable_file_is_not_complained_of(complaints, name):
    lines = complaints({name: "a: b: c\n"})

    assert len(lines) == 1
    assert lines[0].startswith(f"content/{name}:1:")


def test_two_mistakes_in_one_record_are_named_in_one_run(complaints):
    lines = complaints(
        {EVENT: ("    importance: major\n    actors: [ada-vane]", "    importance: big\n    actors: [ada]")}
    )

    assert [line.split(": ")[1] for line in lines] == ["unknown-value", "unknown-reference"]


def test_two_mistakes_in_one_text_are_named_in_one_run(complaints):
    lines = complaints(
        {EVENT: ("      fr: La barrière s'ouvre\n      en: The gate opens\n", "      fr: ''\n")}
    )

    assert [line.split(": ")[1] for line in lines] == ["missing-language", "empty-text"]


def test_an_id_that_is_typed_by_hand_is_an_unknown_key(complaints):
    lines = complaints({"people.yaml": ("  kind: person", "  id: ada-vane\n  kind: person")})

    assert lines[0].startswith(
        'content/people.yaml:2:3: unknown-key: person or organization "ada-vane": there is no key "id".'
    )


@pytest.mark.parametrize("written", ["events: [a, b]\n", "events: text\n"])
def test_events_that_are_no_mapping_are_named(complaints, written):
    lines = complaints({EVENT: "title:\n  fr: Mars\n  en: March\n" + written})

    assert lines == [
        (
            'content/timeline/10-march.yaml:4:1: mapping-expected: "events" holds keys of its own, '
            'each on an indented line of its own: "key: value".'
        )
    ]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n"])
def test_a_file_that_holds_no_mapping_is_named(complaints, text):
    lines = complaints({"glossary.yaml": text})

    assert lines == [
        (
            'content/glossary.yaml:1:1: mapping-expected: "glossary.yaml" holds keys of its own, '
            'each on an indented line of its own: "key: value".'
        )
    ]


def test_front_matter_that_is_no_mapping_is_named_once(complaints):
    lines = complaints({WHY: "---\n- title\n---\n## Who? {#who}\n\nIt was open.[^gazette]\n"})

    assert [line.split(": ")[:2] for line in lines] == [
        ["content/explainers/why.en.md:2:1", "mapping-expected"]
    ]


def test_broken_front_matter_leaves_the_text_to_be_checked(complaints):
    lines = complaints({WHY: ("order: 10\n", "order: ten\nstatus: draft\n")})

    assert [line.split(": ")[:2] for line in lines] == [
        ["content/explainers/why.en.md:5:8", "whole-number"],
        ["content/explainers/why.en.md:6:9", "draft-in-one-language"],
    ]


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_files_from_other_systems_are_read_alike(write_content, ends):
    content = write_content()
    for file in content.rglob("*.*"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", ends.encode()))

    story = dossier.load(content)

    assert story.event("gate-opens").title == {"fr": "La barrière s'ouvre", "en": "The gate opens"}


def test_places_are_right_in_a_file_from_another_system(complaints):
    text = (
        "glass:\n  term: Glass\n  definition:\n    fr: Du [verre](event:x).\n    en: Some [glass](event:x).\n"
    )
    raw = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()

    lines = complaints({"glossary.yaml": raw})

    assert [line.split(": ")[0] for line in lines] == [
        "content/glossary.yaml:4:20",
        "content/glossary.yaml:5:22",
    ]


@pytest.mark.parametrize(
    "name", [".DS_Store", "people.yaml~", ".git/config", "#people.yaml#", "images/Thumbs.db"]
)
def test_what_editors_leave_behind_is_passed_over(complaints, name):
    assert complaints({name: "anything"}) == []


def test_a_folder_that_no_system_could_name_is_none():
    assert [problem.code for problem in dossier.examine("con\0tent").problems] == ["no-content-folder"]


def test_a_folder_deeper_than_a_path_may_say_is_named(write_content, monkeypatch):
    folder = write_content().resolve()
    monkeypatch.chdir(folder)
    for _ in range(20):
        Path("d" * 250).mkdir()
        monkeypatch.chdir("d" * 250)
    monkeypatch.chdir(folder.parent)

    assert {problem.code for problem in dossier.examine(folder).problems} == {"unreadable"}


def test_a_timeline_that_is_a_link_is_one_problem(write_content):
    folder = write_content()
    (folder / "timeline").rename(folder.parent / "elsewhere")
    (folder / "timeline").symlink_to(folder.parent / "elsewhere")

    assert [problem.code for problem in dossier.examine(folder).problems] == ["not-a-file"]


def test_chapters_stand_in_the_order_of_their_numbers(write_content):
    chapter = """\
title:
  fr: {0}
  en: {0}
events:
  e{0}:
    when: 2019-04
    title:
      fr: {0}
      en: {0}
    text:
      fr: {0}
      en: {0}
    category: farm
    importance: minor
    sources: [gazette]
    disclosures:
      - {{on: 2019-05, kind: report, stance: asserts, source: gazette}}
"""
    content = write_content(
        {"timeline/100-c.yaml": chapter.format(100), "timeline/20-b.yaml": chapter.format(20)}
    )

    story = dossier.load(content)

    assert [chapter.title["en"] for chapter in story.chapters] == ["March", "20", "100"]


def test_three_languages_are_compared_each_with_the_next(write_content):
    content = write_content()
    for file in content.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        lines = [
            line + line.replace("en:", "de:", 1) if line.lstrip().startswith("en: ") else line
            for line in text.splitlines(keepends=True)
        ]
        file.write_text("".join(lines), encoding="utf-8")
    story = content / "story.yaml"
    german = (
        "  de:\n    name: Deutsch\n    zone:\n      id: Europe/Berlin\n      name: {name}\ndefault_language"
    )
    names = "\n        fr: Berlin\n        en: Berlin\n        de: Berlin"
    story.write_text(
        story.read_text(encoding="utf-8").replace("default_language", german.replace(" {name}", names)),
        encoding="utf-8",
    )

    with pytest.raises(DossierError) as stopped:
        dossier.load(content)

    assert dossier.worded(stopped.value.problems, "en") == [
        (
            "content/explainers/why.en.md:1:1: missing-translation: the text is missing in German (de). "
            "Write explainers/why.de.md."
        ),
        (
            "content/pages/about.en.md:1:1: missing-translation: the text is missing in German (de). "
            "Write pages/about.de.md."
        ),
    ]


def test_a_problem_that_two_rules_find_is_named_once():
    problem = dossier.Problem("a.yaml", dossier.Spot(2, 1), "raw-html")

    assert DossierError([problem, problem]).problems == (problem,)


# --- Whatever is in a file, loading ends with a dossier or with its problems ----------------------

MARKS = st.text(
    alphabet=" \n\t:-[]{}()\"'|>#&*!?,%@`~^\\=+_./0123456789abcdefghijklmnopqrstuvwxyzéÀ…€", max_size=80
)
LINES = st.sampled_from(
    [
        *(
            "title:",
            "  fr: a",
            "  en: b",
            "    title: {fr: a, en: b}",
            "    text: []",
            "order: " + "9" * 5000,
        ),
        *("events:", "  gate:", "    when: 2019", "    when: ../2019", "    when: 2019/..", "    later: [1]"),
        *(
            "    sources: [gazette]",
            "    sources: {a: b}",
            "    actors: [ada-vane, [x], {y: z}]",
            "    status: x",
        ),
        *(
            "    disclosures: [1]",
            "    disclosures:",
            "      - {on: 2019, source: gazette}",
            "      - on: ../2019",
        ),
        *(
            "    superseded_by: gate",
            "    later: [{since: 2019/.., text: {fr: a, en: b}}]",
            "    quotations: [a]",
        ),
        *(
            "  url: http://[",
            "  published: ../2019",
            "  lang: xyz",
            "    value: nan",
            "    value: 1e999",
            "''",
        ),
        *(
            "zone:",
            "  id: ../etc/passwd",
            "  id: [a]",
            "languages: [a, b]",
            "languages: {fr: {}, en: {}, x: 1}",
        ),
        *("default_language: zz", "addresses: {who: {}}", "snapshots: [2019-13-01, a]", "categories: {A: b}"),
        *("---", "## A {#a}", "[x](http://[y)", "[](figure:a@b)", "[^a]: b", "<b>", "> - 1. x", "{: #a .b }"),
        *(
            "* * *",
            "| a |",
            "| - |",
            "slug: a-b",
            "status: draft",
            "published: 2019-02-30",
            ": |",
            "? |",
            "- - -",
        ),
        *(
            'concerns: ["event:", "x", ":#"]',
            "  roles: [{from: 2020, to: 2019}, {office: a}]",
            "  roles: {a: b}",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), MARKS, st.lists(LINES, max_size=12).map("\n".join))
NAMES = st.sampled_from(
    [
        "story.yaml",
        "people.yaml",
        "sources.yaml",
        "quotations.yaml",
        "figures.yaml",
        "questions.yaml",
        "changes.yaml",
        EVENT,
        WHY,
        "pages/about.fr.md",
    ]
)


@pytest.fixture(scope="module")
def write_one(small_story, tmp_path_factory):
    """Writes the small story with one file put in the place of another, in a folder that is used again."""
    folder = tmp_path_factory.mktemp("fuzz")

    def write(name, text):
        shutil.rmtree(folder)
        for known, content in {**small_story, name: text}.items():
            file = folder / known
            file.parent.mkdir(exist_ok=True, parents=True)
            file.write_text(content, encoding="utf-8", newline="")
        return folder

    return write


@given(name=NAMES, text=TEXTS)
def test_no_text_makes_loading_fail(write_one, name, text):
    assert ends_well(write_one(name, text))


@given(name=NAMES, text=TEXTS, data=st.data())
def test_no_text_in_the_middle_of_a_file_makes_loading_fail(small_story, write_one, name, text, data):
    lines = small_story.get(name, "").split("\n")
    at = data.draw(st.integers(0, len(lines)))

    assert ends_well(write_one(name, "\n".join([*lines[:at], text, *lines[at:]])))


def ends_well(folder):
    """Whether a folder is loaded, or has its problems printed in both languages."""
    try:
        return dossier.load(folder)
    except DossierError as error:
        return dossier.worded(error.problems, "en") and dossier.worded(error.problems, "fr")


def test_drafts_have_their_pages_where_their_writer_looks_at_them_and_only_there():
    content = "tests/stories/lighthouse/content"

    published = {page.path for page in dossier.load(content).site.values()}
    shown = {page.path for page in dossier.load(content, drafts=True).site.values()}

    assert shown - published == {"es/y-ahora-que/", "de/und-jetzt/", "id/explainer/what-next/"}
