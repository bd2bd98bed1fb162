"""The record: what an event, a person, a source … consists of, and what each field may hold.

One definition checks the content, feeds the pages and describes the format to editors. Ids that
point elsewhere say so in their type (`RefersTo`), texts that hold Markdown too (`Prose`): the
checks walk the types, so that a new field is covered the day it is added.

Models are validated with a `context`: `languages` (the story's codes, empty when unknown) and
`zone` (the home zone).
"""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    PlainSerializer,
    SerializationInfo,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from dossier.edtf import FORM, BadDate, Edtf
from dossier.meant import address_meant, date_meant
from dossier.problems import nearest
from dossier.yamltree import Branch

KINDS = (
    "event", "person", "term", "source", "figure", "quote", "question", "diagram", "explainer", "page",
)  # fmt: skip
"""What a reference can lead to; each is also the scheme of a link in Markdown: `[](event:…)`."""

COUNT = "count"
COUNTS = (*KINDS, "change", "correction", "snapshot", "passage")
"""What can be counted: `[](count:event)` is the number of events, at the time of the build."""

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
SLUG_LENGTH = 80
KEPT = r"con|prn|aux|nul|(com|lpt)[0-9]"
"""What Windows lets no file or folder be called."""


@dataclass(frozen=True, slots=True)
class RefersTo:
    """Marks an id that must name an existing record of `kind`."""

    kind: str


@dataclass(frozen=True, slots=True)
class RefersToAny:
    """Marks a text that names an existing record or document as a link does: `kind:id`."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Marks a text of inline Markdown; `plain` ones are shown as they stand."""

    plain: bool = False


# --- Values ---------------------------------------------------------------------------------------


def _problem(code: str, **values: Any) -> PydanticCustomError:
    return PydanticCustomError(code, code, values)


def _words(value: object) -> object:
    """Text that a reader sees: there, and whole."""
    if isinstance(value, _Missing):
        raise _problem("missing-language", language=value.language)
    if not isinstance(value, str):
        return value
    if getattr(value, "cut_by_hash", False):
        raise _problem("hash-in-text")
    if not value.strip():
        raise _problem("empty-text")
    return value.strip()


def _date(value: object, info: ValidationInfo) -> object:
    if isinstance(value, Edtf):
        return value
    if not isinstance(value, str):
        raise _problem("text-expected")
    try:
        return Edtf.parse(value, info.context["zone"] if info.context else ZoneInfo("UTC"))
    except BadDate as bad:
        raise _problem(
            bad.code, **{**bad.values, "date": str(value), "near": _date_meant(value, info)}
        ) from None


def _date_meant(value: str, info: ValidationInfo) -> tuple[str, ...]:
    home = info.context["zone"] if info.context else ZoneInfo("UTC")
    return date_meant(value, home, _languages(info))


def _day(value: object, info: ValidationInfo) -> object:
    """A day of the calendar, for what we wrote ourselves."""
    if not isinstance(value, str):
        return value
    with suppress(ValueError):
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    near = tuple(meant for meant in _date_meant(value, info) if len(meant) == len("1969-07-20"))
    raise _problem("day-form", date=str(value), near=near)


FIGURES = 15
"""As many are kept of a number as they were written."""


