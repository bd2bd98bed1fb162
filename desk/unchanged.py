"""A build is not made if all that it reads, and what it left to be shown, are as they were."""

import runpy
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from desk import release
from dossier import memory
from plugins.inputs import digest


class Shown(NamedTuple):
    """What a build left: the folder of its files, named by their digest, and how many are pages."""

    folder: str
    pages: int


def inputs_of(settings_file: Path) -> str | None:
    """A digest of all that a build with these settings reads; None where it cannot be told.

    The settings are run for it: no other way says what they are.
    """
    with suppress(Exception):  # whatever is wrong with them, the build says it better
        said = runpy.run_path(str(settings_file))
        settings = {name: value for name, value in said.items() if name.isupper()}
        content = settings_file.parent / settings["PATH"]
        return digest(settings, settings_file, content, Path(__file__).parent)
    return None


def still_shown(builds: Path, link: Path, inputs: str | None) -> Shown | None:
    """What a build of these inputs left, if the link shows just that. Only under the lock.

    It is put in order like a new one: whoever serves it can read it, and nothing half made stands beside it.
    """
    left: Shown | None = memory.unsealed(_file(builds, inputs))
    if not left or not link.is_symlink() or link.readlink().name != left.folder:
        return None
    folder = builds / left.folder
    if not folder.is_dir() or release.digest(folder) != left.folder[: release.DIGITS]:  # changed by hand
        return None
    builds.chmod(0o755)
    release.make_readable(folder)
    release.tidy(builds, left.folder, left.folder)
    return left


def leave(builds: Path, link: Path, inputs: str | None, pages: int) -> None:
    """Keep for the next build what was made of these inputs, and is shown. Only under the lock."""
    if inputs:
        memory.seal(_file(builds, inputs), Shown(link.readlink().name, pages))


def _file(builds: Path, inputs: str | None) -> Path:
    return builds / "cache" / "shown" / f"{inputs}.pickle"
