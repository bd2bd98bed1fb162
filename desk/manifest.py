"""What a complete site consists of: every file with its digest, in a `manifest.json` at the site's root.

With it, whoever holds a site — this machine, a server, a store — can say which files it should have, and
whether they are whole; and two sites are compared without sending either.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from desk import release

NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The files of one release.

    `address` is the public address for which it was built, `release` the short name that
    `desk.release.digest` gives to exactly these files; `files` has the SHA-256 of each file but the
    manifest, in hexadecimal, by its path from the site's root.
    """

    address: str
    release: str
    files: Mapping[str, str]

    @classmethod
    def of(cls, tree: Path, address: str) -> Self:
        """Of a finished tree that has no manifest yet."""
        return cls(address=address, release=release.digest(tree), files=_digests(tree))

    @classmethod
    def read(cls, text: str | bytes) -> Self:
        """From its JSON.

        Raises:
            ValueError: it is none.
        """
        match json.loads(text):
            case {"address": str(address), "release": str(name), "files": dict(files)}:
                return cls(address=address, release=name, files=files)
        raise ValueError(NAME)

    def to_json(self) -> str:
        """As JSON, a file a line."""
        whole = {"address": self.address, "release": self.release, "files": dict(self.files)}
        return json.dumps(whole, ensure_ascii=False, indent=0) + "\n"

    def damage(self, tree: Path) -> list[str]:
        """The paths of this tree that are missing, changed, or not in the manifest."""
        found = _digests(tree)
        found.pop(NAME, None)
        damaged = [
            path for path in found.keys() | self.files.keys() if found.get(path) != self.files.get(path)
        ]
        # Where all files are whole, what names them together must be.
        if not damaged and self.release != release.digest(tree, NAME):
            damaged = [NAME]
        return sorted(damaged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a deploy changes, as sorted paths."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @classmethod
    def between(cls, live: Manifest | None, new: Manifest) -> Self:
        """From what is online, or from nothing, to a new release."""
        before: Mapping[str, str] = live.files if live else {}
        return cls(
            added=tuple(sorted(new.files.keys() - before.keys())),
            changed=tuple(
                sorted(path for path in new.files.keys() & before.keys() if new.files[path] != before[path])
            ),
            removed=tuple(sorted(before.keys() - new.files.keys())),
        )


def _digests(tree: Path) -> dict[str, str]:
    files = {path.relative_to(tree).as_posix(): path for path in tree.rglob("*") if path.is_file()}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sorted(files.items())}
