"""`new` adds a record at its place, or a draft in every language; what is wrong is said and not written."""

import argparse
import io
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

import dossier
from desk.interview import slug
from desk.new import KINDS, new
from desk.stop import Code, Stop
from desk.wording import chosen_language
from tasks import PROJECT

EVENT = (
    "--when", "2019-03-05", "--title-fr", "Elle se ferme", "--title-en", "The gate shuts",
    "--category", "farm", "--importance", "minor", "--sources", "gazette",
)  # fmt: skip
GIVEN = {
    "explainer": ("--title-fr", "Qui l'a fermée ?", "--title-en", "Who shut it?"),
    "page": ("--title-fr", "Nous", "--title-en", "Us"),
    "event": EVENT,
    "person": ("--kind", "person", "--name-fr", "Zoé Marsh", "--name-en", "Zoé Marsh"),
    "source": (
        "--title", "The gate: shut #2", "--type", "article", "--publisher", "The Gazette", "--published",
        "2019-03-05", "--lang", "en", "--seen", "original", "--authors", "A. Hill,B: Hill",
    ),
    "term": ("--term-fr", "Barrière", "--term-en", "Gate"),
    "quote": (
        "--speaker", "ada-vane", "--on", "2019-03-05", "--lang", "en", "--original", "Shut: it is!",
        "--sources", "gazette",
    ),
    "figure": (
        "--title-fr", "Agneaux", "--title-en", "Lambs", "--unit-fr", "têtes", "--unit-en", "heads", "--at",
        "2019-03-05", "--value", "7", "--sources", "gazette",
    ),
    "question": ("--title-fr", "Par qui ?", "--title-en", "By whom?", "--asked", "2019-03-05"),
    "diagram": (
        "--title-fr", "Qui", "--title-en", "Who", "--as-of", "2019-03-05", "--from", "ada-vane", "--to",
        "meadow-board", "--kind", "controls", "--label-fr", "dirige", "--label-en", "runs",
        "--sources", "gazette",
    ),
    "correction": (
        "--concerns", "event:gate-opens,explainer:why#who", "--title-fr", "L'heure", "--title-en", "The time",
        "--since", "2019-03-05",
    ),
}  # fmt: skip
MADE = {
    "explainer": "explainers/who-shut-it.fr.md",
    "page": "pages/us.fr.md",
    "event": "timeline/10-march.yaml:20",
    "person": "people.yaml:8",
    "source": "sources.yaml:9",
    "term": "glossary.yaml:3",
    "quote": "quotations.yaml:3",
    "figure": "figures.yaml:13",
    "question": "questions.yaml:3",
    "diagram": "diagrams.yaml:3",
    "correction": "changes.yaml:3",
}
BOARD = """
meadow-board:
  kind: organisation
  name: The board
  summary:
    fr: Il siège.
    en: It sits.
"""


@pytest.fixture
def content(write_content, small_story):
    return write_content({"people.yaml": small_story["people.yaml"] + BOARD})


@pytest.fixture
def speak(monkeypatch):
    """Lets the desk speak a language."""

    def choose(language):
        monkeypatch.setenv("LC_ALL", f"{language}_XX.UTF-8")
        chosen_language.cache_clear()

    choose("en")
    yield choose
    chosen_language.cache_clear()


@pytest.fixture
def add(content, speak, capsys):
    """Adds something without a terminal; what was said."""

    def run(kind, *rest, lang="en"):
        speak(lang)
        new(argparse.Namespace(kind=kind, content=content, rest=rest))
        return capsys.readouterr().out

    return run


@pytest.fixture
def refusal(add, content):
    """The exit code and the words of a refusal; nothing was written."""

    def run(kind, *rest, lang="en"):
        before = contents(content)
        with pytest.raises(Stop) as stopped:
            add(kind, *rest, lang=lang)
        assert contents(content) == before
        return stopped.value.code, str(stopped.value)

    return run


