"""What changed in the files that a site is made from."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

from watchfiles import watch

CODE = Path(__file__).parents[2]
"""Where the rooms of the engine stand, whosever site it is."""
ROOMS = ("desk", "dossier", "plugins", "theme")

Event = TypeVar("Event")

TOGETHER = 10
"""Milliseconds: changes that follow each other faster are one, as when an editor saves all its files."""
AT_MOST = 500
"""Milliseconds after which they are told anyway."""

Tell = Callable[[frozenset[Path] | OSError], None]
"""Takes the files that changed, or why they can be watched no more."""


def follow(settings: Path, tell: Tell) -> None:
    """From now on, tell of every change of what the site is made from: settings, content, theme, code."""
    top = settings.absolute().parent
    # The folder of the settings itself without what is below: hidden folders hold builds and environments.
    for folders, deep in (([top], False), (_below(top), True)):
        Thread(target=_follow, args=(folders, deep, tell), daemon=True).start()


def next_in(events: SimpleQueue[Event]) -> Event:
    """What comes next. A signal that came just before a wait without end would wait with it."""
    while True:
        with suppress(Empty):
            return events.get(timeout=1)


def _below(top: Path) -> list[Path]:
    rooms = {CODE / room for room in ROOMS}
    rooms |= {path for path in top.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    return sorted(path for path in rooms if not path.is_symlink())


def _follow(folders: list[Path], recursive: bool, tell: Tell) -> None:
    try:
        for changes in watch(*folders, recursive=recursive, step=TOGETHER, debounce=AT_MOST):
            if changed := frozenset(path for _, name in changes if not (path := Path(name)).is_dir()):
                tell(changed)
    except OSError as error:  # there are too many files to watch
        tell(error)
