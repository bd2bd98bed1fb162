"""Builds for the preview: everything is imported once, the content read here, and each build is a fork.

python -m desk.live.worker pelicanconf.py templates/

Reads one order a line (JSON) and writes one answer a line. A new order ends the build under way; forks of
it end with the page that they are at. The code that was imported stays: when it changes, the preview
starts another worker. It ends with its input.
"""

import contextlib
import gc
import io
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from desk.release import everything
from desk.stop import Stop
from desk.wording import chosen_language, words

if TYPE_CHECKING:
    from dossier import Dossier

CODE = Path(__file__).parents[2]
LOADING = 0.3
"""Seconds in which a browser loads the page that was built first: beside a build it takes it 30 ms more."""


@dataclass(frozen=True, slots=True)
class Order:
    """A build to make: for which address, into which folder, and the files of which pages, if not all."""

    number: int
    address: str
    folder: str
    only: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How a build ended. What it `said` is what it would print; `drafts` are the addresses of drafts."""

    number: int
    done: bool
    said: str = ""
    pages: int = 0
    drafts: list[str] = field(default_factory=list)


class Worker:
    """Keeps what takes long to load, and at most one build under way."""

    def __init__(self, settings: Path, templates: Path) -> None:
        self.settings = settings
        self.templates = templates
        """Where compiled templates are kept: like this process, for one state of settings and code."""
        self.settled: dict[str, Any] = {}
        """The settings, as far as they could be read."""
        self.fault = _said_by(self._load)
        self.order: Order | None = None
        self.build, self.answer, self.heard = 0, -1, b""
        self.ended: list[int] = []
        """Builds that were ended, and may not be gone yet."""
        self.is_loading = False
        """Whether a browser was just given the pages that it shows."""

    def _load(self) -> None:
        """Import what is ours; do what is the same in each build: read all, render a text a language."""
        from desk import run
        from plugins.attach import interface
        from plugins.site import Site

        with contextlib.suppress(Stop):  # what is wrong with the settings, each build says
            settings = self.settled = run.read(self.settings, self.templates)
            for plugin in settings["PLUGINS"]:
                if str(plugin).startswith("plugins."):
                    import_module(plugin)
            # What is wrong with translations or templates can be mended while this process lives.
            with contextlib.suppress(Exception):
                if dossier := self._dossier():
                    site = Site(dossier, "", Path(settings["THEME"]), interface(dossier.languages, settings))
                    for document in [*site.documents.values()][: len(dossier.languages)]:
                        site.rendered(document.path)
        self._tidy()

    def _tidy(self) -> None:
        """While nobody waits: forget what was read of texts that are gone, and look for garbage."""
        from dossier import memory

        if memory.forget_if_grown():
            self._dossier()
        gc.collect()
        gc.freeze()
        gc.disable()

    def _dossier(self) -> "Dossier | None":
        """The content as it is now; None where something is wrong with it, which a build will say.

        It is read here because this process knows all that it ever read, and a fork would have to copy
        what it looks at: half of what a preview of a thousand texts would wait for.
        """
        from dossier import load

        try:
            return load(self.settled["PATH"], registering=True, drafts=True) if self.settled else None
        except Exception:
            return None

    def work(self) -> None:
        """Follow orders until there is nobody to give them."""
        # Unbuffered: what was read ahead, `select` would not see.
        with os.fdopen(0, "rb", buffering=0, closefd=False) as orders:
            while True:
                ready, _, _ = select.select([0, *([self.answer] if self.build else [])], [], [])
                if 0 not in ready:
                    self._hear()
                elif line := orders.readline():
                    # An order that came meanwhile takes its place.
                    while select.select([0], [], [], 0)[0] and (newer := orders.readline()):
                        line = newer
                    self._end()
                    self._begin(Order(**json.loads(line)))
                else:
                    self._end()
                    return

    def _begin(self, order: Order) -> None:
        if self.fault:
            _send(Answer(order.number, done=False, said=self.fault))
            return
        dossier = self._dossier()
        self.answer, there = os.pipe()
        self.order, self.build = order, os.fork()
        if not self.build:
            os.close(self.answer)
            self._make(order, dossier, there)
        os.close(there)

    def _hear(self) -> None:
        """Take in a part of the answer of the build under way, or pass the whole on."""
        if more := os.read(self.answer, 65536):
            self.heard += more
            return
        order = self.order
        assert order
        dead = Answer(order.number, False, words("live-died"))
        _send(Answer(**json.loads(self.heard)) if self.heard else dead)
        self._end()
        self.is_loading = order.only is not None
        if order.only is None:
            self._tidy()

    def _end(self) -> None:
        """End the build under way; so large a process takes a tenth of a second to be gone, unwaited for."""
        if self.build:
            os.kill(self.build, signal.SIGKILL)
            os.close(self.answer)
            self.ended.append(self.build)
        self.ended = [one for one in self.ended if os.waitpid(one, os.WNOHANG) == (0, 0)]
        self.order, self.build, self.answer, self.heard = None, 0, -1, b""

    def _make(self, order: Order, dossier: "Dossier | None", there: int) -> NoReturn:
        """In the fork: build, answer, and be gone."""
        os.dup2(2, 1)  # answers go out by the other; whoever prints, prints for a person
        if order.only is None:
            os.nice(10)
            time.sleep(LOADING * self.is_loading)
            gc.enable()
        drafts: list[str] = []

        def adapt(settings: dict[str, Any]) -> None:
            from jinja2 import FileSystemBytecodeCache

            settings |= {"LIVE": True, "PUBLISHING": False, "ONLY": order.only, "SITEURL": order.address}
            settings["DOSSIER"] = dossier
            settings["JINJA_ENVIRONMENT"]["bytecode_cache"] = FileSystemBytecodeCache(str(self.templates))

        def make() -> None:
            from desk import run

            folder = Path(order.folder)
            settings = run.write(self.settings, folder, before=folder.with_name("site"), adapt=adapt)
            if site := settings.get("SITE"):
                drafts.extend(f"/{page.path}" for page in site.drafts)

        said = _said_by(make)
        built = everything(order.folder) if Path(order.folder).is_dir() else ()
        pages = sum(one.name.endswith(".html") for one in built)
        if not said and not pages and order.only is None:
            said = words("nothing-written")
        answer = Answer(order.number, not said, said, pages, drafts)
        with os.fdopen(there, "wb") as pipe:
            pipe.write(json.dumps(asdict(answer)).encode())
        os._exit(0)


def _said_by(action: Callable[[], None]) -> str:
    """What an action says if it fails; nothing if it succeeds."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        try:
            action()
        except Stop as stop:
            return f"{said.getvalue()}{stop}"
        except Exception as error:
            reason = error.msg if isinstance(error, SyntaxError) else str(error)
            fault = words("live-fault", place=_place(error), what=type(error).__name__, reason=reason)
            return f"{said.getvalue()}{fault}"
    return ""


def _place(error: Exception) -> str:
    """Where in our code the error happened."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{os.path.relpath(error.filename)}:{error.lineno}:{error.offset}"
    place, trace = os.path.relpath(__file__), error.__traceback__
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(CODE) and not file.is_relative_to(CODE / ".venv"):
            place = f"{os.path.relpath(file)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _send(answer: Answer) -> None:
    print(json.dumps(asdict(answer)), flush=True)


def main() -> None:
    """Run from the preview."""
    chosen_language()  # now: a build changes the locale
    Worker(Path(sys.argv[1]), Path(sys.argv[2])).work()


if __name__ == "__main__":
    main()
