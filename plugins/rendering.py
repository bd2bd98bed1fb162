"""Markdown to HTML, with the references of the record resolved and the typography of the language.

Python-Markdown renders; the headings, blocks, links and citations it makes must be those that the
dossier located, and nothing may be in the HTML but what is harmless (`plugins.harmless`): otherwise it
is a problem.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from textwrap import shorten
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from markdown import Markdown
from markdown.blockprocessors import BlockQuoteProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup

from dossier import (
    CITATION,
    COUNT,
    DEPTHS,
    EDGE,
    KINDS,
    NBSP,
    OBJECT,
    PREAMBLE,
    Basis,
    Document,
    Edtf,
    Located,
    Placed,
    Problem,
    Quotation,
    Source,
    Spot,
    Values,
    locate,
)
from plugins.diagrams import Correction, Shown, show
from plugins.harmless import foreign
from plugins.tracing import Name, Trace
from plugins.voice import Voice

Outline = list[tuple[str, str]]
"""Tag and id (or target) of each heading, block, link and citation, in order."""
_SECTION = re.compile(r'(<h2 id="([^"]+)">.*?</h2>)', re.DOTALL)
_SIDES = {
    "text-align: left;": "table__left",
    "text-align: center;": "table__center",
    "text-align: right;": "table__right",
}
"""The class of a cell for the style that Markdown gives it; a page may hold no style of its own."""
PROOF = "→"
"""The words of the link from a point of a short version to the section that proves it."""
BLOCKS = frozenset({"p", "li", "blockquote", "table"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CONTAINERS = BLOCKS | HEADINGS | {"div", "ul", "ol", "thead", "tbody", "tr", "th", "td", "pre", "hr"}
"""Elements between which typography does not look: each holds a text of its own."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source that a page cites: its number there, and the marks that lead to it."""

    number: int
    source: Source
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a text: its id, its heading and what follows it; before the first there is neither."""

    id: str
    heading: Markup
    body: Markup

    @property
    def is_short(self) -> bool:
        """Whether it is a short version of the whole text."""
        return self.id in DEPTHS


@dataclass(slots=True)
class Rendered:
    """One text as HTML, with what it cites and quotes."""

    html: Markup = field(default_factory=Markup)
    cited: tuple[Cited, ...] = ()
    quoted: tuple[Quotation, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def sections(self) -> list[Section]:
        """The text, parted at its headings of level 2."""
        before, *parts = _SECTION.split(self.html)
        sections = [Section("", Markup(), Markup(before))] if before.strip() else []  # noqa: S704  # was HTML
        for heading, name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            sections.append(Section(name, Markup(heading), Markup(body)))  # noqa: S704  # was HTML
        return sections

    def section(self, name: str) -> Section | None:
        """The section of that id, if the text has it."""
        return next((section for section in self.sections if section.id == name), None)


@dataclass(slots=True)
class Work:
    """One text in the making: the document that it is the body of, if any, and what was met in it so far."""

    document: Document | None = None
    section: str = PREAMBLE
    ordinals: dict[str, int] = field(default_factory=dict)
    outline: Outline = field(default_factory=list)
    marks: dict[str, list[str]] = field(default_factory=dict)
    """For each source, in the order of first citation, the ids of the marks that lead to it."""
    quotes: list[str] = field(default_factory=list)
    block: Element | None = None
    """The block in which we are."""


class Renderer:
    """Renders the texts of one language; keeps one Markdown object, which is much faster than one a file.

    `url` turns an address from the site's root into what stands in `href`; `figure` makes the HTML of a
    diagram.
    """

    def __init__(
        self,
        trace: Trace,
        voice: Voice,
        url: Callable[[str], str],
        figure: Callable[[Shown, Voice], Markup],
    ) -> None:
        self.trace = trace
        self.dossier = trace.dossier
        self.voice = voice
        self.url = url
        self.figure = figure
        self.lang = voice.lang
        self.work = Work()

    @cached_property
    def _markdown(self) -> Markdown:
        return reader(RecordExtension(self))

    def document(self, document: Document) -> Rendered:
        """The body of an explainer or a page."""
        return self.trace.once(_name_of(document), lambda: self._document(document))

    def knows(self, text: Document | Placed) -> bool:
        """Whether a text was rendered already, by this build or an earlier one."""
        return self.trace.stands(_name_of(text))

    def problems(self, document: Document) -> list[Problem]:
        """What keeps the HTML of a document from being published."""
        return self.document(document).problems

    def _document(self, document: Document) -> Rendered:
        for name in document.prose.diagrams:  # now: Markdown cannot be asked while it is at work
            self.inline(self.dossier.diagrams[name].text[self.lang])
        html = self._convert(document.prose.text, Work(document))
        cited = tuple(
            Cited(number, self.dossier.sources[source], tuple(marks))
            for number, (source, marks) in enumerate(self.work.marks.items(), 1)
        )
        quoted = tuple(self.dossier.quotations[name] for name in dict.fromkeys(self.work.quotes))
        fault = _fault(document.prose, document.prose.outline, self.work.outline, html)
        start = Spot(document.first_line)
        problems = [Problem(document.path, fault.spot or start, fault.code, fault.values)] if fault else []
        return Rendered(html, cited, quoted, problems)

    def inline(self, text: str) -> Markup:
        """A text of the record: one paragraph, without the element around it."""
        return self._inline(text)[0]

    def faults(self, text: Placed) -> list[Problem]:
        """What keeps the HTML of a text of the record from being published."""
        fault = self._inline(text.written)[1]
        place = text.place(fault.spot or Spot()) if fault else Spot()
        return [Problem(text.path, place, fault.code, fault.values)] if fault else []

    def shown(
        self, name: str, anchor: str, marks: Callable[[tuple[str, ...]], Markup] = lambda _: Markup()
    ) -> Shown:
        """A diagram at its place in a text; `marks` cites sources."""
        diagram = self.dossier.diagrams[name]
        text = self.inline(diagram.text[self.lang])
        corrections = tuple(self._corrections("diagram", name, ""))
        if self.work.document:
            corrections += tuple(self._corrections(self.work.document.kind, self.work.document.key, anchor))
        return show(
            diagram,
            self.lang,
            self.dossier,
            anchor=anchor,
            text=text,
            corrections=corrections,
            url=self.url,
            marks=marks,
        )

    def _corrections(self, kind: str, name: str, fragment: str) -> Iterator[Correction]:
        """What we put right at one place, each with the address of its account."""
        page = self.dossier.page("corrections", "", self.lang)
        for change in self.dossier.changes_of(kind, name):
            if change.is_correction and (kind, name, fragment) in change.targets:
                yield Correction(change.on, self.url(f"{page.path}#{change.id}"))

    def _inline(self, text: str) -> tuple[Markup, "Fault | None"]:
        return self.trace.once(_inline_name(self.lang, text), lambda: self._made_inline(text))

    def _made_inline(self, text: str) -> tuple[Markup, "Fault | None"]:
        html = self._convert(text, Work())
        prose = locate(text)
        # Its one block has no id on the page.
        outline = [(tag, "" if tag in BLOCKS else name) for tag, name in prose.outline]
        fault = _fault(prose, outline, self.work.outline, html)
        inner = html.removeprefix("<p>").removesuffix("</p>")
        return Markup(inner), fault  # noqa: S704  # made by Markdown from checked text

    def _convert(self, text: str, work: Work) -> Markup:
        self.work = work
        self._markdown.reset()
        return Markup(self._markdown.convert(text))  # noqa: S704  # made by Markdown from checked text


def _name_of(text: Document | Placed) -> Name:
    """Under which name the HTML of a text is kept."""
    return _inline_name(text.lang, text.written) if isinstance(text, Placed) else ("document", text.path)


def _inline_name(lang: str, written: str) -> Name:
    return ("inline", lang, written)


class Fault(NamedTuple):
    """Why HTML may not be published: a code with its values, and the place in the text, where it is known."""

    code: str
    values: Values
    spot: Spot | None


def _fault(prose: Located, located: Outline, rendered: Outline, html: str) -> Fault | None:
    """The first place where what was rendered is not what was located: after it nothing can be compared.

    Where they agree, the first thing that may not be published; its place is that of the block it is in.
    """
    for at, (one, other) in enumerate(zip_longest(located, rendered, fillvalue=("", ""))):
        if one != other:
            there: list[Spot | None] = [*prose.outline_spots] or [None]
            values = {"found": " ".join(one), "rendered": " ".join(other)}
            return Fault("rendering-differs", values, there[min(at, len(there) - 1)])
    if fault := foreign(html):
        what, name = fault
        spots = {heading.id: heading.spot for heading in prose.headings}
        spots |= {block.id: block.spot for block in prose.blocks}
        return Fault("not-harmless", {"found": shorten(what, 80, placeholder="…")}, spots.get(name))
    return None


def reader(*more: Extension) -> Markdown:
    """A reader of our Markdown: it lets no HTML through as it is."""
    markdown = Markdown(extensions=["attr_list", "tables", "sane_lists", *more], output_format="html")
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    return markdown


class RecordExtension(Extension):
    """Teaches Markdown our citations, references and blocks."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Markdown's name
        """Register our patterns and processors."""
        # Before "reference" (170), which would take "[^x]" for a link of its own.
        md.inlinePatterns.register(CitationMark(CITATION.pattern, md), "citation", 175)
        # In place of Markdown's own.
        md.parser.blockprocessors.register(QuoteProcessor(md.parser), "quote", 20)
        # After "inline" (20) and "attr_list" (8): elements and their attributes are in place.
        md.treeprocessors.register(RecordProcessor(md, self.renderer), "record", 5)


