"""Takes from the build before what is still as it was: each file whose questions are answered as they were.

What a build leaves stands beside the builds, in a file that is named after all that a page depends on
besides the dossier: the engine, the theme, the guide and the settings.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2.bccache import Bucket, BytecodeCache
from pelican import Pelican
from pelican.plugins import signals
from pelican.writers import Writer

from dossier import memory
from plugins import inputs
from plugins.tracing import Earlier, Frame

if TYPE_CHECKING:
    from plugins.site import Site


def earlier(settings: Mapping[str, Any]) -> Earlier | None:
    """What the build before left, if all besides the dossier is as it was."""
    left: Earlier | None = memory.unsealed(_file(settings))
    return left


def leave(pelican: Pelican) -> None:
    """Leave to the next build what this one made, if it made everything, and anything is new in it."""
    site: Site = pelican.settings["SITE"]
    if site.only is None and site.trace.has_news:
        memory.seal(_file(pelican.settings), site.trace.left())


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


class PageWriter(Writer):
    """Writes a page, or takes it from the build before."""

    def write_file(self, name: str, template: Any, context: Any, *args: Any, **named: Any) -> None:
        """As Pelican's; an article or a page brings the frame in which it was read."""
        site: Site = self.settings["SITE"]
        text = named.get("article") or named.get("page")
        output = Path(self.output_path)

        def write() -> dict[str, bytes]:
            if text:
                site.trace.add(text.made_from)
            Writer.write_file(self, name, template, context, *args, **named)
            return {name: (output / name).read_bytes()}

        for path, content in files(("page", name), write, self.settings).items():
            if not (output / path).exists():
                (output / path).parent.mkdir(parents=True, exist_ok=True)
                (output / path).write_bytes(content)


def files(
    name: tuple[str, ...], make: Callable[[], Mapping[str, bytes]], settings: Mapping[str, Any]
) -> Mapping[str, bytes]:
    """Files by their paths: those of the build before, if they are still right and nobody changed them."""
    site: Site = settings["SITE"]
    if before := site.trace.earlier(name):
        digests, frame = before
        found = dict(_as_they_were(digests, settings.get("BEFORE")))
        if found.keys() == digests.keys():
            _keep(name, digests, frame, settings)
            return found
    with site.trace.frame() as frame:
        made = make()
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in made.items()}
    _keep(name, digests, frame, settings)
    return made


def _keep(
    name: tuple[str, ...], digests: Mapping[str, str], frame: Frame, settings: Mapping[str, Any]
) -> None:
    settings["SITE"].trace.keep(name, digests, frame)
    settings["PICTURES"].wanted |= frame.pictures


def _as_they_were(digests: Mapping[str, str], before: Path | None) -> Iterator[tuple[str, bytes]]:
    for path, digest in digests.items() if before else ():
        try:
            content = Path(before or "", path).read_bytes()
        except OSError:
            return
        if hashlib.sha256(content).hexdigest() != digest:  # changed by hand, or of another build
            return
        yield path, content


def get_writer(_pelican: Pelican) -> type[Writer]:
    """In the place of Pelican's own."""
    return PageWriter


def register() -> None:
    """Connect to Pelican."""
    signals.get_writer.connect(get_writer)
    signals.finalized.connect(leave)
