"""Turns pydantic's errors into problems with a place, a code and values."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from dossier.model import Entry
from dossier.problems import Problem, nearest
from dossier.yamltree import Node, Path, Places

_OUR_CODES = {
    "string_type": "text-expected",
    "is_instance_of": "text-expected",
    "date_type": "text-expected",
    "dict_type": "mapping-expected",
    "model_type": "mapping-expected",
    "tuple_type": "list-expected",
    "bool_parsing": "yes-or-no",
    "bool_type": "yes-or-no",
    "int_parsing": "whole-number",
    "int_parsing_size": "whole-number",
    "int_from_float": "whole-number",
    "int_type": "whole-number",
    "dataclass_type": "text-expected",
    "zoneinfo_str": "text-expected",
    "float_parsing": "number",
    "float_type": "number",
    "finite_number": "number",
    "literal_error": "text-expected",
}


_ITEMS_EXPECTED = {"text-expected": "list-expected", "mapping-expected": "entries-expected"}
"""What is expected of a list, one of whose items is expected to be something else."""


def validated(
    model: type[BaseModel],
    raw: Mapping[str, Node],
    places: Places,
    at: Path,
    who: tuple[str, str],
    context: Mapping[str, Any],
) -> tuple[BaseModel | None, list[Problem]]:
    """Build a `model` from what was written at `at`; or None and what is wrong with it.

    `who` is the kind and the id of the record, as messages name it.
    """
    kind, name = who
    given = dict(raw)
    problems = []
    if issubclass(model, Entry):
        if "id" in given:
            values = {"kind": kind, "id": name, "key": "id", "near": "", "allowed": _keys(model)}
            problems.append(places.problem_at_key((*at, "id"), "unknown-key", **values))
        given["id"] = name
    try:
        built = model.model_validate(given, context=dict(context))
    except ValidationError as error:
        translator = _Translator(model, places, at, kind, name, tuple(context["languages"]))
        details: list[Any] = error.errors(include_url=False)
        wrong_keys = {detail["loc"][:-1] for detail in details if detail["loc"][-1:] == ("[key]",)}
        problems += [
            translator.problem(detail)
            for detail in details
            # A list is not too short because one of its items is wrong; what a wrong key holds is not judged.
            if (detail["type"] != "too_short" or len(detail["input"]) < detail["ctx"]["min_length"])
            and detail["loc"] not in wrong_keys
        ]
        return None, _without_consequences(problems, context["languages"])
    return (None if problems else built), problems


def _without_consequences(problems: list[Problem], languages: Collection[str]) -> list[Problem]:
    """A key or a language that is misspelt, or stands elsewhere, is not missing besides."""
    meant = {(one.code, one.values.get("near")) for one in problems}
    elsewhere = {str(one.values["key"]) for one in problems if one.code == "indentation"}
    return [
        one
        for one in problems
        if not (one.code == "missing-key" and ("unknown-key", one.values["key"]) in meant)
        and not (one.code in ("missing-key", "missing-language") and one.values["key"] in elsewhere)
        and not (one.code == "languages-expected" and elsewhere.intersection(languages))
        and not (one.code == "missing-language" and ("unknown-language", one.values["language"]) in meant)
    ]


@dataclass(frozen=True, slots=True)
class _Translator:
    """Knows the record in which pydantic found something wrong."""

    model: type[BaseModel]
    places: Places
    at: Path
    kind: str
    id: str
    languages: tuple[str, ...]

    def problem(self, detail: Any) -> Problem:
        """One of pydantic's errors in our terms."""
        code, values = detail["type"], detail.get("ctx", {})
        inner = tuple(part for part in detail["loc"] if part != "[key]")
        names = [self.id, *(part for part in inner if isinstance(part, str))]
        if inner == ("id",) and issubclass(self.model, Entry):
            return self._at_key((), code.replace("slug", "id"), self.id, **values)
        match code:
            case "missing":
                choices = _choices(_model_at(self.model, inner[:-1]), names[-1])
                return self._at_key(inner[:-1], "missing-key", names[-1], choices=choices)
            case "missing-language":
                return self._at_key(inner[:-1], code, names[-2], **values)
            case "extra_forbidden":
                return self._unknown_key(inner, names[-1])
            case "unknown-language" if "[key]" in detail["loc"] and self._is_key_above(inner):
                return self._at_key(inner, "indentation", names[-1])
            case "literal_error" if isinstance(detail["input"], str):
                value, allowed = str(detail["input"]), tuple(re.findall(r"'([^']*)'", values["expected"]))
                found = {"value": value, "near": nearest(value, allowed), "allowed": allowed}
                return self._at_value(inner, "unknown-value", names[-1], **found)
            case "too_short":
                least = values["min_length"]
                return self._at_value(
                    inner, "empty-list" if least == 1 else "too-few", names[-1], least=least
                )
        # A text in several languages says in which it is wrong.
        key = ".".join(names[-2:]) if names[-1] in self.languages else names[-1]
        if code in _OUR_CODES:
            return self._at_value(inner, self._expected(inner, _OUR_CODES[code]), key)
        if "[key]" in detail["loc"] or code == "address-words":
            return self._at_key(inner, code, key, **values)
        return self._at_value(inner, code, key, **values)

    def _unknown_key(self, inner: Path, key: str) -> Problem:
        """A key that the record does not have: misspelt, invented, or meant for another place."""
        if self.kind == "event" and inner == ("status",):
            return self._at_key(inner, "status-typed", key)
        if key in self.languages or self._is_key_above(inner):
            return self._at_key(inner, "indentation", key)
        allowed = _keys(_model_at(self.model, inner[:-1]))
        return self._at_key(inner, "unknown-key", key, near=nearest(key, allowed), allowed=allowed)

    def _expected(self, inner: Path, code: str) -> str:
        """Of what is not what was expected: a list, and what it holds, is named as a whole."""
        if inner and isinstance(inner[-1], int):
            return _ITEMS_EXPECTED.get(code, code)
        is_of_entries = code == "list-expected" and _record_in(self._annotation(inner))
        return "entries-expected" if is_of_entries else code

    def _is_key_above(self, inner: Path) -> bool:
        """Whether the record, or what is around this part of it, has a key of that name."""
        return any(inner[-1] in _keys(_model_at(self.model, inner[:end])) for end in range(len(inner) - 1))

    def _annotation(self, inner: Path) -> Any:
        """The type of what stands at a key."""
        fields = _model_at(self.model, inner[:-1]).model_fields.items()
        return next((one.annotation for name, one in fields if inner[-1] in (name, one.alias)), None)

    def _at_value(self, inner: Path, code: str, key: str, **values: Any) -> Problem:
        common = {"kind": self.kind, "id": self.id, "key": key}
        return self.places.problem((*self.at, *inner), code, **common, **values)

    def _at_key(self, inner: Path, code: str, key: str, **values: Any) -> Problem:
        common = {"kind": self.kind, "id": self.id, "key": key}
        return self.places.problem_at_key((*self.at, *inner), code, **common, **values)


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that a writer may type in a record of this model."""
    return tuple(field.alias or name for name, field in model.model_fields.items() if name != "id")


def _choices(model: type[BaseModel], key: str) -> tuple[str, ...]:
    """The words of which a key of this model holds one, if it does."""
    annotation = next(
        (field.annotation for name, field in model.model_fields.items() if key in (name, field.alias)), None
    )
    return tuple(get_args(annotation)) if get_origin(annotation) is Literal else ()


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """The model of the record inside `model` that a path leads to."""
    for part in path:
        for name, info in model.model_fields.items():
            if part in (name, info.alias):
                model = _record_in(info.annotation) or model
                break
    return model


def _record_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _record_in(argument):
            return found
    return None
