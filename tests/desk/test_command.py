"""Every command speaks the maintainer's language, argparse's own sentences too."""

import importlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

import desk
from desk.wording import CATALOGUES, catalogue, chosen_language

PROJECT = Path(__file__).resolve().parents[2]
COMMANDS = sorted(
    path.stem
    for path in Path(desk.__file__).parent.glob("*.py")
    if "command.run(" in path.read_text(encoding="utf-8") and path.stem != "command"
)
LANGUAGES = sorted(path.stem for path in CATALOGUES.glob("*.toml"))


def run(*words, lang):
    env = {**os.environ, "LC_ALL": lang, "COLUMNS": "1000"}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def helped(monkeypatch, capsys):
    """What all commands say of themselves in a language."""
    handler = signal.getsignal(signal.SIGTERM)

    def say(language):
        monkeypatch.setenv("LC_ALL", language)
        monkeypatch.setenv("COLUMNS", "1000")
        chosen_language.cache_clear()
        monkeypatch.setattr(sys, "argv", ["command", "--help"])
        for name in COMMANDS:
            with pytest.raises(SystemExit):
                importlib.import_module(f"desk.{name}").main()
        return " ".join(capsys.readouterr().out.split())

    yield say
    chosen_language.cache_clear()
    signal.signal(signal.SIGTERM, handler)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_help_is_shown_by_some_command(helped, language):
    shown = helped(language)

    sentences = {key: one for key, one in catalogue(language).items() if key.startswith("help-")}
    assert [key for key, one in sentences.items() if not re.search(in_help(one), shown)] == []


def in_help(sentence):
    """A pattern of a sentence, whatever its values are."""
    return "".join(re.escape(text) + ".*" * bool(name) for text, name, *_ in Formatter().parse(sentence))


@pytest.mark.parametrize("language", [lang for lang in LANGUAGES if lang != "en"])
def test_no_english_word_of_argparse_is_left(helped, language):
    shown = helped(language)

    english = ("usage: ", "positional arguments", "show this help", "show program")
    assert [words for words in english if words in shown] == []


@pytest.mark.parametrize(
    ("words", "english", "french"),
    [
        (("desk.clean", "--nothing"), "unknown here: --nothing", "inconnu ici : --nothing"),
        (("desk.agree",), "missing: FILE#ID", "il manque : FILE#ID"),
        (("desk.agree", "a", "--by"), "--by: a value is missing", "--by : il manque une valeur"),
        (
            ("desk.clean", "--debug=yes"),
            "--debug: takes no value, but was given 'yes'",
            "--debug : ne prend pas de valeur, et a reçu 'yes'",
        ),
        (
            ("desk.audit", "--timeout", "x"),
            '--timeout: "x" does not have the right form',
            "--timeout : « x » n’a pas la forme voulue",
        ),
        (
            ("desk.status", "--format", "xml"),
            "--format: it cannot be \"xml\"; allowed: 'text', 'json'",
            "--format : « xml » n’est pas possible ; permis : 'text', 'json'",
        ),
    ],
)
def test_a_slip_is_answered_in_the_language_of_the_terminal(words, english, french):
    program = words[0].partition(".")[2] + ".py"
    said = {lang: run(*words, lang=lang) for lang in ("C", "fr_FR")}

    assert [done.returncode for done in said.values()] == [2, 2]
    assert said["C"].stderr.splitlines()[-1] == f"{program}: {english}"
    assert said["fr_FR"].stderr.splitlines()[-1] == f"{program} : {french}"


@pytest.mark.parametrize(("lang", "usage"), [("C", "usage: new term"), ("fr_FR", "usage : new term")])
def test_the_options_of_a_kind_are_explained_in_it_too(lang, usage):
    done = run("desk.new", "term", "--help", lang=lang)

    assert done.stdout.startswith(usage)
