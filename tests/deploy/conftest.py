"""A server of our own: the real sshd and nginx on this machine, and small sites to bring there."""

import getpass
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desk import nginx
from desk.manifest import NAME, Manifest
from desk.targets.reading import Place
from desk.targets.server import Server

PAGE = """\
<!doctype html>
<html lang="{lang}">
<head>
<title>{edition}</title>
<link rel="stylesheet" href="/theme/site.{style}.css">
<link rel="canonical" href="{address}/{path}">
<link rel="alternate" hreflang="fr" href="{address}/fr/{rest}">
<link rel="alternate" hreflang="en" href="{address}/en/{rest}">
<meta property="og:url" content="{address}/{path}">
</head>
<body id="top"><a href="#top">↑</a> <a href="/en/">en</a> <a href="../../fr/#top">fr</a> {text}</body>
</html>
"""
ROOT = """\
<!doctype html>
<html lang="en">
<title>{edition}</title>
<a href="/fr/">fr</a> <a href="/en/">en</a>
"""

MODULE = "modules/ngx_http_brotli_static_module.so"
NGINX = """\
load_module {module};
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_processes 1;
events {{ worker_connections 2048; }}
http {{
  access_log off;
  keepalive_requests 1000000;  # a reader stays as long as the deploys of a slow machine take
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include site/http.conf;
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    include site/server.conf;
  }}
}}
"""


def needs(*programs: str) -> None:
    """Skip the test where a program is missing, but never where all must run."""
    missing = [name for name in programs if not shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    assert not missing


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def awaited(port: int, process: subprocess.Popen) -> None:
    """Wait until somebody listens there."""
    limit = time.monotonic() + 20
    with socket.socket() as trial:
        while trial.connect_ex(("127.0.0.1", port)):
            assert process.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.02)


def make_site(folder: Path, address: str, edition: str = "first", **texts: str) -> Path:
    """A site of two languages, in which every page names its edition and the stylesheet of that."""
    style = f"body {{ --edition: {edition} }}\n"
    name = hashlib.sha256(style.encode()).hexdigest()[:12]
    files = {
        "index.html": ROOT.format(edition=edition),
        "404.html": ROOT.format(edition=edition),
        f"theme/site.{name}.css": style,
    }
    pages = ["", *(f"page-{number}/" for number in range(10)), *(f"{text}/" for text in texts)]
    for lang in ("fr", "en"):
        for rest in pages:
            files[f"{lang}/{rest}index.html"] = PAGE.format(
                lang=lang,
                edition=edition,
                style=name,
                address=address,
                path=f"{lang}/{rest}",
                rest=rest,
                text=texts.get(rest.strip("/"), "…"),
            )
    locations = "".join(f"<loc>{address}/{lang}/{rest}</loc>\n" for lang in ("fr", "en") for rest in pages)
    files["sitemap.xml"] = f"<urlset>\n{locations}</urlset>\n"
    return write_site(folder, address, files)


