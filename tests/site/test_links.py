"""A second opinion on links: LinkChecker, which shares no code with ours, finds that none is broken."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.serve import NOT_FOUND

SETTINGS = """
[checking]
maxrequestspersecond=100000
threads=4
"""


@pytest.mark.skipif(not os.environ.get("CI"), reason="takes half a minute: in CI")
def test_every_link_of_every_page_leads_somewhere(ours, served, tmp_path):
    (tmp_path / "settings").write_text(SETTINGS)
    pages = [served + path for path in ours.pages if path != NOT_FOUND]

    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("linkchecker"), "--config", tmp_path / "settings"),
            *("--no-status", "--output", "csv", *pages),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    rows = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    assert rows[1:] == [], done.stderr
    assert done.returncode == 0
