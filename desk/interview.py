"""Asks a person for what something new needs; what was given by an option is not asked again."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from desk.stop import Code, Stop
from desk.wording import chosen_language, complain, words
from dossier import TO_BE_WRITTEN, Field, Problem, Wording, drafting

ASKED_TOO = frozenset({"actors", "concerns", "sources", "title", "url"})
"""Keys that may stay empty and are asked for nevertheless, because most records have them."""
LONGEST_PROPOSAL = 40
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ı": "i"})


class Interview:
    """What is known so far, by key; words in several languages by language."""

    def __init__(
        self, drafts: drafting.Drafts, options: Mapping[str, str | None], *, at_terminal: bool
    ) -> None:
        self.answers: dict[str, str | list[str] | dict[str, str]] = {}
        self._drafts = drafts
        self._options = options
        self._at_terminal = at_terminal
        self._missing: list[str] = []

    def ask(self, wanted: Iterable[Field], defaults: Mapping[str, str]) -> None:
        """Find a value for each field: that of its option, the default, or what the person says.

        Raises:
            Stop: options are wrong, or missing where nobody is there to be asked (2): all are named.
        """
        wanted = tuple(wanted)
        wrong = [*self._wrong_options(wanted)]
        if wrong and self._at_terminal:
            raise Stop(Code.USAGE, "\n".join(wrong))
        for field in wanted:
            for language in self._languages(field):
                default = defaults.get(field.key, "")
                if field.key == "slug":
                    default = slug(self._known("title", language))
                self._find(field, language, default)
        if self._missing:
            wrong.append(words("missing-options", options=", ".join(self._missing)))
        if wrong:
            raise Stop(Code.USAGE, "\n".join(wrong))

    def name(self, kind: str, given: str | None, proposed: str) -> str:
        """The id, as given or as agreed to.

        Raises:
            Stop: it cannot be used, and nobody is there to be asked (2).
        """
        if given is not None or not self._at_terminal:
            self.check_name(kind, given or proposed, proposed)
            return given or proposed
        print(f"\nid: {words('ask-id')}")
        while True:
            name = input(f"id [{proposed}]: ").strip() or proposed
            problem = self._drafts.id_problem(kind, name)
            if problem is None:
                return name
            complain(sentences([problem]))

    def check_name(self, kind: str, name: str, proposed: str = "") -> None:
        """Refuse an id that cannot be used, and propose one that can.

        Raises:
            Stop: it has not the form of an id, or is in use (2).
        """
        problem = self._drafts.id_problem(kind, name)
        if problem:
            better = next(
                (one for one in (proposed, slug(name)) if one and not self._drafts.id_problem(kind, one)), ""
            )
            proposal = "\n" + words("propose-id", id=better) if better else ""
            raise Stop(Code.USAGE, sentences([problem]) + proposal)

    # --- One value ---

    def _wrong_options(self, wanted: Iterable[Field]) -> Iterator[str]:
        for field in wanted:
            for language in field.languages or ("",):
                option = option_of(field, language)
                said = self._options[option]
                if said and (problems := self._problems(field, language, said)):
                    yield f"{option}: {sentences(problems)}"

    def _find(self, field: Field, language: str, default: str) -> None:
        option = option_of(field, language)
        said = self._options[option] or default
        if said:
            self._keep(field, language, said)
        elif self._at_terminal and self._is_asked(field):
            self._ask(field, language)
        elif self._is_required(field) and field.can_wait:
            self._keep(field, language, TO_BE_WRITTEN)
        elif self._is_required(field) and (field.key != "slug" or self._known("title", language)):
            self._missing.append(option)

    def _ask(self, field: Field, language: str) -> None:
        """Ask until the answer is right; an empty one is right where something can wait or stay away."""
        label = f"{field.key}.{language}" if language else field.key
        allowed = f" ({', '.join(field.allowed)})" if field.allowed else ""
        empty = "ask-wait" if field.can_wait else "ask-skip"
        hint = "" if self._is_required(field) and not field.can_wait else f" [{words(empty)}]"
        if language in ("", self._languages(field)[0]):
            print(f"\n{field.key}: {field.explained(chosen_language())}")
        while True:
            said = input(f"{label}{allowed}{hint}: ").strip()
            if not said and not hint:
                complain(words("ask-again"))
            elif not said and empty == "ask-skip":
                return
            elif problems := self._problems(field, language, said) if said else []:
                complain(sentences(problems))
            else:
                self._keep(field, language, said or TO_BE_WRITTEN)
                return

    def _problems(self, field: Field, language: str, said: str) -> list[Problem]:
        value = _items(said) if field.is_list else said
        return self._drafts.answer_problems(field, {language: said} if language else value)

    def _keep(self, field: Field, language: str, said: str) -> None:
        if language:
            by_language = self.answers.setdefault(field.key, {})
            assert isinstance(by_language, dict)
            by_language[language] = said
        else:
            self.answers[field.key] = _items(said) if field.is_list else said

    def _known(self, key: str, language: str) -> str:
        by_language = self.answers.get(key)
        return by_language.get(language, "") if isinstance(by_language, dict) else ""

    # --- Which fields ---

    def _languages(self, field: Field) -> tuple[str, ...]:
        """In which languages a field is said; of a quotation, the original is no translation."""
        if field.key == "translations":
            return tuple(language for language in field.languages if language != self.answers.get("lang"))
        return field.languages or ("",)

    def _is_asked(self, field: Field) -> bool:
        return self._is_required(field) or field.key in ASKED_TOO

    def _is_required(self, field: Field) -> bool:
        """A source has a title or, where none is known, a label: the one of them that is not given is not."""
        if field.is_required or field.key not in ("title", "label"):
            return field.is_required
        if field.key == "label":
            return self._at_terminal and "title" not in self.answers
        return not self._at_terminal and not any(self._options.get(f"--label-{one}") for one in self._story)

    @property
    def _story(self) -> Iterable[str]:
        return self._drafts.story.languages if self._drafts.story else ()


def option_of(field: Field, language: str = "") -> str:
    """The option that gives a field, in one language if it is said in several."""
    return "--" + "-".join(filter(None, (field.key.replace("_", "-"), language)))


def slug(title: str) -> str:
    """An id or an address made of a title: its letters without accents, joined by hyphens."""
    folded = unicodedata.normalize("NFKD", title.lower().translate(_LETTERS))
    plain = re.sub(r"['’]s\b", "s", "".join(one for one in folded if not unicodedata.combining(one)))
    parts = re.findall("[a-z0-9]+", plain)
    while len("-".join(parts)) > LONGEST_PROPOSAL and len(parts) > 1:
        parts.pop()
    return "-".join(parts)[:LONGEST_PROPOSAL]


def sentences(problems: Iterable[Problem]) -> str:
    """What is wrong, in the words of `check`."""
    return "\n".join(map(Wording(chosen_language()), problems))


def _items(said: str) -> list[str]:
    return [item.strip() for item in said.split(",") if item.strip()]
