"""What a site is made from: the engine, the settings and the files of some folders, in one digest."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dossier import memory

UNTOLD = frozenset({"OUTPUT_PATH", "CACHE_PATH", "BEFORE", "SETTINGS", "DOSSIER"})
"""Settings that say where files stand, not what they hold; and the content, where it was read already."""


def digest(settings: Mapping[str, Any], file: Path, *more: Path) -> str:
    """A digest of the engine, of the settings, and of the folders that they name but for the content.

    `more` are other folders that count. `file` is that of the settings: it counts as it is written, too, and
    so do plugins that stand elsewhere and what it may import; a value may be a function.
    """
    whole = hashlib.sha256(memory.engine().encode())
    for name in sorted(settings.keys() - UNTOLD):
        whole.update(f"{name} {re.sub(' at 0x[0-9a-f]+', '', repr(settings[name]))}\n".encode())
    top = file.parent
    beside = [top, Path(), *(top / place for place in settings.get("PLUGIN_PATHS", ()))]
    plugins = {str(name).partition(".")[0] for name in settings.get("PLUGINS") or ()}
    folders = [
        Path(__file__).parent,
        Path(settings.get("GUIDE", "guide")),
        top / settings.get("THEME", "theme"),
        *map(Path, settings.get("TRANSLATIONS", ())),
        *(top / place for place in settings.get("THEME_TEMPLATES_OVERRIDES", ())),
        *(place / name for place in beside for name in sorted(plugins)),
        *more,
    ]
    rooms: list[tuple[Path, Iterable[Path]]] = [(folder, _files_in(folder)) for folder in folders]
    rooms += [(folder, sorted(folder.glob("*.py"))) for folder in beside]
    for at, (folder, files) in enumerate(rooms):
        for path in files:
            if path.suffix != ".pyc":
                place, content = os.fsencode(path.relative_to(folder)), path.read_bytes()
                whole.update(f"{at} {len(place)} {len(content)}\n".encode() + place + content)
    return whole.hexdigest()[:16]


def _files_in(folder: Path) -> Iterator[Path]:
    """Every file, also behind links, as Pelican finds them."""
    for where, folders, names in os.walk(folder, followlinks=True):
        folders.sort()
        for name in sorted(names):
            path = Path(where, name)
            if path.is_file():
                yield path
