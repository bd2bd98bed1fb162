"""The keys of a record one by one, as a writer is asked for them: from the model, by way of its schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from dossier.loading import DOCUMENTS
from dossier.model import COLLECTIONS, Arrow, Box, Event, Prose, Reading, Story
from dossier.schemas import Describer, explained
from dossier.walk import marked

MODELS: Mapping[str, type[BaseModel]] = {
    "event": Event,
    **dict(COLLECTIONS.values()),
    **dict(DOCUMENTS.values()),
}
"""By kind, what holds the keys."""
_FIRST_PART: Mapping[str, tuple[str, type[BaseModel]]] = {
    "figure": ("readings", Reading),
    "diagram": ("arrows", Arrow),
}
"""The list that must not be empty, and what stands in it: its keys are asked for with the record's own."""
_AT_ONCE = frozenset({"title", "name", "term", "label", "unit", "slug"})
"""Words by which something is known, so that they cannot wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key of a record, or of the first item of the list that it must have."""

    key: str
    model: type[BaseModel]
    part_of: str = ""
    is_required: bool
    allowed: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """Those in which it is said; none where it is said once."""
    is_in_files: bool = False
    """Whether each language has a file of its own, so that it is said once in each."""
    is_list: bool = False
    is_markdown: bool = False

    @property
    def can_wait(self) -> bool:
        """Whether a person may write it later."""
        return bool(self.languages) and self.key not in _AT_ONCE

    def explained(self, language: str) -> str:
        """What it is for."""
        return explained(*self.meaning, language)

    @property
    def meaning(self) -> tuple[type[BaseModel], str]:
        """The model and the key that say what it may hold: a new arrow joins boxes that show persons."""
        return (
            (Box, "person") if self.model is Arrow and self.key in ("from", "to") else (self.model, self.key)
        )


def fields(kind: str, story: Story) -> tuple[Field, ...]:
    """What a record or a document of a kind says of itself, in the order of its model."""
    languages = tuple(story.languages)
    describer = Describer(languages, tuple(story.categories))
    in_each = ("title", "slug", "summary") if kind in ("explainer", "page") else ()

    def found(model: type[BaseModel], part_of: str = "") -> Iterator[Field]:
        described = describer.record(model)
        required = {*described["required"], "translations"} - {"id"}
        for key, form in described["properties"].items():
            said = form.get("anyOf", [form])[-1]
            is_said_in_each = key in in_each or tuple(said.get("properties", ())) == languages
            if (key, not part_of) == (_FIRST_PART.get(kind, ("",))[0], True):
                yield from found(_FIRST_PART[kind][1], key)
            elif is_said_in_each or _is_plain(said):
                sample = {key: dict.fromkeys(languages, "")}
                yield Field(
                    key=key,
                    model=model,
                    part_of=part_of,
                    is_required=key in required,
                    allowed=tuple(said.get("enum", ())),
                    languages=languages if is_said_in_each else (),
                    is_in_files=key in in_each,
                    is_list=said.get("type") == "array",
                    is_markdown=any(one.marker == Prose() for one in marked(model, sample)),
                )

    return tuple(field for field in found(MODELS[kind]) if field.key != "id")


def keys(kind: str) -> tuple[str, ...]:
    """Every key that a record of a kind may have, those too that nobody is asked for."""
    found = ((field.alias or name) for name, field in MODELS[kind].model_fields.items())
    return tuple(key for key in found if key != "id")


def _is_plain(form: Mapping[str, object]) -> bool:
    """Whether a value is a word, a number, a date, or a list of words."""
    items = form.get("items")
    if form.get("type") == "array":
        return isinstance(items, dict) and items.get("type") == "string"
    return form.get("type") != "object"
