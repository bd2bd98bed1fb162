"""The work grows as the content does: twice the pages, events, people and sources are twice the steps.

Steps are counted, calls of functions, not seconds: a busy machine changes nothing.
"""

import sys
from datetime import date, timedelta

import dossier
from dossier import forks

PERSON = (
    "p{n}:\n  kind: person\n  name: Person Number\n  summary:\n    fr: Une personne.\n    en: A person.\n"
)
SOURCE = """\
s{n}:
  type: article
  title: News
  publisher: Gazette
  published: 2019-03-04
  lang: en
  seen: original
"""
EVENT = """\
  e{n}:
    when: {day}
    title:
      fr: Un fait
      en: A fact
    text:
      fr: Rien.
      en: Nothing.
    category: farm
    importance: minor
    actors: [p{n}]
    sources: [s{n}]
    disclosures:
      - {{on: {day}, kind: report, stance: asserts, source: s{n}}}
"""
TEXT = """\
---
title: Text
slug: x{n}
summary: One text of {number}.
order: {n}
published: 2019-03-05
---
## Heading {{#heading}}

See [it](event:e{n}), one of {number}.[^s{n}]
"""


def story_of(number):
    """As many of everything: explainers, events on days of their own, people and sources."""
    days = [date(2019, 3, 4) + timedelta(n) for n in range(number)]
    events = "".join(EVENT.format(n=n, day=day) for n, day in enumerate(days))
    files = {
        "people.yaml": "".join(PERSON.format(n=n) for n in range(number)),
        "sources.yaml": "".join(SOURCE.format(n=n) for n in range(number)),
        "timeline/10-march.yaml": f"title:\n  fr: Tout\n  en: All\nevents:\n{events}",
        "figures.yaml": None,
        "explainers/why.fr.md": None,
        "explainers/why.en.md": None,
    }
    return files | {
        f"explainers/x{n}.{lang}.md": TEXT.format(n=n, number=number)
        for n in range(number)
        for lang in ("fr", "en")
    }


def tell(content):
    """Read and check the content, and ask of each page what the site wants to know of it."""
    loaded = dossier.load(content)
    for page in loaded.current.values():
        if page.lang:
            loaded.version(page)
            loaded.unequal_in(f"{page.kind}:{page.id}")
            loaded.explainers_on("event", page.id)
        if page.kind == "day":
            day = loaded.day(page.id)
            loaded.known().on(day)
            loaded.day_before(day)
            loaded.day_after(day)
        if page.kind == "explainer":
            loaded.explainer_before(page.id)
            loaded.explainer_after(page.id)


def steps_of(work, *arguments):
    """How many functions are called, Python's own too."""
    steps = 0

    def count(_frame, event, _argument):
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work(*arguments)
    finally:
        sys.setprofile(before)
    return steps


def test_twice_the_content_is_twice_the_steps(write_content, monkeypatch):
    monkeypatch.setattr(forks, "MOST", 1)  # the steps of a fork would not be counted
    tell(write_content(story_of(2)))  # so that nothing is counted that happens once

    few, more, many = (steps_of(tell, write_content(story_of(number))) for number in (10, 20, 40))

    assert many - more < 2.02 * (more - few)
