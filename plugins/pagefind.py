"""Pagefind, the program that makes the search index, spoken to one record at a time.

Its own Python client waits a tenth of a second for each answer; and to read a whole folder at once
gives other bytes where the file system lists it in another order.
"""

import io
import json
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pagefind_bin import get_executable

ENDED = "it ended without an answer"
INTERFACES = (".css", ".js")
"""What Pagefind makes beside its core (`pagefind.js`) under names with a hyphen: interfaces, a worker."""


def index(records: Iterable[Mapping[str, Any]], program: Path | None = None) -> dict[str, bytes]:
    """The files of an index, by path; each record has a `url`, a `language`, a `content` and its `meta`.

    `program` is Pagefind, when it is not the one that came with its package. Raises `NoSearchIndex`
    where it does not run.
    """
    try:
        command = [program or get_executable(), "--service"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            files = _converse(process, records)
    except BrokenPipeError:  # it was gone before it was asked, or before it was told to end
        raise NoSearchIndex(ENDED) from None
    except OSError as error:
        raise NoSearchIndex(str(error)) from error
    found = {file["path"]: b64decode(file["content"]) for file in files}
    # The order in which it names the languages varies.
    entry = json.loads(found["pagefind-entry.json"])
    found["pagefind-entry.json"] = json.dumps(entry, sort_keys=True).encode()
    return {
        path: content
        for path, content in found.items()
        if not (path.startswith("pagefind-") and path.endswith(INTERFACES))
    }


class NoSearchIndex(Exception):
    """Pagefind does not run on this machine, or refused to work."""


def _converse(process: subprocess.Popen[bytes], records: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    number = _ask(process, type="NewIndex", config={})["index_id"]
    for record in records:
        _ask(process, type="AddRecord", index_id=number, **record)
    files: list[dict[str, str]] = _ask(process, type="GetFiles", index_id=number)["files"]
    return files


def _ask(process: subprocess.Popen[bytes], **question: Any) -> dict[str, Any]:
    """One question and its answer: each is JSON in Base64, and ends with a comma."""
    to, back = process.stdin, process.stdout
    assert isinstance(to, io.BufferedWriter)
    assert isinstance(back, io.BufferedReader)
    to.write(b64encode(json.dumps({"message_id": 1, "payload": question}).encode()) + b",")
    to.flush()
    written = bytearray()
    while not written.endswith(b","):
        part = back.read1()
        if not part:
            raise NoSearchIndex(ENDED)
        written += part
    answer: dict[str, Any] = json.loads(b64decode(written[:-1]))["payload"]
    if answer["type"] == "Error":
        raise NoSearchIndex(answer["message"])
    return answer
