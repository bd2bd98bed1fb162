"""The audit names every locked package with a known vulnerability, and never takes silence for innocence."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from desk import audit
from desk.environment import REQUIREMENTS

HASH = "--hash=sha256:" + 64 * "0"
HERE = {**os.environ, "PYTHONPATH": str(Path.cwd())}
OLD_LAMP = {
    "id": "PYSEC-2020-1",
    "aliases": ["CVE-2020-0001"],
    "summary": "It burns.",
    "affected": [
        {
            "package": {"name": "lamp", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}
LASTING = {"id": "GHSA-x", "affected": [{"package": {"name": "lamp", "ecosystem": "PyPI"}}]}


class Database(BaseHTTPRequestHandler):
    """Answers as OSV does, of what its server knows."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        package = asked["package"]["name"], asked["version"]
        self.server.asked.append(package)
        vulnerabilities = self.server.known.get(package)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"vulns": vulnerabilities} if vulnerabilities else {}).encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def database(known: dict[tuple[str, str], list[dict]]) -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Database) as server:
        server.known, server.asked = known, []
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def project(tmp_path):
    """A project where each group has a package of its own, and all have the lamp."""
    for group, name in REQUIREMENTS.items():
        (tmp_path / name).write_text(f"lamp==1.0 {HASH}\nonly-{group}==2 {HASH}\n")
    return tmp_path


def audited(project: Path, port: int, lang: str = "C") -> tuple[int, str, str]:
    """How the audit ended, what it printed and what it complained of."""
    command = [sys.executable, "-m", "desk.audit", "--osv", f"http://127.0.0.1:{port}/", "--timeout", "1"]
    env = {**HERE, "LC_ALL": lang}
    ended = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True)
    return ended.returncode, ended.stdout, ended.stderr


def test_every_package_of_every_group_is_asked_about_once(project):
    with database({}) as osv:
        ended = audited(project, osv.server_port)

    assert ended == (0, "5 locked packages, none with a known vulnerability\n", "")
    assert sorted(osv.asked) == [
        ("lamp", "1.0"),
        ("only-bench", "2"),
        ("only-chain", "2"),
        ("only-main", "2"),
        ("only-test", "2"),
    ]


@pytest.mark.parametrize(
    ("lang", "fixed", "lasting"),
    [
        ("en_US", "lamp 1.0: PYSEC-2020-1, CVE-2020-0001: fixed in 1.1", "lamp 1.0: GHSA-x: not fixed yet"),
        (
            "fr_FR",
            "lamp 1.0 : PYSEC-2020-1, CVE-2020-0001 : corrigé dans 1.1",
            "lamp 1.0 : GHSA-x : pas encore corrigé",
        ),
    ],
    ids=["english", "french"],
)
def test_a_vulnerable_package_is_named_with_what_is_known(project, lang, fixed, lasting):
    with database({("lamp", "1.0"): [LASTING, OLD_LAMP]}) as osv:
        ended = audited(project, osv.server_port, lang)

    assert ended == (1, "", f"{fixed}\n{lasting}\n")


def test_what_only_one_group_has_counts_too(project):
    with database({("only-bench", "2"): [LASTING]}) as osv:
        ended = audited(project, osv.server_port)

    assert ended == (1, "", "only-bench 2: GHSA-x: not fixed yet\n")


def test_without_a_network_nothing_is_taken_for_clean(project):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    code, out, err = audited(project, port)

    assert (code, out, err.count("\n")) == (4, "", 1)
    assert err.startswith(
        f"not audited: http://127.0.0.1:{port}/ could not be asked, or answered otherwise than OSV does: "
    )
    assert "Connection refused" in err


def test_a_server_that_takes_the_question_and_says_nothing_is_not_waited_for(project):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        code, out, err = audited(project, mute.getsockname()[1])

    assert (code, out, err.count("\n")) == (4, "", 1)
    assert "Read timed out" in err


def test_a_server_that_is_no_database_is_not_believed(project):
    with database({("lamp", "1.0"): ["none"]}) as other:
        code, out, err = audited(project, other.server_port)

    assert (code, out, err.count("\n")) == (4, "", 1)


def test_the_database_that_is_asked_is_the_public_one():
    assert audit.OSV == "https://api.osv.dev/v1/query"
