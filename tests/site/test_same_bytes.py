"""The same content gives the same bytes, whatever the machine."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

from tests.site.conftest import ROOT, STORIES, missing


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
    assert elsewhere("lighthouse", tmp_path, surroundings) == digest(lighthouse.folder)


def test_the_published_story_has_the_same_bytes_at_another_time_too(ours, tmp_path):
    # What asks the clock tells seconds apart, and this build began seconds after the other.
    assert elsewhere("ours", tmp_path, {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"}) == digest(
        ours.folder
    )


def test_without_a_network_a_build_gives_the_same_bytes(lighthouse, tmp_path):
    assert elsewhere("lighthouse", tmp_path, {}, without_network()) == digest(lighthouse.folder)


def test_without_a_network_the_content_is_checked():
    subprocess.run([*without_network(), sys.executable, "-m", "dossier", "content"], cwd=ROOT, check=True)


def without_network():
    """The beginning of a command that can reach nothing, not even this machine."""
    command = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], check=False).returncode:
        missing("needs the right to take the network away from a program: unshare --map-root-user --net true")
    return command


def elsewhere(story, folder, surroundings, start=()):
    """Build a story in a copy of the project, and take its digest."""
    copy = folder / "another folder"
    ignored = shutil.ignore_patterns(".git", ".venv", ".builds", "output", "*cache*")
    shutil.copytree(ROOT, copy, ignore=ignored, symlinks=True)
    settings = copy / STORIES[story][0].relative_to(ROOT)

    command = [*start, sys.executable, "-m", "desk.build", "--settings", str(settings)]
    subprocess.run(command, cwd=copy, env={**os.environ, **surroundings}, check=True)

    return digest(copy / "output")
