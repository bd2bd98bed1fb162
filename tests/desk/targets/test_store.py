"""A store gets first what readers need, keeps what they may have open, and no deploy is left half done."""

import hashlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from desk.hosting import headers_of, is_hashed
from desk.manifest import NAME, Manifest
from desk.stop import Code, Stop
from desk.targets import reading, s3
from desk.targets.lock import held
from desk.targets.s3 import Bucket, signed_headers
from desk.targets.store import LOCK, RETIRED, Store
from tests.desk.targets.store_server import BUCKET, PUBLIC, REGION, SECRET, running
from tests.desk.targets.store_server import Store as Server

ADDRESS = "https://example.org"
OLD_ASSET, NEW_ASSET = "theme/site.0123456789abcdef.css", "theme/site.fedcba9876543210.css"
FIRST = {
    "index.html": "both", "fr/index.html": "français", "fr/qui/index.html": "qui", "404.html": "?",
    "fr/feed.xml": "<feed/>", "fr/data/a.csv": "a", "fr/data/a.ics": "BEGIN", "sitemap.xml": "<urlset/>",
    OLD_ASSET: "body {}",
}  # fmt: skip
SECOND = {
    **{name: text for name, text in FIRST.items() if name not in {OLD_ASSET, "fr/qui/index.html"}},
    "fr/index.html": "français, deux", "fr/quoi/index.html": "quoi", NEW_ASSET: "p {}",
}  # fmt: skip

DEPLOY = """
import sys
from pathlib import Path
from desk import command
from desk.manifest import NAME, Manifest
from desk.targets.store import Store

def deploy(given):
    store = Store(name="store", bucket="pages", prefix=sys.argv[2], endpoint=sys.argv[3])
    tree = Path(sys.argv[1])
    store.send(tree, Manifest.read((tree / NAME).read_text()), store.live())

try:
    deploy(None)
except Exception as error:
    sys.exit(str(error))
"""


@dataclass
class Place:
    """A part of the bucket that no other test uses."""

    endpoint: str
    prefix: str
    record: Server

    @property
    def store(self) -> Store:
        return Store(name="store", bucket="pages", prefix=self.prefix, endpoint=self.endpoint)

    @property
    def bucket(self) -> Bucket:
        return Bucket(name=BUCKET, endpoint=self.endpoint, region=REGION)

    def put(self, name: str, text: str) -> None:
        self.bucket.ask("PUT", f"{self.prefix}/{name}", body=text.encode())

    def get(self, name: str) -> str | None:
        answer = self.bucket.ask("GET", f"{self.prefix}/{name}", accepted=(200, 404))
        return answer.body.decode() if answer.status == 200 else None

    def holds(self) -> set[str]:
        query = {"list-type": "2", "prefix": f"{self.prefix}/"}
        keys = self.bucket.ask("GET", query=query).body.decode().split("<Key>")[1:]
        return {key.partition("</Key>")[0].removeprefix(f"{self.prefix}/") for key in keys}

    def sent(self) -> list[str]:
        """What was written since the last `forget`, in order, but for the lock."""
        here = f"/pages/{self.prefix}/"
        paths = [path.removeprefix(here) for method, path in self.record.writes if method == "PUT"]
        return [path for path in paths if path != LOCK]

    def removed(self) -> list[str]:
        here = f"/pages/{self.prefix}/"
        paths = [path.removeprefix(here) for method, path in self.record.writes if method == "DELETE"]
        return [path for path in paths if path != LOCK]

    def forget(self) -> None:
        self.record.asked.clear()

    def deploy(self, tree: Path, new: Manifest) -> None:
        self.store.send(tree, new, self.store.live())

    def start(self, tree: Path) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", DEPLOY, str(tree), self.prefix, self.endpoint],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def is_whole(self, new: Manifest) -> bool:
        """Whether exactly this release is there, byte for byte, but for assets that are kept for a while."""
        kept = {path for path in self.holds() - new.files.keys() if is_hashed(path)}
        texts = {path: self.get(path) or "" for path in new.files}
        return self.holds() - kept == {*new.files, NAME, RETIRED} and new.files == {
            path: hashlib.sha256(text.encode()).hexdigest() for path, text in texts.items()
        }


@pytest.fixture(scope="module")
def server():
    if not shutil.which("rclone"):
        reason = "sends to stores: apt-get install rclone"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with running() as store:
        yield store


NUMBERS = count()


@pytest.fixture
def place(server, monkeypatch, tmp_path):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", PUBLIC)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    place = Place(server.address, f"site-{next(NUMBERS)}", server)
    place.forget()
    yield place
    server.before, server.forbidden = lambda _: None, ""


