"""Markdown, located: its headings, blocks, links and citations, each with its place.

markdown-it-py reads the text to find places; it never renders. Python-Markdown renders, and what it
makes must agree with what was found here (`outline`), or it is a problem: so the two cannot drift.

A block is a paragraph, a list item, a quotation or a table. Its id is its section's id and its
ordinal there (`statement.2`), unless the writer gave it one: `{: #id }` on a line of its own below.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dossier.languages import OBJECT
from dossier.limits import Excess, excess
from dossier.memory import remembered
from dossier.problems import Spot

PREAMBLE = "start"
"""The section of the blocks that stand before the first heading."""

DIAGRAM = "diagram:"
"""How a link to a diagram begins, which stands as a block of its own."""

CITATION = re.compile(r"\[\^([^\]\s]+)\]")
_HEADING_ID = re.compile(r"[ ]+\{:?[ ]*#(?P<id>[^\s}]+)[ ]*\}[ ]*$")
_ATTRIBUTES = r"(?:[ ]*(?:[.#][\w-]+|lang=\"?[a-z]{2,3}\"?))+"
"""What a writer may say of a block or a run of words: no attribute that could run or hide anything."""
_BLOCK_ATTRIBUTES = re.compile(rf"(?:^|\n)[ ]*\{{:(?P<list>{_ATTRIBUTES})[ ]*\}}[ ]*$")
_INLINE_ATTRIBUTES = re.compile(rf"^\{{:{_ATTRIBUTES}[ ]*\}}")
_LONE_LINK = re.compile(r"\[\]\([^()\s]*\)")
_LEFTOVER = re.compile(
    r"\]\s?\(|\[\s*\]|\[\s*\^|\^\[|\]\[|\{\s*[:#.]|\([a-z]+:[a-z0-9]|\*\*|~~|^#{1,6}(?=[^\W\d])"
    r"|\{[^{}%\n]*=[^{}\n]*\}|^\{[^{}%\n]*\}$"
)
_BARE_ADDRESS = re.compile(r"(?:https?://|\bwww\.)(?:[^\s<>]*[^\s<>.,;:!?)])?")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_IN_BRACKETS = re.compile(r"(?<!\^)\[([a-z0-9][a-z0-9-]*)\]")
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
    citations: list[str] = field(default_factory=list)
    in_brackets: list[str] = field(default_factory=list)
    """Words in square brackets that are no link."""
    links: list[str] = field(default_factory=list)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A footnote mark that names a source."""

    source: str
    spot: Spot


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
    long_rows: list[Spot] = field(default_factory=list)
    """Rows of tables with more cells than there are columns: what is too much would not be shown."""
    in_brackets: list[Citation] = field(default_factory=list)
    """Words in square brackets that are no link: a source in them may have been meant as a citation."""
    excess: Excess | None = None
    """What the text holds too much of to be read: then nothing else is known of it."""
    leftovers: list[tuple[str, Spot]] = field(default_factory=list)
    """Signs of a link, a citation or attributes that were not read as such, and would be shown."""
    outline: list[tuple[str, str]] = field(default_factory=list)
    """Tag and id (or target) of each heading, block, link and citation, in order, as rendering must give."""
    outline_spots: list[Spot] = field(default_factory=list)

    @property
    def diagrams(self) -> dict[str, str]:
        """The diagrams that stand in the text, each with the id of its block."""
        return {block.diagram: block.id for block in self.blocks if block.diagram}