class QuoteProcessor(BlockQuoteProcessor):
    """A blank line ends a quotation, as for the checker: the next is another one."""

    def lastChild(self, parent: Element) -> Element | None:  # noqa: N802  # Markdown's name
        """Nothing: to the quotation above, Markdown would add this one."""
        return None


class CitationMark(InlineProcessor):
    """`[^source]`: the number of a source, leading to it."""

    def handleMatch(self, m, data):  # type: ignore[no-untyped-def,override]  # noqa: ANN001, ANN201, N802
        """Leave the source's id for `RecordProcessor`, which knows its number."""
        element = Element("sup")
        element.set("class", "citation")
        element.set("data-source", m[1])
        return element, m.start(0), m.end(0)


class RecordProcessor(Treeprocessor):
    """Gives blocks their ids, resolves links and citations, then sets the typography."""

    def __init__(self, md: Markdown, renderer: Renderer) -> None:
        super().__init__(md)
        self.renderer = renderer

    def run(self, root: Element) -> None:
        """Work on one text, in document order."""
        self._walk(root, in_block=False)
        self._mark_corrections(root)
        self._note_behind(root)
        typeset_tree(root, self.renderer.lang, self.renderer.voice.typeset)
        frame_tables(root, self.renderer.voice)

    def _walk(self, element: Element, *, in_block: bool) -> None:
        tag, work = element.tag, self.renderer.work
        if tag in HEADINGS:
            work.section = element.get("id", "")
            work.outline.append((tag, work.section))
        elif tag in BLOCKS and (tag == "li" or not in_block):
            self._name(element)
            work.outline.append((tag, element.get("id", "")))
            in_block = True
        elif tag == "a":
            work.outline.append(("a", element.get("href", "")))
            self._resolve(element)
        elif tag == "img":
            work.outline.append(("img", element.get("src", "")))
            element.set("src", self.renderer.url(element.get("src", "")))
        elif element.get("data-source"):
            work.outline.append(("cite", element.get("data-source", "")))
            self._cite(element)
            return
        before: Element | None = None
        for child in list(element):
            self._walk(child, in_block=in_block)
            if child.get("class") == "proof":
                _keep_with(element, before)
            before = child

    def _name(self, block: Element) -> None:
        """Give a block its id, unless the writer did; texts of the record have none."""
        work = self.renderer.work
        work.block = block
        work.ordinals[work.section] = work.ordinals.get(work.section, 0) + 1
        if work.document and not block.get("id"):
            block.set("id", f"{work.section}.{work.ordinals[work.section]}")
        for basis in (Basis.ANALYSIS, Basis.TRANSITION):
            if basis in block.get("class", "").split():
                block.set("data-basis", f"({self.renderer.voice.basis(basis)})")

    def _mark_corrections(self, root: Element) -> None:
        """At the end of each block that we corrected, a mark that leads to the correction."""
        document, dossier = self.renderer.work.document, self.renderer.dossier
        for change in dossier.changes_of(document.kind, document.key) if document else ():
            for target in change.targets if change.is_correction else ():
                for element in root.iter():
                    if target.fragment and element.get("id") == target.fragment:
                        page = dossier.page("corrections", "", self.renderer.lang)
                        mark = SubElement(_place_for_mark_in(element), "a")
                        mark.set("class", "change-mark")
                        mark.set("href", self.renderer.url(f"{page.path}#{change.id}"))
                        day = self.renderer.voice.day(change.on)
                        mark.text = AtomicString(self.renderer.voice.t("Corrected on %(date)s", date=day))

    def _note_behind(self, root: Element) -> None:
        """At the end of each block of which another language has changed since, a note that leads there."""
        document, dossier = self.renderer.work.document, self.renderer.dossier
        if document is None:
            return
        for block in [element for element in root.iter() if element.tag in BLOCKS and element.get("id")]:
            for lang in dossier.ahead_of(document.kind, f"{document.key}#{block.get('id')}", document.lang):
                note = SubElement(_place_for_mark_in(block), "small", {"class": "behind"})
                note.text = AtomicString(f"{self.renderer.voice.behind(lang)} ")
                address = dossier.address(document.kind, f"{document.key}#{block.get('id')}", lang)
                link = SubElement(note, "a", {"lang": lang, "hreflang": lang})
                link.set("href", self.renderer.url(address))
                link.text = AtomicString(dossier.story.languages[lang].name)

    def _resolve(self, link: Element) -> None:
        """Turn a reference into what it names.

        One that the check could not see (`[](event: x)`, which only Markdown takes for a link) may name
        nothing: it stays, and is reported as a difference between the two readers.
        """
        with suppress(KeyError, ValueError):
            self._lead(link)

    def _lead(self, link: Element) -> None:
        target = link.get("href", "")
        kind, _, name = target.partition(":")
        if kind == "quote":
            self._quote(link, name)
        elif kind == "figure":
            self._figure(link, name)
        elif kind == COUNT:
            self._count(link, name)
        elif kind == "diagram":
            self._show(name)
        elif kind in KINDS:
            link.set("href", self.renderer.url(self.renderer.dossier.address(kind, name, self.renderer.lang)))
            link.set("class", f"reference reference--{kind}")
            if not link.text and not len(link):
                link.text = self.renderer.dossier.name_of(kind, name, self.renderer.lang)
        elif link.text == PROOF:
            link.set("class", "proof")
            link.set("aria-label", self._proof_label(target.removeprefix("#")))

    def _proof_label(self, section: str) -> str:
        """What a link from a short point to its proof is called."""
        document, voice = self.renderer.work.document, self.renderer.voice
        headings = document.prose.headings if document else []
        title = next((voice.heading(heading) for heading in headings if heading.id == section), section)
        return voice.t("Details and sources: %(section)s", section=title)

    def _quote(self, element: Element, name: str) -> None:
        """Somebody's words: in the page's language, marked when they are translated."""
        quotation = self.renderer.dossier.quotations[name]
        self.renderer.work.quotes.append(name)
        opening, closing = self.renderer.voice.rules.quotes
        words = quotation.in_language(self.renderer.lang)
        element.tag = "span"
        element.attrib = {"class": "quotation"}
        element.text = None
        q = SubElement(element, "q")
        q.text = f"{opening}{words}{closing}"
        if quotation.lang != self.renderer.lang:
            note = SubElement(element, "small")
            note.set("class", "quotation__note")
            translated = self.renderer.voice.t("translated")
            note.text = AtomicString(f" ({translated})")

    def _figure(self, element: Element, name: str) -> None:
        name, _, moment = name.partition("@")
        figure = self.renderer.dossier.figures[name]
        reading = figure.reading_at(Edtf.parse(moment, self.renderer.voice.home.id))
        if reading is None:  # the check refuses a moment before the first reading
            raise KeyError(name)
        element.tag = "data"
        element.attrib = {"class": "figure", "value": f"{reading.value:.15g}"}
        element.text = self.renderer.voice.reading(reading)

    def _count(self, element: Element, what: str) -> None:
        number = self.renderer.dossier.count(what)
        element.tag = "data"
        element.attrib = {"value": str(number)}
        element.text = self.renderer.voice.number(number)

    def _show(self, name: str) -> None:
        """A diagram takes the place of the paragraph that names it."""
        block = self.renderer.work.block
        assert block is not None
        shown = self.renderer.shown(name, block.get("id", ""), self._marks)
        html = self.renderer.figure(shown, self.renderer.voice)
        block.clear()
        block.text = AtomicString(self.md.htmlStash.store(html))

    def _marks(self, sources: tuple[str, ...]) -> Markup:
        """The marks of some sources, as HTML."""
        marks = [Element("sup", {"class": "citation", "data-source": source}) for source in sources]
        for mark in marks:
            self._cite(mark)
        html = "".join(tostring(mark, encoding="unicode", method="html") for mark in marks)
        return Markup(html)  # noqa: S704  # made here

    def _cite(self, mark: Element) -> None:
        source = mark.attrib.pop("data-source")
        marks = self.renderer.work.marks.setdefault(source, [])
        number = list(self.renderer.work.marks).index(source) + 1
        marks.append(f"cite.{source}.{len(marks) + 1}")
        link = SubElement(mark, "a")
        link.set("id", marks[-1])
        link.set("href", f"#source.{source}")
        voice = self.renderer.voice
        named = voice.source(self.renderer.dossier.sources[source])
        link.set("aria-label", voice.t("source %(number)s: %(source)s", number=number, source=named))
        link.set("data-basis", named)
        link.text = AtomicString(str(number))


