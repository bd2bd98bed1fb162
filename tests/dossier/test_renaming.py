"""Something is called otherwise everywhere at once, and whoever looks for its old name is led on."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

import dossier
from desk.writing import write_whole
from dossier.renaming import Renaming

ROOT = Path(__file__).parents[2]
LIGHTHOUSE = ROOT / "tests/stories/lighthouse/content"
TODAY = date(2026, 11, 22)
WHY = ("explainers/why.fr.md", "explainers/why.en.md")
ALL = sorted(Renaming(LIGHTHOUSE).names)


def written(folder, files):
    """The folder with these files in it."""
    write_whole({folder / name: None if text is None else text.encode() for name, text in files.items()})
    return folder


def copied(folder, tmp_path):
    return Path(shutil.copytree(folder, tmp_path / "content"))


def test_there_is_a_name_of_every_kind_to_try():
    assert {name.partition(":")[0] for name in ALL} == {*dossier.KINDS, "change"}


def test_a_name_may_be_written_as_the_register_has_it():
    content = Renaming(LIGHTHOUSE)

    assert (
        content.thing("explainer/keepers") == content.thing("explainer:keepers") == ("explainer", "keepers")
    )
    assert content.thing("explainer/keeper") is None


@pytest.mark.parametrize("name", ALL)
def test_whatever_is_renamed_nothing_is_wrong_and_nobody_is_lost(tmp_path, lighthouse, name):
    kind, _, old = name.partition(":")
    folder = copied(LIGHTHOUSE, tmp_path)

    written(folder, Renaming(folder).with_id(kind, old, "another-name", TODAY))

    assert dossier.worded(dossier.examine(folder).problems, "en") == []
    after = dossier.load(folder)
    before, now = ({page.path for page in one.site.values()} for one in (lighthouse, after))
    assert before - now == set()
    if (permanent := f"id/{kind}/{old}/") in before:
        assert led(after)[permanent] == f"id/{kind}/another-name/"
    assert {one.id for one in after.unequal} == {renamed(one.id, name, kind) for one in lighthouse.unequal}


def led(content):
    return {one.path: one.to for one in content.redirects}


def renamed(passage, name, kind):
    return re.sub(rf"^{name}(?=[#/])", f"{kind}:another-name", passage)


@pytest.mark.parametrize("kind", ["event", "explainer", "person", "source"])
def test_in_our_own_story_every_reference_is_found_too(kind):
    content = Renaming(ROOT / "content")
    used = sorted(name for name in content.names if name.startswith(f"{kind}:"))

    files = content.with_id(kind, used[0].partition(":")[2], "another-name", TODAY)

    assert dossier.worded(content.problems_with(files), "en") == []


# --- Each form in which a name is written ---------------------------------------------------------

TERM = """\
gate:   # the one of oak
  term:
    fr: barrière
    en: gate
  definition:
    fr: |
      Elle [ferme](event:gate-opens) le pré, voir [](event:gate-opens).
    en: |
      It [shuts](event:gate-opens) the meadow, see [](event:gate-opens).
