"""A snapshot shows nothing that was disclosed later: for any record, not for examples.

Every piece of a generated record carries a word of its own; what may stand on a page is worked out
here from the plain days, without the code under test.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dossier import Status, load
from plugins.attach import template_names
from plugins.pictures import Pictures
from plugins.site import Site
from tests.plugins.conftest import CONTENT, THEME, write_story
from tests.plugins.conftest import WORDS as INTERFACE

if TYPE_CHECKING:
    from pathlib import Path

FIRST = date(2019, 5, 1)
SNAPSHOTS = [FIRST + timedelta(days=day) for day in (2, 5, 9)]
DAYS = st.integers(min_value=0, max_value=12)


@dataclass(frozen=True)
class Told:
    """An event as a test knows it: days after the first, whole and plain."""

    happened: int
    disclosed: tuple[tuple[int, str, str], ...]
    noted: tuple[int, ...]
    published: tuple[int, ...]
    superseded_by: int | None = field(default=None)


@st.composite
def stories(draw):
    """A few events; what replaces an event comes after it in the list."""
    events = []
    for number in range(draw(st.integers(min_value=1, max_value=5))):
        happened = draw(DAYS)
        after = st.integers(min_value=happened, max_value=13)
        stances = st.sampled_from(["asserts", "confirms", "disputes", "withdraws"])
        kinds = st.sampled_from(["statement", "report", "anonymous-report"])
        disclosed = draw(st.lists(st.tuples(after, kinds, stances), min_size=1, max_size=3))
        noted = draw(st.lists(after, max_size=2))
        published = draw(st.lists(DAYS, min_size=1, max_size=2))
        superseded_by = draw(st.none() | st.integers(min_value=number + 1, max_value=number + 2))
        events.append(Told(happened, tuple(disclosed), tuple(noted), tuple(published), superseded_by))
    events = [
        Told(e.happened, e.disclosed, e.noted, e.published, None)
        if e.superseded_by is not None and e.superseded_by >= len(events)
        else e
        for e in events
    ]
    return sorted_as_written(events)


def sorted_as_written(events):
    """In the order of the file, with the references to others kept."""
    order = sorted(range(len(events)), key=lambda number: events[number].happened)
    place = {old: new for new, old in enumerate(order)}
    return [
        Told(
            events[old].happened,
            events[old].disclosed,
            events[old].noted,
            events[old].published,
            None if events[old].superseded_by is None else place[events[old].superseded_by],
        )
        for old in order
    ]


def day(number):
    return (FIRST + timedelta(days=number)).isoformat()


def written(events):
    """The record as YAML; each piece has a word that nothing else has."""
    sources, timeline = [], ["title:\n  fr: Un\n  en: One\nevents:\n"]
    for number, event in enumerate(events):
        names = [f"src{number}x{index}" for index in range(len(event.published))]
        for name, published in zip(names, event.published, strict=True):
            sources.append(
                f"{name}:\n  type: report\n  title: Title{name}z\n  publisher: Pub{name}z\n"
                f"  published: {day(published)}\n  lang: en\n  seen: original\n"
            )
        timeline.append(
            f"  ev{number}z:\n    when: {day(event.happened)}\n"
            f"    title:\n      fr: Head{number}z\n      en: Head{number}z\n"
            f"    text:\n      fr: Text{number}z.\n      en: Text{number}z.\n"
            f"    category: sea\n    importance: minor\n    sources: [{', '.join(names)}]\n    disclosures:\n"
        )
        timeline += [
            f"      - {{on: {day(on)}, kind: {kind}, stance: {stance}, source: {names[0]}}}\n"
            for on, kind, stance in event.disclosed
        ]
        if event.noted:
            timeline.append("    later:\n")
        timeline += [
            f"      - since: {day(since)}\n        text:\n          fr: Note{number}x{index}z.\n"
            f"          en: Note{number}x{index}z.\n        sources: [{names[0]}]\n"
            for index, since in enumerate(event.noted)
        ]
        if event.superseded_by is not None:
            timeline.append(f"    superseded_by: ev{event.superseded_by}z\n")
    return {"timeline/10-one.yaml": "".join(timeline), "sources.yaml": "".join(sources)}


def public(event):
    """The day on which an event became public."""
    return min(on for on, _, _ in event.disclosed)


def status_then(events, event, last):
    """The status at the end of the day `last`, by the rules as they stand in the design."""
    known = [(kind, stance) for on, kind, stance in event.disclosed if on <= last]
    if event.superseded_by is not None and public(events[event.superseded_by]) <= last:
        return Status.SUPERSEDED
    stances = [stance for _, stance in known]
    withdrawn = max(
        (on for on, _, stance in event.disclosed if stance == "withdraws" and on <= last), default=-1
    )
    if any(stance == "disputes" and withdrawn < on <= last for on, _, stance in event.disclosed):
        return Status.DISPUTED
    if "confirms" in stances or ("statement", "asserts") in known:
        return Status.CONFIRMED
    return Status.REPORTED


def allowed_words(events, last):
    """The words that the snapshot of the day `last` may hold, and those of which it must hold all."""
    must, may = set(), set()
    for number, event in enumerate(events):
        if public(event) > last:
            continue
        must |= {f"Head{number}z", f"Text{number}z", f"ev{number}z"}
        must |= {f"Note{number}x{index}z" for index, since in enumerate(event.noted) if since <= last}
        may |= {f"Pubsrc{number}x{index}z" for index, on in enumerate(event.published) if on <= last}
        may |= {f"src{number}x{index}" for index, on in enumerate(event.published) if on <= last}
    return must, must | may


WORDS = re.compile(r"(?:Head|Text|Title|Pub|ev|Note)[\dxsrc]+z|src\dx\d")


@pytest.fixture(scope="module")
def show(tmp_path_factory):
    """Build a story of events, and show the snapshots of each day in each language."""
    folder: Path = tmp_path_factory.mktemp("stories")
    env = Environment(
        loader=FileSystemLoader(THEME / "templates"), autoescape=True, undefined=StrictUndefined
    )
    snapshots = ", ".join(one.isoformat() for one in SNAPSHOTS)

    def shown(events):
        story = CONTENT["story.yaml"].replace(
            "addresses:", f"snapshots: [{snapshots}]\n        addresses:", 1
        )
        without = {name: text for name, text in CONTENT.items() if name in ("story.yaml", "people.yaml")}
        write_story(folder, without | {"story.yaml": story} | written(events))
        dossier = load(folder)
        site = Site(dossier, "https://example.org", THEME, INTERFACE)
        filters, names = template_names(site, Pictures(site))
        env.filters.update(filters)
        env.globals.update(names)
        template = env.get_template("snapshot.html")
        pages = {}
        for one in SNAPSHOTS:
            for lang in dossier.languages:
                here = dossier.page("snapshot", one.isoformat(), lang)
                pages[one, lang] = template.render(here=here, say=site.voice(lang))
        return dossier, pages

    return shown


@settings(max_examples=40)
@given(events=stories())
def test_a_snapshot_holds_all_that_was_known_and_nothing_else(show, events):
    _, pages = show(events)

    for (last, lang), html in pages.items():
        must, may = allowed_words(events, (last - FIRST).days)
        found = set(WORDS.findall(html))
        assert must <= found, (last, lang)
        assert found <= may, (last, lang)


@settings(max_examples=40)
@given(events=stories())
def test_what_is_known_only_grows_and_its_status_is_that_of_the_day(show, events):
    dossier, _ = show(events)
    zone = ZoneInfo("America/Los_Angeles")

    before: set[str] = set()
    for last in range(14):
        midnight = datetime.combine(FIRST + timedelta(days=last + 1), time(), zone).astimezone(UTC)
        known = dossier.known(midnight)
        words = {entry.id for entry in known.events}
        words |= {note.text["en"] for entry in known.events for note in entry.later}
        words |= {source for entry in known.events for source in entry.sources}
        assert before <= words
        before = words
        for entry in known.events:
            assert entry.status is status_then(events, events[int(entry.id[2:-1])], last)


def test_one_new_dispute_changes_the_status_from_its_day_on_and_not_before(show):
    told = Told(0, ((0, "statement", "asserts"),), (), (0,))
    doubted = Told(0, ((0, "statement", "asserts"), (4, "statement", "disputes")), (), (0,))

    _, before = show([told])
    _, after = show([doubted])

    assert after[SNAPSHOTS[0], "en"] == before[SNAPSHOTS[0], "en"]
    assert "status--disputed" not in before[SNAPSHOTS[1], "en"]
    assert "status--disputed" in after[SNAPSHOTS[1], "en"]
    assert "status--disputed" in after[SNAPSHOTS[2], "fr"]


def test_what_later_events_changed_is_said_without_naming_them(show):
    first = Told(0, ((0, "statement", "asserts"),), (), (0,), superseded_by=1)
    second = Told(4, ((4, "statement", "asserts"),), (), (4,))

    _, pages = show([first, second])

    early, late = pages[SNAPSHOTS[0], "en"], pages[SNAPSHOTS[1], "en"]
    assert '<a class="event__changed" href="/en/timeline/ev0z/">Later events changed this</a>' in early
    assert "ev1z" not in early
    assert "event__changed" not in late
    assert 'href="/en/timeline/ev1z/">Replaced by: Head1z</a>' in late


def test_nobody_withdraws_what_another_disputes(show):
    told = Told(0, ((0, "statement", "asserts"), (1, "report", "disputes")), (), (0, 0))
    dossier, _ = show([told])
    event = dossier.events[0]
    of_another = event.disclosures[1].model_copy(update={"source": "src0x1", "stance": "withdraws"})

    changed = event.model_copy(update={"disclosures": (*event.disclosures, of_another)})

    assert dossier.status(event) is Status.DISPUTED
    assert dossier.status(changed) is Status.DISPUTED


def test_a_change_of_one_event_changes_the_version_of_its_day_and_of_no_other(show):
    first, second = (Told(on, ((on, "statement", "asserts"),), (), (0,)) for on in (0, 3))
    noted = Told(3, ((3, "statement", "asserts"),), (4,), (0,))

    def versions(events):
        dossier, _ = show(events)
        return {day.id: dossier.version(dossier.page("day", day.id, "en")).digest for day in dossier.days}

    before, after = versions([first, second]), versions([first, noted])
    assert before["2019-05-01"] == after["2019-05-01"]
    assert before["2019-05-04"] != after["2019-05-04"]
