"""The house keeps its own rules: who may import whom, and no word of the story in the engine."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ENGINE = ("dossier", "plugins", "desk", "theme", "guide")

MAY_IMPORT = {
    "dossier": {"dossier", "yaml", "pydantic", "pydantic_core", "markdown_it"},
    "plugins": {
        "plugins", "dossier", "pelican", "feedgenerator", "markdown", "markupsafe", "jinja2", "babel",
        "icalendar", "nh3", "pagefind_bin", "PIL",
    },
    "desk": {
        "desk", "plugins", "dossier", "pelican", "jinja2", "babel", "brotli", "cyclonedx", "packageurl",
        "watchfiles", "yaml",
    },
    "tasks.py": {"desk", "invoke"},
}  # fmt: skip
"""Besides the standard library."""
NEVER = {
    "dossier": {"time", "socket", "urllib.request", "http", "subprocess", "random", "locale"},
    "plugins": {"time", "socket", "urllib.request", "http", "subprocess", "random", "locale"},
    "desk": set(),
    "tasks.py": set(),
}
"""Of the standard library: the clock, the network, other programs, chance, the system's locale."""
BUT = {("plugins/pagefind.py", "subprocess")}
"""The search index is made by a program."""


def python_files(room):
    path = ROOT / room
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imported(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield node.module


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_it_may(room):
    wrong = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in python_files(room)
        for name in imported(file)
        if (file.relative_to(ROOT).as_posix(), name) not in BUT
        and (
            name.partition(".")[0] not in MAY_IMPORT[room] | sys.stdlib_module_names
            or name in NEVER[room]
            or name.partition(".")[0] in NEVER[room]
        )
    ]

    assert wrong == []


def test_others_enter_the_dossier_through_its_door():
    wrong = [
        f"{file.relative_to(ROOT)}: {name}"
        for room in ("plugins", "desk", "tasks.py")
        for file in python_files(room)
        for name in imported(file)
        if name.startswith("dossier.")
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("module", "packages"),
    [
        ("tasks", {"invoke", "yaml"}),
        (
            "dossier.__main__",
            {
                "annotated_types", "pydantic", "pydantic_core", "typing_extensions",
                "typing_inspection", "yaml",
            },
        ),
    ],
)  # fmt: skip
def test_what_a_person_waits_for_at_each_command_loads_little(module, packages):
    tell = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", tell], cwd=ROOT, capture_output=True, text=True, check=True)

    loaded = {name.partition(".")[0] for name in done.stdout.split() if not name.startswith(("_", "cython"))}

    assert loaded - sys.stdlib_module_names - {"dossier", "desk", "tasks"} <= packages


@pytest.mark.parametrize("room", ["dossier", "plugins"])
def test_nothing_reads_the_clock_during_a_build(room):
    clock = re.compile(r"\.(now|today|utcnow)\(")

    wrong = [
        str(file.relative_to(ROOT))
        for file in python_files(room)
        if clock.search(file.read_text(encoding="utf-8"))
    ]

    assert wrong == []


def words_of_the_story():
    """Names, organizations, ids and dates that only this story has."""
    people = yaml.safe_load((ROOT / "content/people.yaml").read_text(encoding="utf-8"))
    words = set()
    for name, person in people.items():
        words.add(name)
        words |= {person["sort"]} if "sort" in person else set()
        words |= {person["name"]} if isinstance(person["name"], str) else set(person["name"].values())
    for chapter in (ROOT / "content/timeline").glob("*.yaml"):
        words |= set(yaml.safe_load(chapter.read_text(encoding="utf-8"))["events"])
        words.add(chapter.stem)
    words |= set(yaml.safe_load((ROOT / "content/story.yaml").read_text(encoding="utf-8"))["title"].values())
    return {word for word in words if len(word) > 3} | {"OpenAI", "Altman", "2023-11", "Los_Angeles"}


@pytest.mark.parametrize("room", [*ENGINE, "tasks.py", "pelicanconf.py", "publishconf.py"])
def test_the_engine_knows_no_word_of_the_story(room):
    path = ROOT / room
    files = [path] if path.is_file() else [file for file in sorted(path.rglob("*")) if file.is_file()]
    text_of = {
        file: file.read_text(encoding="utf-8")
        for file in files
        if file.suffix not in (".pyc", ".woff2", ".png")
    }
    pattern = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(words_of_the_story())))

    found = [
        f"{file.relative_to(ROOT)}: {match}"
        for file, text in text_of.items()
        for match in pattern.findall(text)
    ]

    assert found == []


def test_the_top_level_is_what_the_readme_says():
    mapped = set(
        re.findall(r"^([\w.-]+)/?\s{2,}", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    listed = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))} - {"output"}

    assert mapped == listed
