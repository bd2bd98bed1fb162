"""What an editor and git are given for this house is well formed, leads to what is there, and is right."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
VSCODE = ROOT / ".vscode"
NAMES = {
    "source-id": "gazette", "person-id": "ada-vane", "category-id": "farm", "figure-id": "sheep",
    "section-id": "who",
}  # fmt: skip
"""What a writer types in the place of each name."""


def read(name):
    """A JSON file in which lines may be remarks, as the editor allows."""
    text = (VSCODE / name).read_text(encoding="utf-8")
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


SNIPPETS = read("explainer.code-snippets")


def filled(name):
    """A snippet as it stands when its first choices are taken."""
    text = "\n".join(SNIPPETS[name]["body"])
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d+:([^}]*)\}", lambda found: NAMES.get(found[1], found[1]), text)
    return text.replace("1969", "2019")


@pytest.mark.parametrize("name", ["settings.json", "extensions.json", "explainer.code-snippets"])
def test_a_file_of_the_editor_is_well_formed(name):
    assert read(name)


def test_nothing_rewrites_prose():
    settings = read("settings.json")

    assert settings["yaml.format.enable"] is False
    for language in ("[markdown]", "[yaml]"):
        assert settings[language]["editor.formatOnSave"] is False


def test_what_the_settings_name_is_there():
    for pattern in read("settings.json")["files.associations"]:
        assert any(ROOT.glob(pattern)), pattern


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_explained_in_both_languages(name):
    assert " / " in SNIPPETS[name]["description"]


@pytest.mark.parametrize("name", ["Event", "Later note"])
def test_an_event_or_a_note_of_a_snippet_passes_the_check(complaints, small_story, name):
    chapter = small_story["timeline/10-march.yaml"]

    assert complaints({"timeline/10-march.yaml": f"{chapter}{filled(name)}\n"}) == []


def test_a_source_of_a_snippet_passes_the_check(complaints, small_story):
    assert complaints({"sources.yaml": small_story["sources.yaml"] + "\n" + filled("Source") + "\n"}) == []


@pytest.mark.parametrize(
    "name", [name for name in SNIPPETS if "markdown" in SNIPPETS[name]["scope"] and name != "Diagram"]
)
def test_a_snippet_for_texts_passes_the_check(complaints, small_story, name):
    marks = {"Analysis", "Transition", "Adapted"}
    if name == "Point of a short version":
        added = "\n## 30 {#in-30-seconds}\n\n" + filled(name) + "\n"
    elif name in marks:
        added = f"\nA word.[^gazette]\n{filled(name)}\n"
    else:
        added = f"\nA word {filled(name)}.[^gazette]\n"
    names = ("explainers/why.fr.md", "explainers/why.en.md")

    assert complaints({file: small_story[file] + added for file in names}) == []


def test_the_hook_checks_the_content():
    (repo,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    (hook,) = repo["hooks"]

    assert (repo["repo"], hook["language"]) == ("local", "system")
    assert hook["entry"] == "python3 tasks.py check"
    assert re.search(hook["files"], "content/people.yaml")


def test_the_plain_hook_does_the_same_and_can_be_run():
    hook = ROOT / ".githooks/pre-commit"

    assert os.access(hook, os.X_OK)
    assert hook.read_text(encoding="utf-8").splitlines()[-1] == "exec python3 tasks.py check"
    assert subprocess.run(["sh", "-n", str(hook)], check=False).returncode == 0
