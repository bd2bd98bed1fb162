"""`agree` signs what it is told to, keeps the rest, and refuses what is not there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LINE = "person:ada-vane/summary en=0123456789ab fr=ba9876543210 2019-03-05 Ada\n"


def agree(content, *arguments, by=("--by", "B. Other"), **env):
    command = [sys.executable, "-m", "desk.agree", *arguments, *by, "--content", str(content)]
    env = {**os.environ, "LC_ALL": "C.UTF-8", **env}
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)


def lines(content):
    return (content / "agreed.txt").read_text(encoding="utf-8").splitlines()


def ids(content):
    return [line.split()[0] for line in lines(content) if not line.startswith("#")]


@pytest.fixture
def content(write_content):
    return write_content({"agreed.txt": f"# Ours.\n{LINE}"}).resolve()


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ("explainers/why.fr.md#who.1", {"explainer:why#who.1"}),
        ("explainers/why.en.md#who.1", {"explainer:why#who.1"}),
        ("explainers/why.en.md#title", {"explainer:why/title"}),
        (
            "explainers/why.en.md",
            {"explainer:why#who", "explainer:why#who.1", "explainer:why/title", "explainer:why/summary"},
        ),
        ("timeline/10-march.yaml#gate-opens", {"event:gate-opens/text", "event:gate-opens/title"}),
        ("timeline/10-march.yaml#gate-opens/text", {"event:gate-opens/text"}),
    ],
)
def test_a_file_or_a_passage_in_it_is_signed_and_the_rest_is_kept(content, target, named):
    done = agree(content, f"{content}/{target}")

    assert done.returncode == 0
    assert done.stdout == (
        f"{len(named)} passages agreed by B. Other: {content}/agreed.txt; "
        "0 lines about passages that are gone were taken out\n"
    )
    assert lines(content)[0] == "# Ours."
    assert LINE.strip() in lines(content)
    assert set(ids(content)) == named | {"person:ada-vane/summary"}
    assert ids(content) == sorted(ids(content))
    assert sum(line.endswith(" B. Other") for line in lines(content)) == len(named)


def test_a_passage_can_be_named_as_the_register_does(content):
    agree(content, "event:gate-opens/text")

    assert "event:gate-opens/text" in ids(content)


def test_all_of_it_can_be_signed_at_once_and_what_is_gone_is_taken_out(content):
    with (content / "agreed.txt").open("a", encoding="utf-8") as register:
        register.write("event:gate-shuts/text en=000000000000 fr=111111111111 2019-03-05 Ada\n")

    done = agree(content, str(content))

    assert done.stdout.endswith("1 lines about passages that are gone were taken out\n")
    assert "event:gate-shuts/text" not in ids(content)
    assert "explainer:why#who.1" in ids(content)


def test_signing_again_changes_nothing(content):
    agree(content, str(content))
    before = lines(content)

    done = agree(content, str(content), by=("--by", "C. Third"))

    assert done.stdout == "agreed before: nothing to sign\n"
    assert lines(content) == before


def test_without_a_name_git_is_asked_for_it(content):
    told = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "D. Fourth"}

    agree(content, "explainer:why/title", by=(), **told)

    signed = next(line for line in lines(content) if line.startswith("explainer:why/title "))
    assert signed.endswith(" D. Fourth")


@pytest.mark.parametrize(
    ("arguments", "by", "said"),
    [
        (
            ["explainer:why#who.2"],
            ("--by", "B. Other"),
            (
                '"explainer:why#who.2" matches nothing in the content that stands in several languages. '
                'Did you mean "explainer:why#who.1"?\n'
            ),
        ),
        (
            ["explainer:why/title"],
            ("--by", " "),
            'an agreement bears the name of who compared the versions: --by "A. Name"\n',
        ),
    ],
    ids=["unknown", "nobody"],
)
def test_a_slip_is_answered_and_the_register_left_alone(content, arguments, by, said):
    before = lines(content)

    done = agree(content, *arguments, by=by)

    assert done.stderr == said
    assert done.returncode == 2
    assert lines(content) == before


def test_content_with_problems_is_not_signed(write_content):
    content = write_content({"people.yaml": ("  kind: person", "  kind: persn")}).resolve()

    done = agree(content, str(content))

    assert "unknown-value" in done.stderr
    assert done.returncode == 1
    assert not (content / "agreed.txt").exists()
