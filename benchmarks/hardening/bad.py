"""What writers get wrong: each is named at its exact place, none is published, none harms what was."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

import dossier
from benchmarks.hardening.rows import QUIET, UNHARMED, Options, Row
from benchmarks.hardening.trial import Trial
from desk.stop import Code
from tests.bad import breaking
from tests.bad.conftest import whole_story

Case = Mapping[str, Any]
Held = Mapping[str, bool]
"""Of each promise, whether it held."""

PROBLEM = re.compile(r"^(?:content/)?(.+?:\d+:\d+): ([a-z0-9-]+): ", re.MULTILINE)
"""A line of what the command says."""
EXACT = "named at its exact place"
UNPUBLISHED = "not published"


def rows(options: Options) -> Iterator[Row]:
    """Build every case over a good output; then check each with its fault elsewhere, and the controls."""
    yield from by_family("Bad inputs", built(options.folder / "built", breaking.BAD))
    yield from by_family(
        f"Bad inputs, each fault moved to {len(breaking.PLACES)} other places",
        moved(options.folder / "moved", {name: breaking.BAD[name] for name in breaking.MOVABLE}),
    )
    yield from by_family(
        "What only looks like a mistake", controls(options.folder / "controls", breaking.CONTROLS)
    )


def by_family(section: str, cases: Iterable[tuple[str, Held]]) -> Iterator[Row]:
    """A row for each promise to each family."""
    families: dict[str, list[tuple[str, Held]]] = {}
    for name, held in cases:
        families.setdefault(name.partition(": ")[0], []).append((name, held))
    for family, tried in families.items():
        for promise in tried[0][1]:
            broken = [name for name, held in tried if not held[promise]]
            yield Row(
                section=section,
                what=family.replace("-", " "),
                tried=len(tried),
                held=len(tried) - len(broken),
                promised=promise,
                notes=tuple(f"{name}: {promise}" for name in broken),
            )


def built(folder: Path, cases: Mapping[str, Case]) -> Iterator[tuple[str, Held]]:
    """Build each case with the command, over the good output of the story without a fault."""
    story = whole_story()
    trial = Trial(folder)
    write(folder, story)
    assert trial.build().code == Code.DONE
    before = trial.shown()
    for name, case in cases.items():
        write(folder, breaking.changed(case, story))
        if "make" in case:
            with chdir(folder):
                breaking.make(case)
        ended = trial.build()
        yield (
            name,
            {
                EXACT: ended.code == Code.CONTENT and places(ended.said) == breaking.expected(case),
                UNPUBLISHED: ended.code != Code.DONE,
                QUIET: ended.code != Code.INTERNAL and "Traceback" not in ended.said,
                UNHARMED: trial.shown() == before,
            },
        )


def places(said: str) -> list[str]:
    """Place and code of every problem that the command named."""
    return sorted(f"{place} {code}" for place, code in PROBLEM.findall(said))


def moved(folder: Path, cases: Mapping[str, Case]) -> Iterator[tuple[str, Held]]:
    """Check each case with its fault in every other place."""
    story = whole_story()
    for name, case in cases.items():
        for elsewhere in breaking.PLACES:
            files, said = breaking.put_elsewhere(case, elsewhere, story)
            found = examined(folder, files)
            yield (
                f"{name}, {elsewhere.__name__}",
                {
                    EXACT: found is not None and breaking.places(found.problems) == said,
                    UNPUBLISHED: found is None or found.dossier is None,
                    QUIET: found is not None,
                },
            )


def controls(folder: Path, cases: Mapping[str, Case]) -> Iterator[tuple[str, Held]]:
    """Check what looks like a mistake and is none."""
    for name, case in cases.items():
        found = examined(folder, breaking.changed(case, whole_story()))
        yield f"controls: {name}", {"accepted": found is not None and found.dossier is not None}


def examined(folder: Path, files: Mapping[str, bytes]) -> dossier.Examined | None:
    """What a check finds; nothing if it breaks down."""
    write(folder, files)
    with chdir(folder):
        try:
            return dossier.examine("content")
        except Exception:
            return None


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Let the content be these files and no other."""
    shutil.rmtree(folder / "content", ignore_errors=True)
    for name, content in files.items():
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
