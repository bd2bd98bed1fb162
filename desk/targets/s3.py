"""The few requests to an S3-compatible store that no program makes for us: small objects, under conditions.

They are signed as Amazon specifies (Signature Version 4). The key comes from the environment, as every S3
program reads it, and goes nowhere else: what is sent is a signature made with it.
"""

import hashlib
import hmac
import html
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import quote, urlencode, urlsplit

from desk.stop import Code, Stop

ANSWERS_WITHIN = 10
"""Seconds until a store that says nothing counts as gone, unless a request says otherwise."""
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the store said."""

    status: int
    headers: Message
    body: bytes

    @property
    def reason(self) -> str:
        """Why not, in the store's own word."""
        code = re.search(rb"<Code>(.*?)</Code>", self.body)
        return f"{self.status} {code[1].decode() if code else ''}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A bucket at its endpoint, such as `https://s3.example.org`."""

    name: str
    endpoint: str
    region: str

    def ask(
        self,
        method: str,
        key: str = "",
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        accepted: tuple[int, ...] = (200,),
        within: float | None = None,
    ) -> Answer:
        """Send one request.

        Raises:
            Stop: the environment has no key (2); the store does not answer, or not as `accepted` (4).
        """
        address = urlsplit(self.endpoint)
        path = quote(f"/{self.name}/{key}", safe="/~")
        asked = urlencode(sorted((query or {}).items()), quote_via=quote, safe="~")
        signed = signed_headers(
            method,
            path,
            asked,
            {"host": address.netloc, **(headers or {})},
            body,
            self.region,
            datetime.now(UTC),
        )
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        connection = kind(address.netloc, timeout=within or ANSWERS_WITHIN)
        try:
            connection.request(method, f"{path}?{asked}" if asked else path, body, signed)
            response = connection.getresponse()
            answer = Answer(status=response.status, headers=response.headers, body=response.read())
        except (OSError, HTTPException) as error:
            reason = str(error) or type(error).__name__
            raise Stop.saying(Code.DEPLOY, "store-mute", endpoint=self.endpoint, reason=reason) from error
        finally:
            connection.close()
        if answer.status not in accepted:
            raise Stop.saying(
                Code.DEPLOY, "store-refuses", method=method, place=f"{self.name}/{key}", reason=answer.reason
            )
        return answer

    def some_keys(self, prefix: str) -> list[str]:
        """The first few keys that begin so."""
        query = {"list-type": "2", "prefix": prefix, "max-keys": "5"}
        listing = self.ask("GET", query=query).body.decode()
        return [html.unescape(key) for key in re.findall(r"<Key>(.*?)</Key>", listing)]


def signed_headers(
    method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, region: str, now: datetime
) -> dict[str, str]:
    """These headers, with those that say who asks, and when, and prove it.

    Raises:
        Stop: the environment has no key (2).
    """
    missing = [name for name in KEYS if not os.environ.get(name)]
    if missing:
        raise Stop.saying(Code.USAGE, "store-no-key", names=", ".join(missing))
    public, secret = (os.environ[name] for name in KEYS)
    moment = now.strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(body).hexdigest()
    all_headers = {**headers, "x-amz-date": moment, "x-amz-content-sha256": digest}
    if token := os.environ.get("AWS_SESSION_TOKEN"):
        all_headers["x-amz-security-token"] = token

    lines = sorted((name.lower(), value.strip()) for name, value in all_headers.items())
    names = ";".join(name for name, _ in lines)
    request = "\n".join(
        [method, path, query, *(f"{name}:{value}" for name, value in lines), "", names, digest]
    )
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    told = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in (*scope.split("/"), told):
        key = hmac.digest(key, part.encode(), "sha256")
    proof = f"AWS4-HMAC-SHA256 Credential={public}/{scope}, SignedHeaders={names}, Signature={key.hex()}"
    return {**all_headers, "authorization": proof}