def write_site(folder: Path, address: str, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    seal(folder, address)
    return folder


def seal(folder: Path, address: str) -> Manifest:
    """Write the manifest of what is in a folder now."""
    (folder / NAME).unlink(missing_ok=True)
    manifest = Manifest.of(folder, address)
    (folder / NAME).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


def manifest_of(tree: Path) -> Manifest:
    return Manifest.read((tree / NAME).read_bytes())


@dataclass
class Sshd:
    """A running sshd that lets one key in."""

    folder: Path
    port: int
    process: subprocess.Popen
    keys: Path = field(init=False)

    def __post_init__(self) -> None:
        self.keys = self.folder / "authorized_keys"

    def connections(self) -> list[int]:
        """The processes that serve a connection each."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in children.read_text().split()]

    def target(self, path: Path, **changes: object) -> Server:
        keys = {
            "host": f"{getpass.getuser()}@127.0.0.1",
            "path": str(path),
            "port": self.port,
            "identity": str(self.folder / "user"),
            "known_hosts": str(self.folder / "known_hosts"),
        }
        return Server(name="server", **{**keys, **changes})


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    needs("sshd", "ssh", "ssh-keygen", "rsync", "flock")
    folder, port = tmp_path_factory.mktemp("sshd"), free_port()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    shutil.copy(folder / "user.pub", folder / "authorized_keys")
    key = (folder / "host.pub").read_text()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {key}")
    (folder / "config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"StrictModes no\nAuthorizedKeysFile {folder}/authorized_keys\nPasswordAuthentication no\n"
        "MaxStartups 100\nPermitRootLogin prohibit-password\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where it gives up its privileges
    program = shutil.which("sshd", path="/usr/sbin:/usr/bin:/sbin")
    with subprocess.Popen(
        [program, "-D", "-e", "-f", folder / "config"], stderr=subprocess.DEVNULL
    ) as process:
        awaited(port, process)
        yield Sshd(folder, port, process)
        process.terminate()


@dataclass
class Online:
    """A site's folder on the server, and what the public is served of it."""

    path: Path
    address: str
    target: Server
    folder: Path
    nginx: subprocess.Popen
    sshd: Sshd

    def reload(self) -> None:
        """Let nginx read its configuration again, and wait until it goes by that."""
        workers = self._workers()
        self.nginx.send_signal(signal.SIGHUP)
        limit = time.monotonic() + 20
        while not (new := self._workers()) or new & workers:
            assert time.monotonic() < limit
            time.sleep(0.02)

    def _workers(self) -> set[str]:
        children = Path(f"/proc/{self.nginx.pid}/task/{self.nginx.pid}/children")
        return set(children.read_text().split())

    @property
    def place(self) -> Place:
        return Place(target=self.target, address=None, patience=2)

    def site(self, edition: str = "first", **texts: str) -> Path:
        folder = self.folder / f"{edition}-{len(texts)}-{abs(hash(tuple(texts.items()))):x}"
        return folder if folder.exists() else make_site(folder, self.address, edition, **texts)

    def live(self) -> str:
        return (self.path / "current").readlink().name

    def whole(self) -> str:
        """The release that is online; all of it, and nothing else."""
        shown = (self.path / "current").resolve()
        manifest = manifest_of(shown)
        assert manifest.damage(shown) == []
        assert manifest.release == shown.name
        return manifest.release

    def get(self, path: str) -> tuple[int, str, str | None]:
        try:
            with urllib.request.urlopen(f"{self.address}/{path}", timeout=10) as answer:
                return answer.status, answer.read().decode(), answer.headers["X-Release"]
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(), error.headers["X-Release"]


@pytest.fixture
def online(sshd: Sshd, tmp_path: Path) -> Iterator[Online]:
    """A set-up server without a release."""
    needs("nginx")
    port, path = free_port(), tmp_path / "srv/site"
    modules = [Path(folder) / MODULE for folder in ("/usr/lib/nginx", "/usr/share/nginx")]
    module = next(filter(Path.is_file, modules), None)
    if not (module or os.environ.get("CI")):
        pytest.skip("not installed: libnginx-mod-http-brotli-static")
    (tmp_path / nginx.FOLDER).mkdir()
    for name, text in nginx.files([], [], str(path)).items():
        (tmp_path / nginx.FOLDER / name).write_text(text)
    config = tmp_path / "nginx.conf"
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    config.write_text(NGINX.format(module=module, folder=tmp_path, port=port, user=user))
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin")
    address = f"http://127.0.0.1:{port}"
    target = sshd.target(path)
    target.set_up(address)
    with subprocess.Popen([program, "-c", config, "-e", tmp_path / "nginx.log"]) as process:
        awaited(port, process)
        yield Online(path, address, target, tmp_path, process, sshd)
        process.terminate()


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A small site without a fault."""
    return make_site(tmp_path / "sound", "https://www.example.org")


@pytest.fixture(scope="session")
def resealed() -> Callable[[Path], Manifest]:
    """Writes the manifest anew, so that only the seeded fault is one."""
    return lambda folder: seal(folder, manifest_of(folder).address)