@pytest.fixture
def converse(content, speak, monkeypatch, capsys):
    """Adds something at a terminal where these answers are typed; what was said and complained of."""

    def run(kind, *answers, rest=(), lang="en"):
        speak(lang)
        typed = io.StringIO("".join(f"{answer}\n" for answer in answers))
        typed.isatty = lambda: True
        monkeypatch.setattr(sys, "stdin", typed)
        new(argparse.Namespace(kind=kind, content=content, rest=rest))
        assert typed.read() == ""
        return capsys.readouterr()

    return run


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def finish(folder):
    """What only a person does: write the words, and show a diagram."""
    others = count()  # a correction that says what stood there corrects nothing
    for path in (path for path in contents(folder) if path.suffix in (".md", ".yaml")):
        text = re.sub("TODO", lambda _: f"Words{'s' * next(others)}", path.read_text(encoding="utf-8"))
        path.write_text(text.replace("# A draft", "# No draft"), encoding="utf-8")
    if (folder / "diagrams.yaml").exists():
        for lang in ("fr", "en"):
            why = folder / f"explainers/why.{lang}.md"
            why.write_text(why.read_text(encoding="utf-8") + "\n[](diagram:who)\n", encoding="utf-8")


def test_every_kind_is_tried():
    assert {*GIVEN} == {*MADE} == {*KINDS}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_added_is_right_when_its_words_are_written(add, content, kind, lang):
    before = contents(content)

    said = add(kind, *GIVEN[kind], lang=lang)

    waits = kind not in ("source", "figure")
    added, following = {
        ("en", True): ("added: ", "Next: write what is marked TODO, "),
        ("fr", True): ("ajouté : ", "Ensuite : écrivez ce qui porte TODO, "),
        ("en", False): ("added: ", "Next: python3 tasks.py check; "),
        ("fr", False): ("ajouté : ", "Ensuite : python3 tasks.py check ; "),
    }[lang, waits]
    assert f"{added}content/{MADE[kind]}\n" in said
    assert said.splitlines()[-1].startswith(following)
    assert said.splitlines()[-1].endswith("python3 tasks.py register.")
    changed = {path for path, text in contents(content).items() if before.get(path) != text}
    assert len(changed) == (2 if kind in ("explainer", "page") else 1)
    problems = {problem.code for problem in dossier.examine(content).problems}
    assert problems <= {"unwritten", "diagram-not-shown"}
    finish(content)
    dossier.load(content)


@pytest.mark.parametrize(
    ("lang", "remark"),
    [
        ("en", "also possible: {}. Take this line out."),
        ("fr", "possibles aussi : {}. Supprimez cette ligne."),
    ],
)
def test_an_entry_looks_as_if_a_person_had_written_it(add, content, small_story, lang, remark):
    others = "headline, actors, quotations, disclosures, later, superseded_by"
    chapter = content / "timeline/10-march.yaml"

    add("event", *EVENT, "--text-fr", "D'abord : rien.", lang=lang)

    entry = f"""
  the-gate-shuts:
    when: 2019-03-05
    title:
      fr: Elle se ferme
      en: The gate shuts
    text:
      fr: |
        D'abord : rien.
      en: |
        TODO
    category: farm
    importance: minor
    sources: [gazette]
    # {remark.format(others)}
"""
    assert chapter.read_text(encoding="utf-8") == small_story["timeline/10-march.yaml"] + entry


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            (
                "No source is of that day, so the entry says that it became public on 2019-03-04, by gazette."
                ' Correct "disclosures" if that was otherwise.\n'
            ),
        ),
        (
            "fr",
            (
                "Aucune source n’est de ce jour : l’entrée dit donc que cela est devenu public le "
                "2019-03-04, par gazette. Corrigez « disclosures » si ce fut autrement.\n"
            ),
        ),
    ],
)
def test_an_event_of_which_nobody_knew_says_how_it_became_public(add, content, lang, sentence):
    said = add("event", "early", *EVENT, "--when", "2019-02-01", lang=lang)

    assert said.startswith(sentence)
    text = (content / "timeline/10-march.yaml").read_text(encoding="utf-8")
    disclosed = (
        "\n      - on: 2019-03-04\n        kind: report\n        stance: asserts\n        source: gazette\n"
    )
    assert disclosed in text.partition("  gate-opens:")[0]


