"""The rules that look at one part of the content: one generator a rule, its docstring the rule.

They run on broken records too, as far as each can be understood. What cannot be known, because the file
that would tell it is broken, is not complained of: one mistake is one problem.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from dossier import drawing, memory
from dossier.coverage import DEPTHS, Basis, basis
from dossier.edtf import BadDate, Edtf
from dossier.meant import address_meant, date_meant
from dossier.model import (
    COUNT,
    COUNTS,
    KINDS,
    SLUG,
    Diagram,
    Prose,
    Quotation,
    RefersTo,
    RefersToAny,
    Source,
    Target,
    is_address,
    is_mail_address,
)
from dossier.parity import ADAPTED, NUMBERS, check_facts
from dossier.parts import Part, events_in, held, missing
from dossier.passages import inside, texts
from dossier.problems import Problem, Spot, Values, nearest
from dossier.prose import DIAGRAM, PREAMBLE, Block, Heading, Link, Located, locate
from dossier.record import Document
from dossier.yamltree import Places

if TYPE_CHECKING:
    from dossier.yamltree import Path

TO_BE_WRITTEN = "TODO"
"""Stands for words that a writer leaves for later; as long as it is there, `unwritten` is a problem."""
UNWRITTEN = re.compile(rf"\b{TO_BE_WRITTEN}\b")
IN_TURN = (("since", "on"), ("asked", "checked"), ("published", "accessed"))
"""Keys of a record with the days of which the first cannot lie after the second."""
MARKDOWN = re.compile(r"\]\(|\[\^|^#|`|\*\w|</?[a-z]|&#?\w+;")
"""What plain text has none of: signs of Markdown, and of HTML."""
TARGETS = tuple(kind for kind in KINDS if kind != "quote")
"""What a change may concern: all that has an address."""
IN_DRAFT = ("diagram", "explainer", "page")
"""What a draft may keep from the public."""
QUOTATION_MARKS = '"“”„«»'
MARKS = (Basis.ANALYSIS, Basis.TRANSITION, ADAPTED)
"""The classes of a block that say something of it."""
Fault = tuple[str, Values]
"""What is wrong with a link: a problem that has no place yet."""


@held(memory.table(__name__))  # after a change of 100 pairs 5 ms instead of 100
def _found_in(part: Part) -> tuple[Problem, ...]:
    """Every problem and every remark of any rule."""
    return tuple(problem for rule in RULES for problem in rule(part))


def problems_in(part: Part) -> Iterator[Problem]:
    """Every problem that any rule finds in a part."""
    return (problem for problem in _found_in(part) if problem.code != NUMBERS)


def remarks_in(part: Part) -> Iterator[Problem]:
    """What else an editor should look at."""
    return (problem for problem in _found_in(part) if problem.code == NUMBERS)


def check_unwritten(part: Part) -> Iterator[Problem]:
    """Nothing that still waits for its words can be published; a draft may wait."""
    published = [(document, front) for document, front in part.texts if not document.is_draft]
    for places in (*(front for _, front in published), *(record.places for record in part.records[:1])):
        if TO_BE_WRITTEN in places.source:
            for start, end, _ in places.scalars.values():
                for match in UNWRITTEN.finditer(places.source, start, end):
                    yield Problem(places.path, places.spot(match.start()), "unwritten")
    for document, _ in published:
        for match in UNWRITTEN.finditer(document.prose.text):
            body = Places(document.path, document.first_line, document.prose.text)
            yield Problem(body.path, body.spot(match.start()), "unwritten")


def check_references(part: Part) -> Iterator[Problem]:
    """Every id in the record names an existing record of its kind."""
    for record in part.records:
        for found in record.marked:
            if isinstance(found.marker, RefersTo) and not found.value:
                key = next(step for step in reversed(found.path) if isinstance(step, str))
                yield record.problem(found.path, "empty-text", key=key)
            elif isinstance(found.marker, RefersTo):
                for values in missing(part.names, found.marker.kind, found.value):
                    yield record.problem(found.path, "unknown-reference", **values)


def check_targets(part: Part) -> Iterator[Problem]:
    """What a change concerns exists, or left word: a record, a document, a section or a block of it."""
    targets = _Targets(part)
    for record in part.records:
        for found in record.marked:
            if isinstance(found.marker, RefersToAny) and not _left_word(part, found.value):
                for code, values in targets.target_faults(found.value):
                    yield record.problem(found.path, code, **values)


def _left_word(part: Part, target: str) -> bool:
    return part.names.has("moved", Target.parse(target).record)


def check_texts(part: Part) -> Iterator[Problem]:
    """Texts of the record are one paragraph of inline Markdown; titles and names are plain text."""
    for record, found in texts(part.records):
        if found.marker == Prose(plain=True):
            if match := MARKDOWN.search(found.value):
                spot = record.places.inside((*record.at, *found.path), found.value[: match.start()])
                values = {"kind": record.kind, "id": record.id}
                yield Problem(record.places.path, spot, "markdown-in-title", values)
            continue
        located = locate(found.value)
        if located.excess:
            code, spot, most = located.excess
            yield Problem(record.places.path, inside(record, found, spot), code, {"most": most})
            continue
        if found.value.strip() and ([block.tag for block in located.blocks] != ["p"] or located.headings):
            yield record.problem(found.path, "one-paragraph")
        for citation in located.citations:
            spot = inside(record, found, citation.spot)
            yield Problem(record.places.path, spot, "citation-in-record", {"source": citation.source})
        for html in located.html:
            yield Problem(record.places.path, inside(record, found, html), "raw-html")


def check_front_words(part: Part) -> Iterator[Problem]:
    """The title and the summary of a document are plain text."""
    for document, places in part.texts:
        values = {"kind": document.kind, "id": document.key}
        for key in ("title", "summary"):
            if match := MARKDOWN.search(words := getattr(document.front, key)):
                spot = places.inside((key,), words[: match.start()])
                yield Problem(document.path, spot, "markdown-in-title", values)


def check_same_mentions(part: Part) -> Iterator[Problem]:
    """A text of the record mentions the same in every language."""
    in_languages = [(record, text) for record, text in texts(part.records)
                    if text.path[-1] in part.languages and text.marker == Prose()]  # fmt: skip
    for (record, before), (same, found) in pairwise(in_languages):
        if record is not same or before.path[:-1] != found.path[:-1]:
            continue
        there, here = ({link.target for link in locate(text.value).links} for text in (before, found))
        if any(locate(text.value).excess for text in (before, found)) or _leads_nowhere(part, here ^ there):
            continue
        if any(UNWRITTEN.search(text.value) for text in (before, found)):
            continue  # which is a problem of its own
        if here != there:
            names = {"key": found.path[-2], "language": found.path[-1], "languages": before.path[-1]}
            lost, added = tuple(sorted(there - here)), tuple(sorted(here - there))
            yield record.problem(found.path, "text-mentions-differ", **names, missing=lost, added=added)


def _leads_nowhere(part: Part, mentions: Iterable[str]) -> bool:
    """Whether one of these citations and references leads to nothing."""
    return any(_is_missing(part, mention) for mention in mentions)


def _is_missing(part: Part, mention: str) -> bool:
    if citation := re.fullmatch(r"\[\^(.+)\]", mention):
        return any(missing(part.names, "source", citation[1]))
    kind, _, name = mention.partition(":")
    if kind in KINDS:
        return any(missing(part.names, kind, re.split("[#@]", name)[0]))
    return not mention.startswith(("#", "!", "{")) and kind not in (COUNT, "https", "mailto")


def _is_unclear(part: Part, block: Block) -> bool:
    """Whether a block may cite or mention more than was read: what, is complained of at its place."""
    return block.is_unclear or any(part.names.has("source", name) for name in block.in_brackets)


def check_leftovers(part: Part) -> Iterator[Problem]:
    """What looks like a link, a citation, a list … is one: no sign of it is left to be read as text."""
    for document in part.documents:
        for code, found, spot in _leftovers(document.prose):
            yield Problem(document.path, spot, code, {"found": found})
    for record, text in texts(part.records):
        for code, found, spot in _leftovers(locate(text.value)) if text.marker == Prose() else ():
            yield Problem(record.places.path, inside(record, text, spot), code, {"found": found})


def _leftovers(prose: Located) -> Iterator[tuple[str, str, Spot]]:
    for found, spot in prose.leftovers:
        yield "bare-address" if found.startswith(("http", "www")) else "leftover-markup", found, spot
    yield from prose.loose


def check_brackets(part: Part) -> Iterator[Problem]:
    """A source in square brackets was meant as a citation, which has a sign before its name."""
    for document in part.documents:
        for one in document.prose.in_brackets:
            if part.names.has("source", one.source):
                yield Problem(document.path, one.spot, "citation-without-sign", {"source": one.source})


def check_links(part: Part) -> Iterator[Problem]:
    """Every link leads somewhere that exists: a record, a document, one of its sections, an address."""
    targets = _Targets(part)
    for document in part.documents:
        for link in document.prose.links:
            for code, values in targets.faults(link, document):
                yield Problem(document.path, link.spot, code, values)
    for record, found in texts(part.records):
        if found.marker == Prose():
            for link in locate(found.value).links:
                for code, values in targets.faults(link, None):
                    yield Problem(record.places.path, inside(record, found, link.spot), code, values)


class _Targets:
    """What a link may lead to."""

    def __init__(self, part: Part) -> None:
        self.names = part.names
        self.zone = part.zone
        self.languages = part.languages
        self.inside = {document.path: document.prose.places for document in part.documents}

    def faults(self, link: Link, document: Document | None) -> Iterator[Fault]:
        """What is wrong with a link of a document, or of the record."""
        scheme, colon, rest = link.target.partition(":")
        if link.is_image:
            yield from self._image_faults(link)
        elif code := _fault_of_form(link, scheme):
            yield code, {"target": link.target, "words": link.text}
        elif link.target.startswith("#"):
            yield from _section_faults(link.target[1:], self.inside[document.path] if document else ())
        elif colon and scheme in KINDS:
            yield from self._reference_faults(scheme, rest, document)
        elif colon and scheme == COUNT:
            if rest not in COUNTS:
                yield "unknown-count", {"wanted": rest, "near": nearest(rest, COUNTS), "allowed": COUNTS}
        elif scheme in ("https", "mailto") or link.target.startswith("www."):
            yield from _web_faults(link, scheme)
        elif colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
            allowed = (*(f"{kind}:" for kind in KINDS), f"{COUNT}:", "https:", "mailto:", "#")
            near = address_meant(link.target) or nearest(f"{scheme.lower()}:", allowed, likeness=0.8)
            yield "link-scheme", {"scheme": f"{scheme}:", "near": near, "allowed": allowed}
        else:
            yield "link-by-path", {"target": link.target}

    def target_faults(self, written: str) -> Iterator[Fault]:
        """What is wrong with a target that stands alone: `kind:name` or `kind:name#section`."""
        kind, colon, _ = written.partition(":")
        if not colon:
            names = [f"{kind}:{name}" for kind in TARGETS for name in sorted(self.names.of(kind))]
            same = (one for one in names if one.partition(":")[2] == written)
            near = next(same, "") or nearest(written.replace("/", ":"), names)
            yield "target-form", {"target": written, "near": near}
        elif kind in TARGETS:
            yield from self._reference_faults(kind, written.partition(":")[2], None)
        else:
            allowed = tuple(f"{kind}:" for kind in TARGETS)
            yield (
                "link-scheme",
                {"scheme": f"{kind}:", "near": nearest(f"{kind}:", allowed), "allowed": allowed},
            )

    def _reference_faults(self, kind: str, rest: str, document: Document | None) -> Iterator[Fault]:
        marks = {"explainer": "#", "page": "#", "figure": "@"}
        name, _, detail = rest.partition(marks[kind]) if kind in marks else (rest, "", "")
        for values in missing(self.names, kind, name):
            yield "unknown-target", values
            return
        if kind == "figure":
            yield from self._reading_faults(name, detail)
        from_draft = document is not None and document.is_draft
        if not from_draft and kind in IN_DRAFT and self.names.in_draft(kind, name):
            yield "link-to-draft", {"wanted_kind": kind, "wanted": name}
        for lang, places in self.names.places_in(kind, name).items() if detail else ():
            if document is None or lang == document.lang:
                yield from _section_faults(detail, places)

    def _reading_faults(self, name: str, moment: str) -> Iterator[Fault]:
        figure = self.names.figure(name)
        if not moment:
            latest = max((reading.at for reading in figure.readings), default="…") if figure else "…"
            yield "figure-without-moment", {"wanted": name, "latest": str(latest)}
            return
        try:
            when = Edtf.parse(moment, self.zone)
        except BadDate as bad:
            near = date_meant(moment, self.zone, self.languages)
            yield bad.code, {**bad.values, "date": moment, "near": near}
            return
        if figure and figure.reading_at(when) is None:
            first = str(min(reading.at for reading in figure.readings))
            yield "no-reading-yet", {"wanted": name, "moment": moment, "first": first}

    def _image_faults(self, link: Link) -> Iterator[Fault]:
        if not self.names.has_image(link.target):
            yield (
                "unknown-image",
                {"wanted": link.target, "near": nearest(link.target, self.names.every_image())},
            )
        if not link.text.strip():
            yield "image-without-words", {"target": link.target}


def _fault_of_form(link: Link, scheme: str) -> str:
    """What is wrong with the way in which a link is written, wherever it leads."""
    if not link.target:
        return "empty-link"
    if link.is_bare and scheme in (*KINDS, COUNT, "mailto"):
        return "link-in-angle-brackets"
    if link.text and not link.text.strip():
        return "link-without-words"
    return "words-not-shown" if link.text and scheme in ("figure", "quote", COUNT) else ""


def _web_faults(link: Link, scheme: str) -> Iterator[Fault]:
    if scheme == "mailto" and not is_mail_address(link.target):
        yield "mail-form", {"address": link.target}
    elif scheme != "mailto" and not is_address(link.target):
        yield "address-form", {"address": link.target, "near": address_meant(link.target)}
    elif not link.text.strip():
        yield "link-without-words", {"target": link.target}


def _section_faults(wanted: str, ids: Collection[str]) -> Iterator[Fault]:
    if wanted not in ids:
        near = nearest(wanted, ids)
        yield "unknown-section", {"wanted": wanted, "near": f"#{near}" if near else ""}


def check_citations(part: Part) -> Iterator[Problem]:
    """Every footnote mark names a source of the record."""
    for document in part.documents:
        for citation in document.prose.citations:
            for values in missing(part.names, "source", citation.source):
                yield Problem(document.path, citation.spot, "unknown-target", values)
            if citation.is_misplaced:
                yield Problem(document.path, citation.spot, "citation-misplaced", {"source": citation.source})


def check_blocks_cite(part: Part) -> Iterator[Problem]:
    """Every block of an explainer cites a source, or says that it is analysis or transition."""
    for document in part.documents:
        for block in document.prose.blocks:
            is_point = block.section in DEPTHS  # which has a rule of its own
            has_own_fault = _is_unclear(part, block) or any(link.startswith(DIAGRAM) for link in block.links)
            if document.kind != "explainer" or is_point or has_own_fault:
                continue
            if basis(block) is Basis.NONE and not any(map(_mark_meant, block.classes)):
                yield Problem(document.path, block.spot, "block-without-source", {"block": block.id})


def check_marks(part: Part) -> Iterator[Problem]:
    """A class that is nearly one of our marks of a block is one; a block has one basis."""
    for document in part.documents:
        for block in document.prose.blocks:
            for one in sorted(block.classes):
                if meant := _mark_meant(one):
                    values: Values = {"mark": one, "near": f".{meant}"}
                    yield Problem(document.path, block.marked_at, "mark-misspelt", values)
            if block.classes >= {Basis.ANALYSIS, Basis.TRANSITION}:
                yield Problem(document.path, block.marked_at, "two-marks")


def _mark_meant(written: str) -> str:
    """The mark that a class of a block was probably meant to be, and is not."""
    return "" if written in MARKS else nearest(written.lower(), MARKS, likeness=0.75)


def check_depths(part: Part) -> Iterator[Problem]:
    """Each point of a short version leads to the section that proves it."""
    for document in part.documents:
        for block in document.prose.blocks:
            if block.section in DEPTHS and basis(block) is Basis.NONE and not block.is_unclear:
                yield Problem(document.path, block.spot, "point-without-proof", {"block": block.id})


def check_headings(part: Part) -> Iterator[Problem]:
    """Headings start at level 2, skip no level, and carry an id."""
    for document in part.documents:
        unclear = {spot.line for _, spot in document.prose.leftovers}
        level = 1
        for heading in document.prose.headings:
            if heading.level == 1 or heading.level > level + 1:
                values = {"level": heading.level, "most": max(2, level + 1)}
                yield Problem(document.path, heading.spot, "heading-level", values)
            level = heading.level
            if not heading.text.strip() and heading.spot.line not in unclear:
                yield Problem(document.path, heading.spot, "heading-without-words")
            elif not heading.id and heading.spot.line not in unclear:
                yield Problem(document.path, heading.spot, "heading-without-id", {"heading": heading.text})


def check_nothing_empty(part: Part) -> Iterator[Problem]:
    """A section has something in it, and a paragraph or a list item says something."""
    for document in part.documents:
        prose = document.prose
        all_named = all(heading.id for heading in prose.headings)  # one without may be a paragraph
        filled = {block.section for block in prose.blocks}
        lines = {block.spot.line for block in prose.blocks} | {spot.line for spot in prose.code + prose.html}
        for heading, following in zip_longest(prose.headings, prose.headings[1:]):
            end = following.spot.line if following else document.first_line + prose.text.count("\n") + 1
            is_whole = not following or following.level <= heading.level
            has_text = any(heading.spot.line < line < end for line in lines)
            if all_named and is_whole and heading.id not in filled and not has_text:
                yield Problem(document.path, heading.spot, "empty-section", {"heading": heading.text})
        for block in prose.blocks:
            says = any(run.text.strip() or run.target or run.code for run in block.words)
            if block.tag in ("p", "li") and not says and not block.images and not block.is_unclear:
                yield Problem(document.path, block.spot, "empty-block")


def check_ids(part: Part) -> Iterator[Problem]:
    """An id that was given to a heading or a block has the form of an id, and stands once in the file."""
    for document in part.documents:
        seen: dict[str, int] = {}
        blocks = [block for block in document.prose.blocks if block.is_named]
        if any(block.section == PREAMBLE for block in document.prose.blocks[:1]):
            seen[PREAMBLE] = document.first_line
        given: list[Heading | Block] = [*document.prose.headings, *blocks]
        for one in sorted(given, key=lambda one: one.spot):
            if one.id and not re.fullmatch(SLUG, one.id):
                yield Problem(document.path, one.spot, "heading-id-form", {"key": one.id})
            elif one.id in seen:
                values: Values = {"key": one.id, "first": seen[one.id]}
                yield Problem(document.path, one.spot, "duplicate-heading-id", values)
            elif one.id:
                seen[one.id] = one.spot.line


def check_html(part: Part) -> Iterator[Problem]:
    """Writers type Markdown, no HTML, and no code."""
    for document in part.documents:
        for spot in document.prose.html:
            yield Problem(document.path, spot, "raw-html")
        for spot in document.prose.code:
            yield Problem(document.path, spot, "code-block")
        for spot, cells, columns in document.prose.uneven_rows:
            values: Values = {"cells": cells, "columns": columns}
            yield Problem(document.path, spot, "row-too-long" if cells > columns else "row-too-short", values)
        for spot in document.prose.shallow_items:
            yield Problem(document.path, spot, "list-indentation")
        for spot in document.prose.crowded:
            yield Problem(document.path, spot, "blank-line-missing")
        for spot in document.prose.lost_definitions:
            yield Problem(document.path, spot, "lost-definition")


def check_same_front(part: Part) -> Iterator[Problem]:
    """A document has one order and one day in all languages, and is a draft in all of them or in none."""
    drafts = [(document, front) for document, front in part.texts if document.is_draft]
    if drafts and len(drafts) < len(part.documents):
        languages = tuple(draft.lang for draft, _ in drafts)
        yield drafts[0][1].problem(("status",), "draft-in-one-language", language=languages)
    for (one, _), (other, places) in pairwise(part.texts):
        for key in ("order", "published"):
            here, there = getattr(other.front, key, None), getattr(one.front, key, None)
            if here != there and one.front.title and other.front.title:  # which a stand-in has not
                values = {"key": key, "here": str(here), "there": str(there), "other": one.path}
                yield places.problem((key,), "front-differs", **values)


def check_same_structure(part: Part) -> Iterator[Problem]:
    """All languages have the same headings; under each the same blocks, which cite and mention the same."""
    for one, other in pairwise(part.documents):
        if all(heading.id for document in (one, other) for heading in document.prose.headings):
            yield from _heading_differences(one, other)
            yield from _block_differences(one, other, part)


def _heading_differences(one: Document, other: Document) -> Iterator[Problem]:
    ids = {document.path: [h.id for h in document.prose.headings if h.id] for document in (one, other)}
    if ids[one.path] == ids[other.path]:
        for ours, theirs in zip(other.prose.headings, one.prose.headings, strict=False):
            if ours.level != theirs.level:
                differs: Values = {"here": ours.level, "there": theirs.level, "other": one.path}
                yield Problem(other.path, ours.spot, "heading-level-differs", differs)
    here, there = (
        [heading for heading in document.prose.headings if heading.id and heading.id not in ids[counter.path]]
        for document, counter in ((other, one), (one, other))
    )
    if here and [ids[other.path].index(h.id) for h in here] == [ids[one.path].index(h.id) for h in there]:
        for heading, counterpart in zip(here, there, strict=True):
            values: Values = {"here": heading.id, "there": counterpart.id, "other": one.path}
            yield Problem(other.path, heading.spot, "heading-id-differs", values)
        return
    for document, counter, only in ((other, one, here), (one, other, there)):
        for heading in only:
            values = {"key": heading.id, "other": counter.path}
            yield Problem(document.path, heading.spot, "heading-not-in-other", values)
    if set(ids[one.path]) == set(ids[other.path]) and ids[one.path] != ids[other.path]:
        at = next(at for at, (a, b) in enumerate(zip_longest(ids[one.path], ids[other.path])) if a != b)
        headings = [heading for heading in other.prose.headings if heading.id]
        moved = headings[min(at, len(headings) - 1)]
        yield Problem(other.path, moved.spot, "heading-order", {"key": moved.id, "other": one.path})


def _block_differences(one: Document, other: Document, part: Part) -> Iterator[Problem]:
    sections, counterparts = _by_section(other.prose), _by_section(one.prose)
    for section in sections.keys() & counterparts.keys():
        here, there = sections[section], counterparts[section]
        if any(_is_unclear(part, block) for block in (*here, *there)):
            continue
        if [block.tag for block in here] != [block.tag for block in there]:
            if one.prose.html or other.prose.html or one.prose.code or other.prose.code:
                continue
            same = (
                a.tag == b.tag and _mentions(a) == _mentions(b) for a, b in zip(here, there, strict=False)
            )
            at = next((n for n, is_same in enumerate(same) if not is_same), min(len(here), len(there)))
            place = f"{one.path}:{_spot_of(there, at, section, one).line}"
            values: Values = {"section": section, "here": len(here), "there": len(there), "other": place}
            yield Problem(other.path, _spot_of(here, at, section, other), "blocks-differ", values)
            continue
        for block, counterpart in zip(here, there, strict=True):
            if block.id != counterpart.id:
                values = {"here": block.id, "there": counterpart.id, "other": one.path}
                yield Problem(other.path, block.spot, "block-id-differs", values)
            if block.cells != counterpart.cells:
                place = f"{one.path}:{counterpart.spot.line}"
                yield Problem(other.path, block.spot, "table-differs", {"other": place})
            ours, theirs = _mentions(block), _mentions(counterpart)
            lost, added = sorted((theirs - ours).elements()), sorted((ours - theirs).elements())
            # A misspelt target is named where it stands; it must not be copied into the other language.
            if ours != theirs and not _leads_nowhere(part, lost + added):
                values = {"missing": tuple(lost), "added": tuple(added)}
                values |= {"block": counterpart.id, "other": one.path}
                yield Problem(other.path, block.spot, "mentions-differ", values)


def _spot_of(blocks: Sequence[Block], at: int, section: str, document: Document) -> Spot:
    """Where a block stands, or else what comes last before the place where it is missing."""
    if blocks:
        return blocks[min(at, len(blocks) - 1)].spot
    spots = (heading.spot for heading in document.prose.headings if heading.id == section)
    return next(spots, Spot(document.first_line))


def _mentions(block: Block) -> Counter[str]:
    """What a block cites, mentions, shows and rests on; each language may show an image of its own."""
    marks = [*(f"[^{source}]" for source in block.citations), *("![]" for _ in block.images)]
    own_thoughts = (f"{{: .{one} }}" for one in (Basis.ANALYSIS, Basis.TRANSITION) if one in block.classes)
    return Counter([*marks, *block.links, *own_thoughts])


def _by_section(prose: Located) -> Mapping[str, list[Block]]:
    """The blocks under each heading that has an id, and before the first."""
    sections: dict[str, list[Block]] = {PREAMBLE: [], **{h.id: [] for h in prose.headings if h.id}}
    for block in prose.blocks:
        if block.section in sections:
            sections[block.section].append(block)
    return sections


def check_known_after(part: Part) -> Iterator[Problem]:
    """Nothing is known before it happened."""
    for record, event in events_in(part.records):
        dates = [(("disclosures", index, "on"), one.on) for index, one in enumerate(event.disclosures)]
        dates += [(("later", index, "since"), one.since) for index, one in enumerate(event.later)]
        for at, known in dates:
            if part.knows_zone and known.latest <= event.when.earliest:
                yield record.problem(at, "known-before", date=str(known), when=str(event.when))


def check_disclosure_sources(part: Part) -> Iterator[Problem]:
    """The source of a disclosure is one of the event's sources."""
    for record, event in events_in(part.records):
        for index, disclosure in enumerate(event.disclosures):
            is_known = all(part.names.has("source", name) for name in event.sources)
            if disclosure.source not in event.sources and is_known:
                at = ("disclosures", index, "source")
                yield record.problem(at, "disclosure-source", source=disclosure.source)


