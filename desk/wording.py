"""What the desk says to a maintainer: one catalogue a language, in `words/`; the code carries values only."""

import os
import sys
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).parent / "words"
FALLBACK = "en"


def words(key: str, /, **values: object) -> str:
    """A sentence of the catalogue in the maintainer's language, with its values."""
    return catalogue(chosen_language())[key].format(**values)


@cache
def chosen_language() -> str:
    """The language that the terminal asked for at the start; a build changes the locale later."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if wanted := os.environ.get(name):
            return wanted[:2] if (CATALOGUES / f"{wanted[:2]}.toml").is_file() else FALLBACK
    return FALLBACK


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of one language."""
    return tomllib.loads((CATALOGUES / f"{language}.toml").read_text(encoding="utf-8"))


def complain(text: str) -> None:
    """Print to stderr, with whatever a terminal would obey, or hide, made visible."""
    print(_visible(text), file=sys.stderr, flush=True)


def _visible(text: str) -> str:
    """Control, direction and invisible characters as escapes; spaces, line breaks and letters as they are."""
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character).startswith("C") and character != "\n"
        else character
        for character in text
    )