def test_a_draft_has_the_headings_of_the_other_texts_and_says_what_each_key_is_for(add, content):
    for lang, words in (("fr", "En 30 secondes"), ("en", "In 30 seconds")):
        why = content / f"explainers/why.{lang}.md"
        depth = f"## {words} {{#in-30-seconds}}\n\n1. Oui. [→](#who)\n\n## "
        why.write_text(why.read_text(encoding="utf-8").replace("## ", depth), encoding="utf-8")

    add("explainer", *GIVEN["explainer"], "--published", "2019-03-06")

    assert (
        (content / "explainers/who-shut-it.fr.md").read_text(encoding="utf-8")
        == """\
---
# The title of the page.
title: Qui l'a fermée ?
# The last word of its address, in the language of the page: lowercase letters, digits, hyphens.
slug: qui-l-a-fermee
# The answer in one paragraph of at most 50 words.
summary: TODO
# Its place among the others: 10, 20, 30 …, alike in every language.
order: 20
# The day of its first publication, alike in every language.
published: 2019-03-06
# A draft is not published; take the two lines out of every language when the text is written.
status: draft
---
## En 30 secondes {#in-30-seconds}

1. TODO [→](#first-section)

## TODO {#in-3-minutes}

1. TODO [→](#first-section)

## TODO {#first-section}

TODO
{: .transition }
"""
    )


def test_a_draft_that_is_published_too_early_is_stopped(add, content):
    add("page", *GIVEN["page"])
    for lang in ("fr", "en"):
        page = content / f"pages/us.{lang}.md"
        page.write_text(page.read_text(encoding="utf-8").replace("status: draft\n", ""), encoding="utf-8")

    codes = [problem.code for problem in dossier.examine(content).problems]

    assert codes == ["unwritten"] * 4


def test_a_source_without_a_title_has_a_label(add, content):
    given = GIVEN["source"][2:]

    add("source", "minutes", *given, "--label-fr", "Procès-verbal", "--label-en", "Minutes")

    assert dossier.load(content).sources["minutes"].label == {"fr": "Procès-verbal", "en": "Minutes"}


# --- Refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "nobody can be asked here: give "),
        ("fr", "il n’y a personne à qui demander : donnez "),
    ],
)
def test_without_a_terminal_what_is_missing_is_named(refusal, lang, sentence):
    missing = "--when, --title-fr, --title-en, --category, --importance, --sources"

    assert refusal("event", lang=lang) == (Code.USAGE, sentence + missing)


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("source", "--type, --title, --publisher, --published, --lang, --seen"),
        ("figure", "--title-fr, --title-en, --unit-fr, --unit-en, --at, --value, --sources"),
        ("quote", "--speaker, --on, --lang, --original, --sources"),
        ("correction", "--title-fr, --title-en, --since"),
        ("page", "--title-fr, --title-en"),
    ],
)
def test_what_is_missing_is_named_for_other_kinds_too(refusal, kind, missing):
    assert refusal(kind) == (Code.USAGE, f"nobody can be asked here: give {missing}")


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            (
                'event "gate-opens": the id is in use at content/timeline/10-march.yaml:5:3. Choose another.'
                "\nA free one, made of the title: the-gate-shuts"
            ),
        ),
        (
            "fr",
            (
                "événement « gate-opens » : l'identifiant est déjà pris, "
                "à content/timeline/10-march.yaml:5:3. Choisissez-en un autre.\n"
                "En voici un de libre, tiré du titre : the-gate-shuts"
            ),
        ),
    ],
)
def test_an_id_in_use_is_refused_and_another_proposed(refusal, lang, sentence):
    assert refusal("event", "gate-opens", *EVENT, lang=lang) == (Code.USAGE, sentence)


def test_the_id_of_a_text_is_in_use_too(refusal):
    code, sentence = refusal("explainer", "why", *GIVEN["explainer"])

    assert code == Code.USAGE
    assert sentence.startswith('explainer "why": the id is in use at content/explainers/why.')


@pytest.mark.parametrize("name", ["The Gate", "Gate_Shuts", "Été"])
def test_a_bad_id_is_refused_and_one_made_of_the_title_proposed(refusal, name):
    code, sentence = refusal("event", name, *EVENT)

    assert code == Code.USAGE
    assert sentence.startswith(f'event "{name}": an id is made of lowercase letters')
    assert sentence.endswith("\nA free one, made of the title: the-gate-shuts")


