"""A branch of a git remote from which a forge serves pages: each release is a commit on top of the last one.

Nothing here touches the index, the work tree or a branch of this clone, whatever their state; the remote's
branch only ever moves forward, so that nobody's commit can be lost.
"""

import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from desk import remote
from desk.hosting import is_hashed
from desk.manifest import NAME, Manifest
from desk.stop import Code, Stop
from desk.targets import FOR_SERVERS, Release

# What a forge reads besides the site: take the files as they are; the domain under which to serve them.
NO_JEKYLL, CNAME = ".nojekyll", "CNAME"
THE_FORGES_OWN = frozenset({NO_JEKYLL, CNAME})

FAILED = "Failed"
"""The trailer of a commit that names the one which it puts right."""
SEARCHED = 50
"""How many commits back a release is looked for."""


@dataclass(slots=True, kw_only=True)
class Branch:
    """A pages branch. Two deploys at once need no lock: the second push is refused by the remote."""

    # Nothing that git could take for an option.
    FORMS: ClassVar[Mapping[str, str]] = {
        "remote": r"\w[\w.-]*",
        "branch": r"\w(?!.*\.\.)[\w./-]*",
        "cname": r"[a-z0-9][a-z0-9.-]*",
    }
    """What the file of targets may say of one: the form of each value, a regular expression."""

    name: str
    remote: str = "origin"
    branch: str = "gh-pages"
    cname: str = ""
    leaves_out: tuple[str, ...] = field(default=FOR_SERVERS, init=False)

    def live(self) -> Manifest | None:
        """What the branch holds at the remote; nothing where there is no such branch.

        Raises:
            Stop: the branch is not ours to write (4): that of the sources, or one with other files.
        """
        return self._site_at(self._tip())

    def send(self, tree: Path, new: Manifest, live: Manifest | None) -> None:
        """Commit the release on top of what is live, and push that.

        Raises:
            Stop: somebody else has pushed in between, or the remote takes no push (4); nothing has changed.
        """
        tip = self._tip()
        if self._site_at(tip) != live:
            raise self._moved(tip)
        if live != new:
            self._push(self._written(tree, new), tip, f"Release {new.release}")

    def releases(self) -> list[Release]:
        """The last ones of the branch, each where it came last."""
        tip = self._tip()
        found: dict[str, Release] = {}
        for _, since, manifest in self._history(tip):
            release = Release(name=manifest.release, since=since, is_live=not found)
            found.setdefault(manifest.release, release)
        return list(found.values())

    def back_to(self, release: str, *, failed: bool = False) -> None:
        """Commit that release's files again, on top of what is live; say there if that has failed.

        Raises:
            Stop: it is not among the last commits (2), or the push did not work (4).
        """
        tip = self._tip()
        for commit, _, manifest in self._history(tip):
            if manifest.release == release:
                files = _files(commit)
                of_it = files.keys() & {*manifest.files, NAME, *THE_FORGES_OWN}
                message = f"Release {release}\n\n{FAILED}: {tip}" if failed else f"Release {release}"
                return self._push({path: files[path] for path in of_it}, tip, message)
        raise Stop.saying(Code.USAGE, "branch-no-release", count=SEARCHED, release=release, place=self._place)

    @property
    def _place(self) -> str:
        return f"{self.remote}/{self.branch}"

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.branch}"

    def _tip(self) -> str | None:
        """The branch's last commit, fetched; nothing where the remote has no such branch.

        Raises:
            Stop: the remote does not answer, or the branch is one that holds sources (4).
        """
        answer = _ask("ls-remote", "--symref", self.remote, "HEAD", self._ref, within=remote.ANSWERS_WITHIN)
        lines = [line.split("\t") for line in answer.splitlines()]
        default = next((what for what, ref in lines if ref == "HEAD" and what.startswith("ref: ")), None)
        if default is None:
            # Pushed first, ours would become the default branch of many a forge.
            raise Stop.saying(Code.DEPLOY, "branch-no-default", remote=self.remote)
        if default == f"ref: {self._ref}" or self.branch == _git("branch", "--show-current"):
            raise Stop.saying(Code.DEPLOY, "branch-of-sources", place=self._place)
        if not any(ref == self._ref for _, ref in lines):
            return None
        fetched = f"refs/remotes/{self._place}"
        _ask("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", self.remote, f"+{self._ref}:{fetched}")
        return _git("rev-parse", fetched)

    def _site_at(self, tip: str | None) -> Manifest | None:
        if tip is None:
            return None
        files = _files(tip)
        try:
            manifest = Manifest.read(_git("cat-file", "blob", files[NAME])) if NAME in files else None
        except ValueError:
            manifest = None
        known = {NAME, *THE_FORGES_OWN, *(manifest.files if manifest else ())}
        # A deploy leaves the assets of the release before it.
        if foreign := [path for path in files if path not in known and not (manifest and is_hashed(path))]:
            raise Stop.saying(Code.DEPLOY, "branch-foreign", place=self._place, path=foreign[0])
        return manifest

    def _history(self, tip: str | None) -> list[tuple[str, str, Manifest]]:
        """Commits that carry a manifest and did not fail, newest first, each with its date."""
        if tip is None:
            return []
        form = f"--format=%H %cI %(trailers:key={FAILED},valueonly,separator=%x20)"
        history = []
        failed: set[str] = set()
        for line in _git("log", "--first-parent", f"--max-count={SEARCHED}", form, tip).splitlines():
            commit, since, *those = line.split()
            failed.update(those)
            if commit not in failed and (blob := _files(commit, NAME).get(NAME)):
                with suppress(
                    ValueError
                ):  # before the first deploy, something else may have had a file of that name
                    history.append((commit, since, Manifest.read(_git("cat-file", "blob", blob))))
        return history

    def _written(self, tree: Path, new: Manifest) -> dict[str, str]:
        """The files of a release, byte for byte: no filter, line end or ignored file plays a part."""
        paths = [path for path in new.files if not path.endswith(self.leaves_out)]
        places = "".join(f"{(tree / path).absolute()}\n" for path in paths)
        blobs = _git("hash-object", "-w", "--no-filters", "--stdin-paths", given=places).split()
        files = {**dict(zip(paths, blobs, strict=True)), NAME: _blob(new.to_json()), NO_JEKYLL: _blob("")}
        return {**files, CNAME: _blob(f"{self.cname}\n")} if self.cname else files

    def _push(self, files: Mapping[str, str], tip: str | None, message: str) -> None:
        """Commit these files, with what stays of the last commit, and push that."""
        tree = _tree({**self._staying(tip), **files})
        if tip and tree == _git("rev-parse", f"{tip}^{{tree}}"):
            return
        parent = ["-p", tip] if tip else []
        commit = _git("commit-tree", tree, *parent, "-m", message)
        try:
            _ask("push", "--quiet", "--no-follow-tags", self.remote, f"{commit}:{self._ref}")
        except Stop:
            now = self._tip()
            if now == commit:
                return  # it came through, and only the answer was lost
            if now != tip:
                raise self._moved(now) from None
            raise

    def _staying(self, tip: str | None) -> dict[str, str]:
        """What pages that are open, or in a cache, still ask for; and the domain, which some forges write."""
        live = self._site_at(tip)
        files = _files(tip) if tip else {}
        assets = {path for path in (live.files if live else ()) if is_hashed(path)}
        return {path: blob for path, blob in files.items() if path in assets or path == CNAME}

    def _moved(self, tip: str | None) -> Stop:
        """Why nothing was pushed: somebody else was there first."""
        last = _git("log", "--max-count=1", "--format=%h, %an", tip) if tip else "–"
        return Stop.saying(Code.DEPLOY, "branch-moved", place=self._place, last=last)


