"""The rules that concern more than one record or file: one generator a rule, its docstring the rule.

They run on all that was read, the broken records too, as far as each can be understood.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise, zip_longest
from urllib.parse import urlsplit

from dossier.edtf import BadDate, Edtf
from dossier.loading import DOCUMENTS, IMAGES, Drawer, Loaded
from dossier.model import ADDRESS_WORDS, KINDS, Event, Figure, Prose, Quotation, RefersTo, Source
from dossier.problems import Problem, Spot, nearest
from dossier.prose import Block, Link, Located, locate
from dossier.record import Document
from dossier.walk import Found, marked
from dossier.yamltree import Path

DEPTHS = ("in-30-seconds", "in-3-minutes")
"""The reserved headings: short versions whose points each lead to the section that proves them."""
WITHOUT_SOURCE = frozenset({"analysis", "transition"})
"""The classes that exempt a block from citing a source."""


def check(drawer: Drawer) -> Iterator[Problem]:
    """Every problem that any rule finds."""
    for rule in RULES:
        yield from rule(drawer)


# --- References -----------------------------------------------------------------------------------


def check_references(drawer: Drawer) -> Iterator[Problem]:
    """Every id in the record names an existing record of its kind."""
    known = _known_ids(drawer)
    for record in drawer.records:
        for found in marked(record.model, record.raw, record.at):
            if isinstance(found.marker, RefersTo) and found.value not in known[found.marker.kind]:
                yield record.places.problem(
                    found.path,
                    "unknown-reference",
                    kind=record.kind,
                    id=record.id,
                    wanted_kind=found.marker.kind,
                    wanted=found.value,
                    near=nearest(found.value, known[found.marker.kind]),
                )


def check_texts(drawer: Drawer) -> Iterator[Problem]:
    """Texts of the record are one paragraph of inline Markdown; titles and names are plain text."""
    for record, found in _texts(drawer):
        if isinstance(found.marker, Prose) and found.marker.plain:
            if match := re.search(r"\]\(|\[\^|^#|`|\*\w", found.value):
                spot = record.places.inside(found.path, found.value[: match.start()])
                yield Problem(record.places.path, spot, "markdown-in-title", {"kind": record.kind, "id": record.id})
            continue
        located = locate(found.value)
        if found.value.strip() and ([block.tag for block in located.blocks] != ["p"] or located.headings):
            yield record.places.problem(found.path, "one-paragraph", kind=record.kind, id=record.id)
        for citation in located.citations:
            spot = _inside(record, found, citation.spot)
            yield Problem(record.places.path, spot, "citation-in-record", {"source": citation.source})
        for html in located.html:
            yield Problem(record.places.path, _inside(record, found, html), "raw-html", {})


def check_links(drawer: Drawer) -> Iterator[Problem]:
    """Every link leads somewhere that exists: a record, a document, one of its sections, an address."""
    targets = _Targets(drawer)
    for document in drawer.documents:
        ids = {heading.id for heading in document.prose.headings} | {b.id for b in document.prose.blocks}
        for link in document.prose.links:
            for code, values in targets.faults(link, ids, document):
                yield Problem(document.path, link.spot, code, values)
    for record, found in _texts(drawer):
        for link in locate(found.value).links:
            for code, values in targets.faults(link, set(), None):
                yield Problem(record.places.path, _inside(record, found, link.spot), code, values)


class _Targets:
    """What a link may lead to."""

    def __init__(self, drawer: Drawer) -> None:
        self.known = _known_ids(drawer)
        self.drawer = drawer
        self.documents: Mapping[tuple[str, str, str], Document] = {
            (document.kind, document.key, document.lang): document for document in drawer.documents
        }
        self.figures = {r.id: r.entry for r in drawer.records if isinstance(r.entry, Figure)}

    def faults(
        self, link: Link, ids: set[str], document: Document | None
    ) -> Iterator[tuple[str, dict[str, str | tuple[str, ...]]]]:
        target = link.target
        if link.is_image:
            yield from self._image_faults(link)
            return
        if not target:
            yield "empty-link", {}
            return
        if target.startswith("#"):
            if document is None or target[1:] not in ids:
                yield "unknown-section", {"wanted": target[1:], "near": nearest(target[1:], ids)}
            return
        scheme = target.partition(":")[0]
        if scheme in KINDS:
            yield from self._reference_faults(scheme, target.partition(":")[2], document)
            return
        parts = urlsplit(target)
        if parts.scheme in ("https", "mailto"):
            if not link.text:
                yield "link-without-words", {"target": target}
        elif parts.scheme:
            near = nearest(scheme, (*KINDS, "https", "mailto"))
            yield "link-scheme", {"scheme": scheme, "near": near, "allowed": (*(f"{k}:" for k in KINDS), "https:", "mailto:", "#")}
        else:
            yield "link-by-path", {"target": target}

    def _reference_faults(
        self, kind: str, name: str, document: Document | None
    ) -> Iterator[tuple[str, dict[str, str | tuple[str, ...]]]]:
        name, _, fragment = name.partition("#") if kind in ("explainer", "page") else (name, "", "")
        name, _, moment = name.partition("@") if kind == "figure" else (name, "", "")
        if name not in self.known[kind]:
            yield "unknown-target", {"wanted_kind": kind, "wanted": name, "near": nearest(name, self.known[kind])}
            return
        if kind in ("explainer", "page"):
            same_language = [d for (k, key, _), d in self.documents.items() if (k, key) == (kind, name)]
            if document and not document.is_draft and any(d.is_draft for d in same_language):
                yield "link-to-draft", {"wanted_kind": kind, "wanted": name}
            for other in same_language:
                ids = {heading.id for heading in other.prose.headings}
                if fragment and fragment not in ids and (document is None or other.lang == document.lang):
                    yield "unknown-section", {"wanted": fragment, "near": nearest(fragment, ids)}
        if kind == "figure":
            yield from self._reading_faults(name, moment)

    def _reading_faults(self, name: str, moment: str) -> Iterator[tuple[str, dict[str, str | tuple[str, ...]]]]:
        if not moment:
            yield "figure-without-moment", {"wanted": name}
            return
        try:
            when = Edtf.parse(moment, self.drawer.context["zone"])
        except BadDate as bad:
            yield bad.code, {"key": "figure", **bad.values}
            return
        figure = self.figures.get(name)
        if figure and figure.reading_at(when) is None:
            yield "no-reading-yet", {"wanted": name, "moment": moment, "first": str(min(r.at for r in figure.readings))}

    def _image_faults(self, link: Link) -> Iterator[tuple[str, dict[str, str | tuple[str, ...]]]]:
        images = [name for name in self.drawer.files if name.startswith(f"{IMAGES}/")]
        if link.target not in images:
            yield "unknown-image", {"wanted": link.target, "near": nearest(link.target, images)}
        if not link.text.strip():
            yield "image-without-words", {"target": link.target}


# --- Documents ------------------------------------------------------------------------------------


def check_citations(drawer: Drawer) -> Iterator[Problem]:
    """Every footnote mark names a source of the record."""
    known = _known_ids(drawer)["source"]
    for document in drawer.documents:
        for citation in document.prose.citations:
            if citation.source not in known:
                values = {"wanted_kind": "source", "wanted": citation.source, "near": nearest(citation.source, known)}
                yield Problem(document.path, citation.spot, "unknown-target", values)


def check_blocks_cite(drawer: Drawer) -> Iterator[Problem]:
    """Every block of an explainer cites a source, or says that it is analysis or transition."""
    for document in drawer.documents:
        if document.kind != "explainer":
            continue
        for block in document.prose.blocks:
            if block.section in DEPTHS or block.citations or block.classes & WITHOUT_SOURCE:
                continue
            yield Problem(document.path, block.spot, "block-without-source", {"block": block.id})


def check_depths(drawer: Drawer) -> Iterator[Problem]:
    """Each point of a short version leads to the section that proves it."""
    for document in drawer.documents:
        for block in document.prose.blocks:
            if block.section in DEPTHS and block.tag == "li" and not any(l.startswith("#") for l in block.links):
                yield Problem(document.path, block.spot, "point-without-proof", {"block": block.id})


def check_headings(drawer: Drawer) -> Iterator[Problem]:
    """Headings start at level 2, skip no level, and carry an id that stands once in the file."""
    for document in drawer.documents:
        seen: dict[str, int] = {}
        level = 1
        for heading in document.prose.headings:
            if heading.level == 1 or heading.level > level + 1:
                values = {"level": heading.level, "most": max(2, level + 1)}
                yield Problem(document.path, heading.spot, "heading-level", values)
            level = heading.level
            if not heading.id:
                yield Problem(document.path, heading.spot, "heading-without-id", {"heading": heading.text})
            elif not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", heading.id):
                yield Problem(document.path, heading.spot, "heading-id-form", {"key": heading.id})
            elif heading.id in seen:
                yield Problem(
                    document.path, heading.spot, "duplicate-heading-id", {"key": heading.id, "first": seen[heading.id]}
                )
            seen.setdefault(heading.id, heading.spot.line)


def check_html(drawer: Drawer) -> Iterator[Problem]:
    """Writers type Markdown, no HTML."""
    for document in drawer.documents:
        for spot in document.prose.html:
            yield Problem(document.path, spot, "raw-html", {})


def check_languages(drawer: Drawer) -> Iterator[Problem]:
    """Every document exists in every language of the story, and is a draft in all of them or in none."""
    for (kind, key), pair in _pairs(drawer).items():
        for language in drawer.context["languages"]:
            if language not in pair:
                other = next(iter(pair.values()))
                folder = next(name for name, (one, _) in DOCUMENTS.items() if one == kind)
                file = f"{folder}/{key}.{language}.md"
                yield Problem(other.path, Spot(), "missing-translation", {"language": language, "file": file})
        drafts = [d for d in pair.values() if d.is_draft]
        if drafts and len(drafts) < len(pair):
            places = drawer.fronts[drafts[0].path]
            yield places.problem(("status",), "draft-in-one-language", language=drafts[0].lang)


def check_same_structure(drawer: Drawer) -> Iterator[Problem]:
    """Both languages have the same headings, and under each the same blocks, which cite and mention the same."""
    for pair in _pairs(drawer).values():
        for one, other in pairwise(pair.values()):
            yield from _heading_differences(one, other)
            yield from _block_differences(one, other)


def _heading_differences(one: Document, other: Document) -> Iterator[Problem]:
    ids = {document.path: [h.id for h in document.prose.headings if h.id] for document in (one, other)}
    whole = True
    for document, counterpart in ((one, other), (other, one)):
        for heading in document.prose.headings:
            if heading.id and heading.id not in ids[counterpart.path]:
                whole = False
                missing = [name for name in ids[counterpart.path] if name not in ids[document.path]]
                values = {"key": heading.id, "other": counterpart.path, "near": nearest(heading.id, missing)}
                yield Problem(document.path, heading.spot, "heading-not-in-other", values)
    if whole and ids[one.path] != ids[other.path]:
        at = next(i for i, (a, b) in enumerate(zip_longest(ids[one.path], ids[other.path])) if a != b)
        headings = [h for h in other.prose.headings if h.id]
        heading = headings[min(at, len(headings) - 1)]
        yield Problem(other.path, heading.spot, "heading-order", {"key": heading.id, "other": one.path})


def _block_differences(one: Document, other: Document) -> Iterator[Problem]:
    sections = {document.path: _by_section(document.prose) for document in (one, other)}
    for section, blocks in sections[one.path].items():
        counterparts = sections[other.path].get(section)
        if counterparts is None:
            if section in {heading.id for heading in other.prose.headings} or section == blocks[0].section == "start":
                values = {"section": section, "here": len(blocks), "there": 0, "other": other.path}
                yield Problem(one.path, blocks[0].spot, "blocks-differ", values)
            continue
        if [block.tag for block in blocks] != [block.tag for block in counterparts]:
            spot = next((b.spot for a, b in zip(blocks, counterparts, strict=False) if a.tag != b.tag), counterparts[-1].spot)
            values = {"section": section, "here": len(counterparts), "there": len(blocks), "other": one.path}
            yield Problem(other.path, spot, "blocks-differ", values)
            continue
        for block, counterpart in zip(blocks, counterparts, strict=True):
            ours, theirs = _mentions(block), _mentions(counterpart)
            if ours != theirs:
                values = {
                    "block": block.id,
                    "other": one.path,
                    "missing": tuple(sorted(ours - theirs)),
                    "added": tuple(sorted(theirs - ours)),
                }
                yield Problem(other.path, counterpart.spot, "mentions-differ", values)


def _mentions(block: Block) -> set[str]:
    return {f"[^{source}]" for source in block.citations} | set(block.links)


def _by_section(prose: Located) -> dict[str, list[Block]]:
    sections: dict[str, list[Block]] = defaultdict(list)
    for block in prose.blocks:
        sections[block.section].append(block)
    return sections


# --- The record -----------------------------------------------------------------------------------


def check_order(drawer: Drawer) -> Iterator[Problem]:
    """Events stand in their file by their earliest possible instant, then as they should be read."""
    for _, found in drawer.chapters:
        valid = [(one, one.entry) for one in found if isinstance(one.entry, Event)]
        for (_, before), (record, event) in pairwise(valid):
            if event.when < before.when:
                yield record.places.problem_at_key(record.at, "event-order", kind="event", id=event.id, before=before.id)


def check_known_after(drawer: Drawer) -> Iterator[Problem]:
    """Nothing is known before it happened."""
    for record, event in _events(drawer):
        for index, disclosure in enumerate(event.disclosures):
            if disclosure.on.latest <= event.when.earliest:
                at = (*record.at, "disclosures", index, "on")
                yield record.places.problem(at, "known-before", kind="event", id=event.id, date=str(disclosure.on), when=str(event.when))
        for index, later in enumerate(event.later):
            if later.since.latest <= event.when.earliest:
                at = (*record.at, "later", index, "since")
                yield record.places.problem(at, "known-before", kind="event", id=event.id, date=str(later.since), when=str(event.when))


def check_disclosed(drawer: Drawer) -> Iterator[Problem]:
    """Without disclosures, one of an event's sources was published by the end of its day."""
    sources = {r.id: r.entry for r in drawer.records if isinstance(r.entry, Source)}
    zone = drawer.context["zone"]
    for record, event in _events(drawer):
        if event.disclosures or not all(source in sources for source in event.sources):
            continue
        last_day = event.when.latest.astimezone(zone).date()
        if not any(sources[s].published.earliest.astimezone(zone).date() <= last_day for s in event.sources):
            yield record.places.problem_at_key(record.at, "undisclosed", kind="event", id=event.id)


