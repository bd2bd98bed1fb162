"""The published site as a real server sends it: nginx with the configuration that we ship, by https."""

import http.client
import itertools
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

import dossier
from desk import hosting, netlify, nginx, online
from dossier import Redirect
from plugins.site import Site
from tests.site.conftest import LANGUAGES, ROOT, missing, one_of_each_kind

GONE = [
    Redirect(path="en/former/", to="en/timeline/#monday", name="event/former", lang="en"),
    Redirect(path="id/event/withdrawn/", to=None, name="event/withdrawn", lang=""),
]
MODULE = "modules/ngx_http_brotli_static_module.so"
CONFIGURATION = """\
load_module {module};
daemon off;
{user}
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include site/http.conf;
    server {{
        listen 127.0.0.1:{secure} ssl http2;
        ssl_certificate {folder}/cert.pem;
        ssl_certificate_key {folder}/key.pem;
        include site/server.conf;
    }}
    server {{
        listen 127.0.0.1:{plain};
        include site/server.conf;
    }}
    server {{
        listen 127.0.0.1:{redirecting};
        return 301 https://127.0.0.1:{secure}$request_uri;
    }}
}}
"""


@dataclass
class Answer:
    """What came back, without the headers that any server sends."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server:
    """nginx at work."""

    def __init__(self, folder: Path, searches: list[str]):
        self.root, self.searches = folder / "srv", searches
        self.secure, self.plain, self.redirecting = free_ports(3)
        self.address = f"https://127.0.0.1:{self.secure}/"
        self.connections = {
            False: http.client.HTTPSConnection(
                "127.0.0.1", self.secure, timeout=10, context=ssl._create_unverified_context()
            ),
            True: http.client.HTTPConnection("127.0.0.1", self.plain, timeout=10),
        }

    def ask(self, path: str, method: str = "GET", *, plain: bool = False, **headers: str) -> Answer:
        """One question on a connection that stays open."""
        connection = self.connections[plain]
        connection.request(method, f"/{path}", headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.headers.items()), answer.read())

    def decided(self, path: str) -> dict[str, str]:
        return hosting.headers_of(path, self.searches)


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@pytest.fixture(scope="module")
def published(ours, tmp_path_factory):
    """The story as it goes online, below a folder for releases."""
    folder = tmp_path_factory.mktemp("server")
    tree = folder / "srv/releases/one"
    shutil.copytree(ours.folder, tree)
    for one in GONE:
        (tree / one.path).mkdir(parents=True)
        (tree / one.path / "index.html").write_text("nothing stands here any more" * 20)
        (tree / one.path / hosting.MOVED).touch()
    site = Site(
        dossier.load(ROOT / "content"), "https://example.org", ROOT / "theme", dict.fromkeys(LANGUAGES)
    )
    online.complete(tree, site, folder / "cache")
    (folder / "srv/current").symlink_to("releases/one")
    return folder


@pytest.fixture(scope="module")
def files(published):
    """The files of the release that an address leads to."""
    tree = published / "srv/current/"
    paths = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file())
    former = {f"{one.path}index.html" for one in GONE}
    return [path for path in paths if path not in former and not hosting.is_hidden(path)]


@pytest.fixture(scope="module")
def server(published):
    """The release behind nginx."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    modules = [Path(folder) / MODULE for folder in ("/usr/lib/nginx", "/usr/share/nginx")]
    module = next(filter(Path.is_file, modules), None)
    if not (program and module and shutil.which("openssl")):
        missing("needs a server: apt-get install nginx-light libnginx-mod-http-brotli-static openssl")
    found = Server(published, hosting.searches_of(dossier.load(ROOT / "content")))
    (published / nginx.FOLDER).mkdir()
    for name, text in nginx.files(found.searches, GONE, str(found.root)).items():
        (published / nginx.FOLDER / name).write_text(text)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", published / "key.pem", "-out", published / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    (published / "nginx.conf").write_text(
        CONFIGURATION.format(
            module=module,
            folder=published,
            secure=found.secure,
            plain=found.plain,
            redirecting=found.redirecting,
            user="user root;" if os.geteuid() == 0 else "",
        )
    )
    command = [program, "-e", published / "error.log", "-p", published, "-c", published / "nginx.conf"]
    with subprocess.Popen(command) as process:
        wait_for(found.secure)
        yield found
        for connection in found.connections.values():
            connection.close()
        process.terminate()
    assert "emerg" not in (published / "error.log").read_text()


