"""Every problem of the catalogue: what brings it about, where it is shown, and what a writer reads."""

import ast
import os
import re
import tomllib
from contextlib import contextmanager
from pathlib import Path
from string import Formatter

import pytest

import dossier
from dossier.wording import LANGUAGES

ROOT = Path(__file__).parents[2]

EVENT = "timeline/10-march.yaml"
WHY = "explainers/why.en.md"
POURQUOI = "explainers/why.fr.md"
WHEN = "2019-03-04T08:30-08:00"
ACTORS = "    actors: [ada-vane]\n"
TEXT = """\
    text:
      fr: Les moutons sortent.
      en: The sheep walk out.
"""
DISCLOSURES = """\
    disclosures:
      - {on: 2019-03-04, kind: report, stance: asserts, source: gazette}
"""
TOLD_IN_ENGLISH = """\
  en:
    name: English
    zone:
      id: America/New_York
      name:
        fr: heure de New York
        en: New York time
"""
ROLE = """\
  roles:
    - title:
        fr: gardienne
        en: keeper
      sources: [gazette]
"""
QUOTE = """\
it-was-open:
  speaker: ada-vane
  on: 2019-03-04
  lang: en
  original: It was open.
  translations:
    fr: Elle était ouverte.
  sources: [gazette]
"""
RELATION = """\
  relations:
    - kind: controls
      to: ada-vane
      title:
        fr: gouverne
        en: rules
      sources: [gazette]
"""
CORRECTED = """\
sheep-corrected:
  on: 2019-03-06
  kind: error
  concerns: ["explainer:why"]
  title:
    fr: Les moutons
    en: The sheep
  text:
    fr: Ils étaient moins.
    en: They were fewer.
  said:
    fr: Ils étaient beaucoup.
    en: They were many.
  says:
    fr: Ils étaient peu.
    en: They were few.
  since: 2019-03-05
  learnt:
    fr: Bo les a comptés.
    en: Bo counted them.
"""
HINDSIGHT = """\
    text:
      fr: |
        Voir [](event:gate-shuts).
      en: |
        See [](event:gate-shuts).
"""
KEEPERS = """\
ada-vane:
  kind: person
  name: Ada Vane
  summary:
    fr: Elle garde la barrière.
    en: She keeps the gate.
  roles:
    - office: keeper
      title:
        fr: gardienne
        en: keeper
      from: 2017
      sources: [gazette]
bo-reed:
  kind: person
  name: Bo Reed
  summary:
    fr: Il garde la barrière aussi.
    en: He keeps the gate too.
  roles:
    - office: keeper
      title:
        fr: gardien
        en: keeper
      from: 2018
      sources: [gazette]
"""
REGISTER = """\
event/gate-opens
explainer/why
figure/sheep
page/about
person/ada-vane
source/gazette
"""
NEWS = """\
first:
  on: 2019-04-01
  kind: update
  concerns: [gate-opens]
  title:
    fr: Un
    en: One
  text:
    fr: Deux.
    en: Two.
"""
GATE_GONE = """\
event/gate-open:
  on: 2019-03-06
"""
WITHDRAWN = """\
  reason:
    fr: Elle était fermée.
    en: It was shut.
"""


def gone(to, key="event/gate-open", extra=None):
    """Content of which the register has "gate-open", which is gone, and what is said of it."""
    files = {"register.txt": REGISTER + "event/gate-open\n"}
    return files | {"moved.yaml": GATE_GONE.replace("event/gate-open", key) + to} | (extra or {})


ALMANAC = """\
  type: book
  title: The Meadow Almanac
  publisher: Meadow Press
  published: 2019
  lang: en
  seen: no
"""
SECOND = """\
title:
  fr: Avril
  en: April
events:
  gate-shuts:
    when: 2019-04-01
    title:
      fr: La barrière se ferme
      en: The gate shuts
    text:
      fr: Les moutons rentrent.
      en: The sheep come home.
    category: farm
    importance: minor
    sources: [gazette]
    disclosures:
      - {on: 2019-04-02, kind: report, stance: asserts, source: gazette}
"""
FRENCH = """\
---
title: Pourquoi ?
slug: pourquoi
summary: On ne sait pas.
order: 10
published: 2019-03-05
---
"""
ENGLISH = """\
---
title: Why?
slug: why
summary: Nobody knows.
order: 10
published: 2019-03-05
---
"""


DIAGRAM = """\
rules:
  as_of: 2019-03-04
  title:
    fr: Qui ouvre
    en: Who opens
  text:
    fr: Elle seule.
    en: She alone.
  boxes:
    keeper:
      person: ada-vane
      at: [1, 1]
      sources: [gazette]
    gate:
      label:
        fr: Barrière
        en: Gate
      at: [3, 1]
      sources: [gazette]
  arrows:
    - from: keeper
      to: gate
      kind: controls
      label:
        fr: garde
        en: keeps
      sources: [gazette]
"""
HEDGE = """\
    hedge:
      label:
        fr: Haie
        en: Hedge
      at: [2, 1]
      sources: [gazette]
"""
CROSSED = (
    (
        DIAGRAM.replace("[1, 1]", "[1, 2]")
        .replace("[3, 1]", "[3, 2]")
        .replace(
            "  arrows:\n", HEDGE + HEDGE.replace("hedge", "ditch").replace("[2, 1]", "[2, 3]") + "  arrows:\n"
        )
    )
    + """\
    - from: hedge
      to: ditch
      kind: lacks
      label:
        fr: sans accès
        en: no access
      sources: [gazette]
"""
)

PNG = b"\x89PNG\r\n\x1a\n"
ABOUT = """\
---
title: À propos
slug: a-propos
summary: Un essai.
order: 10
---
Un récit inventé.
"""


def both(body):
    return {POURQUOI: FRENCH + body, WHY: ENGLISH + body}


def drawn(*change, shown="[](diagram:rules)\n"):
    """The two files of a text that shows a diagram, and the diagram, changed in one place."""
    return {
        **both("## Qui ? {#who}\n\n" + shown),
        "diagrams.yaml": DIAGRAM.replace(*change) if change else DIAGRAM,
    }


