"""What a server sends with each file of a site: the one place where that is decided.

The configuration of nginx (`desk.nginx`), the `_headers` of Netlify and Cloudflare Pages (`desk.netlify`) and
the local server are made from it.
"""

import re
from collections.abc import Collection, Mapping

from dossier import Dossier
from plugins import policy

Rules = tuple[tuple[str, str], ...]
"""Patterns of paths, which begin with a slash here, each with a value: the first that is found counts."""

EVERY = ""
HASHED = r"^/(theme|pictures|pagefind)/(.*[._/])?[0-9a-f]{7,}\.\w+(\.br|\.gz)?$"
"""Files that are named after their content: a name never stands for another content."""
FEED = r"\.atom\.xml$"
DATA = r"^/(?!pagefind/).*\.(csv|ics|json)$"
PICTURE = r"^/pictures/"
HIDDEN = r"/\.(?!well-known/)|^/_(headers|redirects)$|\.(br|gz)$"
"""What is there for servers alone: no address leads to it."""
MOVED = ".moved"
"""Marks the folder of a former address, in the releases where it is one, for servers that send readers on."""

CACHE = "Cache-Control"
POLICY = "Content-Security-Policy"
HSTS = "Strict-Transport-Security"

KEPT = "public, max-age=31536000, immutable"
ASKED_FOR = "no-cache"
"""Kept, but asked for at each use, which costs an answer without content: a page must not be older than the
last deploy, nor name files that are there no more."""

DENIED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "keyboard-map",
    "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials", "payment",
    "picture-in-picture", "publickey-credentials-create", "publickey-credentials-get",
    "screen-wake-lock", "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
"""What browsers can be asked for, and no page of ours asks."""

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",  # UTF-8 by definition
    "xml": "application/xml; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "woff2": "font/woff2",
}
"""Media types by the last ending of a name; the search index is bytes to everybody but its own script."""
FEED_TYPE = "application/atom+xml; charset=utf-8"
BYTES = "application/octet-stream"


def is_hashed(path: str) -> bool:
    """Whether a file, given from the site's root, is named after its content."""
    return _is(HASHED, path)


def is_hidden(path: str) -> bool:
    """Whether a file, given from the site's root, is there for servers alone."""
    return _is(HIDDEN, path)


def searches_of(dossier: Dossier) -> list[str]:
    """The files of the search pages, the only ones with a policy of their own."""
    return [dossier.page("search", "", lang).save_as for lang in dossier.languages]


def headers_of(path: str, searches: Collection[str], *, https: bool = True) -> dict[str, str]:
    """The headers of a file; it, and the `searches`, are given from the site's root."""
    headers = {name: _value(found, path) for name, found in rules(searches, https=https).items()}
    return {name: value for name, value in headers.items() if value} | {"Content-Type": type_of(path)}


def type_of(path: str) -> str:
    """The media type of a file."""
    return FEED_TYPE if _is(FEED, path) else TYPES.get(path.rpartition(".")[2], BYTES)


def rules(searches: Collection[str], *, https: bool = True) -> Mapping[str, Rules]:
    """Every header but the media type; an empty value means that it is not sent."""
    found = "|".join(map(escaped, sorted(searches)))
    return {
        POLICY: (
            *(((rf"^/({found})$", policy.header(policy.SEARCH, https=https)),) if searches else ()),
            (r"\.svg$", policy.header(policy.IMAGE, https=https)),
            (EVERY, policy.header(policy.PAGE, https=https)),
        ),
        # Two years. Not "includeSubDomains", hence not "preload": other hosts of the domain are not ours.
        HSTS: ((EVERY, "max-age=63072000" if https else ""),),
        "Referrer-Policy": ((EVERY, "no-referrer"),),
        "Permissions-Policy": ((EVERY, ", ".join(f"{feature}=()" for feature in DENIED)),),
        "Cross-Origin-Opener-Policy": ((EVERY, "same-origin"),),
        # Other sites may show our pictures and take our feeds and data; nothing else is theirs to embed.
        "Cross-Origin-Resource-Policy": (
            (PICTURE, "cross-origin"),
            (FEED, "cross-origin"),
            (DATA, "cross-origin"),
            (EVERY, "same-origin"),
        ),
        # The data is there to be computed with, also by the script of another page. It is the same for all.
        "Access-Control-Allow-Origin": ((DATA, "*"), (EVERY, "")),
        "X-Content-Type-Options": ((EVERY, "nosniff"),),
        "X-Frame-Options": ((EVERY, "DENY"),),  # for browsers that do not know "frame-ancestors"
        CACHE: ((HASHED, KEPT), (EVERY, ASKED_FOR)),
    }


def escaped(path: str) -> str:
    """A path as a pattern; in those of ours only the dot means something else."""
    return path.replace(".", r"\.")


def _value(found: Rules, path: str) -> str:
    return next(value for pattern, value in found if _is(pattern, path))


def _is(pattern: str, path: str) -> bool:
    return re.search(pattern, f"/{path}") is not None
