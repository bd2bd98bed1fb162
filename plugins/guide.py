"""The guide for those who write: a page in each of the story's languages that it exists in.

A file is called `<language>.md`. It begins with its title and a paragraph that says what it holds. The words
behind the three marks that open a listing say what it is, by which `tests/test_guide.py` tries it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from dossier import Heading, Page, Spot
from plugins.rendering import frame_tables, typeset_tree
from plugins.voice import Voice

KIND = "guide"
"""What the pages of the guide are called among the kinds of pages."""
_FRAME = re.compile(r"# (?P<title>.+)\n\n(?P<summary>.+)\n\n(?P<body>(?s:.*))")
_FENCE = re.compile(r"^```(?P<language>\w+)(?P<words>[^\n]*)\n(?P<text>.*?\n)```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{2,4}) (.+) \{#([a-z0-9-]+)\}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands between two rows of three marks."""

    language: str
    role: str
    """`file`: a part of the file `path`; `wrong`: one with a mistake; `message`: what `check` says of that;
    `terminal`: what is typed, and what appears; empty: it does not say."""
    path: str
    text: str

    @property
    def lang(self) -> str:
        """The language of a document; nothing of what is written for a machine, or in several."""
        match = re.search(r"\.([a-z]{2,3})\.md$", self.path)
        return match[1] if match else ""


def listings(text: str) -> Iterator[Listing]:
    """Every listing of a guide, in order."""
    return map(_listing, _FENCE.finditer(text))


def _listing(match: re.Match[str]) -> Listing:
    match match["words"].split():
        case ["wrong", path]:
            role = "wrong"
        case ["message" | "terminal" as role]:
            path = ""
        case [path]:
            role = "file"
        case _:
            role = path = ""
    return Listing(match["language"], role, path, match["text"])


class Guide:
    """The guide in one language; `show` makes the HTML of a listing."""

    def __init__(self, file: Path, voice: Voice, show: Callable[[Listing, Voice], Markup]) -> None:
        parts = _FRAME.match(file.read_text(encoding="utf-8"))
        assert parts, f"{file}: no title and summary"
        self.page = Page(kind=KIND, id="", lang=voice.lang, path=f"{KIND}/{voice.lang}/")
        self.title, self.summary, self.body = parts["title"], parts["summary"], parts["body"]
        self.voice = voice
        self.show = show

    @property
    def headings(self) -> list[Heading]:
        """Its headings."""
        found = _HEADING.findall(_FENCE.sub("", self.body))
        return [Heading(level=len(marks), id=name, text=text, spot=Spot()) for marks, text, name in found]

    @cached_property
    def html(self) -> Markup:
        """Its body."""
        markdown = Markdown(extensions=["attr_list", "tables", "sane_lists", _Extension(self)])
        return Markup(markdown.convert(self.body))  # noqa: S704  # of our own words


class _Extension(Extension):
    """Teaches Markdown our listings, and its typography."""

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        self.guide = guide

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Markdown's name
        """Register what we do before and after."""
        # Before "html_block" (20), which would read the HTML in a listing.
        md.preprocessors.register(_Listings(md, self.guide), "listings", 25)
        # After "inline" (20) and "attr_list" (8).
        md.treeprocessors.register(_Typography(md, self.guide), "typography", 5)


class _Listings(Preprocessor):
    def __init__(self, md: Markdown, guide: Guide) -> None:
        super().__init__(md)
        self.guide = guide

    def run(self, lines: list[str]) -> list[str]:
        """Put each listing away as HTML, with blank lines around its place."""

        def put_away(match: re.Match[str]) -> str:
            html = self.guide.show(_listing(match), self.guide.voice)
            return f"\n\n{self.md.htmlStash.store(html)}\n\n"

        return _FENCE.sub(put_away, "\n".join(lines)).split("\n")


class _Typography(Treeprocessor):
    def __init__(self, md: Markdown, guide: Guide) -> None:
        super().__init__(md)
        self.voice = guide.voice

    def run(self, root: Element) -> None:
        """Set the typography of the language, and let wide tables scroll by themselves."""
        typeset_tree(root, self.voice.lang, self.voice.typeset)
        frame_tables(root, self.voice)
