"""The rules that concern more than one record or file: one generator a rule, its docstring the rule.

They run on all that was read, the broken records too, as far as each can be understood. What cannot
be known, because the file that would tell it is broken, is not complained of: one mistake is one problem.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from dossier import drawing
from dossier.addresses import WHOLE_OF, public_addresses
from dossier.agreement import compared, percent_agreed
from dossier.coverage import DEPTHS, Basis, basis
from dossier.edtf import BadDate, Edtf, end_of_day
from dossier.known import NOW
from dossier.loading import DOCUMENTS, IMAGES, REGISTER, Drawer, Loaded
from dossier.meant import address_meant, date_meant
from dossier.model import (
    ADDRESS_WORDS,
    COUNT,
    COUNTS,
    KINDS,
    SLUG,
    Change,
    Diagram,
    Event,
    Figure,
    Moved,
    Person,
    Prose,
    Quotation,
    RefersTo,
    RefersToAny,
    Role,
    Source,
    Target,
    is_address,
    is_mail_address,
)
from dossier.parity import ADAPTED, check_facts
from dossier.passages import inside, texts
from dossier.problems import Problem, Spot, Values, nearest
from dossier.prose import DIAGRAM, PREAMBLE, Block, Heading, Link, Located, locate
from dossier.record import Document
from dossier.yamltree import Places

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
TO_BE_WRITTEN = "TODO"
"""Stands for words that a writer leaves for later; as long as it is there, `unwritten` is a problem."""
_UNWRITTEN = re.compile(rf"\b{TO_BE_WRITTEN}\b")
YEAR = timedelta(days=366)
IN_TURN = (("since", "on"), ("asked", "checked"), ("published", "accessed"))
"""Keys of a record with the days of which the first cannot lie after the second."""
MARKDOWN = re.compile(r"\]\(|\[\^|^#|`|\*\w|</?[a-z]|&#?\w+;")
"""What plain text has none of: signs of Markdown, and of HTML."""
TARGETS = tuple(kind for kind in KINDS if kind != "quote")
"""What a change may concern: all that has an address."""
QUOTATION_MARKS = '"“”„«»'
MARKS = (Basis.ANALYSIS, Basis.TRANSITION, ADAPTED)
"""The classes of a block that say something of it."""
Fault = tuple[str, Values]
"""What is wrong with a link: a problem that has no place yet."""


def problems_of(drawer: Drawer) -> list[Problem]:
    """Read a folder, and find every problem in it."""
    drawer.read()
    found = [*drawer.problems, *check(drawer), *check_register(drawer)]
    return found or list(check_registered_addresses(drawer))


def check(drawer: Drawer) -> Iterator[Problem]:
    """Every problem that any rule finds."""
    for rule in RULES:
        yield from rule(drawer)


# --- References -----------------------------------------------------------------------------------


def check_references(drawer: Drawer) -> Iterator[Problem]:
    """Every id in the record names an existing record of its kind."""
    known = _Known(drawer)
    for record in drawer.records:
        for found in record.marked:
            if isinstance(found.marker, RefersTo) and not found.value:
                key = next(part for part in reversed(found.path) if isinstance(part, str))
                yield record.problem(found.path, "empty-text", key=key)
            elif isinstance(found.marker, RefersTo):
                for values in known.missing(found.marker.kind, found.value):
                    yield record.problem(found.path, "unknown-reference", **values)


def check_targets(drawer: Drawer) -> Iterator[Problem]:
    """What a change concerns exists, or left word: a record, a document, a section or a block of it."""
    targets, left_word = _Targets(drawer), _Permanent(drawer).left_word
    for record in drawer.records:
        for found in record.marked:
            if isinstance(found.marker, RefersToAny) and Target.parse(found.value).record not in left_word:
                for code, values in targets.target_faults(found.value):
                    yield record.problem(found.path, code, **values)


def check_texts(drawer: Drawer) -> Iterator[Problem]:
    """Texts of the record are one paragraph of inline Markdown; titles and names are plain text."""
    for record, found in texts(drawer):
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


def check_front_words(drawer: Drawer) -> Iterator[Problem]:
    """The title and the summary of a document are plain text."""
    for document in drawer.documents:
        values = {"kind": document.kind, "id": document.key}
        places = drawer.fronts[document.path]
        for key in ("title", "summary"):
            if match := MARKDOWN.search(words := getattr(document.front, key)):
                spot = places.inside((key,), words[: match.start()])
                yield Problem(document.path, spot, "markdown-in-title", values)


def check_same_mentions(drawer: Drawer) -> Iterator[Problem]:
    """A text of the record mentions the same in every language."""
    known, languages = _Known(drawer), drawer.context["languages"]
    in_languages = [(record, text) for record, text in texts(drawer)
                    if text.path[-1] in languages and text.marker == Prose()]  # fmt: skip
    for (record, before), (same, found) in pairwise(in_languages):
        if record is not same or before.path[:-1] != found.path[:-1]:
            continue
        there, here = ({link.target for link in locate(text.value).links} for text in (before, found))
        if any(locate(text.value).excess for text in (before, found)) or any(map(known.lacks, here ^ there)):
            continue
        if any(_UNWRITTEN.search(text.value) for text in (before, found)):
            continue  # which is a problem of its own
        if here != there:
            names = {"key": found.path[-2], "language": found.path[-1], "languages": before.path[-1]}
            missing, added = tuple(sorted(there - here)), tuple(sorted(here - there))
            yield record.problem(found.path, "text-mentions-differ", **names, missing=missing, added=added)


def check_leftovers(drawer: Drawer) -> Iterator[Problem]:
    """What looks like a link, a citation, a list … is one: no sign of it is left to be read as text."""
    for document in drawer.documents:
        for code, found, spot in _leftovers(document.prose):
            yield Problem(document.path, spot, code, {"found": found})
    for record, text in texts(drawer):
        for code, found, spot in _leftovers(locate(text.value)) if text.marker == Prose() else ():
            yield Problem(record.places.path, inside(record, text, spot), code, {"found": found})


def _leftovers(prose: Located) -> Iterator[tuple[str, str, Spot]]:
    for found, spot in prose.leftovers:
        yield "bare-address" if found.startswith(("http", "www")) else "leftover-markup", found, spot
    yield from prose.loose


def check_unwritten(drawer: Drawer) -> Iterator[Problem]:
    """Nothing that still waits for its words can be published; a draft may wait."""
    published = [document for document in drawer.documents if not document.is_draft]
    files = {record.places.path: record.places for record in drawer.records}
    files |= {document.path: drawer.fronts[document.path] for document in published}
    for places in files.values():
        if TO_BE_WRITTEN not in places.source:
            continue
        for start, end, _ in places.scalars.values():
            for match in _UNWRITTEN.finditer(places.source, start, end):
                yield Problem(places.path, places.spot(match.start()), "unwritten")
    for document in published:
        body = Places(document.path, document.first_line, document.prose.text)
        for match in _UNWRITTEN.finditer(body.source):
            yield Problem(body.path, body.spot(match.start()), "unwritten")


def check_brackets(drawer: Drawer) -> Iterator[Problem]:
    """A source in square brackets was meant as a citation, which has a sign before its name."""
    known = _Known(drawer).ids["source"]
    for document in drawer.documents:
        for one in document.prose.in_brackets:
            if one.source in known:
                yield Problem(document.path, one.spot, "citation-without-sign", {"source": one.source})


def check_collections(drawer: Drawer) -> Iterator[Problem]:
    """A file that the content needs is there: what refers to its records would be wrong all over."""
    wanted = {found.marker.kind for record in drawer.records for found in record.marked
              if isinstance(found.marker, RefersTo)}  # fmt: skip
    for document in drawer.documents:
        wanted |= {"source"} if document.prose.citations else set()
        wanted |= {link.target.partition(":")[0] for link in document.prose.links}
    for kind, (path, file) in drawer.absent.items():
        if kind in wanted:
            yield Problem(path, Spot(), "missing-file", {"file": file})


def check_links(drawer: Drawer) -> Iterator[Problem]:
    """Every link leads somewhere that exists: a record, a document, one of its sections, an address."""
    targets = _Targets(drawer)
    for document in drawer.documents:
        for link in document.prose.links:
            for code, values in targets.faults(link, document):
                yield Problem(document.path, link.spot, code, values)
    for record, found in texts(drawer):
        if found.marker == Prose():
            for link in locate(found.value).links:
                for code, values in targets.faults(link, None):
                    yield Problem(record.places.path, inside(record, found, link.spot), code, values)


class _Known:
    """The ids of every kind, those of broken records too."""

    def __init__(self, drawer: Drawer) -> None:
        self.unread = drawer.unread
        self.ids: dict[str, set[str]] = {kind: set() for kind in (*KINDS, "change", "moved")}
        for record in drawer.records:
            self.ids[record.kind].add(record.id)
        for document in drawer.documents:
            self.ids[document.kind].add(document.key)

    def lacks(self, mention: str) -> bool:
        """Whether a citation or a reference leads to nothing."""
        if citation := re.fullmatch(r"\[\^(.+)\]", mention):
            return any(self.missing("source", citation[1]))
        kind, _, name = mention.partition(":")
        if kind in KINDS:
            return any(self.missing(kind, re.split("[#@]", name)[0]))
        return not mention.startswith(("#", "!", "{")) and kind not in (COUNT, "https", "mailto")

    def is_unclear(self, block: Block) -> bool:
        """Whether a block may cite or mention more than was read: what, is complained of at its place."""
        return block.is_unclear or not self.ids["source"].isdisjoint(block.in_brackets)

    def missing(self, kind: str, name: str) -> Iterator[Values]:
        """What to say of a name that nothing of its kind has."""
        if name not in self.ids[kind] and kind not in self.unread:
            yield {"wanted_kind": kind, "wanted": name, "near": nearest(name, self.ids[kind])}


class _Targets:
    """What a link may lead to."""

    def __init__(self, drawer: Drawer) -> None:
        self.known = _Known(drawer)
        self.zone = drawer.context["zone"]
        self.languages = drawer.context["languages"]
        self.pairs = _pairs(drawer)
        self.draft_diagrams = {name for document in drawer.documents for name in document.prose.diagrams}
        self.draft_diagrams -= drawer.published_diagrams
        self.figures = {r.id: r.entry for r in drawer.records if isinstance(r.entry, Figure)}
        self.misnamed = drawer.misnamed
        self.images = [name for name in drawer.files if name.startswith(f"{IMAGES}/")]

    def faults(self, link: Link, document: Document | None) -> Iterator[Fault]:
        """What is wrong with a link of a document, or of the record."""
        scheme, colon, rest = link.target.partition(":")
        if link.is_image:
            yield from self._image_faults(link)
        elif code := _fault_of_form(link, scheme):
            yield code, {"target": link.target, "words": link.text}
        elif link.target.startswith("#"):
            yield from _section_faults(link.target[1:], _ids(document))
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
            names = [f"{kind}:{name}" for kind in TARGETS for name in sorted(self.known.ids[kind])]
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
        for values in self.known.missing(kind, name):
            yield "unknown-target", values
            return
        if kind == "figure":
            yield from self._reading_faults(name, detail)
        pair = self.pairs.get((kind, name), {})
        from_draft = document is not None and document.is_draft
        hidden = kind == "diagram" and name in self.draft_diagrams
        if not from_draft and (hidden or any(other.is_draft for other in pair.values())):
            yield "link-to-draft", {"wanted_kind": kind, "wanted": name}
        for other in pair.values():
            if detail and (document is None or other.lang == document.lang):
                yield from _section_faults(detail, _ids(other))

    def _reading_faults(self, name: str, moment: str) -> Iterator[Fault]:
        figure = self.figures.get(name)
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
        if link.target not in self.images and link.target not in self.misnamed:
            yield "unknown-image", {"wanted": link.target, "near": nearest(link.target, self.images)}
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


def _ids(document: Document | None) -> set[str]:
    """What a link can lead to inside a document: its headings and blocks."""
    if document is None:
        return set()
    return {heading.id for heading in document.prose.headings} | {block.id for block in document.prose.blocks}


# --- Documents ------------------------------------------------------------------------------------


def check_citations(drawer: Drawer) -> Iterator[Problem]:
    """Every footnote mark names a source of the record."""
    known = _Known(drawer)
    for document in drawer.documents:
        for citation in document.prose.citations:
            for values in known.missing("source", citation.source):
                yield Problem(document.path, citation.spot, "unknown-target", values)
            if citation.is_misplaced:
                yield Problem(document.path, citation.spot, "citation-misplaced", {"source": citation.source})


def check_blocks_cite(drawer: Drawer) -> Iterator[Problem]:
    """Every block of an explainer cites a source, or says that it is analysis or transition."""
    known = _Known(drawer)
    for document in drawer.documents:
        for block in document.prose.blocks:
            is_point = block.section in DEPTHS  # which has a rule of its own
            has_own_fault = known.is_unclear(block) or any(link.startswith(DIAGRAM) for link in block.links)
            if document.kind != "explainer" or is_point or has_own_fault:
                continue
            if basis(block) is Basis.NONE and not any(map(_mark_meant, block.classes)):
                yield Problem(document.path, block.spot, "block-without-source", {"block": block.id})


def check_marks(drawer: Drawer) -> Iterator[Problem]:
    """A class that is nearly one of our marks of a block is one; a block has one basis."""
    for document in drawer.documents:
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


def check_depths(drawer: Drawer) -> Iterator[Problem]:
    """Each point of a short version leads to the section that proves it."""
    for document in drawer.documents:
        for block in document.prose.blocks:
            if block.section in DEPTHS and basis(block) is Basis.NONE and not block.is_unclear:
                yield Problem(document.path, block.spot, "point-without-proof", {"block": block.id})


def check_headings(drawer: Drawer) -> Iterator[Problem]:
    """Headings start at level 2, skip no level, and carry an id."""
    for document in drawer.documents:
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


def check_nothing_empty(drawer: Drawer) -> Iterator[Problem]:
    """A section has something in it, and a paragraph or a list item says something."""
    for document in drawer.documents:
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


def check_ids(drawer: Drawer) -> Iterator[Problem]:
    """An id that was given to a heading or a block has the form of an id, and stands once in the file."""
    for document in drawer.documents:
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


def check_html(drawer: Drawer) -> Iterator[Problem]:
    """Writers type Markdown, no HTML, and no code."""
    for document in drawer.documents:
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


def check_languages(drawer: Drawer) -> Iterator[Problem]:
    """Every document exists in every language of the story, under the same name."""
    pairs, same = _pairs(drawer), dict(_by_other_names(drawer))
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
    lone = {
        name: pair for name, pair in _pairs(drawer).items() if len(pair) < len(drawer.context["languages"])
    }
    for (kind, key), pair in lone.items():
        others = {
            k: other for (of, k), other in lone.items() if of == kind and not pair.keys() & other.keys()
        }
        if near := nearest(key, others):
            yield (kind, key), next(iter(others[near].values()))


def check_same_front(drawer: Drawer) -> Iterator[Problem]:
    """A document has one order and one day in all languages, and is a draft in all of them or in none."""
    for pair in _pairs(drawer).values():
        drafts = [document for document in pair.values() if document.is_draft]
        if drafts and len(drafts) < len(pair):
            languages = tuple(draft.lang for draft in drafts)
            places = drawer.fronts[drafts[0].path]
            yield places.problem(("status",), "draft-in-one-language", language=languages)
        for one, other in pairwise(pair.values()):
            for key in ("order", "published"):
                here, there = getattr(other.front, key, None), getattr(one.front, key, None)
                if here != there and one.front.title and other.front.title:  # which a stand-in has not
                    values = {"key": key, "here": str(here), "there": str(there), "other": one.path}
                    yield drawer.fronts[other.path].problem((key,), "front-differs", **values)


def check_same_structure(drawer: Drawer) -> Iterator[Problem]:
    """All languages have the same headings; under each the same blocks, which cite and mention the same."""
    known = _Known(drawer)
    for pair in _pairs(drawer).values():
        for one, other in pairwise(pair.values()):
            if all(heading.id for document in (one, other) for heading in document.prose.headings):
                yield from _heading_differences(one, other)
                yield from _block_differences(one, other, known)


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


def _block_differences(one: Document, other: Document, known: _Known) -> Iterator[Problem]:
    sections, counterparts = _by_section(other.prose), _by_section(one.prose)
    for section in sections.keys() & counterparts.keys():
        here, there = sections[section], counterparts[section]
        if any(known.is_unclear(block) for block in (*here, *there)):
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
            missing, added = sorted((theirs - ours).elements()), sorted((ours - theirs).elements())
            # A misspelt target is named where it stands; it must not be copied into the other language.
            if ours != theirs and not any(known.lacks(mention) for mention in missing + added):
                values = {"missing": tuple(missing), "added": tuple(added)}
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


# --- The record -----------------------------------------------------------------------------------


def check_order(drawer: Drawer) -> Iterator[Problem]:
    """Events stand in their file by their earliest possible instant, then as they should be read."""
    for _, found in drawer.chapters:
        valid = [(one, one.entry) for one in found if isinstance(one.entry, Event)]
        for (_, before), (record, event) in pairwise(valid):
            if drawer.knows_zone and event.when < before.when:
                yield record.problem_at_key((), "event-order", before=before.id)


def check_known_after(drawer: Drawer) -> Iterator[Problem]:
    """Nothing is known before it happened."""
    for record, event in _events(drawer):
        dates = [(("disclosures", index, "on"), one.on) for index, one in enumerate(event.disclosures)]
        dates += [(("later", index, "since"), one.since) for index, one in enumerate(event.later)]
        for at, known in dates:
            if drawer.knows_zone and known.latest <= event.when.earliest:
                yield record.problem(at, "known-before", date=str(known), when=str(event.when))


def check_disclosed(drawer: Drawer) -> Iterator[Problem]:
    """Without disclosures, one of an event's sources was published by the end of its last day."""
    sources = {record.id: record.entry for record in drawer.records if isinstance(record.entry, Source)}
    zone = drawer.context["zone"]
    for record, event in _events(drawer):
        if event.disclosures or not drawer.knows_zone or not sources.keys() >= set(event.sources):
            continue
        last_day = (event.when.latest - timedelta(microseconds=1)).astimezone(zone).date()
        if not any(sources[name].published.latest <= end_of_day(last_day, zone) for name in event.sources):
            yield record.problem_at_key((), "undisclosed")


