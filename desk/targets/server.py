"""A server over ssh that holds whole releases, and a link to the one that is online.

What happens there is done by `deploy/server/site`, which the set-up leaves on it.
"""

import getpass
import hashlib
import re
import shlex
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, ClassVar, NoReturn

from desk.hosting import is_hashed
from desk.manifest import Manifest
from desk.stop import Code, Stop
from desk.targets import Release

SITE = Path(__file__).parents[2] / "deploy/server/site"


OPTIONS = (
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    "ForwardAgent=no",
    "LogLevel=ERROR",
    # Who does not answer is given up within 15 seconds.
    "ConnectTimeout=5",
    "ConnectionAttempts=1",
    "ServerAliveInterval=4",
    "ServerAliveCountMax=2",
)
NO_CONNECTION, NO_PROGRAM = 255, 127

REASON = re.compile(
    r"^no (held|busy|unlocked|incomplete|online|unknown|not-kept|no-site|"
    r"root|home|work-tree|other|foreign)\b ?(.*)$",
    re.MULTILINE,
)
"""How the server's program says why it does not do something."""

STILL_HERE = 10
"""Seconds after which a deploy that only transfers says that it is still there."""


@dataclass(slots=True, kw_only=True)
class Server:
    """One folder of a server."""

    FORMS: ClassVar[Mapping[str, str]] = {
        "host": r"([A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*",
        "path": r"/[A-Za-z0-9._/-]+",
        "port": r"[1-9]\d{0,4}",
        "identity": r"\S.*",
        "known_hosts": r"\S.*",
        "keep": r"[2-9]|[1-9]\d",
    }
    """What the file of targets may say of one: the form of each value, a regular expression."""

    name: str
    host: str
    path: str
    port: int | None = None
    identity: str | None = None
    known_hosts: str | None = None
    keep: int = 5
    leaves_out: tuple[str, ...] = ()

    def live(self) -> Manifest | None:
        """What is online.

        Raises:
            Stop: the server does not answer, or has no set-up of ours (4).
        """
        _, _, manifest = self._state()
        return manifest

    def send(self, tree: Path, new: Manifest, live: Manifest | None) -> None:
        """Transfer what the server has not, let it check the whole, and put that online.

        Raises:
            Stop: it was not put online (4).
        """
        with self._alone() as session:
            if session.address != new.address:
                raise self.stop("other", session.address)
            if session.live != (live.release if live else ""):
                raise self.stop("moved", session.live)
            session.ask(f"prepare {new.release}")
            self._transfer(tree, new.release, session)
            assets = [path for path in new.files if is_hashed(path)]
            session.ask(" ".join(["activate", new.release, *assets]))
            session.ask(f"prune {self.keep}")

    def releases(self) -> list[Release]:
        """Those that the server keeps, newest first."""
        live, kept, _ = self._state()
        return [Release(name=name, since=since, is_live=name == live) for name, since in kept]

    def back_to(self, release: str, *, failed: bool = False) -> None:
        """Let the link lead to that release, and keep the one that has failed no longer.

        Raises:
            Stop: it is not kept (2), or is damaged, or the server does not answer (4).
        """
        with self._alone() as session:
            session.ask(f"switch {release}")
            if failed:
                session.ask(f"drop {session.live}")

    def set_up(self, address: str, former: str = "") -> None:
        """Make an empty folder of the server ready for the site of this address, or renew its program.

        The folder of a site that had another address is taken only if that is the `former` one.

        Raises:
            Stop: the folder is not empty, or one that a deploy must never touch (4).
        """
        # A shell has to be there, so it needs a key without a forced command; once.
        command = (
            'script=$(mktemp) && cat >"$script" && sh "$script" set-up '
            f"{shlex.join([self.path, address, former])}; "
            'code=$?; rm -f "$script"; exit $code'
        )
        self._answer(command, SITE.read_bytes())

    @property
    def _ssh(self) -> list[str]:
        chosen = [
            *(f"-o{option}" for option in OPTIONS),
            *([f"-oUserKnownHostsFile={self._file(self.known_hosts)}"] if self.known_hosts else []),
            *([f"-i{self._file(self.identity)}", "-oIdentitiesOnly=yes"] if self.identity else []),
            *([f"-p{self.port}"] if self.port else []),
        ]
        return ["ssh", "-T", *chosen]

    @staticmethod
    def _file(given: str) -> Path:
        return Path(given).expanduser().absolute()

    @property
    def _site(self) -> str:
        return f"{self.path}/bin/site"

    def _state(self) -> tuple[str, list[tuple[str, str]], Manifest | None]:
        """The release that is online, all with the moment when they came, and what the first consists of."""
        answer, _, manifest = self._answer(f"{self._site} state").partition("\n\n")
        itself, *kept = answer.splitlines()
        _, live = self.known(itself)
        pairs = [(name, since) for name, since in map(str.split, kept)]
        return live, pairs, Manifest.read(manifest) if manifest else None

    def known(self, itself: str) -> tuple[str, str]:
        """The address, and the release that is online, of a server that says what it is.

        Raises:
            Stop: its program is not the one that we know (4).
        """
        script, _, rest = itself.removeprefix("ok ").partition(" ")
        # First: what another program says may have another form.
        if script != hashlib.sha256(SITE.read_bytes()).hexdigest():
            raise self.stop("program")
        address, _, live = rest.partition(" ")
        return address, live

    def _answer(self, command: str, given: bytes = b"") -> str:
        """What a command there prints."""
        ended = subprocess.run(
            [*self._ssh, "--", self.host, command], input=given, capture_output=True, check=False
        )
        said = ended.stdout.decode(errors="replace")
        if ended.returncode:
            raise self.failure(ended.returncode, said, ended.stderr)
        return said

    @contextmanager
    def _alone(self) -> Iterator["Session"]:
        """Be the only one who changes something there; over when the connection is, however that ends."""
        who = shlex.quote(f"{getpass.getuser()}@{socket.gethostname()}")
        command = [*self._ssh, "--", self.host, f"{self._site} lock {who}"]
        with (
            TemporaryFile() as complaints,
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
            ) as process,
        ):
            try:
                yield Session(self, process, complaints)
            finally:
                # What the connection could not take when it broke must not hide why it did.
                assert process.stdin
                with suppress(BrokenPipeError):
                    process.stdin.close()

    def _transfer(self, tree: Path, release: str, session: "Session") -> None:
        """Send what the server has not. What an earlier try has brought there already is not sent again."""
        command = [
            *("rsync", "--recursive", "--checksum", "--perms", "--chmod=D755,F644", "--delete"),
            *("--timeout=15", "--no-secluded-args", f"--rsh={shlex.join(self._ssh)}"),
            # The server's program itself knows where to put them: no path is sent.
            f"--rsync-path={self._site} receive {release}",
            *("--", f"{tree}/", f"{self.host}:incoming"),
        ]
        with (
            TemporaryFile() as complaints,
            subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=complaints) as process,
        ):
            try:
                while process.poll() is None:
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(STILL_HERE)
                    session.say("wait")
            finally:
                process.terminate()
            if process.returncode:
                raise self.failure(process.returncode, "", _whole(complaints))

    def failure(self, code: int, said: str, complaints: bytes) -> Stop:
        """What to say of a command that did not end well."""
        complained = complaints.decode(errors="replace")
        if given := REASON.search(f"{said}\n{complained}"):
            reason, detail = given.groups()
            if reason == "not-kept":
                return Stop.saying(Code.USAGE, "no-release", release=detail, name=self.name)
            return self.stop(reason, detail)
        lines = [line for line in complained.splitlines() if line.strip()]
        # rsync begins with the reason and goes on with what follows from it; ssh and others end with it.
        reasons = [line for line in lines if line.startswith("rsync: ")] or lines[-1:]
        detail = reasons[0] if reasons else f"exit code {code}"
        if code == NO_PROGRAM:
            return self.stop("no-site")
        return self.stop("unreachable" if code == NO_CONNECTION else "failed", detail)

    def stop(self, reason: str, detail: str = "") -> Stop:
        """What to say of what the server refuses, for the reason that it has given."""
        return Stop.saying(
            Code.DEPLOY, f"server-{reason}", name=self.name, host=self.host, path=self.path, detail=detail
        )


class Session:
    """A connection on which one deploy is alone at work."""

    def __init__(self, server: Server, process: subprocess.Popen[bytes], complaints: IO[bytes]) -> None:
        self.server = server
        self.process = process
        self.complaints = complaints
        self.address, self.live = server.known(self._answer())

    def ask(self, order: str) -> None:
        """Have something done.

        Raises:
            Stop: it was not (4).
        """
        self.say(order)
        self._answer()

    def say(self, order: str) -> None:
        """Send a line.

        Raises:
            Stop: nobody listens any more (4).
        """
        assert self.process.stdin
        try:
            self.process.stdin.write(f"{order}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            self._fail("")

    def _answer(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline().decode(errors="replace")
        word, _, rest = line.rstrip("\n").partition(" ")
        if word != "ok":
            self._fail(line)
        return rest

    def _fail(self, said: str) -> NoReturn:
        code = self.process.wait()
        raise self.server.failure(code, said, _whole(self.complaints))


def _whole(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
