"""The invented story, ready to be shown by any template."""

from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from dossier import Status, load
from plugins.site import Site, host
from plugins.voice import machine

ROOT = Path(__file__).parents[2]
THEME = ROOT / "theme"
STORY = ROOT / "tests/stories/lighthouse"


@pytest.fixture(scope="session")
def site() -> Site:
    """The invented story, rendered."""
    found = Site(load(STORY / "content"), "https://example.org", THEME, [STORY / "translations"])
    found.render()
    return found


@pytest.fixture(scope="session")
def templates(site) -> Environment:
    """The theme's templates and examples, with the names that the build gives them."""
    examples = PrefixLoader({"examples": FileSystemLoader(THEME / "examples")})
    env = Environment(
        loader=ChoiceLoader([FileSystemLoader(THEME / "templates"), examples]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(url=site.url, absolute=site.absolute, prose=site.prose, machine=machine, host=host)
    env.globals.update(dossier=site.dossier, site=site, voice=site.voice, statuses=list(Status))
    return env
