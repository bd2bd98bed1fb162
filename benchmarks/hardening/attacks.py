"""What becomes of attacks in every place at which a writer can write: refused, or opened in a browser."""

import shutil
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from benchmarks.hardening.rows import Options, Row
from tests.bad import attacking
from tests.bad.conftest import whole_story

SECTION = "Attacks"


def rows(options: Options) -> Iterator[Row]:
    """Try every attack, and open what is left in a browser, with the policy of the pages and without."""
    story = whole_story()
    site_of = attacking.checker(options.folder / "checked")
    accepted = attacking.accepted(story, site_of, attacking.VECTORS.values())
    tried = len(attacking.VECTORS) * len(attacking.PLACES)
    harmless = sum(map(len, accepted.values()))
    yield Row(
        section=SECTION,
        what=f"{len(attacking.VECTORS)} attacks, each in {len(attacking.PLACES)} places",
        tried=tried,
        held=tried,  # who is neither refused nor accepted ends it all
        promised="refused, or shown as the words it is",
        notes=(f"{tried - harmless:,} refused, {harmless:,} shown and found harmless below",),
    )
    program = shutil.which("chromium")
    if not program:
        yield _opened("pages that hold what was shown", {}, "needs a browser: apt-get install chromium")
        return
    sites = attacking.build(story, attacking.in_groups(story, accepted, site_of), options.folder / "built")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for policy, opened in ((True, sites[:1]), (False, sites)):
            seen = {
                f"{site.parent.name}/{path}": noticed
                for site in opened
                for path, noticed in attacking.visit(browser, site, policy)
            }
            yield _opened(f"pages that hold them, {'with' if policy else 'without'} their policy", seen)


def _opened(what: str, seen: dict[str, list[str]], *lacking: str) -> Row:
    ran = {path: noticed for path, noticed in seen.items() if noticed}
    return Row(
        section=SECTION,
        what=what,
        tried=len(seen),
        held=len(seen) - len(ran),
        promised="nothing runs, nobody is asked",
        notes=(*lacking, *(f"{path}: {noticed}" for path, noticed in ran.items())),
    )
