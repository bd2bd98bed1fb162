"""An editor is told what the check knows: the same keys, the same values, in every language that we speak."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

import dossier
from dossier.edtf import FORM
from dossier.fields import MODELS
from dossier.model import Chapter, Entry, Story
from dossier.schemas import LANGUAGES, _catalogue, _models_in, explained

ROOT = Path(__file__).parents[2]
STORIES = [ROOT / "content", ROOT / "tests/stories/lighthouse/content"]
OURS = STORIES[0]


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: `no` and dates are words."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, form in {"bool": "true|false", "int": "[-+]?[0-9]+", "float": r"[-+]?[0-9]+\.[0-9]+"}.items():
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{form})$"), None)


def files_of(folder):
    """Each file of a story with its schema's name and its data."""
    for file in sorted(folder.rglob("*.yaml")):
        name = "timeline" if file.parent.name == "timeline" else file.stem
        yield file, name, yaml.load(file.read_text(encoding="utf-8"), CoreLoader)
    for file in sorted(folder.rglob("*.md")):
        front = file.read_text(encoding="utf-8").split("---\n")[1]
        yield file, file.parent.name.removesuffix("s"), yaml.load(front, CoreLoader)


def errors(schema, data):
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    return [f"{'.'.join(map(str, one.absolute_path))}: {one.message}" for one in validator.iter_errors(data)]


@pytest.fixture(scope="module")
def schemas():
    return dossier.schemas(dossier.load(OURS).story)


def test_the_committed_schemas_are_those_of_the_model_and_the_story(schemas):
    committed = {
        file.stem: json.loads(file.read_text(encoding="utf-8")) for file in OURS.glob(".schemas/*.json")
    }

    assert committed == schemas, "to write them again: python3 tasks.py schemas"


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.parent.name)
def test_every_file_of_a_story_passes_its_schema(folder):
    schemas = dossier.schemas(dossier.load(folder).story)

    wrong = [
        f"{file}: {error}" for file, name, data in files_of(folder) for error in errors(schemas[name], data)
    ]

    assert wrong == []


@pytest.mark.parametrize("schema", ["people", "timeline"])
def test_a_schema_is_well_formed(schemas, schema):
    jsonschema.Draft7Validator.check_schema(schemas[schema])


@pytest.mark.parametrize(
    ("schema", "change", "error"),
    [
        ("timeline", {"importnce": "major"}, "Additional properties are not allowed"),
        ("timeline", {"importance": "huge"}, "'huge' is not one of ['major', 'minor']"),
        ("timeline", {"category": "weather"}, "'weather' is not one of ['governance',"),
        ("timeline", {"title": {"fr": "Un titre"}}, "'en' is a required property"),
        ("timeline", {"title": {"fr": "a", "en": "b", "de": "c"}}, "Additional properties are not allowed"),
        ("timeline", {"text": {"fr": "a", "en": " "}}, "' ' does not match"),
        ("timeline", {"when": "20 July 1969"}, "'20 July 1969' does not match"),
        ("timeline", {"when": "1969-07-20T20:17"}, "'1969-07-20T20:17' does not match"),
        ("timeline", {"sources": []}, "[] should be non-empty"),
        ("timeline", {"headline": "yes"}, "'yes' is not of type 'boolean'"),
        ("sources", {"url": "www.example.org"}, "'www.example.org' does not match"),
        ("sources", {"lang": "French"}, "'French' does not match"),
        ("sources", {"accessed": "20/07/1969"}, "'20/07/1969' is not a 'date'"),
        ("people", {"kind": "robot"}, "'robot' is not one of ['person', 'organisation']"),
        ("explainer", {"slug": "Qui ?"}, "'Qui ?' does not match"),
        ("explainer", {"order": "first"}, "'first' is not of type 'integer'"),
    ],
)
def test_a_mistake_is_seen_in_the_editor(schemas, schema, change, error):
    data = next(data for _, name, data in files_of(OURS) if name == schema)
    record = data if schema == "explainer" else next(iter((data.get("events") or data).values()))

    record.update(change)

    assert any(error in one for one in errors(schemas[schema], data))


@pytest.mark.parametrize("key", ["importance", "when", "sources"])
def test_a_missing_key_is_seen_in_the_editor(schemas, key):
    data = next(data for _, name, data in files_of(OURS) if name == "timeline")

    del next(iter(data["events"].values()))[key]

    assert any(f"'{key}' is a required property" in one for one in errors(schemas["timeline"], data))


def test_an_id_with_a_capital_is_seen_in_the_editor(schemas):
    (error,) = errors(schemas["glossary"], {"Word": {"term": "a", "definition": {"fr": "b", "en": "c"}}})

    assert "'Word' does not match" in error


def test_a_key_is_explained_in_every_language_that_we_speak(schemas):
    events = schemas["timeline"]["properties"]["events"]["additionalProperties"]["properties"]

    assert (
        events["importance"]["description"]
        == "fr · major (majeur) ou minor (mineur).\n\nen · major or minor."
    )


def every_key():
    """Every key that a writer types; the id of an entry is no key of it."""
    models = {inner for model in (*MODELS.values(), Chapter, Story) for inner in _models_in(model)}
    return {
        (model, field.alias or name)
        for model in models
        for name, field in model.model_fields.items()
        if name != "id" or not issubclass(model, Entry)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_model_is_explained(language):
    missing = [f"{model.__name__}.{key}" for model, key in every_key() if not explained(model, key, language)]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_explained_that_is_not_in_the_model(language):
    known = {(base.__name__, key) for model, key in every_key() for base in model.__mro__}

    written = {(name, key) for name, keys in _catalogue(language).items() for key in keys}

    assert written <= known


@pytest.mark.parametrize(
    "date",
    [
        "1969", "1969-07", "1969-07-20", "1969-07-20T20-08:00", "1969-07-20T23:53:28Z", "1969-05/1969-07",
        "../1969-07-24", "1969-07-24/..", "1969-07-20~", "1969-07-20T12:28-08:00?", "1969-07-20 evening",
    ],
)  # fmt: skip
def test_an_editor_takes_every_form_of_a_date(date):
    assert re.search(FORM, date)


@pytest.mark.parametrize(
    "date", ["69", "1969-7", "1969-07-20T20:17", "../..", "../1969/1970", "1969-07-20 noon"]
)
def test_an_editor_refuses_what_is_no_form_of_a_date(date):
    assert not re.search(FORM, date)


@pytest.mark.parametrize("file", sorted(OURS.rglob("*.yaml")), ids=lambda file: file.name)
def test_a_file_names_its_schema_first(file):
    first, _, _ = file.read_text(encoding="utf-8").partition("\n")

    name = first.removeprefix("# yaml-language-server: $schema=")

    assert (file.parent / name).resolve().parent == OURS / ".schemas"
    assert (file.parent / name).is_file()
