"""`python -m dossier` ends in a sentence and an exit code, whatever its reader does."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
BROKEN = "tests/dossier/broken"


def dossier(*arguments, **options):
    command = [sys.executable, "-m", "dossier", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, **options)


def test_problems_end_with_1_and_their_count_last():
    done = dossier(BROKEN, "--lang", "en")

    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].endswith("files.")


def test_clean_content_ends_with_0_and_says_what_was_checked():
    done = dossier("tests/stories/lighthouse/content", "--lang", "en")

    assert done.returncode == 0
    assert done.stdout.startswith("No problems: 9 events, ")


def test_a_terminal_that_knows_ascii_only_is_enough():
    done = dossier(BROKEN, "--lang", "fr", env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"})

    assert done.returncode == 1
    assert done.stderr == ""
    assert "\\xe9" in done.stdout


def test_a_reader_who_goes_away_leaves_no_traceback():
    command = f"{sys.executable} -m dossier {BROKEN} | head -n 1"

    done = subprocess.run(command, shell=True, cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.stderr == ""


def test_a_missing_folder_is_named():
    done = dossier("no-such-folder", "--lang", "en")

    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith("no-such-folder:1:1: no-content-folder: ")