CASES = [
    (
        "missing-file",
        {"story.yaml": None},
        ["content/story.yaml:1:1"],
        "story.yaml is missing. The site cannot be built without it: put it back.",
        "il manque story.yaml. Le site ne peut pas être construit sans ce fichier : remettez-le.",
    ),
    (
        "missing-file",
        {EVENT: None},
        ["content/timeline:1:1"],
        "timeline/10-….yaml is missing. The site cannot be built without it: put it back.",
        "il manque timeline/10-….yaml. Le site ne peut pas être construit sans ce fichier : remettez-le.",
    ),
    (
        "unknown-file",
        {"source.yaml": "a: b\n"},
        ["content/source.yaml:1:1"],
        (
            'this file is not one that the site reads. Did you mean "sources.yaml"? Allowed: "story.yaml",'
            ' "people.yaml", "sources.yaml", "quotations.yaml", "figures.yaml", "glossary.yaml", '
            '"questions.yaml", "diagrams.yaml", "changes.yaml", "moved.yaml", "timeline/*.yaml", '
            '"explainers/*.md", "pages/*.md", "images/*".'
        ),
        (
            "le site ne lit pas ce fichier. Vouliez-vous dire « sources.yaml » ? Permis : « story.yaml », "
            "« people.yaml », « sources.yaml », « quotations.yaml », « figures.yaml », « glossary.yaml », "
            "« questions.yaml », « diagrams.yaml », « changes.yaml », « moved.yaml », « timeline/*.yaml », "
            "« explainers/*.md », « pages/*.md », « images/* »."
        ),
    ),
    (
        "not-utf8",
        {"people.yaml": b"ada-vane:\n  name: Ad\xe9\n"},
        ["content/people.yaml:2:11"],
        "the file is not plain text in UTF-8 here. Save it as plain text, with the encoding UTF-8.",
        (
            "à partir d'ici, le fichier n'est pas du texte brut en UTF-8. Enregistrez-le en texte brut, avec "
            "l'encodage UTF-8."
        ),
    ),
    (
        "control-character",
        {WHY: ("gate stood", "gate\u200b stood")},
        ["content/explainers/why.en.md:10:9"],
        "the invisible character U+200B stands here. Delete it.",
        "le caractère invisible U+200B se trouve ici. Supprimez-le.",
    ),
    (
        "hidden-character",
        {WHY: ("gate stood", "gate&#8203; stood")},
        ["content/explainers/why.en.md:10:9"],
        "an invisible character, &#8203;, stands here by its number or name. Delete it.",
        "un caractère invisible, &#8203;, est écrit ici par son numéro ou son nom. Supprimez-le.",
    ),
    (
        "empty-file",
        {"glossary.yaml": "# nothing yet\n"},
        ["content/glossary.yaml:1:1"],
        "the file is empty. Fill it or delete it.",
        "le fichier est vide. Remplissez-le ou supprimez-le.",
    ),
    (
        "chapter-name",
        {EVENT: None, "timeline/march.yaml": SECOND},
        ["content/timeline/march.yaml:1:1"],
        'a chapter is called "<number>-<name>.yaml", for instance "10-first-days.yaml".',
        "un chapitre s'appelle « <numéro>-<nom>.yaml », par exemple « 10-premiers-jours.yaml ».",
    ),
    (
        "document-name",
        {"pages/About us.en.md": ""},
        ["content/pages/About us.en.md:1:1"],
        'a text is called "<key>.<language>.md", in lowercase, for instance "about.en.md".',
        "un texte s'appelle « <clé>.<langue>.md », en minuscules, par exemple « about.fr.md ».",
    ),
    (
        "document-language",
        {"pages/about.de.md": ""},
        ["content/pages/about.de.md:1:1"],
        "the story is not told in German (de). Its languages: French (fr), English (en).",
        "le récit n'existe pas en allemand (de). Ses langues : français (fr), anglais (en).",
    ),
    (
        "no-front-matter",
        {"pages/about.en.md": "An invented story.\n"},
        ["content/pages/about.en.md:1:1"],
        'the file does not start with a line "---". Put title, slug, and summary between two such lines.',
        (
            "le fichier ne commence pas par une ligne « --- ». Mettez title, slug et summary entre deux "
            "lignes de ce genre."
        ),
    ),
    (
        "open-front-matter",
        {"pages/about.en.md": "---\ntitle: About\n"},
        ["content/pages/about.en.md:1:1"],
        'the front matter is not closed. Put a line "---" below its last key.',
        "l'en-tête n'est pas fermé. Mettez une ligne « --- » sous sa dernière clé.",
    ),
    (
        "yaml-syntax",
        {"people.yaml": ("name: Ada Vane", "name: [Ada Vane")},
        ["content/people.yaml:3:9"],
        (
            'YAML cannot be read from here ("in square brackets, "," or "]" was expected"). Look at this '
            'line and the one above, and put texts under "|".'
        ),
        (
            "le YAML devient illisible ici (« entre crochets, « , » ou « ] » était attendu »). Regardez "
            "cette ligne et la précédente, et mettez les textes sous « | »."
        ),
    ),
    (
        "tab",
        {"people.yaml": ("  kind", "\tkind")},
        ["content/people.yaml:2:1"],
        "a tab stands here. Indent with spaces.",
        "une tabulation se trouve ici. Indentez avec des espaces.",
    ),
    (
        "colon-in-text",
        {"people.yaml": ("en: She keeps", "en: Note: she keeps")},
        ["content/people.yaml:6:13"],
        'a colon followed by a space begins a new key here. Put the text under "|", on a line of its own.',
        (
            "un deux-points suivi d'une espace ouvre ici une nouvelle clé. Mettez le texte sous « | », sur"
            " sa propre ligne."
        ),
    ),
    (
        "merge-conflict",
        {"people.yaml": ("  kind", "<<<<<<< HEAD\n  kind")},
        ["content/people.yaml:2:1"],
        "the mark of a merge conflict stands here. Choose one version and delete the marks.",
        "la marque d'un conflit de fusion se trouve ici. Choisissez une version et supprimez les marques.",
    ),
    (
        "key-long",
        {"people.yaml": ("  name:", f"  {'name' * 300}:")},
        ["content/people.yaml:3:3"],
        "this key is too long to be read. Shorten it, or put a text under a key of its own.",
        "cette clé est trop longue pour être lue. Raccourcissez-la, ou mettez le texte sous une clé à lui.",
    ),
    (
        "odd-blank",
        {"people.yaml": ("  name: Ada", "\u00a0\u00a0name: Ada")},
        ["content/people.yaml:3:1"],
        "the blank that stands here, U+00A0, is no plain space. Type a space with the space bar.",
        (
            "l'espace qui se trouve ici, U+00A0, n'est pas une espace simple. Tapez-en une avec "
            "la barre d'espace."
        ),
    ),
    (
        "hash-hides",
        {EVENT: ("sources: [gazette]", "sources: [gazette #1, almanac]")},
        ["content/timeline/10-march.yaml:16:23"],
        (
            'a space and "#" hide the rest of this line. Take the "#" out, or put the text '
            "between quotation marks."
        ),
        (
            "une espace suivie de « # » cache le reste de cette ligne. Supprimez le « # », ou "
            "mettez le texte entre guillemets droits."
        ),
    ),
    (
        "second-document",
        {"people.yaml": "a: {}\n---\nb: {}\n"},
        ["content/people.yaml:2:1"],
        'a second document starts here. Delete the line "---".',
        "un second document commence ici. Supprimez la ligne « --- ».",
    ),
    (
        "too-deep",
        {"people.yaml": "a: " + "[" * 30 + "]" * 30 + "\n"},
        ["content/people.yaml:1:24"],
        "this is nested more than 20 levels deep. Check the indentation.",
        "plus de 20 niveaux sont emboîtés ici. Vérifiez l'indentation.",
    ),
    (
        "alias",
        {"people.yaml": ("kind: person", "kind: *person")},
        ["content/people.yaml:2:9"],
        'the alias "*person" is not allowed. Write the value again.',
        "l'alias « *person » n'est pas permis. Écrivez la valeur une seconde fois.",
    ),
    (
        "anchor",
        {"people.yaml": ("kind: person", "kind: &kind person")},
        ["content/people.yaml:2:9"],
        'the anchor "&kind" is not allowed. Write the value where it is needed.',
        "l'ancre « &kind » n'est pas permise. Écrivez la valeur là où il la faut.",
    ),
    (
        "tag",
        {"people.yaml": ("kind: person", "kind: !!str person")},
        ["content/people.yaml:2:9"],
        'the tag "!!str" is not allowed. Write plain text.',
        "l'étiquette « !!str » n'est pas permise. Écrivez du texte simple.",
    ),
    (
        "key-not-text",
        {"people.yaml": ("kind: person", "[kind]: person")},
        ["content/people.yaml:2:3"],
        "a key must be a word. Check the brackets and the indentation.",
        "une clé doit être un mot. Vérifiez les crochets et l'indentation.",
    ),
    (
        "duplicate-key",
        {"people.yaml": ("  kind: person", "  kind: person\n  kind: person")},
        ["content/people.yaml:3:3"],
        '"kind" stands twice, first on line 2. Keep one of them.',
        "« kind » figure deux fois, d'abord ligne 2. Gardez-en une.",
    ),
    (
        "missing-key",
        {"sources.yaml": ("  lang: en\n", "")},
        ["content/sources.yaml:1:1"],
        'source "gazette": "lang" is missing. Add it.',
        "source « gazette » : il manque « lang ». Ajoutez cette clé.",
    ),
    (
        "unknown-key",
        {"sources.yaml": ("title:", "titel:")},
        ["content/sources.yaml:3:3"],
        (
            'source "gazette": there is no key "titel". Did you mean "title"? Allowed: "type", "title", '
            '"label", "authors", "publisher", "via", "published", "lang", "url", "archived", "accessed", '
            '"access", "seen".'
        ),
        (
            "source « gazette » : la clé « titel » n'existe pas. Vouliez-vous dire « title » ? Permises : "
            "« type », « title », « label », « authors », « publisher », « via », « published », « lang »,"
            " « url », « archived », « accessed », « access », « seen »."
        ),
    ),
    (
        "unknown-value",
        {"sources.yaml": ("article", "artcle")},
        ["content/sources.yaml:2:9"],
        (
            'source "gazette": "type" cannot be "artcle". Did you mean "article"? Allowed: "article", '
            '"blog", "book", "filing", "forum", "letter", "market-data", "memo", "newsletter", "paper", '
            '"podcast", "post", "press-release", "report", "testimony", "video".'
        ),
        (
            "source « gazette » : « type » ne peut pas valoir « artcle ». Vouliez-vous dire « article » ? "
            "Permis : « article », « blog », « book », « filing », « forum », « letter », « market-data »,"
            " « memo », « newsletter », « paper », « podcast », « post », « press-release », « report », «"
            " testimony », « video »."
        ),
    ),
    (
        "mapping-expected",
        {"glossary.yaml": "gate: a gate\n"},
        ["content/glossary.yaml:1:1"],
        'term "gate": "gate" holds keys of its own, each on an indented line of its own: "key: value".',
        (
            "terme « gate » : « gate » contient ses propres clés, chacune sur une ligne indentée : « clé: "
            "valeur »."
        ),
    ),
    (
        "list-expected",
        {EVENT: ("[gazette]", "gazette")},
        ["content/timeline/10-march.yaml:16:14"],
        'event "gate-opens": "sources" is a list: "[one, two]".',
        "événement « gate-opens » : « sources » est une liste : « [un, deux] ».",
    ),
    (
        "entries-expected",
        {EVENT: ("      - {on: 2019-03-04", "      {on: 2019-03-04")},
        ["content/timeline/10-march.yaml:18:7"],
        (
            'event "gate-opens": "disclosures" is a list of entries. Begin each with "- ", and '
            'put its keys on lines below one another: "key: value".'
        ),
        (
            "événement « gate-opens » : « disclosures » est une liste d'éléments. Commencez "
            "chacun par « - », et mettez ses clés sur des lignes l'une sous l'autre : « clé: "
            "valeur »."
        ),
    ),
    (
        "empty-list",
        {EVENT: ("[gazette]", "[]")},
        ["content/timeline/10-march.yaml:16:14"],
        'event "gate-opens": "sources" is empty. Give at least one.',
        "événement « gate-opens » : « sources » est vide. Donnez au moins un élément.",
    ),
    (
        "site-address",
        {"story.yaml": ("licence:", "address: https://example.org/?a=1\nlicence:")},
        ["content/story.yaml:7:10"],
        (
            'story: "https://example.org/?a=1" cannot be the address of a site. Write '
            '"https://", its name and, where it stands in a folder, that folder.'
        ),
        (
            "dossier : « https://example.org/?a=1 » ne peut pas être l'adresse d'un site. "
            "Écrivez « https:// », son nom et, s'il est dans un dossier, ce dossier."
        ),
    ),
    (
        "too-few",
        {"story.yaml": (TOLD_IN_ENGLISH, "")},
        ["content/story.yaml:9:3"],
        'story: "languages" has too few entries. Give at least 2.',
        "dossier : « languages » compte trop peu d'éléments. Donnez-en au moins 2.",
    ),
    (
        "text-expected",
        {"sources.yaml": ("title: The gate stood open", "title: [The gate]")},
        ["content/sources.yaml:3:10"],
        'source "gazette": "title" is a text. Write it on one line, or under "|".',
        "source « gazette » : « title » est un texte. Écrivez-le sur une ligne, ou sous « | ».",
    ),
    (
        "yes-or-no",
        {"people.yaml": ("  summary", ROLE + "      interim: maybe\n  summary")},
        ["content/people.yaml:9:16"],
        'person or organization "ada-vane": "interim" is "true" or "false".',
        "personne ou organisation « ada-vane » : « interim » vaut « true » ou « false ».",
    ),
    (
        "whole-number",
        {"pages/about.en.md": ("order: 10", "order: first")},
        ["content/pages/about.en.md:5:8"],
        'page "about": "order" is a whole number in figures: "10".',
        "page « about » : « order » est un nombre entier, en chiffres : « 10 ».",
    ),
    (
        "percent",
        {"story.yaml": ("licence:", "agreed_at_least: 101\nlicence:")},
        ["content/story.yaml:7:18"],
        'story: "agreed_at_least" is a percentage: a whole number from 0 to 100, not 101.',
        "dossier : « agreed_at_least » est un pourcentage : un nombre entier de 0 à 100, et non 101.",
    ),
    (
        "agreement-form",
        {"agreed.txt": "# Ours.\n\nevent:gate-opens/text en=0123456789ab 2019-03-05 Ada\n"},
        ["content/agreed.txt:3:1"],
        (
            'this is no line of the register. It is: id, "language=fingerprint" for each language, day, '
            'name. The task "agree" writes it.'
        ),
        (
            "ce n'est pas une ligne du registre. Elle se compose de l'identifiant, de « langue=empreinte » "
            "pour chaque langue, du jour et du nom. La tâche « agree » l'écrit."
        ),
    ),
    (
        "number",
        {"figures.yaml": ("value: 7", "value: seven")},
        ["content/figures.yaml:10:14"],
        (
            'figure "sheep": "value" is a number in figures, 15 at most, with a point for decimals and no '
            'spaces: "1500.5".'
        ),
        (
            "chiffre « sheep » : « value » est un nombre en chiffres, 15 au plus, avec un point pour les "
            "décimales et sans espaces : « 1500.5 »."
        ),
    ),
    (
        "empty-text",
        {EVENT: ("en: The gate opens", "en: ''")},
        ["content/timeline/10-march.yaml:9:11"],
        'event "gate-opens": "title.en" is empty. Write its text or delete the line.',
        "événement « gate-opens » : « title.en » est vide. Écrivez son texte ou supprimez la ligne.",
    ),
    (
        "hash-in-text",
        {EVENT: ("The gate opens", "The gate #3 opens")},
        ["content/timeline/10-march.yaml:9:11"],
        'event "gate-opens": a space and "#" cut "title.en" short. Put the text under "|".',
        (
            "événement « gate-opens » : une espace suivie de « # » coupe « title.en ». Mettez le texte "
            "sous « | »."
        ),
    ),
    (
        "id-form",
        {"people.yaml": ("ada-vane", "Ada_Vane"), EVENT: (ACTORS, "")},
        ["content/people.yaml:1:1"],
        (
            'person or organization "Ada_Vane": an id is made of lowercase letters a-z, digits, and single'
            ' hyphens: "first-report".'
        ),
        (
            "personne ou organisation « Ada_Vane » : un identifiant se compose de minuscules a-z, de "
            "chiffres et de traits d'union simples : « premier-rapport »."
        ),
    ),
    (
        "id-long",
        {"people.yaml": ("ada-vane", "ada-" * 20 + "vane"), EVENT: (ACTORS, "")},
        ["content/people.yaml:1:1"],
        (
            'person or organization "ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-'
            'ada-ada-ada-vane": the id is longer than 80 characters. Shorten it.'
        ),
        (
            "personne ou organisation « ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-ada-"
            "ada-ada-ada-ada-vane » : l'identifiant dépasse 80 caractères. Raccourcissez-le."
        ),
    ),
    (
        "slug-form",
        {WHY: ("slug: why", "slug: Why?")},
        ["content/explainers/why.en.md:3:7"],
        (
            'explainer "why": "Why?" cannot be an id or an address. Use lowercase letters a-z, digits, and '
            'single hyphens: "first-report".'
        ),
        (
            "explication « why » : « Why? » ne peut servir ni d'identifiant ni d'adresse. Employez des "
            "minuscules a-z, des chiffres et des traits d'union simples : « premier-rapport »."
        ),
    ),
    (
        "slug-long",
        {WHY: ("slug: why", "slug: " + "why" * 30)},
        ["content/explainers/why.en.md:3:7"],
        'explainer "why": the address is longer than 80 characters. Shorten it.',
        "explication « why » : l'adresse dépasse 80 caractères. Raccourcissez-la.",
    ),
    (
        "address-form",
        {"story.yaml": ("licence:", "address: http://gate.example.org\nlicence:")},
        ["content/story.yaml:7:10"],
        (
            'story: "http://gate.example.org" is not a web address with https. Did you mean '
            '"https://gate.example.org"? Write it whole: "https://…".'
        ),
        (
            "dossier : « http://gate.example.org » n'est pas une adresse web en https. Vouliez-vous dire « "
            "https://gate.example.org » ? Écrivez-la entière : « https://… »."
        ),
    ),
    (
        "source-address",
        {"sources.yaml": ("  seen", "  url: gazette.example.org\n  seen")},
        ["content/sources.yaml:7:8"],
        (
            'source "gazette": "gazette.example.org" is not a web address. Did you mean '
            '"https://gazette.example.org"? Write it whole: "https://…", or "http://…" if the source stands '
            "nowhere else."
        ),
        (
            "source « gazette » : « gazette.example.org » n'est pas une adresse web. Vouliez-vous dire « "
            "https://gazette.example.org » ? Écrivez-la entière : « https://… », ou « http://… » si la "
            "source n'est nulle part ailleurs."
        ),
    ),
    (
        "language-code",
        {"sources.yaml": ("lang: en", "lang: English")},
        ["content/sources.yaml:6:9"],
        (
            'source "gazette": "English" is not the code of a language. Write two or three lowercase '
            'letters: "en".'
        ),
        (
            "source « gazette » : « English » n'est pas un code de langue. Écrivez deux ou trois lettres "
            "minuscules : « fr »."
        ),
    ),
    (
        "unknown-zone",
        {"story.yaml": ("Europe/Paris", "Europe/Pari")},
        ["content/story.yaml:12:11"],
        (
            'story: there is no time zone "Europe/Pari". Did you mean "Europe/Paris"? Use a name of the tz'
            ' database: "Europe/Paris".'
        ),
        (
            "dossier : le fuseau horaire « Europe/Pari » n'existe pas. Vouliez-vous dire « Europe/Paris » "
            "? Employez un nom de la base tz : « Europe/Paris »."
        ),
    ),
    (
        "address-words",
        {"story.yaml": ("  who:", "  people:")},
        ["content/story.yaml:34:1"],
        'story: the address words must be those of every section. Missing: "who"; unknown: "people".',
        (
            "dossier : il faut les mots d'adresse de chaque rubrique, et eux seuls. Manquants : « who » ; "
            "inconnus : « people »."
        ),
    ),
    (
        "languages-expected",
        {EVENT: (TEXT, "    text: The sheep walk out.\n")},
        ["content/timeline/10-march.yaml:10:11"],
        'event "gate-opens": "text" needs one line for each language: French (fr), English (en).',
        "événement « gate-opens » : « text » demande une ligne par langue : français (fr), anglais (en).",
    ),
    (
        "words-in-braces",
        {EVENT: (TEXT, "    text: {fr: Les moutons sortent., en: The sheep walk out.}\n")},
        ["content/timeline/10-march.yaml:10:11"],
        (
            'event "gate-opens": "text" stands in braces, where a comma or a colon breaks the text. Put '
            "each language on a line of its own."
        ),
        (
            "événement « gate-opens » : « text » est entre accolades, où une virgule ou un deux-points "
            "casse le texte. Mettez chaque langue sur sa propre ligne."
        ),
    ),
    (
        "missing-language",
        {EVENT: ("      en: The gate opens\n", "")},
        ["content/timeline/10-march.yaml:7:5"],
        'event "gate-opens": "title" is missing in English (en). Add the line of that language.',
        "événement « gate-opens » : « title » manque en anglais (en). Ajoutez la ligne de cette langue.",
    ),
    (
        "unknown-language",
        {EVENT: ("      en: The gate opens\n", "      en: The gate opens\n      eng: The gate opens\n")},
        ["content/timeline/10-march.yaml:10:7"],
        (
            'event "gate-opens": the story is not told in "eng". Did you mean "en"? Its languages: French '
            "(fr), English (en)."
        ),
        (
            "événement « gate-opens » : le récit n'existe pas en « eng ». Vouliez-vous dire « en » ? Ses "
            "langues : français (fr), anglais (en)."
        ),
    ),
    (
        "missing-translation",
        {"pages/about.en.md": None},
        ["content/pages/about.fr.md:1:1"],
        "the text is missing in English (en). Write pages/about.en.md.",
        "ce texte manque en anglais (en). Écrivez pages/about.en.md.",
    ),
    (
        "front-differs",
        {WHY: ("order: 10", "order: 20")},
        ["content/explainers/why.fr.md:5:8"],
        '"order" is "10" here and "20" in content/explainers/why.en.md. Write the same in every language.',
        (
            "« order » vaut « 10 » ici et « 20 » dans content/explainers/why.en.md. Écrivez la même chose "
            "dans toutes les langues."
        ),
    ),
    (
        "draft-in-one-language",
        {WHY: ("order: 10", "order: 10\nstatus: draft")},
        ["content/explainers/why.en.md:6:9"],
        "the text is a draft in English (en) only. Make it a draft in every language, or in none.",
        (
            "ce texte n'est un brouillon qu'en anglais (en). Qu'il le soit dans toutes les langues, ou "
            "dans aucune."
        ),
    ),
    (
        "heading-order",
        {
            POURQUOI: FRENCH + "## A {#a}\n\nUn.[^gazette]\n\n## B {#b}\n\nDeux.[^gazette]\n",
            WHY: ENGLISH + "## B {#b}\n\nTwo.[^gazette]\n\n## A {#a}\n\nOne.[^gazette]\n",
        },
        ["content/explainers/why.fr.md:8:1"],
        (
            'the heading "#a" stands elsewhere than in content/explainers/why.en.md. All languages have '
            "the same order."
        ),
        (
            "l'intertitre « #a » n'est pas à la même place que dans content/explainers/why.en.md. Toutes "
            "les langues suivent le même ordre."
        ),
    ),
    (
        "blocks-differ",
        {WHY: ("open.[^gazette]\n", "open.[^gazette]\n\n- Wide.[^gazette]\n")},
        ["content/explainers/why.fr.md:10:1"],
        (
            'section "who" does not have the same blocks as content/explainers/why.en.md:12 (1 here, 2 '
            "there). Write the same paragraphs, list items, quotations, and tables in every language."
        ),
        (
            "la section « who » n'a pas les mêmes blocs que content/explainers/why.en.md:12 (1 ici, 2 "
            "là-bas). Écrivez les mêmes paragraphes, éléments de liste, citations et tableaux dans toutes "
            "les langues."
        ),
    ),
    (
        "block-id-differs",
        {WHY: ("[^gazette]\n", "[^gazette]\n{: #open }\n")},
        ["content/explainers/why.fr.md:10:1"],
        (
            'the id of this block is "who.1" here and "open" in content/explainers/why.en.md. Give it the '
            "same in every language."
        ),
        (
            "l'identifiant de ce bloc est « who.1 » ici et « open » dans content/explainers/why.en.md. "
            "Donnez-lui le même dans toutes les langues."
        ),
    ),
    (
        "mentions-differ",
        {WHY: ("The gate", "[](event:gate-opens). The gate")},
        ["content/explainers/why.fr.md:10:1"],
        (
            "this block does not cite and mention the same as block who.1 of content/explainers/why.en.md. "
            'Missing here: "event:gate-opens"; only here: nothing. Cite and mention the same in every '
            "language."
        ),
        (
            "ce bloc ne cite ni ne mentionne la même chose que le bloc who.1 de "
            "content/explainers/why.en.md. Il manque ici : « event:gate-opens » ; seulement ici : rien. "
            "Citez et mentionnez la même chose dans toutes les langues."
        ),
    ),
    (
        "text-mentions-differ",
        {EVENT: ("The sheep", "Go, [](person:ada-vane)! The sheep")},
        ["content/timeline/10-march.yaml:12:11"],
        (
            'event "gate-opens": "text" does not mention the same in English (en) as in French (fr). '
            'Missing here: nothing; only here: "person:ada-vane". Mention the same in every language.'
        ),
        (
            "événement « gate-opens » : « text » ne mentionne pas la même chose en anglais (en) qu'en "
            "français (fr). Il manque ici : rien ; seulement ici : « person:ada-vane ». Mentionnez la même "
            "chose dans toutes les langues."
        ),
    ),
    (
        "date-form",
        {EVENT: (WHEN, "4 March 2019")},
        ["content/timeline/10-march.yaml:6:11"],
        (
            'event "gate-opens": "4 March 2019" is not a date. Did you mean "2019-03-04"? Write "1969", '
            '"1969-07", "1969-07-20", "1969-07-20T20:17+00:00", or "1969-07-20 evening".'
        ),
        (
            "événement « gate-opens » : « 4 March 2019 » n'est pas une date. Vouliez-vous dire « "
            "2019-03-04 » ? Écrivez « 1969 », « 1969-07 », « 1969-07-20 », « 1969-07-20T20:17+00:00 » ou « "
            "1969-07-20 evening »."
        ),
    ),
    (
        "date-month",
        {EVENT: (WHEN, "2019-13-04")},
        ["content/timeline/10-march.yaml:6:11"],
        (
            'event "gate-opens": "2019-13-04" names a month that does not exist. Did you mean '
            '"2019-04-13"? Write year, month, day: "1969-07-20".'
        ),
        (
            "événement « gate-opens » : « 2019-13-04 » nomme un mois qui n'existe pas. Vouliez-vous dire « "
            "2019-04-13 » ? Écrivez année, mois, jour : « 1969-07-20 »."
        ),
    ),
    (
        "date-day",
        {EVENT: (WHEN, "2019-02-30")},
        ["content/timeline/10-march.yaml:6:11"],
        'event "gate-opens": "2019-02-30" does not exist: that month has 28 days. Correct the day.',
        (
            "événement « gate-opens » : « 2019-02-30 » n'existe pas : ce mois compte 28 jours. Corrigez le "
            "jour."
        ),
    ),
    (
        "date-clock",
        {EVENT: (WHEN, "2019-03-04T25:30-08:00")},
        ["content/timeline/10-march.yaml:6:11"],
        (
            'event "gate-opens": "2019-03-04T25:30-08:00" names a time that does not exist. Write hours up '
            'to 23 and minutes up to 59, as in "1969-07-20T20:17+00:00".'
        ),
        (
            "événement « gate-opens » : « 2019-03-04T25:30-08:00 » nomme une heure qui n'existe pas. "
            "Écrivez des heures jusqu'à 23 et des minutes jusqu'à 59, comme dans « 1969-07-20T20:17+00:00 "
            "»."
        ),
    ),
    (
        "date-offset",
        {EVENT: (WHEN, "2019-03-04T08:30")},
        ["content/timeline/10-march.yaml:6:11"],
        (
            'event "gate-opens": "2019-03-04T08:30" has a time of day without its offset. Did you mean '
            '"2019-03-04T08:30-08:00"? Add it: "+01:00", or "Z" for UTC.'
        ),
        (
            "événement « gate-opens » : « 2019-03-04T08:30 » donne une heure sans son décalage. "
            "Vouliez-vous dire « 2019-03-04T08:30-08:00 » ? Ajoutez-le : « +01:00 », ou « Z » pour UTC."
        ),
    ),
    (
        "date-part",
        {EVENT: (WHEN, "2019-03-04 noon")},
        ["content/timeline/10-march.yaml:6:11"],
        (
            'event "gate-opens": "2019-03-04 noon" names no part of the day. Allowed: "morning", '
            '"afternoon", "evening", "night".'
        ),
        (
            "événement « gate-opens » : « 2019-03-04 noon » ne nomme pas un moment de la journée. Permis :"
            " « morning », « afternoon », « evening », « night »."
        ),
    ),
    (
        "date-backwards",
        {EVENT: (WHEN, "2019-03-04/2019-03-01")},
        ["content/timeline/10-march.yaml:6:11"],
        'event "gate-opens": "2019-03-04/2019-03-01" ends before it begins. Write the earlier date first.',
        (
            "événement « gate-opens » : « 2019-03-04/2019-03-01 » finit avant de commencer. Écrivez "
            "d'abord la date la plus ancienne."
        ),
    ),
    (
        "day-form",
        {WHY: ("published: 2019-03-05", "published: March")},
        ["content/explainers/why.en.md:6:12"],
        'explainer "why": "March" is not a day. Write year, month, day: "1969-07-20".',
        "explication « why » : « March » n'est pas un jour. Écrivez année, mois, jour : « 1969-07-20 ».",
    ),
    (
        "unknown-reference",
        {EVENT: ("[gazette]", "[gazete]")},
        ["content/timeline/10-march.yaml:16:15"],
        'event "gate-opens": there is no source called "gazete". Did you mean "gazette"?',
        "événement « gate-opens » : aucune source ne s'appelle « gazete ». Vouliez-vous dire « gazette » ?",
    ),
    (
        "unknown-target",
        both("## A {#a}\n\n[](person:ada-van)[^gazette]\n"),
        ["content/explainers/why.en.md:10:4", "content/explainers/why.fr.md:10:4"],
        'there is no person or organization called "ada-van". Did you mean "ada-vane"?',
        "aucune personne ni organisation ne s'appelle « ada-van ». Vouliez-vous dire « ada-vane » ?",
    ),
    (
        "unknown-section",
        both("## A {#a}\n\nOne.[^gazette] [Two](#c)\n"),
        ["content/explainers/why.en.md:10:22", "content/explainers/why.fr.md:10:22"],
        'there is no section "#c". Check its spelling, or add it.',
        "il n'y a pas de section « #c ». Vérifiez l'orthographe, ou ajoutez l'entrée.",
    ),
    (
        "empty-link",
        both("## A {#a}\n\nOne.[^gazette] [Two]()\n"),
        ["content/explainers/why.en.md:10:22", "content/explainers/why.fr.md:10:22"],
        "the link leads nowhere. Put its target between the parentheses.",
        "le lien ne mène nulle part. Mettez sa cible entre les parenthèses.",
    ),
    (
        "link-without-words",
        both("## A {#a}\n\nOne.[^gazette] [](https://example.org/)\n"),
        ["content/explainers/why.en.md:10:19", "content/explainers/why.fr.md:10:19"],
        "the link to https://example.org/ has no words. Put them between the square brackets.",
        "le lien vers https://example.org/ n'a pas de mots. Mettez-les entre les crochets.",
    ),
    (
        "link-scheme",
        both("## A {#a}\n\nOne.[^gazette] [Ada](persn:ada-vane)\n"),
        ["content/explainers/why.en.md:10:22", "content/explainers/why.fr.md:10:22"],
        (
            'a link cannot start with "persn:". Did you mean "person:"? Allowed: "event:", "person:", '
            '"term:", "source:", "figure:", "quote:", "question:", "diagram:", "explainer:", "page:", '
            '"count:", "https:", "mailto:", "#".'
        ),
        (
            "un lien ne peut pas commencer par « persn: ». Vouliez-vous dire « person: » ? Permis : « "
            "event: », « person: », « term: », « source: », « figure: », « quote: », « question: », « "
            "diagram: », « explainer: », « page: », « count: », « https: », « mailto: », « # »."
        ),
    ),
    (
        "unknown-count",
        {"pages/about.en.md": ("An invented story.", "An invented story of [](count:evnt) events.")}
        | {"pages/about.fr.md": ("Un récit inventé.", "Un récit inventé de [](count:evnt) événements.")},
        ["content/pages/about.en.md:7:25", "content/pages/about.fr.md:7:24"],
        (
            'nothing is called "evnt" that could be counted. Did you mean "event"? Allowed: "event", '
            '"person", "term", "source", "figure", "quote", "question", "diagram", "explainer", "page", '
            '"change", "correction", "snapshot", "passage".'
        ),
        (
            "rien de ce qui se compte ne s'appelle « evnt ». Vouliez-vous dire « event » ? Permis : « "
            "event », « person », « term », « source », « figure », « quote », « question », « diagram "
            "», « explainer », « page », « change », « correction », « snapshot », « passage »."
        ),
    ),
    (
        "link-by-path",
        both("## A {#a}\n\nOne.[^gazette] [About](../about/)\n"),
        ["content/explainers/why.en.md:10:24", "content/explainers/why.fr.md:10:24"],
        (
            '"../about/" is read as a path. Name the page instead: "explainer:…", "page:…", "event:…", or '
            '"#section".'
        ),
        (
            "« ../about/ » est lu comme un chemin. Nommez plutôt la page : « explainer:… », « page:… », "
            "« event:… », ou « #section »."
        ),
    ),
    (
        "link-to-draft",
        {
            "explainers/then.fr.md": FRENCH.replace("slug: ", "status: draft\nslug: d-ou-"),
            "explainers/then.en.md": ENGLISH.replace("slug: ", "status: draft\nslug: then-"),
            **both("## A {#a}\n\n[](explainer:then)[^gazette]\n"),
        },
        ["content/explainers/why.en.md:10:4", "content/explainers/why.fr.md:10:4"],
        'the explainer "then" is a draft. Publish it first, or take out the link.',
        "explication « then » : c'est un brouillon. Publiez-le d'abord, ou retirez le lien.",
    ),
    (
        "figure-without-moment",
        both("## A {#a}\n\n[](figure:sheep)[^gazette]\n"),
        ["content/explainers/why.en.md:10:4", "content/explainers/why.fr.md:10:4"],
        (
            'which reading of the figure "sheep"? Add the moment, for instance that of the latest: '
            '"figure:sheep@2019-03-04".'
        ),
        (
            "quel relevé du chiffre « sheep » ? Ajoutez le moment, par exemple celui du dernier : « "
            "figure:sheep@2019-03-04 »."
        ),
    ),
    (
        "no-reading-yet",
        both("## A {#a}\n\n[](figure:sheep@2019-03)[^gazette]\n"),
        ["content/explainers/why.en.md:10:4", "content/explainers/why.fr.md:10:4"],
        (
            'the figure "sheep" has no reading yet on 2019-03: its first is of 2019-03-04. Write that date '
            "or a later one."
        ),
        (
            "le chiffre « sheep » n'a pas encore de relevé à la date « 2019-03 » : le premier est daté « "
            "2019-03-04 ». Écrivez cette date ou une date postérieure."
        ),
    ),
    (
        "unknown-image",
        {"images/gate.png": PNG, **both("## A {#a}\n\n![The gate](images/gates.png)[^gazette]\n")},
        ["content/explainers/why.en.md:10:13", "content/explainers/why.fr.md:10:13"],
        'there is no image "images/gates.png". Did you mean "images/gate.png"?',
        "il n'y a pas d'image « images/gates.png ». Vouliez-vous dire « images/gate.png » ?",
    ),
    (
        "image-without-words",
        {"images/gate.png": PNG, **both("## A {#a}\n\n![](images/gate.png)[^gazette]\n")},
        ["content/explainers/why.en.md:10:5", "content/explainers/why.fr.md:10:5"],
        "the image images/gate.png has no alternative text. Describe it between the square brackets.",
        "l'image images/gate.png n'a pas de texte de remplacement. Décrivez-la entre les crochets.",
    ),
    (
        "citation-in-record",
        {EVENT: ("walk out.", "walk out.[^gazette]")},
        ["content/timeline/10-march.yaml:12:30"],
        'texts of the record list their sources under "sources". Take out "[^gazette]".',
        "les textes du dossier donnent leurs sources sous « sources ». Retirez « [^gazette] ».",
    ),
    (
        "markdown-in-title",
        {EVENT: ("The gate opens", "The *gate* opens")},
        ["content/timeline/10-march.yaml:9:15"],
        (
            'event "gate-opens": titles, names, and summaries of texts are plain text. Take out the signs of '
            "Markdown or HTML."
        ),
        (
            "événement « gate-opens » : les titres, les noms et les résumés des textes sont du texte "
            "simple. Retirez les signes de Markdown ou de HTML."
        ),
    ),
    (
        "one-paragraph",
        {EVENT: ("en: The sheep walk out.", "en: |\n        The sheep.\n\n        They walk out.")},
        ["content/timeline/10-march.yaml:12:11"],
        'event "gate-opens": the text must be one paragraph. Join the lines, or split the record.',
        (
            "événement « gate-opens » : le texte doit tenir en un paragraphe. Joignez les lignes, ou "
            "scindez l'entrée."
        ),
    ),
    (
        "unwritten",
        {EVENT: ("The sheep walk", "The TODO walk")},
        ["content/timeline/10-march.yaml:12:15"],
        'this is still to be written. Put the words in the place of "TODO".',
        "ceci reste à écrire. Mettez le texte à la place de « TODO ».",
    ),
    (
        "leftover-markup",
        {EVENT: ("The sheep walk", "The [] (event:gate-opens) walk")},
        ["content/timeline/10-march.yaml:12:15"],
        (
            '"[]" is not read as part of a link, a citation or an attribute, and would be shown. '
            'Write "[](event:id)", "[^source]" or "{: .analysis }", without spaces.'
        ),
        (
            "« [] » n'est lu ni comme un lien, ni comme un appel de source, ni comme un attribut, "
            "et s'afficherait. Écrivez « [](event:id) », « [^source] » ou « {: .analysis } », sans espaces."
        ),
    ),
    (
        "bare-address",
        {EVENT: ("The sheep walk", "The sheep (see https://gate.example/a) walk")},
        ["content/timeline/10-march.yaml:12:26"],
        (
            '"https://gate.example/a" would be shown as it is. Enter the address in sources.yaml, '
            'and name that source: "[^id]" in a text, "sources: [id]" in a record.'
        ),
        (
            "« https://gate.example/a » s'afficherait tel quel. Mettez l'adresse dans sources.yaml, "
            "et nommez cette source : « [^id] » dans un texte, « sources: [id] » dans une entrée."
        ),
    ),
    (
        "raw-html",
        {EVENT: ("The sheep walk", "The sheep <b>walk</b>")},
        ["content/timeline/10-march.yaml:12:21"],
        "HTML is not allowed. Use Markdown.",
        "le HTML n'est pas permis. Employez Markdown.",
    ),
    (
        "heading-level",
        both("### A {#a}\n\nOne.[^gazette]\n"),
        ["content/explainers/why.en.md:8:1", "content/explainers/why.fr.md:8:1"],
        "a heading of level 3 cannot stand here. Level 2 at the most, and never level 1.",
        "un intertitre de niveau 3 ne peut pas se trouver ici. Niveau 2 au plus, et jamais le niveau 1.",
    ),
    (
        "heading-without-id",
        both("## A\n\nOne.[^gazette]\n"),
        ["content/explainers/why.en.md:8:1", "content/explainers/why.fr.md:8:1"],
        'the heading "A" has no id. Add one in English, the same in every language: "{#why-it-matters}".',
        (
            "l'intertitre « A » n'a pas d'identifiant. Ajoutez-en un, en anglais, le même dans toutes les "
            "langues : « {#why-it-matters} »."
        ),
    ),
    (
        "heading-id-form",
        both("## A {#The-A}\n\nOne.[^gazette]\n"),
        ["content/explainers/why.en.md:8:1", "content/explainers/why.fr.md:8:1"],
        'the id "The-A" must be made of lowercase letters a-z, digits, and single hyphens: "first-report".',
        (
            "l'identifiant « The-A » doit se composer de minuscules a-z, de chiffres et de traits d'union "
            "simples : « premier-rapport »."
        ),
    ),
    (
        "duplicate-heading-id",
        both("## A {#a}\n\nOne.[^gazette]\n\n## B {#a}\n\nTwo.[^gazette]\n"),
        ["content/explainers/why.en.md:12:1", "content/explainers/why.fr.md:12:1"],
        'the id "a" stands twice in this text, first on line 8. Choose another.',
        "l'identifiant « a » figure deux fois dans ce texte, d'abord ligne 8. Choisissez-en un autre.",
    ),
    (
        "block-without-source",
        {POURQUOI: ("[^gazette]", ""), WHY: ("[^gazette]", "")},
        ["content/explainers/why.en.md:10:1", "content/explainers/why.fr.md:10:1"],
        (
            'block who.1 cites no source. Add "[^source-id]", or "{: .analysis }" on a line below it if '
            "the thought is ours."
        ),
        (
            "le bloc who.1 ne cite aucune source. Ajoutez « [^source] », ou, si la réflexion est de nous, "
            "« {: .analysis } » sur une ligne dessous."
        ),
    ),
    (
        "point-without-proof",
        both("## A {#in-30-seconds}\n\n1. One.\n"),
        ["content/explainers/why.en.md:10:1", "content/explainers/why.fr.md:10:1"],
        'point in-30-seconds.1 does not lead to the section that proves it. End it with "[→](#section)".',
        (
            "le point in-30-seconds.1 ne mène pas à la section qui le prouve. Terminez-le par « "
            "[→](#section) »."
        ),
    ),
    (
        "event-order",
        {EVENT: ("events:\n", "events:\n" + SECOND.split("events:\n")[1])},
        ["content/timeline/10-march.yaml:18:3"],
        'event "gate-opens": the event is earlier than "gate-shuts". Move it above.',
        "événement « gate-opens » : l'événement précède « gate-shuts ». Placez-le au-dessus.",
    ),
    (
        "known-before",
        {EVENT: ("on: 2019-03-04", "on: 2019-03-03")},
        ["content/timeline/10-march.yaml:18:14"],
        (
            'event "gate-opens": it cannot be known on 2019-03-03, before it happened '
            "(2019-03-04T08:30-08:00). Correct one of the two dates."
        ),
        (
            "événement « gate-opens » : il ne peut être connu le 2019-03-03, avant d'avoir eu lieu "
            "(2019-03-04T08:30-08:00). Corrigez l'une des deux dates."
        ),
    ),
    (
        "undisclosed",
        {EVENT: (DISCLOSURES, ""), "sources.yaml": ("2019-03-04", "2019-03-05")},
        ["content/timeline/10-march.yaml:5:3"],
        (
            'event "gate-opens": none of its sources was published by the end of that day. Say under '
            '"disclosures" how it became public.'
        ),
        (
            "événement « gate-opens » : aucune de ses sources n'a paru avant la fin de ce jour. Dites sous"
            " « disclosures » comment on l'a su."
        ),
    ),
    (
        "disclosure-source",
        {
            EVENT: ("source: gazette", "source: almanac"),
            "sources.yaml": ("gazette:\n", "almanac:\n" + ALMANAC + "gazette:\n"),
        },
        ["content/timeline/10-march.yaml:18:65"],
        (
            'event "gate-opens": the disclosure rests on "almanac", which is not among the sources of the '
            "event. Add it there."
        ),
        (
            "événement « gate-opens » : la divulgation repose sur « almanac », qui n'est pas parmi les "
            "sources de l'événement. Ajoutez-la."
        ),
    ),
    (
        "id-in-use",
        {"timeline/20-april.yaml": SECOND.replace("gate-shuts", "gate-opens")},
        ["content/timeline/20-april.yaml:5:3"],
        'event "gate-opens": the id is in use at content/timeline/10-march.yaml:5:3. Choose another.',
        (
            "événement « gate-opens » : l'identifiant est déjà pris, à content/timeline/10-march.yaml:5:3."
            " Choisissez-en un autre."
        ),
    ),
    (
        "no-events",
        {"timeline/20-april.yaml": "title:\n  fr: Avril\n  en: April\nevents: {}\n"},
        ["content/timeline/20-april.yaml:4:1"],
        'the chapter has no events. Put them under "events:".',
        "le chapitre n'a pas d'événements. Mettez-les sous « events: ».",
    ),
    (
        "translated-original",
        {"quotations.yaml": QUOTE.replace("    fr:", "    en: It was open.\n    fr:")},
        ["content/quotations.yaml:7:5"],
        'quotation "it-was-open": the quotation is in English (en) already. Take out that translation.',
        "citation « it-was-open » : la citation est déjà en anglais (en). Retirez cette traduction.",
    ),
    (
        "untranslated",
        {
            "quotations.yaml": QUOTE.replace("    fr: Elle était ouverte.\n", "").replace(
                "  translations:\n", ""
            )
        },
        ["content/quotations.yaml:1:1"],
        'quotation "it-was-open": the translation is missing in French (fr). Add it under "translations".',
        (
            "citation « it-was-open » : il manque la traduction en français (fr). Ajoutez-la sous « "
            "translations »."
        ),
    ),
    (
        "title-or-label",
        {"sources.yaml": ("  title: The gate stood open\n", "")},
        ["content/sources.yaml:1:1"],
        (
            'source "gazette": give its "title" as printed or, if that is not known, a "label" in our '
            "words; not both."
        ),
        (
            "source « gazette » : donnez son « title » tel qu'imprimé ou, s'il est inconnu, un « label » "
            "de notre main ; pas les deux."
        ),
    ),
    (
        "role-backwards",
        {"people.yaml": ("  summary", ROLE + "      from: 2019\n      to: 2018\n  summary")},
        ["content/people.yaml:10:11"],
        'person or organization "ada-vane": it ends before it begins. Correct one of the two dates.',
        "personne ou organisation « ada-vane » : la fin précède le début. Corrigez l'une des deux dates.",
    ),
    (
        "address-in-use",
        {WHY: ("slug: why", "slug: timeline")},
        ["content/explainers/why.en.md:3:7"],
        'the address "timeline" is in use at content/story.yaml:37. Choose another.',
        "l'adresse « timeline » est déjà prise, à content/story.yaml:37. Choisissez-en une autre.",
    ),
    (
        "hindsight",
        {EVENT: (TEXT, HINDSIGHT), "timeline/20-april.yaml": SECOND},
        ["content/timeline/10-march.yaml:11:11", "content/timeline/10-march.yaml:13:11"],
        (
            'event "gate-opens": "event:gate-shuts" was not public yet when this was told (2019-03-04). '
            'Put it under "later", with the day from which it could be known.'
        ),
        (
            "événement « gate-opens » : « event:gate-shuts » n'était pas encore public quand ceci était dit "
            "(2019-03-04). Mettez-le sous « later », avec le jour à partir duquel on pouvait le savoir."
        ),
    ),
    (
        "office-held",
        {"people.yaml": KEEPERS},
        ["content/people.yaml:25:13"],
        (
            'person or organization "bo-reed": the office "keeper" is held by "ada-vane" at that time. '
            'End that role first, or take out "office" where several may hold it.'
        ),
        (
            "personne ou organisation « bo-reed » : la fonction « keeper » est alors tenue par « ada-vane ». "
            "Terminez d'abord ce rôle, ou retirez « office » si plusieurs personnes peuvent la tenir."
        ),
    ),
    (
        "status-typed",
        {EVENT: ("    category", "    status: confirmed\n    category")},
        ["content/timeline/10-march.yaml:13:5"],
        (
            'event "gate-opens": a status is computed, never typed. '
            'Say under "disclosures" who asserts, confirms, or disputes it.'
        ),
        (
            "événement « gate-opens » : un statut se calcule, il ne se tape pas. "
            "Dites sous « disclosures » qui l'affirme, le confirme ou le conteste."
        ),
    ),
    (
        "id-in-address",
        {"timeline/20-april.yaml": SECOND.replace("gate-shuts", "by")},
        ["content/timeline/20-april.yaml:5:3"],
        (
            'event "by": "by" already means something else in the addresses of the timeline. '
            "Choose another id."
        ),
        (
            "événement « by » : « by » désigne déjà autre chose dans les adresses de la chronologie. "
            "Choisissez un autre identifiant."
        ),
    ),
    (
        "id-withdrawn",
        {"register.txt": REGISTER + "event/gate-open\n"},
        ["content/register.txt:7:1"],
        (
            '"event/gate-open" is registered but no longer exists, and its address would break. '
            "Put it back; another id is given by python3 tasks.py rename. If it went elsewhere or was "
            'withdrawn, add this to moved.yaml, with the day, and either the line "to" or the lines '
            '"reason":\n'
            "event/gate-open:\n  on: TODO\n  to: TODO\n  reason:\n    fr: TODO\n    en: TODO"
        ),
        (
            "« event/gate-open » est au registre mais n'existe plus, et son adresse serait rompue. "
            "Remettez-le ; python3 tasks.py rename donne un autre identifiant. S'il est passé ailleurs ou a "
            "été retiré, ajoutez ceci à moved.yaml, avec le jour, et soit la ligne « to », soit les lignes "
            "« reason » :\n"
            "event/gate-open:\n  on: TODO\n  to: TODO\n  reason:\n    fr: TODO\n    en: TODO"
        ),
    ),
    (
        "archived-same",
        {"sources.yaml": ("  seen", "  url: https://example.org/\n  archived: https://example.org/\n  seen")},
        ["content/sources.yaml:8:13"],
        (
            'source "gazette": "archived" is the address of the original. Give that of a copy in an archive, '
            "or take the key out."
        ),
        (
            "source « gazette » : « archived » est l'adresse de l'original. Donnez celle d'une copie dans "
            "une archive, ou supprimez la clé."
        ),
    ),
    (
        "register-line",
        {"register.txt": REGISTER + "event/gate-opens fr/../gate-opens/\n"},
        ["content/register.txt:7:1"],
        (
            'a line of the register is "kind/id", then the addresses of it, each with a slash at its end. '
            "Restore it as it was."
        ),
        (
            "une ligne du registre est « genre/identifiant », puis ses adresses, chacune terminée par une "
            "barre oblique. Rétablissez-la telle qu'elle était."
        ),
    ),
    (
        "addresses-not-registered",
        {"register.txt": REGISTER},
        ["content/register.txt:1:1"],
        (
            'addresses that the register does not have yet: 44, first "fr/chronologie/par/ada-vane/". '
            "Register them, so that they last: python3 tasks.py register"
        ),
        (
            "adresses que le registre n'a pas encore : 44, la première « fr/chronologie/par/ada-vane/ ». "
            "Inscrivez-les, pour qu'elles durent : python3 tasks.py register"
        ),
    ),
    (
        "moved-unregistered",
        gone(WITHDRAWN, key="event/gate-opened", extra={"register.txt": REGISTER}),
        ["content/moved.yaml:1:1"],
        (
            'entry "event/gate-opened": nothing of that name was registered and is gone. '
            "Write it as it stands in register.txt."
        ),
        (
            "entrée « event/gate-opened » : rien de ce nom n'a été inscrit puis n'a disparu. "
            "Écrivez-le comme dans register.txt."
        ),
    ),
    (
        "moved-exists",
        gone(WITHDRAWN, key="event/gate-opens", extra={"register.txt": REGISTER}),
        ["content/moved.yaml:1:1"],
        'entry "event/gate-opens": it still exists. Take out this entry, or what it is about.',
        "entrée « event/gate-opens » : cela existe encore. Retirez cette entrée, ou ce dont elle parle.",
    ),
    (
        "target-form",
        {"changes.yaml": NEWS},
        ["content/changes.yaml:4:14"],
        (
            '"gate-opens" does not say what it is. Did you mean "event:gate-opens"? Write kind and id: '
            '"event:first-report".'
        ),
        (
            "« gate-opens » ne dit pas ce que c'est. Vouliez-vous dire « event:gate-opens » ? Écrivez le "
            "genre et l'identifiant : « event:first-report »."
        ),
    ),
    (
        "moved-either",
        gone("  to:\n"),
        ["content/moved.yaml:1:1"],
        ('entry "event/gate-open": give either "to", where it went, or "reason", why it was withdrawn.'),
        (
            "entrée « event/gate-open » : donnez soit « to », où c'est passé, soit « reason », "
            "pourquoi c'est retiré."
        ),
    ),
    (
        "moved-either",
        gone("  to: event/gate-opens\n" + WITHDRAWN),
        ["content/moved.yaml:1:1"],
        ('entry "event/gate-open": give either "to", where it went, or "reason", why it was withdrawn.'),
        (
            "entrée « event/gate-open » : donnez soit « to », où c'est passé, soit « reason », "
            "pourquoi c'est retiré."
        ),
    ),
    (
        "moved-to-nothing",
        gone("  to: event/gate-opns\n"),
        ["content/moved.yaml:3:7"],
        (
            'entry "event/gate-open": nothing is called "event/gate-opns". Did you mean "event/gate-opens"? '
            'Write kind and id of what is there: "event/first-report".'
        ),
        (
            "entrée « event/gate-open » : rien ne s'appelle « event/gate-opns ». Vouliez-vous dire "
            "« event/gate-opens » ? Écrivez le genre et l'identifiant de ce qui existe : "
            "« event/first-report »."
        ),
    ),
    (
        "moved-to-moved",
        {
            "register.txt": REGISTER + "event/gate-ajar\nevent/gate-open\n",
            "moved.yaml": (
                GATE_GONE + "  to: event/gate-ajar\n"
                "event/gate-ajar:\n  on: 2019-03-07\n  to: event/gate-opens\n"
            ),
        },
        ["content/moved.yaml:3:7"],
        (
            'entry "event/gate-open": "event/gate-ajar" is gone too. Did you mean "event/gate-opens"? '
            'Lead to what is there, or give a "reason".'
        ),
        (
            "entrée « event/gate-open » : « event/gate-ajar » a disparu aussi. Vouliez-vous dire "
            "« event/gate-opens » ? Menez à ce qui existe, ou donnez une « reason »."
        ),
    ),
    (
        "moved-to-draft",
        gone(
            "  to: explainer/then\n",
            extra={
                "explainers/then.fr.md": FRENCH.replace("slug: ", "status: draft\nslug: d-ou-"),
                "explainers/then.en.md": ENGLISH.replace("slug: ", "status: draft\nslug: then-"),
            },
        ),
        ["content/moved.yaml:3:7"],
        'entry "event/gate-open": "explainer/then" is a draft. Publish it first, or lead elsewhere.',
        (
            "entrée « event/gate-open » : « explainer/then » est un brouillon. Publiez-le d'abord, "
            "ou menez ailleurs."
        ),
    ),
    (
        "contact-form",
        {"story.yaml": ("licence:", "contact: ada@example.org\nlicence:")},
        ["content/story.yaml:7:10"],
        (
            'story: "ada@example.org" is no address to write to. '
            'Write "mailto:desk@example.org" or "https://…".'
        ),
        (
            "dossier : « ada@example.org » n'est pas une adresse où écrire. "
            "Écrivez « mailto:desk@example.org » ou « https://… »."
        ),
    ),
    (
        "registered-draft",
        {
            "register.txt": REGISTER + "explainer/then\n",
            "explainers/then.fr.md": FRENCH.replace("slug: ", "status: draft\nslug: d-ou-"),
            "explainers/then.en.md": ENGLISH.replace("slug: ", "status: draft\nslug: then-"),
        },
        ["content/register.txt:7:1"],
        '"explainer/then" is registered: its page was public and cannot become a draft again. Publish it.',
        (
            "« explainer/then » est au registre : sa page a été publique et ne peut pas redevenir un "
            "brouillon. Publiez-la."
        ),
    ),
    (
        "not-registered",
        {"register.txt": REGISTER, "timeline/20-april.yaml": SECOND},
        ["content/timeline/20-april.yaml:5:3"],
        (
            'event "gate-shuts": the id is new. Register it, so that its address lasts: '
            "python3 tasks.py register"
        ),
        (
            "événement « gate-shuts » : l'identifiant est nouveau. Inscrivez-le au registre, pour que son "
            "adresse dure : python3 tasks.py register"
        ),
    ),
    (
        "diagram-in-text",
        drawn(shown="Voir [](diagram:rules)[^gazette]\n"),
        ["content/explainers/why.en.md:10:9", "content/explainers/why.fr.md:10:9"],
        (
            'the diagram "rules" must be a paragraph of its own in a text: "[](diagram:rules)", '
            "with blank lines around it."
        ),
        (
            "le schéma « rules » doit être un paragraphe à lui seul dans un texte : « "
            "[](diagram:rules) », entre deux lignes vides."
        ),
    ),
    (
        "diagram-not-shown",
        {"diagrams.yaml": DIAGRAM},
        ["content/diagrams.yaml:1:1"],
        (
            'diagram "rules": no text shows the diagram. Put "[](diagram:rules)" in one, as a '
            "paragraph of its own."
        ),
        (
            "schéma « rules » : aucun texte ne montre le schéma. Mettez « [](diagram:rules) » dans "
            "l'un d'eux, en paragraphe à lui seul."
        ),
    ),
    (
        "cell-form",
        drawn("at: [3, 1]", "at: [4, 1]"),
        ["content/diagrams.yaml:18:11"],
        (
            'diagram "rules": "at" is a column and a row, counted from 1: "[1, 2]". There are 3 '
            "columns and 12 rows."
        ),
        (
            "schéma « rules » : « at » est une colonne et une ligne, comptées à partir de 1 : « [1,"
            " 2] ». Il y a 3 colonnes et 12 lignes."
        ),
    ),
    (
        "box-without-name",
        drawn("person: ada-vane\n      ", ""),
        ["content/diagrams.yaml:10:5"],
        'diagram "rules": the box "keeper" has no name. Give it a "person" or a "label".',
        "schéma « rules » : la case « keeper » n'a pas de nom. Donnez-lui « person » ou « label ».",
    ),
    (
        "box-without-cell",
        drawn("      at: [3, 1]\n", ""),
        ["content/diagrams.yaml:14:5"],
        'diagram "rules": the box "gate" has no cell, and no box is within it. Say "at": a column and a row.',
        (
            "schéma « rules » : la case « gate » n'a pas de place, et aucune case n'est dans elle. "
            "Indiquez « at » : une colonne et une ligne."
        ),
    ),
    (
        "box-in-itself",
        drawn("at: [3, 1]", "within: gate"),
        ["content/diagrams.yaml:18:7"],
        'diagram "rules": the box "gate" is within itself. Take out one "within".',
        "schéma « rules » : la case « gate » est dans elle-même. Retirez un « within ».",
    ),
    (
        "unknown-box",
        drawn("to: gate", "to: gates"),
        ["content/diagrams.yaml:22:7"],
        (
            'diagram "rules": there is no box "gates" that can stand here. Did you mean "gate"? A '
            'box around others has no "at" of its own.'
        ),
        (
            "schéma « rules » : aucune case « gates » ne peut figurer ici. Vouliez-vous dire « gate"
            " » ? Une case qui en entoure d'autres n'a pas de « at »."
        ),
    ),
    (
        "boxes-collide",
        drawn("at: [3, 1]", "at: [1, 1]"),
        ["content/diagrams.yaml:14:5"],
        'diagram "rules": the boxes "gate" and "keeper" share a cell. Give one of them another.',
        "schéma « rules » : les cases « gate » et « keeper » se recouvrent. Déplacez l'une d'elles.",
    ),
    (
        "arrow-without-way",
        drawn("  arrows:\n", HEDGE + "  arrows:\n"),
        ["content/diagrams.yaml:27:7"],
        (
            'diagram "rules": the arrow from "keeper" to "gate" has no straight way. Its boxes need'
            " a row or a column in common, with nothing between; side by side, they need a free "
            "column for its words; from above, it leads to a frame, not into it."
        ),
        (
            "schéma « rules » : la flèche de « keeper » à « gate » n'a pas de chemin droit. Ses "
            "cases doivent avoir une ligne ou une colonne en commun, sans rien entre elles ; côte à"
            " côte, il leur faut une colonne libre pour les mots ; d'en haut, elle mène à un cadre, "
            "non dedans."
        ),
    ),
    (
        "arrows-cross",
        drawn() | {"diagrams.yaml": CROSSED},
        ["content/diagrams.yaml:40:7"],
        (
            'diagram "rules": the arrow from "hedge" to "ditch" runs into the one from "keeper" to '
            '"gate". Move a box.'
        ),
        (
            "schéma « rules » : la flèche de « hedge » à « ditch » rencontre celle de « keeper » à "
            "« gate ». Déplacez une case."
        ),
    ),
    (
        "word-too-wide",
        drawn("fr: garde", "fr: anticonstitutionnellement"),
        ["content/diagrams.yaml:25:9"],
        (
            'diagram "rules": "anticonstitutionnellement" is too wide for its place in French (fr).'
            " Shorten the word, or give the box more columns."
        ),
        (
            "schéma « rules » : « anticonstitutionnellement » est trop large pour sa place en "
            "français (fr). Raccourcissez le mot, ou donnez plus de colonnes à la case."
        ),
    ),
    (
        "open-quote",
        {"people.yaml": ("name: Ada Vane", 'name: "Ada Vane')},
        ["content/people.yaml:3:9"],
        (
            "the quotation mark that opens here is not closed where the text ends. Close it, or put the "
            'text under "|" without it.'
        ),
        (
            "le guillemet qui s'ouvre ici n'est pas fermé à la fin du texte. Fermez-le, ou mettez le texte "
            "sous « | », sans ce guillemet."
        ),
    ),
    (
        "quote-in-text",
        {EVENT: ("en: The sheep walk out.", 'en: "The sheep" walk out.')},
        ["content/timeline/10-march.yaml:12:21"],
        (
            'the text ends at this quotation mark, but more words follow. Put the whole text under "|", '
            "without quotation marks around it."
        ),
        (
            "le texte finit à ce guillemet ou à cette apostrophe, mais d'autres mots suivent. Mettez tout "
            "le texte sous « | », sans guillemets autour."
        ),
    ),
    (
        "mark-in-front",
        {"people.yaml": ("en: She keeps", "en: @ada keeps")},
        ["content/people.yaml:6:9"],
        'a text that begins with "@" means something else in YAML. Put the text under "|".',
        "un texte qui commence par « @ » veut dire autre chose en YAML. Mettez le texte sous « | ».",
    ),
    (
        "indentation",
        {"people.yaml": ("  name: Ada Vane", "   name: Ada Vane")},
        ["content/people.yaml:3:4"],
        (
            "this line is not indented like its neighbors. Give it as many spaces as the keys or the items "
            "it belongs with."
        ),
        (
            "cette ligne n'est pas indentée comme ses voisines. Donnez-lui autant d'espaces qu'aux clés ou "
            "aux éléments avec lesquels elle va."
        ),
    ),
    (
        "colon-without-space",
        {"people.yaml": ("name: Ada Vane", "name:Ada Vane")},
        ["content/people.yaml:3:7"],
        'a space is missing after this colon. Write "key: value".',
        "il manque une espace après ce deux-points. Écrivez « clé: valeur ».",
    ),
    (
        "key-without-colon",
        {"people.yaml": ("name: Ada Vane", "name Ada Vane")},
        ["content/people.yaml:3:3"],
        (
            'this line has no colon. Write "key: value", or indent the words more than the key above that '
            "they belong to."
        ),
        (
            "cette ligne n'a pas de deux-points. Écrivez « clé: valeur », ou indentez ces mots davantage "
            "que la clé du dessus à laquelle ils appartiennent."
        ),
    ),
    (
        "too-big",
        {"glossary.yaml": "# gate\n" * 2**19},
        ["content/glossary.yaml:1:1"],
        "the file is bigger than 2 MiB. Split it; make an image smaller.",
        "le fichier dépasse 2 Mio. Scindez-le ; réduisez une image.",
    ),
    (
        "image-form",
        {"images/gate.png": "<svg/>"},
        ["content/images/gate.png:1:1"],
        (
            "this is not an image of a kind that we show. Save it again as one of these, with that ending: "
            '".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp".'
        ),
        (
            "ce n'est pas une image d'un type que nous montrons. Enregistrez-la de nouveau sous l'un de "
            "ces types, avec cette terminaison : « .avif », « .gif », « .jpeg », « .jpg », « .png », « "
            ".webp »."
        ),
    ),
    (
        "lookalike-letter",
        {"people.yaml": ("name: Ada", "name: \u0410da")},
        ["content/people.yaml:3:9"],
        'the letter "А", U+0410, only looks like one of Latin. Type it again with a Latin keyboard.',
        "la lettre « А », U+0410, ressemble seulement à une lettre latine. Retapez-la avec un clavier latin.",
    ),
    (
        "misread-letter",
        {"people.yaml": ("la barrière", "la barriÃ¨re")},
        ["content/people.yaml:5:28"],
        (
            'a program took the encoding of this file for another: "Ã¨" stands for "è". Type the '
            "letter, or take the text from where it came in UTF-8."
        ),
        (
            "un programme a pris l'encodage de ce fichier pour un autre : « Ã¨ » remplace « è ». "
            "Tapez la lettre, ou reprenez le texte en UTF-8 là d'où il vient."
        ),
    ),
    (
        "image-name",
        {"images/The Gate.png": b"\x89PNG\r\n\x1a\n"},
        ["content/images/The Gate.png:1:1"],
        (
            'an image is called in lowercase letters a-z, digits, "-", "_", and ".", for '
            'instance "first-report.png", and not as Windows forbids. Rename it, and where it is '
            "shown."
        ),
        (
            "le nom d'une image se compose de minuscules a-z, de chiffres, de « - », de « _ » et "
            "de « . », par exemple « premier-rapport.png », et Windows doit le permettre. "
            "Renommez-la, là aussi où elle est montrée."
        ),
    ),
    (
        "letter-in-parts",
        {WHY: ("The gate", "The ga\u0302te")},
        ["content/explainers/why.en.md:10:6"],
        'the letter "â" is written in two parts here, a letter and its accent. Type it as one letter.',
        (
            "la lettre « â » est écrite ici en deux parties, une lettre et son accent. Tapez-la comme une "
            "seule lettre."
        ),
    ),
    (
        "slug-kept",
        {"pages/about.en.md": ("slug: about", "slug: con")},
        ["content/pages/about.en.md:3:7"],
        'page "about": Windows lets nothing be called "con". Choose another word.',
        "page « about » : Windows ne laisse rien s'appeler « con ». Choisissez un autre mot.",
    ),
    (
        "id-kept",
        {"people.yaml": ("ada-vane", "aux"), EVENT: (ACTORS, "")},
        ["content/people.yaml:1:1"],
        'person or organization "aux": Windows lets nothing be called like this. Choose another id.',
        (
            "personne ou organisation « aux » : Windows ne laisse rien s'appeler ainsi. Choisissez un "
            "autre identifiant."
        ),
    ),
    (
        "name-differs",
        {"pages/about.fr.md": None, "pages/abuot.fr.md": ABOUT},
        ["content/pages/abuot.fr.md:1:1"],
        (
            'the text is called "abuot" here, but content/pages/about.en.md seems to be the same text. '
            "Give all its files the same name before the language."
        ),
        (
            "ce texte s'appelle « abuot » ici, mais content/pages/about.en.md semble être le même texte. "
            "Donnez à tous ses fichiers le même nom avant la langue."
        ),
    ),
    (
        "heading-id-differs",
        {WHY: ("{#who}", "{#whom}")},
        ["content/explainers/why.fr.md:8:1"],
        (
            'the id of this heading is "#who" here and "#whom" in content/explainers/why.en.md. Give it '
            "the same in every language."
        ),
        (
            "l'identifiant de cet intertitre est « #who » ici et « #whom » dans "
            "content/explainers/why.en.md. Donnez-lui le même dans toutes les langues."
        ),
    ),
    (
        "dates-backwards",
        {"sources.yaml": ("  seen", "  accessed: 2018-01-01\n  seen")},
        ["content/sources.yaml:7:13"],
        (
            'source "gazette": "accessed" (2018-01-01) lies before "published" (2019-03-04). Correct one '
            "of the two."
        ),
        (
            "source « gazette » : « accessed » (2018-01-01) précède « published » (2019-03-04). Corrigez "
            "l'une des deux dates."
        ),
    ),
    (
        "named-twice",
        {EVENT: ("[ada-vane]", "[ada-vane, ada-vane]")},
        ["content/timeline/10-march.yaml:15:24"],
        'event "gate-opens": "ada-vane" stands twice in this list. Take one out.',
        "événement « gate-opens » : « ada-vane » figure deux fois dans cette liste. Retirez-en un.",
    ),
    (
        "sources-too-early",
        {
            EVENT: (DISCLOSURES, ""),
            "sources.yaml": ("2019-03-04", "2017"),
            "figures.yaml": ("2019-03-04", "2017"),
        },
        ["content/timeline/10-march.yaml:6:11"],
        (
            'event "gate-opens": all its sources were published more than a year before it happened '
            "(2019-03-04T08:30-08:00). Correct the date, or add a source that reports it."
        ),
        (
            "événement « gate-opens » : toutes ses sources ont paru plus d'un an avant que cela n'arrive "
            "(2019-03-04T08:30-08:00). Corrigez la date, ou ajoutez une source qui en rend compte."
        ),
    ),
    (
        "citation-without-sign",
        both("## A {#a}\n\nOne.[gazette]\n"),
        ["content/explainers/why.en.md:10:5", "content/explainers/why.fr.md:10:5"],
        '"[gazette]" would be shown as it stands. To cite that source, write "[^gazette]".',
        "« [gazette] » s'afficherait tel quel. Pour citer cette source, écrivez « [^gazette] ».",
    ),
    (
        "code-block",
        both("## A {#a}\n\n    One.\n"),
        ["content/explainers/why.en.md:10:5", "content/explainers/why.fr.md:10:5"],
        (
            'this is read as the text of a program, because it is indented or stands between rows of "`" '
            'or "~". Begin its lines at the margin, without these marks.'
        ),
        (
            "ces lignes sont lues comme le texte d'un programme, parce qu'elles sont indentées ou placées "
            "entre des rangées de « ` » ou de « ~ ». Commencez-les à la marge, sans ces signes."
        ),
    ),
    (
        "row-too-long",
        both("## A {#a}\n\n| a |\n| --- |\n| b[^gazette] | c |\n"),
        ["content/explainers/why.en.md:12:1", "content/explainers/why.fr.md:12:1"],
        (
            "this row has more cells than the table has columns, and the last would be lost. Take one out, "
            "or add a column in the first two rows."
        ),
        (
            "cette ligne a plus de cellules que le tableau n'a de colonnes, et la dernière serait perdue. "
            "Retirez-en une, ou ajoutez une colonne aux deux premières lignes."
        ),
    ),
    (
        "too-many-together",
        both("## A {#a}\n\n" + "a\n" * 2001),
        ["content/explainers/why.en.md:2010:1", "content/explainers/why.fr.md:2010:1"],
        "more than 2000 lines stand here without a blank line. Put one in.",
        "plus de 2000 lignes se suivent ici sans ligne vide. Ajoutez-en une.",
    ),
    (
        "too-many-rows",
        both("## A {#a}\n\n" + "| a |\n" * 2001),
        ["content/explainers/why.en.md:2010:1", "content/explainers/why.fr.md:2010:1"],
        "the table has more than 2000 rows. Split it.",
        "le tableau compte plus de 2000 lignes. Scindez-le.",
    ),
    (
        "too-many-lines",
        both("## A {#a}\n\n" + "# a\n\n" * 5_000),
        ["content/explainers/why.en.md:10008:1", "content/explainers/why.fr.md:10008:1"],
        "the text has more than 10000 lines. Split it.",
        "le texte compte plus de 10000 lignes. Scindez-le.",
    ),
    (
        "too-many-brackets",
        both("## A {#a}\n\n" + "[a\n" * 201),
        ["content/explainers/why.en.md:210:1", "content/explainers/why.fr.md:210:1"],
        "more than 200 square brackets are not closed. Close or delete them.",
        "plus de 200 crochets ne sont pas fermés. Fermez-les ou supprimez-les.",
    ),
    (
        "too-many-marks",
        both("## A {#a}\n\n" + "`a`" * 251 + "\n"),
        ["content/explainers/why.en.md:10:751", "content/explainers/why.fr.md:10:751"],
        (
            "more than 500 marks of links, emphasis, or code stand here together. Delete them, or split "
            "the paragraph."
        ),
        (
            "plus de 500 signes de lien, d'emphase ou de code se suivent ici. Supprimez-les, ou scindez le "
            "paragraphe."
        ),
    ),
    (
        "link-in-angle-brackets",
        both("## A {#a}\n\nOne <event:gate-opens>.[^gazette]\n"),
        ["content/explainers/why.en.md:10:6", "content/explainers/why.fr.md:10:6"],
        (
            'in angle brackets stands only a web address, "<https://…>". Write '
            '"[words](event:gate-opens)", or "[](event:gate-opens)" for the name of a record.'
        ),
        (
            "entre chevrons ne se met qu'une adresse du web, « <https://…> ». Écrivez « "
            "[mots](event:gate-opens) », ou « [](event:gate-opens) » pour le nom d'un élément."
        ),
    ),
    (
        "lost-definition",
        both("## A {#a}\n\nOne.[^gazette]\n\n[b]: https://example.org/\n"),
        ["content/explainers/why.en.md:12:1", "content/explainers/why.fr.md:12:1"],
        (
            "no link uses this definition, or it stands here a second time: it would be lost. Take it"
            ' out, or write the link whole: "[words](https://…)".'
        ),
        (
            "aucun lien n'utilise cette définition, ou elle est donnée deux fois : elle serait "
            "perdue. Supprimez-la, ou écrivez le lien en entier : « [mots](https://…) »."
        ),
    ),
    (
        "mail-form",
        both("## A {#a}\n\nOne [two](mailto:).[^gazette]\n"),
        ["content/explainers/why.en.md:10:11", "content/explainers/why.fr.md:10:11"],
        (
            '"mailto:" is no address to write to. Write name and host, and nothing more: '
            '"mailto:desk@example.org".'
        ),
        (
            "« mailto: » n'est pas une adresse à laquelle écrire. Mettez le nom et l'hôte, rien de "
            "plus : « mailto:redaction@example.org »."
        ),
    ),
    (
        "words-not-shown",
        both("## A {#a}\n\nOne [two](figure:sheep@2019-03-04).[^gazette]\n"),
        ["content/explainers/why.en.md:10:11", "content/explainers/why.fr.md:10:11"],
        (
            '"two" would not be shown: figure:sheep@2019-03-04 says its own words. Leave the square '
            "brackets empty."
        ),
        (
            "« two » ne serait pas montré : figure:sheep@2019-03-04 dit ses propres mots. Laissez les"
            " crochets vides."
        ),
    ),
    (
        "citation-misplaced",
        both("## A[^gazette] {#a}\n\nOne.[^gazette]\n"),
        ["content/explainers/why.en.md:8:5", "content/explainers/why.fr.md:8:5"],
        (
            'a source cannot be cited in a heading or in the words of a link. Put "[^gazette]" after '
            "the sentence or the link."
        ),
        (
            "on ne cite pas de source dans un intertitre ni dans les mots d'un lien. Mettez « "
            "[^gazette] » après la phrase ou après le lien."
        ),
    ),
    (
        "row-too-short",
        both("## A {#a}\n\n| a | b |\n| --- | --- |\n| One[^gazette] |\n"),
        ["content/explainers/why.en.md:12:1", "content/explainers/why.fr.md:12:1"],
        (
            'this row has 1 cells, the table 2 columns. Add what is missing, an empty cell too ("| '
            '|"); what follows a table stands below a blank line.'
        ),
        (
            "cette ligne a 1 cellules, le tableau 2 colonnes. Ajoutez ce qui manque, même une cellule"
            " vide (« | | ») ; ce qui suit un tableau vient après une ligne vide."
        ),
    ),
    (
        "loose-table",
        both("## A {#a}\n\n| a | b |\n| One | two[^gazette] |\n"),
        ["content/explainers/why.en.md:10:1", "content/explainers/why.fr.md:10:1"],
        (
            'this is not read as a table with rows. Write its head, then a row "| --- | --- |" with '
            "as many columns, then its rows, with no blank line between."
        ),
        (
            "ceci n'est pas lu comme un tableau avec des lignes. Écrivez l'en-tête, puis une ligne « "
            "| --- | --- | » d'autant de colonnes, puis les lignes, sans ligne vide entre elles."
        ),
    ),
    (
        "loose-table",
        both("## A {#a}\n\n| a | b[^gazette] |\n| --- | --- |\n"),
        ["content/explainers/why.en.md:10:1", "content/explainers/why.fr.md:10:1"],
        (
            'this is not read as a table with rows. Write its head, then a row "| --- | --- |" with '
            "as many columns, then its rows, with no blank line between."
        ),
        (
            "ceci n'est pas lu comme un tableau avec des lignes. Écrivez l'en-tête, puis une ligne « "
            "| --- | --- | » d'autant de colonnes, puis les lignes, sans ligne vide entre elles."
        ),
    ),
    (
        "loose-list",
        both("## A {#a}\n\n• One.[^gazette]\n"),
        ["content/explainers/why.en.md:10:1", "content/explainers/why.fr.md:10:1"],
        (
            '"•" does not begin a list item. Begin each item with "- " or "1. ", with the space; '
            'before a sign that is none, write "\\".'
        ),
        (
            "« • » ne commence pas un élément de liste. Commencez chaque élément par « -  » ou « 1.  "
            "», avec l'espace ; devant un signe qui n'en est pas un, écrivez « \\ »."
        ),
    ),
    (
        "loose-list",
        both("## A {#a}\n\n1984. One.[^gazette]\n"),
        ["content/explainers/why.en.md:10:1", "content/explainers/why.fr.md:10:1"],
        (
            '"1984." does not begin a list item. Begin each item with "- " or "1. ", with the space; '
            'before a sign that is none, write "\\".'
        ),
        (
            "« 1984. » ne commence pas un élément de liste. Commencez chaque élément par « -  » ou « "
            "1.  », avec l'espace ; devant un signe qui n'en est pas un, écrivez « \\ »."
        ),
    ),
    (
        "loose-heading",
        both("  ## A {#a}\n\nOne.[^gazette]\n"),
        ["content/explainers/why.en.md:8:3", "content/explainers/why.fr.md:8:3"],
        (
            'the heading "A" would not be shown as one: it begins at the margin, and stands on one '
            "line. Take out the spaces or the line break."
        ),
        (
            "l'intertitre « A » ne serait pas montré comme tel : il commence à la marge et tient sur "
            "une ligne. Supprimez les espaces ou le saut de ligne."
        ),
    ),
    (
        "loose-emphasis",
        both("## A {#a}\n\nOne *two.[^gazette]\n"),
        ["content/explainers/why.en.md:10:5", "content/explainers/why.fr.md:10:5"],
        (
            '"*" is not read as emphasis or code, and would be shown. Write "*word*", "**word**" or '
            '"`word`", without spaces inside; for the sign itself, write "\\" before it.'
        ),
        (
            "« * » n'est pas lu comme une mise en valeur ou du code, et serait montré. Écrivez « "
            "*mot* », « **mot** » ou « `mot` », sans espace à l'intérieur ; pour le signe lui-même, "
            "mettez « \\ » devant."
        ),
    ),
    (
        "loose-bracket",
        both("## A {#a}\n\nOne [two.[^gazette]\n"),
        ["content/explainers/why.en.md:10:5", "content/explainers/why.fr.md:10:5"],
        '"[" has no counterpart. Add it, or write "\\[" for the sign itself.',
        "« [ » n'a pas son pendant. Ajoutez-le, ou écrivez « \\[ » pour le signe lui-même.",
    ),
    (
        "list-indentation",
        both("## A {#a}\n\n- One.[^gazette]\n  - Two.[^gazette]\n"),
        ["content/explainers/why.en.md:11:3", "content/explainers/why.fr.md:11:3"],
        ("this item would be shown on the level of the one above. Indent it by four spaces for each level."),
        ("cet élément serait montré au niveau de celui du dessus. Indentez-le de quatre espaces par niveau."),
    ),
    (
        "blank-line-missing",
        both("## A {#a}\n\nOne:[^gazette]\n- Two.[^gazette]\n"),
        ["content/explainers/why.en.md:11:1", "content/explainers/why.fr.md:11:1"],
        (
            "a blank line is missing above: this list or table would be shown as words of what stands"
            " there. Put one in."
        ),
        (
            "il manque une ligne vide au-dessus : cette liste ou ce tableau s'afficherait comme la "
            "suite du texte. Ajoutez-la."
        ),
    ),
    (
        "heading-without-words",
        both("## [](event:gate-opens) {#a}\n\nOne.[^gazette]\n"),
        ["content/explainers/why.en.md:8:1", "content/explainers/why.fr.md:8:1"],
        (
            'the heading has no words of its own. Write some between "##" and its id; a reference '
            "needs words between its brackets."
        ),
        (
            "l'intertitre n'a pas de mots à lui. Écrivez-en entre « ## » et son identifiant ; une "
            "référence a besoin de mots entre ses crochets."
        ),
    ),
    (
        "empty-section",
        both("## A {#a}\n\nOne.[^gazette]\n\n## B {#b}\n"),
        ["content/explainers/why.en.md:12:1", "content/explainers/why.fr.md:12:1"],
        'nothing stands under the heading "B". Write its text, or take it out.',
        "il n'y a rien sous l'intertitre « B ». Écrivez son texte, ou supprimez-le.",
    ),
    (
        "empty-block",
        both("## A {#a}\n\nOne.[^gazette]\n\n[^gazette]\n"),
        ["content/explainers/why.en.md:12:1", "content/explainers/why.fr.md:12:1"],
        (
            "this paragraph or list item says nothing. Write its words, or delete it; a citation "
            "stands at the end of the sentence that it supports."
        ),
        (
            "ce paragraphe ou cet élément de liste ne dit rien. Écrivez ses mots, ou supprimez-le ; "
            "une citation se met à la fin de la phrase qu'elle appuie."
        ),
    ),
    (
        "mark-misspelt",
        both("## A {#a}\n\nOne.\n{: .analyse }\n"),
        ["content/explainers/why.en.md:11:1", "content/explainers/why.fr.md:11:1"],
        (
            '"{: .analyse }" says nothing of the block. Did you mean ".analysis"? Write one of: "{: '
            '.analysis }", "{: .transition }", "{: .adapted }".'
        ),
        (
            "« {: .analyse } » ne dit rien du bloc. Vouliez-vous dire « .analysis » ? Écrivez « {: "
            ".analysis } », « {: .transition } » ou « {: .adapted } »."
        ),
    ),
    (
        "two-marks",
        both("## A {#a}\n\nOne.\n{: .analysis .transition }\n"),
        ["content/explainers/why.en.md:11:1", "content/explainers/why.fr.md:11:1"],
        "a block is our analysis or a transition, not both. Take one of the two out.",
        "un bloc est notre analyse ou une transition, pas les deux. Supprimez l'une des deux marques.",
    ),
    (
        "heading-level-differs",
        {
            POURQUOI: FRENCH + "## A {#a}\n\nOne.[^gazette]\n\n### B {#b}\n\nOne.[^gazette]\n",
            WHY: ENGLISH + "## A {#a}\n\nOne.[^gazette]\n\n## B {#b}\n\nOne.[^gazette]\n",
        },
        ["content/explainers/why.fr.md:12:1"],
        (
            "this heading is of level 3 here, and of level 2 in content/explainers/why.en.md. Give it"
            " the same level in every language."
        ),
        (
            "cet intertitre est de niveau 3 ici, et de niveau 2 dans content/explainers/why.en.md. "
            "Donnez-lui le même niveau dans toutes les langues."
        ),
    ),
    (
        "table-differs",
        {
            POURQUOI: FRENCH + "## A {#a}\n\n| a |\n| --- |\n| b[^gazette] |\n",
            WHY: ENGLISH + "## A {#a}\n\n| a |\n| --- |\n| b[^gazette] |\n| c |\n",
        },
        ["content/explainers/why.fr.md:10:1"],
        (
            "this table does not have as many rows and columns as content/explainers/why.en.md:10. "
            "Write the same in every language."
        ),
        (
            "ce tableau n'a pas autant de lignes et de colonnes que content/explainers/why.en.md:10. "
            "Écrivez les mêmes dans toutes les langues."
        ),
    ),
    (
        "source-before",
        {EVENT: ("on: 2019-03-04", "on: 2029-03-04")},
        ["content/timeline/10-march.yaml:18:14"],
        (
            'event "gate-opens": the sources were published (2019-03-04) more than a year before that'
            " date (2029-03-04). Correct one of the two, or name a later source."
        ),
        (
            "événement « gate-opens » : les sources sont parues (2019-03-04) plus d'un an avant cette"
            " date (2029-03-04). Corrigez l'une des deux, ou nommez une source plus tardive."
        ),
    ),
    (
        "source-before",
        {"figures.yaml": ("at: 2019-03-04", "at: 2029-03-04")},
        ["content/figures.yaml:9:11"],
        (
            'figure "sheep": the sources were published (2019-03-04) more than a year before that '
            "date (2029-03-04). Correct one of the two, or name a later source."
        ),
        (
            "chiffre « sheep » : les sources sont parues (2019-03-04) plus d'un an avant cette date "
            "(2029-03-04). Corrigez l'une des deux, ou nommez une source plus tardive."
        ),
    ),
    (
        "source-before",
        {"quotations.yaml": QUOTE.replace("2019", "2029")},
        ["content/quotations.yaml:3:7"],
        (
            'quotation "it-was-open": the sources were published (2019-03-04) more than a year before'
            " that date (2029-03-04). Correct one of the two, or name a later source."
        ),
        (
            "citation « it-was-open » : les sources sont parues (2019-03-04) plus d'un an avant cette"
            " date (2029-03-04). Corrigez l'une des deux, ou nommez une source plus tardive."
        ),
    ),
    (
        "quoted-twice",
        {"quotations.yaml": QUOTE.replace("It was open.", "“It was open.”")},
        ["content/quotations.yaml:5:13"],
        (
            'quotation "it-was-open": the page sets the quotation marks. Take out those at the '
            "beginning and at the end."
        ),
        "citation « it-was-open » : la page met les guillemets. Supprimez ceux du début et de la fin.",
    ),
    (
        "relation-to-itself",
        {"people.yaml": ("    en: She keeps the gate.\n", "    en: She keeps the gate.\n" + RELATION)},
        ["content/people.yaml:9:11"],
        'person or organization "ada-vane": it has a relation to itself. Name another under "to".',
        (
            "personne ou organisation « ada-vane » : la relation mène à elle-même. Nommez-en une "
            "autre sous « to »."
        ),
    ),
    (
        "changed-before",
        {"changes.yaml": CORRECTED.replace("2019-03-05", "2019-03-01")},
        ["content/changes.yaml:17:10"],
        (
            'change "sheep-corrected": "since" (2019-03-01) lies before "explainer:why" was published'
            " (2019-03-05). Correct one of the two."
        ),
        (
            "changement « sheep-corrected » : « since » (2019-03-01) précède la publication de « "
            "explainer:why » (2019-03-05). Corrigez l'une des deux dates."
        ),
    ),
    (
        "nothing-corrected",
        {"changes.yaml": CORRECTED.replace("They were few.", "They were many.")},
        ["content/changes.yaml:16:9"],
        (
            'change "sheep-corrected": "says" repeats "said". Write what stood there under "said", '
            'and what stands there now under "says".'
        ),
        (
            "changement « sheep-corrected » : « says » répète « said ». Écrivez ce qui était écrit "
            "sous « said », et ce qui l'est maintenant sous « says »."
        ),
    ),
    (
        "text-expected",
        {EVENT: (f"when: {WHEN}", "when: {from: 2019-03-04}")},
        ["content/timeline/10-march.yaml:6:11"],
        'event "gate-opens": "when" is a text. Write it on one line, or under "|".',
        "événement « gate-opens » : « when » est un texte. Écrivez-le sur une ligne, ou sous « | ».",
    ),
    (
        "text-expected",
        {"story.yaml": ("id: America/Los_Angeles", "id: [America/Los_Angeles]")},
        ["content/story.yaml:25:7"],
        'story: "id" is a text. Write it on one line, or under "|".',
        "dossier : « id » est un texte. Écrivez-le sur une ligne, ou sous « | ».",
    ),
]

