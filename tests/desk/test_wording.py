"""The desk says the same things in each of its languages."""

from string import Formatter

import pytest

from desk.wording import CATALOGUES, catalogue

LANGUAGES = sorted(path.stem for path in CATALOGUES.glob("*.toml"))


def values(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences(language):
    assert catalogue(language).keys() == catalogue("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_has_the_same_values_in_every_language(language):
    in_this = {key: values(sentence) for key, sentence in catalogue(language).items()}
    in_english = {key: values(sentence) for key, sentence in catalogue("en").items()}

    assert in_this == in_english
