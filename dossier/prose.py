"""Markdown, located: its headings, blocks, links and citations, each with its place.

markdown-it-py reads the text to find places; it never renders. Python-Markdown renders, and what it
makes must agree with what was found here (`outline`), or it is a problem: so the two cannot drift.

A block is a paragraph, a list item, a quotation or a table. Its id is its section's id and its
ordinal there (`statement.2`), unless the writer gave it one: `{: #id }` on a line of its own below.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from dossier.languages import OBJECT
from dossier.limits import Excess, excess
from dossier.memory import remembered
from dossier.model import KINDS
from dossier.problems import Spot

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

PREAMBLE = "start"
"""The section of the blocks that stand before the first heading."""

DIAGRAM = "diagram:"
"""How a link to a diagram begins, which stands as a block of its own."""

CITATION = re.compile(r"\[\^([^\]\s]+)\]")
_HEADING_ID = re.compile(r"[ ]+\{:?[ ]*#(?P<id>[^\s}]+)[ ]*\}[ ]*$")
_ATTRIBUTES = r"(?:[ ]*(?:[.#][\w-]+|lang=\"?[a-z]{2,3}\"?))+"
"""What a writer may say of a block or a run of words: no attribute that could run or hide anything."""
_BLOCK_ATTRIBUTES = re.compile(rf"(?:^|\n)[ ]*\{{:(?![^}}]*#[^}}]*#)(?P<list>{_ATTRIBUTES})[ ]*\}}[ ]*$")
"""Those of a block, on its last line; it has one id."""
_LIKE_ATTRIBUTES = re.compile(r"[ ]*\{[^{}\n]*\}[ ]*")
_INLINE_ATTRIBUTES = re.compile(rf"^\{{:{_ATTRIBUTES}[ ]*\}}")
_LONE_LINK = re.compile(r"\[\]\([^()\s]*\)")
_LEFTOVER = re.compile(
    r"\]\s?\(|\[\s*\]|[\[［]\s*[\^ˆ@]|\(\s*[\^ˆ]\w|\^\[|\]\[|\[\[|\{\s*[:#.]|[\[(]\s*:\s*[.#]"
    r"|[\[(][a-z]+:[a-z0-9]|\[(?:\d{1,3}|[xX*]|![A-Z]+|TOC)\]|&[A-Za-z]\w*;|\\$"
    r"|\{[^{}%\n]*=[^{}\n]*\}|^\{[^{}%\n]*\}$"
)
_LINE_LEFTOVER = re.compile(r"#{1,6}(?=[^\W\d]|\u00a0)|#{7,}|＃+|:::|!!!(?= )")
"""What is left of a heading or a frame at the start of a line."""
_LIST_LEFTOVER = re.compile(r"[•◦▪‣](?=\s)|[-+](?=[^\W\d])|\d+[.)](?=[^\W\d_]{2})")
"""What looks like the start of a list item there."""
_LOOSE_EMPHASIS = re.compile(
    r"\*\*|~~|`+|==(?=\w)|(?<![\w*])\*(?=\w)|(?<!\w)_+(?=\w)|(?<=\s)\*(?=\s)[^*]*\s\*(?=\s)|(?<!\S)\*$"
)
"""Marks of emphasis and code that were not read as such; a name may end with a star."""
_BRACKETS = {"]": "[", "}": "{"}
_BARE_ADDRESS = re.compile(
    rf"(?:https?://|\bwww\.)(?:[^\s<>]*[^\s<>.,;:!?)])?|\b(?:{'|'.join(KINDS)}):[a-z0-9][a-z0-9-]*"
)
_INDENT = re.compile(r"(?:[ ]{0,3}>[ ]?)*([ \t]*)")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_IN_BRACKETS = re.compile(r"(?<!\^)\[([a-z0-9][a-z0-9-]*)\]")
_NEED_BLANK_LINE = {"bullet_list_open", "ordered_list_open", "table_open"}
_TAKE_IN = {"paragraph_close", "bullet_list_close", "ordered_list_close"}
_BLOCK_TAGS = {
    "paragraph_open": "p",
    "list_item_open": "li",
    "blockquote_open": "blockquote",
    "table_open": "table",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; `id` is empty when the writer gave none."""

    level: int
    id: str
    text: str
    spot: Spot


