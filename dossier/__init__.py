"""The checked content: reads `content/`, or names everything that is wrong with it.

This is the door; other packages import from here only.
"""

import os
from pathlib import Path

from dossier import checks, export
from dossier.addresses import Page, permanent_ids
from dossier.edtf import Edtf, Point, Precision, end_of_day
from dossier.known import Known, KnownEvent, Silence
from dossier.languages import EDGE, NBSP, OBJECT, Language, language
from dossier.loading import REGISTER, Drawer
from dossier.model import (
    KINDS,
    Change,
    Chapter,
    Disclosure,
    Event,
    Figure,
    Person,
    Quotation,
    Reading,
    Source,
)
from dossier.problems import DossierError, Problem, Spot
from dossier.prose import CITATION, PREAMBLE, Heading
from dossier.record import Document, Dossier, Period, Status, Version
from dossier.wording import Wording, worded

__all__ = [
    "CITATION", "EDGE", "KINDS", "NBSP", "OBJECT", "PREAMBLE", "REGISTER", "Change", "Chapter",
    "Disclosure", "Document", "Dossier", "DossierError", "Edtf", "Event", "Figure", "Heading", "Known",
    "KnownEvent", "Language", "Page", "Period", "Person", "Point", "Precision", "Problem", "Quotation",
    "Reading", "Silence", "Source", "Spot", "Status", "Version", "Wording", "end_of_day", "export",
    "language", "load", "permanent_ids", "worded",
]  # fmt: skip


def load(folder: str | os.PathLike[str], *, publishing: bool = False, registering: bool = False) -> Dossier:
    """Read and check the content folder.

    When `publishing`, also check that nothing which that needs is undecided; when `registering`, let new
    permanent ids pass, because they are about to be registered.

    Raises `DossierError` with every problem of every file, sorted by place.
    """
    drawer = Drawer(Path(folder))
    drawer.read()
    problems = [*drawer.problems, *checks.check(drawer)]
    problems += (p for p in checks.check_register(drawer) if not (registering and p.code == "not-registered"))
    if publishing:
        problems += checks.check_publishable(drawer)
    if problems:
        raise DossierError(problems)
    return drawer.dossier()
