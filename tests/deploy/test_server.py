"""A server over ssh holds whole releases, whatever happens on the way there."""

import fcntl
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from desk.manifest import Manifest
from desk.stop import Code, Stop


def manifest_of(tree):
    return Manifest.read((tree / "manifest.json").read_bytes())


def send(online, tree):
    online.target.send(tree, manifest_of(tree), online.target.live())


def inodes(folder):
    return {str(file.relative_to(folder)): file.stat().st_ino for file in folder.rglob("*") if file.is_file()}


def refused(action, *arguments):
    with pytest.raises(Stop) as stopped:
        action(*arguments)
    return stopped.value.code, str(stopped.value)


def test_a_release_is_online_whole(online):
    tree = online.site()

    send(online, tree)

    assert online.whole() == manifest_of(tree).release
    assert online.target.live() == manifest_of(tree)
    assert online.get("en/") == (200, (tree / "en/index.html").read_text(encoding="utf-8"), online.live())


def test_before_the_first_there_is_nothing(online):
    assert online.target.live() is None
    assert online.target.releases() == []


def test_a_change_of_one_word_brings_only_the_changed_files(online):
    send(online, online.site(story="one word"))
    before = online.path / "current"
    old, ages = inodes(before.resolve()), before.resolve()

    send(online, online.site(story="another word"))

    new = inodes(before.resolve())
    assert {path for path in new if new[path] != old[path]} == {
        "manifest.json", "fr/story/index.html", "en/story/index.html"
    }  # fmt: skip
    assert (before / "en/index.html").stat().st_mtime_ns == (ages / "en/index.html").stat().st_mtime_ns


def test_a_release_that_is_kept_is_sent_again_without_a_byte(online):
    send(online, online.site("first"))
    old = inodes((online.path / "current").resolve())
    send(online, online.site("second"))

    send(online, online.site("first"))

    assert inodes((online.path / "current").resolve()) == old
    assert online.whole() == manifest_of(online.site("first")).release


def test_what_an_open_page_names_is_there_after_its_release_has_gone(online):
    online.target.keep = 2
    tree = online.site("first")
    style = next(path.name for path in (tree / "theme").iterdir())
    for edition in ("first", "second", "third"):
        send(online, online.site(edition))

    assert len(list((online.path / "releases").iterdir())) == 2
    assert online.get(f"theme/{style}")[:2] == (200, (tree / "theme" / style).read_text())


def test_only_so_many_releases_are_kept_newest_first(online):
    online.target.keep = 3
    trees = [online.site(edition) for edition in ("a", "b", "c", "d")]
    for tree in trees:
        send(online, tree)

    kept = online.target.releases()

    assert [release.name for release in kept] == [manifest_of(tree).release for tree in trees[:0:-1]]
    assert [release.is_live for release in kept] == [True, False, False]
    assert all(release.since.endswith("Z") and len(release.since) == 20 for release in kept)


def test_a_file_that_did_not_arrive_as_it_was_is_not_put_online(online):
    send(online, online.site("first"))
    first = online.whole()
    tree = online.site("second")
    new = manifest_of(tree)
    (tree / "en/index.html").write_text("cut sh")

    said = refused(online.target.send, tree, new, online.target.live())

    assert said == (4, f"server: release {new.release} did not arrive whole, and was not put online")
    assert online.whole() == first


def test_a_foreign_file_among_them_is_not_put_online(online):
    tree = online.site()
    new = manifest_of(tree)
    (tree / "en/stray.txt").write_text("")

    assert refused(online.target.send, tree, new, None)[0] == Code.DEPLOY
    assert not (online.path / "current").exists()


def test_going_back_is_to_the_same_bytes(online):
    send(online, online.site("first"))
    first, before = online.whole(), inodes((online.path / "current").resolve())
    send(online, online.site("second"))

    started = time.perf_counter()
    online.target.back_to(first)
    print(f"went back in {time.perf_counter() - started:.2f} s")

    assert online.whole() == first
    assert inodes((online.path / "current").resolve()) == before


def test_one_cannot_go_back_to_what_is_not_kept(online):
    send(online, online.site())

    said = refused(online.target.back_to, "0" * 16)

    assert said == (2, f"server has no release {'0' * 16} to go back to (--list names them)")


def test_one_does_not_go_back_to_what_was_damaged(online):
    send(online, online.site("first"))
    first = online.live()
    send(online, online.site("second"))
    second = online.live()
    damaged = online.path / "releases" / first / "en/index.html"
    damaged.write_text("by hand")

    said = refused(online.target.back_to, first)

    assert said == (4, f"server: release {first} did not arrive whole, and was not put online")
    assert online.whole() == second


