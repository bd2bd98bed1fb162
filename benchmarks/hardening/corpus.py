"""What becomes of attacks in every place at which a writer can write, as a line of JSON.

python -m benchmarks.hardening.corpus
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bad import attacking
from tests.bad.conftest import whole_story


def main() -> int:
    """Try every attack, and open what is left of them in a browser."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site_of = attacking.checker(Path(folder, "checked"))
        accepted = attacking.accepted(whole_story(), site_of, attacking.VECTORS.values())
        groups = attacking.in_groups(whole_story(), accepted, site_of)
        sites = attacking.build(whole_story(), groups, Path(folder, "built"))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        seen = [
            noticed
            for policy in (True, False)
            for site in (sites[:1] if policy else sites)
            for _, noticed in attacking.visit(browser, site, policy)
        ]
    tried = len(attacking.VECTORS) * len(attacking.PLACES)
    harmless = sum(map(len, accepted.values()))
    figures = {
        "part": "corpus",
        "vectors": len(attacking.VECTORS),
        "places": len(attacking.PLACES),
        "tried": tried,
        "refused": tried - harmless,
        "harmless": harmless,
        "pages_opened": len(seen),
        "ran": sum(map(len, seen)),
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
