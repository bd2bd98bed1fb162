"""Shows the last good state of the preview to browsers on this machine, and tells them when it changes."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from threading import Condition
from typing import Any, BinaryIO
from urllib.parse import parse_qs, unquote, urlsplit

from desk import hosting
from desk.live.faults import Fault
from desk.serve import NOT_FOUND, Reader
from desk.wording import chosen_language, words

OWN = "/~preview/"
"""The addresses of the preview itself: no page of a site begins with a tilde."""
CLIENT = ("client.js", "client.css")
NAMES = ("127.0.0.1", "localhost")
"""How this machine may be called: a page from elsewhere may have a name of its own lead here."""
WORDS = ("title", "note", "close", "open", "show", "draft")
"""What the script says, as keys of the catalogue."""
PATIENCE = 10
"""Seconds after which a browser that nothing is to be told is asked whether it is still there."""

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
ASSET = re.compile(r'\bsrc="/([^"#?]+)"')


class Show:
    """What is shown, what is wrong, and which pages browsers have open."""

    def __init__(self, link: Path, editor: str) -> None:
        self.link = link
        self.editor = editor
        self.faults: list[Fault] = []
        self.drafts: list[str] = []
        self._open: list[str] = []
        self._latest: list[str] = []
        self._changed = Condition()
        self._changes = 0

    def say(self, faults: list[Fault], drafts: list[str] | None = None) -> None:
        """Tell every browser how things are now."""
        with self._changed:
            self.faults = faults
            self.drafts = self.drafts if drafts is None else drafts
            self._changes += 1
            self._changed.notify_all()

    def changes_after(self, number: int) -> int:
        """How often something has changed, as soon as that is more than `number`, or patience ends."""
        with self._changed:
            self._changed.wait_for(lambda: self._changes > number, PATIENCE)
            return self._changes

    @contextmanager
    def opened(self, page: str) -> Iterator[None]:
        """A browser shows the page of this file."""
        with self._changed:
            self._open.append(page)
        try:
            yield
        finally:
            with self._changed:
                self._open.remove(page)

    def asked_for(self, page: str) -> None:
        """A browser is about to show the page of this file."""
        with self._changed:
            self._latest = [page]

    def open_files(self) -> list[str]:
        """The files of the pages that browsers show."""
        with self._changed:
            return sorted({*self._latest, *self._open})


class Live(Reader):
    """The pages that are shown, each with the script of the preview."""

    def __init__(self, *args: object, show: Show) -> None:
        self.show = show
        super().__init__(*args, link=show.link)

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Begin an answer: with news, a file of the preview's own, a page, or another file of the site."""
        if (self.headers["Host"] or "").split(":")[0] not in NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        address = urlsplit(self.path)
        if address.path.startswith(OWN):
            return self._own(address.path.removeprefix(OWN), parse_qs(address.query))
        self.sent = self._found() or NOT_FOUND
        if self.sent == NOT_FOUND:
            return self._page(HTTPStatus.NOT_FOUND)
        if self.sent.endswith(".html") and address.path.endswith(("/", ".html")):
            return self._page(HTTPStatus.OK)
        return super().send_head()

    def send_header(self, keyword: str, value: str) -> None:
        """Every page may ask for news."""
        if keyword == hosting.POLICY:
            value = value.replace("connect-src 'none'", "connect-src 'self'")
        super().send_header(keyword, value)

    def _page(self, status: HTTPStatus) -> BytesIO:
        page = self._content()
        self.show.asked_for(_file_of(self.path))
        client = (
            f'<link rel="stylesheet" href="{OWN}client.css">\n'
            f'<script type="module" src="{OWN}client.js" data-print="{self._print_of(page)}"></script>\n'
        )
        # The header says the policy, and allows what the page does not know of.
        html = POLICY.sub("", page.decode()).replace("</head>", f"{client}</head>", 1)
        return self._whole(html.encode(), hosting.type_of(self.sent), status)

    def _content(self) -> bytes:
        """The page as it was built."""
        try:
            return (self.link / self.sent).read_bytes()
        except FileNotFoundError:
            return b'<!doctype html>\n<html lang=""><head><title>404</title></head><body>404</body></html>\n'

    def _print_of(self, page: bytes) -> str:
        """What tells one state of a page from another: its bytes, and those of the files that it shows."""
        whole = sha256(page)
        for name in map(unquote, ASSET.findall(page.decode())):
            file = self.link / name
            if not hosting.is_hashed(name) and ".." not in file.parts and file.is_file():
                whole.update(file.read_bytes())
        return whole.hexdigest()[:16]

    def _own(self, name: str, asked: dict[str, list[str]]) -> BytesIO | None:
        if name == "news":
            self._tell(*asked.get("page", ["/"])[:1])
            return None
        if name not in CLIENT:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return self._whole(Path(__file__).with_name(name).read_bytes(), hosting.type_of(name))

    def _whole(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def _tell(self, page: str) -> None:
        """Tell a browser how its page is, now and after each change (server-sent events)."""
        self.path = page
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        told = -1
        with self.show.opened(_file_of(page)):
            try:
                while True:
                    now = self.show.changes_after(told)
                    news = f"data: {json.dumps(self._news())}\n\n" if now > told else ":\n\n"
                    self.wfile.write(news.encode())
                    told = now
            except OSError:  # it has gone away
                self.close_connection = True

    def _news(self) -> dict[str, Any]:
        self.sent = self._found() or NOT_FOUND
        return {
            "print": self._print_of(self._content()),
            "drafts": self.show.drafts,
            "faults": [
                {"place": fault.place, "text": fault.text, "link": fault.link(self.show.editor)}
                for fault in self.show.faults
            ],
            "lang": chosen_language(),
            "words": {name: words(f"live-{name}") for name in WORDS},
        }


def _file_of(address: str) -> str:
    """The file of the page that stands, or would stand, at an address."""
    path = unquote(urlsplit(address).path).lstrip("/")
    return path if path.endswith(".html") else f"{path.rstrip('/')}/index.html".lstrip("/")
