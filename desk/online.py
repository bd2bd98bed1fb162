"""What a site that goes online has besides its pages: hosts' own files, compressed copies, a manifest."""

from pathlib import Path

from desk import compression, hosting, manifest, netlify
from desk.manifest import Manifest
from plugins.site import Site


def complete(tree: Path, site: Site, cache: Path) -> None:
    """Add it to a site that is written. The manifest comes last: where it is, nothing is missing."""
    paths = [path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()]
    searches = hosting.searches_of(site.dossier)
    _write(tree / netlify.HEADERS, netlify.headers(paths, searches, site.base))
    _write(tree / netlify.REDIRECTS, netlify.redirects(site.dossier.redirects, site.base))
    for one in site.dossier.redirects:
        (tree / one.path / hosting.MOVED).touch()
    compression.compress(tree, [path for path in paths if not hosting.is_hidden(path)], cache / "compressed")
    _write(tree / manifest.NAME, Manifest.of(tree, site.address).to_json())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
