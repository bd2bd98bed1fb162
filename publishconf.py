"""What differs when the site goes online: its real address, which `content/story.yaml` gives."""

from pelicanconf import *  # noqa: F403  # Pelican reads the names of this module

PUBLISHING = True
