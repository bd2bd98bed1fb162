"""The local server shows the last complete build, and nothing else of this machine."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from desk.hosting import headers_of
from desk.serve import Reader
from dossier import Page
from plugins import policy

SEARCH_PAGE = Page(kind="search", id="", lang="fr", path="fr/recherche/")
SERVE = [sys.executable, "-m", "desk.serve"]
HERE = {**os.environ, "PYTHONPATH": str(Path.cwd()), "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A project with a build and, beside it, what must not be shown."""
    folder = tmp_path_factory.mktemp("project")
    build = folder / ".builds/0123456789abcdef"
    (build / "fr/empty").mkdir(parents=True)
    (build / "index.html").write_text("root")
    (build / "fr/index.html").write_text("français")
    (build / "404.html").write_text("not here")
    (build / "fr/recherche").mkdir()
    (build / "fr/recherche/index.html").write_text(f'<meta content="{policy.meta(SEARCH_PAGE)}">')
    (build / "fr/feed.atom.xml").write_text("<feed/>")
    (build / "_headers").write_text("/*")
    (build / "index.html.br").write_bytes(b"~")
    (folder / "secret.txt").write_text("secret")
    (build / "way-out.txt").symlink_to(folder / "secret.txt")
    (folder / "output").symlink_to(".builds/0123456789abcdef")
    return folder


@pytest.fixture(scope="module")
def server(folder):
    process = subprocess.Popen(
        [*SERVE, "--port", "0"],
        cwd=folder,
        env=HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        process.said = process.stdout.readline()
        yield process
        process.terminate()


@pytest.fixture
def get(server):
    port = urlsplit(server.said.split()[0]).port

    def get(path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    return get


def test_it_says_where_and_how_to_end_it(server):
    address = server.said.split()[0]

    assert server.said == f"{address} shows output/ (Ctrl-C ends it)\n"
    assert address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("path", "text"), [("/", "root"), ("/fr/", "français"), ("/fr/index.html", "français")]
)
def test_a_page_is_shown(get, path, text):
    answer = get(path)

    assert (answer.status, answer.text) == (200, text)


def test_an_address_without_its_slash_leads_to_the_one_with_it(get):
    answer = get("/fr")

    assert (answer.status, answer.headers["Location"]) == (301, "/fr/")


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/fr/empty/",
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/..%2f..%2fsecret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/fr/..%2f..%2f..%2fsecret.txt",
        "/way-out.txt",
        "/index.html%00.txt",
        "/" + "a" * 5000,
        "/_headers",
        "/index.html.br",
        "//etc/passwd",
    ],
)
def test_everything_else_is_the_page_for_what_is_not_there(get, path):
    answer = get(path)

    assert (answer.status, answer.text) == (404, "not here")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_head_request_has_no_text(get):
    found, missing = get("/", "HEAD"), get("/nowhere/", "HEAD")

    assert (found.status, found.text) == (200, "")
    assert (missing.status, missing.text) == (404, "")


def test_the_browser_keeps_nothing(get):
    answer = get("/", **{"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})

    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/fr", "fr/index.html"),
        ("/fr/recherche/", "fr/recherche/index.html"),
        ("/fr/feed.atom.xml", "fr/feed.atom.xml"),
        ("/nowhere/", "404.html"),
    ],
)
def test_it_says_what_a_server_online_says_by_http(get, path, file):
    decided = headers_of(file, ["fr/recherche/index.html"], https=False)

    answer = get(path)

    sent = {name: answer.headers[name] for name in decided if name in answer.headers}
    if answer.status == 301:
        del decided["Content-Type"]
    assert sent == {**decided, "Cache-Control": "no-store"}


def test_by_http_it_asks_for_nothing_by_https(get):
    answer = get("/")

    assert "Strict-Transport-Security" not in answer.headers
    assert "upgrade-insecure-requests" not in answer.headers["Content-Security-Policy"]


def test_the_next_build_is_seen_at_once(get, folder):
    (folder / ".builds/fedcba9876543210").mkdir()
    (folder / ".builds/fedcba9876543210/index.html").write_text("next")
    (folder / "fresh").symlink_to(".builds/fedcba9876543210")
    first = (folder / "output").readlink()

    (folder / "fresh").replace(folder / "output")
    answer = get("/")

    assert answer.text == "next"
    (folder / "output").unlink()
    (folder / "output").symlink_to(first)


def test_a_browser_that_goes_on_before_all_is_sent_is_no_error(tmp_path, capsys):
    (tmp_path / "long.txt").write_bytes(bytes(10_000_000))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Reader, link=tmp_path)) as server:
        server.daemon_threads = False  # the end of the server waits for each answer
        Thread(target=server.serve_forever).start()

        with socket.create_connection(server.server_address) as browser:
            browser.sendall(b"GET /long.txt HTTP/1.0\r\n\r\n")
            browser.recv(1)
        server.shutdown()

    assert capsys.readouterr().err == ""


def test_a_taken_port_is_named_with_the_way_out(folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        ended = subprocess.run(
            [*SERVE, "--port", str(port)], cwd=folder, env=HERE, capture_output=True, text=True
        )

    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        f"port {port} is taken: choose another by --port (for example --port {port + 1})\n"
    )


def test_an_impossible_port_is_a_mistake_of_use(folder):
    ended = subprocess.run([*SERVE, "--port", "70000"], cwd=folder, env=HERE, capture_output=True, text=True)

    assert ended.returncode == 2
    assert ended.stderr.endswith('a port is a number from 0 to 65535, not "70000"\n')


def test_a_foreign_host_is_refused(folder):
    ended = subprocess.run(
        [*SERVE, "--host", "192.0.2.1"], cwd=folder, env=HERE, capture_output=True, text=True
    )

    assert ended.returncode == 3
    assert ended.stderr == "cannot listen on 192.0.2.1, port 8000: Cannot assign requested address\n"


def test_without_a_build_it_says_what_makes_one(tmp_path):
    ended = subprocess.run(SERVE, cwd=tmp_path, env=HERE, capture_output=True, text=True)

    assert ended.returncode == 3
    assert ended.stderr == "output/ is not there yet: python3 tasks.py build makes it\n"


def test_ctrl_c_ends_it_with_130(folder):
    process = subprocess.Popen(
        [*SERVE, "--port", "0"],
        cwd=folder,
        env=HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.readline()

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)

    assert (process.returncode, out, err) == (130, "", "stopped\n")
