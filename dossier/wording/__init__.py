"""What a writer reads about a problem, in the writer's language.

One catalogue a language, with the same keys. A problem carries values; the catalogue has the
sentences. `{where}`, `{near}`, `{no}` and lists are built here, so that each sentence names its
record, suggests the nearest match and lists what is allowed in one way.
"""

import os
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from dossier.agreement import RECORD, Compared, State, Tally
from dossier.coverage import Basis, Coverage
from dossier.languages import OBJECT
from dossier.problems import Problem, Values
from dossier.record import Dossier

LANGUAGES = ("en", "fr")
LONGEST = 200
"""The characters of what was written that a sentence repeats at most."""


class Wording:
    """The messages in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.catalogue = _catalogue(lang)

    def __call__(self, problem: Problem) -> str:
        """The sentence for a problem: what is wrong; what is allowed, or the nearest match."""
        values = {name: self._shown(name, value) for name, value in problem.values.items()}
        values["where"] = self._where(problem.values)
        wanted = problem.values.get("wanted_kind", "")
        values["no"] = self.catalogue["no"].get(wanted, "")
        values["wanted_kind"] = self.catalogue["kinds"].get(wanted, "")
        near = problem.values.get("near")
        near = self.catalogue["or"].join(map(_printable, near)) if isinstance(near, tuple) else near
        values["near"] = self.catalogue["near"].format(near=near) if near else ""
        values["nearest"] = values["near"] or self.catalogue["not-near"]
        choices = values.get("choices") if problem.values.get("choices") else ""
        values["choices"] = self.catalogue["choices"].format(choices=choices) if choices else ""
        kind = "remarks" if self.is_remark(problem) else "problems"
        sentence: str = self.catalogue[kind][problem.code]
        return sentence.format(**values)

    def line(self, problem: Problem) -> str:
        """A problem or remark as it is printed: `path:line:column: code: sentence`."""
        remark = self.catalogue["remark"] if self.is_remark(problem) else ""
        return f"{_printable(problem.place)}: {remark}{problem.code}: {self(problem)}"

    @property
    def command(self) -> Mapping[str, str]:
        """What the command says of itself and its options, and argparse for it."""
        says: dict[str, str] = self.catalogue["command"]
        return says

    def remarks(self, remarks: Sequence[Problem]) -> str:
        """How many remarks there are."""
        return self._counted("remarks-count", remarks=len(remarks))

    def is_remark(self, problem: Problem) -> bool:
        """Whether it stops nothing."""
        return problem.code in self.catalogue["remarks"]

    def count(self, problems: Iterable[Problem]) -> str:
        """How many problems there are, in how many files."""
        every = list(problems)
        files = len({problem.path for problem in every})
        return self._counted("count", problems=len(every), files=files)

    def crash(self, error: Exception, details: str) -> str:
        """That we have made a mistake, and in which file its details are, if in any."""
        sentence: str = self.catalogue["internal" if details else "internal-unwritten"]
        what, reason = type(error).__name__, _printable(str(error))
        return sentence.format(what=what, reason=reason, crash=details)

    def clean(self, dossier: Dossier) -> str:
        """That nothing is wrong, and how much was checked."""
        return self._counted(
            "clean",
            events=len(dossier.events),
            people=len(dossier.people),
            sources=len(dossier.sources),
            documents=sum(len(pair) for pair in (*dossier.explainers.values(), *dossier.pages.values())),
        )

    def coverage(self, covered: Sequence[Coverage]) -> Iterator[str]:
        """A table: the blocks of each explainer by what they rest on, and all of them together."""
        names: dict[str, str] = self.catalogue["coverage"]
        rows = [("", *(names[basis] for basis in Basis), names["all"])]
        rows += [(one.key, *(str(one.blocks[basis]) for basis in Basis), str(one.total)) for one in covered]
        everything = sum((one.blocks for one in covered), Counter[Basis]())
        rows += [(names["all"], *(str(everything[b]) for b in Basis), str(everything.total()))]
        yield from _table(rows)

    def tallies(self, found: Iterable[Tally]) -> Iterator[str]:
        """A table: the passages of each text in each language, by how they stand to their other versions."""
        names: dict[str, str] = self.catalogue["status"]
        keys = ("text", "language", "passages", *State, "percent")
        rows = [tuple(names[key] for key in keys)]
        for one in found:
            states = (str(one.passages[state]) for state in State)
            text = names[RECORD] if one.text == RECORD else one.text
            rows.append((text, one.lang, str(one.total), *states, str(one.percent)))
        yield from _table(rows)

    def unequal(self, one: Compared) -> Iterator[str]:
        """Where a passage stands in each language, how it stands to the others, and what it says now."""
        names: dict[str, str] = self.catalogue["status"]
        yield one.id
        for lang, passage in one.versions.items():
            state = names[one.states[lang]]
            yield f"  {passage.start}: {names['version'].format(language=self._language(lang), state=state)}"
            yield f"    {_printable(' '.join(passage.said.text.replace(OBJECT, '[…]').split()))}"
        yield f"  {names['settle']} python3 tasks.py agree {one.id}"

    def agreed(self, percent: int, passages: int) -> str:
        """How many passages in a hundred are agreed."""
        number = self._noun("passages", passages)
        sentence: str = self.catalogue["status"]["sum"]
        return sentence.format(percent=percent, passages=number)

    def _counted(self, key: str, **numbers: int) -> str:
        sentence: str = self.catalogue[key]
        return sentence.format(**{name: self._noun(name, number) for name, number in numbers.items()})

    def _noun(self, name: str, number: int) -> str:
        nouns, singular = self.catalogue["nouns"], self.catalogue["singular"]
        return f"{number} {nouns[name][number not in singular]}"

    def _where(self, values: Values) -> str:
        """Which record a problem is about, if it is about one."""
        kind, name = self.catalogue["kinds"].get(values.get("kind", "")), values.get("id", "")
        if not kind:
            return ""
        pattern: str = self.catalogue["where" if name else "where-all"]
        return pattern.format(kind=kind, id=_printable(_in_short(str(name))))

    def _shown(self, name: str, value: Any) -> Any:
        """A value as it stands in a sentence: lists with each item in quotes, languages by their names."""
        if name in ("language", "languages"):
            items = value if isinstance(value, tuple) else (value,)
            return ", ".join(self._language(item) for item in items)
        if name == "lines":
            return "\n".join(map(_printable, value))
        if name == "detail":
            return ", ".join(self.catalogue["yaml"].get(part, part) for part in value)
        if name == "reason":
            return self.catalogue["reasons"].get(value, value)
        if isinstance(value, float):
            return f"{value:.1f}".replace(".", self.catalogue["decimal"])
        if isinstance(value, tuple):
            quoted = (self.catalogue["quoted"].format(_printable(item)) for item in value)
            return ", ".join(quoted) or self.catalogue["nothing"]
        return _printable(_in_short(value)) if isinstance(value, str) else value

    def _language(self, code: str) -> str:
        name = self.catalogue["languages"].get(code)
        return f"{name} ({code})" if name else self.catalogue["quoted"].format(_printable(code))


def codes() -> Iterator[str]:
    """Every code with its sentence in each of our languages, as tables in Markdown.

    What stands in braces is filled in. A code keeps its meaning: programs and people rely on it.
    """
    yield "# What `check` says"
    for rank in ("problems", "remarks"):
        names = [_catalogue(lang)["titles"][rank] for lang in LANGUAGES]
        yield from (
            "",
            f"## {' · '.join(names)}",
            "",
            f"| code | {' | '.join(LANGUAGES)} |",
            "| --- | --- | --- |",
        )
        for code in _catalogue(LANGUAGES[0])[rank]:
            sentences = (_catalogue(lang)[rank][code].removeprefix("{where}") for lang in LANGUAGES)
            cells = (sentence.format_map(_Braces()).replace("|", "\\|") for sentence in sentences)
            cells = (cell.replace("\n", "<br>") for cell in cells)
            yield f"| `{code}` | {' | '.join(cells)} |"


class _Braces(dict[str, str]):
    """The name of each value in braces, as it stands in the catalogue."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def worded(problems: Iterable[Problem], lang: str) -> list[str]:
    """Each problem as the line that is printed for it."""
    wording = Wording(lang)
    return [wording.line(problem) for problem in problems]


def locale_language() -> str:
    """The writer's language by the environment's locale, if we speak it; else the first of ours."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            code = os.environ[variable][:2].lower()
            return code if code in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows with their columns below each other: words on the left, numbers on the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (other.rjust(width) for other, width in zip(others, widths[1:], strict=True))
        yield "  ".join([first.ljust(widths[0]), *cells])


@cache
def _catalogue(lang: str) -> dict[str, Any]:
    file = Path(__file__).with_name(f"{lang}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _in_short(text: str) -> str:
    """The beginning of what would fill the screen."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _printable(text: str) -> str:
    """Text in which what does not show, and could change a terminal, is named."""
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)