def check_disclosure_sources(drawer: Drawer) -> Iterator[Problem]:
    """The source of a disclosure is one of the event's sources."""
    for record, event in _events(drawer):
        for index, disclosure in enumerate(event.disclosures):
            if disclosure.source not in event.sources:
                at = (*record.at, "disclosures", index, "source")
                yield record.places.problem(at, "disclosure-source", kind="event", id=event.id, source=disclosure.source)


def check_supersession(drawer: Drawer) -> Iterator[Problem]:
    """No event is superseded by itself, through others or at once."""
    following = {event.id: event.superseded_by for _, event in _events(drawer)}
    for record, event in _events(drawer):
        chain = [event.id]
        while (successor := following.get(chain[-1])) and successor not in chain:
            chain.append(successor)
        if successor == event.id:
            at = (*record.at, "superseded_by")
            yield record.places.problem(at, "supersession-cycle", kind="event", id=event.id, chain=(*chain, event.id))


def check_categories(drawer: Drawer) -> Iterator[Problem]:
    """An event's category is one of the story's."""
    if drawer.story is None:
        return
    known = tuple(drawer.story.categories)
    for record in drawer.records:
        if record.kind == "event" and isinstance(record.raw, dict) and isinstance(value := record.raw.get("category"), str):
            if value not in known:
                at = (*record.at, "category")
                yield record.places.problem(
                    at, "unknown-value", kind="event", id=record.id, key="category", value=value,
                    near=nearest(value, known), allowed=known,
                )  # fmt: skip


