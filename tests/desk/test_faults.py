"""Nothing that a disk, a clock or a signal does harms what is shown; `inv hardening` tries it longer."""

import subprocess
import sys
from itertools import count

import pytest

from benchmarks.hardening.trial import Trial
from desk.stop import Code
from dossier import Problem, Spot, worded
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
DAMAGE = (
    "a file added to each folder",
    "a bit flipped in the manifest",
    "a bit flipped in each file",
    "each file missing",
)


@pytest.fixture(scope="module")
def lines():
    """The lines of the table that a short run prints, by what each is about: whether it holds, and notes."""
    command = [sys.executable, "-m", "benchmarks.hardening", "--only", "faults", "surroundings"]
    short = ["--instants", "7", "--mixes", "2"]
    done = subprocess.run([*command, *short], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    cells = [line[2:-2].split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")]
    return {what: {"holds": holds, "notes": notes} for what, *_, holds, notes in cells}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_shown_stays_whole_the_exit_code_says_why_and_the_next_build_works(lines, fault):
    told = lines[fault]
    if told["holds"] == "not tried":
        pytest.skip(told["notes"])  # in CI too: nothing can be installed against that

    assert told == {"holds": "yes", "notes": ""}


def test_a_text_that_goes_away_after_it_was_read_is_named(tmp_path):
    trial = Trial(tmp_path)
    victim = trial.folder / "content/pages/about.fr.md"
    opened = count(1)

    def strike(_step, name, concerns):
        if name == "open" and str(concerns[0]).endswith("fr.po") and next(opened) == 2:
            # The first time it was only compared; now Pelican has not listed the files yet.
            victim.unlink()

    ended = trial.build(strike)

    assert ended.code == Code.CONTENT
    first = "content/pages/about.fr.md:1:1: vanished: the file was here when the build began, and is gone. "
    assert ended.said.startswith(f"{first}Put it back, or start again without it.\n")
    assert worded([Problem("content/pages/about.fr.md", Spot(), "vanished")], "fr") == [
        (
            "content/pages/about.fr.md:1:1: vanished: le fichier était là quand la construction a commencé, "
            "et n'y est plus. Remettez-le, ou recommencez sans lui."
        )
    ]


@pytest.mark.parametrize("what", ["files and folders written", "programs started"])
def test_a_build_writes_on_its_own_ground_and_starts_only_the_program_for_the_search_index(lines, what):
    assert lines[what]["holds"] == "yes"


@pytest.mark.parametrize("damage", DAMAGE)
def test_every_flipped_missing_or_added_file_is_seen(lines, damage):
    assert lines[damage]["holds"] == "yes"


def test_in_mixed_surroundings_every_byte_and_mode_is_the_same(lines):
    told = lines["mixed at random"]

    assert told["holds"] == "yes"
    if "without" in told["notes"]:
        missing(told["notes"])
