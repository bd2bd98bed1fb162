"""Finds the references and the texts in raw data, by the types of the model.

It walks what the writer wrote, not what was accepted: a record with a missing title still has its
misspelt source named in the same run.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from dossier.model import Prose, RefersTo, RefersToAny
from dossier.yamltree import Node, Path

_MARKERS = (RefersTo, RefersToAny, Prose)


class Found(NamedTuple):
    """A value that its type marks: `marker` says how, `path` where it stands, `value` what was written."""

    marker: RefersTo | RefersToAny | Prose
    path: Path
    value: str


def marked(annotation: Any, raw: Node, path: Path = ()) -> Iterator[Found]:
    """Every marked value in `raw`, which should be of type `annotation` but need not be."""
    if get_origin(annotation) is Annotated:
        annotation, *markers = get_args(annotation)
        yield from _by_markers(markers, raw, path)
    for below, key in _parts(annotation, raw):
        yield from marked(below, raw if key is None else raw[key], path if key is None else (*path, key))


def _parts(annotation: Any, raw: Node) -> Iterator[tuple[Any, str | int | None]]:
    """The types inside a type, each with the key or position of its value in `raw`, or None for all of it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Annotated, Union, UnionType):
        yield from ((argument, None) for argument in arguments if argument is not NoneType)
    elif origin is tuple and isinstance(raw, list):
        yield from ((arguments[0], index) for index in range(len(raw)))
    elif origin is dict and isinstance(raw, Mapping):
        yield from ((arguments[1], key) for key in raw)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel) and isinstance(raw, Mapping):
        yield from ((field_type, key) for key, field_type in _fields(annotation).items() if key in raw)


def _by_markers(markers: Sequence[Any], raw: Node, path: Path) -> Iterator[Found]:
    for marker in markers:
        if isinstance(marker, _MARKERS) and isinstance(raw, str):
            yield Found(marker, path, raw)
        elif isinstance(marker, Prose) and isinstance(raw, Mapping):
            for language, words in raw.items():
                if isinstance(words, str):
                    yield Found(marker, (*path, language), words)


@cache
def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """The types of a model's fields in which something can be marked, by the key that a writer types."""
    hints = get_type_hints(model, include_extras=True)
    types = {field.alias or name: hints[name] for name, field in model.model_fields.items()}
    return {key: field_type for key, field_type in types.items() if _can_be_marked(field_type)}


def _can_be_marked(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(_fields(annotation))
    return isinstance(annotation, _MARKERS) or any(map(_can_be_marked, get_args(annotation)))


def references_in(entry: BaseModel) -> Iterator[tuple[str, str]]:
    """Kind and id of all that a record names by its id, wherever in it."""
    for found in marked(type(entry), entry.model_dump(by_alias=True, mode="json")):
        if isinstance(found.marker, RefersTo):
            yield found.marker.kind, found.value


def sources_in(entry: BaseModel) -> Iterator[str]:
    """The ids of all sources that a record names."""
    return (name for kind, name in references_in(entry) if kind == "source")
