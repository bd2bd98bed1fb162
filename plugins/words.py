"""How one language says a word, a number or a text of the record.

Everything a template prints passes here, so that every word has the typography of its language.
"""

import re
from collections.abc import Mapping
from functools import cache, cached_property

from babel import Locale
from babel.core import get_global
from babel.numbers import format_decimal
from markupsafe import Markup

from dossier import Dossier, Reading, language
from plugins.translations import Translations


def plain(html: Markup) -> str:
    """The words of rendered HTML on one line, no-break spaces kept, which `Markup.striptags` loses."""
    words = Markup(re.sub("<[^>]*>", "", html)).unescape()  # noqa: S704  # unescaped, it is text again
    return re.sub(r"[ \n\t]+", " ", words).strip()


_IDS = re.compile(r'\b(id|for|aria-labelledby)="([^"]+)"')
_OWN_LINK = re.compile(r'\bhref="#([^"]+)"')
_HEADING = re.compile(r"(</?h)([2-5])\b")


def part(html: Markup, name: str) -> Markup:
    """HTML that was made for a page of its own as a part of a longer one.

    Its ids, and its links to them, begin with the part's name; its headings are one level deeper.
    """
    named = _IDS.sub(lambda m: f'{m[1]}="{" ".join(f"{name}.{one}" for one in m[2].split())}"', html)
    linked = _OWN_LINK.sub(rf'href="#{name}.\1"', named)
    return Markup(_HEADING.sub(lambda m: f"{m[1]}{int(m[2]) + 1}", linked))  # noqa: S704  # it was HTML


def from_page(html: Markup, address: str) -> Markup:
    """A piece of another page: its ids stay there, and its links to that page lead there."""
    linked = _OWN_LINK.sub(lambda m: f'href="{address}#{m[1]}"', html)
    return Markup(re.sub(r' id="[^"]*"', "", linked))  # noqa: S704  # it was HTML


class Words:
    """The words and numbers of one language of the story."""

    def __init__(self, lang: str, dossier: Dossier, translations: Translations) -> None:
        self.lang = lang
        self.dossier = dossier
        self.rules = language(lang)
        self.translations = translations
        self.locale = Locale.parse(lang)
        self.home = dossier.story.zone
        self.away = dossier.story.languages[lang].zone
        self.typeset = self.rules.typeset
        self._always = cache(lambda message: self.typeset(translations.get(message)))

    @cached_property
    def locale_name(self) -> str:
        """The language and the country where most write it (CLDR), as Open Graph wants both: "pt_BR"."""
        likely = Locale.parse(get_global("likely_subtags").get(self.lang, self.lang))
        return f"{self.lang}_{likely.territory}" if likely.territory else self.lang

    def text(self, text: Mapping[str, str]) -> str:
        """A text of the record in this language."""
        return self.typeset(text[self.lang])

    def t(self, message: str, **values: object) -> str:
        """An interface message, with `values` for its `%(name)s`."""
        return self.typeset(self.translations.get(message) % values) if values else self._always(message)

    def n(self, one: str, many: str, number: int, **values: object) -> str:
        """An interface message in the number that fits; `%(number)s` is the number."""
        message = self.translations.get_plural(one, many, number)
        return self.typeset(message % {"number": self.number(number), **values})

    def number(self, value: float) -> str:
        """A number with the separators of the language (CLDR)."""
        whole = int(value) if value == int(value) else value
        return self.typeset(format_decimal(whole, locale=self.locale))

    def reading(self, reading: Reading) -> str:
        """The value of a figure: "about 650 of 770"."""
        words = self.number(reading.value)
        if reading.of is not None:
            words = self.t("%(value)s of %(total)s", value=words, total=self.number(reading.of))
        match reading.qualifier:
            case "about":
                return self.t("about %(value)s", value=words)
            case "almost":
                return self.t("almost %(value)s", value=words)
            case "more-than":
                return self.t("more than %(value)s", value=words)
        return words
