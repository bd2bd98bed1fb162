"""The facts of a passage are the same in every language: what it states in figures, and whom it names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from dossier.facts import Fact, capitals_in, facts_in, names_in
from dossier.loading import Drawer
from dossier.model import Person
from dossier.parts import Part
from dossier.passages import Passage, passages
from dossier.problems import Problem

NUMBERS = "numbers-differ"
"""The code of a remark."""
ADAPTED = "adapted"
"""The class of a block that says on purpose something else in each language: its writer answers for it."""
SENTENCE = 3
"""Common words, written small, at least: two languages may share a name, or a title of two of them."""


def check_facts(part: Part) -> Iterator[Problem]:
    """What a passage states in figures, or as a day, a time or a currency, it states in every language.

    What it states as a number in words too; but that is a remark, because there are many ways to say it.
    """
    for one, other in _pairs(passages(part)):
        there, here = (facts_in(each.said.text, each.lang) for each in (one, other))
        missing, added = _without_elided(there - here, here - there)
        if missing or added:
            is_in_words = all(fact.is_in_words for fact in (*missing, *added))
            code = NUMBERS if is_in_words else "facts-differ"
            yield _problem(code, one, other, _listed(missing), _listed(added))


def remark_names(drawer: Drawer) -> Iterator[Problem]:
    """Whom or what a passage names, it names in every language.

    Which words are names, all texts together show: while a file cannot be read, nobody knows it.
    """
    if drawer.unread - drawer.absent.keys():
        return
    known = _names(drawer)
    for one, other in chain.from_iterable(_pairs(passages(part)) for part in drawer.parts):
        # Whom the passage refers to in every language it may call by name or not.
        referred = {
            word
            for link in (other.block.links if other.block else ())
            for name in drawer.names.title("person", link.removeprefix("person:")).values()
            for word in capitals_in(name)
        }
        there, here = ((capitals_in(each.said.text) & known) - referred for each in (one, other))
        if there != here:
            yield _problem("names-differ", one, other, sorted(there - here), sorted(here - there))


def remark_same_words(drawer: Drawer) -> Iterator[Problem]:
    """A passage is translated: names may be the same in two languages, a sentence is not."""
    for one, other in chain.from_iterable(_pairs(passages(part)) for part in drawer.parts):
        common = re.findall(r"(?<!\w)[^\W\d_]+", other.said.text)
        if one.said.text == other.said.text and sum(map(str.islower, common)) >= SENTENCE:
            yield _problem("same-words", one, other, (), ())


def _pairs(every: Iterable[Passage]) -> Iterator[tuple[Passage, Passage]]:
    """Each passage with its version in the next language."""
    by_id: dict[tuple[str, str], list[Passage]] = {}
    for passage in every:
        by_id.setdefault((passage.id, passage.among), []).append(passage)
    for versions in by_id.values():
        if not any(version.block and ADAPTED in version.block.classes for version in versions):
            yield from pairwise(versions)


def _problem(
    code: str, one: Passage, other: Passage, missing: Iterable[str], added: Iterable[str]
) -> Problem:
    values = {"missing": tuple(missing), "added": tuple(added), "other": one.problem(0, code).place}
    return other.problem(0, code, language=other.lang, **values)


def _without_elided(missing: Counter[Fact], added: Counter[Fact]) -> tuple[Counter[Fact], Counter[Fact]]:
    """Without what one language says whole, the other in part: "19 May and 23 May", "le 19 et le 23 mai"."""
    for one, other in ((missing, added), (added, missing)):
        for fact in list(one.elements()):
            for parts in _in_part(fact):
                if all(other[part] for part in parts):
                    one[fact] -= 1
                    other.subtract(parts)
                    break
    return +missing, +added


def _in_part(fact: Fact) -> Iterator[tuple[Fact, ...]]:
    """How else a day or an hour may be said: without its month, the month first, or the hour in words."""
    *_, month, day = ("", *fact.value.split("-"))
    if fact.kind == "day":
        number = Fact("number", str(int(day)))
        yield from ((Fact("month", month), number), (number,))
    if fact.kind == "time" and fact.value.endswith(":00") and len(fact.value) == len("20:00"):
        hour = int(fact.value[:2])
        for said in dict.fromkeys((hour, hour % 12 or 12)):
            yield (Fact("number", str(said)),)


def _listed(facts: Counter[Fact]) -> list[str]:
    return [fact.written for fact in sorted(facts.elements())]


def _names(drawer: Drawer) -> frozenset[str]:
    """The words that are names in every language.

    A word with a capital that all languages use, that is no common word in any, no initialism (those are
    translated) and no given name (which one language may leave out where the other does not).
    """
    by_language: dict[str, set[str]] = {}
    common: set[str] = set()
    for passage in drawer.passages:
        by_language.setdefault(passage.lang, set()).update(names_in(passage.said.text))
        common.update(re.findall(r"(?<!\w)[^\W\d_]+", passage.said.text))
    shared = set.intersection(*by_language.values()) if by_language else set()
    shared -= {word for name in _persons(drawer) for word in name.split()[:-1]}
    initialisms = {word for word in shared if word.isalpha() and word.isupper()}
    return frozenset(word for word in shared - initialisms if word.lower() not in common)


def _persons(drawer: Drawer) -> Iterator[str]:
    """The names of persons, not of organizations."""
    for record in drawer.records:
        if record.kind == "person" and isinstance(record.entry, Person) and record.entry.kind == "person":
            yield from record.entry.name.values()
