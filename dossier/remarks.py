"""What an editor should look at: remarks stop nothing. One generator a rule, its docstring the rule."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations

from dossier.coverage import DEPTHS
from dossier.languages import Readability, language
from dossier.loading import Drawer
from dossier.memory import remembered
from dossier.model import Event, RefersTo, Source, Term
from dossier.parity import remark_names, remark_same_words
from dossier.part_checks import remarks_in
from dossier.passages import Passage
from dossier.problems import Problem, Spot, Values
from dossier.readability import (
    LONG_SENTENCE,
    LONG_SHARE,
    Measures,
    Sentence,
    measured,
    sentences,
    words_in,
)
from dossier.titles import terms_in

DEPTH_WORDS: Mapping[str, tuple[int, int]] = {DEPTHS[0]: (60, 90), DEPTHS[1]: (360, 540)}
"""Words of the short versions: about 75 and about 450, give or take a fifth, because what one language says
in 400 words another says in 450."""
FULL_WORDS = (600, 1500)
"""Words of an explainer, its short versions not counted."""
SUMMARY_WORDS = 50

Every = Sequence[Passage]


def remarks(drawer: Drawer) -> Iterator[Problem]:
    """Every remark of every rule."""
    for part in drawer.parts:
        yield from remarks_in(part)
    for rule in RULES:
        yield from rule(drawer)


def remark_reading(drawer: Drawer) -> Iterator[Problem]:
    """What a file says reads easily in each language; the shortest version of a text more easily still."""
    names = frozenset(_name_words(drawer))
    for found in _grouped(drawer.passages, lambda passage: (passage.path, passage.lang)).values():
        if rules := language(found[0].lang).readability:
            yield from _reading(found, rules, names, rules.limit)
            brief = [passage for passage in found if passage.section == DEPTHS[0]]
            yield from _reading(brief, rules, names, rules.brief_limit)


def _reading(found: Every, rules: Readability, names: frozenset[str], limit: float) -> Iterator[Problem]:
    told = [passage for passage in found if passage.block]
    if not told:
        return
    kind, lang = told[0].kind, told[0].lang
    measures = _measured(tuple((passage.said.text, _is_labels(passage)) for passage in told), names, lang)
    if measures is None:
        return
    first = next(passage for passage in told if any(_sentences(passage, rules)))
    if measures.sentence > rules.sentence:
        words, most = measures.sentence, rules.sentence
        yield first.problem(0, "long-sentences", language=lang, words=words, most=most)
    # The formulas were made for running text; the record is a collection of short ones.
    is_running = kind in ("explainer", "page")
    if is_running and (measures.score - limit) * (1 if rules.higher_is_easier else -1) < 0:
        values: Values = {"formula": rules.formula, "score": measures.score, "limit": limit}
        yield first.problem(0, "hard-to-read", language=lang, **values)
    if measures.long_share > LONG_SHARE:
        for passage in told:
            for sentence in _sentences(passage, rules):
                if (count := len(sentence.words)) > LONG_SENTENCE:
                    yield passage.problem(sentence.at, "long-sentence", words=count, most=LONG_SENTENCE)


@remembered
def _measured(texts: tuple[tuple[str, bool], ...], names: frozenset[str], lang: str, /) -> Measures | None:
    """The measures of texts, each with whether its lines may be labels; a language has rules for that."""
    rules = language(lang).readability
    assert rules
    every = (one for text, labels in texts for one in sentences(text, rules, labels=labels))
    return measured(every, names, rules)


def _is_labels(passage: Passage) -> bool:
    return passage.block is not None and passage.block.tag == "table"


def _sentences(passage: Passage, rules: Readability) -> Iterator[Sentence]:
    return sentences(passage.said.text, rules, labels=_is_labels(passage))


def remark_paragraphs(drawer: Drawer) -> Iterator[Problem]:
    """A paragraph is no longer than a reader holds in mind."""
    for passage in drawer.passages:
        rules = language(passage.lang).readability
        words = len(words_in(passage.said.text))
        if rules and passage.block and passage.block.tag != "table" and words > rules.paragraph:
            yield passage.problem(0, "long-paragraph", words=words, most=rules.paragraph)


def remark_lengths(drawer: Drawer) -> Iterator[Problem]:
    """An explainer has both short versions, and each has the length that its readers have time for."""
    of_file = _grouped(drawer.passages, lambda passage: passage.path)
    for document in drawer.documents:
        if document.kind != "explainer":
            continue
        counts = dict.fromkeys(DEPTHS, 0)
        full = 0
        for passage in of_file.get(document.path, ()):
            if passage.block:
                words = len(words_in(passage.said.text))
                if passage.section in counts:
                    counts[passage.section] += words
                else:
                    full += words
        spots = {heading.id: heading.spot for heading in document.prose.headings}
        for section, words in counts.items():
            if section not in spots:
                yield Problem(document.path, Spot(document.first_line), "no-depth", {"section": section})
            elif not DEPTH_WORDS[section][0] <= words <= DEPTH_WORDS[section][1]:
                least, most = DEPTH_WORDS[section]
                values: Values = {"section": section, "words": words, "least": least, "most": most}
                yield Problem(document.path, spots[section], "depth-length", values)
        if not FULL_WORDS[0] <= full <= FULL_WORDS[1]:
            values = {"words": full, "least": FULL_WORDS[0], "most": FULL_WORDS[1]}
            yield Problem(document.path, Spot(document.first_line), "text-length", values)


def remark_summaries(drawer: Drawer) -> Iterator[Problem]:
    """A summary answers in one short paragraph."""
    for document in drawer.documents:
        words = len(words_in(document.front.summary))
        if words > SUMMARY_WORDS:
            values = {"words": words, "most": SUMMARY_WORDS}
            yield drawer.fronts[document.path].problem(("summary",), "long-summary", **values)


def remark_quotations(drawer: Drawer) -> Iterator[Problem]:
    """Words between quotation marks are somebody's, and so a record: who said them, where, in which words."""
    for passage in drawer.passages:
        if passage.kind in ("explainer", "event") and passage.block:
            for at, char in enumerate(passage.said.text):
                if char in '"«“„':
                    yield passage.problem(at, "loose-quotation")
                    break


