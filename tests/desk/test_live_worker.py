"""The worker of the live preview: what it builds first is what it builds in the end."""

from pathlib import Path
from queue import SimpleQueue

import pytest

from desk.live.line import Line
from desk.live.worker import Order

SETTINGS = Path("tests/stories/lighthouse/storyconf.py")
PAGES = [
    "404.html",
    "de/index.html",
    "es/index.html",
    "es/por-que-se-apago/index.html",
    "es/y-ahora-que/index.html",
    "index.html",
]
LONG = 120


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """A folder with some pages, one with all, and what was answered."""
    folder = tmp_path_factory.mktemp("builds")
    answers = SimpleQueue()
    line = Line(SETTINGS, folder, answers.put)
    line.open()
    got = {}
    try:
        for number, only in enumerate((PAGES, None)):
            line.give(Order(number, "http://127.0.0.1:8000", str(folder / str(number)), only))
            got[number] = answers.get(timeout=LONG)
    finally:
        line.close()
    return folder / "0", folder / "1", got


def html(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.html")}


def test_the_pages_that_somebody_looks_at_come_first_and_are_those_of_the_whole_site(builds):
    some, every, _ = builds

    assert sorted(html(some)) == PAGES
    assert html(some).items() <= html(every).items()


def test_they_bring_their_styles_fonts_and_scripts(builds):
    some, every, _ = builds

    look = {path.name for path in (every / "theme").iterdir()}
    assert {path.name for path in (some / "theme").iterdir()} == look != set()


def test_an_answer_says_how_many_pages_there_are_and_which_are_drafts(builds):
    some, every, answers = builds

    assert [answers[0].done, answers[0].pages] == [True, len(html(some))]
    assert [answers[1].done, answers[1].pages] == [True, len(html(every))]
    assert answers[0].drafts == answers[1].drafts
    assert "/es/y-ahora-que/" in answers[1].drafts


def test_what_no_page_needs_is_left_to_a_full_build(builds):
    _, every, _ = builds

    assert not (every / "pagefind").exists()
    assert not (every / "pictures").exists()
