"""The live preview shows every change, and what is wrong over the last good state; it survives mistakes."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from desk.live.faults import Fault, faults_in
from tests.desk.conftest import INSTANTS, SETTINGS

LIVERELOAD = [sys.executable, "-m", "desk.livereload", "--port"]
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'none'">
<title>{{ SITENAME }}</title>
</head>
<body>
"""
LIST = PAGE + "{% for article in articles %}<p>{{ article.title }}</p>\n{% endfor %}</body>\n</html>\n"
ARTICLE = PAGE + "{{ article.content }}\n</body>\n</html>\n"
TEXT = "Title: {0}\nDate: 2020-08-01\nSlug: {0}\n\n{1}\n"
LONG = 60
"""Seconds after which something has gone wrong: a machine may be busy."""


class Preview:
    """A preview under way, and its site."""

    def __init__(self, folder: Path, process: subprocess.Popen):
        self.folder = folder
        self.process = process
        self.address = process.stdout.readline().split()[0]
        self.port = urlsplit(self.address).port

    def write(self, name: str, text: str) -> None:
        """Put a file there at once: a preview that reads a half-written one rightly says so."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        written = self.folder.with_name("written")
        written.write_text(text, encoding="utf-8")
        written.replace(path)

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    @contextmanager
    def news(self, page: str):
        """What a browser that shows this page is told, as it comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        connection.request("GET", f"/~preview/news?page={quote(page)}")
        answer = connection.getresponse()

        def told():
            limit = time.monotonic() + LONG
            while time.monotonic() < limit:
                line = answer.readline().decode()
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))

        yield told()
        connection.close()

    def shows(self, page: str, text: str) -> str:
        """The page, as soon as this text is on it."""
        with self.news(page) as news:
            for state in news:
                shown = self.get(page)
                if text in shown.text and not state["faults"]:
                    return shown.text
        raise AssertionError(f"{text!r} was never shown on {page}")

    def faults(self) -> list[dict[str, str]]:
        """What is wrong, as soon as something is."""
        with self.news("/") as news:
            return next(state["faults"] for state in news if state["faults"])


def make(folder: Path) -> Path:
    folder.mkdir()
    files = {
        "pelicanconf.py": SETTINGS,
        "instants.py": INSTANTS,
        "content/one.md": TEXT.format("one", "First text."),
        "content/two.md": TEXT.format("two", "Other text."),
        "theme/templates/index.html": LIST,
        "theme/templates/article.html": ARTICLE,
        "theme/templates/page.html": PAGE,
        "secret.txt": "secret",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def previewing(folder: Path, port: int = 0, lang: str = "C.UTF-8"):
    env = {**os.environ, "PYTHONPATH": str(Path.cwd()), "LC_ALL": lang, "WAITING": str(folder / "waiting")}
    with subprocess.Popen(
        [*LIVERELOAD, str(port)],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Preview(folder, process)
        finally:
            process.terminate()


@pytest.fixture
def live(tmp_path):
    with previewing(make(tmp_path / "a sité")) as preview:
        preview.shows("/one.html", "First text.")
        yield preview


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """One whose site does not change."""
    with previewing(make(tmp_path_factory.mktemp("quiet") / "a sité")) as preview:
        preview.shows("/one.html", "First text.")
        preview.shows("/nowhere/", "404")  # all is built
        yield preview


def test_it_is_for_this_machine_only_and_says_how_to_end_it(tmp_path):
    with previewing(make(tmp_path / "site"), lang="fr_FR.UTF-8") as preview:
        assert preview.address.startswith("http://127.0.0.1:")
        preview.process.send_signal(signal.SIGINT)
        out, err = preview.process.communicate(timeout=LONG)

    assert (preview.process.returncode, out, err) == (130, "", "arrêté\n")


def test_every_page_carries_the_script_of_the_preview_and_may_ask_it_for_news(quiet):
    page = quiet.get("/one.html")

    assert '<script type="module" src="/~preview/client.js" data-print="' in page.text
    assert "Content-Security-Policy" not in page.text
    assert "connect-src 'self'" in page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["client.js", "client.css"])
def test_the_script_and_its_styles_are_there(quiet, name):
    assert quiet.get(f"/~preview/{name}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/../secret.txt",
        "/..%2f..%2fsecret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/one.html%00.txt",
        "/~preview/server.py",
        "/~preview/../server.py",
        "/~preview/..%2fserver.py",
        "//etc/passwd",
    ],
)
def test_nothing_else_of_this_machine_is_shown(quiet, path):
    answer = quiet.get(path)

    assert answer.status == 404
    assert "secret" not in answer.text