def check_unique_ids(drawer: Drawer) -> Iterator[Problem]:
    """An id names one record of its kind in the whole content."""
    first: dict[tuple[str, str], Loaded] = {}
    for record in drawer.records:
        earlier = first.setdefault((record.kind, record.id), record)
        if earlier is not record:
            place = Problem(earlier.places.path, earlier.places.of_key(earlier.at), "").place
            yield record.places.problem_at_key(record.at, "id-in-use", kind=record.kind, id=record.id, first=place)


def check_quotations(drawer: Drawer) -> Iterator[Problem]:
    """A quotation stands in its original language once, and is translated into every other."""
    for record in drawer.records:
        quote = record.entry
        if not isinstance(quote, Quotation):
            continue
        for language in drawer.context["languages"]:
            at = (*record.at, "translations")
            if language == quote.lang and language in quote.translations:
                yield record.places.problem_at_key((*at, language), "translated-original", kind="quote", id=quote.id, language=language)
            if language != quote.lang and language not in quote.translations:
                yield record.places.problem_at_key(at, "untranslated", kind="quote", id=quote.id, language=language)


def check_sources_named(drawer: Drawer) -> Iterator[Problem]:
    """A source has a title as printed or, where none is known, a label in our words."""
    for record in drawer.records:
        source = record.entry
        if isinstance(source, Source) and (source.title is None) == (source.label is None):
            yield record.places.problem_at_key(record.at, "title-or-label", kind="source", id=source.id)


