"""Only what changed is judged again, and what is said is what would be said without any memory."""

from dataclasses import replace

import pytest

import dossier
from dossier import part_checks
from dossier.loading import Drawer, Loaded
from dossier.model import Event
from dossier.parts import Asked
from dossier.yamltree import Places

LINKS = """\
The gate[^gazette] of [](person:ada-vane), [](figure:sheep@2019-03-04), [as told](page:about#start.1).
"""
FRONT = """\
---
title: Then
slug: then
summary: Later.
order: 20
published: 2019-03-05
---
"""
THEN = {f"explainers/then.{lang}.md": f"{FRONT}## Then {{#then}}\n\n{LINKS}" for lang in ("fr", "en")}


@pytest.fixture
def judged(monkeypatch, forget):
    """The files of the parts that the rules look at."""
    forget()
    seen = []

    def note(part):
        seen.extend([one.path for one in part.documents] or [part.records[0].places.path])
        return iter(())

    monkeypatch.setattr(part_checks, "RULES", (*part_checks.RULES, note))
    return seen


def test_what_did_not_change_is_not_judged_again(write_content, judged):
    dossier.load(write_content(THEN))
    assert len(judged) == 4 + 6  # every file with records, every text
    judged.clear()

    dossier.load(write_content(THEN | {"explainers/why.fr.md": ("était ouverte", "est restée ouverte")}))

    assert judged == ["content/explainers/why.en.md", "content/explainers/why.fr.md"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sources.yaml": ("gazette:", "herald:")}, "unknown-target"),
        ({"people.yaml": ("ada-vane:", "bo-reed:")}, "unknown-target"),
        ({"figures.yaml": ("at: 2019-03-04", "at: 2019-03-05")}, "no-reading-yet"),
        ({"pages/about.fr.md": ("order: 10", "order: 10\nstatus: draft"),
          "pages/about.en.md": ("order: 10", "order: 10\nstatus: draft")}, "link-to-draft"),
        ({"pages/about.fr.md": ("Un récit", "## Ici {#here}\n\nUn récit"),
          "pages/about.en.md": ("An invented", "## Here {#here}\n\nAn invented")}, "unknown-section"),
        ({"story.yaml": ("America/Los_Angeles", "Pacific/Kiritimati")}, "no-reading-yet"),
    ],
)  # fmt: skip
def test_a_part_that_stays_is_judged_again_when_what_it_asks_is_answered_otherwise(
    change, code, write_content
):
    moment = {"figures.yaml": ("at: 2019-03-04", "at: 2019-03-04T00:00-08:00")}
    figures = moment if "story.yaml" in change else {}
    dossier.load(write_content(THEN | figures))

    with pytest.raises(dossier.DossierError) as raised:
        dossier.load(write_content(THEN | figures | change))

    found = [one for one in raised.value.problems if one.path.startswith("content/explainers/then")]
    assert {one.code for one in found} == {code}


def test_a_title_that_changes_is_said_wherever_it_is_named_without_words(write_content):
    first = dossier.load(write_content(THEN))
    again = dossier.load(write_content(THEN | {"people.yaml": ("name: Ada Vane", "name: Bo Reed")}))

    words = [
        next(one for one in each.compared if one.id == "explainer:then#then.1").versions["en"].said.text
        for each in (first, again)
    ]
    assert "Ada Vane" in words[0]
    assert "Bo Reed" in words[1]


def test_what_is_no_question_cannot_be_asked_because_nobody_would_note_it(write_content):
    drawer = Drawer(write_content())
    drawer.read()
    asked = Asked(drawer.names)

    assert asked.has("person", "ada-vane")
    assert asked.answers == {("has", "person", "ada-vane"): True}
    for name in ("titles", "images", "anything"):
        with pytest.raises(AttributeError, match=name):
            getattr(asked, name)


def test_what_stands_in_no_file_yet_is_told_apart_by_what_it_says(write_content):
    drawer = Drawer(write_content())
    drawer.read()
    every = [Loaded("event", "new", Event, {"actors": [name]}, Places(""), ()) for name in ("ada-vane", "no")]
    drawer.records += every[:1]
    one, other = (replace(drawer.parts[-3], records=(record,)) for record in every)

    assert one.digest != other.digest