def test_news_of_what_lies_outside_tells_nothing_of_it(quiet):
    with quiet.news("/../../../../etc/passwd") as outside, quiet.news("/nowhere/") as nowhere:
        assert next(outside)["print"] == next(nowhere)["print"]


def test_another_site_that_calls_this_machine_by_its_own_name_sees_nothing(quiet):
    answer = quiet.get("/one.html", Host=f"evil.example:{quiet.port}")

    assert answer.status == 421
    assert "First text." not in answer.text


def test_a_change_of_the_content_is_shown(live):
    live.write("content/one.md", TEXT.format("one", "Second text."))

    assert "First text." not in live.shows("/one.html", "Second text.")


def test_a_change_of_the_theme_is_shown(live):
    live.write("theme/templates/article.html", ARTICLE.replace("<body>", "<body>\nNew look."))

    live.shows("/one.html", "New look.")


def test_a_change_of_the_settings_is_shown(live):
    live.write("pelicanconf.py", SETTINGS.replace("A site", "Another site"))

    live.shows("/one.html", "<title>Another site</title>")


def test_a_change_of_a_plugin_is_shown(live):
    changed = "def started(pelican):\n    pelican.settings['SITENAME'] = 'Plugged'\n    at('start')"
    live.write("instants.py", INSTANTS.replace('def started(pelican): at("start")', changed))

    live.shows("/one.html", "<title>Plugged</title>")


def test_a_page_that_has_not_changed_is_left_alone(live):
    with live.news("/two.html") as news:
        before = next(news)["print"]
        live.write("content/one.md", TEXT.format("one", "Second text."))

        live.shows("/one.html", "Second text.")
        assert next(news)["print"] == before


def test_a_removed_file_takes_its_page_away(live):
    with live.news("/two.html") as news:
        before = next(news)["print"]
        (live.folder / "content/two.md").unlink()

        next(state for state in news if state["print"] != before)
    assert live.get("/two.html").status == 404


def test_many_files_that_are_saved_at_once_are_all_shown(live):
    for number in range(10):
        live.write(f"content/many-{number}.md", TEXT.format(f"many-{number}", "Text."))

    page = live.shows("/index.html", "many-9")
    assert all(f"<p>many-{number}</p>" in page for number in range(10))


def test_a_mistake_in_a_template_is_named_over_the_last_good_page_until_it_is_mended(live):
    live.write("theme/templates/article.html", ARTICLE + "{% if %}")

    fault = live.faults()[0]
    assert fault["place"] == "theme/templates/article.html:11:1"
    assert fault["text"].startswith("template: Expected an expression")
    path = quote(str(live.folder / "theme/templates/article.html"))
    assert fault["link"] == f"vscode://file{path}:11:1"
    assert "First text." in live.get("/one.html").text

    live.write("theme/templates/article.html", ARTICLE + "Mended.")
    live.shows("/one.html", "Mended.")


def test_a_mistake_in_the_settings_is_survived(live):
    live.write("pelicanconf.py", SETTINGS + "\nPATH = (\n")

    assert live.faults()[0]["text"] == "settings: '(' was never closed"

    live.write("pelicanconf.py", SETTINGS)
    live.shows("/one.html", "First text.")


def test_a_mistake_in_a_plugin_is_survived(live):
    live.write("instants.py", "def register(:\n")

    assert "SyntaxError" in live.faults()[0]["text"]

    live.write("instants.py", INSTANTS)
    live.shows("/one.html", "First text.")


