"""Where a site can be online: what every kind of target can do. One module a kind."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desk.hosting import MOVED
from desk.manifest import Manifest

FOR_SERVERS = (".br", ".gz", "_headers", "_redirects", MOVED)
"""Endings of the files that tell a web server how to answer, of no use where files are only handed out."""


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

    def back_to(self, release: str, *, failed: bool = False) -> None:
        """Put a release online again. If the one that is online has failed, nobody is offered that any more.

        Raises:
            Stop: it is not there (2), or it did not work (4).
        """
