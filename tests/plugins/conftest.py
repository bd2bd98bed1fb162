"""A tiny story in French and English, ready to be rendered."""

import textwrap
from pathlib import Path

import pytest

from dossier import load
from plugins.site import Site
from plugins.translations import catalogues

THEME = Path(__file__).parents[2] / "theme"
WORDS = catalogues(("fr", "en"), [THEME / "translations"])

CONTENT = {
    "story.yaml": """
        title:
          fr: Le phare
          en: The lighthouse
        description:
          fr: Une histoire de phare.
          en: A story of a lighthouse.
        licence: CC0
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
            fr: heure du phare
            en: lighthouse time
        categories:
          sea:
            name:
              fr: Mer
              en: Sea
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
            fr: ignore
            en: unknown
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
    "timeline/10-one.yaml": """
        title:
          fr: Un
          en: One
        events:
          lamp-lit:
            when: 2019-05-04T21:30-07:00
            title:
              fr: La lampe s'allume
              en: The lamp is lit
            text:
              fr: La lampe s'allume.
              en: The lamp is lit.
            category: sea
            importance: major
            sources: [log]
        """,
    "people.yaml": """
        keeper:
          kind: person
          name: Ada Keeper
          summary:
            fr: Gardienne.
            en: Keeper.
        """,
    "sources.yaml": """
        log:
          type: report
          title: The log
          publisher: Harbour Office
          published: 2019-05-04
          lang: en
          seen: original
        """,
    "quotations.yaml": """
        ready:
          speaker: keeper
          on: 2019-05-04
          lang: en
          original: we're ready
          translations:
            fr: nous sommes prêts
          sources: [log]
        """,
    "figures.yaml": """
        lamps:
          title:
            fr: Lampes
            en: Lamps
          unit:
            fr: lampes
            en: lamps
          readings:
            - at: 2019-05-04
              value: 1500
              of: 2000
              qualifier: about
              sources: [log]
        """,
    "glossary.yaml": """
        beam:
          term:
            fr: Faisceau
            en: Beam
          definition:
            fr: La lumière.
            en: The light.
        """,
    "questions.yaml": """
        why:
          title:
            fr: Pourquoi ?
            en: Why?
          text:
            fr: On l'ignore.
            en: It is not known.
          asked: 2019
          checked: 2019-06-01
          settled_by:
            fr: Le journal.
            en: The log.
        """,
}
DIAGRAMS = {
    "diagrams.yaml": """
        who:
          as_of: 2019-05-04
          title:
            fr: Qui ?
            en: Who?
          text:
            fr: Elle, avec le [faisceau](term:beam).
            en: She, with the [beam](term:beam).
          boxes:
            keeper:
              person: keeper
              at: [1, 1]
              sources: [log]
            lamp:
              label:
                fr: La lampe
                en: The lamp
              at: [1, 2]
              sources: [log]
          arrows:
            - from: keeper
              to: lamp
              kind: controls
              label:
                fr: l'allume
                en: lights it
              sources: [log]
        """,
}
DOCUMENT = """---
title: {title}
slug: {slug}
summary: A summary.
order: 1
published: 2019-06-01
---
## Section {{#section}}

{body}
"""


def write_story(folder: Path, files) -> None:
    """Write the files of a story, indented or not."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")


@pytest.fixture
def site_with(tmp_path):
    """The tiny story with one explainer, whose body is given in both languages: `site_with(fr, en)`."""

    def make(fr: str, en: str) -> Site:
        write_story(tmp_path / "content", CONTENT)
        if "diagram:" in en:  # a diagram that no text shows is a problem
            write_story(tmp_path / "content", DIAGRAMS)
        folder = tmp_path / "content/explainers"
        folder.mkdir()
        for lang, body in (("fr", fr), ("en", en)):
            text = DOCUMENT.format(title=f"Titre {lang}", slug=f"titre-{lang}", body=body)
            (folder / f"one.{lang}.md").write_text(text, encoding="utf-8")
        site = Site(load(tmp_path / "content"), "https://example.org/news", THEME, WORDS)
        site.render()
        return site

    return make


@pytest.fixture
def rendered(site_with):
    """Render the body of an explainer in both languages: `rendered(fr, en)` gives a `Rendered` each."""

    def render(fr: str, en: str):
        site = site_with(fr, en)
        return {document.lang: site.rendered(document.path) for document in site.documents.values()}

    return render


@pytest.fixture
def site(site_with):
    """The tiny story with one empty explainer."""
    return site_with("Texte.[^log]", "Text.[^log]")
