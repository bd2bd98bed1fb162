"""What the Nu HTML Checker, html-validate and a second checker of links find in the built site: nothing."""

import socket

import pytest

from tests.site import checkers
from tests.site.conftest import Built

KINDS = ("html", "css", "svg")


def test_pages_styles_and_drawings_keep_the_standards(ours):
    files = [file for kind in KINDS for file in sorted(ours.folder.rglob(f"*.{kind}"))]

    assert {file.suffix[1:] for file in files} == set(KINDS)
    assert checkers.standards(files) == []


def test_pages_keep_the_rules_of_accessibility(ours):
    assert checkers.accessibility([page.file for page in ours.pages.values()]) == []


def test_a_second_checker_misses_no_link_and_no_place_within_a_page(ours):
    assert checkers.links(ours) == []


@pytest.mark.parametrize(
    ("link", "missed"),
    [
        ("/nowhere/", "missing reference target nowhere/index.html"),
        ("nothing.png", "missing reference target nothing.png"),
        ("#nowhere", 'missing id="nowhere" in index.html'),
        ("/there/#nowhere", 'missing id="nowhere" in there/index.html'),
        ("https://site.example/nowhere/", "missing reference target nowhere/index.html"),
    ],
)
def test_the_second_checker_sees_what_is_broken(tmp_path, monkeypatch, link, missed):
    monkeypatch.chdir(tmp_path)  # it names files as seen from there
    site = Built(tmp_path, "https://site.example")
    (tmp_path / "there").mkdir()
    (tmp_path / "there/index.html").write_text('<p id="here">')
    (tmp_path / "index.html").write_text(f'<a href="/there/#here"><a href="{link}">')

    said = checkers.links(site)

    assert "Found 1 missing" in said[0]
    assert said[1] == f"1. {missed}"


def test_the_second_checker_asks_no_other_site(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.setblocking(False)
        address = "http://{}:{}/".format(*elsewhere.getsockname())
        (tmp_path / "index.html").write_text(f'<a href="{address}"><img src="{address}">')

        assert checkers.links(Built(tmp_path, "https://site.example")) == []
        with pytest.raises(BlockingIOError):
            elsewhere.accept()
