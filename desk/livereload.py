"""Show the site as it is being written: every change is built at once, and seen in the browser.

python -m desk.livereload --settings pelicanconf.py --port 8000
"""

import argparse
import errno
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from desk import command
from desk.live import watch
from desk.live.faults import EDITORS, faults_in
from desk.live.line import Line
from desk.live.server import Live, Show
from desk.live.worker import Answer, Order
from desk.serve import NOT_FOUND, port
from desk.stop import Code, Stop
from desk.wording import chosen_language, complain, words

HERE = "127.0.0.1"
PORTS = 100
"""How many ports are tried, one after the other."""
SEARCH = "pagefind"
"""The folder of the search index, which only a full build makes."""
WAITING = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{words}</title></head>
<body><p>{words}</p></body></html>
"""

Event = frozenset[Path] | OSError | Answer | None
"""Files that changed, or why they cannot be watched; how a build ended, or None if the worker has died."""


def livereload(given: argparse.Namespace) -> None:
    """Build and show at every change until Ctrl-C.

    Raises:
        Stop: no port is free, or it is not allowed (exit code 3).
    """
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        show = Show(_wait_in(Path(folder)), given.editor)
        with _listening(given.port, show) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://{HERE}:{server.server_port}"
            if given.port not in (0, server.server_port):
                complain(words("port-moved", port=given.port, other=server.server_port))
            print(words("live", address=f"{address}/"), flush=True)
            preview = Preview(given, show, address)
            try:
                preview.work()
            finally:
                preview.end()
                server.shutdown()


class Preview:
    """Builds one thing after the other, and shows what has become of it."""

    def __init__(self, given: argparse.Namespace, show: Show, address: str) -> None:
        self.given = given
        self.show = show
        self.address = address
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.folder = show.link.parent
        self.line = Line(given.settings, self.folder, self.events.put)
        self.order = Order(0, address, "")
        self.started = 0.0
        self.tidying = Thread()
        """What is still to be done for the last whole build."""

    def work(self) -> None:
        """Build now, and after every change; never returns."""
        watch.follow(self.given.settings, self.events.put)
        self._build(frozenset())
        while True:
            match watch.next_in(self.events):
                case Answer() as answer:
                    self._take(answer)
                case None:
                    self._complain(words("live-died"))
                case OSError() as error:
                    raise error
                case changed:
                    self._build(changed)

    def end(self) -> None:
        """End the worker, and what is under way in the folder, which can be removed then."""
        self.line.close()
        if self.tidying.is_alive():
            self.tidying.join()

    def _build(self, changed: frozenset[Path]) -> None:
        """Order first the pages that somebody looks at; when they are there, all."""
        if not self.line.is_open() or any(file.suffix == ".py" for file in changed):
            self.line.open()
        self.started = time.perf_counter()
        self._order(self.show.open_files() or None)

    def _order(self, only: list[str] | None) -> None:
        number = self.order.number + 1
        self.order = Order(number, self.address, str(self.folder / f"build-{number}"), only)
        self.line.give(self.order)

    def _take(self, answer: Answer) -> None:
        if answer.number != self.order.number:
            return  # of a build that was overtaken
        if not answer.done:
            self._complain(answer.said)
            return
        built, whole = Path(self.order.folder), self.order.only is None
        if whole:
            self._show_all(built)
        else:
            self._show_some(built)
        seconds = f"{time.perf_counter() - self.started:.1f}"
        print(words("live-built" if whole else "live-first", pages=answer.pages, seconds=seconds), flush=True)
        self.show.say([], answer.drafts)
        if not whole:
            self._order(None)

    def _complain(self, said: str) -> None:
        complain(said)
        complain(words("live-kept"))
        self.show.say(faults_in(said))

    def _show_some(self, built: Path) -> None:
        """Put each file in its place, what the pages need before the pages."""
        files = (path for path in built.rglob("*") if path.is_file())
        for file in sorted(files, key=lambda path: path.suffix == ".html"):
            place = self.show.link / file.relative_to(built)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)

    def _show_all(self, built: Path) -> None:
        """Let the link lead to a whole build, by one rename; the one before stays for who reads in it now."""
        before = self.show.link.readlink().name
        fresh = self.show.link.with_name("fresh")
        fresh.symlink_to(built.name)
        fresh.replace(self.show.link)
        self.tidying = Thread(target=self._tidy, args=(built, before, self.tidying))
        self.tidying.start()  # not here: somebody may be typing

    def _tidy(self, built: Path, before: str, earlier: Thread) -> None:
        """Give a build the search index that was made last, and remove the older ones."""
        if earlier.is_alive():
            earlier.join()
        search = self.given.output / SEARCH
        if search.is_dir() and not (built / SEARCH).exists():
            with suppress(OSError):  # `build` may be replacing it
                shutil.copytree(search, built / SEARCH)
        for other in self.folder.glob("build-*"):
            if _number(other) < _number(built) and other.name != before:
                shutil.rmtree(other, ignore_errors=True)


def _number(build: Path) -> int:
    return int(build.name.removeprefix("build-"))


def _wait_in(folder: Path) -> Path:
    """A link to a site without pages, which says at every address that the first build is under way."""
    waiting = folder / "build-0"
    waiting.mkdir()
    page = WAITING.format(lang=chosen_language(), words=words("live-waiting"))
    (waiting / NOT_FOUND).write_text(page, encoding="utf-8")
    link = folder / "site"
    link.symlink_to(waiting.name)
    return link


def _listening(first: int, show: Show) -> ThreadingHTTPServer:
    """A server on the first free port from this one on."""
    for number in range(first, min(first + PORTS, 65536)):
        try:
            return ThreadingHTTPServer((HERE, number), partial(Live, show=show))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Stop.saying(
                    Code.ENVIRONMENT, "no-listening", host=HERE, port=number, reason=error.strerror
                ) from error
    raise Stop.saying(Code.ENVIRONMENT, "no-port", port=first)


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-livereload")
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"), help=words("help-settings"))
    parser.add_argument("--port", type=port, default=8000, help=words("help-port"))
    parser.add_argument("--editor", default="vscode", help=words("help-editor", known=", ".join(EDITORS)))
    return command.run(livereload, parser)


if __name__ == "__main__":
    sys.exit(main())
