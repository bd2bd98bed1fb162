"""`register` adds what is new, keeps what is there and takes nothing out."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def register(content):
    command = [sys.executable, "-m", "desk.register", "--content", str(content)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


def test_new_ids_are_added_in_order_below_the_remarks(write_content):
    content = write_content({"register.txt": "# Ours.\nsource/gazette\n"}).resolve()

    done = register(content)

    assert done.returncode == 0
    lines = (content / "register.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# Ours."
    assert lines[1:] == sorted(lines[1:])
    assert {
        "source/gazette",
        "event/gate-opens fr/chronologie/gate-opens/ en/timeline/gate-opens/",
        "day/2019-03-04 fr/chronologie/2019-03-04/ en/timeline/2019-03-04/",
        "home fr/ en/",
    } <= set(lines)
    assert f"{len(lines) - 2} new entries in {content}/register.txt\n" == done.stdout


def test_a_new_address_stands_behind_those_that_it_replaces_which_stay(write_content, registered):
    content = registered(write_content()).resolve()
    renamed = (
        (content / "explainers/why.en.md").read_text(encoding="utf-8").replace("slug: why", "slug: cause")
    )
    (content / "explainers/why.en.md").write_text(renamed, encoding="utf-8")

    done = register(content)

    assert done.stdout == f"1 new entries in {content}/register.txt\n"
    lines = (content / "register.txt").read_text(encoding="utf-8").splitlines()
    assert "explainer/why en/why/ fr/pourquoi/ en/cause/" in lines
    assert register(content).stdout == f"0 new entries in {content}/register.txt\n"


def test_an_id_that_is_gone_stops_it_and_leaves_the_register_alone(write_content):
    content = write_content({"register.txt": "event/gate-opened\n"}).resolve()

    done = register(content)

    assert done.returncode == 1
    assert (content / "register.txt").read_text(encoding="utf-8") == "event/gate-opened\n"
    assert done.stderr.startswith(
        f'{content}/register.txt:1:1: id-withdrawn: "event/gate-opened" is registered but no longer exists, '
        'and its address would break. Did you mean "event/gate-opens"? Put it back; another id is given by '
    )