class Words(NamedTuple):
    """A run of what a block says, without its marks, and where it starts.

    A reference without words of its own has a `target` and no text: it says the name of what it leads to.
    """

    text: str
    spot: Spot
    target: str = ""
    code: str = ""
    """What stands there as it is; the text has an object for it."""


@dataclass(slots=True, kw_only=True)
class Block:
    """A paragraph, list item, quotation or table."""

    id: str
    tag: str
    section: str
    spot: Spot
    is_named: bool = False
    """Whether the writer gave it its id."""
    is_lone_link: bool = False
    """Whether a link without words is all that it holds."""
    is_unclear: bool = False
    """Whether something in it was not read as it was meant: it may cite and mention more."""
    classes: frozenset[str] = frozenset()
    marked_at: Spot
    """Where its id and its classes are given, or where it begins."""
    citations: list[str] = field(default_factory=list)
    in_brackets: list[str] = field(default_factory=list)
    """Words in square brackets that are no link."""
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    cells: tuple[int, int] = (0, 0)
    """The rows and columns of a table."""
    words: list[Words] = field(default_factory=list)
    """What the block says; a line, a cell or a paragraph in it ends with a run that is a newline."""

    @property
    def diagram(self) -> str:
        """The diagram in whose place it stands, if it does."""
        target = self.links[0] if self.is_lone_link and self.links else ""
        return target.removeprefix(DIAGRAM) if target.startswith(DIAGRAM) else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a block says, as one text, and where each part of it stands in the file."""

    text: str
    starts: tuple[tuple[int, Spot], ...]

    def spot(self, at: int) -> Spot:
        """Where the character number `at` stands."""
        begin, spot = next(start for start in reversed(self.starts) if start[0] <= at)
        return Spot(spot.line, spot.column + at - begin)


def said(block: Block, name_of: Callable[[str], str]) -> Said:
    """What a block says; `name_of` gives the words of a reference that has none of its own."""
    text, starts = "", [(0, block.spot)]
    for run in block.words:
        starts.append((len(text), run.spot))
        text += name_of(run.target) if run.target else run.text
    return Said(text, tuple(starts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link or an image as written; `section` is where it stands."""

    target: str
    text: str
    section: str
    spot: Spot
    is_image: bool = False
    is_bare: bool = False
    """Whether it is an address in angle brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A footnote mark that names a source."""

    source: str
    spot: Spot
    is_misplaced: bool = False
    """Whether it stands in a heading or in the words of a link."""


@dataclass(slots=True)
class Located:
    """One Markdown text and the places of what is in it (lines and columns of its file)."""

    text: str
    headings: list[Heading] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    html: list[Spot] = field(default_factory=list)
    code: list[Spot] = field(default_factory=list)
    """Blocks that are read as a program's text."""
    uneven_rows: list[tuple[Spot, int, int]] = field(default_factory=list)
    """Rows of tables, each with its cells and the number of columns, where these are not as many."""
    shallow_items: list[Spot] = field(default_factory=list)
    """Items of a list in a list that are not indented enough to be rendered as such."""
    crowded: list[Spot] = field(default_factory=list)
    """Lists and tables without a blank line above them."""
    lost_definitions: list[Spot] = field(default_factory=list)
    """Definitions of links that no link uses, or that stand there a second time."""
    in_brackets: list[Citation] = field(default_factory=list)
    """Words in square brackets that are no link: a source in them may have been meant as a citation."""
    excess: Excess | None = None
    """What the text holds too much of to be read: then nothing else is known of it."""
    leftovers: list[tuple[str, Spot]] = field(default_factory=list)
    """Signs of a link, a citation or attributes that were not read as such, and would be shown."""
    loose: list[tuple[str, str, Spot]] = field(default_factory=list)
    """Other signs that would be shown: the code of the problem with each, and itself."""
    outline: list[tuple[str, str]] = field(default_factory=list)
    """Tag and id (or target) of each heading, block, link and citation, in order, as rendering must give."""
    outline_spots: list[Spot] = field(default_factory=list)
    diagrams: dict[str, str] = field(default_factory=dict)
    """The diagrams that stand in the text, each with the id of its block."""
    places: frozenset[str] = frozenset()
    """What a link can lead to inside the text: its headings and blocks."""