def wait_for(port: int) -> None:
    limit = time.monotonic() + 10
    while time.monotonic() < limit:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
    pytest.fail("nginx did not start")


def differing(answer: Answer, decided: dict[str, str]) -> dict[str, tuple[str | None, str | None]]:
    """The headers that are not what was decided, nor anything that every server sends."""
    usual = {
        "Accept-Ranges", "Connection", "Content-Length", "Date", "ETag", "Last-Modified", "Server", "Vary",
        "X-Release", "Content-Encoding", "Location", "Allow",
    }  # fmt: skip
    names = (answer.headers.keys() | decided.keys()) - usual
    return {
        name: (answer.headers.get(name), decided.get(name))
        for name in names
        if answer.headers.get(name) != decided.get(name)
    }


# --- Headers ---


def test_every_file_is_sent_with_the_headers_that_were_decided(server, files):
    wrong = {}
    for path in files:
        answer = server.ask(path.removesuffix("index.html"))
        found = differing(answer, server.decided(path))
        if answer.status != 200 or found or answer.headers["X-Release"] != "one":
            wrong[path] = (answer.status, found)

    assert wrong == {}
    assert len(files) > 3000


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("", "HEAD", 200),
        ("fr", "GET", 301),
        ("fr", "HEAD", 301),
        ("en/former/", "GET", 301),
        ("id/event/withdrawn/", "GET", 410),
        ("id/event/withdrawn/", "HEAD", 410),
        ("nowhere/", "GET", 404),
        ("nowhere/", "HEAD", 404),
        ("theme/site.0123456789ab.css", "GET", 404),
        ("pictures/0123456789abcdef.png", "GET", 404),
        ("pictures/", "GET", 404),
        (".git/config", "GET", 404),
        (".well-known/nothing", "GET", 404),
        ("_headers", "GET", 404),
        ("_redirects", "GET", 404),
        ("index.html.br", "GET", 404),
        ("en/..%2f..%2fnginx.conf", "GET", 400),
        ("", "POST", 405),
        ("", "DELETE", 405),
    ],
)
def test_whatever_the_answer_no_header_is_missing_and_none_says_to_keep_it(server, path, method, status):
    answer = server.ask(path, method)

    decided = server.decided("404.html") | {"Content-Type": answer.headers["Content-Type"]}
    if path.startswith("pictures/") and status == 404:
        decided |= {"Cross-Origin-Resource-Policy": answer.headers["Cross-Origin-Resource-Policy"]}
    assert (answer.status, differing(answer, decided)) == (status, {})
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["X-Release"] == "one"


def test_the_server_does_not_say_its_version(server):
    assert server.ask("").headers["Server"] == "nginx"


def test_what_is_not_allowed_names_what_is(server):
    assert server.ask("", "POST").headers["Allow"] == "GET, HEAD"
    assert "Allow" not in server.ask("").headers


def test_by_http_browsers_are_not_told_to_come_back_by_https(server):
    assert "Strict-Transport-Security" not in server.ask("", plain=True).headers


# --- Answers ---


def test_what_is_not_there_is_answered_by_the_page_for_it(server, files):
    page = (server.root / "current/404.html").read_bytes()

    assert server.ask("nowhere/").body == page
    assert server.ask("pictures/").body == page
    assert server.ask("theme/site.0123456789ab.css").body == page


def test_a_former_address_leads_on_and_a_withdrawn_one_says_what_stood_there(server):
    tombstone = (server.root / "current/id/event/withdrawn/index.html").read_bytes()

    assert server.ask("en/former/").headers["Location"] == "/en/timeline/#monday"
    assert server.ask("id/event/withdrawn/").body == tombstone


def test_a_folder_without_its_slash_leads_to_it_whatever_the_host_is_called(server):
    answer = server.ask("fr", Host="elsewhere.example")

    assert answer.headers["Location"] == "/fr/"


@pytest.mark.parametrize(
    ("accepted", "sent", "ending"), [("br, gzip", "br", ".br"), ("gzip", "gzip", ".gz"), ("", None, "")]
)
def test_the_copy_that_the_browser_can_read_is_sent(server, accepted, sent, ending):
    answer = server.ask("fr/", **{"Accept-Encoding": accepted})

    assert answer.headers.get("Content-Encoding") == sent
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.body == (server.root / f"current/fr/index.html{ending}").read_bytes()
    assert differing(answer, server.decided("fr/index.html")) == {}


