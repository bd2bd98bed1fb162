"""The timeline of the published story: the same events in both languages, whole without a script."""

import pytest

from dossier import load

PATHS = {"fr": "fr/chronologie/", "en": "en/timeline/"}


def anchors(page):
    return [article.get("id") for article in page.css("article.event")]


def test_both_languages_list_the_same_events_in_the_same_order(ours):
    french, english = (anchors(ours.pages[path]) for path in PATHS.values())

    assert french == english
    assert french == [event.id for event in load("content").events]


def test_the_chapter_of_the_five_days_has_its_fifty_events(ours):
    chapter = ours.pages["en/timeline/"].css("section.chapter")[1]

    assert len(chapter.cssselect("article.event")) == 50


@pytest.mark.parametrize("lang", PATHS)
def test_every_event_has_a_machine_date_a_status_and_sources(ours, lang):
    events = ours.pages[PATHS[lang]].css("article.event")

    without = [
        event.get("id")
        for event in events
        if not (
            event.cssselect("time[datetime]")
            and event.cssselect(".status")
            and event.cssselect(".source-links a")
            and event.cssselect("h4")
            and "".join(event.cssselect(".event__text")[0].itertext()).strip()
        )
    ]

    assert without == []


@pytest.mark.parametrize("lang", PATHS)
def test_every_clock_time_names_its_zone(ours, lang):
    events = ours.pages[PATHS[lang]].css("article.event")
    timed = [event for event in events if "T" in event.cssselect("time")[0].get("datetime")]

    assert timed
    assert [event.get("id") for event in timed if not event.cssselect(".event__zone")] == []


def test_the_announcement_is_sunday_at_home_and_monday_in_paris(ours):
    event = ours.pages["fr/chronologie/"].css("#microsoft-announces-hire")[0]
    day = "".join(event.xpath("ancestor::section[@class='day']/h3")[0].itertext())

    assert day == "Dimanche 19\u00a0novembre 2023"
    assert event.cssselect("time")[0].get("datetime") == "2023-11-19T23:53:28-08:00"
    assert "lundi 20\u00a0novembre, 8\u00a0h\u00a053, heure de Paris" in "".join(event.itertext())


def test_a_superseded_event_leads_to_what_replaced_it(ours):
    event = ours.pages["en/timeline/"].css("#microsoft-announces-hire")[0]

    assert event.cssselect(".status--superseded")
    assert event.cssselect('a[href="/en/timeline/agreement-in-principle/"]')