def check_sources_late_enough(drawer: Drawer) -> Iterator[Problem]:
    """Some source of an event is not much older than that: a mistyped year."""
    sources = {record.id: record.entry for record in drawer.records if isinstance(record.entry, Source)}
    for record, event in _events(drawer):
        if drawer.knows_zone and sources.keys() >= set(event.sources):
            published = [sources[name].published for name in event.sources]
            if all(event.when.earliest - one.latest >= YEAR for one in published):
                yield record.problem(("when",), "sources-too-early", when=str(event.when))


def check_disclosure_sources(drawer: Drawer) -> Iterator[Problem]:
    """The source of a disclosure is one of the event's sources."""
    known = _Known(drawer).ids["source"]
    for record, event in _events(drawer):
        for index, disclosure in enumerate(event.disclosures):
            if disclosure.source not in event.sources and known.issuperset(event.sources):
                at = ("disclosures", index, "source")
                yield record.problem(at, "disclosure-source", source=disclosure.source)


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
    following = {event.id: event.superseded_by for _, event in _events(drawer)}
    for record, event in _events(drawer):
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


def check_quotations(drawer: Drawer) -> Iterator[Problem]:
    """A quotation stands in its original language once, and is translated into every other."""
    for record in drawer.records:
        quote = record.entry
        if not isinstance(quote, Quotation):
            continue
        for language in drawer.context["languages"]:
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


