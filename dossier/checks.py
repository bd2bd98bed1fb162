"""The rules that concern the whole content: one generator a rule, its docstring the rule.

They run on all that was read, the broken records too, as far as each can be understood. What cannot
be known, because the file that would tell it is broken, is not complained of: one mistake is one problem.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from dossier import memory
from dossier.addresses import WHOLE_OF, public_addresses
from dossier.agreement import compared, percent_agreed
from dossier.edtf import Edtf, end_of_day
from dossier.known import NOW
from dossier.loading import DOCUMENTS, REGISTER, Drawer, Loaded
from dossier.model import (
    ADDRESS_WORDS,
    KINDS,
    SLUG,
    Change,
    Event,
    Figure,
    Moved,
    Quotation,
    RefersTo,
    Role,
    Source,
)
from dossier.part_checks import TO_BE_WRITTEN, UNWRITTEN, problems_in
from dossier.parts import Part, events_in, held
from dossier.problems import Problem, Spot, Values, nearest
from dossier.prose import DIAGRAM, locate
from dossier.record import Document

if TYPE_CHECKING:
    from dossier.yamltree import Path

EVER = datetime.min.replace(tzinfo=UTC)
"""Before everything: when began what has no known beginning."""
NAME, ADDRESS = rf"{SLUG}(/{SLUG})?", rf"[a-z]{{2,3}}/({SLUG}/)*"
"""What stands in a line of the register: once the first, then any number of the second."""
SECTIONS = {"home", *ADDRESS_WORDS}
"""The names in the register of pages that every site has."""
NEW = ("not-registered", "addresses-not-registered")
"""What is wrong with content that the register does not hold yet, and nothing else."""
YEAR = timedelta(days=366)


def problems_of(drawer: Drawer) -> list[Problem]:
    """Read a folder, and find every problem in it."""
    drawer.read()
    found = [*drawer.problems, *check(drawer), *check_register(drawer)]
    return found or list(check_registered_addresses(drawer))


def check(drawer: Drawer) -> Iterator[Problem]:
    """Every problem that any rule finds."""
    for part in drawer.parts:
        yield from problems_in(part)
    for rule in RULES:
        yield from rule(drawer)


def check_collections(drawer: Drawer) -> Iterator[Problem]:
    """A file that the content needs is there: what refers to its records would be wrong all over."""
    if not drawer.absent:
        return
    wanted = frozenset[str]().union(*map(_wanted, drawer.parts))
    for kind, (path, file) in drawer.absent.items():
        if kind in wanted:
            yield Problem(path, Spot(), "missing-file", {"file": file})


@held(memory.table(f"{__name__}.wanted"))
def _wanted(part: Part) -> frozenset[str]:
    """The kinds of which a part names something."""
    wanted = {found.marker.kind for record in part.records for found in record.marked
              if isinstance(found.marker, RefersTo)}  # fmt: skip
    for document in part.documents:
        wanted |= {"source"} if document.prose.citations else set()
        wanted |= {link.target.partition(":")[0] for link in document.prose.links}
    return frozenset(wanted)


# --- Documents ------------------------------------------------------------------------------------


def check_languages(drawer: Drawer) -> Iterator[Problem]:
    """Every document exists in every language of the story, under the same name."""
    pairs, same = drawer.pairs, dict(_by_other_names(drawer))
    for (kind, key), pair in pairs.items():
        if (kind, key) in same:
            document, values = next(iter(pair.values())), {"key": key, "other": same[kind, key].path}
            if document.path > same[kind, key].path:
                yield Problem(document.path, Spot(), "name-differs", values)
            continue
        folder = next(name for name, (one, _) in DOCUMENTS.items() if one == kind)
        for language in drawer.context["languages"]:
            file = f"{folder}/{key}.{language}.md"
            if file not in drawer.files and kind not in drawer.unread:
                path = next(iter(pair.values())).path
                yield Problem(path, Spot(), "missing-translation", {"language": language, "file": file})


def _by_other_names(drawer: Drawer) -> Iterator[tuple[tuple[str, str], Document]]:
    """The documents that lack languages which another of nearly the same name has, and only that."""
    lone = {name: pair for name, pair in drawer.pairs.items() if len(pair) < len(drawer.context["languages"])}
    for (kind, key), pair in lone.items():
        others = {
            k: other for (of, k), other in lone.items() if of == kind and not pair.keys() & other.keys()
        }
        if near := nearest(key, others):
            yield (kind, key), next(iter(others[near].values()))


# --- The record -----------------------------------------------------------------------------------


def check_order(drawer: Drawer) -> Iterator[Problem]:
    """Events stand in their file by their earliest possible instant, then as they should be read."""
    for _, found in drawer.chapters:
        valid = [(one, one.entry) for one in found if isinstance(one.entry, Event)]
        for (_, before), (record, event) in pairwise(valid):
            if drawer.knows_zone and event.when < before.when:
                yield record.problem_at_key((), "event-order", before=before.id)


def check_disclosed(drawer: Drawer) -> Iterator[Problem]:
    """Without disclosures, one of an event's sources was published by the end of its last day."""
    sources = {record.id: record.entry for record in drawer.records if isinstance(record.entry, Source)}
    zone = drawer.context["zone"]
    for record, event in events_in(drawer.records):
        if event.disclosures or not drawer.knows_zone or not sources.keys() >= set(event.sources):
            continue
        last_day = (event.when.latest - timedelta(microseconds=1)).astimezone(zone).date()
        if not any(sources[name].published.latest <= end_of_day(last_day, zone) for name in event.sources):
            yield record.problem_at_key((), "undisclosed")


