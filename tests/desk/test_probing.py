"""An address is asked politely and in bounded time, and called dead only when its own site says so."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

import pytest

from desk.probing import Answer, Prober, State


class Web(BaseHTTPRequestHandler):
    """Answers by the path that is asked for: `/404`, `/301/to`, `/429/seconds`, and a few more."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.server.noted(self)
        _, kind, *rest = self.path.split("/")
        getattr(self, f"say_{kind}", self.say_status)(kind, *rest)

    def do_GET(self) -> None:
        self.do_HEAD()

    def say_status(self, status: str, *rest: str) -> None:
        location = {"Location": "/" + "/".join(rest)} if rest and status.startswith("3") else {}
        self.end(int(status), **location)

    def say_once(self, status: str, *rest: str) -> None:
        """Busy at first, for as many seconds as it says."""
        asked = len([path for path in self.server.paths if path == self.path])
        self.end(429 if asked == 1 else 200, **({"Retry-After": rest[0]} if asked == 1 else {}))

    def say_later(self, status: str, *rest: str) -> None:
        self.end(503, **{"Retry-After": rest[0].replace("_", " ")})

    def say_getonly(self, status: str) -> None:
        self.end(200 if self.command == "GET" else 405)

    def say_slow(self, status: str, *rest: str) -> None:
        with self.server.counted():
            time.sleep(0.2)
        self.end(200)

    def say_never(self, status: str) -> None:
        self.server.patience.acquire(timeout=3)

    def say_drip(self, status: str) -> None:
        """A head that comes piece by piece, and never ends."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(60):
            self.wfile.write(f"X-{number}: drip\r\n".encode())
            time.sleep(0.05)

    def say_big(self, status: str) -> None:
        if self.command == "HEAD":
            self.end(405)
            return
        self.send_response(200)
        self.end_headers()
        for _ in range(10_000):
            self.wfile.write(bytes(100_000))

    def say_heads(self, status: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-Y: z\r\n" * 1000 + b"\r\n")

    def end(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Web)
        self.paths, self.agents, self.together, self.most = [], set(), 0, 0
        self.patience, self.counting = Lock(), Lock()
        self.patience.acquire()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server_port}"

    def noted(self, request: Web) -> None:
        self.paths.append(request.path)
        self.agents.add(request.headers["User-Agent"])

    @contextmanager
    def counted(self) -> Iterator[None]:
        with self.counting:
            self.together += 1
            self.most = max(self.most, self.together)
        yield
        with self.counting:
            self.together -= 1

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what is tested."""


@pytest.fixture
def web():
    with Server() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def prober(**settings):
    return Prober(agent="a test", **{"timeout": 0.5, "tries": 2, "backoff": 0.01, **settings})


def said(web, path, **settings):
    address = f"{web.address}/{path}"
    return prober(**settings).ask([address])[address]


@pytest.mark.parametrize(
    ("path", "state", "reason"),
    [
        ("200", State.ALIVE, ""),
        ("getonly", State.ALIVE, ""),
        ("slow", State.ALIVE, ""),
        ("302/200", State.ALIVE, ""),
        ("404", State.DEAD, "answers 404"),
        ("410", State.DEAD, "answers 410"),
        ("302/404", State.DEAD, "answers 404"),
        ("403", State.UNSURE, "answers 403"),
        ("429", State.UNSURE, "answers 429"),
        ("500", State.UNSURE, "answers 500"),
        ("never", State.UNSURE, "does not answer in time"),
        ("drip", State.UNSURE, "does not answer in time"),
        ("heads", State.UNSURE, "breaks off, or answers otherwise than the web does"),
        ("later/3600", State.UNSURE, "asks to be left alone for 3600 s"),
    ],
)
def test_an_address_is_what_it_says(web, path, state, reason):
    assert said(web, path) == Answer(state, reason)


def test_what_moved_for_good_is_named_with_its_new_address(web):
    assert said(web, "301/308/200") == Answer(State.MOVED, to=f"{web.address}/200")


def test_where_it_is_only_for_now_is_no_new_address(web):
    assert said(web, "301/302/200") == Answer(State.MOVED, to=f"{web.address}/302/200")


def test_what_leads_on_and_on_is_left(web):
    assert said(web, "301/" * 12 + "200") == Answer(State.UNSURE, "leads on and on")


def test_who_is_busy_is_asked_again_after_the_time_that_it_wants(web):
    start = time.monotonic()

    assert said(web, "once/1").state is State.ALIVE

    assert time.monotonic() - start >= 1
    assert web.paths == ["/once/1", "/once/1"]


def test_a_day_and_an_hour_are_a_time_to_wait_too(web):
    assert said(web, "later/Fri,_01_Jan_2100_00:00:00_GMT").reason.startswith("asks to be left alone for ")


def test_a_server_that_fails_is_asked_again_but_not_for_ever(web):
    said(web, "500", tries=3)

    assert len(web.paths) == 4  # by HEAD, then three times by GET


def test_a_body_is_not_read_whatever_its_size(web):
    start = time.monotonic()

    assert said(web, "big").state is State.ALIVE

    assert time.monotonic() - start < 1


def test_a_host_is_asked_for_one_address_at_a_time_and_for_each_once(web):
    addresses = [f"{web.address}/slow/{number}" for number in range(3)]

    answers = prober().ask([*addresses, *addresses])

    assert [answers[address].state for address in addresses] == [State.ALIVE] * 3
    assert (len(web.paths), web.most, web.agents) == (3, 1, {"a test"})


def test_several_hosts_are_asked_at_once():
    with Server() as one, Server() as other:
        for server in (one, other):
            Thread(target=server.serve_forever, daemon=True).start()
        # Two ports are two hosts here: by name and by number.
        addresses = [f"{one.address}/never", f"{other.address.replace('localhost', '127.0.0.1')}/never"]
        start = time.monotonic()

        prober(tries=1).ask(addresses)

        assert time.monotonic() - start < 1.8
        one.shutdown()
        other.shutdown()


def test_a_refused_connection_leaves_it_open_whether_something_is_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"

    assert prober().ask([address])[address] == Answer(State.UNSURE, "refuses the connection")


def test_an_unknown_host_does_too():
    address = "https://nothing.invalid/"

    assert prober().ask([address])[address] == Answer(State.UNSURE, "the host cannot be found")


def test_a_connection_that_is_not_safe_is_no_answer(web):
    address = web.address.replace("http:", "https:")

    assert prober().ask([address])[address] == Answer(
        State.UNSURE, "its certificate or its encryption is not in order"
    )


@pytest.mark.parametrize("address", ["ftp://example.org/", "file:///etc/passwd"])
def test_only_the_web_is_asked(address):
    assert prober().ask([address])[address] == Answer(State.UNSURE, "only https and http are asked")


def test_letters_that_an_address_has_not_are_written_as_it_has_them(web):
    assert said(web, "200/é à?ü=1").state is State.ALIVE

    assert web.paths == ["/200/%C3%A9%20%C3%A0?%C3%BC=1"]
