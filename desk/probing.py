"""Asks web addresses whether something still answers there: politely, in bounded time, and never for more
than the head of an answer.
"""

import http.client
import socket
import ssl
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from threading import Event, Lock, Timer
from urllib.parse import SplitResult, quote, urldefrag, urljoin, urlsplit

from desk.wording import words

PERMANENT, TEMPORARY = frozenset({301, 308}), frozenset({302, 303, 307})
GONE = frozenset({404, 410})
BUSY = frozenset({429, 500, 502, 503, 504})
"""What may be otherwise a moment later."""
HOPS = 10
LONGEST_WAIT = 60.0
"""Seconds; who asks for more patience is not asked again today."""


class State(StrEnum):
    """What is known of an address."""

    ALIVE = "alive"
    MOVED = "moved"
    DEAD = "dead"
    """The site itself says that nothing is there."""
    UNSURE = "unsure"
    """No answer, or one that programs get and readers perhaps do not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address says."""

    state: State
    reason: str = ""
    to: str = ""
    """Where it went for good."""


class _Refused(Exception):
    """An address that is not asked; or no longer."""


@dataclass(kw_only=True)
class Prober:
    """Asks addresses of many hosts at once, each host for one at a time."""

    agent: str
    at_once: int = 8
    timeout: float = 15.0
    tries: int = 3
    backoff: float = 1.0
    """Seconds before the second try; twice as many before the next."""
    _hosts: dict[str, Lock] = field(default_factory=dict)
    _stopped: Event = field(default_factory=Event)
    _tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def ask(self, addresses: Iterable[str]) -> Mapping[str, Answer]:
        """What each address says."""
        by_host: dict[str, list[str]] = {}
        for address in dict.fromkeys(addresses):
            by_host.setdefault(urlsplit(address).netloc, []).append(address)
        with ThreadPoolExecutor(self.at_once) as pool:
            try:
                found = [*pool.map(self._ask_host, by_host.values())]
            except BaseException:
                self._stopped.set()
                raise
        return {address: answer for answers in found for address, answer in answers.items()}

    def _ask_host(self, addresses: list[str]) -> dict[str, Answer]:
        return {address: self._follow(address) for address in addresses}

    def _follow(self, address: str) -> Answer:
        """The answer at the end of all redirects; where the first of them are for good, it has moved."""
        here, to, is_for_good = address, "", True
        try:
            for _ in range(HOPS):
                status, location = self._persistently(here)
                if not location or status not in PERMANENT | TEMPORARY:
                    return _answer(status, to)
                here = urldefrag(urljoin(here, location)).url
                is_for_good &= status in PERMANENT
                to = here if is_for_good else to
        except _Refused as refused:
            return Answer(State.UNSURE, str(refused))
        return Answer(State.UNSURE, words("probe-circle"))

    def _persistently(self, address: str) -> tuple[int, str]:
        """Status and location; who is busy or silent is asked again, after the time that they ask for."""
        methods = ["HEAD", "GET"]
        for attempt in range(self.tries):
            wait, reason, status, location = self.backoff * 2**attempt, "", 0, ""
            try:
                status, location, wanted = self._once(address, methods)
                wait = max(wait, wanted)
            except (OSError, http.client.HTTPException) as error:
                reason = _reason(error)
                if isinstance(error, ssl.SSLCertVerificationError):
                    raise _Refused(reason) from error
            if status and status not in BUSY:
                return status, location
            if wait > LONGEST_WAIT:
                raise _Refused(words("probe-later", seconds=round(wait)))
            if attempt + 1 < self.tries and self._stopped.wait(wait):
                raise _Refused(words("stopped"))
        if reason:
            raise _Refused(reason)
        return status, location

    def _once(self, address: str, methods: list[str]) -> tuple[int, str, float]:
        """Status, location and the seconds to wait; what answers HEAD otherwise than GET is asked by GET."""
        parts = urlsplit(address)
        if parts.scheme not in ("https", "http"):
            raise _Refused(words("probe-not-http"))
        if methods[0] == "HEAD":
            with suppress(OSError, http.client.HTTPException):
                found = self._request("HEAD", parts)
                if found[0] < HTTPStatus.BAD_REQUEST or found[0] == HTTPStatus.TOO_MANY_REQUESTS:
                    return found
            methods.remove("HEAD")
        return self._request("GET", parts)

    def _request(self, method: str, parts: SplitResult) -> tuple[int, str, float]:
        """The head of an answer. Its body, whatever its size, is not read."""
        host = (parts.hostname or "").encode("idna").decode()
        with self._hosts.setdefault(host, Lock()):
            if self._stopped.is_set():
                raise _Refused(words("stopped"))
            connection: http.client.HTTPConnection
            if parts.scheme == "https":
                connection = http.client.HTTPSConnection(
                    host, parts.port, timeout=self.timeout, context=self._tls
                )
            else:
                connection = http.client.HTTPConnection(host, parts.port, timeout=self.timeout)
            target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
            query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
            try:
                connection.connect()
                # Each piece may come in time, and the whole never: so all of it has one limit too.
                is_late = Event()
                limit = Timer(self.timeout, _hang_up, [connection.sock, is_late])
                limit.start()
                try:
                    headers = {"User-Agent": self.agent, "Accept": "*/*"}
                    connection.request(method, f"{target}?{query}" if query else target, headers=headers)
                    answer = connection.getresponse()
                finally:
                    limit.cancel()
                    if is_late.is_set():
                        raise TimeoutError
                wait = _seconds(answer.getheader("Retry-After") or "")
                return answer.status, answer.getheader("Location") or "", wait
            finally:
                connection.close()


def _answer(status: int, to: str) -> Answer:
    if status in GONE:
        return Answer(State.DEAD, words("probe-status", status=status))
    if status >= HTTPStatus.BAD_REQUEST or status < HTTPStatus.OK:
        return Answer(State.UNSURE, words("probe-status", status=status))
    return Answer(State.MOVED, to=to) if to else Answer(State.ALIVE)


def _reason(error: Exception) -> str:
    """Why there is no answer."""
    match error:
        case TimeoutError():
            return words("probe-silent")
        case ConnectionRefusedError():
            return words("probe-refused")
        case socket.gaierror():
            return words("probe-no-host")
        case ssl.SSLError():
            return words("probe-tls")
    return words("probe-broken")


def _seconds(after: str) -> float:
    """The seconds of a Retry-After, which gives them or an instant; none where it cannot be read."""
    if after.isdecimal():
        return float(after)
    with suppress(ValueError, TypeError):
        return (parsedate_to_datetime(after) - datetime.now(UTC)).total_seconds()
    return 0.0


def _hang_up(connected: socket.socket, is_late: Event) -> None:
    is_late.set()
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
