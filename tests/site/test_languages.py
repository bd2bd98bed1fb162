"""Every page keeps to its language: French spaces never break, and words of another language say so."""

import re

import pytest

import dossier
from tests.site.conftest import STORIES

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
UNITS = "milliards?|millions?|dollars?|euros?|ans|jours|heures|minutes|pages"
BREAKABLE = re.compile(
    r"« | [»;:!?]|«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»|['\"]"
    rf"|\d \d{{3}}(?!\d)|\d [%$€]|\d (?:{UNITS})\b|\b(?:\d{{1,2}}|1er) (?:{MONTHS})\b"
    r"|\d h\b|\bh \d\d\b|\b(?:M|MM|Mme|Mlle|Dr)\.? [A-ZÀ-Ý]\w|n° \d"
)
"""A space at which a line could break where French allows no break, or a straight quotation mark."""
UNTOUCHED = {"code", "script", "style", "svg", "template"}
INLINE = {"a", "abbr", "b", "cite", "data", "em", "i", "q", "small", "span", "strong", "sup", "time"}
NAMES = ("alt", "aria-label", "title", "data-basis")
"""Attributes that hold words."""


def language_of(element):
    return element.xpath("ancestor-or-self::*[@lang][1]/@lang")[0]


def texts_in(element):
    """What an element says in its own language, block by block; what is no text of it stands as a mark."""
    run = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or child.tag in UNTOUCHED or child.get("lang"):
            run.append("\ue001")
        elif child.tag in INLINE:
            first, *others = texts_in(child)
            run.append(first)
            for other in others:
                yield "".join(run)
                run = [other]
        else:
            yield "".join(run)
            yield from texts_in(child)
            run = []
        run.append(child.tail or "")
    yield "".join(run)


def french_in(page):
    """Every text, name and description in French on a page, or on the French half of a bilingual one."""
    for part in page.tree.xpath("//html[@lang='fr'] | //section[@lang='fr']"):
        yield from texts_in(part)
        for name in NAMES:
            yield from (e.get(name) for e in part.xpath(f".//*[@{name}]") if language_of(e) == "fr")
        yield from part.xpath(".//meta[@name='description']/@content")


def breakable(text):
    """Where a text could break, with some words around."""
    text = re.sub(r"\s*\n\s*", "\n", re.sub(r"https?://\S+", "", text)).strip()
    return [text[max(0, match.start() - 30) : match.end() + 10] for match in BREAKABLE.finditer(text)]


def test_no_line_of_french_can_break_where_french_allows_no_break(ours):
    found = {
        path: [b for text in french_in(page) for b in breakable(text)] for path, page in ours.pages.items()
    }

    assert {path: places for path, places in found.items() if places} == {}


def test_the_french_feeds_keep_the_same_rules(ours):
    found = [
        (file.name, place)
        for file in (ours.folder / "fr").glob("*.xml")
        for words in re.findall(r"<(?:title|summary)[^>]*>([^<]*)<", file.read_text(encoding="utf-8"))
        for place in breakable(words)
    ]

    assert found == []


def plain(text):
    """Words without what typography and line breaks do to them."""
    return re.sub(r"[\W_]+", " ", text).strip()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_titles_and_quotations_in_another_language_say_which(ours, lang):
    record = dossier.load(STORIES["ours"][1])
    said = [(source.title, source.lang) for source in record.sources.values() if source.title]
    said += [(quote.original, quote.lang) for quote in record.quotations.values()]
    foreign = {plain(words): language for words, language in said if language != lang and len(words) > 20}

    shown = [
        (path, foreign[words], language_of(element), words)
        for path, page in ours.pages.items()
        for element in page.tree.xpath("//*[not(*)]")
        if (words := plain(element.text or "")) in foreign
    ]

    assert [one for one in shown if one[1] != one[2]] == []
    assert {words for *_, words in shown} == set(foreign)
