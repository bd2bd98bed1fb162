"""What programs of others find in pages, a line each fault: for tests of some, for the table of all."""

import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from axe_playwright_python.base import AXE_SCRIPT

from tests.site.conftest import ROOT, browsing, missing

CHECKERS = ROOT / ".cache/checkers/node_modules"
PASSED_OVER = ".*violates Content Security Policy.*"
"""To the Nu checker files are no 'self', and data is a script. A browser says what is violated."""

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

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Our own rule for text is stricter: 7 to 1.
    "rules": {"color-contrast": {"enabled": False}, "color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # of files that only rules for sound and video read
}
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 800}


def standards(files):
    """What the Nu HTML Checker finds in pages, stylesheets and drawings."""
    java, checker = shutil.which("java"), CHECKERS / "vnu-jar/build/dist/vnu.jar"
    if not java or not checker.is_file():
        missing("needs Java and the Nu HTML Checker: .ci/checker puts it in its place")
    done = _run(
        java, "-jar", checker, "--also-check-css", "--also-check-svg", "--format", "json",
        "--filterpattern", PASSED_OVER, *files,
    )  # fmt: skip
    said = [
        f"{message['url']}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
    ]
    assert said or done.returncode == 0, done.stdout
    return said


def accessibility(files):
    """Which rules of accessibility html-validate finds broken in pages."""
    with TemporaryDirectory() as folder:
        rules = Path(folder, "rules.json")
        rules.write_text(json.dumps(ACCESSIBILITY))
        done = _run(*_of_node("html-validate"), "--config", rules, "--formatter", "json", *files)
    said = [
        f"{page['filePath']}:{message['line']}: {message['ruleId']}: {message['message']}"
        for page in json.loads(done.stdout)
        for message in page["messages"]
    ]
    assert said or (done.returncode, done.stderr) == (0, "")
    return said


def links(site):
    """Which links, pictures and places within pages check-html-links misses in a folder.

    It reads files only: what stands at another address it looks at when it is told to, and it is not.
    """
    done = _run(*_of_node("check-html-links"), site.folder.resolve(), "--absolute-base-url", site.address)
    # It ends with 0 even so: what counts is what it says, and that it read all pages.
    assert f"Found {len(site.pages)} files" in done.stdout, done.stderr
    return [line.strip() for line in done.stderr.splitlines()]


def _of_node(name):
    node, program = shutil.which("node"), CHECKERS / ".bin" / name
    if not node or not program.exists():
        missing(f"needs Node and {name}: .ci/checker puts it in its place")
    return node, program


def _run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def axe(page):
    """What axe, which came with the page, finds on it: its rules, each with the elements."""
    return [
        f"{rule['id']}: {' '.join(node['target'])}"
        for rule in page.evaluate("(rules) => axe.run(rules)", AXE)["violations"]
        for node in rule["nodes"]
    ]


def shared(pages, look, **options):
    """What `look` finds on pages, shared among as many browsers as there are processors."""
    browsers = os.cpu_count()

    def work(share):
        with browsing() as browser:
            page = browser.new_page(**options)
            page.add_init_script(AXE_SCRIPT)
            return list(look(page, share))

    with ThreadPoolExecutor(browsers) as pool:
        shares = pool.map(work, [pages[start::browsers] for start in range(browsers)])
        return [fault for share in shares for fault in share]


def axe_by_page(site, served, paths):
    """What axe finds on pages, each fault with its page."""
    longest_first = sorted(paths, key=lambda path: len(site.pages[path].text), reverse=True)

    def look(page, share):
        # All pages are put into one document: a browser that has warmed up on axe is twice as fast.
        page.goto(served)
        for path in share:
            page.set_content(site.pages[path].text)
            yield from (f"{path}: {fault}" for fault in axe(page))

    return shared(longest_first, look, viewport=WIDE, bypass_csp=True)


def asked_elsewhere(served, paths):
    """What pages ask of other sites while they are read, each address with its page."""

    def look(page, share):
        asked = []
        page.on("request", lambda request: asked.append((request.frame.url, request.url)))
        for path in share:
            page.goto(served + path)
        page.wait_for_load_state("networkidle")
        assert len(asked) >= len(share)
        return [f"{shown}: {address}" for shown, address in asked if not address.startswith(served)]

    return shared(paths, look, viewport=WIDE)
