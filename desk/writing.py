"""Writes files of the content: each whole, and all of them or none."""

import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path


def write_whole(contents: Mapping[Path, bytes | None]) -> None:
    """Write files beside their places and, when all are there, put each into its own; permissions stay.

    None takes a file away. What fails half-way is undone.
    """
    with ExitStack() as tidy, ExitStack() as undo:
        fresh = {path: path.with_name(f".{path.name}.tmp") for path in contents}
        former = {path: path.with_name(f".{path.name}.bak") for path in contents if path.exists()}
        for path, content in contents.items():
            if path in former:
                tidy.callback(former[path].unlink, missing_ok=True)
                shutil.copy2(path, former[path])
            if content is not None:
                tidy.callback(fresh[path].unlink, missing_ok=True)
                fresh[path].write_bytes(content)
                if path in former:
                    shutil.copymode(path, fresh[path])
        for path, content in contents.items():
            if path in former:
                undo.callback(former[path].replace, path)
            else:
                undo.callback(path.unlink, missing_ok=True)
            if content is None:
                path.unlink()
            else:
                fresh[path].replace(path)
        undo.pop_all()
