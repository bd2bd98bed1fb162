"""Compressed copies: smaller, the same every time, and made once."""

import gzip
import os

import brotli
import pytest

from desk.compression import compress

TEXT = "The sheep walk out. " * 100


@pytest.fixture
def tree(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    return tree


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "cache/compressed"


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_a_copy_is_what_it_is_a_copy_of(tree, kept):
    (tree / "index.html").write_text(TEXT)

    compress(tree, ["index.html"], kept)

    assert brotli.decompress((tree / "index.html.br").read_bytes()).decode() == TEXT
    assert gzip.decompress((tree / "index.html.gz").read_bytes()).decode() == TEXT


def test_a_copy_says_nothing_of_where_when_and_on_what_it_was_made(tree, kept):
    (tree / "index.html").write_text(TEXT)

    compress(tree, ["index.html"], kept)

    # RFC 1952: no name, no time, best compression, no system.
    assert (tree / "index.html.gz").read_bytes()[:10].hex() == "1f8b08000000000002ff"


def test_what_is_tiny_what_is_compressed_and_what_would_grow_has_none(tree, kept):
    (tree / "tiny.html").write_text("<p>")
    (tree / "mark.png").write_text(TEXT)
    (tree / "noise.txt").write_bytes(os.urandom(1000))

    compress(tree, ["tiny.html", "mark.png", "noise.txt"], kept)

    assert names(tree) == {"tiny.html", "mark.png", "noise.txt"}


def test_a_copy_is_made_once_for_a_content_whatever_its_name(tree, kept):
    (tree / "one.html").write_text(TEXT)
    compress(tree, ["one.html"], kept)
    made = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    (tree / "two.html").write_text(TEXT)

    compress(tree, ["one.html", "two.html"], kept)

    assert {path.name: path.stat().st_mtime_ns for path in kept.iterdir()} == made
    assert (tree / "two.html.br").read_bytes() == (tree / "one.html.br").read_bytes()


def test_what_no_file_needs_any_more_is_dropped(tree, kept):
    (tree / "index.html").write_text(TEXT)
    compress(tree, ["index.html"], kept)
    before = names(kept)
    (tree / "index.html").write_text(TEXT + "More.")

    compress(tree, ["index.html"], kept)

    assert len(names(kept)) == len(before) == 2
    assert not names(kept) & before
