"""What a writer reads about a problem, in the writer's language.

One catalogue a language, with the same keys. A problem carries values; the catalogue has the
sentences. `{where}`, `{near}` and lists are built here, so that each sentence names its record,
suggests the nearest match and lists what is allowed in one way.
"""

import os
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from dossier.problems import Problem, Values
from dossier.record import Dossier

LANGUAGES = ("en", "fr")


class Wording:
    """The messages in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.catalogue = _catalogue(lang)

    def __call__(self, problem: Problem) -> str:
        """The sentence for a problem: what is wrong; what is allowed, or the nearest match."""
        values = {name: self._shown(value) for name, value in problem.values.items()}
        values["where"] = self._where(problem.values)
        near = problem.values.get("near")
        values["near"] = self.catalogue["near"].format(near=near) if near else ""
        for name in ("kind", "wanted_kind"):
            values[name] = self.catalogue["kinds"].get(values.get(name, ""), "")
        for name in ("language", "languages", "missing", "added", "unknown"):
            if name in problem.values:
                values[name] = self._languages(problem.values[name])
        sentence: str = self.catalogue["problems"][problem.code]
        return sentence.format(**values).strip()

    def line(self, problem: Problem) -> str:
        """A problem as it is printed: `path:line:column: code: sentence`."""
        return f"{problem.place}: {problem.code}: {self(problem)}"

    def count(self, problems: Iterable[Problem]) -> str:
        """How many problems there are, in how many files."""
        every = list(problems)
        files = len({problem.path for problem in every})
        return self._counted("count", problems=len(every), files=files)

    def clean(self, dossier: Dossier) -> str:
        """That nothing is wrong, and how much was checked."""
        return self._counted(
            "clean",
            events=len(dossier.events),
            people=len(dossier.people),
            sources=len(dossier.sources),
            documents=sum(len(pair) for pair in (*dossier.explainers.values(), *dossier.pages.values())),
        )

    def _counted(self, key: str, **numbers: int) -> str:
        nouns = self.catalogue["nouns"]
        words = {name: f"{number} {nouns[name][0 if number == 1 else 1]}" for name, number in numbers.items()}
        sentence: str = self.catalogue[key]
        return sentence.format(**words)

    def _where(self, values: Values) -> str:
        kind = self.catalogue["kinds"].get(str(values.get("kind", "")), "")
        name = values.get("id", "")
        if not kind:
            return ""
        return self.catalogue["where"].format(kind=kind, id=name) if name else f"{kind}{self.catalogue['colon']}"

    def _shown(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return ", ".join(f'"{item}"' for item in value)
        return _printable(value) if isinstance(value, str) else value

    def _languages(self, value: Any) -> str:
        """Codes of languages with their names, other lists as they are."""
        names = self.catalogue["languages"]
        items = value if isinstance(value, tuple) else (value,)
        return ", ".join(f"{names[item]} ({item})" if item in names else f'"{item}"' for item in items)


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


@cache
def _catalogue(lang: str) -> dict[str, Any]:
    file = Path(__file__).with_name(f"{lang}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _printable(text: str) -> str:
    """Text without raw control characters, which could change a terminal."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