def check_sources_named(drawer: Drawer) -> Iterator[Problem]:
    """A source has a title as printed or, where none is known, a label in our words."""
    for record in drawer.records:
        source = record.entry
        if isinstance(source, Source) and (source.title is None) == (source.label is None):
            yield record.problem_at_key((), "title-or-label")


def check_archives(drawer: Drawer) -> Iterator[Problem]:
    """An archived copy stands elsewhere than the original."""
    for record in drawer.records:
        if (
            isinstance(record.entry, Source)
            and record.entry.url
            and record.entry.archived == record.entry.url
        ):
            yield record.problem(("archived",), "archived-same")


def check_hindsight(drawer: Drawer) -> Iterator[Problem]:
    """What an event tells, and each later note, mentions only what was public by then."""
    events = {event.id: event for _, event in _events(drawer)}
    quotes = {record.id: record.entry for record in drawer.records if isinstance(record.entry, Quotation)}
    for record, event in _events(drawer):
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
    held: dict[tuple[str | None, str], list[tuple[Loaded, int, Role]]] = defaultdict(list)
    for record in drawer.records:
        for index, role in enumerate(getattr(record.entry, "roles", ())):
            if role.office and (role.since or role.until) and drawer.knows_zone:
                held[role.of, role.office].append((record, index, role))
    for (_, office), roles in held.items():
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