@pytest.fixture
def release(tmp_path):
    """Writes a finished site, and gives its folder and its manifest."""

    def write(files: dict[str, str]) -> tuple[Path, Manifest]:
        tree = tmp_path / f"tree-{len(list(tmp_path.glob('tree-*')))}"
        for name, text in files.items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text, encoding="utf-8")
        manifest = Manifest.of(tree, ADDRESS)
        (tree / NAME).write_text(manifest.to_json(), encoding="utf-8")
        return tree, manifest

    return write


def test_assets_come_first_then_pages_then_the_homes_then_the_manifest(place, release):
    tree, new = release(FIRST)
    assert place.store.live() is None

    place.deploy(tree, new)

    sent = place.sent()
    assert sent[:2] == [RETIRED, OLD_ASSET]
    assert set(sent[2:8]) == new.files.keys() - {OLD_ASSET, "index.html", "fr/index.html"}
    assert set(sent[8:10]) == {"index.html", "fr/index.html"}
    assert sent[10:] == [NAME, RETIRED]
    assert place.store.live() == new
    assert place.is_whole(new)
    assert place.get(LOCK) is None


def test_the_headers_of_every_file_can_be_read_back(place, release):
    tree, new = release(FIRST)

    place.deploy(tree, new)

    for path in [*new.files, NAME]:
        answer = place.bucket.ask("GET", f"{place.prefix}/{path}")
        for name in ("Content-Type", "Cache-Control"):
            assert answer.headers[name] == headers_of(path, ())[name], path
    asset = place.bucket.ask("GET", f"{place.prefix}/{OLD_ASSET}")
    assert asset.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_what_only_our_own_server_reads_stays_here(place, release):
    tree, new = release(
        {**FIRST, "index.html.br": "", "fr/index.html.gz": "", "_headers": "", "_redirects": ""}
    )

    place.deploy(tree, new)

    assert place.holds() == {*FIRST, NAME, RETIRED}
    assert place.store.live() == new


def test_going_back_to_what_was_online_before_a_deploy_that_was_cut_off_is_a_change(place, release):
    old, before = release(FIRST)
    place.deploy(old, before)
    place.record.forbidden = f"/{NAME}"
    with pytest.raises(
        Stop, match=r"^the store refused PUT pages/site-\d+/manifest\.json: 403 AccessDenied$"
    ):
        place.deploy(*release(SECOND))
    place.record.forbidden = ""

    live = place.store.live()
    assert live.release == before.release
    assert live != before
    assert {path for path, digest in live.files.items() if not digest} == {
        "fr/index.html", "fr/qui/index.html", "fr/quoi/index.html",
    }  # fmt: skip
    place.deploy(old, before)

    assert place.is_whole(before)
    assert place.store.live() == before


def test_nothing_is_sent_twice(place, release):
    place.deploy(*release(FIRST))
    place.forget()

    place.deploy(*release(FIRST))

    assert place.sent() == []


def test_one_change_sends_that_and_the_manifest(place, release, capsys):
    place.deploy(*release(FIRST))
    place.forget()

    place.deploy(*release({**FIRST, "fr/qui/index.html": "qui donc"}))

    assert place.sent() == [RETIRED, "fr/qui/index.html", NAME, RETIRED]
    assert capsys.readouterr().out == "for the CDN to forget:\n/fr/qui/\n"


def test_removals_come_last_and_assets_stay_for_the_pages_that_are_open(place, release, capsys):
    place.deploy(*release(FIRST))
    place.forget()

    place.deploy(*release(SECOND))

    assert place.record.writes.index(("PUT", f"/pages/{place.prefix}/{NAME}")) < place.record.writes.index(
        ("DELETE", f"/pages/{place.prefix}/fr/qui/index.html")
    )
    assert place.removed() == ["fr/qui/index.html"]
    assert place.get(OLD_ASSET) == "body {}"
    assert json.loads(place.get(RETIRED)) == {OLD_ASSET: datetime.now(UTC).date().isoformat()}
    assert capsys.readouterr().out == "for the CDN to forget:\n/fr/\n/fr/qui/\n"


@pytest.mark.parametrize(("days", "is_there"), [(6, True), (7, False)])
def test_an_asset_goes_when_no_release_has_needed_it_for_a_week(place, release, days, is_there):
    place.deploy(*release(FIRST))
    place.deploy(*release(SECOND))
    since = (datetime.now(UTC) - timedelta(days=days)).date().isoformat()
    place.put(RETIRED, json.dumps({OLD_ASSET: since}))

    place.deploy(*release(SECOND))

    assert (place.get(OLD_ASSET) is not None) == is_there
    assert (OLD_ASSET in json.loads(place.get(RETIRED))) == is_there


def test_an_asset_that_is_needed_again_is_retired_no_more(place, release):
    place.deploy(*release(FIRST))
    place.deploy(*release(SECOND))

    place.deploy(*release(FIRST))

    assert json.loads(place.get(RETIRED)).keys() == {NEW_ASSET}


