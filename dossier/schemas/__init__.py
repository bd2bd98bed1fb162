"""What an editor knows of the files in `content/`: one JSON Schema a kind of file, made from the model.

Each key is explained in every language that we speak: one catalogue a language, with the same keys,
by the name of the model. Draft 07, because that is what editors read.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from dossier.model import (
    ADDRESS_WORDS,
    COLLECTIONS,
    SLUG,
    SLUG_LENGTH,
    Chapter,
    Entry,
    Event,
    ExplainerFront,
    Front,
    Story,
)

LANGUAGES = ("fr", "en")
Schema = dict[str, Any]
Parts = Callable[[str], tuple[Any, type[BaseModel]]]
"""By its name, what is described once for all that holds it, and its model."""


def schemas(story: Story) -> dict[str, Schema]:
    """The schema of each kind of file of a story, by the file's name."""
    described = Describer(tuple(story.languages), tuple(story.categories))
    found = {
        "story": described.record(Story),
        "timeline": described.chapter(),
        "explainer": described.record(ExplainerFront),
        "page": described.record(Front),
    }
    found |= {
        file.removesuffix(".yaml"): described.collection(model) for file, (_, model) in COLLECTIONS.items()
    }
    return {
        name: {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
        for name, schema in found.items()
    }


def explained(model: type[BaseModel], key: str, language: str) -> str:
    """What a key of a model is for, in one of the languages that we speak."""
    owners = (_catalogue(language).get(one.__name__, {}) for one in model.__mro__)
    return next((words[key] for words in owners if key in words), "")


@dataclass(frozen=True, slots=True)
class Describer:
    """Turns what pydantic says of a model into what a writer types in a story's files."""

    languages: tuple[str, ...]
    categories: tuple[str, ...]

    def chapter(self) -> Schema:
        """A file of the timeline."""
        schema = self.record(Chapter)
        schema["properties"]["events"] = {**self.collection(Event), **_explanation(Chapter, "events")}
        return schema

    def collection(self, model: type[Entry]) -> Schema:
        """A mapping of entries by their ids."""
        entry = self.record(model)
        entry["required"].remove("id")
        names = entry["properties"].pop("id")
        return {"type": "object", "propertyNames": names, "additionalProperties": entry}

    def record(self, model: type[BaseModel]) -> Schema:
        """A mapping with the keys of a model."""
        described = model.model_json_schema(mode="validation")
        models = {one.__name__: one for one in _models_in(model)}
        parts = described.pop("$defs", {})
        filled: Schema = self._filled(described, model, lambda name: (parts[name], models[name]))
        return filled

    def _filled(self, schema: Any, model: type[BaseModel], part: Parts) -> Any:
        """A schema without references to others, with what the story knows, and explained."""
        if isinstance(schema, list):
            return [self._filled(item, model, part) for item in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            inner, inner_model = part(schema["$ref"].rpartition("/")[2])
            return self._filled(inner, inner_model, part)
        if "holds" in schema:
            return self._held(schema["holds"])
        if "anyOf" in schema:  # something or nothing; nothing is written by leaving the key out
            (something,) = (one for one in schema["anyOf"] if one != {"type": "null"})
            return self._filled(something, model, part)
        kept = {key: value for key, value in schema.items() if key not in _FOR_PROGRAMS}
        properties = kept.pop("properties", {})
        found = {key: self._filled(value, model, part) for key, value in kept.items()}
        if "patternProperties" in found:
            found["additionalProperties"] = False
        if properties:
            found["properties"] = {
                key: {**self._filled(value, model, part), **_explanation(model, key)}
                for key, value in properties.items()
            }
        return found

    def _held(self, what: str) -> Schema:
        """What the story knows of a value."""
        words = {"type": "string", "pattern": r"\S"}
        match what:
            case "text":
                return self._in_each_language(words)
            case "name":
                return {"anyOf": [words, self._in_each_language(words)]}
            case "language":
                return {"enum": [*self.languages]}
            case "category":
                return {"enum": [*self.categories]}
            case "translations":
                return {**self._in_each_language(words), "required": []}
            case _:
                slug = {"type": "string", "pattern": f"^{SLUG}$", "maxLength": SLUG_LENGTH}
                return _complete(dict.fromkeys(ADDRESS_WORDS, self._in_each_language(slug)))

    def _in_each_language(self, words: Schema) -> Schema:
        return _complete(dict.fromkeys(self.languages, words))


_FOR_PROGRAMS = frozenset({"title", "default", "description"})
"""What pydantic says of a type, in the language and the terms of the code."""


def _complete(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [*properties],
        "additionalProperties": False,
    }


def _explanation(model: type[BaseModel], key: str) -> Schema:
    """The explanations in all languages: an editor shows one text, whatever its reader speaks."""
    found = [(language, explained(model, key, language)) for language in LANGUAGES]
    text = "\n\n".join(f"{language} · {words}" for language, words in found if words)
    return {"description": text} if text else {}


def _models_in(model: type[BaseModel]) -> set[type[BaseModel]]:
    """A model, and all that its fields hold."""
    found, new = set[type[BaseModel]](), {model}
    while new:
        found |= new
        fields = (info.annotation for one in new for info in one.model_fields.values())
        new = {inner for annotation in fields for inner in _records_in(annotation)} - found
    return found


def _records_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {one for argument in getattr(annotation, "__args__", ()) for one in _records_in(argument)}


@cache
def _catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8"))
