"""The checked content: reads `content/`, or names everything that is wrong with it.

This is the door; other packages import from here only.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from dossier import checks, drafting, export, forks, memory, renaming
from dossier.addresses import Page, Redirect, public_addresses
from dossier.agreement import RECORD, Compared, State, Tally, agreeing
from dossier.coverage import DEPTHS, Basis, Coverage, coverage
from dossier.drawing import Drawing, DrawnArrow, draw, name_of, sample
from dossier.edtf import Edtf, Point, Precision, end_of_day
from dossier.fields import Field, fields, keys
from dossier.known import Known, KnownEvent, Silence
from dossier.languages import EDGE, NBSP, OBJECT, Language, language
from dossier.loading import AGREED, REGISTER, Drawer
from dossier.model import (
    COUNT,
    KINDS,
    Arrow,
    Box,
    Change,
    Chapter,
    Diagram,
    Disclosure,
    Entry,
    Event,
    Figure,
    Person,
    Quotation,
    Reading,
    Record,
    Role,
    Source,
)
from dossier.part_checks import TO_BE_WRITTEN
from dossier.passages import Placed
from dossier.problems import DossierError, Problem, Spot, Values, in_order
from dossier.prose import CITATION, PREAMBLE, Heading, Located, locate
from dossier.record import Document, Dossier, Edition, Period, Status
from dossier.remarks import remarks
from dossier.schemas import schemas
from dossier.wording import Wording, worded

__all__ = [
    "AGREED", "CITATION", "COUNT", "DEPTHS", "EDGE", "KINDS", "NBSP", "OBJECT", "PREAMBLE", "RECORD",
    "REGISTER", "TO_BE_WRITTEN", "Arrow", "Basis", "Box", "Change", "Chapter", "Compared", "Coverage",
    "Diagram", "Disclosure", "Document", "Dossier", "DossierError", "Drawing", "DrawnArrow", "Edition",
    "Edtf", "Entry", "Event", "Examined", "Field", "Figure", "Heading", "Known", "KnownEvent", "Language",
    "Located", "Page", "Period", "Person", "Placed", "Point", "Precision", "Problem", "Quotation",
    "Reading", "Record", "Redirect", "Role", "Silence", "Source", "Spot", "State", "Status", "Tally",
    "Values", "Wording", "agreeing", "coverage", "drafting", "draw", "end_of_day", "examine", "export",
    "fields", "forks", "keys", "language", "load", "locate", "memory", "name_of", "public_addresses",
    "renaming", "sample", "schemas", "worded",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a content folder: problems stop it from being published, remarks do not."""

    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    dossier: Dossier | None
    """The content, when it has no problems."""


def load(
    folder: str | os.PathLike[str],
    *,
    publishing: bool = False,
    registering: bool = False,
    drafts: bool = False,
) -> Dossier:
    """Read and check the content folder.

    When `publishing`, also check that nothing which that needs is undecided; when `registering`, let new
    ids and addresses pass, because they are about to be registered; with `drafts`, show these too.

    Raises `DossierError` with every problem of every file, sorted by place.
    """
    drawer = Drawer(Path(folder), drafts=drafts)
    problems = checks.problems_of(drawer)
    if registering:
        problems = [problem for problem in problems if problem.code not in checks.NEW]
    if publishing:
        problems += checks.check_publishable(drawer)
    if problems:
        raise DossierError(problems)
    return drawer.dossier()


def examine(folder: str | os.PathLike[str]) -> Examined:
    """Read and check the content folder for its writer: every problem and every remark, sorted by place."""
    drawer = Drawer(Path(folder))
    problems = in_order(checks.problems_of(drawer))
    return Examined(problems, in_order(remarks(drawer)), None if problems else drawer.dossier())
