"""Writes files of the content: each whole, and all of them or none."""

import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write files beside their places and, when all are there, put each into its own; permissions stay."""
    with ExitStack() as tidy:
        fresh = {path: path.with_name(f".{path.name}.tmp") for path in contents}
        for path, content in contents.items():
            tidy.callback(fresh[path].unlink, missing_ok=True)
            fresh[path].write_bytes(content)
            if path.exists():
                shutil.copymode(path, fresh[path])
        for path in contents:
            fresh[path].replace(path)
