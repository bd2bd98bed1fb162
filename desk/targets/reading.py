"""`deploy/targets.toml`: which places there are to bring the site to."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
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
COMMON = ("kind", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A target, and where the public reads it: at the story's address unless the file has another."""

    target: Target
    address: str | None
    patience: int


def chosen(file: Path, name: str | None) -> Place:
    """The target of that name; without a name, the only one.

    Raises:
        Stop: the file, or what was asked for, has a mistake (2).
    """
    tables = _tables(file)
    if name == PAGES:
        tables.setdefault(PAGES, {"kind": "branch"})
    if not tables:
        raise Stop.saying(Code.USAGE, "no-target-yet", path=file)
    if name is None and len(tables) > 1:
        raise Stop.saying(Code.USAGE, "which-target", names=", ".join(tables))
    name = name or next(iter(tables))
    if name not in tables:
        raise Stop(Code.USAGE, words("no-such-target", path=file, name=name) + _near(name, tables))
    return _place(file, name, tables[name])


def _tables(file: Path) -> dict[str, dict[str, Any]]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Stop.saying(Code.USAGE, "no-targets", path=file) from error
    except ValueError as error:  # of TOML, or of UTF-8
        raise Stop.saying(Code.USAGE, "targets-unreadable", path=file, reason=error) from error
    for name, keys in tables.items():
        if not isinstance(keys, dict):
            raise Stop.saying(Code.USAGE, "no-table", path=file, name=name)
        # In any of them, not only in the one that is asked for: it must not be committed.
        for key in keys:
            if SECRET.search(key):
                raise Stop.saying(Code.USAGE, "secret-in-file", path=file, name=name, key=key)
    return tables


def _place(file: Path, name: str, keys: dict[str, Any]) -> Place:
    kind = keys.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        sentence = words("no-kind", path=file, name=name, kind=kind or "", kinds=", ".join(KINDS))
        raise Stop(Code.USAGE, sentence + _near(str(kind), KINDS))
    known = (*COMMON, *KINDS[kind].FORMS)
    for key in keys:
        if key not in known:
            raise Stop(Code.USAGE, words("unknown-key", path=file, name=name, key=key) + _near(key, known))
    address = keys.get("address")
    if address is not None and not re.fullmatch(r"https?://[^/\s]+(/[^\s]*[^/\s])?", str(address)):
        raise Stop.saying(Code.USAGE, "no-address-of", path=file, name=name, address=address)
    return Place(
        target=_target(file, name, KINDS[kind], {key: keys[key] for key in keys if key not in COMMON}),
        address=address,
        patience=PATIENCE[kind],
    )


def _target(file: Path, name: str, kind: type[Kind], keys: Mapping[str, Any]) -> Target:
    for field in fields(kind):
        if field.init and field.default is MISSING and field.name not in ("name", *keys):
            raise Stop.saying(Code.USAGE, "missing-key", path=file, name=name, key=field.name)
    for key, given in keys.items():
        form = kind.FORMS[key]
        if type(given) not in {str, int} or not re.fullmatch(form, str(given)):
            raise Stop.saying(Code.USAGE, "target-value", name=name, key=key, given=given, form=form)
    return kind(name=name, **keys)


def _near(given: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(given, list(known), 1)
    return words("did-you-mean", near=near[0]) if near else ""
