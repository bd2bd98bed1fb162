"""Nothing that a disk, a lock or a signal does to a build loses what was good.

What this machine does not allow is told as not tried; `__main__` begins where it allows most.
"""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from errno import ENOSPC
from functools import partial
from pathlib import Path

from benchmarks.hardening.rows import QUIET, UNHARMED, Options, Row
from benchmarks.hardening.trial import Ended, Fault, Trial, quiet
from desk.stop import Code

SECTION = "Faults during a build"
CHANGES = ("os.mkdir", "os.rename", "os.symlink", "os.link", "os.truncate")
STARTS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system")
PROGRAMS = {"pagefind"}
"""What a build may start: that makes the search index."""


@dataclass(kw_only=True)
class Tally:
    """What one kind of fault did to builds, all told."""

    fault: str
    tried: int = 0
    survived: int = 0
    harmed: int = 0
    tracebacks: int = 0
    notes: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """A row for each promise."""
        notes = tuple(self.notes)
        for promised, broken in (
            ("survived", self.tried - self.survived),
            (UNHARMED, self.harmed),
            (QUIET, self.tracebacks),
        ):
            yield Row(
                section=SECTION,
                what=self.fault,
                tried=self.tried,
                held=self.tried - broken,
                promised=promised,
                notes=notes,
            )
            notes = ()


def suffer(
    trial: Trial,
    tally: Tally,
    when: str,
    strike: Callable[[], Ended],
    codes: set[int],
    mend: Callable[[], object] = lambda: None,
) -> Ended:
    """One build under a fault, and the next without it; into the tally goes what was not as promised.

    The link shows what it showed, or the whole of the new; the exit code is one of those (or 0, if the fault
    came too late); a stop is said in one line; the next build works, and leaves nothing of this one.
    """
    trial.change()
    before = trial.shown()
    ended = strike()
    after = trial.shown()
    mend()
    again = trial.build()
    lines = ended.said.splitlines()
    traceback = "Traceback (most recent" in ended.said
    harmed = after not in {before, trial.shown()}
    wrongs = {
        "what was shown is harmed": harmed,
        "a traceback": traceback,
        f"exit code {ended.code}": ended.code not in codes | ({0} if after != before else set()),
        "nothing said": ended.code > 0 and not lines,
        "does not say that it stopped": ended.code in {130, 143} and lines[-1:] != ["stopped"],
        f"the next build ends with {again.code}: {again.said}": again.code != 0,
        f"left behind: {trial.left_over()}": trial.left_over(),
        "a process is left": not quiet(),
    }
    notes = [wrong for wrong, is_so in wrongs.items() if is_so]
    tally.tried += 1
    tally.survived += not notes
    tally.harmed += harmed
    tally.tracebacks += traceback
    tally.notes += [f"{when}: {', '.join(notes)}; it said: {ended.said}"] if notes else []
    return ended


def spread(number: int, steps: int) -> list[int]:
    """So many instants from the first step to the last."""
    return [1 + round(i * (steps - 1) / max(1, number - 1)) for i in range(number)]


def signals(folder: Path, instants: int) -> Iterator[Tally]:
    """A signal at instants of a build."""
    trial = Trial(folder)
    steps = trial.steps()
    for number, code in ((signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGTERM, 143)):
        tally = Tally(fault=number.name)
        for instant in spread(instants, steps):
            # Before it has begun, a command is just ended by the signal; a shell says the same code then.
            run = partial(trial.build, at(instant, number))
            suffer(trial, tally, f"step {instant}", run, {code, -number})
        yield tally


def at(instant: int, number: signal.Signals) -> Fault:
    """A signal that comes at a step."""

    def strike(step: int, _name: str, _concerns: tuple[object, ...]) -> None:
        if step == instant:
            os.kill(os.getpid(), number)

    return strike


def full_from(instant: int, folder: Path) -> Fault:
    """A disk with no room for another file from a step on."""

    def strike(step: int, name: str, concerns: tuple[object, ...]) -> None:
        if step < instant or not (name in CHANGES or (name == "open" and writes(concerns))):
            return
        if str(concerns[0]).startswith(str(folder)):
            raise OSError(ENOSPC, os.strerror(ENOSPC), str(concerns[0]))

    return strike


