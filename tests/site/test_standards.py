"""What the Nu HTML Checker and html-validate find in the pages, the stylesheet and the drawings: nothing."""

import json
import shutil
import subprocess

from tests.site.conftest import ROOT, missing

CHECKERS = ROOT / ".cache/checkers/node_modules"
KINDS = ("html", "css", "svg")
PASSED_OVER = ".*violates Content Security Policy.*"
"""To the checker files are no 'self', and data is a script. A browser says what is violated."""

ACCESSIBILITY = {
    "root": True,
    "extends": ["html-validate:a11y"],
    "rules": {
        # A list may have a name: only what ARIA calls generic may not.
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
        # A table that scrolls is a region by its role: a section it is not, it has no heading.
        "prefer-native-element": ["error", {"exclude": ["region"]}],
        # Nothing is sent by the form on the timeline: it answers while one types.
        "wcag/h32": "off",
    },
}


def test_pages_styles_and_drawings_keep_the_standards(ours):
    java, checker = shutil.which("java"), CHECKERS / "vnu-jar/build/dist/vnu.jar"
    if not java or not checker.is_file():
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


def test_pages_keep_the_rules_of_accessibility(ours, tmp_path):
    node, checker = shutil.which("node"), CHECKERS / ".bin/html-validate"
    if not node or not checker.exists():
        missing("needs Node and html-validate: .ci/checker puts it in its place")
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(ACCESSIBILITY))

    done = subprocess.run(
        [
            node,
            checker,
            "--config",
            rules,
            "--formatter",
            "json",
            *(page.file for page in ours.pages.values()),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    said = [
        f"{page['filePath']}:{message['line']}: {message['ruleId']}: {message['message']}"
        for page in json.loads(done.stdout)
        for message in page["messages"]
    ]
    assert said == []
    assert (done.returncode, done.stderr) == (0, "")
