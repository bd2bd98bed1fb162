"""What may stand in the HTML of a text, and whether it does: nothing runs, nothing leads elsewhere in secret.

Writers write no HTML at all (`raw-html`): this is what our renderer may make of their Markdown. It is read by
the parser of a browser, so that what only a browser would take for an element is seen as well.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import zip_longest

import nh3

from dossier import NBSP

SCHEMES = {"https", "mailto"}
"""How an address may begin; one within the site has none."""
EVERYWHERE = frozenset({"id", "class", "lang"})
"""Attributes of any element."""
ELEMENTS: Mapping[str, frozenset[str]] = {
    # Text.
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6", "hr", "br"), frozenset()),
    **dict.fromkeys(("em", "strong", "code", "span", "q", "small", "sup"), frozenset()),
    **dict.fromkeys(("p", "li", "blockquote"), frozenset({"data-basis"})),
    "ul": frozenset({"aria-label"}),
    "ol": frozenset({"start"}),
    "a": frozenset({"href", "hreflang", "title", "aria-label", "data-basis"}),
    "img": frozenset({"src", "alt", "title"}),
    "data": frozenset({"value"}),
    # Tables.
    "table": frozenset({"data-basis"}),
    **dict.fromkeys(("caption", "thead", "tbody", "tr"), frozenset()),
    "div": frozenset({"role", "tabindex", "aria-label"}),
    "th": frozenset({"scope"}),
    "td": frozenset({"data-label"}),
    # Diagrams.
    **dict.fromkeys(("figure", "figcaption", "g", "title", "desc", "text"), frozenset()),
    "svg": frozenset({"viewBox", "role", "aria-hidden", "aria-labelledby"}),
    "rect": frozenset({"x", "y", "width", "height", "rx"}),
    "line": frozenset({"x1", "y1", "x2", "y2"}),
    "polygon": frozenset({"points"}),
    "tspan": frozenset({"x", "y", "text-anchor"}),
}
"""The elements, each with the attributes that it may have besides."""

_VOID = {"br", "hr", "img"}
_OTHER_SITE = re.compile(r"\s*[/\\]{2}")
_SCHEME = re.compile(r"\s*[\w+.-]+:")


def _kept(element: str, attribute: str, value: str) -> str | None:
    """An address without a scheme is one of this site, and that of an image always is."""
    leads_away = attribute in ("href", "src") and _OTHER_SITE.match(value)
    return None if leads_away or (element == "img" and attribute == "src" and _SCHEME.match(value)) else value


_CLEANER = nh3.Cleaner(
    tags=set(ELEMENTS),
    attributes={name: set(allowed) for name, allowed in {**ELEMENTS, "*": EVERYWHERE}.items()},
    attribute_filter=_kept,
    url_schemes=SCHEMES,
    link_rel=None,
)


def foreign(html: str) -> tuple[str, str] | None:
    """What comes first in the HTML of a text that may not stand there, and the last id before it; or None.

    What the cleaner keeps it writes in its own way: the HTML is as it should be if all its parts are kept.
    """
    cleaned = _CLEANER.clean(html)
    if cleaned.replace("&nbsp;", NBSP) == html:  # nearly always: to take it apart takes ten times as long
        return None
    name = ""
    for part, kept in zip_longest(_parts(html), _parts(cleaned), fillvalue=_END):
        name = dict(part.attributes).get("id") or name
        if part != kept:
            return (part if part != _END else kept).written, name
    return None


@dataclass(frozen=True, slots=True)
class _Part:
    """A tag, a run of text or anything else that HTML is made of."""

    kind: str
    written: str
    attributes: tuple[tuple[str, str], ...] = ()


_END = _Part("end", "")


def _parts(html: str) -> list[_Part]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.parts


class _Reader(HTMLParser):
    """Takes HTML apart; the order of attributes and the way in which signs are written do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[_Part] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = tuple(sorted((name, value or "") for name, value in attrs))
        said = "".join(f' {name}="{value}"' for name, value in attributes)
        self.parts.append(_Part("start", f"<{tag}{said}>", attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(_Part("end", f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        if self.parts and self.parts[-1].kind == "text":
            data = self.parts.pop().written + data
        self.parts.append(_Part("text", data))

    def handle_comment(self, data: str) -> None:
        self.parts.append(_Part("comment", f"<!--{data}-->"))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(_Part("declaration", f"<!{decl}>"))

    def unknown_decl(self, data: str) -> None:
        self.parts.append(_Part("declaration", f"<![{data}]>"))

    def handle_pi(self, data: str) -> None:
        self.parts.append(_Part("instruction", f"<?{data}>"))