def test_a_content_that_cannot_be_read_is_survived(live):
    live.write("content/one.md", "Title: One\nDate: never\n\nText.\n")

    assert "never" in live.faults()[0]["text"]

    live.write("content/one.md", TEXT.format("one", "Second text."))
    live.shows("/one.html", "Second text.")


def test_the_console_says_what_the_browser_is_told(live):
    live.write("content/one.md", TEXT.format("one", "Second text."))
    live.shows("/one.html", "Second text.")
    live.write("theme/templates/article.html", ARTICLE + "{% if %}")
    live.faults()

    live.process.send_signal(signal.SIGINT)
    out, err = live.process.communicate(timeout=LONG)

    assert " s: open pages built (" in out
    assert err.splitlines()[0].startswith("theme/templates/article.html:11: template: ")
    assert err.splitlines()[1:] == ["the last good build stays in sight", "stopped"]


def workers_of(process: subprocess.Popen) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True)
    return [int(number) for number in listed.stdout.split()]


def test_ctrl_c_ends_it_and_leaves_nobody_behind(live):
    workers = workers_of(live.process)

    live.process.send_signal(signal.SIGINT)
    live.process.wait(timeout=LONG)

    assert live.process.returncode == 130
    assert len(workers) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(workers[0], 0)


def test_a_builder_that_dies_is_replaced_at_the_next_change(live):
    os.kill(workers_of(live.process)[0], signal.SIGKILL)

    assert live.faults() == [
        {"place": "", "text": "the builder has died; the next change starts another", "link": ""}
    ]

    live.write("content/one.md", TEXT.format("one", "Second text."))
    live.shows("/one.html", "Second text.")


def test_a_taken_port_is_left_for_the_next(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]

        with previewing(make(tmp_path / "site"), port=taken) as preview:
            said = preview.process.stderr.readline()

    assert preview.port > taken
    assert said == f"port {taken} is taken: {preview.port} is used\n"


def test_where_no_port_is_free_that_is_said(tmp_path):
    with socket.create_server(("127.0.0.1", 65535)):
        said = subprocess.run(
            [*LIVERELOAD, "65535"],
            cwd=make(tmp_path / "site"),
            env={**os.environ, "PYTHONPATH": str(Path.cwd()), "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        )

    assert (said.returncode, said.stderr) == (
        3, "no port from 65535 on is free: choose another by --port\n"
    )  # fmt: skip


def test_a_line_without_a_place_is_told_as_it_is():
    assert faults_in("2 problems\n\nnowhere.md:3: not there\n") == [
        Fault("2 problems"),
        Fault("nowhere.md:3: not there"),
    ]


@pytest.mark.parametrize(
    ("editor", "link"),
    [
        ("vscodium", "vscodium://file/a%20place/x.md:3:7"),
        ("idea", "idea://open?file=/a%20place/x.md&line=3&column=7"),
        ("edit:{path}#{line}", "edit:/a%20place/x.md#3"),
    ],
)
def test_a_place_leads_to_the_editor_that_was_chosen(editor, link):
    assert Fault("wrong", "/a place/x.md", 3, 7).link(editor) == link


def test_regenerate_builds_again_after_every_change(tmp_path):
    folder = make(tmp_path / "site")
    env = {
        **os.environ,
        "PYTHONPATH": str(Path.cwd()),
        "LC_ALL": "C.UTF-8",
        "WAITING": str(folder / "waiting"),
    }
    command = [sys.executable, "-m", "desk.regenerate"]
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            said = [process.stdout.readline(), process.stdout.readline()]
            (folder / "content/one.md").write_text(TEXT.format("one", "Second text."), encoding="utf-8")
            said.append(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=LONG)

    assert said[0].startswith("3 pages in ")
    assert said[1] == "waiting for the next change (Ctrl-C ends it)\n"
    assert said[2].startswith("3 pages in ")
    assert "Second text." in (folder / "output/one.html").read_text(encoding="utf-8")
    assert process.returncode == 130