@remembered  # several rules look at the same text
def locate(text: str, first_line: int = 1, /) -> Located:
    """Find what stands where in the Markdown `text`, whose first line is line `first_line` of its file."""
    return _Locator(text, first_line).run()


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    # We want to see every target as it was typed, the forbidden ones too.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


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
        # The lines of the text that is being read, and how far we are in it.
        self.span = (0, 0)
        self.cursor = (0, 0)

    def run(self) -> Located:
        if too_much := excess(self.found.text):
            code, spot, most = too_much
            self.found.excess = code, Spot(self.first_line + spot.line - 1, spot.column), most
            return self.found
        tokens = _PARSER.parse(self.found.text)
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
        return self.found

    def _heading(self, token: Token, inline: Token) -> None:
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

    def _open(self, token: Token, following: Sequence[Token]) -> None:
        """Open a block; what only holds the text of another block (a paragraph in a list item) is none."""
        tag = _BLOCK_TAGS[token.type]
        if tag != "li" and any(self.open_blocks):
            self.open_blocks.append(None)
            return
        if token.type == "table_open" and token.map:
            self._look_at_rows(*token.map)
        words, name, classes = _attributes(following)
        self.ordinals[self.section] = self.ordinals.get(self.section, 0) + 1
        spot = self._at(token.map[0] if token.map else 0, 0)
        block = Block(
            id=name or f"{self.section}.{self.ordinals[self.section]}",
            tag=tag,
            section=self.section,
            spot=spot,
            is_named=bool(name),
            is_lone_link=tag == "p" and bool(_LONE_LINK.fullmatch(words)),
            classes=classes,
        )
        self.open_blocks.append(block)
        self.found.blocks.append(block)
        self._note(tag, block.id, spot)

    def _look_at_rows(self, first: int, end: int) -> None:
        columns, *rows = (
            len(_CELL_ENDS.findall(f"|{row.strip().strip('|')}|")) for row in self.lines[first:end]
        )
        for number, cells in enumerate(rows, first + 1):
            if cells > columns:
                self.found.long_rows.append(self._at(number, 0))

    def _inline(self, inline: Token) -> None:
        self.span = (inline.map[0], inline.map[1]) if inline.map else self.span
        self.cursor = max(self.cursor, (self.span[0], 0))
        self.block = next((block for block in reversed(self.open_blocks) if block), None)
        children = inline.children or []
        for index, child in enumerate(children):
            match child.type:
                case "link_open":
                    self._open_link(child, "".join(_until_close(children[index + 1 :])))
                case "link_close":
                    self.in_link = False
                case "image":
                    link = self._link(str(child.attrs.get("src", "")), child.content, is_image=True)
                    self._note("img", link.target, link.spot)
                case "html_inline" if not child.content.startswith("</"):
                    self.found.html.append(self._find(child.content.split("\n")[0]))
                case "text":
                    self._text(child.content, after=children[index - 1] if index else None)
                case "code_inline":
                    self._say(OBJECT, self._at(*self.cursor), code=child.content)
                case "softbreak" | "hardbreak":
                    self._next_line()
                    self._say(" ", self._at(*self.cursor))
        self._say("\n", self._at(*self.cursor))

    def _open_link(self, token: Token, words: str) -> None:
        link = self._link(str(token.attrs.get("href", "")), words)
        self._note("a", link.target, link.spot)
        self.in_link = bool(words)
        if self.block:
            self.block.links.append(link.target)
            if not words:
                self.block.words.append(Words(text="", spot=link.spot, target=link.target))

    def _text(self, text: str, after: Token | None) -> None:
        """Note the citations in a run of text, what it says without its marks, and what is left of these."""
        # A link's words have been passed by: they count as standing where its target does.
        start = self._at(*self.cursor) if self.in_link else self._start_of(text)
        for match in CITATION.finditer(text):
            spot = self._find(match[0])
            self.found.citations.append(Citation(source=match[1], spot=spot))
            self._note("cite", match[1], spot)
            if self.block:
                self.block.citations.append(match[1])
        for match in _IN_BRACKETS.finditer(text):
            self.found.in_brackets.append(Citation(source=match[1], spot=self._find(match[0])))
            if self.block:
                self.block.in_brackets.append(match[1])
        words = _without_marks(text, after)
        self._say(words, start)
        if leftover := _LEFTOVER.search(words) or (not self.in_link and _BARE_ADDRESS.search(words)):
            self.found.leftovers.append((leftover[0], self._find(leftover[0])))
            if self.block:
                self.block.is_unclear = True

    def _next_line(self) -> None:
        """Go on to the next line; inside a link we are at its target already, which may stand lines below."""
        if not self.in_link:
            self.cursor = (min(self.cursor[0] + 1, len(self.lines) - 1), 0)

    def _say(self, text: str, spot: Spot, code: str = "") -> None:
        if self.block and text:
            self.block.words.append(Words(text=text, spot=spot, code=code))

    def _start_of(self, text: str) -> Spot:
        """Where a run of text starts, which is the next that is read; escapes make it hard to find."""
        line, column = self.cursor
        return self._at(line, max(self.lines[line].find(text, column), column))

    def _link(self, target: str, text: str, *, is_image: bool = False) -> Link:
        spot = self._find(target, "](", "](<", "")
        link = Link(target=target, text=text, section=self.section, spot=spot, is_image=is_image)
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


def _attributes(following: Sequence[Token]) -> tuple[str, str, frozenset[str]]:
    """The words of the block which these tokens follow, and the id and classes that the writer gave it."""
    content = next((token.content for token in following if token.type == "inline"), "")
    match = _BLOCK_ATTRIBUTES.search(content)
    words = match["list"].split() if match else []
    names = [word[1:] for word in words if word.startswith("#")]
    classes = frozenset(word[1:] for word in words if word.startswith("."))
    return _BLOCK_ATTRIBUTES.sub("", content).strip(), (names[0] if names else ""), classes


def _without_marks(text: str, after: Token | None) -> str:
    """A run of text without its citations and attributes; `after` is what stands before it in its line."""
    text = _HEADING_ID.sub("", _BLOCK_ATTRIBUTES.sub("", CITATION.sub("", text)))
    if after is not None and (after.nesting == -1 or after.type == "code_inline"):
        text = _INLINE_ATTRIBUTES.sub("", text)
    return text


def _until_close(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type == "link_close":
            return
        yield child.content