IDS = [code for code, *_ in CASES]


@pytest.mark.parametrize(("code", "changes", "places", "english", "french"), CASES, ids=IDS)
def test_each_mistake_is_named_at_its_place_in_english(complaints, code, changes, places, english, french):
    lines = complaints(changes)

    assert lines == [f"{place}: {code}: {english}" for place in places]


@pytest.mark.parametrize(("code", "changes", "places", "english", "french"), CASES, ids=IDS)
def test_each_mistake_is_named_at_its_place_in_french(complaints, code, changes, places, english, french):
    lines = complaints(changes, "fr")

    assert lines == [f"{place}: {code}: {french}" for place in places]


def test_the_small_story_has_no_mistake(complaints):
    assert complaints() == []


def test_a_folder_that_does_not_exist_is_the_only_problem(printed):
    assert printed(lambda: dossier.load("nowhere")) == {
        "en": [
            "nowhere:1:1: no-content-folder: there is no such folder. Name the folder that holds story.yaml."
        ],
        "fr": [
            (
                "nowhere:1:1: no-content-folder: ce dossier n'existe pas. "
                "Indiquez celui qui contient story.yaml."
            )
        ],
    }


def test_links_and_folders_are_not_read_as_files(write_content, printed):
    content = write_content()
    (content / "glossary.yaml").symlink_to("people.yaml")
    (content / "extra").symlink_to("pages")
    (content / "pages" / "more.en.md").mkdir()

    english = "not-a-file: this is a link, a folder or a special file. Put a regular file here."
    french = "not-a-file: c'est un lien, un dossier ou un fichier spécial. Mettez ici un fichier ordinaire."
    assert printed(lambda: dossier.load(content)) == {
        "en": [
            f"content/extra:1:1: {english}",
            f"content/glossary.yaml:1:1: {english}",
            f"content/pages/more.en.md:1:1: {english}",
        ],
        "fr": [
            f"content/extra:1:1: {french}",
            f"content/glossary.yaml:1:1: {french}",
            f"content/pages/more.en.md:1:1: {french}",
        ],
    }


