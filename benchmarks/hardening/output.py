"""What checkers find in the site, on every page: those of standards and links, axe, our own inspection."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest

from benchmarks.hardening.rows import Options, Row
from desk import inspection
from desk.manifest import Manifest
from tests.site import checkers
from tests.site.conftest import built, serving


def rows(options: Options) -> Iterator[Row]:
    """Build the site and have all of it looked at."""
    site = built("ours", options.folder)
    pages = [page.file for page in site.pages.values()]
    others = [file for kind in ("css", "svg") for file in sorted(site.folder.rglob(f"*.{kind}"))]
    manifest = Manifest.of(site.folder, site.address)
    row = partial(seen, f"{len(pages):,} pages")
    yield row(pages, "the Nu checker finds nothing", partial(checkers.standards, pages))
    yield row(pages, "html-validate finds nothing", partial(checkers.accessibility, pages))
    yield row(pages, "our inspection finds nothing", partial(inspection.inspect, site.folder, manifest))
    yield row(pages, "a second checker of links finds nothing", partial(checkers.links, site))
    with serving(site) as address:
        paths = list(site.pages)
        yield row(pages, "no other site is asked", partial(checkers.asked_elsewhere, address, paths))
        yield row(pages, "axe finds nothing", partial(checkers.axe_by_page, site, address, paths))
    look = partial(checkers.standards, others)
    yield seen("stylesheets and drawings", others, "the Nu checker finds nothing", look)


def seen(what: str, tried: Sequence[object], promised: str, look: Callable[[], list[str]]) -> Row:
    """The row of one checker; of what it finds each line counts against a page."""
    try:
        found = look()
    except pytest.skip.Exception as lacking:
        return Row(section="Output", what=what, tried=0, held=0, promised=promised, notes=(str(lacking),))
    held = max(0, len(tried) - len(found))
    return Row(
        section="Output", what=what, tried=len(tried), held=held, promised=promised, notes=tuple(found)
    )
