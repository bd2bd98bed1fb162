"""The rows of all sections as one page of Markdown."""

import os
import platform
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.metadata import version
from itertools import groupby

from benchmarks.hardening.rows import Row

PACKAGES = ("pelican", "markdown", "markdown-it-py", "pyyaml", "nh3", "hypothesis")


def table(rows: Sequence[Row], day: date, command: str, seconds: float) -> Iterator[str]:
    """The lines of the page; a complete one and one of some sections look alike."""
    yield f"# Hardening on {day.day} {day:%B %Y}"
    yield ""
    yield f"Made by `{command}` in {seconds / 60:.0f} minutes. {_machine()}"
    yield ""
    yield (
        "A line holds if all that its columns promise held each time. Every bad input is built with the "
        "command over a good output, whose digest is compared before and after; the same faults in other "
        "places are checked in process, as a build does before it writes anything."
    )
    yield from ("", "## In all", "")
    yield from _lines(
        ("promised", "tried", "held", "broken"),
        ((promised, f"{tried:,}", f"{held:,}", f"{tried - held:,}") for promised, tried, held in _sums(rows)),
    )
    for section, of_section in _by(rows, "section"):
        yield from ("", f"## {section}")
        lines = [(what, tuple(of_line)) for what, of_line in _by(of_section, "what")]
        for promises, alike in groupby(lines, key=lambda line: tuple(row.promised for row in line[1])):
            yield ""
            yield from _lines(
                ("", *promises, "holds", "notes"), (_cells(what, of_line) for what, of_line in alike)
            )


def _by(rows: Iterable[Row], name: str) -> list[tuple[str, list[Row]]]:
    """The rows that share a value, in the order in which each value came first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return list(found.items())


def _sums(rows: Iterable[Row]) -> Iterator[tuple[str, int, int]]:
    for promised, alike in _by(rows, "promised"):
        yield promised, sum(row.tried for row in alike), sum(row.held for row in alike)


def _cells(what: str, rows: Sequence[Row]) -> Iterator[str]:
    yield what
    yield from (f"{row.held:,} of {row.tried:,}" for row in rows)
    if not all(row.holds for row in rows):
        yield "**no**"
    else:
        yield "yes" if any(row.tried for row in rows) else "not tried"
    yield "; ".join(note for row in rows for note in row.notes)


def _lines(head: Sequence[str], lines: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "| --- " * len(head) + "|"
    for cells in lines:
        # What was typed may hold anything.
        clean = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
        yield f"| {' | '.join(clean)} |"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with_versions = [f"{name} {version(name)}" for name in PACKAGES]
    if program := shutil.which("chromium"):
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
        with_versions.append(" ".join(told.stdout.split()[:2]))
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, {', '.join(with_versions)}."
    )
