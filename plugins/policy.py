"""What a page may do in a browser: its Content-Security-Policy, which allows exactly what we use.

Every page carries it, so that it holds on hosts that send no headers, in saved copies and in the preview
too; a server sends it as well, with what only a header can say (`desk.hosting`).
"""

from collections.abc import Mapping

from markupsafe import Markup

from dossier import Page

Policy = Mapping[str, str]
"""The value of each directive, by its name; a directive without a value has an empty one."""

PAGE: Policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",  # the form of the search is answered by its script
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
    "upgrade-insecure-requests": "",
}
SEARCH: Policy = {
    **PAGE,
    # Pagefind is WebAssembly, and reads its index piece by piece. It needs nothing else: no worker, no eval.
    "script-src": "'self' 'wasm-unsafe-eval'",
    "connect-src": "'self'",
}
IMAGE: Policy = {
    "default-src": "'none'",
    # The mark has its two sets of colours in itself. No script can run in it, wherever it is opened.
    "style-src": "'unsafe-inline'",
    "frame-ancestors": "'none'",
    "sandbox": "",
}
"""That of a vector image, which a browser also opens as a document of its own."""

HTTPS_ONLY = "upgrade-insecure-requests"
HEADER_ONLY = {
    "frame-ancestors",  # a page cannot say it of itself
    HTTPS_ONLY,  # a page does not know how it was reached: a published site is also looked at on a desk
}


def header(policy: Policy, *, https: bool) -> str:
    """A policy as the value of a header, for an answer by https or by http."""
    return _said({name: value for name, value in policy.items() if https or name != HTTPS_ONLY})


def meta(page: Page) -> Markup:
    """The policy of a page as the page itself says it."""
    policy = SEARCH if page.kind == "search" else PAGE
    said = {name: value for name, value in policy.items() if name not in HEADER_ONLY}
    return Markup(_said(said))  # noqa: S704  # all of it stands above; unescaped, it can be read


def _said(policy: Policy) -> str:
    return "; ".join(f"{name} {value}".rstrip() for name, value in policy.items())