def test_a_file_and_a_folder_without_permission_are_named(write_content, as_nobody, printed):
    content = write_content()
    (content / "people.yaml").chmod(0)
    (content / "pages").chmod(0)

    with as_nobody():
        lines = printed(lambda: dossier.load(content))

    english = "the file cannot be read: permission denied. Correct its permissions, or delete it."
    french = "le fichier ne peut pas être lu : accès refusé. Corrigez ses droits d'accès, ou supprimez-le."
    assert lines == {
        lang: [
            f"content/pages:1:1: unreadable: {sentence}",
            f"content/people.yaml:1:1: unreadable: {sentence}",
        ]
        for lang, sentence in (("en", english), ("fr", french))
    }


def test_publishing_needs_as_much_agreement_as_the_story_wants(write_content, registered, printed):
    wanted = "address: https://example.org\nagreed_at_least: 90\nlicence:"
    content = registered(write_content({"story.yaml": ("licence:", wanted)}))

    assert dossier.load(content)
    assert printed(lambda: dossier.load(content, publishing=True)) == {
        "en": [
            (
                "content/story.yaml:8:18: too-few-agreed: 0 % of the passages were compared as they stand in "
                'all languages; "agreed_at_least" wants 90 %. The task "status" lists the others.'
            )
        ],
        "fr": [
            (
                "content/story.yaml:8:18: too-few-agreed: 0 % des passages ont été comparés tels qu'ils "
                "sont dans toutes les langues ; « agreed_at_least » en demande 90 %. La tâche « status » "
                "liste les autres."
            )
        ],
    }