def test_many_changes_are_one_line_for_the_cdn(place, release, capsys):
    place.deploy(*release({f"fr/{number}/index.html": "a" for number in range(101)}))

    place.deploy(*release({f"fr/{number}/index.html": "b" for number in range(101)}))

    assert capsys.readouterr().out == "for the CDN to forget:\n/*\n"


@pytest.mark.parametrize("before", [None, FIRST], ids=["first", "later"])
def test_killed_at_any_moment_the_next_deploy_finishes(place, release, before):
    """Also where it is another release that comes next: nothing that was half sent may stay."""
    old = release(before) if before else None
    killed, _ = release({**SECOND, "fr/index.html": "between", "fr/b/index.html": "b"})
    tree, new = release({**(before or SECOND), "fr/feed.xml": "<feed>2</feed>"})
    home = place.prefix

    def begin(name: object) -> "subprocess.Popen[str]":
        place.prefix = f"{home}-{name}"
        if old:
            place.deploy(*old)
        place.forget()
        return place.start(killed)

    begin("whole").communicate()
    moments = range(1, len(place.record.writes) + 1)
    for moment in random.Random(20).sample(moments, 4):
        process = begin(moment)

        def kill(number, at=moment, group=process.pid):
            if number == at:
                os.killpg(group, signal.SIGKILL)

        place.record.before = kill
        process.communicate()
        awaited(lambda group=process.pid: not is_running(group))
        place.record.before = lambda _: None
        assert process.returncode == -signal.SIGKILL

        if place.store.live() != new:
            place.deploy(tree, new)

        assert place.is_whole(new), moment


def test_a_deploy_waits_for_the_end_of_what_a_killed_one_started(place, release):
    """rclone alone goes on where only the deploy was killed: nobody else may write then."""
    tree, new = release(FIRST)
    process = place.start(tree)
    refusals = []

    def kill_the_deploy_alone(number):
        if place.record.writes[-1][1].endswith(OLD_ASSET):
            place.record.before = lambda _: None
            process.kill()
            process.wait()
            with pytest.raises(Stop, match=r" has been deploying there since ") as stop:
                place.deploy(tree, new)
            refusals.append(stop.value)

    place.record.before = kill_the_deploy_alone
    process.communicate()
    awaited(lambda: refusals)
    awaited(lambda: not is_running(process.pid))

    place.deploy(tree, new)
    assert place.is_whole(new)


def awaited(happens: Callable[[], object]) -> None:
    limit = time.monotonic() + 20
    while not happens():
        assert time.monotonic() < limit
        time.sleep(0.01)


def is_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def lock_of_somebody_else(place: Place, hours: float) -> str:
    since = (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="seconds")
    place.put(LOCK, json.dumps({"who": "ada@desk", "since": since, "token": "hers"}))
    return since


def test_a_second_deploy_is_refused_and_told_whose_the_first_is(place, release):
    since = lock_of_somebody_else(place, 0.9)

    with pytest.raises(Stop) as stop:
        place.deploy(*release(FIRST))

    assert stop.value.code == Code.DEPLOY
    assert str(stop.value).startswith(f"ada@desk has been deploying there since {since}: wait for it (after")
    assert place.holds() == {LOCK}


def test_a_lock_of_more_than_an_hour_is_taken_over_with_a_sentence(place, release, capsys):
    since = lock_of_somebody_else(place, 1.1)
    tree, new = release(FIRST)

    place.deploy(tree, new)

    assert capsys.readouterr().err == f"taking over the lock that ada@desk left at {since}\n"
    assert place.is_whole(new)


def test_of_two_that_begin_at_once_one_is_let_in(place, tmp_path):
    with (
        held(place.bucket, f"{place.prefix}/{LOCK}", tmp_path / "one"),
        pytest.raises(Stop, match=r" has been deploying there since "),
        held(place.bucket, f"{place.prefix}/{LOCK}", tmp_path / "two"),
    ):
        pytest.fail("both are in")


def test_who_lost_the_lock_on_the_way_does_not_go_online(place, release):
    def somebody_takes_over(number):
        if place.record.writes[-1][1].endswith("/index.html"):
            place.record.before = lambda _: None
            lock_of_somebody_else(place, 0)

    place.record.before = somebody_takes_over

    with pytest.raises(Stop, match=r"^ada@desk has been deploying there since "):
        place.deploy(*release(FIRST))

    assert place.store.live() is None
    assert json.loads(place.get(LOCK))["who"] == "ada@desk"


def test_a_change_since_one_looked_is_not_overwritten(place, release):
    seen = place.store.live()
    place.deploy(*release(FIRST))

    with pytest.raises(
        Stop, match=r"^pages/site-\d+ has changed since you looked: nothing was sent; deploy again$"
    ):
        place.store.send(*release(SECOND), seen)