def check_quotations(part: Part) -> Iterator[Problem]:
    """A quotation stands in its original language once, and is translated into every other."""
    for record in part.records:
        quote = record.entry
        if not isinstance(quote, Quotation):
            continue
        for language in part.languages:
            if language == quote.lang and language in quote.translations:
                at = ("translations", language)
                yield record.problem_at_key(at, "translated-original", language=language)
            if language != quote.lang and language not in quote.translations:
                yield record.problem_at_key(("translations",), "untranslated", language=language)
        words: dict[Path, str] = {("original",): quote.original}
        words |= {("translations", language): said for language, said in quote.translations.items()}
        for place, said in words.items():
            if said[0] in QUOTATION_MARKS and said[-1] in QUOTATION_MARKS:
                yield record.problem(place, "quoted-twice")


def check_sources_named(part: Part) -> Iterator[Problem]:
    """A source has a title as printed or, where none is known, a label in our words."""
    for record in part.records:
        source = record.entry
        if isinstance(source, Source) and (source.title is None) == (source.label is None):
            yield record.problem_at_key((), "title-or-label")


def check_archives(part: Part) -> Iterator[Problem]:
    """An archived copy stands elsewhere than the original."""
    for record in part.records:
        if (
            isinstance(record.entry, Source)
            and record.entry.url
            and record.entry.archived == record.entry.url
        ):
            yield record.problem(("archived",), "archived-same")


