"""Dates: what each form means, what is refused, and what always holds."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.edtf import PARTS, BadDate, Edtf, end_of_day

HOME = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2019", "year", "2019-01-01T08:00Z", "2020-01-01T08:00Z"),
        ("2019-02", "month", "2019-02-01T08:00Z", "2019-03-01T08:00Z"),
        ("2020-02", "month", "2020-02-01T08:00Z", "2020-03-01T08:00Z"),
        ("2019-12-31", "day", "2019-12-31T08:00Z", "2020-01-01T08:00Z"),
        ("2019-07-01 morning", "part", "2019-07-01T12:00Z", "2019-07-01T19:00Z"),
        ("2019-07-01 afternoon", "part", "2019-07-01T19:00Z", "2019-07-02T01:00Z"),
        ("2019-07-01 evening", "part", "2019-07-02T01:00Z", "2019-07-02T07:00Z"),
        ("2019-07-01 night", "part", "2019-07-02T04:00Z", "2019-07-02T12:00Z"),
        ("2019-07-01T17-07:00", "hour", "2019-07-02T00:00Z", "2019-07-02T01:00Z"),
        ("2019-07-01T12:28+05:30", "minute", "2019-07-01T06:58Z", "2019-07-01T06:59Z"),
        ("2019-07-01T23:53:28Z", "second", "2019-07-01T23:53:28Z", "2019-07-01T23:53:29Z"),
    ],
)
def test_a_date_lies_between_two_instants(text, precision, earliest, latest):
    when = Edtf.parse(text, HOME)

    assert when.start.precision == precision
    assert when.earliest == datetime.fromisoformat(earliest)
    assert when.latest == datetime.fromisoformat(latest)


@pytest.mark.parametrize(
    ("day", "hours"), [("2019-03-10", 23), ("2019-03-11", 24), ("2019-11-03", 25), ("2019-11-04", 24)]
)
def test_a_day_on_which_the_clocks_change_has_its_own_length(day, hours):
    when = Edtf.parse(day, HOME)

    assert when.latest - when.earliest == timedelta(hours=hours)


def test_the_morning_begins_by_the_clock_on_the_day_on_which_it_changes():
    morning = Edtf.parse("2019-03-10 morning", HOME)

    assert morning.earliest == datetime(2019, 3, 10, 12, tzinfo=UTC)


def test_the_end_of_a_day_is_that_of_its_zone():
    assert end_of_day(date(2019, 11, 3), HOME) == datetime(2019, 11, 4, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "qualifier"), [("2019~", "~"), ("2019-07-01?", "?"), ("2019-07-01T12:28Z~", "~"), ("2019", "")]
)
def test_a_date_may_be_approximate_or_uncertain(text, qualifier):
    assert Edtf.parse(text, HOME).start.qualifier == qualifier


def test_an_interval_lies_between_its_points():
    when = Edtf.parse("2019-05/2019-06-02T12Z", HOME)

    assert when.is_interval
    assert when.earliest == datetime(2019, 5, 1, 7, tzinfo=UTC)
    assert when.latest == datetime(2019, 6, 2, 13, tzinfo=UTC)


def test_an_interval_may_have_begun_at_any_time():
    when = Edtf.parse("../2019", HOME)

    assert when.start is None
    assert when.earliest < Edtf.parse("0002", HOME).earliest


def test_an_interval_may_have_no_end():
    when = Edtf.parse("2019/..", HOME)

    assert when.end is None
    assert when.latest > Edtf.parse("9998", HOME).latest


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("text", ["../2019", "2019/.."])
def test_the_ends_of_an_open_interval_have_a_day_in_every_zone(text, zone):
    when = Edtf.parse(text, HOME)

    assert when.earliest.astimezone(ZoneInfo(zone)).date() < when.latest.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date-form"),
        ("yesterday", "date-form"),
        ("2019-7-1", "date-form"),
        ("19-07-01", "date-form"),
        ("2019-07-01 ", "date-form"),
        ("2019-07-01T12:28:05.5Z", "date-form"),
        ("２０１９", "date-form"),
        ("0000", "date-form"),
        ("9999", "date-form"),
        ("../..", "date-form"),
        ("2019/2020/2021", "date-form"),
        ("2019-00", "date-month"),
        ("2019-13", "date-month"),
        ("2019-02-29", "date-day"),
        ("2019-07-00", "date-day"),
        ("2019-07-01T24:00Z", "date-clock"),
        ("2019-07-01T12:60Z", "date-clock"),
        ("2019-07-01T12:00+15:00", "date-clock"),
        ("2019-07-01T12:28", "date-offset"),
        ("2019-07-01 noon", "date-part"),
        ("2019-07-02/2019-07-01", "date-backwards"),
    ],
)
def test_what_is_no_date_says_why(text, code):
    with pytest.raises(BadDate) as refused:
        Edtf.parse(text, HOME)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "is_timed"), [("2019-07-01 evening", False), ("2019-07-01T20Z", True), ("2019-07-01", False)]
)
def test_only_an_hour_or_better_is_a_time(text, is_timed):
    assert Edtf.parse(text, HOME).start.is_timed is is_timed


def test_dates_sort_by_their_earliest_possible_instant():
    written = ["2019-07-01T08:00Z", "2019-07", "2019-07-01 evening", "../2018", "2019"]

    dates = sorted(Edtf.parse(text, HOME) for text in written)

    assert [str(when) for when in dates] == [
        "../2018",
        "2019",
        "2019-07",
        "2019-07-01T08:00Z",
        "2019-07-01 evening",
    ]


# --- What always holds ----------------------------------------------------------------------------

DAYS = st.dates(date(2, 1, 1), date(9998, 12, 31)).map(date.isoformat)
CLOCKS = st.times().map(lambda time: time.isoformat("seconds"))
OFFSETS = st.sampled_from(["Z", "-08:00", "+05:30", "+14:00", "-11:59"])
POINTS = st.one_of(
    DAYS.map(lambda day: day[:4]),
    DAYS.map(lambda day: day[:7]),
    DAYS,
    st.builds(lambda day, part: f"{day} {part}", DAYS, st.sampled_from(sorted(PARTS))),
    st.builds(
        lambda day, clock, length, offset: f"{day}T{clock[:length]}{offset}",
        DAYS,
        CLOCKS,
        st.sampled_from([2, 5, 8]),
        OFFSETS,
    ),
)
DATES = st.builds(lambda point, qualifier: point + qualifier, POINTS, st.sampled_from(["", "~", "?"]))
ZONES = st.sampled_from(["UTC", "America/Los_Angeles", "Atlantic/Azores", "Asia/Kathmandu", "Europe/Paris"])


@given(text=DATES, zone=ZONES)
def test_the_earliest_instant_is_always_before_the_latest(text, zone):
    when = Edtf.parse(text, ZoneInfo(zone))

    assert when.earliest < when.latest


@given(text=DATES, zone=ZONES)
def test_a_date_is_printed_as_it_was_written(text, zone):
    assert str(Edtf.parse(text, ZoneInfo(zone))) == text


@given(first=DATES, second=DATES, zone=ZONES)
def test_of_two_dates_one_interval_can_be_made_or_its_order_is_refused(first, second, zone):
    begin, end = Edtf.parse(first, ZoneInfo(zone)), Edtf.parse(second, ZoneInfo(zone))

    if end.latest <= begin.earliest:
        with pytest.raises(BadDate, match="date-backwards"):
            Edtf.parse(f"{first}/{second}", ZoneInfo(zone))
    else:
        when = Edtf.parse(f"{first}/{second}", ZoneInfo(zone))
        assert (when.earliest, when.latest) == (begin.earliest, end.latest)


@given(dates=st.lists(DATES, min_size=1), zone=ZONES)
def test_the_order_of_dates_is_that_of_their_earliest_instants(dates, zone):
    ordered = sorted(Edtf.parse(text, ZoneInfo(zone)) for text in dates)

    assert [when.earliest for when in ordered] == sorted(when.earliest for when in ordered)


@given(text=st.text())
def test_any_text_is_a_date_or_is_refused_with_a_reason(text):
    with suppress(BadDate):
        assert Edtf.parse(text, HOME).text == text
