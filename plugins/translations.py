"""The words of the interface, one gettext catalogue a language, read directly from its `.po` file."""

import gettext
from io import BytesIO
from pathlib import Path

from babel.messages import mofile, pofile


class Translations:
    """The interface words of one language; the key of a message is its English wording.

    A message without a translation raises `KeyError` with the message: no page is ever half in
    another language.
    """

    def __init__(self, lang: str, folders: list[Path]) -> None:
        self.lang = lang
        self.file = next((path for folder in folders if (path := folder / f"{lang}.po").is_file()), None)
        if self.file is None:
            raise MissingCatalogue(lang, folders)
        with self.file.open("rb") as source:
            catalog = pofile.read_po(source, locale=lang)
        self.messages = {
            message.id if isinstance(message.id, str) else message.id[0]
            for message in catalog
            if message.id and message.string and not message.fuzzy
        }
        compiled = BytesIO()
        mofile.write_mo(compiled, catalog)
        compiled.seek(0)
        self._gettext = gettext.GNUTranslations(compiled)

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
            raise KeyError(f"{self.file}: no translation of {message!r}")


class MissingCatalogue(Exception):
    """There is no `.po` file for a language of the story."""

    def __init__(self, lang: str, folders: list[Path]) -> None:
        places = ", ".join(str(folder) for folder in folders)
        super().__init__(f'the language "{lang}" has no interface words: no {lang}.po in {places}')