def test_an_id_that_is_too_long_is_refused(refusal):
    code, sentence = refusal("event", "a" * 81, *EVENT)

    assert code == Code.USAGE
    assert "80" in sentence


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--when", "5 March", '--when: "5 March" is not a date. '),
        ("--when", "2019-03-05T08:30", '--when: "2019-03-05T08:30" has a time of day without its offset. '),
        ("--importance", "huge", '--importance: "importance" cannot be "huge". Allowed: "major", "minor".'),
        (
            "--category",
            "frm",
            '--category: "category" cannot be "frm". Did you mean "farm"? Allowed: "farm".',
        ),
        ("--sources", "gazete", '--sources: there is no source called "gazete". Did you mean "gazette"?'),
        ("--actors", "ada", '--actors: there is no person or organization called "ada"'),
    ],
)
def test_a_wrong_answer_is_refused_in_the_words_of_the_check(refusal, option, value, sentence):
    code, said = refusal("event", *EVENT, option, value)

    assert code == Code.USAGE
    assert said.startswith(sentence)


def test_all_that_is_wrong_or_missing_is_named_at_once(refusal):
    code, said = refusal("event", *EVENT[2:], "--actors", "ada", "--importance", "huge")

    assert code == Code.USAGE
    assert [line.split(": ")[0] for line in said.splitlines()] == [
        "--importance",
        "--actors",
        "nobody can be asked here",
    ]
    assert said.endswith(": give --when")


@pytest.mark.parametrize(
    ("lang", "first"),
    [
        ("en", "nothing was written, because check would say:"),
        ("fr", "rien n’a été écrit, car check dirait :"),
    ],
)
def test_what_would_break_the_content_is_shown_and_not_written(refusal, lang, first):
    code, said = refusal("event", *EVENT, "--text-fr", "Voir [](event:nowhere).", lang=lang)

    assert code == Code.CONTENT
    assert said.startswith(f"{first}\n")
    assert "nowhere" in said.splitlines()[1]
    assert "\n\nthe-gate-shuts:\n  when: 2019-03-05\n" in said  # so that what was typed is not lost


@pytest.mark.parametrize(
    ("lang", "first"),
    [
        ("en", "this has to be put right first; nothing was written\ncontent/sources.yaml:2:"),
        ("fr", "il faut d’abord corriger ceci ; rien n’a été écrit\ncontent/sources.yaml:2:"),
    ],
)
def test_a_file_that_cannot_be_read_has_to_be_put_right_first(refusal, content, lang, first):
    (content / "sources.yaml").write_text("gazette:\n\ttype: article\n", encoding="utf-8")

    code, said = refusal("source", *GIVEN["source"], lang=lang)

    assert (code, said[: len(first)]) == (Code.CONTENT, first)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            "no file has a place for it: there is no entry of its kind that is in order; nothing was written",
        ),
        (
            "fr",
            (
                "aucun fichier n’a de place pour cela : "
                "aucune entrée de ce type n’est en ordre ; rien n’a été écrit"
            ),
        ),
    ],
)
def test_an_event_needs_a_chapter_in_order(refusal, content, lang, sentence):
    chapter = content / "timeline/10-march.yaml"
    chapter.write_text(
        chapter.read_text(encoding="utf-8").replace("when: 2019-03-04T08:30-08:00", "when: then"), "utf-8"
    )

    assert refusal("event", *EVENT, lang=lang) == (Code.CONTENT, sentence)


def test_a_second_skeleton_may_stand_beside_the_first(add):
    add("event", *EVENT)

    assert "added: content/timeline/10-march.yaml" in add("event", "again", *EVENT)


# --- At a terminal --------------------------------------------------------------------------------


def test_at_a_terminal_each_thing_is_asked_for_until_it_is_right(converse, content):
    said = converse(
        "event", "5 March", "2019-03-05", "", "Elle se ferme", "The gate shuts", "", "", "frm", "farm",
        "minor", "ada", "", "gazete", "gazette", "The Gate", "gate-shuts",
    )  # fmt: skip

    assert "when: When it happened, as precisely as the source says:" in said.out
    assert "category (farm): " in said.out
    assert "importance (major, minor): " in said.out
    assert "text.fr [Enter: to be written later]: " in said.out
    assert "actors [Enter: none]: " in said.out
    assert (
        "id: the permanent name in addresses and links, alike in every language: lowercase letters"
        in said.out
    )
    assert "id [the-gate-shuts]: " in said.out
    complaints = said.err.splitlines()
    assert [line[:20] for line in complaints] == [
        '"5 March" is not a d', "an answer is needed ", '"category" cannot be', "there is no person o",
        "there is no source c", 'event "The Gate": an',
    ]  # fmt: skip
    assert "an answer is needed here" in complaints
    finish(content)
    assert dossier.load(content).events[-1].id == "gate-shuts"


