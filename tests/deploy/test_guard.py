"""A key that is bound to `site guard` can deploy, and do nothing else."""

import subprocess

import pytest

from desk.manifest import Manifest


@pytest.fixture
def bound(online, sshd):
    """The server lets the key in for this site's program alone."""
    free = sshd.keys.read_text()
    sshd.keys.write_text(f'restrict,command="{online.path}/bin/site guard" {free}')
    yield online
    sshd.keys.write_text(free)


def ssh(online, *command):
    return subprocess.run(
        [*online.target._ssh, online.target.host, *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_a_bound_key_deploys_and_goes_back(bound):
    for edition in ("first", "second"):
        tree = bound.site(edition)
        bound.target.send(tree, Manifest.read((tree / "manifest.json").read_bytes()), bound.target.live())
    _, first = bound.target.releases()

    bound.target.back_to(first.name)

    assert bound.whole() == first.name


@pytest.mark.parametrize(
    "command",
    [
        "",
        "cat /etc/passwd",
        "sh",
        "site guard",
        "site set-up /srv/other https://www.example.org",
        "site show 0123456789abcdef",
        "site no",
        "site lock; touch {path}/stray",
        "site lock $(touch {path}/stray)",
        "rsync --server --sender -logDtprze.iLsfxC . /etc",
        "site receive 0123456789abcdef --server -pr . incoming",
        "site receive ../releases --server -pre.i . incoming",
        "site receive ../../../../../etc --server -pre.i . incoming",
    ],
)
def test_a_bound_key_does_nothing_else(bound, command):
    before = {path.name for path in bound.path.iterdir()}

    ended = ssh(bound, command.format(path=bound.path))

    assert (ended.returncode, ended.stdout[:3]) in {(4, "no "), (4, ""), (0, "ok ")}
    assert ended.returncode == 4 or command.startswith("site lock")
    assert "root:" not in ended.stdout
    assert {path.name for path in bound.path.iterdir()} - before <= {"lock", "receiving"}


@pytest.mark.parametrize(
    "words",
    [
        "--server --sender -pre.i . /etc",
        "--server -slpre.i . incoming",
        "--server -Lpre.i . incoming",
        "--server -pr.e-i . incoming",
    ],
)
def test_a_bound_key_transfers_only_as_we_do(bound, words):
    release = "0123456789abcdef"
    with bound.target._alone() as session:
        session.ask(f"prepare {release}")

        ended = ssh(bound, f"site receive {release} {words}")

    # Where the flags are ours, a transfer into incoming/ begins all the same, and gets nothing.
    assert ended.returncode != 0
    assert "root:" not in ended.stdout
    assert list((bound.path / "incoming" / release).iterdir()) == []
