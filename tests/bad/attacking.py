"""The attacks, and the story with one in every place at which a writer can write."""

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import yaml

FOLDER = Path(__file__).parent / "attacks"


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


def accepted(story, site_of):
    """All that is accepted: the attacks by place; and how many were refused."""
    found, refusals = {}, 0
    for attack in VECTORS.values():
        said, left = refused(story, attack, site_of)
        assert not left, (attack, left)
        refusals += len(said)
        for place in PLACES:
            if place not in said:
                found.setdefault(place, []).append(attack)
    return found, refusals


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
