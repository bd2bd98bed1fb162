"""The forge's workflow runs what a maintainer runs, with no more rights and nothing but what is locked."""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
import yaml
from invoke import Collection

import tasks
from tests.site.conftest import missing

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
# As text throughout: YAML 1.1 would read the key "on" as true.
WORKFLOW = yaml.load(TEXT, Loader=yaml.BaseLoader)
JOBS = WORKFLOW["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]


def test_every_action_is_pinned_to_a_commit_and_says_its_version():
    used = re.findall(r"uses: *(.*)", TEXT)

    assert len(used) == sum("uses" in step for step in STEPS) > 0
    assert not [
        each for each in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)
    ]


def test_one_action_is_pinned_to_one_commit():
    used = {step["uses"] for step in STEPS if "uses" in step}

    assert len({each.partition("@")[0] for each in used}) == len(used)


def test_nothing_is_allowed_but_what_a_job_needs():
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "check": {"contents": "read"},
        "publish": {"contents": "read"},
    }


def test_a_proposed_change_meets_no_secret():
    assert WORKFLOW["on"].keys() == {"pull_request", "push"}
    assert "secrets." not in str(JOBS["check"])
    assert JOBS["check"]["steps"][0]["with"] == {"persist-credentials": "false"}
    assert JOBS["publish"]["if"].startswith("github.event_name == 'push' && ")
    assert WORKFLOW["on"]["push"] == {"branches": ["main"]}


def test_only_what_was_checked_is_published_and_no_publishing_is_cut_off():
    assert JOBS["publish"]["needs"] == "check"
    assert WORKFLOW["concurrency"]["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


def test_nothing_that_somebody_typed_becomes_part_of_a_command():
    assert not [step["run"] for step in STEPS if "${{" in step.get("run", "")]


def test_without_the_variable_it_says_what_is_missing():
    condition = "vars.PUBLISH == 'gh-pages'"

    assert JOBS["publish"]["if"].endswith(condition)
    (notice,) = [step for step in STEPS if "::notice::" in step.get("run", "")]
    assert notice["if"].endswith(condition.replace("==", "!="))
    assert "PUBLISH" in notice["run"]


@pytest.mark.parametrize(
    "command", [step["run"] for step in STEPS if re.match(r"python3 tasks\.py|\.ci/", step.get("run", ""))]
)
def test_every_command_is_there(command):
    program, *words = command.split()

    if program == "python3":
        assert words[0] == "tasks.py"
        assert words[1] in Collection.from_module(tasks).task_names
    else:
        assert os.access(ROOT / program, os.X_OK)


def packed(name):
    """A package for npm, made by hand."""
    about = json.dumps({"name": name, "version": "1.0.0"}).encode()
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        member = tarfile.TarInfo("package/package.json")
        member.size = len(about)
        archive.addfile(member, io.BytesIO(about))
    return whole.getvalue()


@pytest.mark.parametrize("is_flipped", [False, True])
def test_a_checker_that_is_not_the_locked_one_is_not_installed(tmp_path, is_flipped):
    if not shutil.which("npm"):
        missing("needs npm: apt-get install npm")
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/checker", tmp_path / ".ci")
    package = packed("tiny")
    (tmp_path / ".cache/checkers").mkdir(parents=True)
    (tmp_path / ".cache/checkers/tiny.tgz").write_bytes(package)
    digest = bytearray(hashlib.sha512(package).digest())
    digest[0] ^= is_flipped
    locked = {
        "version": "1.0.0",
        "resolved": "file:tiny.tgz",
        "integrity": f"sha512-{base64.b64encode(digest).decode()}",
    }
    wanted = {"dependencies": {"tiny": "file:tiny.tgz"}}
    lock = {"lockfileVersion": 3, "requires": True, "packages": {"": wanted, "node_modules/tiny": locked}}
    (tmp_path / ".ci/package.json").write_text(json.dumps(wanted))
    (tmp_path / ".ci/package-lock.json").write_text(json.dumps(lock))

    done = subprocess.run(
        [tmp_path / ".ci/checker"],
        env={**os.environ, "npm_config_offline": "true", "npm_config_cache": str(tmp_path / "npm")},
        capture_output=True,
        text=True,
    )

    assert ("EINTEGRITY" in done.stderr) == is_flipped
    assert (done.returncode != 0) == is_flipped
    assert (tmp_path / ".cache/checkers/node_modules/tiny/package.json").exists() != is_flipped
    assert (tmp_path / ".cache/checkers/installed").exists() != is_flipped


@pytest.mark.parametrize("folder", [".ci", "benchmarks"])
def test_every_package_of_npm_is_locked_with_its_hash(folder):
    packages = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert len(packages) > 1
    assert not [name for name, locked in packages.items() if name and "integrity" not in locked]
