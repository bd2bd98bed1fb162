"""The configuration of nginx for a server that keeps releases beside each other.

Below one folder stand `releases/<id>/`, `current`, a link to one of them, and `assets/`, which holds the
hashed files of all releases that are kept: a page that is open while the next release comes finds its own.

python -m desk.nginx --write deploy/nginx
"""

import argparse
import sys
from collections.abc import Collection, Iterable
from pathlib import Path

from desk import command, hosting
from desk.hosting import Rules
from desk.stop import Code, Stop
from desk.wording import chosen_language, words
from dossier import DossierError, Redirect, load, worded

FOLDER = "site"
"""Where the files are installed, below nginx's own."""
HEAD = "# Written by `python3 tasks.py server-config`, which overwrites what is changed here.\n"

HTTP = """\
{head}# Values that change from file to file; belongs into http {{ }}.

# Resolved once for each request: the value of a map stays, even while the link is moved to the next release.
map $realpath_root $site_root {{
    default $realpath_root;
}}
map $site_root $site_release {{
    ~/(?<site_release_found>[^/]+)$ $site_release_found;
}}

# Former addresses: where they lead, or "gone".
map $uri $site_moved {{
    include {folder}/redirects.map;
}}

map $status $site_allow {{
    405 "GET, HEAD";
}}
{maps}"""

SERVER = """\
{head}# Belongs into a server {{ }}, of which this is all but its names, its ports and its certificates.

root {root}/current;
set $site_file_root $site_root;

server_tokens off;
absolute_redirect off;
etag on;
# It would keep files of the release before: their addresses stay while the link moves.
open_file_cache off;

default_type {bytes};
types {{
{types}}}

# The build has compressed: gzip is part of nginx, Brotli is Debian's libnginx-mod-http-brotli-static.
gzip off;
gzip_static on;
gzip_vary on;
brotli_static on;

# All headers stand here: a location that adds one of its own would lose these.
{headers}add_header X-Release $site_release always;
add_header Allow $site_allow always;

if ($request_method !~ ^(GET|HEAD)$) {{
    return 405;
}}
# Only where it is so in the release that is online: one that came before knows nothing of it.
set $site_way $site_moved;
if (!-f $site_root${{uri}}{moved}) {{
    set $site_way "";
}}
if ($site_way = gone) {{
    return 410;
}}
if ($site_way) {{
    return 301 $site_way;
}}

error_page 404 @missing;
error_page 403 =404 @missing;
error_page 410 @withdrawn;

location / {{
    root $site_file_root;
    index index.html;
}}

location ~ "{hidden}" {{
    return 404;
}}

location ~ "{feed}" {{
    root $site_file_root;
    types {{ }}
    default_type "{feed_type}";
}}

location ~ "{hashed}" {{
    root $site_file_root;
    try_files $uri @kept;
}}

location @kept {{
    root {root}/assets;
    try_files $uri =404;
}}

location @missing {{
    root $site_file_root;
    try_files /404.html =404;
}}

location @withdrawn {{
    root $site_file_root;
    try_files ${{uri}}index.html =404;
}}
"""


def files(searches: Collection[str], gone: Iterable[Redirect], root: str) -> dict[str, str]:
    """The files of the configuration by name, for a site below `root` on the server."""
    maps, headers = "", ""
    for name, rules in hosting.rules(searches).items():
        if len(rules) == 1 and name != hosting.HSTS:
            headers += f'add_header {name} "{rules[0][1]}" always;\n'
        else:
            variable = "$site_" + name.lower().replace("-", "_")
            headers += f"add_header {name} {variable} always;\n"
            maps += _header_map(name, variable, rules)
    return {
        "http.conf": HTTP.format(head=HEAD, folder=FOLDER, maps=maps),
        "server.conf": SERVER.format(
            head=HEAD,
            root=root,
            bytes=hosting.BYTES,
            types="".join(f'    "{kind}" {ending};\n' for ending, kind in hosting.TYPES.items()),
            headers=headers,
            moved=hosting.MOVED,
            hidden=hosting.HIDDEN,
            feed=hosting.FEED,
            feed_type=hosting.FEED_TYPE,
            hashed=hosting.HASHED,
        ),
        "redirects.map": HEAD + "".join(f'"{_pattern(one)}" "{_target(one)}";\n' for one in gone),
    }


def _header_map(name: str, variable: str, rules: Rules) -> str:
    match name:
        case hosting.HSTS:  # browsers must not be told by http
            return _map("$https", variable, [("on", rules[0][1])])
        case hosting.CACHE:  # only what is there is kept
            of_file = f"{variable}_of_file"
            found = ("~^(200|206|304)$", of_file)
            return _map("$uri", of_file, _patterns(rules)) + _map(
                "$status", variable, [found, ("default", hosting.ASKED_FOR)]
            )
    return _map("$uri", variable, _patterns(rules))


def _patterns(rules: Rules) -> list[tuple[str, str]]:
    return [(f"~{pattern}" if pattern else "default", value) for pattern, value in rules]


def _map(source: str, variable: str, cases: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f'    "{case}" "{value}";\n' for case, value in cases)
    return f"\nmap {source} {variable} {{\n{lines}}}\n"


def _pattern(one: Redirect) -> str:
    """Not the address itself: long ones would need a setting that a server may have only once."""
    return f"~^/{hosting.escaped(one.path)}$"


def _target(one: Redirect) -> str:
    return "gone" if one.to is None else f"/{one.to}"


def write(given: argparse.Namespace) -> None:
    """Write the files.

    Raises:
        Stop: the content has problems (1).
    """
    try:
        dossier = load(given.content)
    except DossierError as problems:
        raise Stop(Code.CONTENT, "\n".join(worded(problems.problems, chosen_language()))) from problems
    given.write.mkdir(parents=True, exist_ok=True)
    for name, text in files(hosting.searches_of(dossier), dossier.redirects, given.root).items():
        (given.write / name).write_text(text, encoding="utf-8")
    print(words("server-config-written", folder=given.write))


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-nginx")
    parser.add_argument("--content", type=Path, default=Path("content"), help=words("help-content"))
    parser.add_argument("--write", type=Path, default=Path("deploy/nginx"), help=words("help-write"))
    parser.add_argument("--root", default="/srv/site", help=words("help-root"))
    return command.run(write, parser)


if __name__ == "__main__":
    sys.exit(main())