def test_other_files_are_refused(place):
    place.put("holiday.jpg", "…")

    with pytest.raises(
        Stop, match=r"^pages/site-\d+ holds site-\d+/holiday\.jpg, which no deploy put there"
    ) as stop:
        place.store.live()

    assert stop.value.code == Code.DEPLOY


def test_a_whole_bucket_with_other_files_is_refused(place):
    place.put("holiday.jpg", "…")

    with pytest.raises(Stop, match=r"^pages holds .*, which no deploy put there"):
        Store(name="store", bucket="pages", endpoint=place.endpoint).live()


def test_a_manifest_that_is_none_of_ours_is_refused(place):
    place.put(NAME, "{}")

    with pytest.raises(Stop, match=r"^pages/site-\d+ holds manifest\.json, which no deploy put there"):
        place.store.live()


def test_a_store_goes_back_to_nothing_and_says_how_else(place):
    assert place.store.releases() == []

    with pytest.raises(
        Stop, match=r"^a store holds no release but .* to go back to 0123, check out the commit"
    ) as stop:
        place.store.back_to("0123")

    assert stop.value.code == Code.USAGE


def test_the_key_is_seen_nowhere(place, release):
    seen = []

    def look(_number):
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):  # it has ended meanwhile
                seen.extend(line for line in [path.read_text()] if "rclone" in line or SECRET in line)

    place.record.before = look
    process = place.start(release(FIRST)[0])
    said, _ = process.communicate()

    assert process.returncode == 0
    assert any("rclone" in line for line in seen)
    assert not any(SECRET in line for line in seen)
    assert SECRET not in said
    assert not [path for path in Path(".cache").iterdir() if SECRET in path.read_text()]


def test_a_name_and_a_key_before_the_host_are_refused(tmp_path):
    file = tmp_path / "targets.toml"
    file.write_text('[s3]\nkind = "store"\nbucket = "pages"\nendpoint = "https://public:secret@host"\n')

    with pytest.raises(
        Stop,
        match=r'targets\.toml:4:1: \[s3\]: "endpoint" cannot be "https://public:secret@host"; its form is ',
    ) as stop:
        reading.chosen(file, None)

    assert stop.value.code == Code.USAGE
    assert not any("key" in name for name in Store.FORMS)


def test_without_a_key_the_names_that_are_missing_are_said(place, monkeypatch):
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    with pytest.raises(Stop, match=r"^the environment has no AWS_SECRET_ACCESS_KEY: ") as stop:
        place.store.live()

    assert stop.value.code == Code.USAGE


def test_a_wrong_key_is_said_in_one_sentence(place, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")

    with pytest.raises(Stop, match=r"^the store refused GET .*: 403 SignatureDoesNotMatch$") as stop:
        place.store.live()

    assert stop.value.code == Code.DEPLOY
    assert "wrong" not in str(stop.value)


def test_a_bucket_that_is_not_there_is_said_in_one_sentence(place):
    with pytest.raises(Stop, match=r"^the store refused GET nobodys/: 404 NoSuchBucket$") as stop:
        Store(name="store", bucket="nobodys", endpoint=place.endpoint).live()

    assert stop.value.code == Code.DEPLOY


def test_a_store_that_accepts_and_stays_mute_ends_in_time(place, monkeypatch):
    monkeypatch.setattr(s3, "ANSWERS_WITHIN", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"http://127.0.0.1:{mute.getsockname()[1]}"

        with pytest.raises(Stop, match=rf"^{address} does not answer: timed out$") as stop:
            Store(name="store", bucket="pages", endpoint=address).live()

    assert stop.value.code == Code.DEPLOY


def test_what_rclone_could_not_do_is_said_in_one_sentence(place, release):
    tree, new = release(FIRST)
    place.record.forbidden = "/404.html"

    with pytest.raises(Stop, match=r"^rclone did not finish: .*; deploy again to go on$") as stop:
        place.deploy(tree, new)

    assert stop.value.code == Code.DEPLOY
    assert place.store.live() is None


def test_without_rclone_that_is_what_is_said(place, release, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Stop, match=r"^rclone is needed for this and is not installed$") as stop:
        place.deploy(*release(FIRST))

    assert stop.value.code == Code.ENVIRONMENT


def test_a_request_is_signed_as_amazons_own_example(monkeypatch):
    """From "Authenticating Requests: Using the Authorization Header" of Amazon's S3 reference, GET Object."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)

    signed = signed_headers(
        "GET", "/test.txt", "", {"host": "examplebucket.s3.amazonaws.com", "range": "bytes=0-9"}, b"",
        "us-east-1", datetime(2013, 5, 24, tzinfo=UTC),
    )  # fmt: skip

    assert signed["authorization"].endswith(
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )
