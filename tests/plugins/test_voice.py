"""Dates, times and numbers in the words of each language."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from dossier import Edtf
from plugins.dates import machine
from plugins.translations import MissingWords

NBSP, NARROW = "\u00a0", "\u202f"
HOME = ZoneInfo("America/Los_Angeles")


def when(text):
    return Edtf.parse(text, HOME)


@pytest.mark.parametrize(
    ("text", "en", "fr"),
    [
        ("2019", "2019", "2019"),
        ("2019-05", "May 2019", "mai 2019"),
        ("2019-05-01", "1~May 2019", "1er~mai 2019"),
        ("2019-05-04?", "4~May 2019 (uncertain)", "4~mai 2019 (incertain)"),
        ("2019-05-04~", "4~May 2019 (approximate)", "4~mai 2019 (date approximative)"),
        ("2019-05-04 evening", "4~May 2019, in the evening", "4~mai 2019, dans la soirée"),
        ("2019-05-04T21-07:00", "4~May 2019, 9~p.m., lighthouse time", "4~mai 2019, 21~h, heure du phare"),
        (
            "2019-05-04T21:30-07:00",
            "4~May 2019, 9:30~p.m., lighthouse time",
            "4~mai 2019, 21~h~30, heure du phare",
        ),
        (
            "2019-05-05T04:30Z~",
            "4~May 2019, about 9:30~p.m., lighthouse time",
            "4~mai 2019, vers 21~h~30, heure du phare",
        ),
        (
            "2019-05-04T12:28-07:00~/2019-05-04T18-07:00",
            "4~May 2019, between about 12:28~p.m. and 6~p.m., lighthouse time",
            "4~mai 2019, entre 12~h~28 environ et 18~h, heure du phare",
        ),
        ("2019-05-04/2019-05-06", "4–6~May 2019", "4–6~mai 2019"),
        (
            "2019-05-04?/2019-05-06",
            "4~May 2019 (uncertain) – 6~May 2019",
            "4~mai 2019 (incertain) – 6~mai 2019",
        ),
        ("2019-05/2019-06", "May 2019 – June 2019", "mai 2019 – juin 2019"),
        ("../2019-05-04", "by 4~May 2019", "au plus tard~: 4~mai 2019"),
        ("2019-05-04/..", "from 4~May 2019", "à partir de~: 4~mai 2019"),
    ],
)
def test_a_date_is_said_at_its_own_precision(site, text, en, fr):
    assert site.voice("en").date(when(text)) == en.replace("~", NBSP)
    assert site.voice("fr").date(when(text)) == fr.replace("~", NBSP)


@pytest.mark.parametrize(
    ("text", "en"),
    [
        ("2019-05-04T21:30-07:00", "9:30~p.m."),
        ("2019-05-04T21:30:59-07:00?", "9:30~p.m. (uncertain)"),
        ("2019-05-04 night", "at night"),
        ("2019-05-04", "hour not known"),
        ("2019-05-04?", "day uncertain"),
        ("2019-05-04T12:00-07:00/2019-05-04T13:00-07:00", "between noon and 1~p.m."),
        ("2019-05-04/2019-05-05", "4–5~May 2019"),
        ("2019-05", "day not known"),
        ("2019-05-04T23:30-07:00/2019-05-05T01:15-07:00", "between 11:30~p.m. and 1:15~a.m. the next day"),
    ],
)
def test_under_the_heading_of_its_day_only_the_time_is_left(site, text, en):
    assert site.voice("en").time(when(text)) == en.replace("~", NBSP)


def test_the_readers_own_clock_is_given_with_the_day_when_it_is_another(site):
    late = when("2019-05-04T23:53:28-07:00")

    assert site.voice("fr").elsewhere(late) == f"dimanche 5{NBSP}mai, 8{NBSP}h{NBSP}53, heure de Paris"
    assert site.voice("en").elsewhere(late) == f"Sunday 5{NBSP}May, 2:53{NBSP}a.m., New York time"


def test_the_readers_own_clock_is_given_alone_on_the_same_day(site):
    assert site.voice("en").elsewhere(when("2019-05-04T12:00-07:00")) == f"3{NBSP}p.m., New York time"


@pytest.mark.parametrize("text", ["2019-05-04", "2019-05-04 evening", "2019-05-04T12:00-07:00/..", "../2019"])
def test_what_has_no_time_of_day_has_none_elsewhere(site, text):
    assert site.voice("en").elsewhere(when(text)) == ""


@pytest.mark.parametrize(
    ("text", "datetime"),
    [
        ("2019", "2019"),
        ("2019-05", "2019-05"),
        ("2019-05-04", "2019-05-04"),
        ("2019-05-04 evening", "2019-05-04"),
        ("2019-05-04T21-07:00", "2019-05-04"),
        ("2019-05-04T21:30-07:00", "2019-05-04T21:30-07:00"),
        ("2019-05-04T21:30:28Z", "2019-05-04T21:30:28+00:00"),
        ("../2019-05-04", "2019-05-04"),
    ],
)
def test_the_machine_date_is_no_more_precise_than_the_source(text, datetime):
    assert machine(when(text)) == datetime


def test_a_weekday_and_the_first_of_a_month_are_those_of_the_language(site):
    assert site.voice("fr").day(date(2019, 5, 1), weekday=True) == f"mercredi 1er{NBSP}mai 2019"
    assert site.voice("en").day(date(2019, 5, 1), weekday=True) == f"Wednesday 1{NBSP}May 2019"


def test_numbers_have_the_separators_of_the_language(site):
    assert site.voice("fr").number(13000.5) == f"13{NARROW}000,5"
    assert site.voice("en").number(13000) == "13,000"


def test_a_count_takes_the_number_of_its_language(site):
    words = ("%(number)s event", "%(number)s events")

    assert [site.voice("fr").n(*words, number) for number in (0, 1, 2)] == [
        "0 événement",
        "1 événement",
        "2 événements",
    ]
    assert [site.voice("en").n(*words, number) for number in (0, 1, 2)] == ["0 events", "1 event", "2 events"]


def test_a_missing_interface_word_is_named(site):
    with pytest.raises(MissingWords, match=r'fr\.po: there is no translation of "Nonsense"$'):
        site.voice("fr").t("Nonsense")
