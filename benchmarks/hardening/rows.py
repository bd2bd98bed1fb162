"""What every section of the table of hardening gives: rows that say what was tried and what held.

A section is a module of this folder with `def rows(options: Options) -> Iterator[Row]`.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

QUIET = "no traceback"
UNHARMED = "output unharmed"
"""What more than one section promises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How much is tried."""

    instants: int
    mixes: int
    examples: int
    folder: Path
    """An empty one for what a section makes; it is removed afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was tried, and how often what is promised held: always, or the row does not hold.

    Rows of a section with the same `what` become one line of its table; each promise is a column of it.
    """

    section: str
    what: str
    tried: int
    held: int
    promised: str
    notes: tuple[str, ...] = ()
    """What did not hold, and where; what could not be tried here, and why; the worst that was seen."""

    @property
    def holds(self) -> bool:
        """Whether it is as promised; of what could not be tried, the notes say why."""
        return self.held == self.tried


def found_by(name: str, options: Options) -> list[Row]:
    """The rows that a section gives."""
    return list(import_module(f"benchmarks.hardening.{name}").rows(options))