def test_a_page_that_is_the_same_is_not_sent_again(server):
    tag = server.ask("fr/").headers["ETag"]

    answer = server.ask("fr/", **{"If-None-Match": tag})

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_hashed_file_of_an_older_release_is_found_in_the_pool(server):
    old = server.root / "assets/theme/site.fedcba987654.css"
    old.parent.mkdir(parents=True)
    old.write_text("main { color: red }")

    answer = server.ask("theme/site.fedcba987654.css")

    assert (answer.status, answer.body) == (200, old.read_bytes())
    assert differing(answer, server.decided("theme/site.fedcba987654.css")) == {}


def test_no_answer_mixes_two_releases_while_the_link_moves(server):
    names, asked = (
        itertools.cycle(["left", "right"]),
        ["both/", "only-left/", "only-right/", "nowhere/"] * 500,
    )
    for name in ("left", "right"):
        for page in ("both", f"only-{name}"):
            (server.root / f"releases/{name}/{page}").mkdir(parents=True)
            (server.root / f"releases/{name}/{page}/index.html").write_text(name)
        (server.root / f"releases/{name}/404.html").write_text(name)
    done = threading.Event()

    def move():
        while not done.is_set():
            point(server.root, next(names))

    mover = threading.Thread(target=move)
    mover.start()
    try:
        answers = [server.ask(path) for path in asked]
    finally:
        done.set()
        mover.join()
        point(server.root, "one")

    # Until the link first moves, the answers come from the release before.
    moved = [(path, answer) for path, answer in zip(asked, answers, strict=True) if is_moved(answer)]
    assert len(moved) > 1000
    assert {answer.headers["X-Release"] for _, answer in moved} == {"left", "right"}
    assert [
        (path, answer)
        for path, answer in moved
        if answer.body.decode() != answer.headers["X-Release"]
        or (answer.status == 200) != (path in ("both/", f"only-{answer.headers['X-Release']}/"))
    ] == []


def is_moved(answer: Answer) -> bool:
    return answer.headers["X-Release"] != "one"


def point(root: Path, name: str) -> None:
    fresh = root / "fresh"
    fresh.symlink_to(f"releases/{name}")
    fresh.replace(root / "current")


# --- What others say of it ---


def test_the_observatory_would_give_the_best_grade(server, ours):
    answer = server.ask("en/")
    with closing(http.client.HTTPConnection("127.0.0.1", server.redirecting)) as connection:
        connection.request("GET", "/")
        redirect = connection.getresponse().headers["Location"]

    score = observatory(answer.headers, redirect, ours.pages["en/"].tree)

    assert score >= 100  # A+
    assert score == 130


def observatory(headers, redirect, page) -> int:
    """The points of MDN's HTTP Observatory (github.com/mdn/mdn-http-observatory, src/grader/charts.js)."""
    policy = {
        name: values
        for name, *values in (
            part.split() for part in headers.get("Content-Security-Policy", "").split(";") if part
        )
    }
    code = policy.get("script-src", ["*"]) + policy.get("style-src", ["*"])
    broad = {"*", "http:", "https:", "ftp:", "data:", "'unsafe-inline'", "'unsafe-eval'"}
    max_age = int(headers.get("Strict-Transport-Security", "max-age=0").partition("=")[2].partition(";")[0])
    scripts = [script.get("src") for script in page.findall(".//script[@src]")]
    penalties = [
        (-25, not policy or bool(broad & set(code))),
        (-20, max_age < 15_768_000),
        (-5, headers.get("X-Content-Type-Options") != "nosniff"),
        (-20, "frame-ancestors" not in policy and "X-Frame-Options" not in headers),
        (-5, headers.get("Referrer-Policy") not in ("no-referrer", "same-origin", "strict-origin")),
        (-20, not redirect.startswith("https://127.0.0.1:")),
        (-50, any(not source.startswith("/") or source.startswith("//") for source in scripts)),
        (-40, "Set-Cookie" in headers),
        (-50, "Access-Control-Allow-Credentials" in headers),
    ]
    bonuses = [
        (
            10,
            policy.get("default-src") == ["'none'"] and policy.get("form-action") in (["'none'"], ["'self'"]),
        ),
        (5, policy.get("frame-ancestors") == ["'none'"]),
        (5, headers.get("Referrer-Policy") == "no-referrer"),
        (10, headers.get("Cross-Origin-Resource-Policy") == "same-origin"),
    ]
    score = 100 + sum(points for points, applies in penalties if applies)
    return score + sum(points for points, applies in bonuses if applies) if score >= 90 else score


