"""A small story that is built again and again, each time in a process to which something happens."""

import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import dossier

# All that a build needs is loaded once, here; each build is then a fork.
from desk import build, release, run, unchanged  # noqa: F401
from plugins import attach, generators, outputs, reader  # noqa: F401
from tests.conftest import SMALL_STORY

ROOT = Path(__file__).parents[2]
ADDRESSED = {"story.yaml": "address: https://gate.example.org\n"}
"""Publishing wants to know where."""
SETTINGS = """\
from {kind} import *
PATH = "content"
THEME = {theme!r}
"""
TOUCHES = ("open", "os.", "shutil.", "fcntl.", "subprocess.")
"""What Python tells an audit hook of when it touches files or starts a program: the steps of a build."""
BUT = ("os.putenv", "os.unsetenv", "os.fork")

CHANGING = ("pages/about.fr.md", "pages/about.en.md")

Fault = Callable[[int, str, tuple[object, ...]], None]
"""Is told of every step: its number, its name and what it concerns."""


def nothing(_step: int, _name: str, _concerns: tuple[object, ...]) -> None:
    """No fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a build ended, what it said, and after how many steps."""

    code: int
    said: str
    steps: int


class Trial:
    """The story in a folder, and the builds of it."""

    def __init__(self, folder: Path, kind: str = "pelicanconf", theme: str = str(ROOT / "theme")) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.version = 0
        settings = SETTINGS.format(kind=kind, theme=theme)
        for name, text in {**SMALL_STORY, "../conf.py": settings}.items():
            path = folder / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text + ADDRESSED.get(name, ""), encoding="utf-8")
        entries = dossier.public_addresses(dossier.load(folder / "content")).items()
        lines = (" ".join((name, *addresses)) + "\n" for name, addresses in entries)
        (folder / "content" / dossier.REGISTER).write_text("".join(lines), encoding="utf-8")

    def change(self) -> None:
        """Let the next build be another."""
        self.version += 1
        for name in CHANGING:
            text = SMALL_STORY[name].rstrip() + f" {self.version}.\n"
            (self.folder / "content" / name).write_text(text, encoding="utf-8")

    def shown(self) -> str:
        """Exactly what the link shows, as a digest; empty for nothing."""
        return release.digest(self.output.resolve()) if self.output.exists() else ""

    def left_over(self) -> list[str]:
        """What builds that did not end well have left beside the complete ones."""
        return [path.name for path in (self.folder / ".builds").glob("tmp-*")]

    def steps(self) -> int:
        """How many steps a build has that replaces another, and removes the one before that."""
        for _ in range(3):
            self.change()
            ended = self.build()
        return ended.steps

    def build(self, fault: Fault = nothing, *, biggest: int | None = None) -> Ended:
        """Build it as the command does, while the fault happens; no file may grow beyond `biggest` bytes."""
        said, says = os.pipe()
        steps, counts = os.pipe()
        child = os.fork()
        if not child:
            for handle in (1, 2):
                os.dup2(says, handle)
            # Who runs us, as tests do, may listen to others.
            sys.stdout = sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", errors="backslashreplace")
            try:
                os._exit(self._work(fault, counts, biggest))
            except BaseException:
                traceback.print_exc()
                os._exit(99)
        os.close(says)
        os.close(counts)
        with os.fdopen(said, encoding="utf-8") as words, os.fdopen(steps, encoding="ascii") as numbers:
            text, count = words.read(), len(numbers.read())
        return Ended(code=os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said=text, steps=count)

    def _work(self, fault: Fault, counts: int, biggest: int | None) -> int:
        os.chdir(self.folder)
        os.environ["LC_ALL"] = "C.UTF-8"
        sys.argv = ["desk.build", "--settings", "conf.py"]
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # as `python -m desk.build` begins
        if biggest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (biggest, biggest))
        step = 0

        def hear(name: str, concerns: tuple[object, ...]) -> None:
            nonlocal step
            if name.startswith(TOUCHES) and name not in BUT:
                step += 1
                os.write(counts, b".")
                fault(step, name, concerns)

        sys.addaudithook(hear)
        return build.main()


def quiet(seconds: float = 2) -> bool:
    """Whether every process that builds have started is gone, at once or soon."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return True
        time.sleep(0.02)
    return False