def test_publishing_needs_an_address(write_content, registered, printed):
    content = registered(write_content({"story.yaml": ("licence:", 'address: ""\nlicence:')}))

    assert printed(lambda: dossier.load(content, publishing=True)) == {
        "en": [
            (
                "content/story.yaml:7:1: no-address: the public address of the site is not decided: "
                '"address" is empty. Publishing needs it: "https://…".'
            )
        ],
        "fr": [
            (
                "content/story.yaml:7:1: no-address: l'adresse publique du site n'est pas décidée : "
                "« address » est vide. Il la faut pour publier : « https://… »."
            )
        ],
    }


def test_what_a_change_concerns_must_exist(write_content, printed):
    change = """\
first:
  on: 2019-04-01
  kind: update
  concerns: ["explainer:wy", "explainer:why#nowhere", "story:x"]
  title:
    fr: Un
    en: One
  text:
    fr: Deux.
    en: Two.
"""
    content = write_content({"changes.yaml": change})

    assert [line.partition(": ")[2] for line in printed(lambda: dossier.load(content))["en"]] == [
        'unknown-target: there is no explainer called "wy". Did you mean "why"?',
        'unknown-section: there is no section "#nowhere". Check its spelling, or add it.',
        (
            'link-scheme: a link cannot start with "story:". Did you mean "source:"? Allowed: "event:", '
            '"person:", "term:", "source:", "figure:", "question:", "diagram:", "explainer:", '
            '"page:".'
        ),
    ]


