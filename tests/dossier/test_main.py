"""`python -m dossier`: what it prints, and with which code it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

import dossier
from dossier.__main__ import main
from dossier.wording import LANGUAGES, Wording

ROOT = Path(__file__).parents[2]


WITHOUT_EXPLAINER = {"explainers/why.fr.md": None, "explainers/why.en.md": None}
"""A story so small that there is nothing to remark on."""


def test_a_clean_folder_ends_with_0(write_content, capsys):
    code = main([str(write_content(WITHOUT_EXPLAINER)), "--lang", "en"])

    assert capsys.readouterr().out == "No problems: 1 event, 1 person or organization, 1 source, 2 texts.\n"
    assert code == 0


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                (
                    'content/sources.yaml:1:1: remark: unused-source: source "gazette": nothing rests on it. '
                    "Cite it, or take it out."
                ),
                "1 remark; nothing is stopped.",
                "No problems: 1 event, 1 person or organization, 2 sources, 2 texts.",
            ],
        ),
        (
            "fr",
            [
                (
                    "content/sources.yaml:1:1: remarque : unused-source: source « gazette » : rien ne repose "
                    "dessus. Citez-la, ou retirez-la."
                ),
                "1 remarque, sans rien bloquer.",
                "Aucun problème : 1 événement, 1 personne ou organisation, 2 sources, 2 textes.",
            ],
        ),
    ],
)
def test_a_remark_is_printed_and_stops_nothing(lang, lines, write_content, small_story, capsys):
    other = small_story["sources.yaml"].replace("gazette:", "herald:")
    changed = {
        name: small_story[name].replace("gazette", "herald")
        for name in ("figures.yaml", "timeline/10-march.yaml")
    }
    sources = {"sources.yaml": small_story["sources.yaml"] + other}

    code = main([str(write_content({**WITHOUT_EXPLAINER, **changed, **sources})), "--lang", lang])

    assert capsys.readouterr().out.splitlines() == lines
    assert code == 0


def test_a_folder_with_problems_ends_with_1_and_their_number(write_content, capsys):
    content = write_content({**WITHOUT_EXPLAINER, "people.yaml": ("  kind: person", "\tkind: person")})

    code = main([str(content), "--lang", "fr"])

    assert capsys.readouterr().out == (
        "content/people.yaml:2:1: tab: une tabulation se trouve ici. Indentez avec des espaces.\n"
        "1 problème dans 1 fichier.\n"
    )
    assert code == 1


def test_a_folder_that_does_not_exist_ends_with_1(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    code = main(["nowhere", "--lang", "en"])

    assert capsys.readouterr().out == (
        "nowhere:1:1: no-content-folder: there is no such folder. Name the folder that holds story.yaml.\n"
        "1 problem in 1 file.\n"
    )
    assert code == 1


def test_a_file_is_no_folder(write_content, capsys):
    content = write_content()

    code = main([str(content / "story.yaml"), "--lang", "en"])

    assert capsys.readouterr().out.startswith("content/story.yaml:1:1: no-content-folder: ")
    assert code == 1


def test_without_a_name_it_checks_the_folder_content(write_content, capsys):
    write_content()

    assert main(["--lang", "en"]) == 0


def test_files_are_named_from_where_the_writer_stands(write_content, capsys):
    content = write_content({**WITHOUT_EXPLAINER, "people.yaml": ""})

    main([str(content.absolute()), "--lang", "en"])

    assert capsys.readouterr().out.startswith("content/people.yaml:1:1: empty-file: ")


def test_the_language_of_the_messages_is_that_of_the_locale(write_content, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")

    main([str(write_content(WITHOUT_EXPLAINER))])

    assert capsys.readouterr().out.startswith("Aucun problème : ")


@pytest.mark.parametrize(
    ("lang", "options", "said"),
    [
        ("en", ["--format", "x"], "--format: it cannot be \"x\"; allowed: 'text', 'json', 'github'"),
        ("fr", ["--format", "x"], "--format : « x » n'est pas possible ; permis : 'text', 'json', 'github'"),
        ("en", ["--cover"], "unknown here: --cover"),
        ("fr", ["--cover"], "inconnu ici : --cover"),
        ("en", ["--lang"], "--lang: a value is missing"),
        ("fr", ["--lang"], "--lang : il manque une valeur"),
        ("en", ["--codes=1"], "--codes: takes no value, but was given '1'"),
        ("fr", ["--codes=1"], "--codes : ne prend pas de valeur, et a reçu '1'"),
    ],
)
def test_a_slip_is_answered_in_the_language_of_the_locale(lang, options, said, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", lang)

    with pytest.raises(SystemExit) as ended:
        main(options)

    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].removeprefix("python -m dossier").lstrip(" :") == said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_the_command_says_of_itself_is_in_its_help(lang, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", lang)
    monkeypatch.setenv("COLUMNS", "1000")

    with pytest.raises(SystemExit):
        main(["--help"])

    shown = capsys.readouterr().out
    says = Wording(lang).command
    ours = ("about", "folder", "lang", "format", "coverage", "codes", "usage: ", "options")
    assert [key for key in ours if says[key] not in shown] == []


@pytest.mark.parametrize("story", ["content", "tests/stories/lighthouse/content"])
def test_our_own_stories_are_clean(story):
    run = subprocess.run([sys.executable, "-m", "dossier", story], cwd=ROOT, capture_output=True, text=True)

    assert (run.returncode, run.stderr) == (0, "")


def test_there_is_nothing_to_remark_on_our_own_texts():
    found = dossier.examine(ROOT / "content")

    assert dossier.worded(found.remarks, "en") == []


def test_checking_writes_nothing(write_content):
    content = write_content()
    before = {file: file.stat().st_mtime_ns for file in content.rglob("*")}

    main([str(content)])

    assert {file: file.stat().st_mtime_ns for file in content.rglob("*")} == before


CRASHING = """
import sys
import dossier.__main__ as check
def examine(folder): raise ZeroDivisionError("no\\x1b[2J zero")
check.examine = examine
sys.exit(check.run())
"""


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "internal error: ZeroDivisionError: no<U+001B>[2J zero; the details are in .builds/crash.txt"),
        (
            "fr",
            (
                "erreur interne : ZeroDivisionError: no<U+001B>[2J zero ; "
                "les détails sont dans .builds/crash.txt"
            ),
        ),
    ],
)
def test_an_internal_error_is_one_line_and_a_file_with_the_details(tmp_path, lang, line):
    ended = crashing(tmp_path, "--lang", lang)

    assert (ended.returncode, ended.stdout, ended.stderr) == (70, "", f"{line}\n")
    assert "examine" in (tmp_path / ".builds/crash.txt").read_text()


def test_where_no_file_can_be_written_it_says_how_to_see_the_details(tmp_path):
    (tmp_path / ".builds").write_text("in the way")

    ended = crashing(tmp_path, "--lang", "en")

    assert ended.returncode == 70
    assert ended.stderr.endswith("--debug prints the details\n")


def test_debug_prints_the_traceback(tmp_path):
    ended = crashing(tmp_path, "--debug")

    assert "Traceback (most recent call last):" in ended.stderr


def crashing(folder, *options):
    """A check in which we have made a mistake."""
    return subprocess.run(
        [sys.executable, "-c", CRASHING, *options],
        cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
