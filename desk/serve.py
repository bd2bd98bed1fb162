"""Show the last complete build in a browser on this machine, as a plain web server would.

python -m desk.serve --port 8000
"""

import argparse
import errno
import os
import sys
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from desk import command, hosting
from desk.stop import Code, Stop
from desk.wording import words
from plugins import policy

NOT_FOUND = "404.html"


class Reader(SimpleHTTPRequestHandler):
    """Answers with files of the build that the link shows at that moment, or with its 404.html."""

    def __init__(self, *args: object, link: Path) -> None:
        self.link = link
        self.sent = NOT_FOUND
        super().__init__(*args, directory=str(link))  # type: ignore[arg-type]

    def handle(self) -> None:
        """Answer; a browser that went on before all was sent wants no more, and that is no error."""
        with suppress(ConnectionError):
            super().handle()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Begin an answer: only files inside the build, no listing of folders, nothing from a cache."""
        # The build may have been replaced by an older one: "modified since" would compare different files.
        del self.headers["If-Modified-Since"]
        self.sent = self._found() or NOT_FOUND
        return self._not_found() if self.sent == NOT_FOUND else super().send_head()

    def end_headers(self) -> None:
        """What a server online says too, as far as it says it by http; but the next build is seen at once."""
        searches = [self.sent] if self._is_search() else []
        headers = hosting.headers_of(self.sent, searches, https=False) | {hosting.CACHE: "no-store"}
        del headers["Content-Type"]  # sent already
        for name, value in headers.items():
            self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """The media type of a file, as a server online gives it."""
        return hosting.type_of(os.fspath(path))

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of what went well; errors are logged by `log_error`."""

    def _found(self) -> str | None:
        """The file that the address leads to, from the site's root."""
        root = self.link.resolve()
        try:
            path = Path(self.translate_path(self.path)).resolve()
            # A folder without its page would be listed; a folder without its slash is redirected.
            file = path / "index.html" if path.is_dir() else path
            if not (file.is_file() and file.is_relative_to(root)):
                return None
        except (ValueError, OSError):  # a NUL in the address, a name too long
            return None
        name = file.relative_to(root).as_posix()
        return None if hosting.is_hidden(name) else name

    def _is_search(self) -> bool:
        """Whether the page is one of the search: each page says what it may do."""
        if not self.sent.endswith(".html") or not (file := self.link / self.sent).is_file():
            return False
        with file.open("rb") as page:
            return policy.SEARCH["script-src"].encode() in page.read(1000)

    def _not_found(self) -> BytesIO | None:
        page = self.link / NOT_FOUND
        if not page.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        content = page.read_bytes()
        self.log_error("%d %s", HTTPStatus.NOT_FOUND, self.path)
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", hosting.type_of(NOT_FOUND))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)


def serve(given: argparse.Namespace) -> None:
    """Answer until Ctrl-C.

    Raises:
        Stop: nothing was built yet, or the port is taken or not allowed (exit code 3).
    """
    if not given.output.is_dir():
        raise Stop.saying(Code.ENVIRONMENT, "nothing-to-serve", output=given.output)
    with _listening(given) as server:
        address = f"http://{given.host}:{server.server_port}/"
        print(words("serving", address=address, output=given.output), flush=True)
        server.serve_forever()


def _listening(given: argparse.Namespace) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer((given.host, given.port), partial(Reader, link=given.output.absolute()))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = given.port + 1 if given.port < 65535 else 8000
            raise Stop.saying(Code.ENVIRONMENT, "port-taken", port=given.port, other=other) from error
        raise Stop.saying(
            Code.ENVIRONMENT, "no-listening", host=given.host, port=given.port, reason=error.strerror
        ) from error


def port(given: str) -> int:
    """The number of a port, from the command line."""
    if given.isdecimal() and int(given) <= 65535:
        return int(given)
    raise argparse.ArgumentTypeError(words("not-a-port", given=given))


def main() -> int:
    """Run from the command line."""
    parser = command.options("help-serve")
    parser.add_argument("--host", default="127.0.0.1", help=words("help-host"))
    parser.add_argument("--port", type=port, default=8000, help=words("help-port"))
    return command.run(serve, parser)


if __name__ == "__main__":
    sys.exit(main())
