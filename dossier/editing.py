"""Changes words in files of the content by their places: every other byte stays as it is."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from dossier.problems import Spot

_LINES = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_BOM = "\ufeff"


@dataclass(slots=True)
class Edits:
    """What is to be changed in the files of a folder."""

    folder: FilePath
    _words: dict[str, dict[Spot, tuple[str, str]]] = field(default_factory=dict)

    def replace(self, path: str, spot: Spot, old: str, new: str) -> None:
        """Put `new` in the place of `old`, which stands at a place of a file as problems name it."""
        self._words.setdefault(os.path.relpath(path, self.folder), {})[spot] = (old, new)

    def texts(self) -> Mapping[str, str]:
        """Each file with its changes, relative to the folder; what is not at its place is left alone."""
        return {name: self._text(name, words) for name, words in self._words.items()}

    def _text(self, name: str, words: Mapping[Spot, tuple[str, str]]) -> str:
        lines = lines_of(self.folder / name)
        for spot in sorted(words, reverse=True):
            (old, new), line = words[spot], lines[spot.line - 1]
            at = spot.column - 1 + (spot.line == 1 and line.startswith(_BOM))
            if line.startswith(old, at):
                lines[spot.line - 1] = line[:at] + new + line[at + len(old) :]
        return "".join(lines)


def lines_of(file: FilePath) -> list[str]:
    """The lines of a file as the reader counts them, each with its end."""
    return _LINES.split(file.read_bytes().decode())
