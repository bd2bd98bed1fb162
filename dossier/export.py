"""The record as plain data, and the JSON Schema that describes it; both come from the model."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from dossier.agreement import State
from dossier.model import Change, Diagram, Event, Figure, Person, Question, Quotation, Source, Term, When
from dossier.record import Dossier, Status


class PublishedEvent(Event):
    """An event with what is computed of it."""

    status: Status
    public_from: When


COLLECTIONS: dict[str, type[Any]] = {
    "events": PublishedEvent,
    "people": Person,
    "sources": Source,
    "quotations": Quotation,
    "figures": Figure,
    "glossary": Term,
    "questions": Question,
    "diagrams": Diagram,
    "changes": Change,
}
"""The lists in the exported record, and what each holds."""


def record(dossier: Dossier, languages: Sequence[str]) -> dict[str, Any]:
    """The record as JSON values, with texts in `languages`; in one language they are plain strings."""
    events = [
        PublishedEvent.model_construct(
            **dict(event), status=dossier.status(event), public_from=event.became_public
        )
        for event in dossier.events
    ]
    found = {
        "events": events,
        "people": dossier.people.values(),
        "sources": dossier.sources.values(),
        "quotations": dossier.quotations.values(),
        "figures": dossier.figures.values(),
        "glossary": dossier.terms.values(),
        "questions": dossier.questions.values(),
        "diagrams": dossier.diagrams.values(),
        "changes": dossier.changes.values(),
    }
    context = {"only": languages[0] if len(languages) == 1 else None}
    return {
        name: [one.model_dump(mode="json", by_alias=True, context=context) for one in every]
        for name, every in found.items()
    }


def translations(dossier: Dossier) -> dict[str, Any]:
    """How the versions of all passages stand to each other, and every passage whose versions do not agree."""
    return {
        "percent": dossier.percent_agreed,
        "texts": [
            {
                "text": tally.text,
                "language": lang,
                "passages": tally.total,
                **{str(state): tally.passages[state] for state in State},
                "percent": tally.percent,
            }
            for lang in dossier.languages
            for tally in dossier.tallies(lang)
        ],
        "passages": [
            {
                "id": one.id,
                "states": {lang: str(state) for lang, state in one.states.items()},
                "agreed_on": one.agreed.on.isoformat() if one.agreed else None,
                "agreed_by": one.agreed.by if one.agreed else None,
            }
            for one in dossier.unequal
        ],
    }


def schema(languages: Sequence[str], wanted: Sequence[str]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the exported record of a story in `languages`, with texts in `wanted`."""
    properties: dict[str, Any] = {
        "$schema": {"type": "string"},
        "licence": {"type": "string"},
        "citation": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    definitions: dict[str, Any] = {}
    for name, model in COLLECTIONS.items():
        described = TypeAdapter(model).json_schema(mode="serialization", ref_template="#/$defs/{model}")
        definitions |= described.pop("$defs", {})
        definitions[model.__name__] = described
        properties[name] = {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }
    text = {"type": "string"} if len(wanted) == 1 else _text_schema(languages)
    return dict(_replaced(whole, text))


def _text_schema(languages: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {language: {"type": "string"} for language in languages},
        "required": list(languages),
        "additionalProperties": False,
    }


def _replaced(described: Any, text: dict[str, Any]) -> Any:
    """A schema in which what the model marks as text in every language is described as `text`."""
    if isinstance(described, dict):
        if described.get("title") == "Text":
            return text
        return {key: _replaced(item, text) for key, item in described.items()}
    if isinstance(described, list):
        return [_replaced(item, text) for item in described]
    return described
