"""The pictures for shared links: named after what they are made from, drawn once, small."""

import io
import re

import pytest
from PIL import Image

from plugins.pictures import FOOT, MARGIN, MARK, MissingLetters, Pictures
from plugins.site import Site
from tests.plugins.conftest import THEME, WORDS


@pytest.fixture
def pictures(site):
    return Pictures(site)


def event(site, lang="en"):
    return site.dossier.page("event", "lamp-lit", lang)


def test_a_picture_says_in_words_what_is_on_it(pictures, site):
    picture = pictures.of(event(site), "The lamp is lit", "It burns.")

    when = "4\u00a0May 2019, 9:30\u00a0p.m., lighthouse time"
    assert picture.alt == f"{when} · The lamp is lit · The lighthouse"
    assert (picture.width, picture.height) == (1200, 630)


def test_its_name_changes_with_its_words_and_with_nothing_else(pictures, site):
    one = pictures.of(event(site), "The lamp is lit", "It burns.")

    assert pictures.of(event(site), "The lamp is lit", "Another text.").path == one.path
    assert pictures.of(event(site), "The lamp is out", "It burns.").path != one.path
    assert Pictures(site).of(event(site), "The lamp is lit").path == one.path


def test_pages_without_a_picture_of_their_own_share_that_of_the_home_page(pictures, site):
    home = pictures.of(site.dossier.page("home", "", "en"))

    assert pictures.of(site.dossier.page("sources", "", "en"), "Sources", "All of them.") == home
    assert pictures.of(site.dossier.page("sources", "", "fr"), "Sources", "Toutes.") != home


def test_the_root_and_the_permanent_addresses_have_one_in_all_languages(pictures, site):
    root = pictures.of(site.dossier.page("root", "", ""))

    assert root.alt == "Le phare · The lighthouse"
    assert pictures.of(site.dossier.page("stub", "event/lamp-lit", "")) == root


def test_a_picture_is_a_small_png_in_the_colours_of_the_theme(pictures, site, tmp_path):
    path = pictures.of(event(site), "The lamp is lit").path

    pictures.write(tmp_path, tmp_path / "kept")

    image = Image.open(io.BytesIO((tmp_path / path).read_bytes()))
    used = {colour for _, colour in image.convert("RGB").getcolors()}
    assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 630))
    assert len(used) <= 29
    assert {pictures.colours[name] for name in ("ground", "text", "accent")} <= used
    assert image.getpixel((0, 0)) == image.getpixel((1199, 629)) == 0


def test_what_was_drawn_before_is_kept_and_what_nobody_wants_is_not(pictures, site, tmp_path):
    kept = tmp_path / "kept"
    for build, title in (("one", "The lamp is lit"), ("two", "The lamp is out")):
        pictures.of(event(site), title)
        (tmp_path / build).mkdir()
        pictures.write(tmp_path / build, kept)

    later = Pictures(Site(site.trace.whole, site.address, THEME, WORDS))
    path = later.of(event(site), "The lamp is out").path
    (kept / path.rpartition("/")[2]).write_bytes(b"as it was kept")
    (tmp_path / "three").mkdir()
    later.write(tmp_path / "three", kept)

    assert (tmp_path / "three" / path).read_bytes() == b"as it was kept"
    assert [file.name for file in kept.iterdir()] == [path.rpartition("/")[2]]


def test_letters_that_a_font_lacks_are_named_with_their_title(pictures, site, tmp_path):
    pictures.of(event(site), "The lamp 灯 is lit")
    pictures.of(event(site, "fr"), "le λ")

    with pytest.raises(MissingLetters) as stopped:
        pictures.write(tmp_path, tmp_path / "kept")

    lines = str(stopped.value).splitlines()
    assert lines == [
        'text.woff2 has no "λ" (U+03BB), which stands in "le λ"',
        'text.woff2 has no "灯" (U+706F), which stands in "The lamp 灯 is lit"',
    ]
    assert not (tmp_path / "pictures").exists()


@pytest.mark.parametrize(("half", "colour"), [("then", "text"), ("later", "mark")])
def test_the_mark_on_the_pictures_is_that_of_the_site(half, colour, pictures, site, tmp_path):
    path = pictures.of(event(site), "The lamp is lit").path
    pictures.write(tmp_path, tmp_path / "kept")
    image = Image.open(io.BytesIO((tmp_path / path).read_bytes())).convert("RGB")
    mark = (THEME / "static/mark.svg").read_text(encoding="utf-8")
    start_x, start_y, radius, side = map(
        float, re.search(rf'"{half}" d="M([\d.]+) ([\d.]+)a([\d.]+) \S+ 0 0 (\d)', mark).groups()
    )
    outwards = 1 if side else -1

    def at(share):
        """The colour at this share of the radius, from the middle of the half outwards."""
        x, y = start_x + outwards * radius * share, start_y + radius
        return image.getpixel((round(MARGIN - 6 + x * MARK / 32), round(FOOT - MARK + y * MARK / 32)))

    assert at(0.15) == at(0.85) == pictures.colours[colour]
    assert at(1.15) == pictures.colours["ground"]
