"""YAML as text with places: nothing is guessed, and every character can be found again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.problems import Spot
from dossier.yamltree import read


@pytest.mark.parametrize("text", ["no", "12:30", "2024-06", "1_000", "0o17", "'~'", "=", "1e3"])
def test_a_value_is_the_text_that_was_written(text):
    tree = read(f"key: {text}", "a.yaml", 1)

    assert tree.data == {"key": text.strip("'")}
    assert tree.problems == []


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_what_yaml_calls_nothing_is_nothing(text):
    assert read(f"key: {text}", "a.yaml", 1).data == {"key": ""}


def test_keys_values_and_items_have_their_places():
    places = read("one:\n  two: [a, bc]\n", "a.yaml", 1).places

    assert places.of_key(("one", "two")) == Spot(2, 3)
    assert places.of(("one", "two")) == Spot(2, 8)
    assert places.of(("one", "two", 1)) == Spot(2, 12)


def test_what_is_missing_stands_where_it_should_be():
    places = read("one:\n  two: 2\n", "a.yaml", 1).places

    assert places.of_key(("one", "three")) == Spot(1, 1)
    assert places.of(("one", "three")) == Spot(2, 3)


def test_front_matter_knows_on_which_line_it_starts():
    tree = read("one: 1\ntwo: [a\n", "a.md", 2)

    assert tree.problems[0].place == "a.md:3:6"


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("key: some words HERE", 1, 17),
        ("key: some\n  words HERE", 2, 9),
        ("key: |\n  some\n  words HERE", 3, 9),
        ("key: |2-\n   some\n\n  words HERE\n", 4, 9),
        ("key: | # a comment\n    some\n    words HERE", 3, 11),
        ("key: >\n  some\n  words\n\n  and HERE", 5, 7),
        ("key: 'it''s HERE'", 1, 13),
        ("key: 'it''s\n\n   HERE'", 3, 4),
        ('key: "a \\"b\\" \\u00e9 HERE"', 1, 22),
        ('key: "a \\n \\t b\\\n   HERE"', 2, 4),
        ("key: {a: x, b: [y, HERE]}", 1, 20),
        ("- key:\n  - |\n   HERE", 3, 4),
        ("clé: « élan HERE »", 1, 13),
    ],
)
def test_a_character_is_found_however_its_text_is_written(source, line, column):
    tree = read(source, "a.yaml", 1)

    path = next(path for path in tree.places.scalars if "HERE" in value_at(tree.data, path))
    before = value_at(tree.data, path).partition("HERE")[0]
    assert tree.places.inside(path, before) == Spot(line, column)


def value_at(data, path):
    for part in path:
        data = data[part]
    return data


@pytest.mark.parametrize(
    ("source", "cut"),
    [
        ("key: words #3", True),
        ("key: words\n  more #3", True),
        ("key: words#3", False),
        ("key: 'words' #3", False),
        ("key: |\n  words #3", False),
        ("key: [words] #3", False),
        ("key: words\n  # more", True),
        ("key: words\n# a remark", False),
        ("- key: words\n  # a remark\n", False),
        ("key:\n  # a remark", False),
        ("key: # words", True),
    ],
)
def test_a_plain_text_that_a_hash_cuts_short_is_known(source, cut):
    data = read(source, "a.yaml", 1).data
    value = (data[0] if isinstance(data, list) else data)["key"]

    assert (value[0] if isinstance(value, list) else value).cut_by_hash is cut


def test_a_key_given_twice_keeps_its_first_value_and_the_rest_is_read():
    tree = read("a: 1\nb: 2\na: {c: 3}\nd: 4\n", "a.yaml", 1)

    assert tree.data == {"a": "1", "b": "2", "d": "4"}
    assert [(problem.place, problem.code, dict(problem.values)) for problem in tree.problems] == [
        ("a.yaml:3:1", "duplicate-key", {"key": "a", "first": 1})
    ]


@pytest.mark.parametrize(
    ("source", "place", "code"),
    [
        ("a: &x 1", "a.yaml:1:4", "anchor"),
        ("a: *x", "a.yaml:1:4", "alias"),
        ("a: !!python/none ''", "a.yaml:1:4", "tag"),
        ("a: !x 1", "a.yaml:1:4", "tag"),
        ("a: 1\n---\nb: 2", "a.yaml:2:1", "second-document"),
        ("? [a]\n: b", "a.yaml:1:3", "key-not-text"),
        ("a:\n\tb: 1", "a.yaml:2:1", "tab"),
        ("a: b: c", "a.yaml:1:5", "colon-in-text"),
        ("a: [b, c", "a.yaml:1:4", "yaml-syntax"),
        ("a: [b #1, c]", "a.yaml:1:7", "hash-hides"),
        ("a: 1\nb #1:\nc: 2", "a.yaml:2:3", "hash-hides"),
        ("a: b #1\n  c", "a.yaml:1:6", "hash-hides"),
        ("a: 1\n\u00a0\u00a0b: 2", "a.yaml:2:1", "odd-blank"),
        ("a\u00a0: 1", "a.yaml:1:2", "odd-blank"),
        ("a: {b:\u00a01}", "a.yaml:1:7", "odd-blank"),
        ("a: {b:1}", "a.yaml:1:6", "colon-without-space"),
        ("a: 1\n...\nb: 2", "a.yaml:2:1", "second-document"),
        (" a: 1\nb: 2", "a.yaml:1:2", "indentation"),
        (f"{'a' * 1100}: 1", "a.yaml:1:1", "key-long"),
        ("- a: 1\nb: 2", "a.yaml:1:1", "mapping-expected"),
        ("a:\n  -\tb: 1", "a.yaml:2:4", "tab"),
        ("a: 'b", "a.yaml:1:4", "open-quote"),
        ("é: 1\na: \x07", "a.yaml:2:4", "control-character"),
        ("[" * 5000, "a.yaml:1:22", "too-deep"),
        ("- " * 5000, "a.yaml:1:43", "too-deep"),
    ],
)
def test_what_is_refused_is_named_where_it_stands_and_gives_no_data(source, place, code):
    tree = read(source, "a.yaml", 1)

    assert [(problem.place, problem.code) for problem in tree.problems] == [(place, code)]
    assert tree.data is None


@given(text=st.text())
def test_no_text_makes_reading_fail(text):
    tree = read(text, "a.yaml", 1)

    assert tree.data is None or {p.code for p in tree.problems} <= {"duplicate-key", "hidden-character"}


@given(text=st.text(alphabet=" \n\t:-[]{}\"'|>#&*!?,%@`ab~\\0é"))
def test_no_text_of_yaml_marks_makes_reading_fail(text):
    tree = read(text, "a.yaml", 1)

    assert all(problem.spot.line >= 1 and problem.spot.column >= 1 for problem in tree.problems)


WORDS = st.sampled_from(["one", "two", "it's", "é", '"', "\\", "—"])
GAPS = st.sampled_from([" ", "\n  ", "\n\n  "])
STYLES = {
    "folded": "k: >\n  {}\n".format,
    "literal": "k: |\n  {}\n".format,
    "single": lambda text: "k: '" + text.replace("'", "''") + "'",
    "double": lambda text: 'k: "' + text.replace("\\", "\\\\").replace('"', '\\"') + '"',
}


@given(
    before=st.lists(st.tuples(WORDS, GAPS)).map(lambda pairs: "".join(word + gap for word, gap in pairs)),
    style=st.sampled_from(sorted(STYLES)),
)
def test_a_word_is_found_in_its_source_whatever_stands_before_it(before, style):
    tree = read(STYLES[style](f"{before}HERE"), "a.yaml", 1)

    spot = tree.places.inside(("k",), tree.data["k"].partition("HERE")[0])

    assert tree.places.source.split("\n")[spot.line - 1][spot.column - 1 :].startswith("HERE")


def test_a_tag_that_would_run_a_program_runs_none(complaints):
    said = complaints({"people.yaml": "ada-vane: !!python/object/apply:os.system [touch pwned]\n"})

    assert said
    assert [path.name for path in Path().iterdir()] == ["content"]
