"""Finds the references and the texts in raw data, by the types of the model.

It walks what the writer wrote, not what was accepted: a record with a missing title still has its
misspelt source named in the same run.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from dossier.model import Prose, RefersTo
from dossier.yamltree import Node, Path


class Found(NamedTuple):
    """A value that its type marks: `marker` says how, `path` where it stands, `value` what was written."""

    marker: RefersTo | Prose
    path: Path
    value: str


def marked(annotation: Any, raw: Node, path: Path = ()) -> Iterator[Found]:
    """Every marked value in `raw`, which should be of type `annotation` but need not be."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _by_markers(annotation.__metadata__, raw, path)
        yield from marked(arguments[0], raw, path)
    elif origin in (Union, UnionType):
        for argument in arguments:
            if argument is not NoneType:
                yield from marked(argument, raw, path)
    elif origin is tuple and isinstance(raw, list):
        for index, item in enumerate(raw):
            yield from marked(arguments[0], item, (*path, index))
    elif origin is dict and isinstance(raw, Mapping):
        for key, item in raw.items():
            yield from marked(arguments[1], item, (*path, key))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel) and isinstance(raw, Mapping):
        for key, field_type in _fields(annotation).items():
            if key in raw:
                yield from marked(field_type, raw[key], (*path, key))


def _by_markers(markers: tuple[Any, ...], raw: Node, path: Path) -> Iterator[Found]:
    for marker in markers:
        if isinstance(marker, RefersTo) and isinstance(raw, str):
            yield Found(marker, path, raw)
        elif isinstance(marker, Prose) and isinstance(raw, Mapping):
            for language, words in raw.items():
                if isinstance(words, str):
                    yield Found(marker, (*path, language), words)


@cache
def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """The types of a model's fields, by the key that a writer types."""
    hints = get_type_hints(model, include_extras=True)
    return {field.alias or name: hints[name] for name, field in model.model_fields.items()}
