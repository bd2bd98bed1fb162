"""Loads the dossier when Pelican starts, and tells Pelican what the story says."""

from pathlib import Path

from pelican import Pelican
from pelican.plugins import signals

from dossier import Status, load
from plugins.site import Site, host
from plugins.voice import machine


def attach_dossier(pelican: Pelican) -> None:
    """Load, render and verify before anything is written, so that bad content stops the build whole."""
    settings = pelican.settings
    dossier = load(settings["PATH"], publishing=settings["PUBLISHING"])
    if settings["PUBLISHING"]:
        settings["SITEURL"] = dossier.story.address
    theme = Path(settings["THEME"])
    folders = [Path(folder) for folder in settings["TRANSLATIONS"]]
    site = Site(dossier, settings["SITEURL"], theme, [*folders, theme / "translations"])
    site.render()

    settings["DOSSIER"], settings["SITE"] = dossier, site
    settings["SITENAME"] = dossier.story.title[dossier.story.default_language]
    settings["DEFAULT_LANG"] = dossier.story.default_language
    settings["TIMEZONE"] = str(dossier.story.zone.id)
    settings["IGNORE_FILES"] = [*settings["IGNORE_FILES"], *site.drafts]
    settings["JINJA_FILTERS"] = {
        "url": site.url,
        "absolute": site.absolute,
        "prose": site.prose,
        "machine": machine,
        "host": host,
    }
    settings["JINJA_GLOBALS"] = {
        "dossier": dossier,
        "site": site,
        "voice": site.voice,
        "statuses": list(Status),
    }


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(attach_dossier)