def frame_tables(root: Element, voice: Voice) -> None:
    """Put each table into a region that scrolls by itself; tell heads their columns, cells their heads."""
    for parent in list(root.iter()):
        for at, child in enumerate(list(parent)):
            if child.tag == "table":
                for cell in child.iter():
                    if cell.get("style", "") in _SIDES:
                        cell.set("class", _SIDES[cell.attrib.pop("style")])
                heads = list(child.iter("th"))
                for head in heads:
                    head.set("scope", "col")
                for row in child.iter("tr"):
                    for head, cell in zip(heads, row.findall("td"), strict=False):
                        cell.set("data-label", "".join(head.itertext()))
                # Its heads name it: a page may hold several tables.
                columns = ", ".join("".join(head.itertext()) for head in heads)
                label = voice.t("Table: %(columns)s", columns=columns)
                frame = Element(
                    "div", {"class": "table", "role": "region", "tabindex": "0", "aria-label": label}
                )
                frame.tail, child.tail = child.tail, None
                frame.append(child)
                parent[at] = frame


def _place_for_mark_in(element: Element) -> Element:
    """Where words can be added to a block: the block, its last paragraph, or a caption below a table."""
    if element.tag == "table":
        # In no head or cell: it belongs to none of them, and on a narrow screen the heads are not shown.
        if element.find("caption") is None:
            element.insert(0, Element("caption", {"class": "remarks"}))
        return next(element.iter("caption"))
    inner = [child for child in element.iter() if child.tag == "p"]
    return inner[-1] if inner else element


