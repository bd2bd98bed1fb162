"""The same content gives the same bytes, whatever the machine."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

from tests.site.conftest import ROOT, STORIES


def digest(folder):
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
    }


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "2"},
        {"LC_ALL": "fr_FR.UTF-8", "LANG": "fr_FR.UTF-8", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "3"},
    ],
    ids=["tokyo", "plain-c", "french"],
)
def test_a_build_elsewhere_gives_the_same_bytes(lighthouse, tmp_path, surroundings):
    elsewhere = tmp_path / "another folder"
    ignored = shutil.ignore_patterns(".git", ".venv", ".builds", "output", "*cache*")
    shutil.copytree(ROOT, elsewhere, ignore=ignored, symlinks=True)
    settings = elsewhere / STORIES["lighthouse"][0].relative_to(ROOT)

    command = [sys.executable, "-m", "desk.build", "--settings", str(settings)]
    subprocess.run(command, cwd=elsewhere, env={**os.environ, **surroundings}, check=True)

    assert digest(elsewhere / "output") == digest(lighthouse.folder)
