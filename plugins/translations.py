"""The words of the interface, one gettext catalogue a language, read directly from its `.po` file."""

import gettext
from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages import mofile, pofile


def catalogues(languages: Iterable[str], folders: Sequence[Path]) -> dict[str, "Translations"]:
    """The interface words of each language; of several folders, the first that has a language wins.

    Raises `MissingWords` for a language that no folder has.
    """
    return {lang: Translations(lang, folders) for lang in languages}


class Translations:
    """The interface words of one language; the key of a message is its English wording.

    A message without a translation raises `MissingWords`: no page is ever half in another language.
    """

    def __init__(self, lang: str, folders: Sequence[Path]) -> None:
        self.lang = lang
        self.file = next((path for folder in folders if (path := folder / f"{lang}.po").is_file()), None)
        if self.file is None:
            places = ", ".join(str(folder) for folder in folders)
            reason = f"there is no {lang}.po in {places}"
            raise MissingWords(f'the language "{lang}" has no interface words: {reason}')
        self.messages, self._gettext = _read(self.file.read_bytes(), lang)

    def get(self, message: str) -> str:
        """The translation of `message`."""
        self._require(message)
        return self._gettext.gettext(message)

    def get_plural(self, one: str, many: str, number: int) -> str:
        """The translation of `one` or `many`, whichever the language uses with `number`."""
        self._require(one)
        return self._gettext.ngettext(one, many, number)

    def _require(self, message: str) -> None:
        if message not in self.messages:
            raise MissingWords(f'{self.file}: there is no translation of "{message}"')


@lru_cache(maxsize=100)  # a preview asks for the same again and again
def _read(content: bytes, lang: str) -> tuple[frozenset[str], gettext.GNUTranslations]:
    """The messages that a catalogue translates, and what translates them."""
    catalog = pofile.read_po(BytesIO(content), locale=lang)
    messages = frozenset(
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalog
        if message.id and message.string and not message.fuzzy
    )
    compiled = BytesIO()
    mofile.write_mo(compiled, catalog)
    compiled.seek(0)
    return messages, gettext.GNUTranslations(compiled)


class MissingWords(Exception):
    """An interface word, or all of them, are missing in a language of the story."""

    exitcode = 2
