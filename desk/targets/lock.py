"""One deploy at a time to a store: an object that only one can make, and a file that tells apart one's own.

The object's conditional writing keeps others away. The file, locked as long as this process or a program that
it started lives, lets the next deploy of this clone go on at once where one of its own was killed.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from getpass import getuser
from pathlib import Path
from secrets import token_hex
from socket import gethostname

from desk.stop import Code, Stop
from desk.targets.s3 import Bucket
from desk.wording import complain, words

KEPT_FOR = timedelta(hours=1)
"""A lock that is older is one that its holder has lost."""
HEADERS = {"content-type": "application/json", "cache-control": "no-store"}
IN_THE_WAY = (409, 412)
BRIEFLY = 3
"""Seconds that are spent on giving it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Held on a store; programs that write there have to inherit `handle`."""

    bucket: Bucket
    key: str
    handle: int
    token: str

    def confirm(self) -> None:
        """Ask whether it is still held.

        Raises:
            Stop: it took too long, and somebody else has begun (4).
        """
        holder, _ = _read(self.bucket, self.key)
        if holder.get("token") != self.token:
            raise _held_by(holder)


@contextmanager
def held(bucket: Bucket, key: str, file: Path) -> Iterator[Lock]:
    """Be the only one at work.

    Raises:
        Stop: somebody else is (4); it says who, and since when.
    """
    file.parent.mkdir(exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _held_by(_read(bucket, key)[0]) from None
        token = os.pread(handle, 100, 0).decode() or token_hex()
        os.pwrite(handle, token.encode(), 0)
        lock = Lock(bucket=bucket, key=key, handle=handle, token=token)
        _take(lock)
        try:
            yield lock
        finally:
            _give_back(lock)
    finally:
        os.close(handle)


def _take(lock: Lock) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    mine = {"who": f"{getuser()}@{gethostname()}", "since": now, "token": lock.token}
    body = json.dumps(mine).encode()
    if _put(lock, body, {"if-none-match": "*"}):
        return
    holder, etag = _read(lock.bucket, lock.key)
    is_ours = holder.get("token") == lock.token
    if not (is_ours or _is_lost(holder)) or not _put(lock, body, {"if-match": etag}):
        raise _held_by(holder)
    if not is_ours:
        complain(words("store-lock-lost", who=holder["who"], since=holder["since"]))


def _put(lock: Lock, body: bytes, condition: dict[str, str]) -> bool:
    answer = lock.bucket.ask(
        "PUT", lock.key, headers={**HEADERS, **condition}, body=body, accepted=(200, *IN_THE_WAY)
    )
    return answer.status == 200


def _give_back(lock: Lock) -> None:
    """Also after a failure, which must not be hidden, or made much longer, by another one here."""
    try:
        if _read(lock.bucket, lock.key, within=BRIEFLY)[0].get("token") == lock.token:
            lock.bucket.ask("DELETE", lock.key, accepted=(200, 204), within=BRIEFLY)
    except Stop as stop:
        complain(str(stop))


def _read(bucket: Bucket, key: str, within: float | None = None) -> tuple[dict[str, str], str]:
    """Who holds it, and the mark of the state in which that was read; nobody where it was just given back."""
    answer = bucket.ask("GET", key, accepted=(200, 404), within=within)
    try:
        holder = json.loads(answer.body)
    except ValueError:
        holder = {}
    return holder, answer.headers.get("ETag", "")


def _is_lost(holder: dict[str, str]) -> bool:
    try:
        return datetime.now(UTC) - datetime.fromisoformat(holder["since"]) > KEPT_FOR
    except (KeyError, ValueError, TypeError):
        return False


def _held_by(holder: dict[str, str]) -> Stop:
    return Stop.saying(
        Code.DEPLOY, "store-locked", who=holder.get("who", "?"), since=holder.get("since", "?")
    )
