"""`rename` shows what would change, writes all of it or nothing, and refuses a name that cannot be had."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.writing import write_whole

PROJECT = Path(__file__).resolve().parents[2]


def rename(content, *options, lang="C"):
    command = [sys.executable, "-m", "desk.rename", "--content", str(content), *options]
    env = {**os.environ, "LC_ALL": lang}
    return subprocess.run(
        command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False, input=""
    )


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_difference_is_shown_and_nothing_written_without_a_yes(write_content):
    content = write_content().resolve()
    before = contents(content)

    done = rename(content, "source:gazette", "herald")

    assert (done.returncode, done.stderr) == (1, "nothing was written (--yes writes it)\n")
    assert done.stdout.splitlines()[:7] == [
        "--- explainers/why.en.md\tas it is",
        "+++ explainers/why.en.md\tchanged",
        "@@ -9,2 +9,2 @@",
        " ",
        "-The gate stood open.[^gazette]",
        "+The gate stood open.[^herald]",
        "--- explainers/why.fr.md\tas it is",
    ]
    assert contents(content) == before


def test_with_a_yes_every_file_is_written_and_nothing_is_left_beside(write_content, registered):
    content = registered(write_content()).resolve()

    done = rename(content, "event:gate-opens", "gate-opened", "--yes")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "renamed; files written: 3"
    assert "  gate-opened:\n" in (content / "timeline/10-march.yaml").read_text("utf-8")
    assert "  to: event/gate-opened\n" in (content / "moved.yaml").read_text("utf-8")
    assert [name for name in contents(content) if name.startswith(".")] == []


def test_the_files_of_a_text_are_renamed_in_every_language(write_content):
    content = write_content().resolve()

    done = rename(content, f"{content}/explainers/why.fr.md", "cause", "--yes")

    assert done.stdout == (
        "explainers/why.en.md → explainers/cause.en.md\n"
        "explainers/why.fr.md → explainers/cause.fr.md\n"
        "renamed; files written: 4\n"
    )
    assert sorted(path.name for path in (content / "explainers").iterdir()) == ["cause.en.md", "cause.fr.md"]


def test_a_text_gets_another_address_in_one_language(write_content):
    content = write_content().resolve()

    done = rename(content, "explainer:why", "d-ou", "--slug", "fr", "--yes")

    assert done.returncode == 0
    assert "slug: d-ou\n" in (content / "explainers/why.fr.md").read_text("utf-8")
    assert "slug: why\n" in (content / "explainers/why.en.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "code", "english", "french"),
    [
        (
            ("event:gate-opn", "x"),
            2,
            (
                '"event:gate-opn" is nothing of the content that has an id: write its kind and its id, as '
                'event:gate-opens, or the file of a text. Did you mean "event:gate-opens"?'
            ),
            (
                "« event:gate-opn » ne désigne rien dans le contenu : écrivez le genre et "
                "l’identifiant, comme event:gate-opens, ou le fichier d’un texte. Vouliez-vous dire "
                "« event:gate-opens » ?"
            ),
        ),
        (
            ("event:gate-opens", "Gate"),
            2,
            (
                'event "Gate": an id is made of lowercase letters a-z, digits, and single hyphens: '
                '"first-report".'
            ),
            (
                "événement « Gate » : un identifiant se compose de minuscules a-z, de chiffres et de traits "
                "d'union simples : « premier-rapport »."
            ),
        ),
        (
            ("event:gate-opens", "gate-ajar"),
            2,
            "event/gate-ajar was the name of something else, and its addresses lead there: choose another id",
            (
                "event/gate-ajar a déjà nommé autre chose, et ses adresses y mènent : choisissez un autre "
                "identifiant"
            ),
        ),
        (
            ("explainer:why", "ajar", "--slug", "en"),
            2,
            "en/ajar/ was an address of event/gate-ajar, and leads there: choose another",
            "en/ajar/ a été une adresse de event/gate-ajar, et y mène encore : choisissez-en une autre",
        ),
        (
            ("source:gazette", "x", "--slug", "en"),
            2,
            (
                'source:gazette has no address in "en" that could become "x": only a text has one of its '
                "own, once a language, and another than it has now"
            ),
            (
                "source:gazette n’a pas, en « en », d’adresse qui puisse devenir « x » : seul un texte a une "
                "adresse à lui dans chaque langue, et la nouvelle doit différer de l’ancienne"
            ),
        ),
    ],
)
def test_a_name_that_cannot_be_had_is_refused(write_content, registered, options, code, english, french):
    content = registered(write_content()).resolve()
    with (content / "register.txt").open("a", encoding="utf-8") as file:
        file.write("event/gate-ajar en/ajar/\n")
    (content / "moved.yaml").write_text("event/gate-ajar:\n  on: 2019-03-06\n  to: source/gazette\n", "utf-8")
    before = contents(content)

    said = {lang: rename(content, *options, "--yes", lang=lang) for lang in ("C", "fr_FR")}

    assert {lang: (done.returncode, done.stderr) for lang, done in said.items()} == {
        "C": (code, f"{english}\n"),
        "fr_FR": (code, f"{french}\n"),
    }
    assert contents(content) == before


def test_an_id_in_use_is_refused_with_its_place(write_content):
    content = write_content().resolve()

    done = rename(content, "person:ada-vane", "ada-vane", "--yes")

    assert done.returncode == 2
    assert done.stderr == (
        f'person or organization "ada-vane": the id is in use at {content}/people.yaml:1:1. Choose another.\n'
    )


def test_what_check_would_refuse_is_not_written(write_content):
    content = write_content().resolve()

    done = rename(content, "explainer:why", "about", "--slug", "en", "--yes")

    assert done.returncode == 1
    assert done.stderr.startswith("nothing was written, because check would say:\n")
    assert 'the address "about" is in use' in done.stderr


def test_content_with_problems_is_put_right_first(write_content):
    content = write_content({"people.yaml": ("kind: person", "kidn: person")}).resolve()

    done = rename(content, "source:gazette", "herald", "--yes")

    assert done.returncode == 1
    assert done.stderr.startswith("this has to be put right first; nothing was written\n")


def test_what_fails_half_way_is_undone(tmp_path):
    one, two, gone = (tmp_path / name for name in ("one", "two", "gone"))
    one.write_text("old")
    gone.write_text("old")
    two.mkdir()
    (two / "kept").touch()

    with pytest.raises(OSError, match="two"):
        write_whole({one: b"new", gone: None, tmp_path / "fresh": b"new", two: b"new"})

    assert {path.name for path in tmp_path.iterdir()} == {"one", "two", "gone"}
    assert (one.read_text(), gone.read_text()) == ("old", "old")
