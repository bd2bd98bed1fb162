"""A pages branch only moves forward, holds a whole release in each commit, and leaves this clone alone."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk import remote
from desk.manifest import NAME, Manifest
from desk.stop import Code, Stop
from desk.targets.branch import Branch

ADDRESS = "https://example.org"
FIRST = {"index.html": "both", "fr/index.html": "français", "theme/site.0123456789abcdef.css": "body {}\r\n"}
SECOND = {**FIRST, "index.html": "two", "en/index.html": "English"}


def git(folder: Path, *arguments: str) -> str:
    ended = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8")
    return ended.stdout.strip()


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch):
    """The tests' own author, whatever git's settings on this machine are."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "en_US.UTF-8",
        "GIT_AUTHOR_NAME": "Ada Vane", "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada Vane", "GIT_COMMITTER_EMAIL": "ada@example.org",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


@pytest.fixture
def bare(tmp_path):
    """A remote with sources on its default branch."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    return tmp_path / "remote.git"


@pytest.fixture
def clone(tmp_path, bare, monkeypatch):
    """A clone with a file that is changed, one that is staged, and one that is neither."""
    clone = tmp_path / "a clöne"
    git(tmp_path, "clone", "--quiet", str(bare), clone.name)
    git(clone, "checkout", "--quiet", "-b", "main")
    (clone / "story.md").write_text("One.\n")
    (clone / ".gitattributes").write_text("* text=auto eol=lf\n")
    (clone / ".gitignore").write_text("*.css\n")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "-m", "Sources")
    git(clone, "push", "--quiet", "-u", "origin", "main")
    (clone / "story.md").write_text("Two.\n")
    (clone / "staged.md").write_text("Staged.\n")
    git(clone, "add", "staged.md")
    (clone / "loose.md").write_text("Loose.\n")
    monkeypatch.chdir(clone)
    return clone


@pytest.fixture
def release(tmp_path):
    """Writes a finished site, and gives its folder and its manifest."""

    def write(files: dict[str, str]) -> tuple[Path, Manifest]:
        tree = tmp_path / f"tree-{len(list(tmp_path.glob('tree-*')))}"
        for name, text in files.items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_bytes(text.encode())
        manifest = Manifest.of(tree, ADDRESS)
        (tree / NAME).write_text(manifest.to_json(), encoding="utf-8")
        return tree, manifest

    return write


def deploy(target: Branch, tree: Path, new: Manifest) -> None:
    target.send(tree, new, target.live())


def online(bare: Path, ref: str = "gh-pages") -> dict[str, str]:
    names = git(bare, "ls-tree", "-r", "-z", "--name-only", ref).strip("\0").split("\0")
    return {
        name: subprocess.check_output(["git", "cat-file", "blob", f"{ref}:{name}"], cwd=bare).decode()
        for name in names
    }


def commits(bare: Path) -> list[str]:
    return git(bare, "log", "--format=%s, %an", "gh-pages").splitlines()


def a_push_of_somebody_else(bare: Path, tmp_path: Path, name: str = "hello.txt") -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", "--branch=gh-pages", str(bare), other.name)
    (other / name).write_text("mine\n")
    git(other, "add", name)
    git(other, "commit", "--quiet", "--author=Ben <ben@example.org>", "-m", "By hand")
    git(other, "push", "--quiet")


def test_a_first_deploy_makes_the_branch_and_puts_every_byte_there(clone, bare, release):
    tree, new = release(FIRST)
    assert Branch(name="pages").live() is None

    deploy(Branch(name="pages"), tree, new)

    assert online(bare) == {**FIRST, ".nojekyll": "", NAME: new.to_json()}
    assert commits(bare) == [f"Release {new.release}, Ada Vane"]
    assert Branch(name="pages").live() == new


def test_a_later_deploy_stands_on_top_and_takes_away_what_is_gone(clone, bare, release):
    deploy(Branch(name="pages"), *release(SECOND))
    before = git(bare, "rev-parse", "gh-pages")

    deploy(Branch(name="pages"), *release(FIRST))

    assert git(bare, "rev-parse", "gh-pages^") == before
    assert "en/index.html" not in online(bare)


def test_the_same_release_is_not_committed_twice(clone, bare, release):
    tree, new = release(FIRST)
    deploy(Branch(name="pages"), tree, new)

    deploy(Branch(name="pages"), tree, new)

    assert len(commits(bare)) == 1


def test_what_only_our_own_server_reads_stays_here(clone, bare, release):
    tree, new = release(
        {**FIRST, "index.html.br": "", "fr/index.html.gz": "", "_headers": "", "_redirects": ""}
    )

    deploy(Branch(name="pages"), tree, new)

    assert online(bare).keys() == {*FIRST, ".nojekyll", NAME}
    assert Branch(name="pages").live() == new


def test_a_domain_is_written_and_one_that_the_forge_wrote_is_kept(clone, bare, release, tmp_path):
    deploy(Branch(name="pages"), *release(FIRST))
    a_push_of_somebody_else(bare, tmp_path, "CNAME")

    deploy(Branch(name="pages"), *release(SECOND))
    assert online(bare)["CNAME"] == "mine\n"

    deploy(Branch(name="pages", cname="example.org"), *release(FIRST))
    assert online(bare)["CNAME"] == "example.org\n"


def test_assets_stay_for_the_pages_that_are_open_until_the_deploy_after_the_next(clone, bare, release):
    old, new, newest = (f"theme/site.{digit * 16}.css" for digit in "abc")
    target = Branch(name="pages")
    _, first = release({old: "", "index.html": "1"})
    for asset, text in ((old, "1"), (new, "2")):
        deploy(target, *release({asset: "", "index.html": text}))
    assert {old, new} < online(bare).keys()

    deploy(target, *release({newest: "", "index.html": "3"}))
    assert old not in online(bare)

    target.back_to(first.release)
    assert {old, newest} < online(bare).keys()
    assert new not in online(bare)
    assert target.live() == first


def test_the_clone_is_left_as_it_was_down_to_the_index(clone, bare, release):
    def state() -> tuple[object, ...]:
        return (
            (clone / ".git/index").read_bytes(),
            git(clone, "branch", "--list", "--verbose"),
            {path: path.read_bytes() for path in clone.glob("*.md")},
        )

    status = git(clone, "status", "--porcelain=v2")
    before = state()

    deploy(Branch(name="pages"), *release(FIRST))
    deploy(Branch(name="pages"), *release(SECOND))

    assert state() == before
    assert git(clone, "status", "--porcelain=v2") == status


def test_a_branch_with_other_files_is_refused(clone, bare, release, tmp_path):
    git(clone, "push", "--quiet", "origin", "main:gh-pages")

    with pytest.raises(
        Stop, match=r"^origin/gh-pages holds \.gitattributes, which no deploy put there"
    ) as stop:
        Branch(name="pages").live()

    assert stop.value.code == Code.DEPLOY


def test_a_file_that_somebody_put_beside_ours_is_not_taken_away(clone, bare, release, tmp_path):
    deploy(Branch(name="pages"), *release(FIRST))
    a_push_of_somebody_else(bare, tmp_path)

    with pytest.raises(Stop, match=r"^origin/gh-pages holds hello\.txt, "):
        deploy(Branch(name="pages"), *release(SECOND))

    assert "hello.txt" in online(bare)


@pytest.mark.parametrize("own", ["main", "topic"])
def test_the_default_branch_and_the_one_that_is_checked_out_are_refused(clone, bare, release, own):
    if own == "topic":
        git(clone, "checkout", "--quiet", "-b", "topic")

    with pytest.raises(Stop, match=rf"^origin/{own} holds sources, ") as stop:
        deploy(Branch(name="pages", branch=own), *release(FIRST))

    assert stop.value.code == Code.DEPLOY


def test_an_empty_remote_is_refused_because_the_pages_would_become_its_default(clone, tmp_path, release):
    git(tmp_path, "init", "--quiet", "--bare", "empty.git")
    git(clone, "remote", "add", "empty", str(tmp_path / "empty.git"))

    with pytest.raises(Stop, match=r"^empty has no default branch yet: push your sources there first$"):
        deploy(Branch(name="pages", remote="empty"), *release(FIRST))


def test_a_push_since_one_looked_is_named_and_not_overwritten(clone, bare, release, tmp_path):
    target = Branch(name="pages")
    deploy(target, *release(FIRST))
    seen = target.live()
    deploy(Branch(name="pages"), *release({**FIRST, "index.html": "theirs"}))

    with pytest.raises(
        Stop, match=r"^origin/gh-pages has moved meanwhile \([0-9a-f]+, Ada Vane\): nothing was"
    ) as stop:
        target.send(*release(SECOND), seen)

    assert stop.value.code == Code.DEPLOY
    assert online(bare)["index.html"] == "theirs"


def test_a_push_at_the_last_moment_is_named_and_not_overwritten(clone, bare, release, tmp_path):
    deploy(Branch(name="pages"), *release(FIRST))
    # git runs this between its own look at the remote and the sending.
    hook = clone / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nrm -f '{hook}'\ncd '{tmp_path}/other' && git push --quiet\n")
    hook.chmod(0o755)
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", "--branch=gh-pages", str(bare), other.name)
    git(other, "commit", "--quiet", "--allow-empty", "--author=Ben <ben@example.org>", "-m", "By hand")

    with pytest.raises(Stop, match=r"^origin/gh-pages has moved meanwhile \([0-9a-f]+, Ben\)"):
        deploy(Branch(name="pages"), *release(SECOND))

    assert commits(bare)[0] == "By hand, Ben"


def test_killed_before_the_push_the_remote_is_as_it_was_and_the_next_run_finishes(clone, bare, release):
    tree, new = release(FIRST)
    hook = clone / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch '{clone}/here'\nsleep 20\nexit 1\n")
    hook.chmod(0o755)
    code = (
        "import sys; from pathlib import Path; from desk.manifest import Manifest, NAME\n"
        "from desk.targets.branch import Branch; tree = Path(sys.argv[1])\n"
        "Branch(name='p').send(tree, Manifest.read((tree / NAME).read_text()), None)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tree)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        start_new_session=True,
    ) as process:
        limit = time.monotonic() + 20
        while not (clone / "here").exists():
            assert time.monotonic() < limit
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
    hook.unlink()
    assert git(bare, "branch", "--list", "gh-pages") == ""

    deploy(Branch(name="pages"), tree, new)

    assert online(bare)["index.html"] == "both"


def test_going_back_is_a_new_commit_with_the_old_files(clone, bare, release):
    target = Branch(name="pages")
    _, first = release(FIRST)
    deploy(target, *release(FIRST))
    files = online(bare)
    deploy(target, *release(SECOND))
    second = target.live()

    target.back_to(first.release)

    assert online(bare) == files
    assert len(commits(bare)) == 3
    assert [(each.name, each.is_live) for each in target.releases()] == [
        (first.release, True),
        (second.release, False),
    ]


def test_a_release_that_failed_is_not_offered_until_it_comes_again(clone, release):
    target = Branch(name="pages")
    _, first = release(FIRST)
    deploy(target, *release(FIRST))
    deploy(target, *release(SECOND))
    second = target.live()

    target.back_to(first.release, failed=True)
    assert [each.name for each in target.releases()] == [first.release]

    deploy(target, *release(SECOND))
    assert [each.name for each in target.releases()] == [second.release, first.release]


def test_a_branch_that_is_not_there_has_no_releases(clone):
    assert Branch(name="pages").releases() == []


def test_a_release_that_is_not_there_is_a_mistake_of_use(clone, bare, release):
    deploy(Branch(name="pages"), *release(FIRST))

    with pytest.raises(
        Stop, match=r"^the last 50 commits of origin/gh-pages hold no release 0123456789abcdef$"
    ) as stop:
        Branch(name="pages").back_to("0123456789abcdef")

    assert stop.value.code == Code.USAGE


def test_a_remote_that_is_not_there_is_said_in_one_sentence(clone, release):
    with pytest.raises(Stop, match=r"^git ls-remote did not work: 'nowhere' does not appear to be") as stop:
        Branch(name="pages", remote="nowhere").live()

    assert stop.value.code == Code.DEPLOY


def test_a_push_that_the_remote_forbids_is_said_in_one_sentence(clone, bare, release):
    hook = bare / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'this branch is protected'\nexit 1\n")
    hook.chmod(0o755)

    with pytest.raises(Stop, match=r"^git push did not work: .*this branch is protected") as stop:
        deploy(Branch(name="pages"), *release(FIRST))

    assert stop.value.code == Code.DEPLOY


def test_a_remote_that_accepts_and_stays_mute_ends_in_time(clone, monkeypatch):
    monkeypatch.setattr(remote, "ANSWERS_WITHIN", 1)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        git(clone, "remote", "add", "mute", f"http://127.0.0.1:{mute.getsockname()[1]}/x.git")

        with pytest.raises(Stop, match=r"^the remote did not answer git within 1 s$") as stop:
            Branch(name="pages", remote="mute").live()

    assert stop.value.code == Code.DEPLOY


def test_without_git_that_is_what_is_said(clone, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Stop, match=r"^git is needed for this and is not installed$") as stop:
        Branch(name="pages").live()

    assert stop.value.code == Code.ENVIRONMENT
