"""The worker of the live preview: what it builds first is what it builds in the end."""

import shutil
from dataclasses import replace
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


def test_a_template_that_was_wrong_at_the_start_can_be_mended(tmp_path):
    shutil.copytree("theme", tmp_path / "theme")
    settings = tmp_path / "settings.py"
    story = SETTINGS.read_text("utf-8").replace(
        "Path(__file__).parent", f"Path({str(SETTINGS.parent.resolve())!r})"
    )
    settings.write_text(f"{story}\nTHEME = {str(tmp_path / 'theme')!r}\n", "utf-8")
    diagram = tmp_path / "theme/templates/macros/diagram.html"  # it stands in the first text
    right = diagram.read_text("utf-8")
    diagram.write_text("{% if %}", "utf-8")
    answers = SimpleQueue()
    line = Line(settings, tmp_path, answers.put)
    line.open()
    try:
        order = Order(
            1, "http://127.0.0.1:8000", str(tmp_path / "build-1"), ["es/por-que-se-apago/index.html"]
        )
        line.give(order)
        wrong = answers.get(timeout=LONG)
        diagram.write_text(right, "utf-8")
        line.give(replace(order, number=2))
        mended = answers.get(timeout=LONG)
    finally:
        line.close()

    assert not wrong.done
    assert "Expected an expression" in wrong.said
    assert mended.done, mended.said


def test_of_orders_that_wait_only_the_last_is_followed_whatever_was_wrong_meanwhile(tmp_path):
    shutil.copytree(SETTINGS.parent / "content", tmp_path / "content")
    settings = tmp_path / "settings.py"
    settings.write_text(SETTINGS.read_text("utf-8") + f"\nPATH = {str(tmp_path / 'content')!r}\n", "utf-8")
    settings.write_text(
        settings.read_text("utf-8").replace(
            "Path(__file__).parent", f"Path({str(SETTINGS.parent.resolve())!r})"
        ),
        "utf-8",
    )
    text = next((tmp_path / "content/explainers").glob("*.es.md"))
    right = text.read_text("utf-8")
    answers = SimpleQueue()
    line = Line(settings, tmp_path, answers.put)
    line.open()
    try:
        order = Order(1, "http://127.0.0.1:8000", str(tmp_path / "build-1"), ["es/index.html"])
        text.write_text(right.replace("---\n", "", 1), "utf-8")
        line.give(order)
        wrong = answers.get(timeout=LONG)
        text.write_text(right, "utf-8")
        for number in range(2, 12):
            line.give(replace(order, number=number, folder=str(tmp_path / f"build-{number}")))
        got = [answers.get(timeout=LONG)]
        while got[-1].number < 11:
            got.append(answers.get(timeout=LONG))
    finally:
        line.close()

    assert not wrong.done
    assert text.name in wrong.said
    assert got[-1].done, got[-1].said
    assert len(got) < 10