def check_roles(drawer: Drawer) -> Iterator[Problem]:
    """A role does not end before it begins."""
    for record in drawer.records:
        for index, role in enumerate(getattr(record.entry, "roles", ())):
            if role.since and role.until and role.until.latest <= role.since.earliest:
                at = (*record.at, "roles", index, "to")
                yield record.places.problem(at, "role-backwards", kind="person", id=record.id)


# --- Addresses ------------------------------------------------------------------------------------


def check_addresses(drawer: Drawer) -> Iterator[Problem]:
    """Each address belongs to one page: no slug takes a section's word or another page's slug."""
    if drawer.story is None:
        return
    for language in drawer.context["languages"]:
        owners: dict[str, str] = {}
        for section in ADDRESS_WORDS:
            word = drawer.story.addresses[section].get(language, "")
            at: Path = ("addresses", section, language)
            if not word:
                yield drawer.story_places.problem_at_key(("addresses", section), "missing-language", kind="story", id="", key=section, language=language)
            elif word in owners:
                yield drawer.story_places.problem(at, "address-in-use", slug=word, first=owners[word])
            else:
                owners[word] = f"{drawer.story_places.path}:{drawer.story_places.of(at).line}"
        for document in drawer.documents:
            if document.lang != language or not document.front.slug:
                continue
            spot = drawer.fronts[document.path].of(("slug",))
            slug = document.front.slug
            if slug in owners:
                yield Problem(document.path, spot, "address-in-use", {"slug": slug, "first": owners[slug]})
            else:
                owners[slug] = f"{document.path}:{spot.line}"


