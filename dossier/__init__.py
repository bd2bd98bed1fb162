"""The checked content: reads `content/`, or names everything that is wrong with it.

This is the door; other packages import from here only.
"""

import os
from pathlib import Path

from dossier import checks
from dossier.edtf import Edtf, Point, Precision
from dossier.languages import EDGE, NBSP, OBJECT, Language, language
from dossier.loading import Drawer
from dossier.model import KINDS, Chapter, Event, Figure, Person, Quotation, Reading, Source, Story
from dossier.problems import DossierError, Problem, Spot
from dossier.prose import CITATION, PREAMBLE, Heading
from dossier.record import Document, Dossier, Page, Period, Status
from dossier.wording import Wording, worded

__all__ = [
    "CITATION", "EDGE", "KINDS", "NBSP", "OBJECT", "PREAMBLE", "Chapter", "Document", "Dossier", "DossierError",
    "Edtf", "Event", "Figure", "Heading", "Language", "Page", "Period", "Person", "Point", "Precision", "Problem", "Quotation",
    "Reading", "Source", "Spot", "Status", "Story", "Wording", "language", "load", "worded",
]  # fmt: skip


def load(folder: str | os.PathLike[str], *, publishing: bool = False) -> Dossier:
    """Read and check the content folder; when `publishing`, also that nothing which that needs is undecided.

    Raises `DossierError` with every problem of every file, sorted by place.
    """
    drawer = Drawer(Path(folder))
    drawer.read()
    problems = [*drawer.problems, *checks.check(drawer)]
    if publishing:
        problems += checks.check_publishable(drawer)
    if problems:
        raise DossierError(problems)
    return drawer.dossier()
