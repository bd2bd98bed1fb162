"""What is mechanical is repaired; everything else, and every other byte, stays as it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.fix import is_slip, repair

PROJECT = Path(__file__).resolve().parents[2]


def fix(content, *options, stdin=""):
    command = [sys.executable, "-m", "desk.fix", "--content", str(content), *options]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, input=stdin)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("people.yaml", "kind: person", "kidn: person"),
        ("people.yaml", "kind: person", "kind: persn"),
        ("timeline/10-march.yaml", "importance: major", "importnce: major"),
        ("timeline/10-march.yaml", "importance: major", "importance: majorr"),
        ("people.yaml", "  kind: person", "\tkind: person"),
        ("timeline/10-march.yaml", "    importance: major", "\timportance: major"),
        ("timeline/10-march.yaml", "    importance: major", "\t\timportance: major"),
        ("people.yaml", "kind: person", "kind: per\u200bson"),
        ("explainers/why.fr.md", "[^gazette]", "[ ^gazette ]"),
        ("explainers/why.fr.md", "[^gazette]", "^[gazette]"),
    ],
)
def test_a_slip_is_repaired_and_nothing_else_changes(name, right, wrong, write_content):
    content = write_content().resolve()
    file = content / name
    before = file.read_bytes()
    broken = before.replace(right.encode(), wrong.encode(), 1)
    assert broken != before
    file.write_bytes(broken)

    assert repair(content) == [Path(name)]

    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("[Ada] (person:ada-vane) dort.[^gazette]", "[Ada](person:ada-vane) dort.[^gazette]"),
        ("Elle dort.\n{ .analysis}", "Elle dort.\n{: .analysis }"),
        ("Elle dort.\n{ : .analysis }", "Elle dort.\n{: .analysis }"),
    ],
)
def test_marks_with_a_space_in_the_wrong_place_are_put_right(wrong, right, write_content):
    content = write_content(
        {"explainers/why.fr.md": ("La barrière était ouverte.[^gazette]", wrong)}
    ).resolve()

    repair(content)

    assert f"\n{right}\n" in (content / "explainers/why.fr.md").read_text(encoding="utf-8")


def test_the_slip_of_a_language_or_a_source_is_left_to_a_person(write_content):
    content = write_content({"sources.yaml": ("gazette:", "gazete:")}).resolve()

    assert repair(content) == []


@pytest.mark.parametrize(
    ("written", "meant", "slip"),
    [
        ("souces", "sources", True),
        ("sourrces", "sources", True),
        ("soirces", "sources", True),
        ("suorces", "sources", True),
        ("sources", "sources", True),
        ("srcs", "sources", False),
        ("usorces", "soruces", False),
    ],
)
def test_a_slip_is_one_stroke_of_the_keyboard(written, meant, slip):
    assert is_slip(written, meant) is slip


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("fr: La barrière : ouverte.", "fr: |\n        La barrière : ouverte."),
        ("fr: Le lot #3 est ouvert.", "fr: |\n        Le lot #3 est ouvert."),
    ],
)
def test_a_text_that_yaml_would_cut_stands_under_a_bar(line, block, write_content):
    content = write_content({"timeline/10-march.yaml": ("fr: Les moutons sortent.", line)}).resolve()

    assert repair(content) == [Path("timeline/10-march.yaml")]

    assert f"      {block}\n" in (content / "timeline/10-march.yaml").read_text(encoding="utf-8")


SECOND = """\
  # They had been hungry.
  sheep-wake:
    when: 2019-03-04T07:30-08:00
    title:
      fr: Les moutons se réveillent
      en: The sheep wake up
    text:
      fr: Ils ont faim.
      en: They are hungry.

    category: farm
    importance: minor
    sources: [gazette]
"""


def test_an_event_moves_to_its_place_with_the_remarks_over_it(write_content, small_story):
    chapter = small_story["timeline/10-march.yaml"]
    content = write_content({"timeline/10-march.yaml": chapter + SECOND}).resolve()

    repair(content)

    before, events = chapter.split("events:\n")
    text = (content / "timeline/10-march.yaml").read_text(encoding="utf-8")
    assert text == f"{before}events:\n{SECOND}{events}"


def test_a_blank_line_between_events_stays_between_them(write_content, small_story):
    chapter = small_story["timeline/10-march.yaml"]
    content = write_content({"timeline/10-march.yaml": f"{chapter}\n{SECOND}"}).resolve()

    repair(content)

    before, events = chapter.split("events:\n")
    text = (content / "timeline/10-march.yaml").read_text(encoding="utf-8")
    assert text == f"{before}events:\n{SECOND}\n{events}"


def test_the_difference_is_shown_and_nothing_written_without_a_yes(write_content):
    content = write_content({"people.yaml": ("kind: person", "kidn: person")}).resolve()
    before = (content / "people.yaml").read_bytes()

    done = fix(content)

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "--- people.yaml\tas it is",
        "+++ people.yaml\tchanged",
        "@@ -1,3 +1,3 @@",
        " ada-vane:",
        "-  kidn: person",
        "+  kind: person",
        "   name: Ada Vane",
    ]
    assert done.stderr == "nothing was written (--yes writes it)\n"
    assert (content / "people.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("language", "question", "answer", "code", "key"),
    [
        ("en", "Write this? [y/N] ", "yes", 0, "kind"),
        ("en", "Write this? [y/N] ", "", 1, "kidn"),
        ("fr", "L’écrire ? [o/N] ", "o", 0, "kind"),
        ("fr", "L’écrire ? [o/N] ", "y", 1, "kidn"),
    ],
)
def test_a_person_at_the_terminal_is_asked(language, question, answer, code, key, write_content):
    content = write_content({"people.yaml": ("kind: person", "kidn: person")}).resolve()
    terminal, line = os.openpty()
    os.write(terminal, f"{answer}\n".encode())
    command = [sys.executable, "-m", "desk.fix", "--content", str(content)]

    done = subprocess.run(
        command,
        cwd=PROJECT,
        stdin=line,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": f"{language}_XX.UTF-8", "PYTHONUTF8": "1"},
    )

    os.close(terminal)
    os.close(line)
    assert done.returncode == code
    assert question in done.stdout
    assert f"  {key}: person\n" in (content / "people.yaml").read_text(encoding="utf-8")


def test_with_a_yes_it_is_written_and_the_rest_is_left_to_the_check(write_content):
    changes = {"people.yaml": ("kind: person", "kidn: person"), "glossary.yaml": "gate:\n  term: Gate\n"}
    content = write_content(changes).resolve()

    done = fix(content, "--yes")

    assert (done.returncode, done.stderr) == (0, "")
    assert "repaired files: 1\n" in done.stdout
    assert "  kind: person\n" in (content / "people.yaml").read_text(encoding="utf-8")


def test_clean_content_needs_no_repair(write_content):
    done = fix(write_content().resolve())

    assert (done.returncode, done.stdout) == (0, "nothing can be repaired without you\n")
