"""All that a site is made from, besides its dossier, in one digest."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dossier import memory

WHERE = frozenset({"OUTPUT_PATH", "CACHE_PATH", "BEFORE", "SETTINGS"})
"""Settings that say where files stand, and nothing of what they hold."""


def digest(settings: Mapping[str, Any], file: Path, *more: Path) -> str:
    """A digest of the engine, the settings, the folders that they name but the content, and those given.

    `file` is that of the settings: it counts as it is written, too, and so does what it may import; a value
    may be a function.
    """
    whole = hashlib.sha256(memory.engine().encode())
    for name in sorted(settings.keys() - WHERE):
        whole.update(f"{name} {re.sub(' at 0x[0-9a-f]+', '', repr(settings[name]))}\n".encode())
    top = file.parent
    folders = [Path(__file__).parent, Path(settings.get("GUIDE", "guide"))]
    folders += [top / settings.get("THEME", "theme"), *map(Path, settings.get("TRANSLATIONS", ()))]
    files = [(folder, path) for folder in (*folders, *more) for path in _files_in(folder)]
    files += [(folder, path) for folder in (top, Path()) for path in sorted(folder.glob("*.py"))]
    for folder, path in files:
        if path.suffix != ".pyc":
            content = path.read_bytes()
            place = os.fsencode(path.relative_to(folder))
            whole.update(f"{len(place)} {len(content)}\n".encode() + place + content)
    return whole.hexdigest()[:16]


def _files_in(folder: Path) -> Iterator[Path]:
    """Every file, also behind links, as Pelican finds them."""
    for where, folders, names in os.walk(folder, followlinks=True):
        folders.sort()
        for name in sorted(names):
            path = Path(where, name)
            if path.is_file():
                yield path
