"""`deploy/targets.toml`: which places there are to bring the site to."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from pathlib import Path
from typing import Any, ClassVar, Protocol

from desk.stop import Code, Stop
from desk.targets import Target
from desk.targets.branch import Branch
from desk.targets.server import Server
from desk.targets.store import Store
from desk.wording import words

FILE = Path("deploy/targets.toml")

SECRET = re.compile(r"(?i)passw|passphrase|secret|token|credential|key.?id|access.?key|api.?key|private")


class Kind(Target, Protocol):
    """A class of targets, as the file names one: a dataclass of a name and of what the file may say."""

    FORMS: ClassVar[Mapping[str, str]]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __init__(self, *, name: str, **keys: Any) -> None: ...


KINDS: Mapping[str, type[Kind]] = {"ssh": Server, "branch": Branch, "store": Store}
PATIENCE = {"ssh": 5, "branch": 600, "store": 60}
"""For how many seconds each kind may go on serving what it served before."""
PAGES = "gh-pages"
"""A pages branch that needs no table: what Pelican users call by this name."""
COMMON = {"kind": r".*", "address": r"https?://[^/\s@]+(/[^\s]*[^/\s])?"}
"""What any of them may say: as `FORMS`."""
HEAD = re.compile(r"""[ \t]*\[[ \t]*["']?([^"'\]]*?)["']?[ \t]*\]""")
AT_LINE = re.compile(r"(.*?)(?: \(at line (\d+), column (\d+)\)| \(at end of document\))?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A target, and where the public reads it: at the story's address unless the file has another."""

    target: Target
    address: str | None
    patience: int


def chosen(file: Path, name: str | None) -> Place:
    """The target of that name; without a name, the only one.

    Raises:
        Stop: the file, or what was asked for, has mistakes (2): all of them, each with its place.
    """
    targets = _Targets(file, _text_of(file))
    tables = targets.tables
    if name == PAGES:
        tables.setdefault(PAGES, {"kind": "branch"})
    if not tables:
        raise Stop.saying(Code.USAGE, "no-target-yet", path=file)
    if faults := list(targets.faults()):
        raise Stop(Code.USAGE, "\n".join(faults))
    if name is None and len(tables) > 1:
        raise Stop.saying(Code.USAGE, "which-target", names=", ".join(tables))
    name = name or next(iter(tables))
    if name not in tables:
        raise Stop(Code.USAGE, words("no-such-target", path=file, name=name) + _near(name, tables))
    keys = {key: value for key, value in tables[name].items() if key not in COMMON}
    kind, address = tables[name]["kind"], tables[name].get("address")
    return Place(target=KINDS[kind](name=name, **keys), address=address, patience=PATIENCE[kind])


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise Stop.saying(Code.USAGE, "no-targets", path=file) from error
    except UnicodeDecodeError as error:
        raise Stop.saying(Code.USAGE, "targets-unreadable", place=file, reason=error) from error


class _Targets:
    """What the file says, and where."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        try:
            self.tables: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            match = AT_LINE.fullmatch(str(error))
            assert match, "whatever is said, the place may be missing"
            reason, line, column = match.groups()
            place = f"{file}:{line or len(self.lines)}:{column or 1}"
            raise Stop.saying(Code.USAGE, "targets-unreadable", place=place, reason=reason) from error

    def faults(self) -> Iterator[str]:
        """What is wrong with the tables, those too that nobody asks for: what is in them may be a secret."""
        for name, keys in self.tables.items():
            if isinstance(keys, dict):
                yield from self._faults_of(name, keys)
            else:
                yield words("no-table", place=self._place("", name), name=name)

    def _faults_of(self, name: str, keys: dict[str, Any]) -> Iterator[str]:
        for key in filter(SECRET.search, keys):
            yield words("secret-in-file", place=self._place(name, key), name=name, key=key)
        kind = keys.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            place = self._place(name, "kind")
            sentence = words("no-kind", place=place, name=name, kind=kind or "", kinds=", ".join(KINDS))
            yield sentence + _near(str(kind), KINDS)
            return
        forms = {**KINDS[kind].FORMS, **COMMON}
        for field in fields(KINDS[kind]):
            if field.init and field.default is MISSING and field.name not in ("name", *keys):
                yield words("missing-key", place=self._place(name), name=name, key=field.name)
        for key, given in keys.items():
            place = self._place(name, key)
            if key not in forms and not SECRET.search(key):
                yield words("unknown-key", place=place, name=name, key=key) + _near(key, forms)
            elif key == "address" and not re.fullmatch(forms[key], str(given)):
                yield words("no-address-of", place=place, name=name, address=given)
            elif key in forms and not (type(given) in {str, int} and re.fullmatch(forms[key], str(given))):
                yield words("target-value", place=place, name=name, key=key, given=given, form=forms[key])

    def _place(self, table: str, key: str = "") -> str:
        """Where a key stands, or the head of its table; the first line for what is written in another way."""
        here, head = "", 1
        for number, line in enumerate(self.lines, 1):
            if match := HEAD.match(line):
                here = match[1]
                head = number if here == table else head
            elif (
                here == table
                and key
                and (match := re.match(rf"[ \t]*(?=[\"']?{re.escape(key)}[\"']?[ \t]*=)", line))
            ):
                return f"{self.file}:{number}:{match.end() + 1}"
        return f"{self.file}:{head}:1"


def _near(given: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(given, list(known), 1)
    return words("did-you-mean", near=near[0]) if near else ""
