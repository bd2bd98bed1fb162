"""Nothing that a disk, a clock or a signal does to a build harms what is shown; `faults` tries it longer."""

import json
import subprocess
import sys

import pytest

from tests.desk.conftest import PROJECT
from tests.site.conftest import missing

FAULTS = (
    "SIGKILL",
    "SIGINT",
    "SIGTERM",
    "no room for another file",
    "no room in a file (RLIMIT_FSIZE)",
    "disk full or read-only (tmpfs)",
    "permission denied",
    "a file vanishes",
    "a stale lock",
)


@pytest.fixture(scope="module")
def figures():
    """What a short run of the benchmark prints, by what each line is about."""
    command = [sys.executable, "-m", "benchmarks.hardening.faults", "--instants", "7", "--mixes", "2"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    lines = map(json.loads, done.stdout.splitlines())
    return {line.get("fault") or line["what"]: line for line in lines}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_shown_stays_whole_the_exit_code_says_why_and_the_next_build_works(figures, fault):
    told = figures[fault]
    if told["skipped"]:
        pytest.skip(told["skipped"])  # in CI too: nothing can be installed against that

    assert told["notes"] == []
    assert told["survived"] == told["tried"] > 0
    assert (told["harmed"], told["tracebacks"]) == (0, 0)


def test_a_build_writes_on_its_own_ground_and_starts_only_the_program_that_makes_the_search_index(figures):
    told = figures["own ground"]

    assert (told["code"], told["written elsewhere"], told["programs"]) == (0, [], ["pagefind"])
    assert told["written"] > 0


def test_every_flipped_missing_or_added_file_is_seen(figures):
    told = figures["damage"]

    assert told["flipped seen"] == told["missing seen"] == told["files"] > 200
    assert told["added seen"] == told["added"] > 0
    assert told["flipped in the manifest seen"] == told["flipped in the manifest"]


def test_in_mixed_surroundings_every_byte_and_mode_is_the_same(figures):
    told = figures["same bytes"]

    assert told["differing"] == []
    assert told["mixes"] == 2
    if told["skipped"]:
        missing(told["skipped"])