def test_the_second_of_two_deploys_is_told_who_is_at_work(online):
    with online.target._alone():
        code, said = refused(send, online, online.site())

    holder, since = (online.path / "lock").read_text().split()
    assert (code, said) == (4, f"server: somebody is at work there: {holder} {since} (user and since when)")
    assert "@" in holder
    send(online, online.site())


def test_a_deploy_that_was_planned_on_another_release_is_refused(online):
    send(online, online.site("first"))
    plan = online.target.live()
    send(online, online.site("second"))
    second, tree = online.whole(), online.site("third")

    said = refused(online.target.send, tree, manifest_of(tree), plan)

    assert said == (4, f"server: somebody else has deployed meanwhile ({second}): try again")
    assert online.whole() == second


def test_the_place_of_another_site_is_refused(online):
    tree = online.site()
    other = Manifest(address="https://other.example.org", release="0" * 16, files={})

    said = refused(online.target.send, tree, other, None)

    assert said == (
        4, f"server: {online.path} on {online.target.host} is the place of another site: {online.address}"
    )  # fmt: skip


def test_what_is_online_is_not_put_online_again(online):
    tree = online.site()
    send(online, tree)

    assert refused(send, online, tree) == (4, f"server: release {online.live()} is online already")


def test_files_are_taken_only_under_the_lock(online):
    release = "0123456789abcdef"
    with online.target._alone() as session:
        session.ask(f"prepare {release}")

    said = refused(online.target._answer, f"{online.path}/bin/site receive {release}")

    assert said == (4, "server: the connection was lost meanwhile: try again")


def test_files_are_not_taken_while_an_earlier_transfer_goes_on(online):
    release = "0123456789abcdef"
    with online.target._alone() as session, (online.path / "receiving").open("w") as earlier:
        session.ask(f"prepare {release}")
        fcntl.flock(earlier, fcntl.LOCK_EX)

        said = refused(online.target._answer, f"{online.path}/bin/site receive {release}")

    assert said == (
        4, f"server: an earlier transfer to {online.target.host} has not ended yet: try again"
    )  # fmt: skip


@pytest.mark.parametrize("order", ["dance", "prepare ../releases", "activate x", "show 0123456789abcdef", ""])
def test_what_is_no_order_is_not_obeyed(online, order):
    with online.target._alone() as session:
        code, said = refused(session.ask, order)

    asked = order.split(" ")[-1] if order[:1] in {"p", "a"} else order.split(" ")[0]
    assert (code, said) == (4, f'server: {online.target.host} does not know what to do with "{asked}"')


def test_what_a_killed_deploy_of_another_release_left_is_removed(online):
    (online.path / "incoming/0123456789abcdef/en").mkdir(parents=True)

    send(online, online.site())

    assert list((online.path / "incoming").iterdir()) == []


def test_a_broken_transfer_is_continued(online):
    tree = online.site()
    release = manifest_of(tree).release
    half = online.path / "incoming" / release / "en"
    half.mkdir(parents=True)
    (half / "index.html").write_bytes((tree / "en/index.html").read_bytes())
    there = (half / "index.html").stat().st_ino

    send(online, tree)

    assert (online.path / "current/en/index.html").stat().st_ino == there
    assert online.whole() == release


def test_files_can_be_read_by_a_web_server_whatever_their_modes_were(online):
    tree = online.site()
    (tree / "en").chmod(0o700)
    (tree / "en/index.html").chmod(0o600)

    send(online, tree)

    assert (online.path / "current/en").stat().st_mode & 0o777 == 0o755
    assert (online.path / "current/en/index.html").stat().st_mode & 0o777 == 0o644


def test_a_server_without_a_set_up_is_named_with_the_remedy(sshd, tmp_path):
    target = sshd.target(tmp_path / "nothing")

    code, said = refused(target.live)

    assert code == Code.DEPLOY
    assert said == (
        f"server: {target.host} has no set-up in {target.path}: "
        "python3 tasks.py deploy --target server --set-up makes one"
    )


