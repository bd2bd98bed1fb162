"""What all tests share: a small story to break, and steady random examples."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

import dossier
from dossier import memory

settings.register_profile("steady", derandomize=True, database=None, deadline=None, max_examples=100)
settings.load_profile("steady")


Change = str | bytes | tuple[str, str] | None
"""What to do with a file of the small story: write it anew, change one place in it, or leave it out."""

SMALL_STORY = {
    "story.yaml": """\
title:
  fr: La barrière
  en: The Gate
description:
  fr: Qui a ouvert la barrière.
  en: Who opened the gate.
licence: CC-BY-4.0
languages:
  fr:
    name: Français
    zone:
      id: Europe/Paris
      name:
        fr: heure de Paris
        en: Paris time
  en:
    name: English
    zone:
      id: America/New_York
      name:
        fr: heure de New York
        en: New York time
default_language: en
zone:
  id: America/Los_Angeles
  name:
    fr: heure du pré
    en: meadow time
categories:
  farm:
    name:
      fr: Ferme
      en: Farm
addresses:
  timeline:
    fr: chronologie
    en: timeline
  who:
    fr: qui
    en: who
  sources:
    fr: sources
    en: sources
  glossary:
    fr: lexique
    en: glossary
  questions:
    fr: questions
    en: questions
  known:
    fr: etat-au
    en: as-known-on
  figures:
    fr: chiffres
    en: figures
  changes:
    fr: nouveautes
    en: changes
  corrections:
    fr: corrections
    en: corrections
  data:
    fr: donnees
    en: data
  coverage:
    fr: provenance
    en: provenance
  translations:
    fr: traductions
    en: translations
  search:
    fr: recherche
    en: search
  whole:
    fr: complet
    en: whole
  by:
    fr: par
    en: by
""",
    "people.yaml": """\
ada-vane:
  kind: person
  name: Ada Vane
  summary:
    fr: Elle garde la barrière.
    en: She keeps the gate.
""",
    "sources.yaml": """\
gazette:
  type: article
  title: The gate stood open
  publisher: The Meadow Gazette
  published: 2019-03-04
  lang: en
  seen: original
""",
    "figures.yaml": """\
sheep:
  title:
    fr: Moutons
    en: Sheep
  unit:
    fr: têtes
    en: heads
  readings:
    - at: 2019-03-04
      value: 7
      sources: [gazette]
""",
    "timeline/10-march.yaml": """\
title:
  fr: Mars
  en: March
events:
  gate-opens:
    when: 2019-03-04T08:30-08:00
    title:
      fr: La barrière s'ouvre
      en: The gate opens
    text:
      fr: Les moutons sortent.
      en: The sheep walk out.
    category: farm
    importance: major
    actors: [ada-vane]
    sources: [gazette]
    disclosures:
      - {on: 2019-03-04, kind: report, stance: asserts, source: gazette}
""",
    "explainers/why.fr.md": """\
---
title: Pourquoi ?
slug: pourquoi
summary: On ne sait pas.
order: 10
published: 2019-03-05
---
## Qui ? {#who}

La barrière était ouverte.[^gazette]
""",
    "explainers/why.en.md": """\
---
title: Why?
slug: why
summary: Nobody knows.
order: 10
published: 2019-03-05
---
## Who? {#who}

The gate stood open.[^gazette]
""",
    "pages/about.fr.md": """\
---
title: À propos
slug: a-propos
summary: Un essai.
order: 10
---
Un récit inventé.
""",
    "pages/about.en.md": """\
---
title: About
slug: about
summary: A trial.
order: 10
---
An invented story.
""",
}


@pytest.fixture(scope="session")
def small_story() -> Mapping[str, str]:
    """The files of the small story, as they are without any change."""
    return SMALL_STORY


@pytest.fixture
def forget() -> Callable[[], None]:
    """Lets nothing be known any more of what was found in texts."""

    def clear() -> None:
        for table in memory._TABLES.values():
            table.answers.clear()
            table.earlier.clear()

    return clear


@pytest.fixture
def write_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes the small story, changed where the test says so, and gives its folder.

    A text replaces a file (or adds one), a pair replaces one piece of text in it, None leaves it out.
    """
    monkeypatch.chdir(tmp_path)

    def write(changes: Mapping[str, Change] | None = None) -> Path:
        folder = Path("content")
        for name, change in {**SMALL_STORY, **(changes or {})}.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(change, tuple):
                assert SMALL_STORY[name].count(change[0]) == 1, f"{change[0]!r} stands not once in {name}"
                file.write_text(SMALL_STORY[name].replace(*change), encoding="utf-8", newline="")
            elif isinstance(change, str):
                file.write_text(change, encoding="utf-8", newline="")
            elif change is not None:
                file.write_bytes(change)
        return folder

    return write


@pytest.fixture
def registered() -> Callable[[Path], Path]:
    """Writes the register of a content folder as the task would, had it none."""

    def write(folder: Path) -> Path:
        entries = dossier.public_addresses(dossier.load(folder)).items()
        lines = "".join(" ".join((name, *addresses)) + "\n" for name, addresses in entries)
        (folder / dossier.REGISTER).write_text(lines, encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def lighthouse() -> dossier.Dossier:
    """The second story: invented, in Spanish and German, with every feature of the format."""
    return dossier.load(Path(__file__).parent / "stories/lighthouse/content")


@pytest.fixture
def complaints(write_content: Callable[..., Path]) -> Callable[..., list[str]]:
    """The problems of the small story, changed where the test says so, each as the line that is printed."""

    def read(changes: Mapping[str, Change] | None = None, lang: str = "en") -> list[str]:
        try:
            dossier.load(write_content(changes))
        except dossier.DossierError as error:
            return dossier.worded(error.problems, lang)
        return []

    return read
