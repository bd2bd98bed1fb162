"""The guide for writers tells the truth: each of its examples is tried, in each language.

What it shows of files is one small story, which checks clean and builds; what it calls wrong gives exactly
the message below it; what is typed exists; and what is said to appear does.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from invoke import Collection
from invoke.parser import Parser

import dossier
import tasks
from plugins.guide import listings

ROOT = Path(__file__).parents[1]
LANGUAGES = ("fr", "en")
TEXTS = {lang: (ROOT / f"guide/{lang}.md").read_text(encoding="utf-8") for lang in LANGUAGES}
LISTINGS = {lang: list(listings(text)) for lang, text in TEXTS.items()}
ROOMS = ("desk", "dossier", "guide", "plugins", "theme", "pelicanconf.py", "publishconf.py")
PROGRAMS = {"cd", "git"}
"""What is typed besides our tasks."""
STEP = re.compile(r"^\$ python3 tasks\.py (.+)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
"""A command and what appears."""
GONE = "".join(
    f"event/{name} en/timeline/{name}/ fr/chronologie/{name}/\n" for name in ("fence-painted", "gate-painted")
)
"""What the guide's story once held, and withdraws or moves to somewhere else."""


def with_example(files, example):
    """The files of a story with an example at the end of its file."""
    name = example.path.removeprefix("content/")
    before = f"{files[name]}\n" if name in files else ""
    return {**files, name: f"{before}{example.text}"}


def told(example):
    """An example without its remarks, which are in the language of the guide."""
    return example.path, re.sub(r"[ ]+# .*", "", example.text)


@pytest.fixture
def shown(small_story):
    """The small story with all that the guides show of files; what both show is taken once."""
    files, seen = dict(small_story), set()
    for lang in LANGUAGES:
        for example in LISTINGS[lang]:
            if example.role == "file" and told(example) not in seen:
                seen.add(told(example))
                files = with_example(files, example)
    return files


@pytest.fixture
def house(tmp_path, monkeypatch, small_story, registered):
    """A place with all that the tasks need, and the small story."""
    for room in ROOMS:
        (tmp_path / room).symlink_to(ROOT / room)
    shutil.copy(ROOT / "tasks.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    write(small_story)
    registered(Path("content"))
    return tmp_path


def write(files):
    for name, text in files.items():
        file = Path("content", name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_listing_says_what_it_is(lang):
    assert TEXTS[lang].count("\n```") == 2 * len(LISTINGS[lang])
    assert [one.text for one in LISTINGS[lang] if not one.role] == []


def test_both_languages_show_the_same_of_the_record():
    records = [
        [told(one) for one in LISTINGS[lang] if one.role == "file" and one.path.endswith(".yaml")]
        for lang in LANGUAGES
    ]

    assert records[0] == records[1]


def test_both_languages_have_the_same_sections_and_listings():
    headings = [re.findall(r"^#+ .+ (\{#.+\})$", TEXTS[lang], re.MULTILINE) for lang in LANGUAGES]
    roles = [[(one.language, one.role) for one in LISTINGS[lang]] for lang in LANGUAGES]

    assert headings[0] == headings[1]
    assert roles[0] == roles[1]


def test_what_the_guide_shows_is_a_story_without_problems_that_builds(house, shown, registered):
    Path("content", dossier.REGISTER).unlink()
    write({name: text for name, text in shown.items() if name != "moved.yaml"})
    register = registered(Path("content")) / dossier.REGISTER
    register.write_text(register.read_text(encoding="utf-8") + GONE, encoding="utf-8")
    write(shown)

    found = dossier.examine("content")
    done = run(sys.executable, "-m", "desk.build", "--output", "output")

    assert dossier.worded(found.problems, "en") == []
    assert done.stderr == ""
    assert done.returncode == 0
    assert all(Path("output/guide", lang, "index.html").is_file() for lang in LANGUAGES)


def wrong_examples():
    """Each thing that goes wrong: the guide's language, the examples that belong together, the message."""
    for lang in LANGUAGES:
        together = []
        for one in LISTINGS[lang]:
            if one.role == "wrong":
                together.append(one)
            elif one.role == "message":
                yield lang, together, one.text
                together = []
        assert together == [], "a mistake without its message"


@pytest.mark.parametrize(("lang", "examples", "message"), list(wrong_examples()))
def test_what_is_wrong_gives_exactly_the_message_that_is_shown(
    write_content, small_story, lang, examples, message
):
    files = small_story
    for example in examples:
        files = with_example(files, example)

    problems = dossier.examine(write_content(files)).problems

    assert "\n".join(dossier.worded(problems, lang)) == message.rstrip("\n")


def commands(lang):
    """Every command that a guide names, in listings and in the text."""
    typed = [one.text for one in LISTINGS[lang] if one.role == "terminal"]
    lines = [line.removeprefix("$ ") for text in typed for line in text.splitlines()]
    named = re.findall(r"`(python3 tasks\.py [^`]+)`", TEXTS[lang])
    return [shlex.split(line) for line in lines if line.startswith("python3 tasks.py")] + list(
        map(shlex.split, named)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_typed_exists(lang):
    contexts = Collection.from_module(tasks).to_contexts()

    for _, _, *words in commands(lang):
        Parser(contexts=contexts).parse_argv(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_listing_of_commands_names_no_other_program(lang):
    typed = [one.text for one in LISTINGS[lang] if one.language == "sh"]
    programs = {line.split()[0] for text in typed for line in text.splitlines()}

    assert programs <= {"python3", *PROGRAMS}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_said_to_appear_does(house, monkeypatch, lang):
    monkeypatch.setenv("LC_ALL", f"{lang}.UTF-8")
    sessions = [one.text for one in LISTINGS[lang] if one.language == "console"]

    for session in sessions:
        for command, appears in STEP.findall(session):
            done = run(sys.executable, "-m", "invoke", *shlex.split(command))

            assert done.stdout + done.stderr == appears


def run(*command):
    env = {**os.environ, "PYTHONPATH": "", "PYTHONUNBUFFERED": "1"}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)