def writes(concerns: Sequence[object]) -> bool:
    """Whether a file is opened to be written."""
    flags = concerns[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def no_room(folder: Path, steps: int) -> Iterator[Tally]:
    """No room: for another file, in a file, on a real disk."""
    trial = Trial(folder / "files")
    tally = Tally(fault="no room for another file")
    for instant in spread(steps, trial.steps()):
        fault = full_from(instant, trial.folder)
        suffer(trial, tally, f"step {instant}", partial(trial.build, fault), {Code.ENVIRONMENT})
    yield tally

    trial = Trial(folder / "limit")
    trial.build()
    biggest = max(file.stat().st_size for file in trial.output.rglob("*") if file.is_file())
    tally = Tally(fault="no room in a file (RLIMIT_FSIZE)")
    for limit in spread(steps, biggest):
        run = partial(trial.build, biggest=limit - 1)
        suffer(trial, tally, f"{limit - 1} bytes", run, {Code.ENVIRONMENT})
    yield tally

    yield full_disk(folder / "disk", steps)


def full_disk(folder: Path, steps: int) -> Tally:
    """A small disk of our own, with less room at each step."""
    tally = Tally(fault="disk full or read-only (tmpfs)")
    folder.mkdir()
    if reason := mount(folder, "size=64M"):
        tally.notes.append(reason)
        return tally
    trial = Trial(folder)
    trial.build()
    trial.change()
    trial.build()
    used = os.statvfs(folder)
    bytes_used = (used.f_blocks - used.f_bfree) * used.f_frsize
    for room in spread(steps, bytes_used // 2):
        mount(folder, f"remount,size={bytes_used + room - 1}")
        suffer(
            trial,
            tally,
            f"room for {room} bytes",
            trial.build,
            {Code.ENVIRONMENT},
            partial(mount, folder, "remount,size=64M"),
        )

    def read_only() -> Ended:
        mount(folder, "remount,ro")
        return trial.build()

    suffer(trial, tally, "read-only", read_only, {Code.ENVIRONMENT}, partial(mount, folder, "remount,rw"))
    subprocess.run(["umount", str(folder)], check=True)
    return tally


def mount(folder: Path, options: str) -> str:
    """Why no disk could be mounted there; empty if it was."""
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.strip()


def not_allowed(folder: Path) -> Tally:
    """Modes that forbid what a build has to do."""
    tally = Tally(fault="permission denied")
    probe = folder / "probe"
    probe.touch(mode=0o000)
    if os.access(probe, os.R_OK):
        tally.notes.append("to this user modes do not count, and setpriv is missing or not allowed")
        return tally
    trial = Trial(folder / "modes")
    trial.build()
    # What a writer may not read is a fault of the content, and named with all others.
    for name, mode, code in (
        (".", 0o555, Code.ENVIRONMENT),
        (".builds", 0o555, Code.ENVIRONMENT),
        (".builds/lock", 0o000, Code.ENVIRONMENT),
        (".builds/cache", 0o000, Code.ENVIRONMENT),
        ("content/pages/about.fr.md", 0o000, Code.CONTENT),
        ("content/timeline", 0o000, Code.CONTENT),
    ):
        path = trial.folder / name
        usual = path.stat().st_mode

        def strike(path: Path = path, mode: int = mode) -> Ended:
            path.chmod(mode)
            return trial.build()

        suffer(trial, tally, f"{name}: {mode:o}", strike, {code}, partial(path.chmod, usual))
    return tally


def vanishing(folder: Path, steps: int) -> Tally:
    """A file of the content goes away in the middle of the build."""
    trial = Trial(folder)
    victim, away = (trial.folder / name for name in ("content/pages/about.fr.md", "away.md"))
    tally = Tally(fault="a file vanishes")
    for instant in spread(steps, trial.steps()):

        def strike(step: int, _name: str, _concerns: tuple[object, ...], instant: int = instant) -> None:
            if step == instant:
                victim.rename(away)

        run = partial(trial.build, strike)
        suffer(trial, tally, f"step {instant}", run, {Code.CONTENT}, partial(back, away, victim))
    return tally


def back(away: Path, victim: Path) -> None:
    """Put the file back; a build that had fewer steps than the one before never came to take it away."""
    if away.exists():
        away.rename(victim)


def left_lock(folder: Path) -> Tally:
    """A lock that a killed build left, with a number that another process has by now."""
    trial = Trial(folder)
    trial.build()
    tally = Tally(fault="a stale lock")

    def strike() -> Ended:
        (trial.folder / ".builds/lock").write_text(str(os.getpid()), encoding="ascii")
        return trial.build()

    ended = suffer(trial, tally, "left", strike, {Code.DONE})
    assert "waiting" not in ended.said, "a stale lock blocks"
    return tally


def own_ground(folder: Path) -> Iterator[Row]:
    """What a build writes outside its own folder, and which programs it starts."""
    trial = Trial(folder, "publishconf")
    report = folder.with_suffix(".txt")
    reports = os.open(report, os.O_WRONLY | os.O_CREAT)

    def watch(_step: int, name: str, concerns: tuple[object, ...]) -> None:
        if name.startswith(STARTS):
            os.write(reports, f"starts {Path(str(concerns[0])).name}\n".encode())
        elif (name in CHANGES or (name == "open" and writes(concerns))) and not isinstance(concerns[0], int):
            written = concerns[1] if name in ("os.rename", "os.symlink") else concerns[0]
            os.write(reports, f"writes {trial.folder / os.fsdecode(written)}\n".encode())  # type: ignore[arg-type]

    ended = trial.build(watch)
    assert ended.code == Code.DONE, ended.said
    os.close(reports)
    told = [line.split(" ", 1) for line in sorted(set(report.read_text(encoding="utf-8").splitlines()))]
    written = [Path(path) for does, path in told if does == "writes"]
    # Python's own, of the settings file.
    own = (trial.folder / ".builds", trial.output, trial.folder / "__pycache__")
    elsewhere = [str(path) for path in written if not any(map(path.is_relative_to, own))]
    programs = {name for does, name in told if does == "starts"}
    for what, done, wrong in (
        ("files and folders written", len(written), elsewhere),
        ("programs started", len(programs), sorted(programs - PROGRAMS)),
    ):
        yield Row(
            section=SECTION,
            what=what,
            tried=done,
            held=done - len(wrong),
            promised="on its own ground",
            notes=tuple(wrong),
        )


def rows(options: Options) -> Iterator[Row]:
    """Disturb builds in every way a machine can; of what takes long, at a fifth of the instants."""
    few = max(3, options.instants // 5)
    folder = options.folder
    for tally in signals(folder / "signals", options.instants):
        yield from tally.rows()
    for tally in no_room(folder / "room", few):
        yield from tally.rows()
    for tally in (
        not_allowed(folder),
        vanishing(folder / "vanishing", few),
        left_lock(folder / "lock"),
    ):
        yield from tally.rows()
    yield from own_ground(folder / "own")
