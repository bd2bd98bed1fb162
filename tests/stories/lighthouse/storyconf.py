"""The invented story, built by the same engine from its own content and its own interface words."""

from pathlib import Path

from pelicanconf import *  # noqa: F403  # Pelican reads the names of this module

HERE = Path(__file__).parent
PATH = str(HERE / "content")
THEME = str(HERE.parents[2] / "theme")
TRANSLATIONS = [str(HERE / "translations")]
PUBLISHING = True
