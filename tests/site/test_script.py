"""The script of the timeline, in a browser: as it was known at any instant."""

from datetime import datetime

import pytest

from dossier import load

DOSSIER = load("content")


@pytest.fixture
def timeline(chromium, served):
    """The English timeline, with a reader far from the home zone."""
    context = chromium.new_context(locale="en-US", timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto(f"{served}en/timeline/")
    yield page
    context.close()


def shown(page):
    """The ids of the events that are to be seen, and the statuses they show."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".event")]
          .filter((event) => event.checkVisibility())
          .map((event) => [event.id, event.querySelector(".status").className.split("--")[1]]))"""
    )


@pytest.mark.parametrize(
    "local",
    ["2023-11-17T12:00", "2023-11-17T21:00", "2023-11-19T23:59", "2023-11-21T22:30", "2024-06-01T09:00"],
)
def test_at_any_instant_of_the_home_zone_it_shows_what_the_record_knew(timeline, local):
    moment = datetime.fromisoformat(local).replace(tzinfo=DOSSIER.story.zone.id)

    timeline.fill("input[name=instant]", local)

    expected = {entry.id: str(entry.status) for entry in DOSSIER.known(moment).events}
    assert shown(timeline) == expected
    assert timeline.inner_text("output") == f"Events known then: {len(expected)}"


def test_nothing_that_came_later_is_left_to_be_seen(timeline):
    timeline.fill("input[name=instant]", "2023-11-20T23:59")

    text = timeline.inner_text("main")
    assert "WilmerHale" not in text
    assert "Later events changed this" not in text
    links = timeline.locator(".event__replacement:visible a").evaluate_all(
        "all => all.map((link) => link.href)"
    )
    assert {link.split("/")[-2] for link in links} == {"shear-named"}
    assert timeline.locator(".day:visible .event:visible").count() > 0
    assert timeline.locator("section.chapter:visible").count() == 2


def test_reset_brings_everything_back(timeline):
    before = shown(timeline)

    timeline.fill("input[name=instant]", "2023-11-17T12:00")
    timeline.click("button[type=reset]")

    assert shown(timeline) == before
    assert len(before) == len(DOSSIER.events)


def test_without_a_script_the_days_are_offered(chromium, served):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{served}en/timeline/")

    assert page.locator(".snapshots a").count() == len(DOSSIER.story.snapshots)
    context.close()
