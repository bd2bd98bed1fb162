"""The link shows one complete build at every instant, whatever ends the process that replaces it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk import release
from desk.stop import Stop

# Publishes a tree, but is killed just before its n-th change to the file system.
PUBLISH = """
import os, signal, sys
from pathlib import Path
from desk import release

link, left = Path("output"), int(sys.argv[1])
CHANGES = {"os.chmod", "os.rename", "os.symlink", "os.remove", "os.rmdir", "shutil.rmtree"}

def count(event, arguments):
    global left
    if event in CHANGES:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

with release.lock(Path(".builds"), print), release.scratch(Path(".builds")) as tree:
    (tree / "page.html").write_text("new")
    (tree / "style.css").write_text("new")
    sys.addaudithook(count)
    release.publish(tree, link)
    left = 10**9
"""


def tree_of(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    return folder


def publish(folder: Path, text: str) -> None:
    builds = release.builds_beside(folder / "output")
    with release.lock(builds, print), release.scratch(builds) as tree:
        (tree / "page.html").write_text(text)
        (tree / "style.css").write_text(text)
        release.publish(tree, folder / "output")


def shown(folder: Path) -> set[str]:
    return {(folder / "output" / name).read_text() for name in ("page.html", "style.css")}


@pytest.mark.parametrize("change", range(12))
def test_killed_before_any_change_it_shows_the_old_build_or_the_new_one(tmp_path, change):
    publish(tmp_path, "older")
    publish(tmp_path, "old")

    killed = subprocess.run(
        [sys.executable, "-c", PUBLISH, str(change)], cwd=tmp_path, env={"PYTHONPATH": str(Path.cwd())}
    )

    assert killed.returncode == -9
    assert shown(tmp_path) in ({"old"}, {"new"})
    publish(tmp_path, "newer")
    assert shown(tmp_path) == {"newer"}
    assert not list((tmp_path / ".builds").glob("tmp-*"))


def test_twelve_changes_are_all_there_are(tmp_path):
    publish(tmp_path, "older")
    publish(tmp_path, "old")

    complete = subprocess.run(
        [sys.executable, "-c", PUBLISH, "12"], cwd=tmp_path, env={"PYTHONPATH": str(Path.cwd())}
    )

    assert complete.returncode == 0


def test_a_digest_is_sixteen_hexadecimal_digits(tmp_path):
    assert release.COMPLETE.fullmatch(release.digest(tree_of(tmp_path / "a", x_html="1")))


def test_equal_trees_have_equal_digests(tmp_path):
    one = tree_of(tmp_path / "one", a_html="1", b_html="2")
    other = tree_of(tmp_path / "other", b_html="2", a_html="1")

    assert release.digest(one) == release.digest(other)


@pytest.mark.parametrize(
    "files",
    [
        {"a_html": "1"},
        {"a_html": "2", "b_html": "1"},
        {"a_html": "1", "c_html": "2"},
        {"a_html": "12", "b_html": ""},
    ],
)
def test_another_name_or_content_gives_another_digest(tmp_path, files):
    one = tree_of(tmp_path / "one", a_html="1", b_html="2")
    other = tree_of(tmp_path / "other", **files)

    assert release.digest(one) != release.digest(other)


def test_a_link_inside_a_build_is_refused_and_what_it_leads_to_is_left_alone(tmp_path):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "secret").chmod(0o600)
    tree = tree_of(tmp_path / "tree")
    (tree / "link").symlink_to(tmp_path / "secret")

    with pytest.raises(Stop) as stopped:
        release.make_readable(tree)

    assert str(stopped.value) == "link: a build may hold only files and folders"
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_the_project_can_be_moved(tmp_path):
    publish(tmp_path / "here", "text")

    (tmp_path / "here").rename(tmp_path / "there")

    assert shown(tmp_path / "there") == {"text"}


def test_the_disk_has_a_whole_build_before_the_link_shows_it_and_the_link_before_older_ones_go(
    tmp_path, monkeypatch
):
    publish(tmp_path, "older")
    publish(tmp_path, "old")
    old = (tmp_path / "output").readlink()
    kept = {}
    monkeypatch.setattr(
        os, "fsync", lambda handle: kept.update({os.fstat(handle).st_ino: (shown(tmp_path), len(builds()))})
    )

    def builds():
        return [path for path in (tmp_path / ".builds").iterdir() if path.is_dir()]

    publish(tmp_path, "new")

    new = (tmp_path / "output").resolve()
    assert old != (tmp_path / "output").readlink()
    for path in (new, new / "page.html", new / "style.css", new.parent):
        assert kept[path.stat().st_ino] == ({"old"}, 3)
    assert kept[tmp_path.stat().st_ino] == ({"new"}, 3)
    assert len(builds()) == 2


def test_the_disk_need_not_be_waited_for_again_for_a_file_of_the_build_before(tmp_path, monkeypatch):
    publish(tmp_path, "old")
    kept = set()
    monkeypatch.setattr(os, "fsync", lambda handle: kept.add(os.fstat(handle).st_ino))
    builds = release.builds_beside(tmp_path / "output")

    with release.lock(builds, print), release.scratch(builds) as tree:
        (tree / "page.html").write_text("new")
        (tree / "style.css").hardlink_to((tmp_path / "output/style.css").resolve())
        release.publish(tree, tmp_path / "output")

    new = (tmp_path / "output").resolve()
    assert shown(tmp_path) == {"new", "old"}
    assert {new.stat().st_ino, (new / "page.html").stat().st_ino} <= kept
    assert (new / "style.css").stat().st_ino not in kept
