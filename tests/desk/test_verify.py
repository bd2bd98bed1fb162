"""A finished site is checked against its manifest, to the byte."""

import sys

import pytest

from desk import verify
from desk.manifest import NAME, Manifest

FILES = {"index.html": "both", "fr/index.html": "français", "fr/index.html.br": "~", "empty.txt": ""}


@pytest.fixture
def output(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["verify"])
    output = tmp_path / "output"
    for name, text in FILES.items():
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(text, encoding="utf-8")
    (output / NAME).write_text(Manifest.of(output, "https://example.org").to_json())
    return output


def test_a_whole_site_is_said_to_be_whole(output, capsys):
    release = Manifest.read((output / NAME).read_text()).release

    assert verify.main() == 0
    assert capsys.readouterr().out == f"4 files of output/ are whole (release {release})\n"


@pytest.mark.parametrize("name", [name for name, text in FILES.items() if text])
def test_one_flipped_bit_in_any_file_is_seen(output, capsys, name):
    content = bytearray((output / name).read_bytes())
    content[-1] ^= 1
    (output / name).write_bytes(content)

    assert verify.main() == 3
    assert capsys.readouterr().err == (
        f"{name}: not what the manifest says\noutput/ is not what was built (1)\n"
    )


def test_every_damaged_missing_and_foreign_file_is_named(output, capsys):
    (output / "index.html").write_text("other")
    (output / "fr/index.html").unlink()
    (output / "stray.html").touch()

    assert verify.main() == 3
    assert capsys.readouterr().err == (
        "fr/index.html: not what the manifest says\n"
        "index.html: not what the manifest says\n"
        "stray.html: not what the manifest says\n"
        "output/ is not what was built (3)\n"
    )


def test_without_a_manifest_it_says_what_makes_one(output, capsys):
    (output / NAME).unlink()

    assert verify.main() == 3
    assert capsys.readouterr().err == "output/ has no manifest: python3 tasks.py publish makes one\n"


def test_what_is_no_manifest_is_not_believed(output, capsys):
    (output / NAME).write_text("{}")

    assert verify.main() == 3
    assert capsys.readouterr().err == "output/manifest.json is no manifest\n"
