"""The site of one build: the dossier, its voices and renderers, and every document rendered and verified."""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from functools import cached_property, partial
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dossier import Document, Dossier, DossierError, Page, Problem
from plugins.diagrams import Shown
from plugins.guide import KIND as GUIDE
from plugins.guide import Guide, Listing
from plugins.rendering import Rendered, Renderer
from plugins.tracing import PART, Earlier, Trace
from plugins.translations import Translations
from plugins.voice import Voice

LAYERS = ("fonts", "reset", "tokens", "prose", "layouts", "components", "utilities", "print")
"""The cascade layers of the stylesheet, in order; each is a file or a folder of files."""
SCRIPTS = ("site", "search")
"""Our scripts, each a file or a folder of files: that of every page, and the search."""


class Site:
    """What pages are made from. Its `dossier` notes what it is asked.

    `address` is where the site will stand, without a slash at its end; `translations` are the
    interface words of each language; `only` names the files of the pages to write, if not all; `guide` is
    the folder of the guide for writers, where it is shown; `earlier` is what a build left that had the same
    theme, address and code.
    """

    def __init__(
        self,
        dossier: Dossier,
        address: str,
        theme: Path,
        translations: Mapping[str, Translations],
        only: Collection[str] | None = None,
        guide: Path | None = None,
        earlier: Earlier | None = None,
    ) -> None:
        self.trace = Trace(dossier, earlier)
        self.dossier = dossier = self.trace.dossier
        self.address = address
        self.theme = theme
        self.base = urlsplit(address).path.rstrip("/")
        self.voices = {lang: Voice(lang, dossier, translations[lang]) for lang in dossier.languages}
        self.renderers = {
            lang: Renderer(self.trace, voice, self.url, self.figure) for lang, voice in self.voices.items()
        }
        self.only = only
        files = {lang: guide / f"{lang}.md" for lang in dossier.languages} if guide else {}
        self.guides = {
            lang: Guide(file, self.voices[lang], self.listing)
            for lang, file in files.items()
            if file.is_file()
        }
        """The guide for writers, in those of the story's languages that it exists in."""

    def render(self) -> None:
        """Render every text; raises `DossierError` where the HTML is not what was located or not harmless."""
        with self.trace.frame():  # of no page
            asked: list[Callable[[], list[Problem]]] = []
            for renderer in self.renderers.values():  # what an earlier build left has no problems
                documents = (one for one in self.documents.values() if one.lang == renderer.lang)
                asked += [partial(renderer.problems, one) for one in documents if not renderer.knows(one)]
                texts = (one for one in self.dossier.texts if one.lang == renderer.lang)
                asked += [partial(renderer.faults, one) for one in texts if not renderer.knows(one)]
            self.trace.share_out(asked, lambda ask: ask())
            problems = [problem for ask in asked for problem in ask()]
        if problems:
            raise DossierError(problems)

    @property
    def pages(self) -> list[Page]:
        """The pages to write."""
        every = (*self.dossier.every_page, *(guide.page for guide in self.guides.values()))
        return [page for page in every if self.is_written(page)]

    def is_written(self, page: Page) -> bool:
        """Whether it is one of the pages to write."""
        return self.only is None or page.save_as in self.only

    @property
    def drafts(self) -> list[Page]:
        """The pages of the drafts that are shown."""
        drafts = [document for document in self.documents.values() if document.is_draft]
        return [self.dossier.page(draft.kind, draft.key, draft.lang) for draft in drafts]

    def figure(self, shown: Shown, voice: Voice) -> Markup:
        """A diagram as HTML, by the theme's macro: it stands inside a text, which no template writes."""
        return self._from_macro("diagram", shown, voice)

    def listing(self, listing: Listing, voice: Voice) -> Markup:
        """An example of the guide as HTML."""
        return self._from_macro("listing", listing, voice)

    def _from_macro(self, name: str, *values: object) -> Markup:
        html: str = getattr(self._macros.get_template(f"macros/{name}.html").module, name)(*values)
        return Markup(html.strip())  # noqa: S704  # made by a template that escapes

    @cached_property
    def _macros(self) -> Environment:
        return Environment(
            loader=FileSystemLoader(self.theme / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every document that is shown, by the path of its file."""
        return self.dossier.documents

    def in_file(self, file: Path) -> Document:
        """The document that a file holds."""
        return self.documents[self._paths[file]]

    @cached_property
    def _paths(self) -> Mapping[Path, str]:
        # Not asked for each page: what is in a file, its document says.
        return {Path(path).resolve(): path for path in self.trace.whole.documents}

    def rendered(self, path: str) -> Rendered:
        """A document that is shown, as HTML, by the path of its file."""
        document = self.documents[path]
        return self.renderers[document.lang].document(document)

    def page_of(self, document: Document) -> Page:
        """The page that shows a document."""
        return self.dossier.page(document.kind, document.key, document.lang)

    # --- What templates call ---

    def url(self, path: str) -> str:
        """An address from the site's root as it stands in a link."""
        return f"{self.base}/{path}"

    def absolute(self, path: str) -> str:
        """The whole address of a page."""
        return f"{self.address}/{path}"

    def published(self, kind: str, lang: str) -> list[Document]:
        """The documents of a kind in a language, in the story's order."""
        return [self.documents[path] for path in self.dossier.published(kind, lang)]

    def voice(self, lang: str) -> Voice:
        """How the language `lang` says things."""
        return self.voices[lang]

    def prose(self, text: Mapping[str, str], lang: str) -> Markup:
        """A text of the record as HTML, in one language."""
        return self.renderers[lang].inline(text[lang])

    def once(self, *name: str, caller: Callable[[], Markup]) -> Markup:
        """What the body of a `call` gives; its name says all that it depends on besides the dossier."""
        return self.trace.once((PART, *name), caller)

    def counterparts(self, page: Page) -> tuple[Page, ...]:
        """The same page in every language in which it exists, itself included."""
        if page.kind == GUIDE:
            return tuple(guide.page for guide in self.guides.values())
        return self.dossier.counterparts(page)

    def alternates(self, page: Page) -> list[tuple[str, str]]:
        """Language (or `x-default`) and whole address of each version of a page, itself included."""
        versions = [(other.lang, self.absolute(other.path)) for other in self.dossier.counterparts(page)]
        return [*versions, ("x-default", self.absolute(self.dossier.x_default(page).path))]

    # --- Fonts and marks ---

    @cached_property
    def static(self) -> Mapping[str, Path]:
        """The fonts and the mark, by the names of their files."""
        folder = self.theme / "static"
        return {file.name: file for file in sorted([*folder.glob("fonts/*.woff2"), *folder.glob("mark*")])}

    @cached_property
    def static_paths(self) -> Mapping[str, str]:
        """Their addresses, which change when they do."""
        return {
            name: _named(file.stem, file.read_bytes(), file.suffix[1:]) for name, file in self.static.items()
        }

    # --- The stylesheet ---

    @cached_property
    def stylesheet(self) -> str:
        """Every component's styles, joined in the order of the layers: a page costs one request."""
        css = self.theme / "static" / "css"
        parts = [f"@layer {', '.join(LAYERS)};\n"]
        for layer in LAYERS:
            parts += _texts(css / f"{layer}.css")
        # The fonts stand beside the stylesheet.
        return re.sub(
            r"\.\./fonts/([\w-]+\.woff2)",
            lambda match: self.static_paths[match[1]].rpartition("/")[2],
            _without_comments("".join(parts)),
        )

    @cached_property
    def stylesheet_path(self) -> str:
        """Its address, which changes when it does."""
        return _named("site", self.stylesheet.encode(), "css")

    # --- The scripts ---

    @cached_property
    def scripts(self) -> Mapping[str, str]:
        """Each of our scripts; each of its files is a block, so that none meets the names of another."""
        return {
            name: "\n".join(f"{{\n{text}}}" for text in _texts(self.theme / f"static/js/{name}.js"))
            for name in SCRIPTS
        }

    @cached_property
    def script_paths(self) -> Mapping[str, str]:
        """Their addresses, which change when they do."""
        return {name: _named(name, script.encode(), "js") for name, script in self.scripts.items()}


def _texts(file: Path) -> list[str]:
    """What a file holds, or the files of the folder that is named like it."""
    files = [file] if file.is_file() else sorted(file.with_suffix("").glob(f"*{file.suffix}"))
    return [one.read_text(encoding="utf-8") for one in files]


def _without_comments(css: str) -> str:
    """A stylesheet as browsers need it: comments, empty lines and indents are a quarter of its weight."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


def _named(name: str, content: bytes, ending: str) -> str:
    return f"theme/{name}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


def host(address: str) -> str:
    """The name of the site that a web address leads to."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