def test_an_old_program_on_the_server_is_named_with_the_remedy(online):
    program = online.path / "bin/site"
    program.write_text(program.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")

    code, said = refused(online.target.live)

    assert code == Code.DEPLOY
    assert said == (
        f"server: the program on {online.target.host} is another than deploy/server/site: "
        "python3 tasks.py deploy --target server --set-up renews it"
    )
    online.target.set_up(online.address)
    assert online.target.live() is None


def test_a_set_up_in_a_folder_with_foreign_files_is_refused(sshd, tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/letter.txt").write_text("dear")
    target = sshd.target(tmp_path / "theirs")

    code, said = refused(target.set_up, "https://www.example.org")

    assert code == Code.DEPLOY
    assert said == (
        f"server: {target.path} on {target.host} holds files that no deploy made, such as letter.txt: "
        "give an empty or a new folder"
    )
    assert [path.name for path in (tmp_path / "theirs").iterdir()] == ["letter.txt"]


def test_a_set_up_in_a_git_work_tree_is_refused(sshd, tmp_path):
    (tmp_path / ".git").mkdir()
    target = sshd.target(tmp_path / "deep/site")

    said = refused(target.set_up, "https://www.example.org")

    assert said == (
        4, f"server: {target.path} on {target.host} is in a git work tree ({tmp_path}): nothing is put there"
    )  # fmt: skip
    assert not (tmp_path / "deep").exists()


@pytest.mark.parametrize("path", ["/", "//", "/tmp/.."])
def test_a_set_up_in_the_root_is_refused(sshd, path):
    target = sshd.target(path if len(path) > 1 else "/.")

    said = refused(target.set_up, "https://www.example.org")

    assert said == (
        4,
        f"server: {target.path} on {target.host} is the root of the system: nothing is put there",
    )


def test_a_set_up_in_a_home_folder_is_refused(sshd):
    target = sshd.target(str(Path.home()))

    said = refused(target.set_up, "https://www.example.org")

    assert said == (4, f"server: {target.path} on {target.host} is a home folder: nothing is put there")


def test_a_set_up_for_another_site_is_refused(online):
    said = refused(online.target.set_up, "https://other.example.org")

    assert said[1].endswith(f"is the place of another site: {online.address}")


def test_a_set_up_can_be_repeated(online):
    send(online, online.site())

    online.target.set_up(online.address)

    assert online.whole() == manifest_of(online.site()).release


def test_a_closed_port_is_an_answer(sshd, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    target = sshd.target(tmp_path, port=port)

    code, said = refused(target.live)

    assert code == Code.DEPLOY
    assert said == (
        f"server: {target.host} cannot be reached: "
        f"ssh: connect to host 127.0.0.1 port {port}: Connection refused"
    )


def test_a_server_that_says_nothing_is_given_up(sshd, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        target = sshd.target(tmp_path, port=mute.getsockname()[1])

        code, said = refused(target.live)

    assert code == Code.DEPLOY
    assert said.startswith(f"server: {target.host} cannot be reached: ")


def test_another_host_key_than_the_pinned_one_is_refused(sshd, tmp_path):
    (tmp_path / "known").write_text(
        (sshd.folder / "known_hosts").read_text().split(" ")[0] + " " + (sshd.folder / "user.pub").read_text()
    )
    target = sshd.target(tmp_path, known_hosts=str(tmp_path / "known"))

    assert refused(target.live) == (
        4, f"server: {target.host} cannot be reached: Host key verification failed."
    )  # fmt: skip


@pytest.fixture
def small_disk(tmp_path):
    """Under the server's folder, a disk of one megabyte."""
    disk = tmp_path / "srv"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted: {mounted.stderr.strip()}")
    yield
    subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_full_disk_on_the_server_leaves_what_is_online(small_disk, online):
    send(online, online.site("first"))
    first = online.whole()

    code, said = refused(send, online, online.site("second", story="long " * 400_000))

    assert code == Code.DEPLOY
    assert said.startswith(f"server: not done on {online.target.host}: ")
    assert "No space left on device" in said
    assert online.whole() == first
    send(online, online.site("second"))
    assert online.whole() == manifest_of(online.site("second")).release


def test_what_the_server_may_not_write_leaves_what_is_online(online, sshd):
    send(online, online.site("first"))
    first = online.whole()
    (online.path / "incoming").rmdir()
    (online.path / "incoming").write_text("in the way")

    code, said = refused(send, online, online.site("second"))

    assert code == Code.DEPLOY
    assert "incoming" in said
    assert online.whole() == first


def test_a_connection_that_falls_silent_is_given_up(online):
    send(online, online.site("first"))
    first = online.whole()

    with online.target._alone() as session:
        serving = online.sshd.connections()
        for process in serving:
            os.kill(process, signal.SIGSTOP)
        code, said = refused(session.ask, f"switch {first}")
        for process in serving:
            os.kill(process, signal.SIGCONT)

    assert code == Code.DEPLOY
    assert said.startswith(f"server: {online.target.host} cannot be reached: ")
    assert online.whole() == first
