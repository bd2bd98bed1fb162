"""What the Nu HTML Checker finds in the pages, the stylesheet and the drawings: nothing."""

import json
import shutil
import subprocess

from tests.site.conftest import ROOT, missing

KINDS = ("html", "css", "svg")
PASSED_OVER = ".*violates Content Security Policy.*"
"""To the checker files are no 'self', and data is a script. A browser says what is violated."""


def test_pages_styles_and_drawings_keep_the_standards(ours):
    java, checker = shutil.which("java"), next(ROOT.glob(".cache/vnu-jar-*/vnu.jar"), None)
    if not java or not checker:
        missing("needs Java and the Nu HTML Checker: .ci/checker puts it in its place")
    files = [file for kind in KINDS for file in sorted(ours.folder.rglob(f"*.{kind}"))]

    done = subprocess.run(
        [java, "-jar", checker, "--also-check-css", "--also-check-svg", "--format", "json",
         "--filterpattern", PASSED_OVER, *files],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    said = [
        f"{message['url']}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
    ]
    assert said == []
    assert done.returncode == 0
    assert {file.suffix[1:] for file in files} == set(KINDS)