def check_diagrams(part: Part) -> Iterator[Problem]:
    """A diagram has its boxes in cells of their own, free ways for its arrows, and words that fit."""
    for record in part.records:
        diagram = record.entry
        if not isinstance(diagram, Diagram):
            continue
        faults = list(drawing.faults(diagram))
        for at, code, values in faults:
            yield record.problem_at_key(at, code, **values)
        wanted = {box.person for box in diagram.boxes.values() if box.person and not box.label}
        people = {name: person for name in wanted if (person := part.names.person(name))}
        for lang in () if faults or len(people) < len(wanted) else part.languages:
            names = {name: person.name[lang] for name, person in people.items()}
            drawn = drawing.draw(diagram, lang, names)
            for at, word in drawn.too_wide:
                yield record.problem(at, "word-too-wide", word=word, language=lang)


def check_diagrams_alone(part: Part) -> Iterator[Problem]:
    """A link to a diagram stands where the diagram can stand: in a document, as a block of its own."""
    for document in part.documents:
        lone = {block.spot.line for block in document.prose.blocks if block.diagram}
        for link in document.prose.links:
            if link.target.startswith(DIAGRAM) and link.spot.line not in lone:
                wanted = link.target.removeprefix(DIAGRAM)
                yield Problem(document.path, link.spot, "diagram-in-text", {"wanted": wanted})
    for record, found in texts(part.records):
        for link in locate(found.value).links if found.marker == Prose() else ():
            if link.target.startswith(DIAGRAM):
                wanted, spot = link.target.removeprefix(DIAGRAM), inside(record, found, link.spot)
                yield Problem(record.places.path, spot, "diagram-in-text", {"wanted": wanted})


