"""`status` says which versions are behind, where, and what they say now; it stops below a gate."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LIGHTHOUSE = "tests/stories/lighthouse/content"


def status(*arguments, content=LIGHTHOUSE):
    command = [sys.executable, "-m", "desk.status", "--content", str(content), *arguments]
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("lang", "passage", "row", "total"),
    [
        (
            "en",
            [
                "explainer:keepers#before.1",
                f"  {LIGHTHOUSE}/explainers/keepers.es.md:15:1: Spanish (es), behind:",
                "    Empezó en 1987, con la lente nueva. Véase ¿Por qué se apagó el faro?.",
                f"  {LIGHTHOUSE}/explainers/keepers.de.md:15:1: German (de), ahead:",
                "    Sie begann 1987 mit der neuen Linse. Siehe Warum erlosch der Leuchtturm?.",
                "  When they say the same: python3 tasks.py agree explainer:keepers#before.1",
            ],
            "explainer:keepers es 6 5 0 1 0 0 83",
            "96 % of 114 passages agreed in all languages.",
        ),
        (
            "fr",
            [
                "explainer:keepers#before.1",
                f"  {LIGHTHOUSE}/explainers/keepers.es.md:15:1: espagnol (es), en retard :",
                "    Empezó en 1987, con la lente nueva. Véase ¿Por qué se apagó el faro?.",
                f"  {LIGHTHOUSE}/explainers/keepers.de.md:15:1: allemand (de), en avance :",
                "    Sie begann 1987 mit der neuen Linse. Siehe Warum erlosch der Leuchtturm?.",
                ("  Quand elles disent la même chose : python3 tasks.py agree explainer:keepers#before.1"),
            ],
            "explainer:keepers de 6 5 1 0 0 0 83",
            "96 % de 114 passages comparés dans toutes les langues.",
        ),
    ],
)
def test_each_passage_is_named_with_its_versions_then_each_text_with_its_numbers(lang, passage, row, total):
    done = status("--lang", lang)

    printed = done.stdout.splitlines()
    at = printed.index(passage[0])
    assert printed[at : at + len(passage)] == passage
    assert row in [" ".join(line.split()) for line in printed]
    assert printed[-1] == total
    assert done.returncode == 0


def test_programs_read_it_as_json():
    found = json.loads(status("--format", "json").stdout)

    assert found["percent"] == 96
    assert found["passages"][2] == {
        "id": "explainer:keepers#before.1",
        "states": {"es": "behind", "de": "ahead"},
        "agreed_on": "2020-03-02",
        "agreed_by": "Redaktion",
    }
    assert found["texts"][1] == {
        "text": "explainer:keepers",
        "language": "es",
        "passages": 6,
        "agreed": 5,
        "ahead": 0,
        "behind": 1,
        "changed": 0,
        "new": 0,
        "percent": 83,
    }


@pytest.mark.parametrize(
    ("gate", "code", "said"),
    [
        ("96", 0, ""),
        ("97", 1, "96 % of the passages are agreed in all languages; 97 % were asked for\n"),
    ],
)
def test_a_gate_stops_what_is_agreed_too_little(gate, code, said):
    done = status("--gate", gate)

    assert done.stderr == said
    assert done.returncode == code


def test_a_gate_is_a_percentage():
    done = status("--gate", "120")

    assert done.stderr.endswith('a percentage is a whole number from 0 to 100, not "120"\n')
    assert done.returncode == 2


def test_content_with_problems_has_no_status(write_content):
    content = write_content({"people.yaml": ("  kind: person", "  kind: persn")}).resolve()

    done = status("--lang", "fr", content=content)

    assert "unknown-value: personne ou organisation « ada-vane »" in done.stderr
    assert done.returncode == 1
