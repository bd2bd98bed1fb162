"""What a check found, as text, as JSON and as a forge's workflow commands."""

import json

import pytest

from dossier.__main__ import main

EXPLAINER = ("explainers/why.fr.md", "explainers/why.en.md")
"""Without it the story is so small that there is nothing to remark on."""
MISTAKES = {
    "people.yaml": ("kind: person", "kind: persn"),
    "timeline/10-march.yaml": ("importance: major", "importance: 100%, big"),
    **dict.fromkeys(EXPLAINER),
}
"""One in each of two files."""


@pytest.fixture
def report(write_content, capsys):
    """The report on a content folder, and the exit code."""

    def run(format_, lang="en"):
        code = main([str(write_content(MISTAKES)), "--lang", lang, "--format", format_])
        return capsys.readouterr().out, code

    return run


def test_text_ends_with_the_number_of_problems_by_file(report):
    out, code = report("text")

    assert out.splitlines()[2:] == [
        "1 content/people.yaml",
        "1 content/timeline/10-march.yaml",
        "2 problems in 2 files.",
    ]
    assert code == 1


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        (
            "en",
            (
                'person or organization "ada-vane": "kind" cannot be "persn". Did you mean "person"? '
                'Allowed: "person", "organisation".'
            ),
        ),
        (
            "fr",
            (
                "personne ou organisation « ada-vane » : « kind » ne peut pas valoir « persn ». Vouliez-vous "
                "dire « person » ? Permis : « person », « organisation »."
            ),
        ),
    ],
)
def test_json_says_where_what_and_how_bad_each_is(lang, message, report):
    out, code = report("json", lang)

    first, second = json.loads(out)
    assert first == {
        "path": "content/people.yaml",
        "line": 2,
        "column": 9,
        "rank": "problem",
        "code": "unknown-value",
        "message": message,
    }
    assert second["path"] == "content/timeline/10-march.yaml"
    assert code == 1


def test_a_forge_reads_a_command_for_each(report):
    out, code = report("github")

    assert out.splitlines()[1] == (
        "::error file=content/timeline/10-march.yaml,line=14,col=17,title=unknown-value::event "
        '"gate-opens": "importance" cannot be "100%25, big". Allowed: "major", "minor".'
    )
    assert code == 1


def test_a_remark_is_no_problem(write_content, small_story, capsys):
    other = small_story["sources.yaml"].replace("gazette:", "herald:")
    unused = {"sources.yaml": small_story["sources.yaml"] + other, **dict.fromkeys(EXPLAINER)}

    codes = [main([str(write_content(unused)), "--format", format_]) for format_ in ("json", "github")]

    as_json, as_github = capsys.readouterr().out.split("\n]\n")
    assert [one["rank"] for one in json.loads(as_json + "]")] == ["remark"]
    assert as_github.startswith("::warning file=content/sources.yaml,")
    assert codes == [0, 0]


def test_nothing_found_is_an_empty_list(write_content, capsys):
    assert main([str(write_content(dict.fromkeys(EXPLAINER))), "--format", "json"]) == 0

    assert capsys.readouterr().out == "[]\n"