def check_dates_in_turn(part: Part) -> Iterator[Problem]:
    """What a record says of its own life is in turn: nothing is put right before it was wrong."""
    for record in part.records:
        for before, after in IN_TURN:
            first, last = getattr(record.entry, before, None), getattr(record.entry, after, None)
            if isinstance(first, Edtf):
                first = first.earliest.astimezone(part.zone).date()
            if isinstance(first, date) and isinstance(last, date) and last < first:
                values = {"key": after, "date": str(last), "before": before, "first": str(first)}
                yield record.problem((after,), "dates-backwards", **values)


def check_roles(part: Part) -> Iterator[Problem]:
    """A role and a relation do not end before they begin; nobody has a relation to themselves."""
    for record in part.records:
        for index, relation in enumerate(getattr(record.entry, "relations", ())):
            if relation.to == record.id:
                yield record.problem(("relations", index, "to"), "relation-to-itself")
        for key, end in (("roles", "to"), ("relations", "until")):
            for index, one in enumerate(getattr(record.entry, key, ())):
                if one.since and one.until and one.until.latest <= one.since.earliest:
                    yield record.problem((key, index, end), "role-backwards")


def check_repeated(part: Part) -> Iterator[Problem]:
    """A list names each record once; a figure has one reading at a time."""
    for record in part.records:
        moments: set[str] = set()
        for index, reading in enumerate(getattr(record.entry, "readings", ())):
            if str(reading.at) in moments:
                yield record.problem(("readings", index, "at"), "named-twice", wanted=str(reading.at))
            moments.add(str(reading.at))
        seen = set()
        for found in record.marked:
            if isinstance(found.marker, RefersTo | RefersToAny) and isinstance(found.path[-1], int):
                if (found.path[:-1], found.value) in seen:
                    yield record.problem(found.path, "named-twice", wanted=found.value)
                seen.add((found.path[:-1], found.value))


Rule = Callable[[Part], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    check_references, check_targets, check_texts, check_front_words, check_leftovers, check_brackets,
    check_same_mentions, check_links, check_citations, check_blocks_cite, check_marks, check_depths,
    check_headings, check_nothing_empty, check_ids, check_html, check_same_front, check_same_structure,
    check_facts, check_known_after, check_disclosure_sources, check_quotations, check_sources_named,
    check_archives, check_roles, check_diagrams, check_diagrams_alone, check_dates_in_turn, check_repeated,
    check_unwritten,
)  # fmt: skip