def _keep_with(parent: Element, before: Element | None) -> None:
    """Let no line break part what follows `before` (or the start of `parent`) from the child after it."""
    if before is None:
        parent.text = (parent.text or "").rstrip() + NBSP
    else:
        before.tail = (before.tail or "").rstrip() + NBSP


def typeset_tree(root: Element, lang: str, typeset: Callable[[str], str]) -> None:
    """Set the typography of every text in the tree that is in the language `lang`.

    The text between two containers is set as one run, so that a quotation mark before `<em>` finds
    its partner after it; code, citation marks and words in another language stand in the run as one
    object that is not touched.
    """
    for container in root.iter():
        if container.tag in CONTAINERS and container.tag != "pre":
            run = _Run(typeset)
            run.take("", container, "text")
            _collect(container, run, lang, typeset)
            run.set()


def _collect(parent: Element, run: "_Run", lang: str, typeset: Callable[[str], str]) -> None:
    for child in parent:
        marker = EDGE
        if child.tag in CONTAINERS:
            run.set()  # its own text is set by its own turn
            marker = ""
        elif child.tag == "code" or child.get("class") == "citation" or child.get("lang", lang) != lang:
            marker = OBJECT
        else:
            run.take(EDGE, child, "text")
            _collect(child, run, lang, typeset)
        run.take(marker, child, "tail")


class _Run:
    """Pieces of text that are read as one, each in its place in the tree."""

    def __init__(self, typeset: Callable[[str], str]) -> None:
        self.typeset = typeset
        self.pieces: list[tuple[str, Element, str]] = []

    def take(self, marker: str, element: Element, attribute: str) -> None:
        """Add the `text` or the `tail` of an element; `marker` stands for what lies before it."""
        self.pieces.append((marker, element, attribute))

    def set(self) -> None:
        """Set the run, and put each piece back where it was."""
        whole = "".join(
            marker + (getattr(element, attribute) or "") for marker, element, attribute in self.pieces
        )
        parts = re.split(f"[{EDGE}{OBJECT}]", self.typeset(whole))
        for (_, element, attribute), part in zip(self.pieces, parts, strict=True):
            before = getattr(element, attribute)
            if before is not None:
                # Markdown leaves alone what looks like the name of a character, as "A&B ;" does once set.
                words = part.replace("&", "&amp;")
                setattr(
                    element, attribute, AtomicString(words) if isinstance(before, AtomicString) else words
                )
        self.pieces.clear()