"""


def changed(content, name, new):
    kind, _, old = name.partition(":")
    return Renaming(content).with_id(kind, old, new, TODAY)


def test_comments_quotation_marks_and_line_ends_stay(write_content, small_story):
    chapter = small_story["timeline/10-march.yaml"].replace(
        "  gate-opens:\n", '  # Of gate-opens.\n  "gate-opens":   # gate-opens\n'
    )
    content = write_content({"timeline/10-march.yaml": "\ufeff" + chapter.replace("\n", "\r\n")})

    text = changed(content, "event:gate-opens", "gate-opened")["timeline/10-march.yaml"]

    there = chapter.replace('"gate-opens":', '"gate-opened":')
    assert text == "\ufeff" + there.replace("\n", "\r\n")


def test_a_name_in_running_text_is_changed_at_its_place_only(write_content):
    glossary = TERM.replace("Elle ", "Elle (gate-opens) ")
    content = write_content({"glossary.yaml": glossary})

    text = changed(content, "event:gate-opens", "gate-opened")["glossary.yaml"]

    assert text == glossary.replace("event:gate-opens", "event:gate-opened")


def test_a_longer_name_that_begins_alike_is_another(write_content, small_story):
    chapter = small_story["timeline/10-march.yaml"]
    entry = chapter.partition("events:\n")[2].replace("gate-opens:", "gate-opens-again:")
    seen = "event:gate-opens-again"
    glossary = TERM.replace("event:gate-opens", seen)
    content = write_content({"timeline/10-march.yaml": chapter + entry, "glossary.yaml": glossary})

    files = changed(content, "event:gate-opens", "gate-opened")

    assert [*files] == ["timeline/10-march.yaml"]
    assert "  gate-opens-again:\n" in files["timeline/10-march.yaml"]


def test_a_citation_and_its_source_are_one_name(write_content):
    files = changed(write_content(), "source:gazette", "herald")

    assert "The gate stood open.[^herald]\n" in files["explainers/why.en.md"]
    assert "source: herald}" in files["timeline/10-march.yaml"]
    assert "      sources: [herald]\n" in files["figures.yaml"]


# --- What was public ------------------------------------------------------------------------------


def test_what_was_public_leaves_word_and_what_was_not_needs_none(write_content, registered):
    content = registered(write_content())

    files = changed(content, "event:gate-opens", "gate-opened")

    assert files["moved.yaml"] == (
        "# yaml-language-server: $schema=.schemas/moved.json\n\n"
        "event/gate-opens:\n  on: 2026-11-22\n  to: event/gate-opened\n"
    )
    assert "event/gate-opened fr/chronologie/gate-opened/ en/timeline/gate-opened/\n" in files["register.txt"]
    assert "event/gate-opens fr/chronologie/gate-opens/" in files["register.txt"]
    (content / "register.txt").unlink()
    assert "moved.yaml" not in changed(content, "event:gate-opens", "gate-opened")


def test_the_pages_of_a_person_lead_on_to_those_under_the_new_name(write_content, registered):
    content = registered(write_content())

    written(content, changed(content, "person:ada-vane", "ada-reed"))

    assert led(dossier.load(content)) == {
        "id/person/ada-vane/": "id/person/ada-reed/",
        "fr/qui/ada-vane/": "fr/qui/ada-reed/",
        "en/who/ada-vane/": "en/who/ada-reed/",
        "fr/chronologie/par/ada-vane/": "fr/chronologie/par/ada-reed/",
        "en/timeline/by/ada-vane/": "en/timeline/by/ada-reed/",
    }


def test_what_led_to_the_old_name_leads_to_the_new(write_content, registered):
    content = registered(write_content())
    with (content / "register.txt").open("a", encoding="utf-8") as file:
        file.write("event/gate-ajar en/timeline/gate-ajar/\n")
    (content / "moved.yaml").write_text(
        "event/gate-ajar:\n  on: 2019-03-06\n  to: event/gate-opens\n", "utf-8"
    )

    written(content, changed(content, "event:gate-opens", "gate-opened"))

    assert led(dossier.load(content))["en/timeline/gate-ajar/"] == "en/timeline/gate-opened/"


def test_another_address_of_a_text_is_registered_and_the_old_one_leads_on(write_content, registered):
    content = registered(write_content())

    files = Renaming(content).with_slug("explainer", "why", "fr", "d-ou")
    written(content, files)

    assert sorted(files) == ["explainers/why.fr.md", "register.txt"]
    assert "explainer/why fr/pourquoi/ fr/d-ou/ en/why/\n" in files["register.txt"]
    assert led(dossier.load(content)) == {"fr/pourquoi/": "fr/d-ou/"}


def test_what_was_signed_stays_so_even_if_the_register_was_read_in_another_state_before(
    write_content, small_story
):
    texts = {name: f"{small_story[name]}\n[](person:ada-vane)\n{{: .transition }}\n" for name in WHY}
    content = write_content(texts)
    every = dossier.load(content).compared
    signed = [str(line) for line in dossier.agreeing(every, {one.id for one in every}, "A. Name", TODAY)]
    for lines in (signed[:-1], signed):
        (content / "agreed.txt").write_text("\n".join(lines) + "\n", "utf-8")
        dossier.load(content)

    written(content, Renaming(content).with_id("person", "ada-vane", "ada-v", TODAY))

    assert all(one.is_agreed for one in dossier.load(content, registering=True).compared)
