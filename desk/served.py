"""Whether the public is served exactly what a release holds."""

import hashlib
import http.client
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urljoin

from desk.hosting import MOVED, is_hidden
from desk.manifest import NAME, Manifest
from desk.stop import Code, Stop
from desk.wording import words

AT_ONCE = 16
SECONDS = 10
MOST = 200
"""How many of the changed files are looked at."""
NOWHERE = "no-page-is-called-this/"
AGAIN = 0.5

NOT_FOUND = "404.html"


class _AsItIs(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is none of ours."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


OPENER = urllib.request.build_opener(_AsItIs)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: no status if nothing did, but a reason."""

    status: int = 0
    body: bytes = b""
    release: str | None = None
    leads_to: str | None = None
    reason: str = ""


def answering(address: str) -> Manifest | None:
    """The release that answers at an address; nothing if none of ours does.

    Raises:
        Stop: nobody answers (4).
    """
    answer = _get(f"{address}/{NAME}")
    if not answer.status:
        fault = words("does-not-answer", reason=answer.reason)
        raise Stop.saying(Code.DEPLOY, "not-as-sent", address=address, fault=fault)
    try:
        return Manifest.read(answer.body) if answer.status == HTTPStatus.OK else None
    except ValueError:
        return None


def faults(address: str, manifest: Manifest, changed: Iterable[str], patience: float) -> list[str]:
    """How what is served differs from a release: homes, former addresses, what has changed, what is not."""
    _await(address, manifest.release, patience)
    homes = [path for path in manifest.files if re.fullmatch(r"([a-z-]+/)?index\.html", path)]
    # What is sent instead of something else has no address of its own.
    others = [path for path in changed if path != NOT_FOUND and not is_hidden(path)]
    former = frozenset(page for path in manifest.files if (page := _former(path)))
    looked_at = dict.fromkeys([*homes, *sorted(former), *others[:: -(-len(others) // MOST) or 1]])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [
            pool.submit(_fault_of_manifest, address, manifest),
            pool.submit(_fault_of_nowhere, address, manifest),
            *(pool.submit(_fault, address, path, manifest, path in former) for path in looked_at),
        ]
    return [fault for one in found if (fault := one.result())]


def _await(address: str, release: str, patience: float) -> None:
    """Until that release answers, or is not to be expected any more: some hosts take their time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = _get(f"{address}/{NAME}")
        if f'"release": "{release}"'.encode() in answer.body:
            return
        time.sleep(AGAIN)


def _fault_of_manifest(address: str, manifest: Manifest) -> str | None:
    where = f"{address}/{NAME}"
    answer = _get(where)
    return _refused(where, answer, HTTPStatus.OK, manifest) or (
        None
        if answer.body == manifest.to_json().encode()
        else words("not-as-sent", address=where, fault=words("other-content"))
    )


def _fault_of_nowhere(address: str, manifest: Manifest) -> str | None:
    where = f"{address}/{NOWHERE}"
    return _refused(where, _get(where), HTTPStatus.NOT_FOUND, manifest)


def _fault(address: str, path: str, manifest: Manifest, is_former: bool) -> str | None:
    where = f"{address}/" + quote(_read_at(path))
    answer = _get(where)
    expected = HTTPStatus.OK
    if is_former:
        if answer.leads_to and _leads_on(address, where, answer.leads_to, manifest):
            return None
        # A page that was withdrawn says so itself; a server may add that it is gone.
        expected = HTTPStatus.GONE if answer.status == HTTPStatus.GONE else HTTPStatus.OK
    return _refused(where, answer, expected, manifest) or (
        None
        if hashlib.sha256(answer.body).hexdigest() == manifest.files[path]
        else words("not-as-sent", address=where, fault=words("other-content"))
    )


def _former(path: str) -> str | None:
    """The page at a former address that this file marks; nothing if it is none of these marks."""
    folder, found, _ = f"/{path}".rpartition(f"/{MOVED}")
    return f"{folder}/index.html".lstrip("/") if found else None


def _leads_on(address: str, where: str, there: str, manifest: Manifest) -> bool:
    """Whether a former address leads to another page of this site, as its page does without a server."""
    goal = urljoin(where, there).partition("#")[0]
    ours = {f"{address}/" + quote(_read_at(path)) for path in manifest.files}
    return goal != where and goal in ours


def _read_at(path: str) -> str:
    """Where a file is read."""
    return re.sub(r"(^|/)index\.html$", r"\1", path)


def _refused(where: str, answer: Answer, expected: HTTPStatus, manifest: Manifest) -> str | None:
    """What is wrong with an answer whatever it holds."""
    if not answer.status:
        fault = words("does-not-answer", reason=answer.reason)
    elif answer.status != expected:
        fault = words("status-instead", status=answer.status, expected=int(expected))
    elif answer.release not in {None, manifest.release}:
        fault = words("other-release", found=answer.release)
    else:
        return None
    return words("not-as-sent", address=where, fault=fault)


def _get(where: str) -> Answer:
    request = urllib.request.Request(  # noqa: S310 (the file of targets allows http and https only)
        where, headers={"Accept-Encoding": "identity", "Cache-Control": "no-cache"}
    )
    try:
        with _open(request) as answer:
            return Answer(
                answer.status or 0, answer.read(), answer.headers["X-Release"], answer.headers["Location"]
            )
    except (OSError, http.client.HTTPException) as error:
        return Answer(reason=str(error))


def _open(request: urllib.request.Request) -> http.client.HTTPResponse | urllib.error.HTTPError:
    try:
        answer: http.client.HTTPResponse = OPENER.open(request, timeout=SECONDS)
    except urllib.error.HTTPError as error:
        return error  # an answer like any other, whose body is still to be read
    return answer