def test_what_a_change_concerns_may_have_moved_or_been_withdrawn(write_content, printed):
    change = """\
first:
  on: 2019-04-01
  kind: update
  concerns: ["explainer:then#who.1", "event:gate-ajar"]
  title:
    fr: Un
    en: One
  text:
    fr: Deux.
    en: Two.
"""
    moved = """\
explainer/then:
  on: 2019-04-02
  to: explainer/why
event/gate-ajar:
  on: 2019-04-02
  reason:
    fr: Elle était fermée.
    en: It was shut.
"""
    register = "explainer/then fr/alors/ en/then/\nevent/gate-ajar en/timeline/gate-ajar/\n"
    content = write_content({"changes.yaml": change, "moved.yaml": moved, "register.txt": register})

    problems = dossier.examine(content).problems

    assert {one.code for one in problems} == {"not-registered"}


def test_a_missing_collection_is_one_problem(write_content, printed):
    content = write_content({"sources.yaml": None})

    lines = printed(lambda: dossier.load(content))["en"]

    sentence = "sources.yaml is missing. The site cannot be built without it: put it back."
    assert lines == [f"content/sources.yaml:1:1: missing-file: {sentence}"]


def test_a_misspelt_citation_is_not_held_against_the_other_language(write_content, printed):
    content = write_content({WHY: ("[^gazette]", "[^gazete]")})

    lines = printed(lambda: dossier.load(content))["en"]

    assert len(lines) == 1
    assert lines[0].startswith(
        'content/explainers/why.en.md:10:21: unknown-target: there is no source called "gazete"'
    )


