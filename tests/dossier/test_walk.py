"""References and texts are found by the types of the model, in whatever was written."""

import pytest
from pydantic import BaseModel

from dossier.model import COLLECTIONS, Chapter, Event, Person, Prose, RefersTo
from dossier.walk import marked
from dossier.yamltree import read


def test_references_are_found_with_their_kind_and_place():
    raw = read(
        "actors: [ada, bo]\nsuperseded_by: gate\ndisclosures:\n  - {by: ada, source: gazette}\n", "", 1
    ).data

    assert [(found.marker, found.path, found.value) for found in marked(Event, raw)] == [
        (RefersTo("person"), ("actors", 0), "ada"),
        (RefersTo("person"), ("actors", 1), "bo"),
        (RefersTo("person"), ("disclosures", 0, "by"), "ada"),
        (RefersTo("source"), ("disclosures", 0, "source"), "gazette"),
        (RefersTo("event"), ("superseded_by",), "gate"),
    ]


def test_texts_are_found_in_each_language():
    raw = read("title: {en: Gate, fr: Barrière}\ntext:\n  en: Open.\n", "", 1).data

    assert [(found.marker, found.path, found.value) for found in marked(Event, raw)] == [
        (Prose(plain=True), ("title", "en"), "Gate"),
        (Prose(plain=True), ("title", "fr"), "Barrière"),
        (Prose(), ("text", "en"), "Open."),
    ]


def test_a_name_that_is_written_once_is_a_text_too():
    assert [found.path for found in marked(Person, {"name": "Ada"})] == [("name",)]


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "words",
        [],
        {},
        {"actors": "ada"},
        {"actors": {"a": "b"}},
        {"title": ["a"]},
        {"later": [[], "x", {}]},
    ],
)
def test_what_has_another_shape_than_the_model_is_passed_over(raw):
    assert [found for found in marked(Event, raw) if isinstance(found.marker, Prose)] == []


@pytest.mark.parametrize("model", [Chapter, *(model for _, model in COLLECTIONS.values())])
def test_every_text_of_the_model_is_found(model):
    assert texts_declared(model) <= {found.path for found in marked(model, sample(model))}


def texts_declared(model: type[BaseModel]) -> set[tuple[str, str]]:
    """The fields of the model itself that hold a text in several languages."""
    return {
        (field.alias or name, "en")
        for name, field in model.model_fields.items()
        if any(isinstance(mark, Prose) for mark in field.metadata)
    }


def sample(model: type[BaseModel]) -> dict[str, dict[str, str]]:
    return {field.alias or name: {"en": "words"} for name, field in model.model_fields.items()}