def check_diagrams(drawer: Drawer) -> Iterator[Problem]:
    """A diagram has its boxes in cells of their own, free ways for its arrows, and words that fit."""
    people = {record.id: record.entry for record in drawer.records if isinstance(record.entry, Person)}
    for record in drawer.records:
        diagram = record.entry
        if not isinstance(diagram, Diagram):
            continue
        faults = list(drawing.faults(diagram))
        for at, code, values in faults:
            yield record.problem_at_key(at, code, **values)
        wanted = {box.person for box in diagram.boxes.values() if box.person and not box.label}
        for lang in () if faults or not wanted <= people.keys() else drawer.context["languages"]:
            names = {name: person.name[lang] for name, person in people.items()}
            drawn = drawing.draw(diagram, lang, names)
            for at, word in drawn.too_wide:
                yield record.problem(at, "word-too-wide", word=word, language=lang)


def check_diagrams_alone(drawer: Drawer) -> Iterator[Problem]:
    """A link to a diagram stands where the diagram can stand: in a document, as a block of its own."""
    for document in drawer.documents:
        lone = {block.spot.line for block in document.prose.blocks if block.diagram}
        for link in document.prose.links:
            if link.target.startswith(DIAGRAM) and link.spot.line not in lone:
                wanted = link.target.removeprefix(DIAGRAM)
                yield Problem(document.path, link.spot, "diagram-in-text", {"wanted": wanted})
    for record, found in texts(drawer):
        for link in locate(found.value).links if found.marker == Prose() else ():
            if link.target.startswith(DIAGRAM):
                wanted, spot = link.target.removeprefix(DIAGRAM), inside(record, found, link.spot)
                yield Problem(record.places.path, spot, "diagram-in-text", {"wanted": wanted})