def test_it_asks_in_french_too(converse):
    said = converse(
        "event", "2019-03-05", "", "Elle se ferme", "The gate shuts", "", "", "farm", "minor", "", "gazette",
        "", lang="fr",
    )  # fmt: skip

    assert "when: Le moment, aussi précis que la source" in said.out
    assert "text.fr [Entrée : à écrire plus tard]: " in said.out
    assert "actors [Entrée : rien]: " in said.out
    assert "id: le nom permanent dans les adresses et les liens, le même dans toutes les langues" in said.out
    assert said.err == "il faut une réponse ici\n"


def test_what_an_option_says_is_not_asked(converse, content):
    converse("event", "", "", "", rest=["gate-shuts", *EVENT])

    assert "gate-shuts:" in (content / "timeline/10-march.yaml").read_text(encoding="utf-8")


def test_a_source_is_asked_for_a_label_only_without_a_title(converse):
    said = converse(
        "source", "report", "", "Procès-verbal", "Minutes", "The board", "2019-03-05", "fr", "", "original",
        "",
    )  # fmt: skip

    assert "label.fr: " in said.out


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "the answers ended too early; nothing was written"),
        ("fr", "les réponses se sont arrêtées trop tôt ; rien n’a été écrit"),
    ],
)
def test_answers_that_end_too_early_write_nothing(converse, content, lang, sentence):
    before = contents(content)

    with pytest.raises(Stop) as stopped:
        converse("event", "2019-03-05", lang=lang)

    assert (stopped.value.code, str(stopped.value)) == (Code.USAGE, sentence)
    assert contents(content) == before


def test_ctrl_c_at_a_question_leaves_nothing_behind(content):
    before = contents(content)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "desk.new", "--content", str(content.resolve()), "event"]
    with subprocess.Popen(
        command, cwd=PROJECT, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        os.close(theirs)
        assert process.stdout.readline() == "\n"  # the first question is coming
        process.send_signal(signal.SIGINT)
        _, complained = process.communicate(timeout=20)
    os.close(ours)

    assert (process.returncode, complained.strip().splitlines()[-1]) == (Code.INTERRUPTED, "stopped")
    assert contents(content) == before


def test_help_lists_the_options_of_a_kind_and_says_what_each_is_for(content, speak, capsys):
    speak("fr")
    with pytest.raises(SystemExit) as ended:
        new(argparse.Namespace(kind="event", content=content, rest=["--help"]))

    out = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert ended.value.code == 0
    assert "--title-fr TITLE Ce qui s'est passé, en une phrase courte, en texte simple." in out
    assert "--importance major|minor major (majeur) ou minor (mineur)." in out


def test_the_second_story_has_options_in_its_own_languages(speak, capsys):
    content = Path(PROJECT, "tests/stories/lighthouse/content")

    with pytest.raises(Stop) as stopped:
        new(argparse.Namespace(kind="page", content=content, rest=[]))

    assert str(stopped.value) == "nobody can be asked here: give --title-es, --title-de"


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Who shut it?", "who-shut-it"),
        ("L'été où tout s'est fermé", "l-ete-ou-tout-s-est-ferme"),
        ("The board's vote", "the-boards-vote"),
        ("Cœur, Straße, Ørsted", "coeur-strasse-orsted"),
        ("A title that is so long that nobody would want to type it", "a-title-that-is-so-long-that-nobody"),
        ("…", ""),
    ],
)
def test_a_title_makes_an_id(title, made):
    assert slug(title) == made


def test_an_event_is_added_to_the_second_story_in_its_languages(tmp_path, speak):
    content = tmp_path / "content"
    shutil.copytree(Path(PROJECT, "tests/stories/lighthouse/content"), content)
    given = (
        "--when", "2019-10-28 morning", "--title-es", "El pueblo discute", "--title-de", "Der Ort streitet",
        "--text-es", "En el puerto.", "--text-de", "Am Hafen.", "--category", "people",
        "--importance", "minor", "--sources", "vigia-petition",
    )  # fmt: skip

    new(argparse.Namespace(kind="event", content=content, rest=("dispute", *given)))

    assert [event.id for event in dossier.load(content, registering=True).events][-3:] == [
        "dispute", "petition-begins", "keeper-returns",
    ]  # fmt: skip
