"""A deploy refuses what is not right, shows what it will do, and looks at what it has done."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from desk import deploy, rollback
from desk.manifest import NAME, Manifest
from desk.stop import Code, Stop
from desk.targets.reading import Place
from tests.deploy.conftest import make_site, seal

HERE = {**os.environ, "PYTHONPATH": str(Path.cwd()), "LC_ALL": "C.UTF-8"}


def manifest_of(tree):
    return Manifest.read((tree / NAME).read_bytes())


def release_of(tree):
    return manifest_of(tree).release


def refused(action, *arguments, **options):
    with pytest.raises(Stop) as stopped:
        action(*arguments, **options)
    return stopped.value.code, str(stopped.value)


def change(online, old, new, file="site/server.conf"):
    """Configure the web server otherwise."""
    configuration = online.folder / file
    text = configuration.read_text()
    assert old in text
    configuration.write_text(text.replace(old, new))
    online.reload()


def everything(folder):
    """All that is there: names, contents, links."""
    return {
        str(path): path.readlink() if path.is_symlink() else path.is_file() and path.read_bytes()
        for path in folder.rglob("*")
    }


def test_the_plan_is_shown_and_at_the_end_what_was_done(online, capsys):
    deploy.bring(online.place, online.site("first"))
    first = online.whole()
    capsys.readouterr()

    deploy.bring(online.place, online.site("first", story="new"))

    *plan, sent, last = capsys.readouterr().out.splitlines()
    second = online.whole()
    assert sent == f"{second} has been sent: now {online.address} is read as the public reads it"
    assert plan == [
        f"server: {first} → {second}: 2 new, 1 changed, 0 removed",
        "  + en/story/index.html",
        "  + fr/story/index.html",
        "  ~ sitemap.xml",
    ]
    seconds = last.split()[-2]
    assert last == f"{second} is online at {online.address} (files sent: 3; {seconds} s)"


def test_the_names_in_a_plan_are_not_without_end(online, capsys):
    deploy.bring(online.place, online.site("first"), dry_run=True)

    first, *plan = capsys.readouterr().out.splitlines()
    release = release_of(online.site("first"))
    assert first == f"server: nothing → {release}: 26 new, 0 changed, 0 removed"
    assert len(plan) == 21
    assert plan[-1] == "  … and 6 more"


def test_a_dry_run_changes_nothing_anywhere(online):
    deploy.bring(online.place, online.site("first"))
    before = everything(online.path)
    tree = online.site("second")
    ours = everything(tree)

    deploy.bring(online.place, tree, dry_run=True)

    assert everything(online.path) == before
    assert everything(tree) == ours


def test_what_is_online_already_is_not_sent(online, capsys):
    tree = online.site()
    deploy.bring(online.place, tree)
    before = everything(online.path)
    capsys.readouterr()

    deploy.bring(online.place, tree)

    assert capsys.readouterr().out == (
        f"{release_of(tree)} is online at {online.address} already: nothing to do\n"
    )
    assert everything(online.path) == before


def test_a_site_with_faults_is_refused_and_they_are_named(online, capsys, resealed):
    deploy.bring(online.place, online.site("first"))
    first, tree = online.whole(), online.site("second")
    for lang in ("fr", "en"):
        for page in tree.glob(f"{lang}/page-*/index.html"):
            page.write_text(
                page.read_text(encoding="utf-8") + '<a href="/a/"><a href="/b/">', encoding="utf-8"
            )
    resealed(tree)

    said = refused(deploy.bring, online.place, tree)

    assert said == (1, "not deployed: the built site has faults (40); what is online is unchanged")
    complained = capsys.readouterr().err.splitlines()
    assert complained[0] == "en/page-0/index.html: /a/: there is no such file"
    assert complained[20:] == ["… and 20 more"]
    assert online.whole() == first


def test_an_empty_site_is_refused(online, tmp_path):
    (tmp_path / "empty").mkdir()

    assert refused(deploy.bring, online.place, tmp_path / "empty") == (
        1, "not deployed: the release is empty"
    )  # fmt: skip


def test_a_site_without_a_manifest_is_refused(online):
    (online.site() / NAME).unlink()

    assert refused(deploy.bring, online.place, online.site()) == (
        1, "not deployed: what was built has no manifest.json: only publishing writes one"
    )  # fmt: skip


@pytest.fixture
def shrunk(online, resealed):
    """A second release that has lost four of its pages, and their mention."""
    deploy.bring(online.place, online.site("first"))
    tree = online.site("second")
    for number in (1, 2):
        for lang in ("fr", "en"):
            (tree / f"{lang}/page-{number}/index.html").unlink()
    sitemap = (tree / "sitemap.xml").read_text().splitlines(keepends=True)
    kept = [line for line in sitemap if "page-1/" not in line and "page-2/" not in line]
    (tree / "sitemap.xml").write_text("".join(kept))
    resealed(tree)
    return tree


def test_a_site_that_has_lost_more_than_a_tenth_is_refused(online, shrunk):
    first = online.whole()

    said = refused(deploy.bring, online.place, shrunk, allow_deletes=3)

    assert said == (
        4,
        "not deployed: 4 of 25 files would disappear from server; if that is on purpose: --allow-deletes 4",
    )
    assert online.whole() == first


def test_a_site_that_has_lost_files_on_purpose_is_not(online, shrunk):
    deploy.bring(online.place, shrunk, allow_deletes=4)

    assert online.whole() == release_of(shrunk)


def test_a_site_with_another_address_is_refused(online, tmp_path, sound):
    deploy.bring(online.place, online.site("first"))

    said = refused(deploy.bring, online.place, sound)

    assert said == (
        4,
        f"not deployed: server holds the site of {online.address}, this one is for https://www.example.org",
    )


def test_an_address_that_shows_something_else_is_refused(online, capsys):
    deploy.bring(online.place, online.site("first"))
    first = online.whole()
    (online.path / "elsewhere").mkdir()
    (online.path / "elsewhere/manifest.json").write_text(
        manifest_of(online.site("second")).to_json(), encoding="utf-8"
    )
    change(online, "site/current", "site/elsewhere")

    said = refused(deploy.bring, online.place, online.site("third"))

    other = release_of(online.site("second"))
    assert said == (
        4,
        f"not deployed: {online.address} does not show what server holds: {other} instead of {first}",
    )


def test_an_address_that_shows_nothing_of_ours_is_refused(online):
    deploy.bring(online.place, online.site("first"))
    change(online, "site/current", "site/incoming")

    code, said = refused(deploy.bring, online.place, online.site("second"))

    assert code == Code.DEPLOY
    assert said == (
        f"not deployed: {online.address} does not show what server holds: "
        f"nothing of ours instead of {online.live()}"
    )


def test_an_address_that_shows_a_site_before_the_first_deploy_is_refused(online):
    deploy.bring(online.place, online.site("first"))
    first = online.live()
    (online.path / "current").rename(online.path / "elsewhere")
    change(online, "site/current", "site/elsewhere")

    said = refused(deploy.bring, online.place, online.site("second"))

    assert said == (
        4, f"not deployed: {online.address} does not show what server holds: {first} instead of nothing"
    )  # fmt: skip


def test_what_somebody_else_has_deployed_since_is_not_taken_back(online):
    trees = [online.site(edition) for edition in ("first", "second", "third")]
    for tree in trees:
        deploy.bring(online.place, tree)
    first, second, third = map(manifest_of, trees)

    code, said = refused(deploy._verify, online.place, online.address, second, first, [])

    assert code == Code.DEPLOY
    assert said == (
        f"{online.address} does not show {second.release} as it should (faults: 5), "
        "and somebody else has deployed since: nothing was taken back"
    )
    assert online.whole() == third.release


def test_an_address_where_nobody_answers_is_refused(online):
    deploy.bring(online.place, online.site("first"))
    nobody = Place(target=online.target, address="http://127.0.0.1:9", patience=0)

    said = refused(deploy.bring, nobody, online.site("second"))

    assert said == (
        4, "http://127.0.0.1:9: does not answer: <urlopen error [Errno 111] Connection refused>"
    )  # fmt: skip


def test_what_is_not_served_as_it_was_sent_is_taken_back(online, capsys):
    deploy.bring(online.place, online.site("first"))
    first = online.whole()
    change(online, "location / {", 'location /en/page-3/ { return 200 "other"; }\nlocation / {')
    second = release_of(online.site("second"))
    capsys.readouterr()

    code, said = refused(deploy.bring, online.place, online.site("second"))

    assert code == Code.DEPLOY
    assert said == (
        f"not deployed: {online.address} did not show {second} as it should (faults: 1); "
        f"{first} is online again"
    )
    assert capsys.readouterr().err == f"{online.address}/en/page-3/: not what was sent\n"
    assert online.whole() == first
    assert [release.name for release in online.target.releases()] == [first]


def test_where_there_is_nothing_to_go_back_to_that_is_said(online, capsys):
    change(online, "error_page 404 @missing", "error_page 404 =200 @missing")
    release = release_of(online.site())

    code, said = refused(deploy.bring, online.place, online.site())

    assert code == Code.DEPLOY
    assert said == (
        f"{release} is online, but {online.address} does not show it as it should (faults: 1), "
        "and the place holds none to go back to"
    )
    assert capsys.readouterr().err == f"{online.address}/no-page-is-called-this/: 200 instead of 404\n"


def test_a_server_that_names_another_release_is_a_fault(online, capsys):
    change(online, "X-Release $site_release", "X-Release 0123")

    assert refused(deploy.bring, online.place, online.site())[0] == Code.DEPLOY
    assert f"{online.address}/en/: says that it is of release 0123" in capsys.readouterr().err.splitlines()


@pytest.fixture
def sent_on(online):
    """The server knows where a page leads; a site that marks it as a former address."""

    def sent_on(where):
        (online.folder / "site/redirects.map").write_text(f'"~^/en/page-3/$" "{where}";\n')
        online.reload()
        tree = online.site("second")
        (tree / "en/page-3/.moved").touch()
        seal(tree, online.address)
        return tree

    return sent_on


@pytest.mark.parametrize("where", ["/fr/page-3/", "/fr/page-3/#top"])
def test_a_former_address_may_lead_on(online, sent_on, where):
    tree = sent_on(where)

    deploy.bring(online.place, tree)

    assert online.whole() == release_of(tree)


def test_a_withdrawn_page_may_be_gone(online, sent_on):
    tree = sent_on("gone")

    deploy.bring(online.place, tree)

    assert online.get("en/page-3/")[0] == 410
    assert online.whole() == release_of(tree)


@pytest.mark.parametrize("where", ["/fr/page-3/", "gone"])
def test_a_release_from_before_a_move_is_shown_as_it_was(online, sent_on, where):
    deploy.bring(online.place, online.site("first"))
    deploy.bring(online.place, sent_on(where))

    rollback.go_back(online.place, None)

    status, page, _ = online.get("en/page-3/")
    assert status == 200
    assert "<title>first</title>" in page


def test_a_page_that_is_gone_without_being_withdrawn_is_a_fault(online, capsys):
    change(online, "location / {", "location = /en/page-3/ { return 410; }\nlocation / {")

    assert refused(deploy.bring, online.place, online.site())[0] == Code.DEPLOY
    assert capsys.readouterr().err == f"{online.address}/en/page-3/: 410 instead of 200\n"


def test_what_was_cut_short_is_a_fault(online, capsys):
    deploy.bring(online.place, online.site("first"))
    with cutting_short() as address:
        cut = f"location @cut {{ proxy_pass {address}; }}"
        change(online, "error_page 404 @missing", f"{cut}\nerror_page 404 = @cut")
        capsys.readouterr()

        code, said = refused(deploy.bring, online.place, online.site("second"))

    assert code == Code.DEPLOY
    assert said.endswith(f"{release_of(online.site('first'))} is online again")
    assert "/no-page-is-called-this/: " in capsys.readouterr().err


@contextmanager
def cutting_short():
    """A server that announces more than it sends, at an address."""

    class Cut(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(404)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"short")

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Cut) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_what_is_online_already_is_looked_at_too(online):
    deploy.bring(online.place, online.site())
    change(online, "error_page 404 @missing", "error_page 404 =200 @missing")

    code, said = refused(deploy.bring, online.place, online.site())

    assert code == Code.DEPLOY
    assert said.startswith(f"{release_of(online.site())} is online, but {online.address} does not show it")


def test_the_release_to_go_back_to_is_kept_however_old_it_is(online):
    target = replace(online.target, keep=2)
    place = replace(online.place, target=target)
    for edition in ("first", "second"):
        deploy.bring(place, online.site(edition))
    rollback.go_back(place, release_of(online.site("first")))
    change(online, "error_page 404 @missing", "error_page 404 =200 @missing")

    _, said = refused(deploy.bring, place, online.site("third"))

    assert said.endswith(f"{release_of(online.site('first'))} is online again")


def test_rollback_is_to_what_was_online_before_not_to_what_came_before(online):
    for edition in ("first", "second", "third"):
        deploy.bring(online.place, online.site(edition))
    rollback.go_back(online.place, release_of(online.site("first")))
    deploy.bring(online.place, online.site("fourth"))

    rollback.go_back(online.place, None)

    assert online.whole() == release_of(online.site("first"))


def test_a_site_that_has_another_address_now_is_taken_when_that_is_said(online, tmp_path):
    former = "https://former.example.org"
    tree = make_site(tmp_path / "other", former)
    other = replace(online.target, path=str(tmp_path / "srv/other"))
    other.set_up(former)
    other.send(tree, manifest_of(tree), None)
    place = Place(target=other, address=online.address, patience=0)
    change(online, str(online.path), str(tmp_path / "srv/other"))

    assert refused(other.set_up, online.address)[1].endswith(f"is the place of another site: {former}")
    other.set_up(online.address, former)
    assert refused(deploy.bring, place, online.site())[1].startswith("not deployed: server holds the site of")
    deploy.bring(place, online.site(), former=former)

    assert (tmp_path / "srv/other/current").readlink().name == release_of(online.site())


@pytest.mark.parametrize("where", ["/nowhere/", "https://other.example.org/en/page-3/", "/en/page-3/"])
def test_an_address_that_leads_elsewhere_is_a_fault(online, capsys, where):
    change(online, "location / {", f"location = /en/page-3/ {{ return 301 {where}; }}\nlocation / {{")

    assert refused(deploy.bring, online.place, online.site())[0] == Code.DEPLOY
    assert capsys.readouterr().err == f"{online.address}/en/page-3/: 301 instead of 200\n"


def test_a_certificate_that_nobody_vouches_for_is_a_fault(online, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", key, "-out", certificate, "-subj", "/CN=here", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    deploy.bring(online.place, online.site("first"))
    port = online.address.rpartition(":")[2]
    secured = f"ssl;\nssl_certificate {certificate};\nssl_certificate_key {key};"
    change(online, "backlog=1024;", secured, "nginx.conf")
    secure = Place(target=online.target, address=f"https://127.0.0.1:{port}", patience=0)

    code, said = refused(deploy.bring, secure, online.site("second"))

    assert code == Code.DEPLOY
    assert said.startswith(f"https://127.0.0.1:{port}: does not answer: ")
    assert "certificate verify failed" in said


def test_rollback_goes_to_the_release_before(online, capsys):
    for edition in ("first", "second"):
        deploy.bring(online.place, online.site(edition))
    capsys.readouterr()

    rollback.go_back(online.place, None)

    first = release_of(online.site("first"))
    assert online.whole() == first
    said = capsys.readouterr().out
    seconds = said.split()[-2].strip("(")
    assert said == f"{first} is online again at {online.address} ({seconds} s)\n"


def test_rollback_goes_to_the_release_that_is_named(online):
    for edition in ("first", "second", "third"):
        deploy.bring(online.place, online.site(edition))

    rollback.go_back(online.place, release_of(online.site("first")))

    assert online.whole() == release_of(online.site("first"))


def test_rollback_without_a_release_before_says_so(online):
    deploy.bring(online.place, online.site("first"))

    assert refused(rollback.go_back, online.place, None) == (
        2, "server has no release before the one that is online"
    )  # fmt: skip


def test_rollback_that_the_public_does_not_see_says_so(online, capsys):
    for edition in ("first", "second"):
        deploy.bring(online.place, online.site(edition))
    change(online, "site/current", f"site/releases/{online.live()}")

    code, said = refused(rollback.go_back, online.place, None)

    first = release_of(online.site("first"))
    assert code == Code.DEPLOY
    assert said.startswith(f"{first} is online, but {online.address} does not show it as it should (")


@pytest.fixture
def project(online):
    """A project's folder whose file of targets has this server."""
    target = online.target
    (online.folder / "targets.toml").write_text(
        f'[server]\nkind = "ssh"\nhost = "{target.host}"\npath = "{target.path}"\nport = {target.port}\n'
        f'identity = "{target.identity}"\nknown_hosts = "{target.known_hosts}"\n'
    )
    return online.folder


