"""How much of the explainers rests on a source, block by block."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dossier.prose import Block

if TYPE_CHECKING:
    from dossier.record import Dossier

DEPTHS = ("in-30-seconds", "in-3-minutes")
"""The reserved headings: short versions whose points each lead to the section that proves them."""


class Basis(StrEnum):
    """What a block rests on; the writer says so, nothing is guessed."""

    SOURCE = "source"
    SECTION = "section"
    """The section that a point of a short version leads to, with its sources."""
    ANALYSIS = "analysis"
    """Our own thought, marked as such."""
    TRANSITION = "transition"
    """Nothing: it only leads on."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many blocks of an explainer have which basis; the same in every language."""

    key: str
    blocks: Counter[Basis]

    @property
    def total(self) -> int:
        """All blocks."""
        return self.blocks.total()


def basis(block: Block) -> Basis:
    """What a block of an explainer rests on."""
    if block.section in DEPTHS:
        return Basis.SECTION if any(target.startswith("#") for target in block.links) else Basis.NONE
    if block.citations or block.diagram:  # which has the sources of its record
        return Basis.SOURCE
    return next((one for one in (Basis.ANALYSIS, Basis.TRANSITION) if one in block.classes), Basis.NONE)


def coverage(dossier: "Dossier") -> tuple[Coverage, ...]:
    """The coverage of every explainer that is shown, in order."""
    return tuple(
        Coverage(key, counted(pair[dossier.languages[0]].prose.blocks))
        for key, pair in dossier.explainers.items()
        if pair[dossier.languages[0]].is_shown
    )


def counted(blocks: Iterable[Block]) -> Counter[Basis]:
    """How many blocks have which basis."""
    return Counter(basis(block) for block in blocks)