@remembered  # several rules look at the same text
def locate(text: str, first_line: int = 1, /) -> Located:
    """Find what stands where in the Markdown `text`, whose first line is line `first_line` of its file."""
    return _Locator(text, first_line).run()


@cache
def _parser() -> "MarkdownIt":
    # Here and not above: a check of texts that it remembers never needs it, a tenth of what it imports.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "store_labels": True}).enable("table")
    # What a writer escaped stays apart: it is no mark of anything.
    parser.disable("text_join")
    # We want to see every target as it was typed, the forbidden ones too.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


class _Locator:
    def __init__(self, text: str, first_line: int) -> None:
        self.lines = text.split("\n")
        self.first_line = first_line
        self.found = Located(text)
        self.section = PREAMBLE
        self.ordinals: dict[str, int] = {}
        self.open_blocks: list[Block | None] = []
        # The block whose text is being read, and whether we are inside a link in it.
        self.block: Block | None = None
        self.in_link = False
        self.in_heading = False
        # The lines of the text that is being read, and how far we are in it.
        self.span = (0, 0)
        self.cursor = (0, 0)

    def run(self) -> Located:
        if too_much := excess(self.found.text):
            code, spot, most = too_much
            self.found.excess = code, Spot(self.first_line + spot.line - 1, spot.column), most
            return self.found
        definitions: dict[str, Any] = {}
        tokens = _parser().parse(self.found.text, definitions)
        self._look_at_definitions(definitions, tokens)
        for before, token in pairwise(tokens):
            self._look_above(token, before)
        for index, token in enumerate(tokens):
            if token.type == "heading_open":
                self._heading(token, tokens[index + 1])
            elif token.type in _BLOCK_TAGS:
                self._open(token, tokens[index : index + 4])
            elif token.type.removesuffix("_close") + "_open" in _BLOCK_TAGS and token.nesting == -1:
                self.open_blocks.pop()
            elif token.type == "html_block":
                self.found.html.append(self._at(token.map[0] if token.map else 0, 0))
            elif token.type in ("code_block", "fence"):
                self.found.code.append(self._at(token.map[0] if token.map else 0, 0))
            elif token.type == "inline":
                self._inline(token)
        found, ids = self.found, [heading.id for heading in self.found.headings]
        found.diagrams = {block.diagram: block.id for block in found.blocks if block.diagram}
        found.places = frozenset((*ids, *(block.id for block in found.blocks)))
        return self.found

    def _heading(self, token: "Token", inline: "Token") -> None:
        match = _HEADING_ID.search(inline.content)
        spot = self._at(token.map[0] if token.map else 0, 0)
        heading = Heading(
            level=int(token.tag[1]),
            id=match["id"] if match else "",
            text=_HEADING_ID.sub("", "".join(child.content for child in inline.children or [])),
            spot=spot,
        )
        self.found.headings.append(heading)
        self._note(token.tag, heading.id, spot)
        self.section = heading.id
        self.in_heading = bool(match)
        is_broken = any(child.type == "softbreak" for child in inline.children or [])
        if match and not token.level and (spot.column > 1 or is_broken):
            self.found.loose.append(("loose-heading", heading.text, spot))

    def _look_above(self, token: "Token", before: "Token") -> None:
        """Note a list or a table that follows words without a blank line: it would be rendered as words."""
        line = token.map[0] if token.map else 0
        is_list_or_table = token.type in _NEED_BLANK_LINE and not token.level
        if is_list_or_table and before.type in _TAKE_IN and self.lines[line - 1].strip():
            self.found.crowded.append(self._at(line, 0))

    def _look_at_definitions(self, definitions: Mapping[str, Any], tokens: Sequence["Token"]) -> None:
        """Note the definitions of links that nobody sees."""
        children = (child for token in tokens for child in token.children or ())
        used = {child.meta.get("label") for child in children}
        defined = definitions.get("references", {}).items()
        lost = [one for label, one in defined if label not in used]
        for one in (*lost, *definitions.get("duplicate_refs", ())):
            self.found.lost_definitions.append(self._at(one["map"][0], 0))

    def _open(self, token: "Token", following: Sequence["Token"]) -> None:
        """Open a block; what only holds the text of another block (a paragraph in a list item) is none."""
        tag = _BLOCK_TAGS[token.type]
        if tag != "li" and any(self.open_blocks):
            self.open_blocks.append(None)
            return
        cells = self._look_at_rows(*token.map) if token.type == "table_open" and token.map else (0, 0)
        if tag == "li" and token.map:
            self._look_at_item(token)
        words, name, classes = _attributes(following)
        self.ordinals[self.section] = self.ordinals.get(self.section, 0) + 1
        spot = self._at(token.map[0] if token.map else 0, 0)
        block = Block(
            id=name or f"{self.section}.{self.ordinals[self.section]}",
            tag=tag,
            section=self.section,
            spot=spot,
            marked_at=spot,
            is_named=bool(name),
            is_lone_link=tag == "p" and bool(_LONE_LINK.fullmatch(words)),
            classes=classes,
            cells=cells,
        )
        self.open_blocks.append(block)
        self.found.blocks.append(block)
        self._note(tag, block.id, spot)

    def _look_at_rows(self, first: int, end: int) -> tuple[int, int]:
        """Note the rows of a table that are no rows of it; give the number of its rows and columns."""
        columns, *rows = (
            len(_CELL_ENDS.findall(f"|{row.strip().strip('|')}|")) - 1 for row in self.lines[first:end]
        )
        if len(rows) == 1:  # which is that of the dashes
            self.found.loose.append(("loose-table", self.lines[first].strip(), self._at(first, 0)))
        for number, cells in enumerate(rows, first + 1):
            if cells != columns:
                self.found.uneven_rows.append((self._at(number, 0), cells, columns))
        return len(rows), columns

    def _look_at_item(self, item: "Token") -> None:
        """Note an item whose mark is that of no list of ours, or that is not indented enough."""
        line = item.map[0] if item.map else 0
        if item.markup == ")" or len(item.info) > len("999"):
            self.found.loose.append(("loose-list", f"{item.info}{item.markup}", self._at(line, 0)))
        depth = sum(bool(block and block.tag == "li") for block in self.open_blocks)
        indent = _INDENT.match(self.lines[line])
        if depth and indent and 0 < len(indent[1].expandtabs(4)) < 4 * depth:
            self.found.shallow_items.append(self._at(line, 0))

    def _inline(self, inline: "Token") -> None:
        self.span = (inline.map[0], inline.map[1]) if inline.map else self.span
        self.cursor = max(self.cursor, (self.span[0], 0))
        self.block = next((block for block in reversed(self.open_blocks) if block), None)
        children = inline.children or []
        clear, runs = len(self.found.leftovers), []
        for index, child in enumerate(children):
            before = children[index - 1] if index else None
            match child.type:
                case "link_open":
                    self._open_link(child, "".join(_until_close(children[index + 1 :])))
                case "link_close":
                    self.in_link = False
                case "image":
                    self._image(child)
                case "html_inline" if not child.content.startswith("</"):
                    self.found.html.append(self._find(child.content.split("\n")[0]))
                case "text" | "text_special":
                    runs.append(self._run(child, before, is_last=index == len(children) - 1))
                case "code_inline":
                    self._say(OBJECT, self._at(*self.cursor), code=child.content)
                case "softbreak" | "hardbreak":
                    self._next_line()
                    self._say(" ", self._at(*self.cursor))
        self._say("\n", self._at(*self.cursor))
        self.in_heading = False
        if len(self.found.leftovers) == clear and (odd := _unpaired(runs)):
            self.found.loose.append(("loose-bracket", *odd))

    def _run(self, token: "Token", before: "Token | None", *, is_last: bool) -> tuple[str, Spot, bool]:
        """Read a run of text, or a sign that the writer escaped; say where it starts, and which it is."""
        if token.type == "text_special":
            spot = self._find(token.markup)
            self._say(token.content, spot)
            return token.content, spot, True
        # A link's words have been passed by: they count as standing where its target does.
        start = self._at(*self.cursor) if self.in_link else self._start_of(token.content)
        self._text(token.content, start, before, is_last=is_last)
        return token.content, start, False

    def _image(self, token: "Token") -> None:
        link = self._link(str(token.attrs.get("src", "")), token.content, is_image=True)
        self._note("img", link.target, link.spot)
        if self.block:
            self.block.images.append(link.target)

    def _open_link(self, token: "Token", words: str) -> None:
        link = self._link(str(token.attrs.get("href", "")), words, is_bare=token.markup == "autolink")
        self._note("a", link.target, link.spot)
        self.in_link = bool(words)
        if self.block:
            self.block.links.append(link.target)
            if not words:
                self.block.words.append(Words(text="", spot=link.spot, target=link.target))

    def _text(self, text: str, start: Spot, before: "Token | None", *, is_last: bool) -> None:
        """Note the citations in a run of text, what it says without its marks, and what is left of these."""
        begins_line = before is None or before.type in ("softbreak", "hardbreak")
        for match in CITATION.finditer(text):
            spot = self._find(match[0])
            misplaced = self.in_link or self.in_heading
            self.found.citations.append(Citation(source=match[1], spot=spot, is_misplaced=misplaced))
            self._note("cite", match[1], spot)
            if self.block:
                self.block.citations.append(match[1])
            if begins_line and match.start() == 0 and text[match.end() :].startswith(":"):
                self._leave(f"{match[0]}:", spot)
        for match in _IN_BRACKETS.finditer(text):
            self.found.in_brackets.append(Citation(source=match[1], spot=self._find(match[0])))
            if self.block:
                self.block.in_brackets.append(match[1])
        ends_block = is_last and begins_line and before is not None
        words = _without_marks(text, before, ends_block=ends_block)
        if ends_block and self.block and _BLOCK_ATTRIBUTES.search(text):
            self.block.marked_at = start
        self._say(words, start)
        self._look_for_leftovers(words, before, begins_line=begins_line, ends_block=ends_block)

    def _look_for_leftovers(
        self, words: str, before: "Token | None", *, begins_line: bool, ends_block: bool
    ) -> None:
        """Note the first sign in a run of text that was meant for something else."""
        leftover = _LEFTOVER.search(words) or (begins_line and _LINE_LEFTOVER.match(words))
        leftover = leftover or (ends_block and _LIKE_ATTRIBUTES.fullmatch(words))
        if leftover or (not self.in_link and (leftover := _BARE_ADDRESS.search(words))):
            self._leave(leftover[0], self._find(leftover[0]))
        elif self.in_link and words.startswith("^"):
            line = self.cursor[0]  # past the target already
            self._leave(words, self._at(line, max(self.lines[line].rfind(f"[{words}", 0, self.cursor[1]), 0)))
        elif (
            before is None
            and words.startswith(("|", "｜"))
            and not (self.block and self.block.tag == "table")
        ):
            self.found.loose.append(("loose-table", words, self._find(words[0])))
        elif begins_line and (odd := _LIST_LEFTOVER.match(words)):
            self.found.loose.append(("loose-list", odd[0], self._find(odd[0])))
        elif (odd := _LOOSE_EMPHASIS.search(words)) or (
            before is not None and before.type in ("em_close", "strong_close") and words.startswith("*")
        ):
            found = odd[0] if odd else "*"
            self.found.loose.append(("loose-emphasis", found, self._find(found)))

    def _leave(self, found: str, spot: Spot) -> None:
        self.found.leftovers.append((found, spot))
        if self.block:
            self.block.is_unclear = True

    def _next_line(self) -> None:
        """Go on to the next line; inside a link we are at its target already, which may stand lines below."""
        line = self.cursor[0]
        if self.lines[line].endswith("\\"):  # which our renderer would show
            self._leave("\\", self._at(line, len(self.lines[line]) - 1))
        if not self.in_link:
            self.cursor = (min(self.cursor[0] + 1, len(self.lines) - 1), 0)

    def _say(self, text: str, spot: Spot, code: str = "") -> None:
        if self.block and text:
            self.block.words.append(Words(text=text, spot=spot, code=code))

    def _start_of(self, text: str) -> Spot:
        """Where a run of text starts, which is the next that is read; escapes make it hard to find."""
        line, column = self.cursor
        return self._at(line, max(self.lines[line].find(text, column), column))

    def _link(self, target: str, text: str, *, is_image: bool = False, is_bare: bool = False) -> Link:
        spot = self._find(text, "<") if is_bare else self._find(target, "](", "](<", "")
        link = Link(
            target=target, text=text, section=self.section, spot=spot, is_image=is_image, is_bare=is_bare
        )
        self.found.links.append(link)
        return link

    def _find(self, written: str, *after: str) -> Spot:
        """Where `written` stands next in the text being read, best after one of `after`; and move past it."""
        # A link's words come before its target: what is not found ahead is looked for again from the start.
        for start in (self.cursor, (self.span[0], 0)):
            for prefix in after or ("",):
                line, column = start
                while line < min(self.span[1], len(self.lines)):
                    at = self.lines[line].find(prefix + written, column)
                    if at >= 0:
                        self.cursor = (line, at + len(prefix + written))
                        return self._at(line, at + len(prefix))
                    line, column = line + 1, 0
        return self._at(*self.cursor)

    def _at(self, line: int, column: int) -> Spot:
        if column == 0 and line < len(self.lines):
            column = len(self.lines[line]) - len(self.lines[line].lstrip())
        return Spot(self.first_line + line, column + 1)

    def _note(self, tag: str, name: str, spot: Spot) -> None:
        self.found.outline.append((tag, name))
        self.found.outline_spots.append(spot)


