"""The colours of the theme: each text can be read on each ground, light and dark, and in grey."""

import itertools
import re

import pytest

from tests.theme.conftest import THEME

TOKENS = dict(
    re.findall(
        r"--colour-([\w-]+): light-dark\((#\w+, #\w+)\);",
        (THEME / "static/css/tokens.css").read_text(encoding="utf-8").partition("@media")[0],
    )
)
THEMES = {"light": 0, "dark": 1}
GROUNDS = ("ground", "raised", "past")
STATUSES = ("confirmed", "reported", "disputed", "superseded")


def colour(name, theme):
    return TOKENS[name].split(", ")[THEMES[theme]]


def luminance(colour):
    """How bright a colour is, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, brighter = sorted((luminance(one), luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_stands_out_seven_to_one(theme, ground):
    texts = ("text", "text-soft", "accent", "later", *STATUSES)

    found = {name: contrast(colour(name, theme), colour(ground, theme)) for name in texts}

    assert {name: round(ratio, 2) for name, ratio in found.items() if ratio < 7} == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_focus_and_signal_stand_out_three_to_one(theme, ground):
    assert contrast(colour("focus", theme), colour(ground, theme)) >= 3
    assert contrast(colour("signal", theme), colour(ground, theme)) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_the_statuses_differ_in_grey_the_firmest_first(theme):
    ratios = [contrast(colour(status, theme), colour("ground", theme)) for status in STATUSES]

    assert [round(a / b, 2) for a, b in itertools.pairwise(ratios) if a < 1.1 * b] == []
