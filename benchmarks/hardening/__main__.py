"""What a writer, a disk, a clock or an attacker can do: all of it tried, and a table of what held.

python -m benchmarks.hardening --instants 100 --mixes 20 --examples 10000

Exit code 1 tells that something did not hold. Only a complete run writes its table to benchmarks/results/.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from benchmarks.hardening.rows import Options, Row, found_by
from benchmarks.hardening.table import table

SECTIONS = ("bad", "attacks", "faults", "surroundings", "fuzz", "limits", "output")
"""Modules of this folder, in the order in which the table tells them."""
RESULTS = Path(__file__).parents[1] / "results"
OWN_VIEW = ("unshare", "--map-root-user", "--mount")
"""A view of the file system of our own, where we may mount a disk."""
MODES_COUNT = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""Root without the right to pass over modes."""


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hardening", description=__doc__)
    parser.add_argument("--instants", type=int, default=100, help="how often each signal comes in a build")
    parser.add_argument(
        "--mixes", type=int, default=20, help="surroundings; from 20 on each factor alone, too"
    )
    parser.add_argument("--examples", type=int, default=10_000, help="how many are made up of each kind")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="which sections (all)")
    parser.add_argument(
        "--date", type=date.fromisoformat, default=time.strftime("%Y-%m-%d"), help="for the table (today)"
    )
    given = parser.parse_args()
    enter_own_view()
    started = time.monotonic()
    rows = [row for name in given.only for row in rows_of(name, given)]
    command = f"inv hardening --instants {given.instants} --mixes {given.mixes} --examples {given.examples}"
    lines = list(table(rows, given.date, command, time.monotonic() - started))
    print(*lines, sep="\n")
    if set(given.only) == set(SECTIONS):
        told = RESULTS / f"hardening-{given.date}.md"
        told.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(not all(row.holds for row in rows))


def enter_own_view() -> None:
    """Start again where disks can be mounted and modes count for root too, as far as this machine allows."""
    if "HARDENING" in os.environ:
        return
    prefix: list[str] = []
    for part in (OWN_VIEW, MODES_COUNT):
        tried = subprocess.run([*prefix, *part, "true"], capture_output=True, check=False)
        prefix += part if tried.returncode == 0 else ()
    command = [*prefix, sys.executable, "-m", "benchmarks.hardening", *sys.argv[1:]]
    os.execvpe(command[0], command, {**os.environ, "HARDENING": "1"})


def rows_of(name: str, given: argparse.Namespace) -> list[Row]:
    """The rows of a section, found in a process of its own: sections fork, and measure memory."""
    started = time.monotonic()
    apart = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="hardening-") as folder,
        ProcessPoolExecutor(1, mp_context=apart) as pool,
    ):
        options = Options(
            instants=given.instants, mixes=given.mixes, examples=given.examples, folder=Path(folder).resolve()
        )
        try:
            rows = pool.submit(found_by, name, options).result()
        except Exception as error:  # of what the others took long to find, nothing shall be lost
            told = f"{type(error).__name__}: {error}"
            rows = [Row(section=name, what=name, tried=1, held=0, promised="runs to its end", notes=(told,))]
    print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    sys.exit(main())
