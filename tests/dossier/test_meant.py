"""What was meant: the form of ours for a date or an address that is written in another."""

from zoneinfo import ZoneInfo

import pytest

from dossier.meant import address_meant, date_meant

HOME = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20/11/2023", ("2023-11-20",)),
        ("11/20/2023", ("2023-11-20",)),
        ("03/04/2019", ("2019-04-03", "2019-03-04")),
        ("2023.11.7", ("2023-11-07",)),
        ("20231117", ("2023-11-17",)),
        ("2023-31-12", ("2023-12-31",)),
        ("2023/11", ("2023-11",)),
        ("17 novembre 2023", ("2023-11-17",)),
        ("lundi 20 novembre 2023", ("2023-11-20",)),
        ("November 17, 2023", ("2023-11-17",)),
        ("Novembre 2023", ("2023-11",)),
        ("2023-11-17T12:28-0800", ("2023-11-17T12:28-08:00",)),
        ("2023-11-17t12:28z", ("2023-11-17T12:28Z",)),
        ("2023-11-17 12:28:00 -08:00", ("2023-11-17T12:28:00-08:00",)),
        ("2023-11-17 12 h 28", ("2023-11-17T12:28-08:00",)),
        ("2023-06-17 12:28", ("2023-06-17T12:28-07:00",)),
        ("17/11/2023~", ("2023-11-17~",)),
        ("2023-11-17 – 2023-11-18", ("2023-11-17/2023-11-18",)),
    ],
)
def test_a_date_in_another_form_is_recognized(text, meant):
    assert date_meant(text, HOME, ("fr", "en")) == meant


@pytest.mark.parametrize(
    "text", ["yesterday", "17 novembre", "30/02/2019", "1/2/03", "12:28", "", "2023-11-17 PST"]
)
def test_nothing_is_guessed_of_what_is_no_date(text):
    assert date_meant(text, HOME, ("fr", "en")) == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("www.example.org", "https://www.example.org"),
        ("gazette.example.org/a?b", "https://gazette.example.org/a?b"),
        ("htp:/example.org", "https://example.org"),
        ("https//example.org/a", "https://example.org/a"),
        ("https:example.org", "https://example.org"),
        ("example", ""),
        ("a b.org", ""),
        ("javascript:alert()", ""),
    ],
)
def test_a_web_address_in_another_form_is_recognized(text, meant):
    assert address_meant(text) == meant
