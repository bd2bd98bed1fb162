"""The invented story, ready to be shown by any template."""

from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from dossier import load
from plugins.attach import template_names
from plugins.pictures import Pictures
from plugins.site import Site
from plugins.translations import catalogues

ROOT = Path(__file__).parents[2]
THEME = ROOT / "theme"
STORY = ROOT / "tests/stories/lighthouse"
WORDS = catalogues(("es", "de"), [STORY / "translations"])


@pytest.fixture(scope="session")
def site() -> Site:
    """The invented story, rendered."""
    found = Site(load(STORY / "content"), "https://example.org", THEME, WORDS)
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
    filters, names = template_names(site, Pictures(site))
    env.filters.update(filters)
    env.globals.update(names)
    return env
