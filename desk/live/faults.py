"""What a build says when it fails, line by line, with the place that each line names."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PLACE = re.compile(r"(?P<path>[^:\n]+):(?P<line>\d+)(?::(?P<column>\d+))?: ")
EDITORS = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
}
"""How well-known editors are told to open a place; any other can be named by an address like these."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One line: the place that it names, if any, and the rest of it."""

    text: str
    path: str = ""
    line: int = 1
    column: int = 1

    @property
    def place(self) -> str:
        """The place as a terminal shows it."""
        return f"{self.path}:{self.line}:{self.column}" if self.path else ""

    def link(self, editor: str) -> str:
        """The address that opens the place in an editor: one of `EDITORS`, or a pattern of one."""
        if not self.path:
            return ""
        path = quote(str(Path(self.path).absolute()))
        return EDITORS.get(editor, editor).format(path=path, line=self.line, column=self.column)


def faults_in(said: str) -> list[Fault]:
    """Every line of what was said."""
    return [_fault(line) for line in said.splitlines() if line.strip()]


def _fault(line: str) -> Fault:
    match = PLACE.match(line)
    if not match or not Path(match["path"]).exists():
        return Fault(line)
    return Fault(line[match.end() :], match["path"], int(match["line"]), int(match["column"] or 1))
