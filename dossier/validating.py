"""Turns pydantic's errors into problems with a place, a code and values."""

import re
from collections.abc import Collection, Mapping
from typing import Any

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
    "float_parsing": "number",
    "float_type": "number",
    "finite_number": "number",
    "string_pattern_mismatch": "language-code",
}


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
        languages = context["languages"]
        problems += [
            _translated(detail, model, places, at, who, languages) for detail in error.errors(include_url=False)
        ]
        return None, problems
    return (None if problems else built), problems


def _translated(
    detail: Any, model: type[BaseModel], places: Places, at: Path, who: tuple[str, str], languages: Collection[str]
) -> Problem:
    code, values = detail["type"], detail.get("ctx", {})
    inner = tuple(part for part in detail["loc"] if part != "[key]")
    loc = (*at, *inner)
    names = [who[1], *(part for part in inner if isinstance(part, str))]
    key = ".".join(names[-2:]) if names[-1] in languages else names[-1]
    common = {"kind": who[0], "id": who[1], "key": key}
    if inner == ("id",) and issubclass(model, Entry):
        return places.problem_at_key(at, code.replace("slug", "id"), **common, **values)
    match code:
        case "missing":
            return places.problem_at_key(loc[:-1], "missing-key", **common)
        case "missing-language":
            return places.problem_at_key(loc[:-1], code, **(common | {"key": names[-2]}), **values)
        case "extra_forbidden":
            allowed = _keys(_model_at(model, inner[:-1]))
            near = nearest(names[-1], allowed)
            return places.problem_at_key(
                loc, "unknown-key", **(common | {"key": names[-1]}), near=near, allowed=allowed
            )
        case "literal_error" if isinstance(detail["input"], str):
            found, allowed = str(detail["input"]), tuple(re.findall(r"'([^']*)'", values["expected"]))
            near = nearest(found, allowed)
            return places.problem(loc, "unknown-value", **common, value=found, near=near, allowed=allowed)
        case "literal_error":
            return places.problem(loc, "text-expected", **common)
        case "unknown-language":
            near = nearest(values["language"], values["languages"])
            at_key = "[key]" in detail["loc"]
            return (places.problem_at_key if at_key else places.problem)(loc, code, **common, near=near, **values)
        case "address-words":
            return places.problem_at_key(loc, code, **common, **values)
        case "too_short":
            few = "empty-list" if values["min_length"] == 1 else "too-few"
            return places.problem(loc, few, **common, least=values["min_length"])
        case _ if code in _OUR_CODES:
            return places.problem(loc, _OUR_CODES[code], **common, value=str(detail["input"]))
        case _:
            return places.problem(loc, code, **common, **values)


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys that a writer may type in a record of this model."""
    return tuple(field.alias or name for name, field in model.model_fields.items() if name != "id")


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
