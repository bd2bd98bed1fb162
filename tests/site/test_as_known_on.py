"""The snapshots of the published story, read whole: nothing in them came later."""

import itertools
import re
from datetime import date

import pytest

from dossier import Edtf, end_of_day, load

DOSSIER = load("content")
WORDS = {lang: DOSSIER.story.addresses["known"][lang] for lang in DOSSIER.languages}
SNAPSHOTS = [(day, lang) for day in DOSSIER.story.snapshots for lang in DOSSIER.languages]


def page_of(ours, day, lang):
    return ours.pages[f"{lang}/{WORDS[lang]}/{day.isoformat()}/"]


def plain(text):
    """Words only: what typography changes is passed over."""
    return " ".join(re.findall(r"\w+", text.replace("’", "'").replace("'", " ").lower()))


@pytest.mark.parametrize(("day", "lang"), SNAPSHOTS)
def test_no_later_event_stands_in_a_snapshot(ours, day, lang):
    page, known = page_of(ours, day, lang), DOSSIER.known_on(day)
    text = plain(page.words())

    later = [event for event in DOSSIER.events if known.event(event) is None]
    leaks = [event.id for event in later if event.id in page.text or plain(event.title[lang]) in text]

    assert leaks == []


@pytest.mark.parametrize(("day", "lang"), SNAPSHOTS)
def test_no_later_note_or_source_stands_in_a_snapshot(ours, day, lang):
    page, known = page_of(ours, day, lang), DOSSIER.known_on(day)
    text = plain(page.words())

    notes = [note for event in DOSSIER.events for note in event.later if not known.by_then(note.since)]
    links = set(page.tree.xpath("//@href"))
    sources = [name for name in DOSSIER.sources if not known.sources((name,))]

    told = {
        plain(re.sub(r"\[([^\]]*)\]\([^)]*\)|[*\\]|\{:[^}]*\}", r"\1", note.text[lang])) for note in notes
    }
    assert [words for words in told if words in text] == []
    assert [name for name in sources if any(link.endswith(f"#{name}") for link in links)] == []


@pytest.mark.parametrize(("day", "lang"), SNAPSHOTS)
def test_no_date_in_a_snapshot_lies_after_it(ours, day, lang):
    page, known = page_of(ours, day, lang), DOSSIER.known_on(day)

    dates = [Edtf.parse(time.get("datetime"), DOSSIER.story.zone.id) for time in page.css("main time")]

    assert [str(when) for when in dates if when.earliest >= known.at] == []
    assert page.css("[data-known], [data-since]") == []


@pytest.mark.parametrize(("day", "lang"), SNAPSHOTS)
def test_a_snapshot_holds_every_event_that_was_public(ours, day, lang):
    page = page_of(ours, day, lang)

    shown = {article.get("id") for article in page.css("article.event")}

    assert shown == {entry.id for entry in DOSSIER.known_on(day).events}


def test_facts_only_grow_from_one_snapshot_to_the_next():
    days = DOSSIER.story.snapshots
    known = [{entry.id for entry in DOSSIER.known_on(day).events} for day in days]

    assert list(days) == sorted(days)
    assert all(before < after for before, after in itertools.pairwise(known))


@pytest.mark.parametrize(("day", "lang"), SNAPSHOTS)
def test_a_snapshot_is_for_no_index_and_has_no_alternates(ours, day, lang):
    page = page_of(ours, day, lang)

    assert page.css('meta[name="robots"]')[0].get("content") == "noindex"
    assert page.css('link[rel="canonical"], link[hreflang]') == []
    assert page.path not in (ours.folder / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "present", "absent"),
    [
        ("2023-11-18", ["firing-announced", "lightcap-memo"], ["shear-named", "microsoft-announces-hire"]),
        ("2023-11-19", ["shear-named", "microsoft-announces-hire"], ["employee-letter", "sutskever-regret"]),
        (
            "2023-11-20",
            ["microsoft-announces-hire", "employee-letter", "sutskever-regret"],
            ["agreement-in-principle", "wilmerhale-review", "bret-taylor"],
        ),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_day_knows_what_it_could(ours, day, present, absent, lang):
    page = page_of(ours, date.fromisoformat(day), lang)

    assert [name for name in present if name not in page.ids] == []
    assert [name for name in absent if name in page.text] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_day_after_the_hire_was_announced_it_stands_as_announced(ours, lang):
    page = page_of(ours, date(2023, 11, 20), lang)
    event = page.css("#microsoft-announces-hire")[0]

    assert event.cssselect(".status--confirmed")
    assert event.cssselect(".event__changed")
    assert "738" in page.words()
    assert "Taylor" not in page.text
    assert "WilmerHale" not in page.text


def test_the_end_of_the_home_day_is_said_on_the_readers_clock(ours):
    page = page_of(ours, date(2023, 11, 19), "fr")

    assert "il est alors 9\u00a0h le lundi 20\u00a0novembre 2023, heure de Paris" in page.words()


def test_every_event_and_the_timeline_lead_to_the_snapshots_that_know_it(ours):
    hire = ours.pages["en/timeline/microsoft-announces-hire/"]
    days = [link.get("href").split("/")[-2] for link in hire.css(".snapshots a")]

    assert days == [day.isoformat() for day in DOSSIER.story.snapshots if day >= date(2023, 11, 19)]
    assert len(ours.pages["en/timeline/"].css(".snapshots a")) == len(DOSSIER.story.snapshots)
    assert len(ours.pages["en/who/sam-altman/"].css(".snapshots a")) == len(DOSSIER.story.snapshots)


@pytest.mark.parametrize(("day", "lang"), SNAPSHOTS)
def test_statuses_then_are_those_of_the_disclosures_until_then(ours, day, lang):
    at = end_of_day(day, DOSSIER.story.zone.id)

    shown = {
        event.get("id"): event.cssselect(".status")[0].get("class").rpartition("--")[2]
        for event in page_of(ours, day, lang).css("article.event")
    }

    until_then = {
        name: [d for d in DOSSIER.disclosures(DOSSIER.event(name)) if d.on.latest <= at] for name in shown
    }
    assert shown
    assert [name for name, disclosures in until_then.items() if not disclosures] == []
    assert shown == {name: str(DOSSIER.status(DOSSIER.event(name), at)) for name in shown}
