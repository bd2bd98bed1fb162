"""What the speed benchmark compares: how each generator wants the corpus, and what builds its site."""

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pelican

from benchmarks.corpus import LANGUAGES, Block, Corpus, Event, Explainer
from dossier import agreeing, load

HERE = Path(__file__).parent
PROJECT = HERE.parent
Changes = Mapping[str, tuple[str, str]]
"""What is changed in which file: a piece of its text that `changed` replaces, by the name of the change."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A generator: `write` puts the corpus into a folder and gives the changes to measure."""

    name: str
    write: Callable[[Path, Corpus], Changes]
    command: Callable[[], list[str]]
    """What builds the site; it runs in the folder."""
    made: tuple[str, ...] = ("output",)
    """What a build leaves there, caches too: without it a build is a cold one."""


# --- This project ---------------------------------------------------------------------------------

_ENGINE_SETTINGS = """from pelicanconf import *

PATH, THEME = "content", "theme"
LIVE = {live}
"""


def _write_engine(folder: Path, corpus: Corpus, *, live: bool) -> Changes:
    content = folder / "content"
    put(folder / "benchconf.py", _ENGINE_SETTINGS.format(live=live))
    shutil.copytree(PROJECT / "theme", folder / "theme")
    spread = {corpus.events[at * (len(corpus.events) - 1) // 4].day.isoformat() for at in range(5)}
    days = ", ".join(sorted(spread))
    story = (PROJECT / "content/story.yaml").read_text(encoding="utf-8").splitlines()
    lines = (f"snapshots: [{days}]" if line.startswith("snapshots:") else line for line in story)
    put(content / "story.yaml", "\n".join(lines) + "\n")
    sources = (
        f"s{at}:\n  type: article\n  title: {title}\n  publisher: Gazette\n  published: 2024-01-01\n"
        f"  lang: en\n  url: https://example.org/{at}\n  seen: original\n"
        for at, title in enumerate(corpus.sources)
    )
    put(content / "sources.yaml", "\n".join(sources))
    events = "\n".join(map(_engine_event, corpus.events))
    put(content / "timeline/10-all.yaml", f"title:\n  fr: Tout\n  en: All\nevents:\n{events}")
    for one in corpus.explainers:
        for lang in LANGUAGES:
            put(content / f"explainers/x{one.number}.{lang}.md", _engine_text(one, lang))
    every = load(content, registering=True).compared
    agreed = agreeing(every, {one.id for one in every}, "A. Name", date(2026, 1, 1))
    put(content / "agreed.txt", "".join(f"{line}\n" for line in agreed))
    first = corpus.explainers[0].sections[0].blocks[0].text["en"].split(".")[0]
    return {
        "paragraph": ("content/explainers/x0.en.md", first),
        "event": ("content/timeline/10-all.yaml", corpus.events[0].text["en"].split(".")[0]),
        "template": ("theme/templates/document.html", "<h1"),
    }


def _engine_event(event: Event) -> str:
    lines = [f"  e{event.number}:", f"    when: {event.day}"]
    for key, text in (("title", event.title), ("text", event.text)):
        lines += [f"    {key}:", *(f"      {lang}: {text[lang]}" for lang in LANGUAGES)]
    lines += ["    category: governance", "    importance: minor", f"    sources: [s{event.source}]"]
    disclosure = f"{{on: {event.day}, kind: report, stance: asserts, source: s{event.source}}}"
    return "\n".join([*lines, "    disclosures:", f"      - {disclosure}", ""])


def _engine_text(one: Explainer, lang: str) -> str:
    head = (
        f"---\ntitle: {one.title[lang]}\nslug: x{one.number}\nsummary: {one.summary[lang]}\n"
        f"order: {one.number + 1}\npublished: 2026-01-01\n---\n"
    )
    return head + _markdown(
        one,
        lang,
        heading=lambda at: f" {{#h{at}}}",
        link=lambda block: f"[{block.words[lang]}](event:e{block.event})",
        cite=lambda block: f"[^s{block.source}]",
    )


# --- The others -----------------------------------------------------------------------------------


def _markdown(
    one: Explainer,
    lang: str,
    *,
    heading: Callable[[int], str],
    link: Callable[[Block], str],
    cite: Callable[[Block], str],
) -> str:
    parts = []
    for at, section in enumerate(one.sections):
        parts.append(f"## {section.title[lang]}{heading(at)}\n")
        for block in section.blocks:
            words = f"{block.text[lang]} {link(block)}{cite(block)}"
            forms = {"p": f"{words}\n", "li": f"- {words}", "row": f"| {words} | {block.words[lang]} |"}
            parts.append(forms[block.kind])
            if block.kind == "p" and block is section.blocks[1] and section.blocks[2].kind == "row":
                parts.append("| A | B |\n| --- | --- |")
        parts.append("")
    return "\n".join(parts)


def _common_text(one: Explainer, lang: str, corpus: Corpus, timeline: str) -> str:
    """The text in the Markdown that the others share: links by address, citations as footnotes."""
    body = _markdown(
        one,
        lang,
        heading=lambda at: "",
        link=lambda block: f"[{block.words[lang]}]({timeline}#e{block.event})",
        cite=lambda block: f"[^s{block.source}]",
    )
    cited = dict.fromkeys(block.source for section in one.sections for block in section.blocks)
    return body + "\n" + "\n".join(f"[^s{at}]: {corpus.sources[at]}, Gazette." for at in cited) + "\n"


def _common_event(event: Event, lang: str, corpus: Corpus) -> str:
    return (
        f'<h3 id="e{event.number}">{event.title[lang]}</h3>\n<p><time>{event.day}</time> {event.text[lang]}'
        f" {corpus.sources[event.source]}, {event.day}.</p>\n"
    )


_PELICAN_SETTINGS = """SITENAME = "Bench"
SITEURL = "http://localhost"
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
FILENAME_METADATA = r"(?P<slug>[a-z0-9-]+)\\.(?P<lang>fr|en)$"
ARTICLE_URL = PAGE_URL = ARTICLE_LANG_URL = PAGE_LANG_URL = "{lang}/{slug}/"
ARTICLE_SAVE_AS = PAGE_SAVE_AS = "{lang}/{slug}/index.html"
ARTICLE_LANG_SAVE_AS = PAGE_LANG_SAVE_AS = ARTICLE_SAVE_AS
MARKDOWN = {
    "extension_configs": {f"markdown.extensions.{name}": {} for name in ("extra", "meta")},
    "output_format": "html5",
}
"""
_SUBSITES = """PLUGINS = ["pelican.plugins.i18n_subsites"]
I18N_SUBSITES = {"fr": {"SITENAME": "Bench"}}
"""


_HUGO_BASE = """<!doctype html>
<html lang="{{ .Language.Lang }}"><head><title>{{ .Title }}</title></head><body>
{{ range .Translations }}<a href="{{ .Permalink }}">{{ .Language.Lang }}</a>{{ end }}
<main>{{ block "main" . }}{{ end }}</main></body></html>
"""
_HUGO_SINGLE = '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}'
_HUGO_LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ range .RegularPages }}<h2><a href="{{ .Permalink }}">{{ .Title }}</a></h2>
<p>{{ .Params.summary }}</p>{{ end }}{{ end }}
"""
_ELEVENTY_SETTINGS = """import footnote from "markdown-it-footnote";
export default (config) => {
  config.amendLibrary("md", (md) => md.set({ html: true }).use(footnote));
  return { dir: { input: "content", output: "output", includes: "_includes" } };
};
"""
_ELEVENTY_PAGE = """<!doctype html>
<html lang="{{ lang }}"><head><title>{{ title }}</title></head>
<body><main><h1>{{ title }}</h1>{{ content | safe }}</main></body></html>
"""
_ELEVENTY_INDEX = """---
title: Bench
eleventyExcludeFromCollections: true
---
{% for one in collections.LANG %}<h2><a href="{{ one.url }}">{{ one.data.title }}</a></h2>
<p>{{ one.data.summary }}</p>{% endfor %}
"""


def _write_pelican(folder: Path, corpus: Corpus, more: str) -> Changes:
    put(folder / "pelicanconf.py", _PELICAN_SETTINGS + more)
    shutil.copytree(Path(pelican.__file__).parent / "themes/simple", folder / "theme")
    for lang in LANGUAGES:
        for one in corpus.explainers:
            head = f"Title: {one.title[lang]}\nDate: 2026-01-01\nCategory: explainers\n"
            head += f"Summary: {one.summary[lang]}\n\n"
            text = _common_text(one, lang, corpus, f"/{lang}/timeline/")
            put(folder / f"content/x{one.number}.{lang}.md", head + text)
        events = "\n".join(_common_event(event, lang, corpus) for event in corpus.events)
        put(folder / f"content/pages/timeline.{lang}.md", f"Title: Timeline\n\n{events}")
    template = ("theme/templates/article.html", "<article")
    return _common_changes(corpus, "content/x0.en.md", "content/pages/timeline.en.md", template)


def _write_hugo(folder: Path, corpus: Corpus) -> Changes:
    settings = {
        "baseURL": "http://localhost/",
        "defaultContentLanguage": "en",
        "defaultContentLanguageInSubdir": True,
        "disableKinds": ["taxonomy", "term"],
        "languages": {lang: {"weight": at + 1} for at, lang in enumerate(LANGUAGES)},
        "markup": {"goldmark": {"renderer": {"unsafe": True}}},
    }
    put(folder / "hugo.json", json.dumps(settings))
    put(folder / "layouts/_default/baseof.html", _HUGO_BASE)
    put(folder / "layouts/_default/single.html", _HUGO_SINGLE)
    put(folder / "layouts/_default/list.html", _HUGO_LIST)
    for lang in LANGUAGES:
        for one in corpus.explainers:
            head = json.dumps({"title": one.title[lang], "date": "2026-01-01", "summary": one.summary[lang]})
            text = _common_text(one, lang, corpus, f"/{lang}/timeline/")
            put(folder / f"content/x{one.number}.{lang}.md", f"{head}\n\n{text}")
        events = "\n".join(_common_event(event, lang, corpus) for event in corpus.events)
        put(folder / f"content/timeline.{lang}.md", f'{{"title": "Timeline"}}\n\n{events}')
    template = ("layouts/_default/single.html", "<h1")
    return _common_changes(corpus, "content/x0.en.md", "content/timeline.en.md", template)


def _write_eleventy(folder: Path, corpus: Corpus) -> Changes:
    put(folder / "package.json", '{"type": "module"}')
    (folder / "node_modules").symlink_to(HERE / "node_modules")
    put(folder / "eleventy.config.js", _ELEVENTY_SETTINGS)
    put(folder / "content/_includes/page.njk", _ELEVENTY_PAGE)
    for lang in LANGUAGES:
        common = {"lang": lang, "layout": "page.njk", "tags": [lang]}
        put(folder / f"content/{lang}/{lang}.json", json.dumps(common))
        for one in corpus.explainers:
            head = f"---\ntitle: {one.title[lang]}\nsummary: {one.summary[lang]}\n---\n"
            text = _common_text(one, lang, corpus, f"/{lang}/timeline/")
            put(folder / f"content/{lang}/x{one.number}.md", head + text)
        events = "\n".join(_common_event(event, lang, corpus) for event in corpus.events)
        put(folder / f"content/{lang}/timeline.md", f"---\ntitle: Timeline\n---\n{events}")
        put(folder / f"content/{lang}/index.njk", _ELEVENTY_INDEX.replace("LANG", lang))
    template = ("content/_includes/page.njk", "<h1")
    return _common_changes(corpus, "content/en/x0.md", "content/en/timeline.md", template)


def _common_changes(corpus: Corpus, text: str, timeline: str, template: tuple[str, str]) -> Changes:
    paragraph = corpus.explainers[0].sections[0].blocks[0].text["en"].split(".")[0]
    return {
        "paragraph": (text, paragraph),
        "event": (timeline, corpus.events[0].text["en"].split(".")[0]),
        "template": template,
    }


def put(file: Path, text: str) -> None:
    """Write a file, and make the folder that it stands in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _engine_command() -> list[str]:
    return [sys.executable, "-m", "desk.build", "--settings", "benchconf.py"]


def _hugo_command() -> list[str]:
    return [str(Path(sys.executable).with_name("hugo")), "--quiet", "--destination", "output"]


def _pelican_command() -> list[str]:
    return [sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py", "-o", "output"]


def _eleventy_command() -> list[str]:
    return ["node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]


_OUR_TREES = ("output", ".builds")
TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool("pelican", partial(_write_pelican, more="PLUGINS = []\n"), _pelican_command),
        Tool("subsites", partial(_write_pelican, more=_SUBSITES), _pelican_command),
        Tool("hugo", _write_hugo, _hugo_command, ("output", "resources", ".hugo_build.lock")),
        Tool("eleventy", _write_eleventy, _eleventy_command),
        # Without what is timed apart: the pictures for shared links and the search index.
        Tool("engine", partial(_write_engine, live=True), _engine_command, _OUR_TREES),
        Tool("whole engine", partial(_write_engine, live=False), _engine_command, _OUR_TREES),
    )
}
"""By name; the first is what the others are compared with."""
