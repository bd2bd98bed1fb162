"""Loads the dossier when Pelican starts, and tells Pelican what the story says."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.plugins import signals

from dossier import Basis, State, Status, coverage, load
from plugins import policy, reuse
from plugins.data import downloads
from plugins.dates import history, instant, local_minute, machine
from plugins.feeds import feeds
from plugins.pictures import Pictures
from plugins.plot import plot
from plugins.site import Site, host
from plugins.structured import structured
from plugins.translations import Translations, catalogues
from plugins.words import from_page, part, plain


def attach_dossier(pelican: Pelican) -> None:
    """Load, render and verify before anything is written, so that bad content stops the build whole.

    The live preview has settings of its own: `LIVE`, to show drafts and what is not registered yet, and to
    leave out what no page needs; `ONLY`, the files of the pages to write before all others; `DOSSIER`, the
    content, if it was read already. `BEFORE` is the build from which what is still right is taken.
    """
    settings = pelican.settings
    live, only = settings.get("LIVE", False), settings.get("ONLY")
    dossier = settings.get("DOSSIER") or load(
        settings["PATH"], publishing=settings["PUBLISHING"], registering=live, drafts=live
    )
    if settings["PUBLISHING"]:
        settings["SITEURL"] = dossier.story.address
    theme, words = Path(settings["THEME"]), interface(dossier.languages, settings)
    guide, before = Path(settings["GUIDE"]), reuse.earlier(settings) if only is None else None
    site = Site(dossier, settings["SITEURL"], theme, words, only, guide, before)
    if "bytecode_cache" not in settings["JINJA_ENVIRONMENT"]:  # the preview brings its own
        kept = {"bytecode_cache": reuse.CompiledTemplates(settings)}
        settings["JINJA_ENVIRONMENT"] = {**settings["JINJA_ENVIRONMENT"], **kept}
    if only is None:
        site.render()

    settings["SITE"] = site
    settings["SITENAME"] = dossier.story.title[dossier.story.default_language]
    settings["DEFAULT_LANG"] = dossier.story.default_language
    settings["TIMEZONE"] = str(dossier.story.zone.id)
    # The very files: a draft, which is none of them, is never read, nor what is written as it was before.
    content = Path(settings["PATH"]).resolve()
    for setting, kind in (("ARTICLE_PATHS", "explainer"), ("PAGE_PATHS", "page")):
        with site.trace.frame():  # of no page
            pages = {
                path: dossier.page(kind, document.key, document.lang)
                for path, document in site.documents.items()
                if document.kind == kind
            }
            files = [
                Path(path).resolve()
                for path, page in pages.items()
                if site.is_written(page) and not reuse.stands(settings, page.save_as)
            ]
        settings[setting] = [path.relative_to(content).as_posix() for path in files]
    settings["PICTURES"] = Pictures(site)
    settings["JINJA_FILTERS"], settings["JINJA_GLOBALS"] = template_names(site, settings["PICTURES"])


def interface(languages: Iterable[str], settings: Mapping[str, Any]) -> dict[str, Translations]:
    """The words of the interface: those of the story's own folders come before the theme's."""
    folders = [
        Path(folder) for folder in (*settings["TRANSLATIONS"], Path(settings["THEME"], "translations"))
    ]
    return catalogues(languages, folders)


def template_names(site: Site, pictures: Pictures) -> tuple[dict[str, Any], dict[str, Any]]:
    """The filters and the names that every template may use, besides Pelican's own.

    Filters: `url`, `absolute` (an address from the root), `prose` (a text of the record as HTML), `plain`
    (that without its markup), `part` (a page as a part of another), `from_page` (its links from there),
    `machine` (a date for `<time>`), `host`, `day`, `plot`, and for the script `instant`, `local_minute` and
    `history`. Names: `dossier`, `site`, `voice(lang)`, `statuses`,
    `downloads(lang)`, `coverage()`, `bases`, `states`, `feeds(lang)`,
    `picture(here, title, description)`, `structured(here, title, above, crumb)`, `policy(here)`,
    `once(*name)` (for `call`: a part of a page that no change of another part makes again).
    """
    filters = {
        "url": site.url,
        "absolute": site.absolute,
        "prose": site.prose,
        "machine": machine,
        "host": host,
        "day": date.fromisoformat,
        "plot": plot,
        "plain": plain,
        "part": part,
        "from_page": from_page,
        "instant": instant,
        "local_minute": local_minute,
        "history": history,
    }
    names = {
        "dossier": site.dossier,
        "site": site,
        "voice": site.voice,
        "statuses": list(Status),
        "downloads": partial(downloads, site),
        "coverage": partial(coverage, site.dossier),
        "bases": list(Basis),
        "states": list(State),
        "feeds": partial(feeds, site),
        "picture": pictures.of,
        "structured": partial(structured, site),
        "policy": policy.meta,
        "once": site.once,
    }
    return filters, names


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(attach_dossier)