def remark_sources(drawer: Drawer) -> Iterator[Problem]:
    """Every source supports something; while a file cannot be read, nobody knows what it cites."""
    if drawer.unread - drawer.absent.keys():
        return
    used = {citation.source for document in drawer.documents for citation in document.prose.citations}
    for record in drawer.records:
        used |= {found.value for found in record.marked if found.marker == RefersTo("source")}
    for record in drawer.records:
        if record.kind == "source" and record.id not in used:
            yield record.problem_at_key((), "unused-source")


def remark_told_twice(drawer: Drawer) -> Iterator[Problem]:
    """An event is told once: no two have the same date and the same title."""
    first: dict[tuple[str, ...], str] = {}
    for record in drawer.records:
        if isinstance(event := record.entry, Event):
            other = first.setdefault((str(event.when), *event.title.values()), event.id)
            if other != event.id:
                yield record.problem_at_key((), "told-twice", wanted=other)


def remark_gone(drawer: Drawer) -> Iterator[Problem]:
    """Of a source that is gone, an archived copy is left to read."""
    for record in drawer.records:
        if isinstance(record.entry, Source) and record.entry.is_gone and not record.entry.archived:
            yield record.problem(("access",), "gone-unarchived")


def remark_roles(drawer: Drawer) -> Iterator[Problem]:
    """A role is called by the same word of the glossary in every language."""
    terms = [record.entry for record in drawer.records if isinstance(record.entry, Term)]
    for record in drawer.records:
        for index, role in enumerate(getattr(record.entry, "roles", ())):
            used = {lang: terms_in(title, lang, terms) for lang, title in role.title.items()}
            for (one, ours), (other, theirs) in permutations(used.items(), 2):
                if terms_of_one := tuple(sorted(ours - theirs)):
                    values: Values = {"language": one, "languages": other, "terms": terms_of_one}
                    yield record.problem(("roles", index, "title", other), "role-rendering", **values)


def _name_words(drawer: Drawer) -> Iterator[str]:
    """The words of the names of people and organizations, in every language."""
    for (kind, _), names in drawer.names.titles.items():
        if kind == "person":
            for name in names.values():
                yield from words_in(str(name))


def _grouped(every: Every, key: Callable[[Passage], object]) -> Mapping[object, list[Passage]]:
    groups: dict[object, list[Passage]] = {}
    for passage in every:
        groups.setdefault(key(passage), []).append(passage)
    return groups


RULES: tuple[Callable[[Drawer], Iterator[Problem]], ...] = (
    remark_reading, remark_paragraphs, remark_lengths, remark_summaries, remark_quotations, remark_sources,
    remark_told_twice, remark_gone, remark_names, remark_same_words, remark_roles,
)  # fmt: skip
