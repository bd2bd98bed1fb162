"""The files `_headers` and `_redirects`, which Netlify and Cloudflare Pages read at the root of a site."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from desk.hosting import headers_of
from dossier import Redirect

HEADERS, REDIRECTS = "_headers", "_redirects"

Headers = dict[str, str]


def headers(paths: Iterable[str], searches: Collection[str], base: str = "") -> str:
    """The headers of these files as rules: one for all, then one for each folder or file that differs.

    `base` is the path of the site on its host. Both hosts know media types themselves.
    """
    common = _headers_of("", searches)
    differences = [
        (
            path,
            {name: value for name, value in _headers_of(path, searches).items() if value != common.get(name)},
        )
        for path in sorted(paths)
    ]
    blocks = [_block(f"{base}/*", _lines(common))]
    for pattern, different in _rules("", differences):
        # A later rule replaces on Netlify, but adds on Cloudflare unless the header is taken away before;
        # that line has no colon, and so none of Netlify's attention.
        gone = [f"! {name}" for name in different if name in common]
        blocks.append(_block(f"{base}/{pattern}", [*gone, *_lines(different)]))
    return "\n".join(blocks)


def redirects(gone: Iterable[Redirect], base: str = "") -> str:
    """Where former addresses lead.

    At each of them a page stands, for hosts without redirects: Netlify shows that, unless the code has a "!".
    Cloudflare always redirects, but passes over a line with a code that it does not know.
    """
    return "".join(
        f"{base}/{one.path} {base}/{one.path}index.html 410!\n"
        if one.to is None
        else f"{base}/{one.path} {base}/{one.to} 301!\n{base}/{one.path} {base}/{one.to} 301\n"
        for one in gone
    )


def _headers_of(path: str, searches: Collection[str]) -> Headers:
    found = headers_of(path, searches)
    del found["Content-Type"]
    return found


def _rules(folder: str, files: list[tuple[str, Headers]]) -> Iterator[tuple[str, Headers]]:
    """Patterns of paths, each with the headers that all its files share; the files are sorted by path."""
    first = files[0][1]
    if all(different == first for _, different in files):
        if first:
            yield f"{folder}*", first
        return
    for name, inside in groupby(files, key=lambda file: file[0].removeprefix(folder).partition("/")[:2]):
        part = list(inside)
        if name[1]:
            yield from _rules(f"{folder}{name[0]}/", part)
        elif part[0][1]:
            yield part[0]


def _lines(found: Headers) -> list[str]:
    return [f"{name}: {value}" for name, value in found.items()]


def _block(pattern: str, lines: Iterable[str]) -> str:
    return "".join([f"{pattern}\n", *(f"  {line}\n" for line in lines)])