def check_sources_late_enough(drawer: Drawer) -> Iterator[Problem]:
    """Some source of an event is not much older than that: a mistyped year."""
    sources = {record.id: record.entry for record in drawer.records if isinstance(record.entry, Source)}
    for record, event in events_in(drawer.records):
        if drawer.knows_zone and sources.keys() >= set(event.sources):
            published = [sources[name].published for name in event.sources]
            if all(event.when.earliest - one.latest >= YEAR for one in published):
                yield record.problem(("when",), "sources-too-early", when=str(event.when))


def check_rests_on_later(drawer: Drawer) -> Iterator[Problem]:
    """A disclosure, a quotation and the reading of a figure are not much younger than what they rest on.

    A mistyped year is found; what was said in a forum, or announced before it was out, may be younger.
    """
    sources = {record.id: record.entry for record in drawer.records if isinstance(record.entry, Source)}
    for record in drawer.records:
        dated: list[tuple[Path, Edtf, Collection[str]]] = []
        if isinstance(record.entry, Event):
            found = enumerate(record.entry.disclosures)
            dated = [(("disclosures", index, "on"), one.on, [one.source]) for index, one in found]
        elif isinstance(record.entry, Quotation):
            dated = [(("on",), record.entry.on, record.entry.sources)]
        elif isinstance(record.entry, Figure):
            readings = enumerate(record.entry.readings)
            dated = [(("readings", index, "at"), one.at, one.sources) for index, one in readings]
        for at, on, names in dated:
            if drawer.knows_zone and sources.keys() >= set(names):
                published = max((sources[name].published for name in names), key=lambda one: one.latest)
                if on.earliest - published.latest >= YEAR:
                    yield record.problem(at, "source-before", date=str(on), published=str(published))


def check_supersession(drawer: Drawer) -> Iterator[Problem]:
    """No event is superseded by itself, neither at once nor through others."""
    following = {event.id: event.superseded_by for _, event in events_in(drawer.records)}
    for record, event in events_in(drawer.records):
        chain = [event.id]
        while (successor := following.get(chain[-1])) and successor not in chain:
            chain.append(successor)
        if successor == event.id:
            yield record.problem(("superseded_by",), "supersession-cycle", chain=(*chain, event.id))


def check_categories(drawer: Drawer) -> Iterator[Problem]:
    """An event's category is one of the story's."""
    known = tuple(drawer.story.categories) if drawer.story else ()
    for record in drawer.records:
        is_event = record.kind == "event" and isinstance(record.raw, dict)
        value = record.raw.get("category") if is_event else None
        if known and isinstance(value, str) and value not in known:
            values = {"key": "category", "value": value, "near": nearest(value, known), "allowed": known}
            yield record.problem(("category",), "unknown-value", **values)


