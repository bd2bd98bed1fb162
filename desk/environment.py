"""The project's own `.venv`: made on a fresh machine, filled with the locked packages, entered.

Standard library only. The whole file parses on Python 3.6 and runs there as far as the message about the
version, because that is what a person with an old machine meets first.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterator, List, NoReturn, Optional, Tuple

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
OLDEST_PIP = (22, 3)  # the first with `pip --python`

# Each group's locked packages, and the groups that come with them.
REQUIREMENTS = {
    "main": "requirements.txt",
    "test": "requirements-test.txt",
    "chain": "requirements-chain.txt",
    "bench": "requirements-bench.txt",
}
HOLDS = {
    "main": ("main",),
    "test": ("test", "chain", "main"),
    "chain": ("chain", "main"),
    "bench": ("bench", "main"),
}

FAILED = 3

# Both languages at once: nobody has chosen one yet.
WORDS = {
    "old": (
        "Il faut Python 3.11 ou plus récent ; celui-ci est {found} ({python}).",
        "Python 3.11 or newer is needed; this one is {found} ({python}).",
    ),
    "newer": (
        "Python {found} est trop ancien : on continue avec {newer}.",
        "Python {found} is too old: going on with {newer}.",
    ),
    "posix": (
        "Sous Windows, ce projet se lance dans WSL (le sous-système Linux).",
        "On Windows this project runs inside WSL (the Linux subsystem).",
    ),
    "waiting": (
        "Une autre commande prépare déjà .venv : on l’attend.",
        "Another command is already preparing .venv: waiting for it.",
    ),
    "preparing": (
        "Préparation de .venv ({group}), une seule fois, avec {tool}…",
        "Preparing .venv ({group}), once only, with {tool}…",
    ),
    "no-pip": (
        "Ce Python ne sait pas créer un environnement. Installez le paquet python3-venv, ou bien uv.",
        "This Python cannot make an environment. Install the package python3-venv, or else uv.",
    ),
    "not-made": (
        "L’environnement .venv n’a pas pu être créé (voir ci-dessus).",
        "The environment .venv could not be made (see above).",
    ),
    "not-installed": (
        "Installation de {requirements} impossible (voir ci-dessus) : réseau absent, ou paquet falsifié ?",
        "Cannot install {requirements} (see above): no network, or a package that is not the locked one?",
    ),
    "not-written": (
        "Impossible d’écrire dans {folder} : {reason}.",
        "Cannot write in {folder}: {reason}.",
    ),
}


class CannotPrepare(Exception):
    """The environment cannot be made here; its text says why, in both languages."""


def sentences(key: str, **values: object) -> str:
    """What we say, in French and in English, one line each."""
    return "\n".join(sentence.format(**values) for sentence in WORDS[key])


def enter(project: Path, groups: List[str]) -> None:
    """Return only inside the project's `.venv`, with the groups' packages; else prepare it and restart."""
    try:
        _require_this_python()
        environment = Environment(project)
        if environment.prepare(groups) and environment.is_active():
            return
        _start_again(str(environment.python))
    except CannotPrepare as why:
        _say(str(why))
        sys.exit(FAILED)
    except OSError as error:
        _say(sentences("not-written", folder=error.filename or project, reason=error.strerror))
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(130)


class Environment:
    """One project's `.venv`."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.folder = project / ".venv"
        self.python = self.folder / "bin" / "python"

    def is_active(self) -> bool:
        """Whether this very process runs in it."""
        return os.path.realpath(sys.prefix) == os.path.realpath(str(self.folder))

    def is_ready(self, group: str) -> bool:
        """Whether exactly these packages were completely installed, for this place and this Python."""
        try:
            return self._marker(group).read_text(encoding="utf-8") == self._expected(group)
        except OSError:
            return False

    def prepare(self, groups: List[str]) -> bool:
        """Make it ready for all these groups unless it is.

        Returns:
            Whether it was ready already.

        Raises:
            CannotPrepare: it could not be made or filled; it does not count as ready then.
            OSError: the project's folder is read-only, or the disk is full.
        """
        if all(self.is_ready(group) for group in groups):
            return True
        with _alone(self.project):
            for group in groups:
                # Whoever held the lock may just have prepared it, or it came with another group.
                if not self.is_ready(group):
                    self._make_and_fill(group)
        return False

    def _make_and_fill(self, group: str) -> None:
        uv = shutil.which("uv")
        _say(sentences("preparing", group=group, tool="uv" if uv else "pip"))
        if not any(self.is_ready(other) for other in REQUIREMENTS):
            self._make(uv)
        requirements = self.project / REQUIREMENTS[group]
        pip = None if uv else _pip_for(self.python)
        if not _succeeds(installer(self.python, requirements, uv, pip)):
            raise CannotPrepare(sentences("not-installed", requirements=requirements.name))
        for name in HOLDS[group]:
            self._marker(name).write_text(self._expected(name), encoding="utf-8")

    def _make(self, uv: Optional[str]) -> None:
        """Start from nothing: what a moved folder, an old Python or a failure left is not worth mending."""
        if self.folder.is_symlink():
            self.folder.unlink()
        elif self.folder.exists():
            shutil.rmtree(str(self.folder))
        has_ensurepip = importlib.util.find_spec("ensurepip") is not None
        if not _succeeds(creator(_python_outside(), self.folder, uv, has_ensurepip)):
            raise CannotPrepare(sentences("not-made"))

    def _marker(self, group: str) -> Path:
        return self.folder / (".ready-" + group)

    def _expected(self, group: str) -> str:
        """What the marker of a ready group holds; none holds this where the Python inside does not start."""
        digest = hashlib.sha256((self.project / REQUIREMENTS[group]).read_bytes()).hexdigest()
        version = sys.version_info[:3] if self.is_active() else version_of(str(self.python))
        shown = ".".join(map(str, version or ())) or "none, so not ready"
        # The place counts: the programs in bin/ hold it, and break when the folder is moved or copied.
        return "{}\nPython {}\n{}\n".format(digest, shown, self.folder)


