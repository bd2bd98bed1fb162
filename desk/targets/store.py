"""An S3-compatible object store behind a CDN: what readers need comes first, what nobody needs goes last.

A store knows no releases and changes a file at a time. So assets come before the pages that name them, the
manifest after both, removals at the end; and what the live manifest does not say is noted in the store before
anything is sent, so that the next deploy finishes whatever was interrupted.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from desk.hosting import headers_of, is_hashed
from desk.manifest import NAME, Difference, Manifest
from desk.stop import Code, Stop
from desk.targets import FOR_SERVERS, Release
from desk.targets.lock import Lock, held
from desk.targets.s3 import Bucket
from desk.wording import words

RETIRED, LOCK = "retired.json", "deploy-lock.json"
RETIRED_HEADERS = {"content-type": "application/json", "cache-control": "no-store"}
KEPT_FOR = timedelta(days=7)
"""How long an asset outlives the last page that names it: somebody may have that page open."""
A_STORE_SENDS = ("Cache-Control", "Content-Type")
"""The headers that an object can carry; the others are the CDN's to add."""
LISTED = 100
"""Beyond that many changed addresses a CDN is better told to forget everything."""

RCLONE = (
    "--checksum", "--no-traverse", "--files-from-raw=-", "--config=/dev/null", "--log-format=",
    "--contimeout=5s", "--timeout=5s", "--retries=1", "--low-level-retries=2", "--transfers=8",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Store:
    """A bucket, or the part of one under a prefix. rclone sends the files."""

    FORMS: ClassVar[Mapping[str, str]] = {
        "bucket": r"[a-z0-9][a-z0-9.-]*",
        "prefix": r"\w[\w.-]*(/[\w.-]+)*",
        # Without a name and key before the host, where everybody would read them.
        "endpoint": r"https?://[A-Za-z0-9.-]+(:\d+)?",
        "region": r"[a-z0-9-]+",
        "provider": r"\w+",
    }
    """What the file of targets may say of one: the form of each value, a regular expression."""

    name: str
    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    provider: str = "Other"
    leaves_out: tuple[str, ...] = field(default=FOR_SERVERS, init=False)

    def live(self) -> Manifest | None:
        """What is there, with no digest where that is uncertain; nothing before a first deploy has finished.

        Raises:
            Stop: it does not answer, or holds files that are no site of ours (4).
        """
        answer = self._objects.ask("GET", self._key(NAME), accepted=(200, 404))
        noted = self._noted()
        if answer.status == 404:
            if noted is None:
                self._refuse_foreign()
            return None
        try:
            manifest = Manifest.read(answer.body)
        except ValueError as error:
            raise Stop.saying(Code.DEPLOY, "store-foreign", place=self._place, path=NAME) from error
        # An asset can have one form only, and is taken away after the manifest that names it.
        uncertain = {path: "" for path in noted or {} if not is_hashed(path)}
        return replace(manifest, files={**manifest.files, **uncertain})

    def send(self, tree: Path, new: Manifest, live: Manifest | None) -> None:
        """Send what differs, in the order in which readers need it, then take away what nobody needs.

        Raises:
            Stop: another deploy is at work or was in between, or the store refuses (4). Online is the old
                release then, or pages of both; the next deploy finishes it.
        """
        if not shutil.which("rclone"):
            raise Stop.saying(Code.ENVIRONMENT, "no-program", program="rclone")
        difference = Difference.between(live, new)
        sent = self._of_use((*difference.added, *difference.changed))
        removed = self._of_use(difference.removed)
        with held(self._objects, self._key(LOCK), Path(".cache", f"{self.name}.lock")) as lock:
            if self.live() != live:
                raise Stop.saying(Code.DEPLOY, "store-moved", place=self._place)
            noted, today = self._noted(), datetime.now(UTC).date()
            uncertain = {**dict.fromkeys((*sent, *removed), today.isoformat()), **(noted or {})}
            self._note(uncertain, before=noted)
            self._copy(tree, sent, lock)
            lock.confirm()
            if live != new:
                self._put(NAME, new.to_json(), _stored(NAME))
            unneeded = {path: since for path, since in uncertain.items() if path not in new.files}
            kept = {path: since for path, since in unneeded.items() if _is_kept(path, since, today)}
            self._rclone("delete", unneeded.keys() - kept.keys(), lock)
            self._note(kept, before=uncertain)
        if live:
            _say_what_to_invalidate({*sent, *removed} & live.files.keys())

    def releases(self) -> list[Release]:
        """None: a store holds one release."""
        return []

    def back_to(self, release: str, *, failed: bool = False) -> None:
        """A store cannot.

        Raises:
            Stop: always (2), with the way that there is.
        """
        raise Stop.saying(Code.USAGE, "store-no-return", release=release)

    @property
    def _address(self) -> str:
        return self.endpoint or f"https://s3.{self.region}.amazonaws.com"

    @property
    def _objects(self) -> Bucket:
        return Bucket(name=self.bucket, endpoint=self._address, region=self.region)

    @property
    def _place(self) -> str:
        return f"{self.bucket}/{self.prefix}".rstrip("/")

    def _key(self, path: str) -> str:
        return f"{self.prefix}/{path}" if self.prefix else path

    def _of_use(self, paths: Iterable[str]) -> list[str]:
        return [path for path in paths if not path.endswith(self.leaves_out)]

    def _refuse_foreign(self) -> None:
        for key in self._objects.some_keys(self._key("")):
            if key != self._key(LOCK):
                raise Stop.saying(Code.DEPLOY, "store-foreign", place=self._place, path=key)

    def _noted(self) -> dict[str, str] | None:
        """The files that may be there though the manifest does not say so, or not as it says; since when."""
        answer = self._objects.ask("GET", self._key(RETIRED), accepted=(200, 404))
        if answer.status != 200:
            return None
        try:
            noted: dict[str, str] = json.loads(answer.body)
        except ValueError as error:
            raise Stop.saying(Code.DEPLOY, "store-foreign", place=self._place, path=RETIRED) from error
        return noted

    def _note(self, retired: Mapping[str, str], *, before: Mapping[str, str] | None) -> None:
        if retired != before:
            self._put(RETIRED, json.dumps(retired, indent=0, sort_keys=True), RETIRED_HEADERS)

    def _put(self, path: str, text: str, headers: Mapping[str, str]) -> None:
        self._objects.ask("PUT", self._key(path), headers=headers, body=text.encode())

    def _copy(self, tree: Path, paths: Iterable[str], lock: Lock) -> None:
        """Send files; rclone skips those that are there already, and sends one set of headers at a time."""
        for (_, headers), group in groupby(sorted(paths, key=_turn), key=_turn):
            options = [f"--header-upload={name}: {value}" for name, value in headers]
            self._rclone("copy", group, lock, str(tree), *options)

    def _rclone(self, command: str, paths: Iterable[str], lock: Lock, *arguments: str) -> None:
        listed = "".join(f"{path}\n" for path in sorted(paths))
        if not listed:
            return
        ended = subprocess.run(
            ["rclone", command, *arguments, f"store:{self._place}", *RCLONE],
            input=listed,
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=self._settings(),
            # Should this process be killed, the lock's file stays locked until rclone has ended, too.
            pass_fds=[lock.handle],
        )
        if ended.returncode:
            reasons = [line for line in ended.stderr.splitlines() if "ERROR" in line or "Failed" in line]
            raise Stop.saying(Code.DEPLOY, "store-rclone", reason=" ".join(reasons[:1]) or ended.returncode)

    def _settings(self) -> dict[str, str]:
        """All that rclone has to know, by its environment, without what that says for other work."""
        others = {
            name: value
            for name, value in os.environ.items()
            # The last one would stop rclone, which takes certificates from the system.
            if not name.startswith("RCLONE_") and name != "AWS_CA_BUNDLE"
        }
        ours = {
            "type": "s3", "provider": self.provider, "env_auth": "true", "endpoint": self._address,
            "region": self.region, "no_check_bucket": "true",
        }  # fmt: skip
        return {**others, **{f"RCLONE_CONFIG_STORE_{name.upper()}": value for name, value in ours.items()}}


def _turn(path: str) -> tuple[int, tuple[tuple[str, str], ...]]:
    """When a file is sent: first what pages need, last the pages from which all others are reached."""
    is_home = path.endswith("index.html") and path.count("/") < 2
    turn = 0 if is_hashed(path) else 2 if is_home else 1
    return turn, tuple(sorted(_stored(path).items()))


def _stored(path: str) -> dict[str, str]:
    return {name: value for name, value in headers_of(path, ()).items() if name in A_STORE_SENDS}


def _is_kept(path: str, since: str, today: date) -> bool:
    return is_hashed(path) and date.fromisoformat(since) + KEPT_FOR > today


def _say_what_to_invalidate(paths: Iterable[str]) -> None:
    """What the CDN may still hold in its old form; hashed assets never change."""
    addresses = sorted(f"/{path.removesuffix('index.html')}" for path in paths if not is_hashed(path))
    if addresses:
        listed = addresses if len(addresses) <= LISTED else ["/*"]
        print(words("store-invalidate", addresses="\n".join(listed)))
