"""Interface words are read from `.po` files; a language without one stops the build."""

from pathlib import Path

import pytest

from plugins.translations import MissingWords, Translations

THEME = Path(__file__).parents[2] / "theme/translations"


def test_a_language_without_a_catalogue_is_refused_with_the_folders(tmp_path):
    with pytest.raises(MissingWords) as refused:
        Translations("eo", [tmp_path, THEME])

    assert str(refused.value) == (
        f'the language "eo" has no interface words: there is no eo.po in {tmp_path}, {THEME}'
    )


def test_the_first_folder_with_the_language_wins(tmp_path):
    (tmp_path / "fr.po").write_text('msgid "Home"\nmsgstr "Maison"\n', encoding="utf-8")

    assert Translations("fr", [tmp_path, THEME]).get("Home") == "Maison"
    assert Translations("en", [tmp_path, THEME]).get("Home") == "Home"


def test_a_message_marked_fuzzy_does_not_count(tmp_path):
    (tmp_path / "fr.po").write_text('#, fuzzy\nmsgid "Home"\nmsgstr "Maison"\n', encoding="utf-8")

    with pytest.raises(MissingWords):
        Translations("fr", [tmp_path]).get("Home")