def run(project, module, *words):
    return subprocess.run(
        [sys.executable, "-m", f"desk.{module}", *words, "--targets", "targets.toml"],
        cwd=project,
        env=HERE,
        capture_output=True,
        text=True,
    )


def test_rollback_names_the_releases_newest_first(online, project):
    for edition in ("first", "second"):
        deploy.bring(online.place, online.site(edition))

    ended = run(project, "rollback", "--list")

    assert (ended.returncode, ended.stderr) == (0, "")
    first, second = (release_of(online.site(edition)) for edition in ("first", "second"))
    lines = [line.split() for line in ended.stdout.splitlines()]
    assert [line[:-1] for line in lines] == [["*", second], [first]]


def test_a_dirty_tree_is_refused_before_anything_is_built(online, project):
    ended = run(project, "deploy")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("not deployed: this is no git work tree")
    assert not (project / ".builds").exists()


def test_content_that_is_not_right_is_not_deployed(online, project, write_content):
    write_content({"story.yaml": None})
    (project / "publishconf.py").write_text(
        "import sys\nsys.path.insert(0, '.')\nfrom pelicanconf import *\nPUBLISHING = True\nTHEME = "
        f"{str(Path(__file__).parents[2] / 'theme')!r}\n"
    )

    ended = run(project, "deploy", "--allow-dirty")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert "story.yaml" in ended.stderr
    assert not (online.path / "current").exists()
    assert not (project / ".builds/crash.txt").exists()


def test_a_set_up_takes_the_address_of_the_story(online, project, write_content):
    with_address = "licence: CC-BY-4.0\naddress: https://www.example.org\n"
    write_content({"story.yaml": ("licence: CC-BY-4.0\n", with_address)})
    subprocess.run([sys.executable, "-m", "desk.register"], cwd=project, env=HERE, check=True)
    targets = project / "targets.toml"
    targets.write_text(targets.read_text().replace("srv/site", "srv/next"))

    ended = run(project, "deploy", "--set-up")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "server is ready for https://www.example.org\n"
    assert (project / "srv/next/.site-id").read_text() == "https://www.example.org\n"


def test_a_set_up_without_an_address_of_the_story_is_refused(online, project, write_content):
    write_content()
    subprocess.run([sys.executable, "-m", "desk.register"], cwd=project, env=HERE, check=True)

    ended = run(project, "deploy", "--set-up")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("content/story.yaml:1:1: no-address: ")