def check_publishable(drawer: Drawer) -> Iterator[Problem]:
    """A site that goes online has its public address."""
    if drawer.story is not None and not drawer.story.address:
        yield drawer.story_places.problem_at_key(("address",), "no-address")


# --- Helpers --------------------------------------------------------------------------------------


def _known_ids(drawer: Drawer) -> Mapping[str, set[str]]:
    """The ids of every kind, those of broken records too: one mistake is reported once."""
    known: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for record in drawer.records:
        known[record.kind].add(record.id)
    for document in drawer.documents:
        known[document.kind].add(document.key)
    return known


def _events(drawer: Drawer) -> Iterator[tuple[Loaded, Event]]:
    for record in drawer.records:
        if isinstance(record.entry, Event):
            yield record, record.entry


def _pairs(drawer: Drawer) -> Mapping[tuple[str, str], dict[str, Document]]:
    pairs: dict[tuple[str, str], dict[str, Document]] = {}
    for document in drawer.documents:
        pairs.setdefault((document.kind, document.key), {})[document.lang] = document
    return pairs


def _texts(drawer: Drawer) -> Iterator[tuple[Loaded, Found]]:
    for record in drawer.records:
        for found in marked(record.model, record.raw, record.at):
            if isinstance(found.marker, Prose):
                yield record, found


def _inside(record: Loaded, found: Found, spot: Spot) -> Spot:
    """Where a place in a text of the record stands in its file."""
    lines = found.value.split("\n")[: spot.line]
    return record.places.inside(found.path, "\n".join([*lines[:-1], lines[-1][: spot.column - 1]]))


Rule = Callable[[Drawer], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    check_references, check_texts, check_links, check_citations, check_blocks_cite, check_depths, check_headings,
    check_html, check_languages, check_same_structure, check_order, check_known_after, check_disclosed,
    check_disclosure_sources, check_supersession, check_categories, check_unique_ids, check_quotations,
    check_sources_named, check_roles, check_addresses,
)  # fmt: skip