def test_a_text_that_is_still_to_be_written_need_not_mention_anything(write_content, printed):
    content = write_content({EVENT: ("en: The sheep walk out.", "en: TODO with [](person:ada-vane)")})

    lines = printed(lambda: dossier.load(content))["en"]

    assert {line.split(": ")[1] for line in lines} == {"unwritten"}


def test_a_heading_that_only_one_language_has_is_named_there(write_content, printed):
    content = write_content({WHY: ("[^gazette]\n", "[^gazette]\n\n## Then? {#then}\n\nNothing.[^gazette]\n")})

    assert printed(lambda: dossier.load(content)) == {
        "en": [
            (
                'content/explainers/why.en.md:12:1: heading-not-in-other: the heading "#then" is not in '
                "content/explainers/why.fr.md. Write it in every language, with the same id."
            )
        ],
        "fr": [
            (
                "content/explainers/why.en.md:12:1: heading-not-in-other: l'intertitre « #then » n'est pas "
                "dans content/explainers/why.fr.md. Écrivez-le dans toutes les langues, avec le même "
                "identifiant."
            )
        ],
    }


def test_a_circle_of_supersession_is_named_at_each_event(write_content, printed):
    content = write_content(
        {
            EVENT: (DISCLOSURES, "    superseded_by: gate-shuts\n" + DISCLOSURES),
            "timeline/20-april.yaml": SECOND + "    superseded_by: gate-opens\n",
        }
    )

    assert printed(lambda: dossier.load(content)) == {
        "en": [
            (
                'content/timeline/10-march.yaml:17:20: supersession-cycle: event "gate-opens": '
                'events supersede one another in a circle: "gate-opens", "gate-shuts", "gate-opens". '
                'Take out one "superseded_by".'
            ),
            (
                'content/timeline/20-april.yaml:18:20: supersession-cycle: event "gate-shuts": '
                'events supersede one another in a circle: "gate-shuts", "gate-opens", "gate-shuts". '
                'Take out one "superseded_by".'
            ),
        ],
        "fr": [
            (
                "content/timeline/10-march.yaml:17:20: supersession-cycle: événement « gate-opens » : "
                "des événements se remplacent en cercle : « gate-opens », « gate-shuts », « gate-opens ». "
                "Retirez l'un des « superseded_by »."
            ),
            (
                "content/timeline/20-april.yaml:18:20: supersession-cycle: événement « gate-shuts » : "
                "des événements se remplacent en cercle : « gate-shuts », « gate-opens », « gate-shuts ». "
                "Retirez l'un des « superseded_by »."
            ),
        ],
    }