def check_unique_ids(drawer: Drawer) -> Iterator[Problem]:
    """An id names one record of its kind in the whole content."""
    first: dict[tuple[str, str], Loaded] = {}
    for record in drawer.records:
        earlier = first.setdefault((record.kind, record.id), record)
        if earlier is not record:
            place = earlier.problem_at_key((), "").place
            yield record.problem_at_key((), "id-in-use", first=place)


def check_hindsight(drawer: Drawer) -> Iterator[Problem]:
    """What an event tells, and each later note, mentions only what was public by then."""
    events = {event.id: event for _, event in events_in(drawer.records)}
    quotes = {record.id: record.entry for record in drawer.records if isinstance(record.entry, Quotation)}
    for record, event in events_in(drawer.records):
        if not drawer.knows_zone:
            continue
        texts: list[tuple[Path, Mapping[str, str], Edtf]] = [(("text",), event.text, event.became_public)]
        texts += [(("later", index, "text"), note.text, note.since) for index, note in enumerate(event.later)]
        for at, text, told in texts:
            for language, words in text.items():
                for link in locate(words).links:
                    kind, _, name = link.target.partition(":")
                    known: Edtf | None = None
                    if kind == "event" and name in events:
                        known = events[name].became_public
                    elif kind == "quote" and name in quotes:
                        known = quotes[name].on
                    late = known is not None and known.earliest >= told.latest
                    if late or kind in ("question", "explainer", "page"):
                        yield record.problem((*at, language), "hindsight", target=link.target, told=str(told))


def check_offices(drawer: Drawer) -> Iterator[Problem]:
    """An office has one holder at a time; who follows may begin at the instant at which the other ends."""
    holders: dict[tuple[str | None, str], list[tuple[Loaded, int, Role]]] = defaultdict(list)
    for record in drawer.records:
        for index, role in enumerate(getattr(record.entry, "roles", ())):
            if role.office and (role.since or role.until) and drawer.knows_zone:
                holders[role.of, role.office].append((record, index, role))
    for (_, office), roles in holders.items():
        in_order = sorted(roles, key=lambda one: one[2].since.latest if one[2].since else EVER)
        held_until: dict[str, datetime] = {}
        for record, index, role in in_order:
            begins = role.since.latest if role.since else EVER
            for holder, end in held_until.items():
                if begins <= end and holder != record.id:
                    key = "from" if role.since else "to"
                    yield record.problem(("roles", index, key), "office-held", office=office, holder=holder)
            until = role.until.earliest if role.until else NOW
            held_until[record.id] = max(until, held_until.get(record.id, EVER))


def check_places_of_diagrams(drawer: Drawer) -> Iterator[Problem]:
    """A diagram stands in one text, once."""
    first: dict[tuple[str, str], str] = {}
    for document in sorted(drawer.documents, key=lambda one: (one.kind, one.front.order, one.key)):
        for block in document.prose.blocks if document.prose.diagrams else ():
            here = f"{document.path}:{block.spot.line}"
            there = first.setdefault((block.diagram, document.lang), here) if block.diagram else here
            if there != here:
                yield Problem(
                    document.path, block.spot, "diagram-twice", {"wanted": block.diagram, "first": there}
                )
    diagrams = [record for record in drawer.records if record.kind == "diagram"]
    if diagrams and drawer.unread.isdisjoint(kind for kind, _ in DOCUMENTS.values()):
        # One that stands where it may not is complained of there.
        named = {link.target for document in drawer.documents for link in document.prose.links}
        for record in diagrams:
            if f"{DIAGRAM}{record.id}" not in named:
                yield record.problem_at_key((), "diagram-not-shown")