def check_places_of_diagrams(drawer: Drawer) -> Iterator[Problem]:
    """A diagram stands in one text, once."""
    first: dict[tuple[str, str], str] = {}
    for document in sorted(drawer.documents, key=lambda one: (one.kind, one.front.order, one.key)):
        for block in document.prose.blocks:
            here = f"{document.path}:{block.spot.line}"
            there = first.setdefault((block.diagram, document.lang), here) if block.diagram else here
            if there != here:
                yield Problem(
                    document.path, block.spot, "diagram-twice", {"wanted": block.diagram, "first": there}
                )
    # One that stands where it may not is complained of there.
    named = {link.target for document in drawer.documents for link in document.prose.links}
    are_read = drawer.unread.isdisjoint(kind for kind, _ in DOCUMENTS.values())
    for record in drawer.records:
        if record.kind == "diagram" and are_read and f"{DIAGRAM}{record.id}" not in named:
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
                if change.says and change.says.get(lang) == said and not _UNWRITTEN.search(said):
                    yield record.problem(("says", lang), "nothing-corrected")
            for index, target in enumerate(change.targets):
                published = days.get((target.kind, target.name))
                for key, day in (("since", change.since), ("on", change.on)):
                    if published and day and day < published:
                        values = {"key": key, "date": str(day), "wanted": change.concerns[index]}
                        yield record.problem((key,), "changed-before", **values, published=str(published))


