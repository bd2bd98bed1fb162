"""The attacks, and the story with one in every place at which a writer can write."""

import json
import os
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import yaml

from dossier import DossierError, load
from plugins.site import Site
from plugins.translations import catalogues

FOLDER = Path(__file__).parent / "attacks"
ROOT = Path(__file__).parents[2]
THEME = ROOT / "theme"
SETTINGS = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
PATH = "content"
THEME = {str(THEME)!r}
"""
ADDRESS = "http://attacked.test/"
MOST = 3
"""Sites to build: the first holds nearly all; only labels of diagrams, which are short, would fill more."""
WATCH = """
  window.ran = [];
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (...words) => { window.ran.push(`${name}(${words})`); };
  }
  addEventListener("securitypolicyviolation", (event) => window.ran.push(`policy: ${event.blockedURI}`));
"""
"""Notes what runs, and what the policy of the page had to stop."""
LOOK = r"""
() => {
  const found = [...window.ran];
  const schemes = ["http:", "https:", "mailto:"];
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || name === "style" || name === "srcdoc") found.push(`${name}=${value}`);
      if (["href", "src", "action", "formaction", "data", "xlink:href"].includes(name)) {
        if (!schemes.includes(new URL(value, document.baseURI).protocol)) found.push(`${name}=${value}`);
      }
    }
  }
  const own = (address) => new URL(address, document.baseURI).origin === location.origin;
  for (const script of document.scripts) {
    const isOurs = script.type === "application/ld+json" || (script.src && own(script.src));
    if (!isOurs) found.push(script.outerHTML);
  }
  const others =
    "iframe, object, embed, base, style, video, audio, math, foreignObject, animate, set, use, " +
    "form[action], a[ping], meta[http-equiv]:not([http-equiv=Content-Security-Policy])";
  for (const other of document.querySelectorAll(others)) found.push(other.outerHTML.slice(0, 200));
  return found;
}
"""
"""What is on the page that could run, or ask another site."""


def _read(name):
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), yaml.BaseLoader)


VECTORS = {
    f"{family}: {attack}": attack for family, attacks in _read("vectors.yaml").items() for attack in attacks
}
PLACES = _read("places.yaml")


class Planted(NamedTuple):
    """A story with attacks in it: its files, and of each file the lines that hold one, by place."""

    files: dict
    lines: dict

    def place_of(self, path, line):
        """The place that holds a line of a file; the story is sound elsewhere."""
        return next((place for place, held in self.lines.get(path, {}).items() if line in held), None)


def plant(story, attacks):
    """The story with the attacks of each place: in a text a paragraph each, else all in one value."""
    files, lines = dict(story), {}
    for name in files:
        if not name.endswith((".md", ".yaml")):
            continue
        text = files[name].decode()
        for place, found in attacks.items():
            where = PLACES[place]
            if not fnmatch(name, where["file"]):
                continue
            if "end" in where:
                text += "\n"
                for number, attack in enumerate(found):
                    number = list(PLACES).index(place) * 1000 + number
                    written = where["end"].format(raw=attack, number=number)
                    text += _marked(place, written)
            else:
                joined = " ".join(found)
                quoted = json.dumps(joined, ensure_ascii=False)
                written = where["wrong"].format(quoted=quoted, raw=joined)
                assert where["right"] in text, place
                text = text.replace(where["right"], _marked(place, written), 1)
        files[name], lines[name] = _unmarked(text)
    return Planted(files, lines)


def _marked(place, written):
    """A piece of a file between two signs that no attack holds."""
    return f"\ue000{place}\ue001{written}\ue002"


def _unmarked(text):
    """The bytes of a file, and the lines of each marked piece."""
    lines, line = {}, 1
    parts = re.split("\ue000([a-z-]+)\ue001(.*?)\ue002", text, flags=re.DOTALL)
    for before, place, written in zip(parts[::3], [*parts[1::3], ""], [*parts[2::3], ""], strict=True):
        line += before.count("\n")
        after = line + written.count("\n") + written.count("\r") - written.count("\r\n")
        if place:
            lines.setdefault(place, set()).update(range(line, after + (not written.endswith("\n"))))
        line = after
    clean = re.sub("\ue000[a-z-]+\ue001|\ue002", "", text)
    return clean.encode(), lines


def refused(story, attack, site_of):
    """What is said of an attack that stands in every place: by place, the codes; and what is said elsewhere.

    A fault may hide others: what was refused is taken out, until nothing is left to be said. `site_of`
    renders the files, and gives the problems.
    """
    attacks, said, astray = {place: [attack] for place in PLACES}, {}, []
    while True:
        planted = plant(story, attacks)
        problems = site_of(planted.files)
        found = {}
        for problem in problems:
            place = planted.place_of(problem.path.removeprefix("content/"), problem.spot.line)
            if place:
                found.setdefault(place, set()).add(problem.code)
            else:
                astray.append(problem)
        if not found:
            return said, problems
        said |= found
        for place in found:
            del attacks[place]


def accepted(story, site_of, attacks):
    """Those of the attacks that are accepted, by place."""
    found = {}
    for attack in attacks:
        said, left = refused(story, attack, site_of)
        assert not left, (attack, left)
        for place in PLACES:
            if place not in said:
                found.setdefault(place, []).append(attack)
    return found


def in_groups(story, found, site_of):
    """The attacks of each place, in groups of which each can stand there at once."""
    groups = {}
    for place, attacks in found.items():
        waiting, groups[place] = [attacks], []
        if "apart" in PLACES[place]:
            waiting = [[attack] for attack in attacks]
        while waiting:
            group = waiting.pop(0)
            if len(group) > 1 and site_of(plant(story, {place: group}).files):
                waiting += [group[: len(group) // 2], group[len(group) // 2 :]]
            else:
                groups[place].append(group)
    return groups


def checker(folder):
    """Loads and renders the files of a story in a folder, and gives its problems."""
    words = catalogues(("fr", "en"), [THEME / "translations"])

    def problems(files):
        _write(folder / "content", files)
        here = Path.cwd()
        os.chdir(folder)  # places are told from where we stand
        try:
            Site(load("content"), "https://example.org/news", THEME, words).render()
        except DossierError as error:
            return error.problems
        finally:
            os.chdir(here)
        return ()

    return problems


def build(story, groups, folder):
    """Sites that hold the groups of all places, as the task builds them."""
    sites = []
    for number in range(min(MOST, max(map(len, groups.values())))):
        planted = {place: found[number] for place, found in groups.items() if number < len(found)}
        place = folder / str(number)
        _write(place / "content", plant(story, planted).files)
        (place / "conf.py").write_text(SETTINGS, encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "desk.build", "--settings", "conf.py"],
            cwd=place, env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True, check=True,
        )  # fmt: skip
        sites.append(place / "output")
    return sites


def _write(folder, files):
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def visit(chromium, site, policy):
    """Every page of a site in a browser, with its policy or without, and what was noticed on it."""
    context = chromium.new_context(bypass_csp=not policy)
    context.add_init_script(WATCH)
    asked = []
    context.route("**/*", lambda route: _answer(route, site, asked))
    page = context.new_page()
    page.set_default_timeout(120_000)  # one page says the name of a language thousands of times
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        page.goto(ADDRESS + path.removesuffix("index.html"), wait_until="load")
        yield path, [*page.evaluate(LOOK), *asked]
        asked.clear()
    context.close()


def _answer(route, site, asked):
    """Serve the site from its folder; note every other address."""
    address = route.request.url
    file = site / address.removeprefix(ADDRESS).partition("?")[0].partition("#")[0]
    file = file / "index.html" if file.is_dir() else file
    if address.startswith(ADDRESS) and file.is_file():
        route.fulfill(path=file)
    elif address == f"{ADDRESS}favicon.ico":
        route.fulfill(status=404)
    else:
        asked.append(f"asked {address}")
        route.abort()
