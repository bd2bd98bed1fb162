"""`sources` says what should be archived, cited or looked at again, and leads readers off dead addresses."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from tests.desk.test_probing import Server

PROJECT = Path(__file__).resolve().parents[2]
HEAD = "  type: article\n  title: Gate\n  publisher: Meadow\n  published: 2019-03-04\n  lang: en\n"


@pytest.fixture
def web():
    with Server() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def sources(content, *options, lang="C"):
    command = [sys.executable, "-m", "desk.sources", "--content", str(content), "--today", "2020-06-01"]
    env = {**os.environ, "LC_ALL": lang}
    return subprocess.run(
        [*command, *options], cwd=PROJECT, env=env, capture_output=True, text=True, check=False, input=""
    )


@pytest.fixture
def with_sources(write_content, small_story):
    """The small story with more sources, each with what is said of its address."""

    def write(**more):
        entries = "".join(
            f"\n{name}:   # {name}\n{HEAD}{lines}  seen: copy\n" for name, lines in more.items()
        )
        return write_content({"sources.yaml": small_story["sources.yaml"] + entries}).resolve()

    return write


URL = "  url: https://example.org/{name}\n"


def test_what_should_be_looked_after_is_listed_in_groups_and_counted_last(with_sources):
    content = with_sources(
        old=URL.format(name="old") + "  archived: https://example.net/old\n  accessed: 2019-05-31\n",
        new=URL.format(name="new") + "  accessed: 2019-06-03\n",
    )

    done = sources(content)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Without an archived copy:\n"
        "  new  https://example.org/new\n"
        "\n"
        "Nothing rests on them:\n"
        "  old\n"
        "  new\n"
        "\n"
        'Not looked at for 365 days ("accessed"):\n'
        "  old  2019-05-31\n"
        "\n"
        "3 sources: 1 without an archived copy, 2 on which nothing rests, 1 not looked at for long\n"
    )


def test_so_it_is_in_french_and_after_other_days(with_sources):
    done = sources(with_sources(new=URL.format(name="new")), "--days", "30", lang="fr_FR")

    assert done.stdout == (
        "Sans copie archivée :\n"
        "  new  https://example.org/new\n"
        "\n"
        "Rien ne repose dessus :\n"
        "  new\n"
        "\n"
        "Pas revues depuis 30 jours (« accessed ») :\n"
        "  new  jamais\n"
        "\n"
        "2 sources : 1 sans copie archivée, 1 sur lesquelles rien ne repose, 1 pas revues depuis longtemps\n"
    )


def test_programs_get_the_same_as_json(with_sources):
    done = sources(with_sources(new=URL.format(name="new")), "--format", "json")

    assert json.loads(done.stdout) == {
        "sources": 2,
        "unarchived": ["new"],
        "unused": ["new"],
        "unchecked": [{"id": "new", "accessed": None}],
    }


def addresses(web, **paths):
    return {
        name: f"  url: {web.address}/{path}\n  archived: {web.address}/200/{name}\n"
        for name, path in paths.items()
    }


def test_addresses_are_asked_and_what_is_dead_ends_it_with_1(with_sources, web):
    content = with_sources(**addresses(web, here="200", there="301/200", gone="404", shut="403"))

    done = sources(content, "--probe")

    assert (done.returncode, done.stderr) == (1, "asking 8 addresses …\ndead addresses: 1\n")
    assert (
        "Unsure, to be looked at by a person:\n"
        f"  shut  url: {web.address}/403: answers 403\n"
        "\n"
        "Moved for good:\n"
        f"  there  url: {web.address}/301/200 → {web.address}/200\n"
        "\n"
        "Dead:\n"
        f"  gone  url: {web.address}/404: answers 404\n"
        "\n"
    ) in done.stdout
    assert done.stdout.endswith("8 addresses: 5 alive, 1 moved, 1 unsure, 1 dead\n")


def test_answers_stand_in_json_too(with_sources, web):
    content = with_sources(gone=f"  url: {web.address}/301/404\n")

    done = sources(content, "--probe", "--format", "json")

    assert json.loads(done.stdout)["addresses"] == [
        {
            "id": "gone",
            "key": "url",
            "address": f"{web.address}/301/404",
            "state": "dead",
            "reason": "answers 404",
            "to": None,
        }
    ]


def test_readers_are_led_off_a_dead_address_to_the_archived_copy(with_sources, web):
    dead = addresses(web, gone="404", late="404")
    content = with_sources(gone=dead["gone"], late=dead["late"] + "  access: free   # once\n")
    before = (content / "sources.yaml").read_text("utf-8")

    shown = sources(content, "--switch")
    done = sources(content, "--switch", "--yes")

    assert (shown.returncode, shown.stderr.splitlines()[-1]) == (1, "nothing was written (--yes writes it)")
    assert "+  access: deleted\n" in shown.stdout
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        "sources that lead to their archived copy now: 2",
    )
    assert (content / "sources.yaml").read_text("utf-8") == before.replace(
        "/200/gone\n", "/200/gone\n  access: deleted\n"
    ).replace("access: free   # once", "access: deleted   # once")
    assert sources(content, "--probe").stdout.endswith("2 addresses: 2 alive, 0 moved, 0 unsure, 0 dead\n")


def test_what_has_no_copy_or_a_dead_one_is_left_to_a_person(with_sources, web):
    content = with_sources(
        alone=f"  url: {web.address}/404\n",
        both=f"  url: {web.address}/410\n  archived: {web.address}/404/copy\n",
    )
    before = (content / "sources.yaml").read_bytes()

    done = sources(content, "--switch", "--yes")

    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "dead addresses: 3")
    assert (content / "sources.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "english", "french"),
    [
        (
            ("--switch", "--format", "json"),
            "a difference cannot stand in JSON: --switch goes with --format text",
            "une différence ne peut figurer dans du JSON : --switch va avec --format text",
        ),
        (
            ("--days", "0"),
            'sources.py: --days: this is a whole number from 1 on, not "0"',
            "sources.py : --days : c’est un nombre entier à partir de 1, et non « 0 »",
        ),
        (
            ("--today", "June"),
            'sources.py: --today: a day is year, month, day, as 1969-07-20, not "June"',
            (
                "sources.py : --today : un jour se compose de l’année, du mois et du jour, comme 1969-07-20, "
                "et non de « June »"
            ),
        ),
    ],
)
def test_a_mistake_of_use_is_said_in_both_languages(with_sources, options, english, french):
    content = with_sources()

    ended = {lang: sources(content, *options, lang=lang) for lang in ("C", "fr_FR")}

    assert [done.returncode for done in ended.values()] == [2, 2]
    assert ended["C"].stderr.splitlines()[-1] == english
    assert ended["fr_FR"].stderr.splitlines()[-1] == french


def test_content_with_problems_is_put_right_first(with_sources):
    done = sources(with_sources(bad="  url: nowhere\n"))

    assert done.returncode == 1
    assert "source-address" in done.stderr
