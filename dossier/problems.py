"""A mistake in the content: what it is, where it stands, and all of them together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

Values = Mapping[str, "str | int | float | tuple[str, ...]"]
"""What the wording of a problem needs: names, numbers and lists, never sentences."""


class Spot(NamedTuple):
    """A line and a column in a file, both counted from 1, as editors do."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in one place.

    It carries values only; the sentence a writer reads is made by `dossier.wording`,
    in the writer's language.
    """

    path: str
    spot: Spot
    code: str
    values: Values = field(default_factory=dict, compare=False)

    @property
    def place(self) -> str:
        """`path:line:column`, which editors and terminals turn into a link."""
        return f"{self.path}:{self.spot.line}:{self.spot.column}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems sorted by place, each once: two rules may find the same mistake in the same place."""
    once = {(problem.place, problem.code, repr(problem.values)): problem for problem in problems}
    return tuple(sorted(once.values()))


class DossierError(Exception):
    """The content holds problems; `problems` has all of them, each once, sorted by place."""

    exitcode = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__(f"{len(self.problems)} problems in the content")


def nearest(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """The known word that `word` was probably meant to be, or nothing."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=likeness)), "")
