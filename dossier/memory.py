"""What a text was found to hold is worked out once: in this run and, given a folder, in all later ones.

What is kept is of use to the same engine only: its digest names the file, and covers each file of this
package, the Python that runs it and what is installed beside it. So nothing is remembered wrongly, only too
little.
"""

import hashlib
import os
import pickle
import sys
import sysconfig
import tempfile
import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from dossier import forks

P = ParamSpec("P")
R = TypeVar("R")


class Kept:
    """A value that goes into a file, or stands in one: read when somebody wants it, and written once."""

    __slots__ = ("_content", "_value")
    _content: bytes
    _value: Any

    @classmethod
    def of(cls, value: object) -> "Kept":
        """Keep a value, which nobody changes any more."""
        kept = cls()
        kept._value = value
        return kept

    @classmethod
    def as_written(cls, content: bytes) -> "Kept":
        """What stands in a file."""
        kept = cls()
        kept._content = content
        return kept

    @property
    def value(self) -> Any:
        """What was kept: the same object each time."""
        if not hasattr(self, "_value"):
            self._value = pickle.loads(self._content)  # noqa: S301
        return self._value

    def __reduce__(self) -> tuple[Callable[[bytes], "Kept"], tuple[bytes]]:
        """Its bytes alone are written."""
        if not hasattr(self, "_content"):
            self._content = pickle.dumps(self._value, protocol=pickle.HIGHEST_PROTOCOL)
        return Kept.as_written, (self._content,)


MOST = 200_000
"""Answers of one function that are kept."""
LITTLE = 0.02
"""The part of all that may be new and is not written: it is worked out again sooner than all is written."""


FEW = 8
"""Answers that a function may know more."""


class Table:
    """What was answered in this run, and what is left of an earlier one."""

    def __init__(self, *, is_kept: bool) -> None:
        self.is_kept = is_kept
        """Whether the next run may know it too."""
        self.answers: dict[Any, Any] = {}
        self.usual = 0
        """How many answers were enough when somebody first looked, or looked after all were forgotten."""
        self.earlier: dict[Any, Kept] = {}
        self.before: set[Any] = set()
        """What the earlier run left, but for what has another answer now."""

    def get(self, key: Any) -> Any:
        """An answer, or None."""
        if key not in self.answers and key in self.earlier:
            self.answers[key] = self.earlier[key].value
        return self.answers.get(key)

    def put(self, key: Any, answer: object) -> None:
        """Remember an answer, instead of what was answered before."""
        if len(self.answers) == MOST:
            self.answers.clear()
        self.answers[key] = answer
        self.earlier.pop(key, None)
        self.before.discard(key)

    def take(self, earlier: Mapping[Any, Kept]) -> None:
        """Know what an earlier run left."""
        self.earlier.update(earlier)
        self.before = {*self.earlier}

    @property
    def has_news(self) -> bool:
        """Whether more than a little is new, or was not asked any more."""
        return len(self.before ^ self.answers.keys()) > LITTLE * len(self.answers)

    def left(self) -> dict[Any, Kept]:
        """What the next run may know: what this one asked or, if it never asked, all that it knew."""
        if not self.answers:
            return self.earlier
        return {key: self.earlier.get(key) or Kept.of(answer) for key, answer in self.answers.items()}


_TABLES: dict[str, Table] = {}


def table(name: str, *, is_kept: bool = True) -> Table:
    """The table of this name; what is kept can be written into a file."""
    return _TABLES.setdefault(name, Table(is_kept=is_kept))


def forget_if_grown() -> bool:
    """Forget what functions answered that know twice as much as the last time; whether there were any.

    A process that reads the same texts again and again, with another word each time, would else grow.
    """
    grown = [known for known in _TABLES.values() if len(known.answers) > 2 * known.usual + FEW > FEW]
    for known in grown:
        known.answers.clear()
        known.usual = 0
    for known in _TABLES.values():
        known.usual = known.usual or len(known.answers)
    return bool(grown)


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """`functools.cache`, across runs: for a function of plain values, by position, that always answers alike.

    It answers with the same object each time: a caller changes nothing in it.
    """
    return _remembered(function, table(_name(function)))


def recalled(function: Callable[P, R]) -> Callable[P, R]:
    """The same in this run only: what is worked out sooner than it is read from a file."""
    return _remembered(function, table(_name(function), is_kept=False))


def _remembered(function: Callable[P, R], known: Table) -> Callable[P, R]:
    name, answers = _name(function), known.answers

    @wraps(function)
    def ask(*args: P.args, **named: P.kwargs) -> R:
        if named:
            raise TypeError(f"{name} is asked by position")
        if args in answers:
            return cast("R", answers[args])
        if args not in known.earlier:
            known.put(args, function(*args, **named))
        return cast("R", known.get(args))

    return ask


def _name(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def ahead(function: Callable[..., object], questions: Iterable[tuple[Any, ...]]) -> None:
    """Work out what will be asked of a remembered function, in forks too."""
    known = table(_name(function))
    new = [args for args in questions if args not in known.answers and args not in known.earlier]

    def news() -> dict[Any, Kept]:
        return {args: Kept.of(known.answers[args]) for args in new if args in known.answers}

    for told in forks.share_out(new, lambda args: function(*args), news):
        known.earlier.update(told)


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Know from the start what an earlier run kept in a folder, and keep there what this one asked.

    Like Python's own compiled files it is trusted as much as the program; it is checked for damage only. A
    folder that cannot be written is no fault: the next run takes longer.
    """
    file = folder / f"{engine()}.pickle"
    for name, earlier in (unsealed(file) or {}).items():
        table(name).take(earlier)
    yield
    # Of a function that this run never asked nothing is forgotten: a build asks fewer than a check.
    kept = {name: known for name, known in _TABLES.items() if known.is_kept}
    if any(known.answers and known.has_news for known in kept.values()):
        seal(file, {name: known.left() for name, known in kept.items()})


def unsealed(file: Path) -> Any:
    """What was kept in a file, or None: where there is none, or it is not whole."""
    whole = stored(file)
    return None if whole is None else pickle.loads(whole)  # noqa: S301


def seal(file: Path, content: object) -> None:
    """Keep something in a file, instead of all that its folder holds: of other engines, or half written."""
    store(file, pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL))
    with suppress(OSError):
        for other in file.parent.iterdir():
            if other != file:
                other.unlink(missing_ok=True)


def stored(file: Path) -> bytes | None:
    """The bytes that were kept in a file, or None: where there is none, or it is not whole."""
    with suppress(OSError):
        whole = file.read_bytes()
        if hashlib.sha256(whole[32:]).digest() == whole[:32]:
            return whole[32:]
    return None


def store(file: Path, content: bytes) -> None:
    """Keep bytes in a file, with what tells whether it is whole; where that cannot be, do without."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as half:
                half.write(hashlib.sha256(content).digest() + content)
            Path(fresh).replace(file)
        except OSError:  # a full disk needs the room of what is half written
            Path(fresh).unlink(missing_ok=True)


@cache
def engine() -> str:
    """A digest of all that an answer rests on besides its arguments."""
    whole = hashlib.sha256(sys.version.encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".toml"):
            whole.update(path.read_bytes())
    for installed in sorted(Path(sysconfig.get_path("purelib")).glob("*.dist-info")):
        whole.update(installed.name.encode())
    for folder in zoneinfo.TZPATH:  # what the clocks of a zone show, the system says
        for edition in (Path(folder, "tzdata.zi"), Path(folder, "+VERSION")):
            with suppress(OSError):
                whole.update(edition.read_bytes())
    return whole.hexdigest()[:16]