def check_changes(drawer: Drawer) -> Iterator[Problem]:
    """A correction says what stood there, what stands there now, since when, and how we learnt.

    Nothing is changed, or wrong, before it was published.
    """
    days = {(one.kind, one.key): getattr(one.front, "published", None) for one in drawer.documents}
    for record in drawer.records:
        change = record.entry
        if isinstance(change, Change):
            given = {key for key in ("said", "says", "since", "learnt") if getattr(change, key) is not None}
            wanted = {"said", "says", "since", "learnt"} if change.kind in ("error", "translation") else set()
            for key in sorted(wanted - given):
                yield record.problem_at_key((), "missing-key", key=key)
            for lang, said in (change.said or {}).items():
                if change.says and change.says.get(lang) == said and not UNWRITTEN.search(said):
                    yield record.problem(("says", lang), "nothing-corrected")
            for index, target in enumerate(change.targets):
                published = days.get((target.kind, target.name))
                for key, day in (("since", change.since), ("on", change.on)):
                    if published and day and day < published:
                        values = {"key": key, "date": str(day), "wanted": change.concerns[index]}
                        yield record.problem((key,), "changed-before", **values, published=str(published))


# --- Addresses ------------------------------------------------------------------------------------


def check_addresses(drawer: Drawer) -> Iterator[Problem]:
    """Each address belongs to one page: no slug takes a section's word or another page's slug."""
    for language in drawer.context["languages"]:
        owners: dict[str, str] = {}
        for path, spot, slug in _slugs(drawer, language):
            if slug in owners:
                yield Problem(path, spot, "address-in-use", {"slug": slug, "first": owners[slug]})
            else:
                owners[slug] = f"{path}:{spot.line}"


def _slugs(drawer: Drawer, language: str) -> Iterator[tuple[str, Spot, str]]:
    """Every word that stands first in an address of a language, and where it was given."""
    for section, words in drawer.story.addresses.items() if drawer.story else ():
        spot = drawer.story_places.of(("addresses", section, language))
        yield drawer.story_places.path, spot, words[language]
    for document in drawer.documents:
        if document.lang == language and document.front.slug:
            yield document.path, drawer.fronts[document.path].of(("slug",)), document.front.slug


def check_names_in_addresses(drawer: Drawer) -> Iterator[Problem]:
    """An event's id is no day and not the word of the filters; no person has the id of a category."""
    categories = set(drawer.story.categories) if drawer.story else set()
    words = set(drawer.story.addresses["by"].values()) if drawer.story else set()
    for record in drawer.records:
        is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", record.id)
        if record.kind == "event" and (record.id in words or is_day):
            yield record.problem_at_key((), "id-in-address", slug=record.id)
        if record.kind == "person" and record.id in categories:
            yield record.problem_at_key((), "id-in-address", slug=record.id)


def check_register(drawer: Drawer) -> Iterator[Problem]:
    """Every permanent id is in the register, and what is registered exists or left word."""
    if drawer.register is None:
        return
    permanent, registered = _Permanent(drawer), drawer.registered
    for line, (name, *addresses) in drawer.register.items():
        if not re.fullmatch(NAME, name) or not all(re.fullmatch(ADDRESS, one) for one in addresses):
            yield Problem(drawer.register_path, Spot(line, 1), "register-line")
        elif name in permanent.drafts:
            yield Problem(drawer.register_path, Spot(line, 1), "registered-draft", {"name": name})
        elif permanent.misses(name):
            values: Values = {
                "name": name,
                "near": nearest(name, permanent.ids - registered.keys()),
                "lines": tuple(
                    f"    {language}: {TO_BE_WRITTEN}" for language in drawer.context["languages"]
                ),
            }
            yield Problem(drawer.register_path, Spot(line, 1), "id-withdrawn", values)
    missing = permanent.ids - permanent.drafts - registered.keys()
    for record in drawer.records:
        if f"{record.kind}/{record.id}" in missing:
            yield record.problem_at_key((), "not-registered")
    for (kind, key), pair in drawer.pairs.items():
        if f"{kind}/{key}" in missing:
            named = {"kind": kind, "id": key}
            yield Problem(next(iter(pair.values())).path, Spot(), "not-registered", named)


