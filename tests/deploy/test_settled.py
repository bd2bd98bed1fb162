"""Only what everybody has goes online."""

import os
import subprocess

import pytest

from desk import settled
from desk.stop import Stop

ANYWAY = "(--allow-dirty deploys all the same)"


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, "-C", folder, *words], check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path):
    """A clone of a remote that has one commit."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "--bare", "remote.git")
    git(tmp_path, "clone", "--quiet", "remote.git", "clone")
    commit(tmp_path / "clone", "one.txt")
    git(tmp_path / "clone", "push", "--quiet", "--set-upstream", "origin", "main")
    return tmp_path / "clone"


def commit(folder, name):
    (folder / name).write_text(name)
    git(folder, "add", name)
    git(folder, "commit", "--quiet", "--message", name)


def refused(folder):
    with pytest.raises(Stop) as stopped:
        settled.refuse_unsettled(folder)
    return stopped.value.code, str(stopped.value)


def test_a_clean_tree_that_has_all_is_fine(clone):
    settled.refuse_unsettled(clone)


def test_being_ahead_is_fine(clone):
    commit(clone, "two.txt")

    settled.refuse_unsettled(clone)


def test_a_branch_that_follows_none_is_fine(clone):
    git(clone, "switch", "--quiet", "--create", "own")

    settled.refuse_unsettled(clone)


def test_what_is_not_committed_is_refused(clone):
    (clone / "one.txt").write_text("changed")
    (clone / "two.txt").write_text("new")

    assert refused(clone) == (
        2,
        "not deployed: one.txt is not committed (2 in all; --allow-dirty deploys all the same)",
    )


def test_being_behind_the_upstream_branch_is_refused(clone, tmp_path):
    git(tmp_path, "clone", "--quiet", "remote.git", "other")
    commit(tmp_path / "other", "two.txt")
    git(tmp_path / "other", "push", "--quiet")

    assert refused(clone) == (
        2,
        f"not deployed: the upstream branch has commits that are missing here, 1 in all: git pull {ANYWAY}",
    )


def test_a_remote_that_cannot_be_asked_is_said(clone, tmp_path):
    (tmp_path / "remote.git").rename(tmp_path / "gone.git")

    code, said = refused(clone)

    assert code == 3
    assert said.startswith("not deployed: the upstream branch cannot be asked: ")


def test_a_remote_is_asked_with_the_command_that_the_clone_has_for_ssh(clone, tmp_path):
    program = tmp_path / "ssh with a key"
    program.write_text('#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n')
    program.chmod(0o755)
    git(clone, "remote", "set-url", "origin", f"ssh://nowhere.example{tmp_path}/remote.git")
    git(clone, "config", "core.sshCommand", f"'{program}'")

    settled.refuse_unsettled(clone)


def test_a_folder_without_git_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(tmp_path.parent))

    assert refused(tmp_path) == (
        2, f"not deployed: this is no git work tree, so nobody could say what went online {ANYWAY}"
    )  # fmt: skip
