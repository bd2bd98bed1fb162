"""Complete builds beside the link that shows one of them: `.builds/<digest>/` and `output`.

A build is written into a folder of its own and becomes visible by one rename of a link, so that a failure, a
kill or a second build never leaves anything but a complete one in sight. All of it happens under a lock.
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from desk.stop import Code, Stop

DIGITS = 16
"""Of the digest that names a build."""
COMPLETE = re.compile(rf"[0-9a-f]{{{DIGITS}}}(-\d+)?")


def builds_beside(link: Path) -> Path:
    """The folder that holds the builds which this link can show."""
    return link.absolute().parent / ".builds"


def refuse_foreign(link: Path) -> None:
    """What stands in the link's place must be ours to replace: nothing, an empty folder, a link to a build.

    Raises:
        Stop: it is something else (exit code 3).
    """
    if link.is_symlink():
        target = link.readlink()
        if target.parts[:1] != (builds_beside(link).name,):
            raise Stop.saying(Code.ENVIRONMENT, "foreign-link", output=link, target=target)
    elif link.exists() and not (link.is_dir() and not any(link.iterdir())):
        raise Stop.saying(Code.ENVIRONMENT, "foreign-folder", output=link)


@contextmanager
def lock(builds: Path, when_waiting: Callable[[str], None]) -> Iterator[None]:
    """Be the only one at work on these builds; the lock goes with the process, however that ends."""
    handle = _lock_file(builds, when_waiting)
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def scratch(builds: Path) -> Iterator[Path]:
    """A new folder to build in, gone afterwards unless it was published. Only under the lock."""
    folder = builds / f"tmp-{os.getpid()}"
    # A process of the same number may have been killed here.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(tree: Path, link: Path) -> None:
    """Let the link show this tree instead of the one before. Only under the lock.

    Raises:
        Stop: the tree holds something else than files and folders, or a foreign thing is in the link's place.
    """
    tree.parent.chmod(0o755)
    make_readable(tree)
    complete = _settle(tree)
    refuse_foreign(link)
    previous = link.readlink().name if link.is_symlink() else complete.name
    _point(link, complete)
    # Until the disk has the new link, it may still have the one to a build that is removed now.
    _keep(link.parent)
    tidy(complete.parent, complete.name, previous)


def make_readable(tree: Path) -> None:
    """The same modes whatever the umask and the modes of the sources: a web server has to read all of it.

    Raises:
        Stop: there is a link or a special file, whose mode, and content, would be somebody else's.
    """
    tree.chmod(0o755)
    for one in everything(tree):
        path, is_folder = Path(one), one.is_dir(follow_symlinks=False)
        if not (is_folder or one.is_file(follow_symlinks=False)):
            raise Stop.saying(Code.CONTENT, "not-a-file", path=path.relative_to(tree))
        path.chmod(0o755 if is_folder else 0o644)


def everything(tree: str | Path) -> Iterator["os.DirEntry[str]"]:
    """All files and folders of a tree, as the system lists them: three times as fast as `rglob`."""
    with os.scandir(tree) as found:
        for one in found:
            yield one
            if one.is_dir(follow_symlinks=False):
                yield from everything(one.path)


def digest(tree: Path, *but: str) -> str:
    """A short name for exactly these files with exactly these contents; some paths may be left out."""
    whole = hashlib.sha256()
    files = {one.path.removeprefix(f"{tree}/"): Path(one) for one in everything(tree) if one.is_file()}
    for name in but:
        files.pop(name, None)
    for name, path in sorted(files.items()):
        content = path.read_bytes()
        # The lengths keep apart what would read the same in one row: where a name or a content ends.
        whole.update(f"{len(os.fsencode(name))} {len(content)}\n".encode() + os.fsencode(name) + content)
    return whole.hexdigest()[:DIGITS]


def _lock_file(builds: Path, when_waiting: Callable[[str], None]) -> int:
    """An open, locked `.builds/lock` that still stands there."""
    while True:
        builds.mkdir(parents=True, exist_ok=True)
        handle = os.open(builds / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                when_waiting(os.pread(handle, 20, 0).decode() or "?")
                fcntl.flock(handle, fcntl.LOCK_EX)
            # A clean may have removed the file while we waited: then somebody else can hold a newer one.
            if _is_file_at(builds / "lock", handle):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _is_file_at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _settle(tree: Path) -> Path:
    """Give a finished tree its lasting name; where the same one stands already, that one stays."""
    name = digest(tree)
    home, number = tree.with_name(name), 1
    while home.exists():
        if digest(home) == name:
            make_readable(home)
            return home
        # Somebody changed that one by hand, and the link may show it: passed over now, removed in its turn.
        number += 1
        home = tree.with_name(f"{name}-{number}")
    _keep_all(tree)
    tree.rename(home)
    _keep(home.parent)
    return home


def _keep_all(tree: Path) -> None:
    """Wait until the disk has all of it: else a power cut could leave a complete build of empty files."""
    # A file that is linked stands in an earlier build as well, which the disk has.
    fresh = [one for one in everything(tree) if one.is_dir() or one.stat().st_nlink <= 1]
    with ThreadPoolExecutor(16) as pool:  # a disk takes many at once in half the time
        for _ in pool.map(_keep, [*fresh, tree]):
            pass


def _keep(path: "Path | os.DirEntry[str]") -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _point(link: Path, complete: Path) -> None:
    """Move the link by one rename: at every instant it shows one build or the other."""
    if link.is_dir() and not link.is_symlink():
        link.rmdir()
    fresh = complete.with_name(f"tmp-{os.getpid()}.link")
    fresh.unlink(missing_ok=True)
    # Relative, so that the project's folder can be moved.
    fresh.symlink_to(Path(complete.parent.name, complete.name))
    fresh.replace(link)


def tidy(builds: Path, current: str, previous: str) -> None:
    """Remove what killed builds left, and, if there is a new one, all but that and the one before.

    Only under the lock.
    """
    for path in builds.iterdir():
        if path.name.startswith("tmp-") and path.is_symlink():
            path.unlink()
        elif path.name.startswith("tmp-") or (
            COMPLETE.fullmatch(path.name) and current != previous and path.name not in {current, previous}
        ):
            shutil.rmtree(path)
