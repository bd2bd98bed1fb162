"""Whatever is killed, and whenever: one whole release is online, and the next deploy heals."""

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from desk.manifest import Manifest
from desk.stop import Stop

MOMENTS = int(os.environ.get("MOMENTS", "10"))
"""How many, of each kind; more of them in a longer run."""


def manifest_of(tree):
    return Manifest.read((tree / "manifest.json").read_bytes())


def send(online, tree):
    online.target.send(tree, manifest_of(tree), online.target.live())


def in_a_process(action, *arguments):
    """Begin it in a process of its own, in which nothing of the test goes on."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDWR), 2)
        with suppress(Stop):
            action(*arguments)
        code = 0
    finally:
        os._exit(code)


def descendants(pid):
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from descendants(child)
        yield int(child)


@pytest.fixture
def two(online):
    """Two releases that differ in every page and in a large file; the first of them is online."""
    trees = [online.site(edition, story=edition * 300_000) for edition in ("first", "second")]
    send(online, trees[0])
    return trees


def duration(online, trees):
    started = time.monotonic()
    send(online, trees[1])
    took = time.monotonic() - started
    send(online, trees[0])
    return took


def kill_client(online, pid):
    os.kill(pid, signal.SIGKILL)


def kill_connections(online, pid):
    """As a broken network does it: the server's side of each connection ends, the client's learns of it."""
    for server in online.sshd.connections():
        with suppress(ProcessLookupError):
            os.kill(server, signal.SIGKILL)


@pytest.mark.parametrize("kill", [kill_client, kill_connections])
def test_one_whole_release_is_online_and_the_next_deploy_heals(online, two, kill):
    chance = random.Random(20)
    releases = [manifest_of(tree).release for tree in two]
    took = duration(online, two)
    seen = []

    for _ in range(MOMENTS):
        before = online.whole()
        other = two[1 - releases.index(before)]
        pid = in_a_process(send, online, other)
        time.sleep(chance.uniform(0.1, 1.3 * took))
        kill(online, pid)
        _, status = os.waitpid(pid, 0)
        assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
        seen.append(online.whole() != before)
        assert online.whole() in releases

    # What a killed one has left is in nobody's way: no lock, no transfer that goes on, no file.
    third = online.site("third")
    settled(lambda: send(online, third))
    assert online.whole() == manifest_of(third).release
    assert list((online.path / "incoming").iterdir()) == []
    print(f"killed {MOMENTS} times, {seen.count(True)} of them after the release was online")


def settled(action):
    """Do it as soon as the server has noticed that the last one was killed."""
    limit = time.monotonic() + 20
    while True:
        try:
            return action()
        except Stop as stop:
            if "somebody is at work" not in str(stop) or time.monotonic() > limit:
                raise
            time.sleep(0.2)


def test_a_deploy_goes_on_where_a_killed_one_has_stopped(online, two):
    release = manifest_of(two[1]).release
    pid = in_a_process(send, online, two[1])
    incoming = online.path / "incoming" / release
    limit = time.monotonic() + 20
    while not list(incoming.glob("en/page-*/index.html")):
        assert time.monotonic() < limit
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)

    settled(lambda: send(online, two[1]))

    assert online.whole() == release
