"""A manifest knows exactly one tree."""

from dataclasses import replace

import pytest

from desk.manifest import NAME, Difference, Manifest


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "fr").mkdir()
    (tmp_path / "index.html").write_text("both")
    (tmp_path / "fr/index.html").write_text("français", encoding="utf-8")
    return tmp_path


def test_a_manifest_comes_back_from_its_json(tree):
    manifest = Manifest.of(tree, "https://example.org")

    assert Manifest.read(manifest.to_json()) == manifest
    assert list(manifest.files) == ["fr/index.html", "index.html"]


def test_a_whole_tree_has_no_damage(tree):
    manifest = Manifest.of(tree, "https://example.org")
    (tree / NAME).write_text(manifest.to_json(), encoding="utf-8")

    assert manifest.damage(tree) == []


def test_a_manifest_with_the_name_of_another_release_is_damage_itself(tree):
    manifest = replace(Manifest.of(tree, "https://example.org"), release="0" * 16)
    (tree / NAME).write_text(manifest.to_json(), encoding="utf-8")

    assert manifest.damage(tree) == [NAME]


def test_a_changed_a_missing_and_a_foreign_file_are_damage(tree):
    manifest = Manifest.of(tree, "https://example.org")
    (tree / "index.html").write_text("botH")
    (tree / "fr/index.html").unlink()
    (tree / "stray.txt").write_text("")

    assert manifest.damage(tree) == ["fr/index.html", "index.html", "stray.txt"]


@pytest.mark.parametrize("text", ["", "[]", '{"address": "", "release": 1, "files": {}}', "not json"])
def test_what_is_no_manifest_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        Manifest.read(text)


def test_a_difference_names_what_comes_what_changes_and_what_goes():
    live = Manifest(address="", release="a", files={"same": "1", "other": "1", "old": "1"})
    new = Manifest(address="", release="b", files={"same": "1", "other": "2", "new": "1"})

    assert Difference.between(live, new) == Difference(added=("new",), changed=("other",), removed=("old",))
    assert Difference.between(None, live).added == ("old", "other", "same")
