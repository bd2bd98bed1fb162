"""A store on this machine that does what S3 does for a deploy, and keeps a record of what it was asked.

It takes no request whose signature is wrong, be it ours or rclone's.
"""

import hashlib
import hmac
import html
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit

BUCKET, REGION, PUBLIC, SECRET = "pages", "us-east-1", "public", "a-secret-that-nobody-may-see"
KEPT = ("content-type", "cache-control", "x-amz-meta-")


def signature(
    method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], proof: Mapping[str, str]
) -> str:
    """What a request should be signed with, from the request as it came."""
    asked = "&".join(
        f"{quote(key, safe='~')}={quote(value, safe='~')}" for key, value in sorted(query.items())
    )
    signed = proof["SignedHeaders"].split(";")
    lines = [f"{name}:{' '.join((headers[name] or '').split())}" for name in signed]
    payload = headers["x-amz-content-sha256"] or "UNSIGNED-PAYLOAD"
    request = "\n".join([method, path, asked, *lines, "", ";".join(signed), payload])
    scope = proof["Credential"].partition("/")[2]
    told = f"AWS4-HMAC-SHA256\n{proof['Date']}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = b"AWS4" + SECRET.encode()
    for part in [*scope.split("/"), told]:
        key = hmac.new(key, part.encode(), "sha256").digest()
    return key.hex()


class Store(ThreadingHTTPServer):
    """`asked` has all requests in order; each write is told to `before`; one to `forbidden` is refused."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Objects)
        self.objects: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.changing = threading.Lock()
        self.asked: list[tuple[str, str]] = []
        self.before: Callable[[int], None] = lambda _: None
        self.forbidden = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def writes(self) -> list[tuple[str, str]]:
        return [(method, path) for method, path in self.asked if method in {"PUT", "DELETE", "POST"}]

    def handle_error(self, *_: object) -> None:
        """Whoever asked was killed meanwhile: nothing to say."""


class Objects(BaseHTTPRequestHandler):
    """The objects of one bucket."""

    protocol_version = "HTTP/1.1"
    server: Store

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer()

    do_HEAD = do_PUT = do_DELETE = do_GET  # noqa: N815 (http.server looks for these names)

    def _answer(self) -> None:
        address = urlsplit(self.path)
        path, query = unquote(address.path), dict(parse_qsl(address.query, keep_blank_values=True))
        body = self.rfile.read(int(self.headers["content-length"] or 0))
        self.server.asked.append((self.command, path))
        if self.command in {"PUT", "DELETE"}:
            self.server.before(len(self.server.writes))
            if self.server.forbidden and path.endswith(self.server.forbidden):
                return self._say(403, "AccessDenied")
        if not self._is_signed(address.path, query):
            return self._say(403, "SignatureDoesNotMatch")
        if path.split("/")[1] != BUCKET:
            return self._say(404, "NoSuchBucket")
        with self.server.changing:
            return self._done(path, query, body)

    def _done(self, path: str, query: Mapping[str, str], body: bytes) -> None:
        objects = self.server.objects
        content, kept = objects.get(path, (b"", {}))
        etag = f'"{hashlib.md5(content).hexdigest()}"'
        if self.command == "PUT":
            none, match = self.headers["if-none-match"], self.headers["if-match"]
            if (none and path in objects) or (match and (path not in objects or match != etag)):
                return self._say(412, "PreconditionFailed")
            kept = {name: value for name, value in self.headers.items() if name.lower().startswith(KEPT)}
            objects[path] = (body, kept)
            return self._say(200, headers={"ETag": f'"{hashlib.md5(body).hexdigest()}"'})
        if self.command == "DELETE":
            objects.pop(path, None)
            return self._say(204)
        if "list-type" in query:
            keys = [key.removeprefix(f"/{BUCKET}/") for key in sorted(objects)]
            found = [html.escape(key) for key in keys if key.startswith(query.get("prefix", ""))]
            listed = "".join(f"<Key>{key}</Key>" for key in found[: int(query.get("max-keys", 1000))])
            return self._say(200, body=f"<ListBucketResult>{listed}</ListBucketResult>".encode())
        if path not in objects:
            return self._say(404, "NoSuchKey")
        return self._say(
            200, body=content, headers={**kept, "ETag": etag, "Last-Modified": formatdate(0, usegmt=True)}
        )

    def _is_signed(self, path: str, query: dict[str, str]) -> bool:
        """By its headers, or, as rclone signs what it sends, by its address."""
        if given := self.headers["authorization"]:
            parts = given.partition(" ")[2].split(",")
            proof = dict(part.strip().split("=", 1) for part in parts) | {"Date": self.headers["x-amz-date"]}
        else:
            proof = {name.removeprefix("X-Amz-"): value for name, value in query.items()}
            query = {name: value for name, value in query.items() if name != "X-Amz-Signature"}
        if not proof.get("Credential", "").startswith(f"{PUBLIC}/"):
            return False
        return proof["Signature"] == signature(self.command, path, query, self.headers, proof)

    def _say(
        self, status: int, code: str = "", *, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        body = f"<Error><Code>{code}</Code></Error>".encode() if code else body
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def running() -> Iterator[Store]:
    """A store that answers."""
    with Store() as store:
        thread = threading.Thread(target=store.serve_forever)
        thread.start()
        try:
            yield store
        finally:
            store.shutdown()
            thread.join()
