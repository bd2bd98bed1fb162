"""Pelican's settings: grouped, commented, no data and no logic.

What the story says (title, languages, zones, addresses) stands in `content/story.yaml`.
"""

from jinja2 import StrictUndefined

# Where things are
PATH = "content"
THEME = "theme"
GUIDE = "guide"  # for writers: shown in those of the story's languages that it exists in
OUTPUT_PATH = "output"  # desk.build writes elsewhere first and moves the finished site here
TRANSLATIONS: list[str] = []  # folders of .po files that come before the theme's own

# Address: that of the local preview; when publishing, story.yaml has the real one
SITEURL = "http://localhost:8000"
PUBLISHING = False
RELATIVE_URLS = False

# Content: explainers are articles, the rest are pages; which files, and their addresses, the dossier says
STATIC_PATHS = ["images"]
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = "translation_key"
READERS = {"rst": None, "html": None, "htm": None}
CACHE_CONTENT = LOAD_CONTENT_CACHE = False

# Plugins, in the order in which they hear Pelican's signals
PLUGINS = ["plugins.attach", "plugins.reader", "plugins.reuse", "plugins.generators", "plugins.outputs"]

# Templates: text is escaped, and a misspelt name stops the build
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,
    "extensions": [],
}

# Never the system's locale: dates and words come from CLDR and our own catalogues
LOCALE = "C"
TIMEZONE = "UTC"

# What a blog has and this site does not
DIRECT_TEMPLATES: list[str] = []
THEME_STATIC_PATHS: list[str] = []  # the stylesheet is joined and hashed by plugins.outputs
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ATOM = FEED_RSS = FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None  # plugins.feeds writes three a language
TYPOGRIFY = False