def _attributes(following: Sequence["Token"]) -> tuple[str, str, frozenset[str]]:
    """The words of the block which these tokens follow, and the id and classes that the writer gave it."""
    content = next((token.content for token in following if token.type == "inline"), "")
    match = _BLOCK_ATTRIBUTES.search(content) if "\n" in content else None
    words = match["list"].split() if match else []
    names = [word[1:] for word in words if word.startswith("#")]
    classes = frozenset(word[1:] for word in words if word.startswith("."))
    return content[: match.start() if match else None].strip(), (names[0] if names else ""), classes


def _without_marks(text: str, before: "Token | None", *, ends_block: bool) -> str:
    """A run of text without its citations and attributes; `before` is what stands before it in its line."""
    text = _HEADING_ID.sub("", CITATION.sub("", text))
    if ends_block:
        text = _BLOCK_ATTRIBUTES.sub("", text)
    if before is not None and (before.nesting == -1 or before.type == "code_inline"):
        text = _INLINE_ATTRIBUTES.sub("", text)
    return text


def _unpaired(runs: Iterable[tuple[str, Spot, bool]]) -> tuple[str, Spot] | None:
    """The first bracket or brace without its counterpart in runs of text, and where it stands.

    Each run says whether it is an escaped sign, which needs no counterpart but may be one.
    """
    still_open: list[tuple[str, Spot, bool]] = []
    for text, start, is_escaped in runs:
        for match in re.finditer(r"[\[\]{}]", text):
            spot = Spot(start.line, start.column + match.start())
            if match[0] not in _BRACKETS:
                still_open.append((match[0], spot, is_escaped))
            elif still_open and still_open[-1][0] == _BRACKETS[match[0]]:
                still_open.pop()
            elif not is_escaped:
                return match[0], spot
    return next(((mark, spot) for mark, spot, is_escaped in still_open if not is_escaped), None)


def _until_close(children: Sequence["Token"]) -> Iterator[str]:
    for child in children:
        if child.type == "link_close":
            return
        yield child.content