def _figures(value: object) -> object:
    """A number is written in plain figures; with more of them it would not be kept as it was written."""
    if isinstance(value, str) and not re.fullmatch(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", value.strip()):
        raise _problem("number")
    if isinstance(value, str) and len(re.sub(r"\D", "", value)) > FIGURES:
        raise _problem("number")
    return value


def _whole(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"-?(?:0|[1-9][0-9]{0,8})", value.strip()):
        raise _problem("whole-number")
    return value


def _slug(value: str) -> str:
    if fault := id_fault(value):
        raise _problem(fault.replace("id", "slug"), slug=value, most=SLUG_LENGTH)
    return value


def id_fault(value: str) -> str:
    """The code of what is wrong with the form of an id, or nothing."""
    if not re.fullmatch(SLUG, value):
        return "id-form"
    if re.fullmatch(KEPT, value):
        return "id-kept"
    return "id-long" if len(value) > SLUG_LENGTH else ""


def _language(code: str, info: ValidationInfo) -> str:
    languages = _languages(info)
    if languages and code not in languages:
        near = nearest(code.split("-")[0], languages)
        raise _problem("unknown-language", language=code, near=near, languages=languages)
    return code


def is_language_code(code: str) -> bool:
    """Whether this is the code of a language, by its form."""
    return bool(re.fullmatch("[a-z]{2,3}", code))


def _language_code(code: str) -> str:
    if not is_language_code(code):
        raise _problem("language-code", language=code)
    return code


@dataclass(frozen=True, slots=True)
class _Missing:
    """Stands where a language has no words, so that each missing one is named besides what else is wrong."""

    language: str


def _on_one_line(words: str) -> str:
    return re.sub(r"[ \t\n]+", " ", words).strip()


def _by_language(value: object, info: ValidationInfo) -> object:
    """Before the languages are looked at: is this a mapping, one whose words are safe, and complete?"""
    languages = _languages(info)
    if isinstance(value, str):
        raise _problem("languages-expected" if languages else "mapping-expected", languages=languages)
    if isinstance(value, Branch) and value.in_braces:
        raise _problem("words-in-braces")
    if isinstance(value, Mapping):
        return {**{language: _Missing(language) for language in languages}, **value}
    return value


def _same_in_all(value: object, info: ValidationInfo) -> object:
    """A name that is the same everywhere may be written once."""
    if isinstance(value, str):
        return dict.fromkeys(_languages(info), _words(value))
    return _by_language(value, info)


def _languages(info: ValidationInfo) -> tuple[str, ...]:
    """The story's language codes, as far as they are known."""
    return tuple(info.context["languages"]) if info.context else ()


def _typed(**form: Any) -> WithJsonSchema:
    """How a value is typed, for editors; what is published goes by its type.

    What only the story knows is marked by `holds`, for `dossier.schemas` to fill in.
    """
    return WithJsonSchema(form, mode="validation")


_SLUG_FORM = _typed(type="string", pattern=f"^{SLUG}$", maxLength=SLUG_LENGTH)

_Written = Annotated[str, BeforeValidator(_words), _typed(type="string", pattern=r"\S")]
Words = Annotated[_Written, AfterValidator(_on_one_line)]
"""Plain words, on one line however they were typed."""
Slug = Annotated[str, AfterValidator(_slug), _SLUG_FORM]
AddressWord = Annotated[str, BeforeValidator(_words), AfterValidator(_slug), _SLUG_FORM]
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[FiniteFloat, BeforeValidator(_figures)]
Whole = Annotated[int, BeforeValidator(_whole)]
When = Annotated[
    Edtf,
    BeforeValidator(_date),
    PlainSerializer(str, return_type=str),
    # A year alone is a number to an editor.
    _typed(type=["string", "integer"], pattern=FORM, minimum=1000, maximum=9999),
]
LanguageCode = Annotated[str, AfterValidator(_language), _typed(type="string", holds="language")]
"""One of the story's languages."""
AnyLanguage = Annotated[str, AfterValidator(_language_code), _typed(type="string", pattern="^[a-z]{2,3}$")]
"""The language of something that was said or printed."""
CategoryName = Annotated[str, _typed(type="string", holds="category")]
"""One of the story's categories."""


def _in_wanted(text: dict[str, str], info: SerializationInfo) -> dict[str, str] | str:
    """A text in all its languages or, when `only` one is asked for, in that one."""
    only = info.context and info.context.get("only")
    return text[only] if only else text


_Each = TypeVar("_Each")
_InEachLanguage = Annotated[
    dict[LanguageCode, _Each],
    PlainSerializer(_in_wanted),
    WithJsonSchema({"title": "Text", "type": "object", "additionalProperties": {"type": "string"}}),
    _typed(holds="text"),
]
Text = Annotated[_InEachLanguage[Words], BeforeValidator(_by_language), Prose(plain=True)]
"""Words in every language of the story, by language code; plain text."""
Markdown = Annotated[_InEachLanguage[_Written], BeforeValidator(_by_language), Prose()]
"""The same, as inline Markdown with references."""
Name = Annotated[
    _InEachLanguage[Words], BeforeValidator(_same_in_all), Prose(plain=True), _typed(holds="name")
]
"""The same, which may be written once when it is alike in all languages."""

EventId = Annotated[str, RefersTo("event")]
PersonId = Annotated[str, RefersTo("person")]
SourceId = Annotated[str, RefersTo("source")]
QuoteId = Annotated[str, RefersTo("quote")]
SourceIds = Annotated[tuple[SourceId, ...], Field(min_length=1)]


class Record(BaseModel):
    """What all records share: they are frozen, and know no key but their own."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        defer_build=True,  # what is only part of another is not built by itself: a fifteenth of a check
    )


class Entry(Record):
    """A record with a permanent, language-neutral id."""

    id: Slug


# --- Events ---------------------------------------------------------------------------------------

DisclosureKind = Literal["document", "statement", "filing", "testimony", "report", "anonymous-report"]
FIRST_HAND = frozenset({"document", "statement", "filing", "testimony"})
"""Kinds of disclosure that confirm what they assert; reports do not."""
KIND_OF_SOURCE: Mapping[str, DisclosureKind] = {
    "filing": "filing",
    "letter": "document",
    "memo": "document",
    "post": "statement",
    "press-release": "statement",
    "testimony": "testimony",
}
"""What a source discloses by itself; the others report."""


class Disclosure(Record):
    """Who made an event public, when, how, and whether they assert or dispute it."""

    on: When
    by: PersonId | None = None
    kind: DisclosureKind
    stance: Literal["asserts", "confirms", "disputes", "withdraws"]
    source: SourceId


class Later(Record):
    """What we learnt afterwards, with the moment from which it could be known."""

    since: When
    text: Markdown
    sources: SourceIds


class Event(Entry):
    """Something that happened, as our sources report it."""

    when: When
    title: Text
    text: Markdown  # what was known then, no hindsight
    category: CategoryName
    headline: bool = False  # whether the home page tells it
    importance: Literal["major", "minor"]
    actors: tuple[PersonId, ...] = ()
    sources: SourceIds
    quotations: tuple[QuoteId, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()  # empty: public at once, on the sources' word
    later: tuple[Later, ...] = ()
    superseded_by: EventId | None = None

    @property
    def became_public(self) -> Edtf:
        """When the public could first know of it: without disclosures, when it happened."""
        return min((one.on for one in self.disclosures), key=lambda on: on.latest, default=self.when)


class Chapter(Record):
    """One file of the timeline."""

    title: Text
    events: tuple[Event, ...]


# --- People, sources, words -----------------------------------------------------------------------


class Role(Record):
    """A post somebody held, and when."""

    office: Slug | None = None  # the key of a post that one person holds at a time
    title: Text
    of: PersonId | None = None
    since: When | None = Field(None, alias="from")
    until: When | None = Field(None, alias="to")
    interim: bool = False
    sources: SourceIds


class Relation(Record):
    """What ties an organisation to another, and when."""

    kind: Literal["controls", "owns", "funds", "supplies", "observes", "succeeds", "reviews", "licenses"]
    to: PersonId
    title: Text
    since: When | None = Field(None, alias="from")
    until: When | None = Field(None, alias="until")
    sources: SourceIds


class Person(Entry):
    """A person or an organisation."""

    kind: Literal["person", "organisation"]
    name: Name
    sort: Words | None = None
    summary: Markdown
    roles: tuple[Role, ...] = ()
    relations: tuple[Relation, ...] = ()
    sources: tuple[SourceId, ...] = ()


SourceType = Literal[
    "article", "blog", "book", "filing", "forum", "letter", "market-data", "memo", "newsletter", "paper",
    "podcast", "post", "press-release", "report", "testimony", "video",
]  # fmt: skip


_HOST = re.compile(r"[^\W_]([\w-]*\w)?(\.[^\W_]([\w-]*\w)?)*\.([^\W\d_]{2,}|xn--[a-z0-9-]+)")
_MAIL = r"mailto:[^\s@?/:%]+@[^\s@?/:%]+\.[^\s@?/:%.]+"


def is_address(value: str, schemes: Collection[str] = ("https",)) -> bool:
    """Whether this is a whole web address: of something public, or on this machine."""
    with suppress(ValueError):  # urlsplit raises it for some malformed hosts and ports
        parts = urlsplit(value)
        host = parts.hostname or ""
        return (
            parts.scheme in schemes
            and (host == "localhost" or bool(_HOST.fullmatch(host)))
            and parts.netloc.lower() in (host, f"{host}:{parts.port}")
            and not re.search(r"[\s<>\"\\^`{|}…]", value)
        )
    return False


def is_mail_address(value: str) -> bool:
    """Whether this is an address to which mail can be sent, and nothing more."""
    return bool(re.fullmatch(_MAIL, value))


def _source_address(value: str) -> str:
    if is_address(value, ("http", "https")):
        return value
    raise _problem("source-address", address=value, near=address_meant(value))


def _address_or_empty(value: str) -> str:
    if value and not is_address(value):
        raise _problem("address-form", address=value, near=address_meant(value))
    parts = urlsplit(value)
    if parts.query or parts.fragment or re.search(r"//|/\.", parts.path):
        raise _problem("site-address", address=value)
    return value.rstrip("/")


def _contact(value: str) -> str:
    if not value or is_mail_address(value) or is_address(value):
        return value
    raise _problem("contact-form", contact=value)


def _percent(value: int) -> int:
    if not 0 <= value <= 100:
        raise _problem("percent", value=value)
    return value


Url = Annotated[str, AfterValidator(_source_address), _typed(type="string", pattern=r"^https?://[^\s/]\S*$")]
"""Where a source stands, by http if its publisher has nothing else; other addresses are by https."""


class Source(Entry):
    """Where we read something. `url` is the publisher's own address, or absent."""

    type: SourceType
    title: Words | None = None  # as printed, in the language of the source
    label: Text | None = None  # what it is, in our words, where no title is known
    authors: tuple[Words, ...] = ()
    publisher: Words
    via: Words | None = None  # the newspaper or site that reprinted it
    published: When
    lang: AnyLanguage
    url: Url | None = None
    archived: Url | None = None
    accessed: Day | None = None
    access: Literal["free", "paywalled", "deleted"] | None = None
    seen: Literal["original", "copy", "no"]

    @property
    def is_gone(self) -> bool:
        """Whether nothing stands at its own address any more."""
        return self.access == "deleted"

    @property
    def address(self) -> str | None:
        """Where a reader can open it: its own address or, where that is dead, that of the archived copy."""
        return self.archived if self.is_gone else self.url


class Term(Entry):
    """A word of the subject, explained."""

    term: Name
    definition: Markdown
    sources: tuple[SourceId, ...] = ()


class Quotation(Entry):
    """Somebody's words in the language in which they were said, with our translations."""

    speaker: PersonId
    on: When
    lang: AnyLanguage
    original: Words
    translations: Annotated[dict[LanguageCode, Words], _typed(holds="translations")] = Field(
        default_factory=dict
    )
    place: Text | None = None
    sources: SourceIds

    def in_language(self, language: str) -> str:
        """The words for a page in `language`: the original where it is in that language."""
        return self.original if language == self.lang else self.translations[language]


class Reading(Record):
    """What a figure was at one moment, as a source gives it."""

    at: When
    value: Number
    of: Number | None = None
    qualifier: Literal["about", "almost", "more-than"] | None = None
    sources: SourceIds


class Figure(Entry):
    """A number that changed: a series of dated, sourced readings."""

    title: Text
    unit: Text
    series: bool = True  # whether its readings measure one thing, so that a line may join them
    readings: Annotated[tuple[Reading, ...], Field(min_length=1)]

    def reading_at(self, moment: Edtf) -> Reading | None:
        """The latest reading that had been taken by `moment`, or None before the first."""
        taken = [reading for reading in self.readings if reading.at.earliest <= moment.earliest]
        return max(taken, key=lambda reading: reading.at.earliest, default=None)


class Version(Record):
    """One answer to an open question, and who gives it."""

    text: Markdown
    by: PersonId | None = None
    sources: SourceIds


class Question(Entry):
    """What is not known: since when it is asked, and what would settle it."""

    title: Text
    text: Markdown
    asked: When
    checked: Day
    settled_by: Markdown
    versions: tuple[Version, ...] = ()
    sources: tuple[SourceId, ...] = ()


# --- Diagrams -------------------------------------------------------------------------------------

COLUMNS, ROWS = 3, 12
"""The grid on which a diagram is drawn has no more: its words must be readable on a telephone."""


def _cells(value: object) -> object:
    """A column and a row, or a number of columns and rows."""
    written = [str(part) for part in value] if isinstance(value, list | tuple) else []
    if len(written) == 2 and all(re.fullmatch("[1-9][0-9]?", part) for part in written):
        column, row = int(written[0]), int(written[1])
        if column <= COLUMNS and row <= ROWS:
            return column, row
    raise _problem("cell-form", columns=COLUMNS, rows=ROWS)


Cells = Annotated[
    tuple[int, int],
    BeforeValidator(_cells),
    _typed(type="array", items={"type": "integer", "minimum": 1, "maximum": ROWS}, minItems=2, maxItems=2),
]


class Box(Record):
    """What a diagram shows: in a cell of its grid or, when other boxes are within it, around them."""

    person: PersonId | None = None
    label: Name | None = None  # empty: the person's name
    note: Text | None = None  # what it is
    within: str | None = None  # the key of the box around it
    at: Cells | None = None  # column and row of its first cell
    size: Cells = (1, 1)  # columns and rows
    sources: SourceIds


ArrowKind = Literal["removes", "controls", "owns", "funds", "supplies", "licenses", "lacks"]


class Arrow(Record):
    """What one box of a diagram does, gives or is to another; `lacks` says what it is not."""

    tail: str = Field(alias="from")
    head: str = Field(alias="to")
    kind: ArrowKind
    label: Text
    sources: SourceIds


class Diagram(Entry):
    """Boxes and arrows: who stood how to whom at one time, drawn and in words."""

    title: Text
    text: Markdown
    as_of: When
    boxes: Annotated[dict[Slug, Box], Field(min_length=2)]
    arrows: Annotated[tuple[Arrow, ...], Field(min_length=1)]


# --- What we changed ------------------------------------------------------------------------------


class Target(NamedTuple):
    """A record, a document or one of its sections, as `kind:name#fragment` names it."""

    kind: str
    name: str
    fragment: str

    @classmethod
    def parse(cls, written: str) -> "Target":
        """Take a target apart; whether it exists is checked elsewhere."""
        kind, _, rest = written.partition(":")
        name, _, fragment = rest.partition("#")
        return cls(kind, name, fragment)

    @property
    def record(self) -> str:
        """What it is, or is a part of, as the register calls it."""
        return f"{self.kind}/{self.name}"

    @property
    def reference(self) -> str:
        """Its name as a link has it."""
        return f"{self.name}#{self.fragment}" if self.fragment else self.name


CORRECTIONS = frozenset({"error", "translation", "clarification"})
"""The kinds of change that put something right."""


class Change(Entry):
    """What we added, changed or corrected; one record makes the mark, the notice, the log and the feed."""

    on: Day
    kind: Literal["added", "update", "clarification", "error", "translation"]
    concerns: tuple[Annotated[str, RefersToAny()], ...] = ()  # empty: the whole site
    title: Text
    text: Markdown
    said: Text | None = None  # of an error: what stood there
    says: Text | None = None  # … what stands there now
    since: Day | None = None  # … since when it was wrong
    learnt: Text | None = None  # … how we learnt

    @property
    def targets(self) -> tuple[Target, ...]:
        """What it concerns."""
        return tuple(Target.parse(written) for written in self.concerns)

    @property
    def is_correction(self) -> bool:
        """Whether it put something right."""
        return self.kind in CORRECTIONS


class Moved(Entry):
    """What had a permanent address and is gone: where it went or, where it was withdrawn, why."""

    id: str  # kind/id, as in the register
    on: Day
    to: str | None = None  # kind/id of what is there instead
    reason: Markdown | None = None


# --- Documents ------------------------------------------------------------------------------------


class Front(Record):
    """What stands between the `---` lines of a page."""

    title: Words
    slug: Slug
    summary: Words
    order: Whole
    status: Literal["published", "draft"] = "published"


class ExplainerFront(Front):
    """What stands between the `---` lines of an explainer."""

    published: Day


# --- The story ------------------------------------------------------------------------------------


@cache
def zones() -> frozenset[str]:
    """The time zones of the tz database, without that of the machine and that of none."""
    return frozenset(available_timezones() - {"localtime", "Factory"})


def _zone(value: object) -> object:
    if isinstance(value, ZoneInfo):
        return value
    if not isinstance(value, str):
        raise _problem("text-expected")
    known = zones()
    if value not in known:
        raise _problem("unknown-zone", zone=value, near=nearest(value, known))
    return ZoneInfo(value)


class Zone(Record):
    """A time zone of the tz database, and what a reader calls its time."""

    id: Annotated[ZoneInfo, BeforeValidator(_zone), PlainSerializer(str, return_type=str)]
    name: Text


class LanguageOfStory(Record):
    """One of the languages in which the story is told."""

    name: Words  # in the language itself
    zone: Zone


class Category(Record):
    """A theme of events."""

    name: Text


ADDRESS_WORDS = (
    "timeline", "known", "who", "sources", "glossary", "figures", "questions", "changes", "corrections",
    "data", "coverage", "translations", "search", "whole", "by",
)  # fmt: skip
"""The sections of the site; `story.yaml` gives each its word in each language."""


class Story(Record):
    """What the whole site shares: its name, languages, zones and address words."""

    title: Text
    description: Text
    address: Annotated[str, AfterValidator(_address_or_empty)] = ""  # empty: not decided
    contact: Annotated[str, AfterValidator(_contact)] = ""  # where readers write to; empty: not decided
    licence: Words
    languages: Annotated[dict[AnyLanguage, LanguageOfStory], Field(min_length=2)]
    default_language: LanguageCode  # where `x-default` leads from an inner page
    zone: Zone
    categories: Annotated[dict[Slug, Category], Field(min_length=1)]
    snapshots: tuple[Day, ...] = ()  # the days that have a page "as known on"
    agreed_at_least: Annotated[
        Whole, AfterValidator(_percent), _typed(type="integer", minimum=0, maximum=100)
    ] = 0  # percent of passages, to be published
    addresses: Annotated[
        dict[str, Annotated[dict[LanguageCode, AddressWord], BeforeValidator(_by_language)]],
        _typed(holds="addresses"),
    ]

    @field_validator("snapshots")
    @classmethod
    def _each_once(cls, snapshots: tuple[date, ...]) -> tuple[date, ...]:
        if twice := next((day for day in snapshots if snapshots.count(day) > 1), None):
            raise _problem("named-twice", wanted=str(twice))
        return snapshots

    @field_validator("addresses")
    @classmethod
    def _all_sections(cls, addresses: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        missing = [word for word in ADDRESS_WORDS if word not in addresses]
        unknown = [word for word in addresses if word not in ADDRESS_WORDS]
        if missing or unknown:
            raise _problem("address-words", missing=tuple(missing), unknown=tuple(unknown))
        return addresses


COLLECTIONS: Mapping[str, tuple[str, type[Entry]]] = {
    "people.yaml": ("person", Person),
    "sources.yaml": ("source", Source),
    "quotations.yaml": ("quote", Quotation),
    "figures.yaml": ("figure", Figure),
    "glossary.yaml": ("term", Term),
    "questions.yaml": ("question", Question),
    "diagrams.yaml": ("diagram", Diagram),
    "changes.yaml": ("change", Change),
    "moved.yaml": ("moved", Moved),
}
"""The files that hold one collection each: the kind of its entries, and their model."""