@pytest.fixture
def printed():
    """What is printed of the problems that stop something, by language."""

    def run(act):
        with pytest.raises(dossier.DossierError) as stopped:
            act()
        return {lang: dossier.worded(stopped.value.problems, lang) for lang in LANGUAGES}

    return run


@pytest.fixture
def as_nobody(tmp_path):
    """Lets even root meet a file that it may not read."""
    user = os.geteuid()
    if user == 0:
        for folder in (tmp_path, *tmp_path.parents[:2]):
            folder.chmod(0o755)

    @contextmanager
    def switch():
        os.seteuid(65534 if user == 0 else user)
        try:
            yield
        finally:
            os.seteuid(user)

    return switch


# --- The catalogues -------------------------------------------------------------------------------

ELSEWHERE = {
    "diagram-twice",
    "facts-differ",
    "heading-not-in-other",
    "no-address",
    "no-content-folder",
    "not-a-file",
    "rendering-differs",
    "not-harmless",  # raised by plugins/, and tested there, as is "vanished"
    "supersession-cycle",
    "too-few-agreed",
    "unreadable",
    "vanished",
}
"""The problems that have a test of their own."""
CODES = sorted(
    code
    for table in ("problems", "remarks")
    for code in tomllib.loads((ROOT / "dossier/wording/en.toml").read_text(encoding="utf-8"))[table]
)


@pytest.fixture(scope="module")
def catalogues():
    return {
        lang: tomllib.loads((ROOT / "dossier/wording" / f"{lang}.toml").read_text(encoding="utf-8"))
        for lang in LANGUAGES
    }


def sentence(catalogue, code):
    return catalogue["problems"].get(code) or catalogue["remarks"][code]


def test_every_sentence_of_the_catalogue_has_a_test(catalogues):
    asserted = {code for code, *_ in CASES} | ELSEWHERE

    assert set(catalogues["en"]["problems"]) == asserted


def test_the_catalogues_have_the_same_keys_in_the_same_order(catalogues):
    keys = {
        lang: [(key, list(value) if isinstance(value, dict) else None) for key, value in catalogue.items()]
        for lang, catalogue in catalogues.items()
    }

    assert keys["en"] == keys["fr"]


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_carries_the_same_values_in_every_language(catalogues, code):
    english, french = (
        {name for _, name, _, _ in Formatter().parse(sentence(catalogues[lang], code)) if name}
        for lang in LANGUAGES
    )

    assert english == french


@pytest.mark.parametrize("code", CODES)
def test_a_french_sentence_has_french_quotation_marks_and_plain_spaces(catalogues, code):
    words = sentence(catalogues["fr"], code)

    assert not re.search('["“”’\u00a0\u202f]', words)
    assert not re.search(r"\S[;!?»](?!\S)|«\S", words)


@pytest.mark.parametrize("code", CODES)
def test_an_english_sentence_has_straight_quotation_marks(catalogues, code):
    assert not re.search("[“”‘’«»]", sentence(catalogues["en"], code))


def test_every_code_that_is_raised_has_a_sentence_and_every_sentence_is_raised(catalogues):
    sources = [*(ROOT / "dossier").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]
    literals = {
        node.value
        for source in sources
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # An id is a slug that names a record: the code of the one is made from that of the other.
    literals |= {"slug-form", "slug-long", "slug-kept"}

    assert {*catalogues["en"]["problems"], *catalogues["en"]["remarks"]} - literals == set()
