"""What each page is made from: the questions that were asked of the dossier, and what was answered.

A page all of whose questions are answered as they were when it was made is as it was then, and is not made
again. Questions are recorded while a page is made, never declared, so none can be forgotten: templates know
nothing but the dossier, and what the key of the whole site covers. ("Verifying traces": Mokhov, Mitchell and
Peyton Jones, "Build Systems à la Carte", ICFP 2018, section 4.2.2.)
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from functools import cache, cached_property, partial
from itertools import islice
from typing import Any, NamedTuple, TypeVar, cast
from zoneinfo import ZoneInfo

from dossier import Document, Dossier, Entry, Known, Record, forks, memory

R = TypeVar("R")
T = TypeVar("T")

Step = tuple[Any, ...]
"""From one answer to the next: `("attr", name)`, `("call", …)`, `("item", key)`, or what is told of it."""
Question = tuple[Step, ...]
"""The way from the dossier to an answer."""


class Ref(NamedTuple):
    """A record that is given with a question: who asks again means what has its name then."""

    kind: str
    name: str


class Asked(NamedTuple):
    """An answer that is given with another question."""

    question: Question


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is given with a question and has no name: it is what it says."""

    words: str
    value: Any = field(compare=False)


class Untold(Exception):
    """A value of which nobody can say whether it is still the same."""


@dataclass(slots=True)
class Frame:
    """What was asked while something was made, by number, and the pictures that it wants."""

    questions: set[int] = field(default_factory=set)
    pictures: dict[str, Any] = field(default_factory=dict)
    is_open: bool = False
    """Whether something was asked that cannot be asked again: then it is made each time."""

    def add(self, other: "Frame") -> None:
        """What that was made from, this is made from too."""
        self.questions |= other.questions
        self.pictures |= other.pictures
        self.is_open |= other.is_open

    def renumbered(self, numbers: Sequence[int]) -> "Frame":
        """The same, where each question has another number."""
        return Frame({numbers[number] for number in self.questions}, self.pictures, self.is_open)


PART = "part"
"""How the name of a part of a page begins: nobody asks for it while its page stands."""
TOGETHER = 500
"""Questions that are asked again in one go."""
UNKNOWN = object()
"""An answer that nobody has worked out yet."""
Name = tuple[str, ...]
"""What is made: its kind, and which."""


class Made(NamedTuple):
    """Something that an earlier build made: from which questions, by their numbers, and what came of it."""

    questions: tuple[int, ...]
    pictures: Mapping[str, Any]
    result: memory.Kept


class News(NamedTuple):
    """What a fork found out: new questions, digests of answers, what it made, what all of that rests on."""

    questions: list[Question]
    digests: Mapping[int, str | None]
    made: Mapping[Name, tuple[memory.Kept, Frame]]
    everywhere: Frame


@dataclass(slots=True)
class Earlier:
    """What a build leaves to the next: its questions with the digests of their answers, and all it made."""

    questions: list[Question] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    made: dict[Name, Made] = field(default_factory=dict)


