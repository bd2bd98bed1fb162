"""One run of Pelican into a folder: nothing that it logs is lost, nothing that fails is hidden."""

import gc
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Before the rest of Pelican: it chooses the class of all loggers made after it.
import pelican.log  # isort: skip
from jinja2 import TemplateError, TemplateNotFound
from pelican import Pelican
from pelican.generators import PelicanTemplateNotFound
from pelican.settings import read_settings

from desk.command import refusal_in
from desk.stop import Code, Stop
from desk.wording import chosen_language, complain, words
from dossier import DossierError, Wording
from plugins.pagefind import NoSearchIndex
from plugins.pictures import MissingLetters
from plugins.translations import MissingWords

Adapt = Callable[[dict[str, Any]], None]
"""Changes settings that were read, for a build of a special kind."""


def write(
    settings_file: Path,
    folder: Path,
    *,
    before: Path | None = None,
    verbose: bool = False,
    adapt: Adapt = lambda settings: None,
) -> dict[str, Any]:
    """Write the site that the settings describe, and give what they were in the end.

    What is still right is taken from the build `before`.

    Raises:
        Stop: the content has problems, or Pelican logged a warning or an error (1); the settings or a
            template have a mistake (2); the machine refused something, or cannot make the search index (3).
    """
    settle_surroundings()
    # Most of what a build makes stays: looking for what does not, as often as usual, is a fifth of its time.
    gc.set_threshold(50_000, 20, 100)
    complaints = _listen(verbose=verbose)
    try:
        settings = read(settings_file, folder) | {"BEFORE": before}
        adapt(settings)
        _run(settings)
    except DossierError as error:
        wording = Wording(chosen_language())
        lines = [*map(wording.line, error.problems), wording.count(error.problems)]
        raise Stop(Code.CONTENT, "\n".join(lines)) from error
    finally:
        # What was logged comes first also when an error ends the run: it often explains the error.
        complaints.show()
    complaints.stop_if_any()
    return settings


def settle_surroundings() -> None:
    """Nothing about the machine may change a byte: not its time zone, its language or its masks."""
    os.environ.update(TZ="UTC", LC_ALL="C")
    for name in ("LANG", "LANGUAGE", "SOURCE_DATE_EPOCH"):
        os.environ.pop(name, None)
    time.tzset()
    os.umask(0o022)


class Complaints(logging.Handler):
    """Every warning and error that was logged, in order, with the error that was being handled then."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.refusal: OSError | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record. Pelican logs in its `except` clauses and may leave the reason out: we look it up."""
        error = sys.exc_info()[1]
        line = f"{record.levelname.lower()}: {record.getMessage()}"
        if error and str(error) not in line:
            line += f": {type(error).__name__}: {error}"
        self.lines.append(line)
        self.refusal = self.refusal or refusal_in(error)

    def show(self) -> None:
        """Print them all."""
        for line in self.lines:
            complain(line)

    def stop_if_any(self) -> None:
        """A clean run logs nothing.

        Raises:
            Stop: it did: by a refusal of the machine (3), or else by the content (1).
        """
        if self.lines:
            code = Code.ENVIRONMENT if self.refusal else Code.CONTENT
            raise Stop.saying(code, "logged", count=len(self.lines))


def _listen(*, verbose: bool) -> Complaints:
    complaints = Complaints()
    # Pelican's loggers drop repetitions, the rest of a long group and what LOG_FILTER names, but only up to
    # this level: below everything that we keep, it drops nothing.
    pelican.log.init(logging.WARNING, handler=complaints, logs_dedup_min_level=logging.DEBUG)
    pelican.log.console.quiet = not verbose
    if verbose:
        logging.getLogger().setLevel(logging.INFO)
        logging.getLogger().addHandler(logging.StreamHandler())
    return complaints


def read(settings_file: Path, folder: Path) -> dict[str, Any]:
    """Pelican's settings, with our output folder.

    Raises:
        Stop: there are none, or they have a mistake (2).
    """
    if not settings_file.is_file() or settings_file.suffix != ".py":
        raise Stop.saying(Code.USAGE, "no-settings", path=settings_file)
    try:
        return read_settings(
            str(settings_file),
            override={
                "OUTPUT_PATH": str(folder),
                "SETTINGS": str(settings_file),
                "DELETE_OUTPUT_DIRECTORY": False,
                # Beside the builds: under their lock, and gone with them.
                "CACHE_PATH": str(folder.with_name("cache")),
            },
        )
    except DossierError:
        raise
    except SyntaxError as error:
        place = f"{_short(error.filename or settings_file)}:{error.lineno}"
        raise Stop.saying(Code.USAGE, "settings", place=place, reason=error.msg) from error
    except Exception as error:
        place = _place(error, settings_file.parent) or str(settings_file)
        raise Stop.saying(Code.USAGE, "settings", place=place, reason=_reason(error)) from error


def _run(settings: dict[str, Any]) -> None:
    """Run it. `pelican.main()` would hide a Ctrl-C and end with 0."""
    try:
        Pelican(settings).run()
    except (MissingLetters, MissingWords) as error:
        raise Stop(Code.USAGE, str(error)) from error
    except NoSearchIndex as error:
        raise Stop.saying(Code.ENVIRONMENT, "no-search-index", reason=error) from error
    except (TemplateError, PelicanTemplateNotFound, RecursionError) as error:
        place = _place(error, Path(settings["THEME"]))
        if not place and isinstance(error, RecursionError):
            raise
        raise Stop.saying(
            Code.USAGE, "template", place=place or _short(settings["THEME"]), reason=_reason(error)
        ) from error


def _place(error: Exception, folder: Path) -> str | None:
    """Where in the folder it happened: Jinja, too, gives its templates a place in the traceback."""
    inside = str(folder.absolute()) + os.sep
    frames = traceback.extract_tb(error.__traceback__)
    places = [
        f"{_short(frame.filename)}:{frame.lineno}" for frame in frames if frame.filename.startswith(inside)
    ]
    return places[-1] if places else None


def _short(path: str | Path) -> str:
    """A path as a person would type it here."""
    return os.path.relpath(path)


def _reason(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return words("no-template", name=error.name)
    return str(error) or type(error).__name__
