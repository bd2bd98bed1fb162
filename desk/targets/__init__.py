"""Where a site can be online: what every kind of target can do. One module a kind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from desk.manifest import Manifest
from desk.stop import Code, Stop

FOR_OUR_SERVER = (".br", ".gz", "_headers", "_redirects")
"""Endings of the files that only a web server of one's own reads."""

FOR_OUR_SERVER = (".br", ".gz", "_headers", "_redirects")
"""Endings of the files that only a web server of one's own reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One complete site that a target holds; `since` is when it came there (ISO 8601)."""

    name: str
    since: str
    is_live: bool


class Target(Protocol):
    """One place. What the other side refuses, or does not answer, is a `Stop` with exit code 4."""

    name: str
    leaves_out: tuple[str, ...]
    """Endings of files that this kind of place has no use for, such as `.br`."""

    def live(self) -> Manifest | None:
        """What is online; nothing where nothing was deployed yet.

        Raises:
            Stop: it cannot be asked, or it holds files that are no site of ours (4).
        """

    def send(self, tree: Path, new: Manifest, live: Manifest | None) -> None:
        """Bring a release there, and only when all of it is there put it online. Under the target's own lock.

        Raises:
            Stop: it was not put online (4); who was at work, where that is the reason.
        """

    def releases(self) -> list[Release]:
        """Those to which one can go back, newest first."""

    def back_to(self, release: str) -> None:
        """Put a release online again.

        Raises:
            Stop: it is not there (2), or it did not work (4).
        """


def refuse_misfits(name: str, keys: Mapping[str, Any], forms: Mapping[str, str]) -> None:
    """Every value of a target in the file of targets must have the form of its key, a regular expression.

    Raises:
        Stop: one has not (2).
    """
    for key, given in keys.items():
        if type(given) not in {str, int} or not re.fullmatch(forms[key], str(given)):
            raise Stop.saying(Code.USAGE, "target-value", name=name, key=key, given=given, form=forms[key])