class Trace:
    """Answers questions about one dossier, and notes them for what is being made.

    `earlier` is what a build left that had the same besides its dossier.
    """

    def __init__(self, dossier: Dossier, earlier: Earlier | None = None) -> None:
        self.whole = dossier
        self.dossier = cast("Dossier", Watched(self, ()))
        """The dossier for whoever makes pages: it notes what it is asked."""
        self.everywhere = Frame()
        """What all that is made depends on: what was asked while nothing was being made."""
        self._frames = [self.everywhere]
        self._earlier = earlier or Earlier()
        self._answers: dict[Question, Any] = {(): dossier}
        # The questions of the earlier build keep their numbers.
        self._questions = [*self._earlier.questions]
        self._numbers = {question: number for number, question in enumerate(self._questions)}
        self._digests: dict[int, str | None] = {}
        self._told: dict[int, tuple[Record, str]] = {}
        self._made: dict[Name, tuple[memory.Kept, Frame]] = {}

    # --- Making ---

    @contextmanager
    def frame(self) -> Iterator[Frame]:
        """Note what is asked from here on, for what is made here and nothing else."""
        frame = Frame()
        self._frames.append(frame)
        try:
            yield frame
        finally:
            self._frames.pop()

    def add(self, frame: Frame) -> None:
        """What is being made uses something that was made in that frame."""
        self._frames[-1].add(frame)

    def want(self, path: str, words: object) -> None:
        """What is being made wants a picture."""
        self._frames[-1].pictures[path] = words

    def once(self, name: Name, make: Callable[[], R]) -> R:
        """What `make` gives: in this run already, or in an earlier build from the same answers, or now.

        The result can be kept in a file, and nobody changes it.
        """
        if not self.stands(name):
            with self.frame() as frame:
                self.keep(name, make(), frame)
        kept, frame = self._made[name]
        self.add(frame)
        return cast("R", kept.value)

    def stands(self, name: Name) -> bool:
        """Whether it was made already: in this run, or in an earlier build from the same answers."""
        if name in self._made:
            return True
        made = self._earlier.made.get(name)
        if made is None or not self._answered_otherwise.isdisjoint(made.questions):
            return False
        self._made[name] = made.result, Frame(set(made.questions), dict(made.pictures))
        return True

    def made(self, name: Name) -> Any:
        """What was made under a name."""
        return self._made[name][0].value

    def keep(self, name: Name, result: Any, frame: Frame) -> None:
        """Leave something to the next build that was made in a frame."""
        self._made[name] = memory.Kept.of(result), frame

    @property
    def pictures(self) -> Mapping[str, Any]:
        """The pictures that are wanted, by their paths."""
        frames = (self.everywhere, *(frame for _, frame in self._made.values()))
        return {path: words for frame in frames for path, words in frame.pictures.items()}

    def share_out(self, things: Sequence[T], work: Callable[[T], object]) -> None:
        """Do `work` on each thing, in forks too, and know all that was made."""
        known, digested, before = len(self._questions), len(self._digests), dict(self._made)
        for news in forks.share_out(things, work, partial(self._news, known, digested, before)):
            numbers = [*range(known), *map(self._number, news.questions)]
            self._learn(news, numbers)

    def _news(self, known: int, digested: int, before: Mapping[Name, object]) -> News:
        made = {name: one for name, one in self._made.items() if one is not before.get(name)}
        for number in self.everywhere.questions.union(*(frame.questions for _, frame in made.values())):
            self._digest(number)
        digests = dict(islice(self._digests.items(), digested, None))
        return News(self._questions[known:], digests, made, self.everywhere)

    def _learn(self, news: News, numbers: Sequence[int]) -> None:
        """Take in what a fork found out; `numbers` are those of its questions here."""
        self._digests.update((numbers[number], digest) for number, digest in news.digests.items())
        self.everywhere.add(news.everywhere.renumbered(numbers))
        for name, (result, frame) in news.made.items():
            self._made[name] = result, frame.renumbered(numbers)

    @property
    def has_news(self) -> bool:
        """Whether more than a little was made that an earlier build did not leave."""
        before = self._earlier.made
        kept = {name: result for name, (result, _) in self._made.items()}
        news = sum(name not in before or kept[name] is not before[name].result for name in kept)
        return news > memory.LITTLE * len(before)

    def left(self) -> Earlier:
        """What this build leaves to the next: all but what cannot be compared."""
        for name in self._earlier.made:
            if name[0] == PART:
                self.stands(name)
        left, places, always = Earlier(), dict[int, int](), self.everywhere
        untold = {number for number in range(len(self._questions)) if self._digest(number) is None}
        for name, (result, frame) in self._made.items():
            numbers = frame.questions | always.questions
            is_open = frame.is_open or always.is_open
            if not is_open and untold.isdisjoint(numbers):
                mine = tuple(places.setdefault(number, len(places)) for number in sorted(numbers))
                left.made[name] = Made(mine, frame.pictures, result)
        left.questions = [self._questions[number] for number in places]
        left.digests = [self._digest(number) or "" for number in places]
        return left

    @cached_property
    def _answered_otherwise(self) -> set[int]:
        """Which questions of the earlier build have another answer now."""
        digests = self._earlier.digests
        together = [range(at, min(at + TOGETHER, len(digests))) for at in range(0, len(digests), TOGETHER)]
        self.share_out(together, lambda numbers: [self._digest(number) for number in numbers])
        return {number for number, digest in enumerate(digests) if self._digest(number) != digest}

    # --- Asking ---

    def ask(self, question: Question) -> Any:
        """The answer to a question: noted, if it is a value, or else something that notes in its turn."""
        try:
            value = self._answer(question)
        except Exception:  # there is none, which is an answer
            self.note(question)
            raise
        match value:
            case str() | tuple() | None:
                pass  # most are
            case Dossier() | Known():
                return Watched(self, question)
            case Document():
                self.note((*question, ("head",)))
                return WatchedDocument(self, question)
            case Mapping():
                return View(self, question)
            case _ if callable(value):
                return partial(self._call, question)
        self.note(question)
        return value

    def note(self, question: Question) -> None:
        """What is being made depends on the answer to this."""
        self._frames[-1].questions.add(self._number(question))

    def _number(self, question: Question) -> int:
        number = self._numbers.setdefault(question, len(self._questions))
        if number == len(self._questions):
            self._questions.append(question)
        return number

    def _call(self, question: Question, *args: Any, **named: Any) -> Any:
        try:
            given = (
                tuple(map(self._given, args)),
                tuple((key, self._given(named[key])) for key in sorted(named)),
            )
            return self.ask((*question, ("call", *given)))
        except Untold:
            self._frames[-1].is_open = True
            return self._answer(question)(*args, **named)

    def _given(self, value: Any) -> Any:
        """What is given with a question, in a form in which it can be asked again."""
        if isinstance(value, Watching):
            return Asked(value._question)  # noqa: SLF001
        if isinstance(value, Entry):
            for kind, entries in self.whole.by_id.items():
                if entries.get(value.id) is value:
                    return Ref(kind, value.id)
        if isinstance(value, Record):
            return Value(self._in_words(value), value)
        try:
            hash(value)
        except TypeError:
            raise Untold from None
        return value

    def _meant(self, given: Any) -> Any:
        match given:
            case Ref(kind, name):
                return self.whole.by_id[kind][name]
            case Asked(question):
                return self._answer(question)
            case Value(_, value):
                return value
        return given

    def _answer(self, question: Question) -> Any:
        found = self._answers.get(question, UNKNOWN)
        if found is UNKNOWN:
            before, (kind, *how) = self._answer(question[:-1]), question[-1]
            match kind:
                case "attr":
                    value = getattr(before, how[0])
                case "item":
                    value = before[how[0]]
                case "has":
                    value = how[0] in before
                case "keys":
                    value = tuple(before)
                case "head":
                    value = (before.kind, before.key, before.lang, before.front, before.path, before.is_shown)
                case "prose":
                    value = (before.prose.text, before.first_line)
                case _:
                    value = before(
                        *map(self._meant, how[0]), **{key: self._meant(one) for key, one in how[1]}
                    )
            # What can be gone through once only is kept.
            found = self._answers[question] = tuple(value) if isinstance(value, Iterator) else value
        return found

    # --- Comparing ---

    def _digest(self, number: int) -> str | None:
        """A digest of an answer; None of one that cannot be compared."""
        if number not in self._digests:
            self._digests[number] = self._digest_of(self._questions[number])
        return self._digests[number]

    def _digest_of(self, question: Question) -> str | None:
        try:
            words = self._in_words(self._answer(question))
        except Untold:
            return None
        except Exception as error:  # then the answer is that there is none
            words = type(error).__name__
        return hashlib.sha256(words.encode()).hexdigest()[:24]

    def _in_words(self, value: Any) -> str:
        """All that can be read in a value: where two say the same, a page made from them says the same."""
        match value:
            case None | bool() | int() | float() | str() | date() | datetime() | ZoneInfo():
                return f"{type(value).__name__} {value!r}"
            case Record():
                if id(value) not in self._told:
                    self._told[id(value)] = value, f"{type(value).__name__} {value.model_dump_json()}"
                return self._told[id(value)][1]
            case tuple() | list():
                return f"{type(value).__name__} [{', '.join(map(self._in_words, value))}]"
            case frozenset():
                return f"frozenset {sorted(map(self._in_words, value))}"
            case Mapping():
                pairs = (f"{self._in_words(key)}: {self._in_words(one)}" for key, one in value.items())
                return f"{{{', '.join(pairs)}}}"
        if is_dataclass(value):
            parts = (self._in_words(getattr(value, name)) for name in _told_of(value.__class__))
            return f"{type(value).__name__}({', '.join(parts)})"
        raise Untold


