"""A tiny site of its own, built by the real command in fresh processes."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from desk.release import COMPLETE

PROJECT = Path(__file__).resolve().parents[2]

SETTINGS = """
SITENAME = "A site"
PATH = "content"
THEME = "theme"
TIMEZONE = "Europe/Paris"
LOCALE = "C"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
DIRECT_TEMPLATES = ["index"]
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
STATIC_PATHS = ["files"]
PLUGIN_PATHS = ["."]
PLUGINS = ["instants"]
"""
# Lets a test act at a known instant of the build: it says where it is, and waits there until it is ended.
INSTANTS = """
import os, time
from pathlib import Path
from pelican import signals

def at(instant):
    waiting = Path(os.environ["WAITING"])
    if os.environ.get("WAIT_AT") == instant and not waiting.exists():
        waiting.touch()
        time.sleep(float(os.environ.get("WAIT_FOR", 30)))

def started(pelican): at("start")
def written(path, context): at("page")
def finished(pelican): at("end")

def register():
    signals.initialized.connect(started)
    signals.content_written.connect(written)
    signals.finalized.connect(finished)
"""
PAGE = "<!doctype html>\n<title>{{ SITENAME }}</title>\n"
LIST = PAGE + "{% for article in articles %}<p>{{ article.title }}, {{ article.locale_date }}{% endfor %}\n"
ARTICLE = PAGE + "{{ article.content }}\n"


@dataclass
class Ended:
    """How a build ended and what it said."""

    code: int
    out: str
    err: str


class Build:
    """A build under way."""

    def __init__(self, ticket: Path):
        self.ticket = ticket
        self.pid = int(self._awaited("pid"))
        awaited(self.ticket.with_suffix(".err"))

    def end(self) -> Ended:
        code = int(self._awaited("code"))
        return Ended(code, self._said("out"), self._said("err"))

    def has_said(self, words: str) -> None:
        """Wait until it has."""
        limit = time.monotonic() + 20
        while words not in self._said("err"):
            assert time.monotonic() < limit, f"{words!r} was not said"
            time.sleep(0.005)

    def stop(self, signal_number: int) -> Ended:
        os.kill(self.pid, signal_number)
        return self.end()

    def _awaited(self, kind: str) -> str:
        return awaited(self.ticket.with_suffix(f".{kind}")).read_text()

    def _said(self, name: str) -> str:
        return self.ticket.with_suffix(f".{name}").read_text(encoding="utf-8")


def awaited(path: Path) -> Path:
    """The file, as soon as it is there."""
    limit = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < limit, f"{path} did not come"
        time.sleep(0.005)
    return path


class Site:
    """A tiny site in a folder."""

    def __init__(self, folder: Path, workshop: subprocess.Popen, tickets: Path):
        self.folder = folder
        self.output = folder / "output"
        self.builds = folder / ".builds"
        self.waiting = folder / "waiting"
        self.workshop = workshop
        self.tickets = (tickets / f"{folder.parent.name}-{number}" for number in count())
        self.write("pelicanconf.py", SETTINGS)
        self.write("instants.py", INSTANTS)
        self.write("content/one.md", "Title: One\nDate: 2020-08-01\n\nText.\n")
        self.write("content/files/some.txt", "A file.\n")
        self.write("theme/templates/index.html", LIST)
        self.write("theme/templates/article.html", ARTICLE)
        self.write("theme/templates/page.html", PAGE)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        self.write(name, (self.folder / name).read_text(encoding="utf-8") + text)

    def start(self, *arguments: str, umask: int = 0o022, **env: str) -> Build:
        ticket = next(self.tickets)
        order = {
            "ticket": str(ticket),
            "folder": str(self.folder),
            "arguments": arguments,
            "umask": umask,
            "env": {"WAITING": str(self.waiting), "LC_ALL": "C.UTF-8", **env},
        }
        self.workshop.stdin.write(json.dumps(order) + "\n")
        self.workshop.stdin.flush()
        return Build(ticket)

    def start_and_wait(self, instant: str, **env: str) -> Build:
        """A build that has come as far as this instant."""
        self.waiting.unlink(missing_ok=True)
        build = self.start(WAIT_AT=instant, **env)
        awaited(self.waiting)
        return build

    def build(self, *arguments: str, umask: int = 0o022, **env: str) -> Ended:
        return self.start(*arguments, umask=umask, **env).end()

    def shown(self) -> dict[str, bytes]:
        """What the output link shows, file by file."""
        return contents(self.output)

    def complete_builds(self) -> set[str]:
        return {path.name for path in self.builds.iterdir() if COMPLETE.fullmatch(path.name)}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def workshop():
    command = [sys.executable, str(Path(__file__).with_name("warm.py"))]
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, env=env) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def site(tmp_path, tmp_path_factory, workshop):
    # The name of the folder counts: a path with a space and a letter outside ASCII has to work.
    return Site(tmp_path / "a sité", workshop, tmp_path_factory.mktemp("tickets"))
