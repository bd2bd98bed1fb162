"""Nothing that a writer can type runs in a browser: each attack is refused, or shown as the words it is."""

import csv
import json
import re
from io import StringIO

import html5lib
import pytest
from icalendar import Calendar
from lxml import etree

from tests.bad.attacking import PLACES, VECTORS, accepted, build, checker, in_groups, visit
from tests.bad.conftest import whole_story

DATA = re.compile('<script type="application/ld.json">(.*?)</script', re.DOTALL)
"""As every reader finds it: up to the first end of a script."""
SOME = list(VECTORS.values())[::4]
"""Of every family one in four; all of them take minutes, and are tried by `benchmarks.hardening.attacks`."""


@pytest.fixture(scope="session")
def attacks(tmp_path_factory):
    """The attacks that are accepted, by place; each other was refused, with its place."""
    site_of = checker(tmp_path_factory.mktemp("attacked"))
    assert not site_of(whole_story())
    return accepted(whole_story(), site_of, SOME)


@pytest.fixture(scope="session")
def attacked(attacks, tmp_path_factory):
    """Sites that hold all that was accepted."""
    groups = in_groups(whole_story(), attacks, checker(tmp_path_factory.mktemp("grouped")))
    return build(whole_story(), groups, tmp_path_factory.mktemp("sites"))


def test_most_attacks_are_refused_and_only_words_are_left(attacks):
    left = sum(map(len, attacks.values()))

    assert len(VECTORS) >= 250
    assert len(PLACES) >= 80
    assert left < len(SOME) * len(PLACES) / 3
    for place in ("slug", "target-of-a-link", "target-of-an-image", "attributes-of-a-word", "citation"):
        assert attacks.get(place, []) == []


@pytest.mark.parametrize("policy", [True, False], ids=["with-its-policy", "without-its-policy"])
def test_no_attack_runs_or_asks_another_site(attacked, chromium, policy):
    sites = attacked[:1] if policy else attacked
    seen = {f"{site}/{path}": noticed for site in sites for path, noticed in visit(chromium, site, policy)}

    assert len(seen) > 50
    assert {path: noticed for path, noticed in seen.items() if noticed} == {}


def test_no_attack_runs_in_what_other_programs_read(attacked):
    for site in attacked:
        for feed in site.rglob("*.atom.xml"):
            for text in etree.parse(feed).iter("{*}content", "{*}summary"):
                inside = html5lib.parseFragment(
                    text.text or "", treebuilder="lxml", namespaceHTMLElements=False
                )
                elements = [one for part in inside if not isinstance(part, str) for one in part.iter()]
                assert not [one for one in elements if one.tag in ("script", "iframe", "style", "svg")]
                assert not [name for one in elements for name in one.attrib if name.startswith("on")]
        for table in site.rglob("*.csv"):
            rows = list(csv.DictReader(StringIO(table.read_bytes().decode(), newline="")))
            assert len(rows) >= 2
            assert not [cell for row in rows for cell in row.values() if cell.startswith(tuple("=+-@\t\r"))]
            for calendar in table.parent.glob("*.ics"):
                parts = list(Calendar.from_ical(calendar.read_bytes()).walk())
                assert [part.name for part in parts] == ["VCALENDAR", *["VEVENT"] * len(rows)]
                assert not [part for part in parts if "ATTACH" in part]
        for data in site.rglob("*.json"):
            json.loads(data.read_text(encoding="utf-8"))
        for page in site.rglob("*.html"):
            for script in DATA.findall(page.read_text(encoding="utf-8")):
                json.loads(script)


def test_no_attack_leaves_the_folder_of_the_site(attacked):
    for site in attacked:
        inside = site.resolve()
        assert not [file for file in inside.rglob("*") if not file.resolve().is_relative_to(inside)]
        assert sorted(file.name for file in site.parent.iterdir()) == [
            ".builds", "conf.py", "content", "output"
        ]  # fmt: skip