def check_registered_addresses(drawer: Drawer) -> Iterator[Problem]:
    """Every address is in the register; asked when all else is right, because the rest may bring more."""
    if drawer.register is not None:
        known, drafts = drawer.registered, _Permanent(drawer).drafts
        # A draft that its writer looks at has an address, which is not public.
        public = (one for one in public_addresses(drawer.dossier()).items() if one[0] not in drafts)
        if new := [path for name, paths in public for path in paths if path not in known.get(name, ())]:
            values: Values = {"count": len(new), "first": new[0]}
            yield Problem(drawer.register_path, Spot(), "addresses-not-registered", values)


def check_moved(drawer: Drawer) -> Iterator[Problem]:
    """What left word had a permanent address, is gone, and leads to what is there or says why it is not."""
    permanent, registered = _Permanent(drawer), drawer.registered
    entries = {record.id: record for record in drawer.records if record.kind == "moved"}
    for name, record in entries.items():
        if name in permanent.ids:
            yield record.problem_at_key((), "moved-exists")
        elif name not in registered or not permanent.is_kind(name):
            gone = [one for one in registered if permanent.is_kind(one) and one not in permanent.ids]
            yield record.problem_at_key((), "moved-unregistered", near=nearest(name, gone))
        moved = record.entry
        if not isinstance(moved, Moved):
            continue
        if bool(moved.to) == (moved.reason is not None):
            yield record.problem_at_key((), "moved-either")
        elif moved.to in permanent.drafts:
            yield record.problem(("to",), "moved-to-draft", wanted=moved.to)
        elif moved.to in entries and moved.to not in permanent.ids:
            further = entries[moved.to].entry
            near = further.to if isinstance(further, Moved) and further.to != name else None
            yield record.problem(("to",), "moved-to-moved", wanted=moved.to, near=near or "")
        elif moved.to and permanent.lacks(moved.to):
            near = nearest(moved.to, permanent.ids - permanent.drafts)
            yield record.problem(("to",), "moved-to-nothing", wanted=moved.to, near=near)


class _Permanent:
    """What has a permanent id, as far as the files could be read."""

    def __init__(self, drawer: Drawer) -> None:
        self.kinds = {*KINDS, "change"} - {"quote"}
        self.ids = {f"{kind}/{name}" for kind in self.kinds for name in drawer.names.of(kind)}
        self.drafts = {f"{one.kind}/{one.key}" for one in drawer.documents if one.is_draft}
        diagrams = (name for name in drawer.names.of("diagram") if not drawer.names.is_published(name))
        self.drafts |= {f"diagram/{name}" for name in diagrams}
        self.unreadable = drawer.unread - drawer.absent.keys()
        self.left_word = drawer.names.of("moved")

    def is_kind(self, name: str) -> bool:
        """Whether a name in the register is that of something with a permanent id, or was."""
        return name.partition("/")[0] in self.kinds

    def lacks(self, name: str) -> bool:
        """Whether nothing has this id; what stands in a file that cannot be read may have it."""
        return name not in self.ids and name.partition("/")[0] not in self.unreadable

    def misses(self, name: str) -> bool:
        """Whether what is registered under a name is gone and left no word."""
        needs_none = name in SECTIONS or name.partition("/")[0] in WHOLE_OF or "moved" in self.unreadable
        return self.lacks(name) and name not in self.left_word and not needs_none


def check_publishable(drawer: Drawer) -> Iterator[Problem]:
    """What goes online has its address, a register of all that is permanent, and versions that agree."""
    if drawer.story is not None and not drawer.story.address:
        yield drawer.story_places.problem_at_key(("address",), "no-address")
    if drawer.register is None:
        yield Problem(drawer.register_path, Spot(), "missing-file", {"file": REGISTER})
    if drawer.story is not None and (least := drawer.story.agreed_at_least):
        agreed = percent_agreed(compared(drawer))
        if agreed < least:
            at = ("agreed_at_least",)
            yield drawer.story_places.problem(at, "too-few-agreed", agreed=agreed, least=least)


Rule = Callable[[Drawer], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    check_collections, check_languages, check_order, check_hindsight, check_disclosed,
    check_sources_late_enough, check_rests_on_later, check_supersession, check_categories, check_unique_ids,
    check_offices, check_places_of_diagrams, check_changes, check_addresses, check_names_in_addresses,
    check_moved,
)  # fmt: skip
