"""Takes from the build before what is still as it was: each file whose questions are answered as they were.

What a build leaves stands beside the builds, in a file that is named after all that a page depends on
besides the dossier: the engine, the theme, the guide and the settings.
"""

import hashlib
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2.bccache import Bucket, BytecodeCache
from pelican import Pelican
from pelican.plugins import signals
from pelican.writers import Writer

from dossier import memory
from plugins import inputs
from plugins.tracing import Earlier, Name

if TYPE_CHECKING:
    from plugins.site import Site

PAGE = "page"
"""How the name of a page begins."""
Make = Callable[[], Mapping[str, bytes]]
"""Makes files: what is in each, by its path."""


def earlier(settings: Mapping[str, Any]) -> Earlier | None:
    """What the build before left, if all besides the dossier is as it was."""
    left: Earlier | None = memory.unsealed(_file(settings))
    return left


def leave(pelican: Pelican) -> None:
    """Leave to the next build what this one made, if that is everything, and more than a little is new."""
    site: Site = pelican.settings["SITE"]
    if site.only is None and site.trace.has_news:
        memory.seal(_file(pelican.settings), site.trace.left())


def stands(settings: Mapping[str, Any], page: str) -> bool:
    """Whether a page can be taken from the build before, by the path of its file."""
    site: Site = settings["SITE"]
    before: Path | None = settings.get("BEFORE")
    name = (PAGE, page)
    return bool(before and site.trace.stands(name) and _are_as_they_were(before, site.trace.made(name)))


class CompiledTemplates(BytecodeCache):
    """Templates as Jinja compiled them, which is a quarter of a small build.

    What a filter makes of a constant is compiled in, so that these too are for the same settings only.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.folder = Path(settings["CACHE_PATH"], "templates", _made_with(settings))
        for other in self.folder.parent.glob("*"):
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if its template was compiled before."""
        if content := memory.stored(self.folder / bucket.key):
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in a bucket."""
        memory.store(self.folder / bucket.key, bucket.bytecode_to_string())


def _file(settings: Mapping[str, Any]) -> Path:
    return Path(settings["CACHE_PATH"], "made", f"{_made_with(settings)}.pickle")


def _made_with(settings: Mapping[str, Any]) -> str:
    if "MADE_WITH" not in settings:  # once: a plugin may change the settings
        assert isinstance(settings, dict)
        settings["MADE_WITH"] = inputs.digest(settings, Path(settings.get("SETTINGS", "")))
    return str(settings["MADE_WITH"])


class SiteWriter(Writer):
    """Writes files, or takes them from the build before; all that has to be made is made together.

    Most pages are made in forks: what listens to signals there, such as `content_written`, is lost with them.
    """

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)  # type: ignore[no-untyped-call]
        self.site: Site = settings["SITE"]
        before: Path | None = settings.get("BEFORE")
        self.before = before.resolve() if before else None
        self.left: dict[Name, Make] = {}
        """What is still to be made."""
        self.written: set[Name] = set()
        self.is_finished = False

    def write_file(self, name: str, template: Any, context: Any, *args: Any, **named: Any) -> None:
        """As Pelican's, but later; an article or a page brings the frame in which it was read."""
        text = named.get("article") or named.get("page")

        def make() -> dict[str, bytes]:
            if text:
                self.site.trace.add(text.made_from)
            self._place(name)
            Writer.write_file(self, name, template, context, *args, **named)
            return {name: Path(self.output_path, name).read_bytes()}

        self.write((PAGE, name), make)

    def write(self, name: Name, make: Make) -> None:
        """Write files: now those of the build before, if they are still right, or else what `make` gives.

        That is made by `finish`, or at once after it.
        """
        if name in self.written:
            raise WrittenTwice(name)
        self.written.add(name)
        if not (self.site.trace.stands(name) and self._take(self.site.trace.made(name))):
            self.left[name] = make
            if self.is_finished:
                self.finish()

    def take(self, page: str) -> None:
        """Take a page from the build before, if nobody has written it, by the path of its file."""
        name = (PAGE, page)
        if name not in self.written and self.site.trace.stands(name):
            self.written.add(name)
            self._take(self.site.trace.made(name))

    def finish(self) -> None:
        """Make what is left; the last first, because they take longest."""
        self.site.trace.share_out([*reversed(self.left.items())], self._make)
        self.left.clear()
        self.is_finished = True

    def _make(self, named: tuple[Name, Make]) -> None:
        name, make = named
        with self.site.trace.frame() as frame:
            made = make()
        digests = {path: hashlib.sha256(content).hexdigest() for path, content in made.items()}
        self.site.trace.keep(name, digests, frame)
        for path, content in made.items():
            if name[0] != PAGE:  # which Pelican writes
                self._place(path).write_bytes(content)

    def _take(self, digests: Mapping[str, str]) -> bool:
        """Take files from the build before, if they are as they were: a link costs less than a copy."""
        before = self.before
        if not before or not _are_as_they_were(before, digests):
            return False
        for path in digests:
            place = self._place(path)
            try:
                place.hardlink_to(before / path)
            except OSError:  # on another disk, or one that has no links
                shutil.copyfile(before / path, place)
        return True

    def _place(self, path: str) -> Path:
        """Where a file is written, in a folder that is there. A link there would lead to the build before."""
        place = Path(self.output_path, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        return place


class WrittenTwice(Exception):
    """Two pages have one address: a mistake of ours, never of a writer."""


def _are_as_they_were(before: Path, digests: Mapping[str, str]) -> bool:
    """Whether nobody changed these files, and they are of the build that left their digests."""
    with suppress(OSError):
        return all(
            hashlib.sha256((before / path).read_bytes()).hexdigest() == digest
            for path, digest in digests.items()
        )
    return False


def get_writer(_pelican: Pelican) -> type[Writer]:
    """In the place of Pelican's own."""
    return SiteWriter


def register() -> None:
    """Connect to Pelican."""
    signals.get_writer.connect(get_writer)
    signals.finalized.connect(leave)