def check_dates_in_turn(drawer: Drawer) -> Iterator[Problem]:
    """What a record says of its own life is in turn: nothing is put right before it was wrong."""
    for record in drawer.records:
        for before, after in IN_TURN:
            first, last = getattr(record.entry, before, None), getattr(record.entry, after, None)
            if isinstance(first, Edtf):
                first = first.earliest.astimezone(drawer.context["zone"]).date()
            if isinstance(first, date) and isinstance(last, date) and last < first:
                values = {"key": after, "date": str(last), "before": before, "first": str(first)}
                yield record.problem((after,), "dates-backwards", **values)


def check_roles(drawer: Drawer) -> Iterator[Problem]:
    """A role and a relation do not end before they begin; nobody has a relation to themselves."""
    for record in drawer.records:
        for index, relation in enumerate(getattr(record.entry, "relations", ())):
            if relation.to == record.id:
                yield record.problem(("relations", index, "to"), "relation-to-itself")
        for key, end in (("roles", "to"), ("relations", "until")):
            for index, one in enumerate(getattr(record.entry, key, ())):
                if one.since and one.until and one.until.latest <= one.since.earliest:
                    yield record.problem((key, index, end), "role-backwards")


def check_repeated(drawer: Drawer) -> Iterator[Problem]:
    """A list names each record once; a figure has one reading at a time."""
    for record in drawer.records:
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
    for (kind, key), pair in _pairs(drawer).items():
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
        found = _Known(drawer).ids
        self.kinds = found.keys() - {"quote", "moved"}
        self.ids = {f"{kind}/{name}" for kind in self.kinds for name in found[kind]}
        self.drafts = {f"{one.kind}/{one.key}" for one in drawer.documents if one.is_draft}
        self.drafts |= {f"diagram/{name}" for name in found["diagram"] - drawer.published_diagrams}
        self.unreadable = drawer.unread - drawer.absent.keys()
        self.left_word = {record.id for record in drawer.records if record.kind == "moved"}

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


