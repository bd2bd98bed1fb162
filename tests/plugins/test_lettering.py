"""Words are set at the largest size that fits, broken at spaces only, kerned the same on every machine."""

import pytest
from PIL import Image, ImageDraw

from plugins.lettering import Face
from tests.plugins.conftest import THEME

FILE = THEME / "static/fonts/text.woff2"


@pytest.fixture
def face():
    return Face(FILE, {"To": -100}, 1.2, 600)


def test_a_pair_of_letters_stands_as_close_as_the_kerning_says(face):
    apart = Face(FILE, {}, 1.2, 600)

    assert face.width("To", 100) == pytest.approx(apart.width("To", 100) - 10)
    assert face.width("ot", 100) == apart.width("ot", 100)


def test_the_largest_size_at_which_the_words_fit_is_taken(face):
    setting = face.fit("One two three", (100, 50, 25), 400, 70)

    assert (setting.lines, setting.size, setting.height) == (("One two three",), 50, 60)
    assert face.fit("One two three", (100, 90), 400, 70) is None


def test_lines_are_as_even_as_they_can_be(face):
    setting = face.fit("to be or not to be so", (50,), face.width("to be or not to be", 50), 200)

    assert setting.lines == ("to be or", "not to be so")


def test_no_line_ends_at_a_no_break_space(face):
    for space in ("\u00a0", "\u202f"):
        setting = face.fit(f"the end{space}?", (50,), face.width("the end", 50), 200)

        assert setting.lines == ("the", f"end{space}?")


def test_what_is_written_on_several_lines_stays_on_as_many(face):
    setting = face.fit("One two\nthree", (100, 50), face.width("One two", 50), 400)

    assert (setting.lines, setting.size) == (("One two", "three"), 50)


def test_words_without_room_are_cut_with_a_sign(face):
    setting = face.cut("one two, three four", 50, face.width("one two,…", 50), 60)

    assert setting.lines == ("one two…",)


def test_characters_that_the_font_lacks_are_found(face):
    assert face.lacks("Œuvre d\u2019été\u202f: 漢字 Ψ") == {"漢", "字", "Ψ"}


def test_a_line_stands_on_its_foot(face):
    mask = Image.new("L", (200, 100))

    face.draw(ImageDraw.Draw(mask), 10, 80, "H", 60)

    left, top, _, foot = mask.getbbox()
    assert (left, top, foot) == (12, 38, 80)