def _ask(*arguments: str, within: int | None = None) -> str:
    """What a remote says through git."""
    return _git(*arguments, surroundings=remote.surroundings(), within=within)


def _git(
    *arguments: str, given: str = "", surroundings: Mapping[str, str] | None = None, within: int | None = None
) -> str:
    """What git says to a command, without the last line break."""
    try:
        ended = subprocess.run(
            ["git", *arguments],
            input=given,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
            env={**os.environ, "LC_ALL": "C", **(surroundings or {})},
            timeout=within,
        )
    except FileNotFoundError as error:
        raise Stop.saying(Code.ENVIRONMENT, "no-program", program="git") from error
    except subprocess.TimeoutExpired as error:
        raise Stop.saying(Code.DEPLOY, "branch-mute", seconds=within) from error
    if ended.returncode:
        reasons = [line.removeprefix("fatal: ") for line in ended.stderr.splitlines() if line.strip()]
        raise Stop.saying(
            Code.DEPLOY, "branch-git", command=arguments[0], reason=next(iter(reasons), ended.returncode)
        )
    return ended.stdout.removesuffix("\n")


def _files(commit: str, *paths: str) -> dict[str, str]:
    """The blob of each file of a commit."""
    entries = [
        entry.split("\t") for entry in _git("ls-tree", "-r", "-z", commit, *paths).split("\0") if entry
    ]
    return {path: about.split()[2] for about, path in entries}


def _tree(files: Mapping[str, str]) -> str:
    """A tree of these blobs, made in an index of its own."""
    with TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        entries = "".join(f"100644 {blob}\t{path}\0" for path, blob in files.items())
        _git("update-index", "-z", "--index-info", given=entries, surroundings=index)
        return _git("write-tree", surroundings=index)


def _blob(text: str) -> str:
    return _git("hash-object", "-w", "--stdin", given=text)