# --- Helpers --------------------------------------------------------------------------------------


def _events(drawer: Drawer) -> Iterator[tuple[Loaded, Event]]:
    for record in drawer.records:
        if isinstance(record.entry, Event):
            yield record, record.entry


def _pairs(drawer: Drawer) -> Mapping[tuple[str, str], dict[str, Document]]:
    """The documents by kind and key, then language."""
    pairs: dict[tuple[str, str], dict[str, Document]] = {}
    for document in drawer.documents:
        pairs.setdefault((document.kind, document.key), {})[document.lang] = document
    return pairs


Rule = Callable[[Drawer], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    check_collections, check_references, check_targets, check_texts, check_front_words, check_leftovers,
    check_brackets, check_same_mentions, check_links, check_citations, check_blocks_cite, check_marks,
    check_depths, check_headings, check_nothing_empty, check_ids, check_html, check_languages,
    check_same_front, check_same_structure, check_facts, check_order, check_known_after, check_hindsight,
    check_disclosed, check_sources_late_enough, check_disclosure_sources, check_rests_on_later,
    check_supersession, check_categories, check_unique_ids, check_quotations, check_sources_named,
    check_archives, check_roles, check_offices, check_diagrams, check_diagrams_alone,
    check_places_of_diagrams, check_changes, check_dates_in_turn, check_repeated, check_addresses,
    check_names_in_addresses, check_moved, check_unwritten,
)  # fmt: skip