def creator(python: str, folder: Path, uv: Optional[str], has_ensurepip: bool) -> List[str]:
    """The command that makes an empty environment."""
    if uv:
        return [uv, "venv", "--quiet", "--python", python, str(folder)]
    without_pip = [] if has_ensurepip else ["--without-pip"]
    return [python, "-m", "venv"] + without_pip + [str(folder)]


def installer(python: Path, requirements: Path, uv: Optional[str], pip: Optional[List[str]]) -> List[str]:
    """The command that installs the locked packages, as built by their authors, and nothing else.

    Raises:
        CannotPrepare: there is neither uv nor a pip that could do it.
    """
    only_what_is_locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(requirements)]
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", str(python)] + only_what_is_locked
    if pip:
        return pip + ["install", "--quiet", "--no-input", "--disable-pip-version-check"] + only_what_is_locked
    raise CannotPrepare(sentences("no-pip"))


def version_of(python: str) -> Optional[Tuple[int, ...]]:
    """The version that this interpreter says it is; None if it does not start (removed, a shim for none)."""
    return _numbers_from(python, "-I", "-S", "-c", "import sys; print(*sys.version_info[:3], sep='.')")


def pip_version_of(python: str) -> Optional[Tuple[int, ...]]:
    """The version of the pip that this interpreter has; None if it has none."""
    return _numbers_from(python, "-c", "import pip; print(pip.__version__)")


def _require_this_python() -> None:
    """Go on with a Python that is new enough: this one, or one that PATH has."""
    if os.name != "posix":
        raise CannotPrepare(sentences("posix"))
    if sys.version_info >= OLDEST:
        return
    found = ".".join(map(str, sys.version_info[:3]))
    for name in NEWER:
        newer = shutil.which(name)
        if newer and (version_of(newer) or ()) >= OLDEST:
            _say(sentences("newer", found=found, newer=newer))
            _start_again(newer)
    raise CannotPrepare(sentences("old", found=found, python=sys.executable))


def _start_again(python: str) -> NoReturn:
    os.execv(python, [python] + sys.argv)


def _python_outside() -> str:
    """The Python to make the environment with: never the one inside, which is about to be removed."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _pip_for(python: Path) -> Optional[List[str]]:
    """The start of a pip command for that environment: its own pip, else the system's, told where to go."""
    if pip_version_of(str(python)):
        return [str(python), "-m", "pip"]
    outside = _python_outside()
    if (pip_version_of(outside) or ()) >= OLDEST_PIP:
        return [outside, "-m", "pip", "--python", str(python)]
    return None


def _numbers_from(*command: str) -> Optional[Tuple[int, ...]]:
    """The version that a command prints, as numbers."""
    try:
        answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(int(number) for number in re.findall(r"\d+", answer.stdout.decode())[:3])


def _succeeds(command: List[str]) -> bool:
    """Run it; what it complains about goes straight to the person.

    From outside the project: what pyproject.toml tells uv is about locking, and would hold up installing.
    """
    return subprocess.run(command, cwd=os.sep, env=_surroundings(), stdout=sys.stderr).returncode == 0


def _surroundings() -> Dict[str, str]:
    """The person's own settings (proxy, certificates), but for the one that sends packages elsewhere."""
    return dict(os.environ, PIP_USER="0")


@contextmanager
def _alone(project: Path) -> Iterator[None]:
    """Hold the lock of the project. It is on the folder itself, so that no lock file is left behind."""
    import fcntl  # not on Windows, which has had its message by now

    handle = os.open(str(project), os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say(sentences("waiting"))
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _say(text: str) -> None:
    # An old terminal may not know every letter of the French sentence: better a mark than a traceback.
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stderr.flush()