class Watching:
    """Something of the dossier that notes what it is asked."""

    def __init__(self, trace: Trace, question: Question) -> None:
        self._trace = trace
        self._question = question

    def _ask(self, *step: Any) -> Any:
        return self._trace.ask((*self._question, step))


class Watched(Watching):
    """The dossier, or what was known at a moment."""

    def __getattr__(self, name: str) -> Any:
        """An attribute, or a method to call."""
        value = self._ask("attr", name)
        if type(value) in (partial, View, Watched):  # nothing was noted: the same again the next time
            self.__dict__[name] = value
        return value


class WatchedDocument(Watched):
    """A document: its head and its words are noted when somebody reads them."""

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """It can stand wherever a document can."""
        return Document

    @property
    def prose(self) -> Any:
        """Its words."""
        self._trace.note((*self._question, ("prose",)))
        return self._whole.prose

    @property
    def _whole(self) -> Document:
        return cast("Document", self._trace._answer(self._question))  # noqa: SLF001

    def __getattr__(self, name: str) -> Any:
        """What is in its head, or follows from it."""
        self._trace.note((*self._question, ("head",)))
        return getattr(self._whole, name)


class View(Watching, Mapping[Any, Any]):
    """A mapping: each entry is noted when it is read, and which there are when somebody goes through them."""

    def __getitem__(self, key: Any) -> Any:
        """An entry."""
        return self._ask("item", key)

    def __contains__(self, key: object) -> bool:
        """Whether there is such an entry."""
        return bool(self._ask("has", key))

    def __iter__(self) -> Iterator[Any]:
        """The keys."""
        return iter(self._ask("keys"))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ask("keys"))


@cache
def _told_of(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass, but for what does not count in a comparison: where in a file it stands."""
    return tuple(one.name for one in fields(kind) if one.compare)