def test_netlify_and_cloudflare_can_read_the_rules(published):
    text = (published / "srv/releases/one" / netlify.HEADERS).read_text()

    rules = [line for line in text.splitlines() if line.startswith("/")]
    assert len(rules) <= 100
    assert max(map(len, text.splitlines())) <= 2000


# --- In a browser ---


@pytest.fixture
def browse(chromium, server):
    """Opens pages, and keeps what the browser complains of."""
    context = chromium.new_context(ignore_https_errors=True)
    context.add_init_script(
        """document.addEventListener("securitypolicyviolation", (event) =>
          console.error(`violated: ${event.effectiveDirective} ${event.blockedURI}`))"""
    )
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


def complaints(page, server, paths):
    """What the browser says of pages, each opened to the end."""
    found = {}
    for path in paths:
        page.said.clear()
        page.goto(server.address + path)
        if page.said:
            found[path] = list(page.said)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_kind_of_page_violates_its_policy(ours, server, browse, lang):
    assert complaints(browse, server, one_of_each_kind(ours, lang)) == {}


@pytest.mark.skipif(
    not os.environ.get("CI"), reason="every page takes minutes: in CI; one of each kind is looked at here too"
)
def test_no_page_violates_its_policy(ours, server, browse):
    assert complaints(browse, server, [path for path in ours.pages if path != "404.html"]) == {}


@pytest.mark.parametrize(("path", "words"), [("fr/recherche/", "conseil"), ("en/search/", "board")])
def test_the_search_works(server, browse, path, words):
    browse.goto(f"{server.address}{path}?q={words}")

    browse.locator(".search__group li").first.wait_for()

    assert browse.said == []


@pytest.mark.parametrize(
    ("markup", "directive"),
    [
        ("<script>document.title = 'done'</script>", "script-src"),
        ("<img src='/nowhere.png' onerror=\"document.title = 'done'\">", "script-src"),
        ("<script src='https://127.0.0.2/a.js'></script>", "script-src"),
        ("<script src='data:text/javascript,document.title=1'></script>", "script-src"),
        ("<p style='color: red'>", "style-src"),
        ("<style>p { color: red }</style>", "style-src"),
        ("<link rel='stylesheet' href='https://127.0.0.2/a.css'>", "style-src"),
        ("<img src='https://127.0.0.2/a.png'>", "img-src"),
        ("<iframe src='/fr/'></iframe>", "frame-src"),
        ("<object data='/fr/'></object>", "object-src"),
        ("<base href='https://127.0.0.2/'>", "base-uri"),
        ("<video src='https://127.0.0.2/a.mp4'></video>", "media-src"),
    ],
)
@pytest.mark.parametrize("by", ["header and page", "page alone"])
def test_what_somebody_injects_into_a_page_is_blocked(server, browse, markup, directive, by):
    def inject(route):
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if "security-policy" not in name}
        kept = answer.headers if by == "header and page" else headers
        route.fulfill(response=answer, headers=kept, body=answer.text().replace("<main", f"{markup}<main", 1))

    browse.route("**/en/", inject)

    with browse.expect_console_message(lambda said: said.text.startswith(f"violated: {directive}")):
        browse.goto(f"{server.address}en/")

    assert browse.title() != "done"


@pytest.mark.parametrize(
    "code",
    [
        "eval('1')",
        "new Function('1')",
        "setTimeout('1')",
        "document.body.innerHTML = '<p>'",
        "document.body.insertAdjacentHTML('beforeend', '<p>')",
        "document.write('<p>')",
        "new DOMParser().parseFromString('<p>', 'text/html')",
        "document.createElement('script').src = '/theme/x.js'",
        "trustedTypes.createPolicy('any', {})",
        "new Worker('/theme/x.js')",
    ],
)
def test_not_even_our_own_script_makes_code_or_markup_of_text(server, browse, code):
    browse.route(
        "**/theme/site.*.js",
        lambda route: route.fulfill(
            content_type="text/javascript",
            body=f"try {{ {code}; console.log('allowed') }} catch (error) {{ console.log('stopped') }}",
        ),
    )

    with browse.expect_console_message(lambda message: message.text.startswith("violated: ")):
        browse.goto(f"{server.address}en/")

    assert "stopped" in browse.said
    assert "allowed" not in browse.said


def test_a_picture_of_ours_keeps_its_colours_when_opened_by_itself(server, browse, files):
    mark = next(path for path in files if path.endswith(".svg"))

    browse.goto(server.address + mark)

    fill = browse.evaluate("getComputedStyle(document.querySelector('.later')).fill")
    assert fill == "rgb(200, 55, 27)"
    assert browse.said == []
