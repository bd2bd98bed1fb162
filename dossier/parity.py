"""The facts of a passage are the same in every language: what it states in figures, and whom it names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from dossier.facts import Fact, capitals_in, facts_in, names_in
from dossier.languages import language
from dossier.loading import Drawer
from dossier.model import Person
from dossier.passages import Passage, names_of_records, passages
from dossier.problems import Problem


def check_facts(drawer: Drawer) -> Iterator[Problem]:
    """Every number, date, time, percentage and sum of money of a passage stands in it in every language."""
    for one, other in _pairs(passages(drawer)):
        there, here = (facts_in(each.said.text, language(each.lang).figures) for each in (one, other))
        missing, added = _without_elided(there - here, here - there)
        if missing or added:
            yield _problem("facts-differ", one, other, _listed(missing), _listed(added))


def remark_names(drawer: Drawer, every: Sequence[Passage]) -> Iterator[Problem]:
    """Whom or what a passage names, it names in every language."""
    known = _names(every, drawer)
    people = names_of_records(drawer)
    for one, other in _pairs(every):
        # Whom the passage refers to in every language it may call by name or not.
        referred = {
            word
            for link in (other.block.links if other.block else ())
            for name in people.get(("person", link.removeprefix("person:")), {}).values()
            for word in capitals_in(name)
        }
        there, here = ((capitals_in(each.said.text) & known) - referred for each in (one, other))
        if there != here:
            yield _problem("names-differ", one, other, sorted(there - here), sorted(here - there))


def _pairs(every: Iterable[Passage]) -> Iterator[tuple[Passage, Passage]]:
    """Each passage with its version in the next language."""
    by_id: dict[str, list[Passage]] = {}
    for passage in every:
        by_id.setdefault(passage.id, []).append(passage)
    for versions in by_id.values():
        yield from pairwise(versions)


def _problem(
    code: str, one: Passage, other: Passage, missing: Iterable[str], added: Iterable[str]
) -> Problem:
    values = {"missing": tuple(missing), "added": tuple(added), "other": one.problem(0, code).place}
    return other.problem(0, code, language=other.lang, **values)


def _without_elided(missing: Counter[Fact], added: Counter[Fact]) -> tuple[Counter[Fact], Counter[Fact]]:
    """Without the days of which one language leaves out the month: "on 19 May and on the 23rd"."""
    for one, other in ((missing, added), (added, missing)):
        for day in [fact for fact in one if fact.kind == "day"]:
            number = Fact("number", str(int(day.value[-2:])))
            both = min(one[day], other[number])
            one[day] -= both
            other[number] -= both
    return +missing, +added


def _listed(facts: Counter[Fact]) -> list[str]:
    return [fact.written for fact in sorted(facts.elements())]


def _names(every: Iterable[Passage], drawer: Drawer) -> frozenset[str]:
    """The words that are names in every language.

    A word with a capital that all languages use, that is no common word in any, no initialism (those are
    translated) and no given name (which one language may leave out where the other does not).
    """
    by_language: dict[str, set[str]] = {}
    common: set[str] = set()
    for passage in every:
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
