"""Every interface word is translated into every language, and none is left over."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.theme.conftest import ROOT, STORY, THEME

CATALOGUES = sorted([*(THEME / "translations").glob("*.po"), *(STORY / "translations").glob("*.po")])
SOURCES = [*(THEME / "templates").rglob("*.html"), *(ROOT / "plugins").glob("*.py")]
MESSAGE = re.compile(r"""\.(?:t|n)\(\s*"((?:[^"\\]|\\.)+)"(?:,\s*"([^"]+)")?""")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def used() -> set[str]:
    return {match[1] for source in SOURCES for match in MESSAGE.finditer(source.read_text(encoding="utf-8"))}


def catalogue(path: Path):
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_has_exactly_the_messages_that_are_used(path):
    keys = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(path)}

    assert keys == used()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_message_is_translated_with_its_placeholders(path):
    wrong = []
    for message in catalogue(path):
        keys = (message.id,) if isinstance(message.id, str) else message.id
        words = (message.string,) if isinstance(message.string, str) else message.string
        wanted = sorted(PLACEHOLDER.findall(keys[-1]))
        if message.fuzzy or any(not word or sorted(PLACEHOLDER.findall(word)) != wanted for word in words):
            wrong.append(keys[0])

    assert wrong == []
