"""What each field may hold, and what becomes of it."""

from datetime import date

import pytest
from pydantic import ValidationError

import dossier
from dossier.model import COLLECTIONS, KINDS, Figure, Reading, Source

SOURCES = "sources.yaml"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "http://example.org",
        "https://example.org:8080/a?b=c&d#e",
        "https://xn--bcher-kva.example/é",
    ],
)
def test_a_source_may_stand_at_any_web_address(complaints, address):
    assert complaints({SOURCES: ("  seen", f"  url: {address}\n  seen")}) == []


@pytest.mark.parametrize(
    "address",
    [
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "https://",
        "https:///a",
        "'https://a b'",
        "'http://['",
    ],
)
def test_what_is_no_web_address_is_refused(complaints, address):
    (line,) = complaints({SOURCES: ("  seen", f"  url: {address}\n  seen")})

    assert line.startswith("content/sources.yaml:7:8: source-address: ")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://gate.example.org", "https://gate.example.org"),
        ("https://gate.example.org/", "https://gate.example.org"),
        ("https://gate.example.org/news/", "https://gate.example.org/news"),
        ('""', ""),
    ],
)
def test_the_address_of_the_site_ends_without_a_slash(write_content, written, address):
    story = dossier.load(write_content({"story.yaml": ("licence:", f"address: {written}\nlicence:")})).story

    assert story.address == address


@pytest.mark.parametrize(
    "zone", ["Europe/paris", "../../etc/passwd", "localtime", "posixrules", "/UTC", "''"]
)
def test_a_zone_is_one_of_the_tz_database_on_any_machine(complaints, zone):
    (line,) = complaints({"story.yaml": ("Europe/Paris", zone)})

    assert line.startswith("content/story.yaml:12:11: unknown-zone: ")


@pytest.mark.parametrize(
    "day", ["2019-3-5", "20190305", "2019-W10-2", "2019-02-29", "２０１９-03-05", "2019-03-05T12:00"]
)
def test_what_we_wrote_has_a_day_of_the_calendar(complaints, day):
    (line,) = complaints({"explainers/why.en.md": ("published: 2019-03-05", f"published: {day}")})

    assert line.startswith("content/explainers/why.en.md:6:12: day-form: ")


@pytest.mark.parametrize(("written", "interim"), [("true", True), ("false", False)])
def test_yes_and_no_are_typed_as_true_and_false(write_content, written, interim):
    roles = f"""\
  roles:
    - title:
        fr: gardienne
        en: keeper
      interim: {written}
      sources: [gazette]
"""

    story = dossier.load(write_content({"people.yaml": ("  summary", roles + "  summary")}))

    assert story.people["ada-vane"].roles[0].interim is interim


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", "1,5", "1 000", "seven"])
def test_a_reading_is_a_finite_number(complaints, value):
    (line,) = complaints({"figures.yaml": ("value: 7", f"value: {value}")})

    assert line.startswith("content/figures.yaml:10:14: number: ")


@pytest.mark.parametrize("order", ["1.5", "ten", "9" * 5000])
def test_an_order_is_a_whole_number(complaints, order):
    (line,) = complaints({"pages/about.en.md": ("order: 10", f"order: {order}")})

    assert line.startswith("content/pages/about.en.md:5:8: whole-number: ")


def test_a_name_may_be_written_once_for_all_languages(write_content):
    story = dossier.load(write_content())

    assert story.people["ada-vane"].name == {"fr": "Ada Vane", "en": "Ada Vane"}


def test_a_name_may_differ_between_the_languages(write_content):
    name = "name:\n    fr: La Vane\n    en: Miss Vane"

    story = dossier.load(write_content({"people.yaml": ("name: Ada Vane", name)}))

    assert story.people["ada-vane"].name == {"fr": "La Vane", "en": "Miss Vane"}


def test_words_in_each_language_stand_in_the_order_of_the_story(write_content):
    french, english = "    fr: Elle garde la barrière.\n", "    en: She keeps the gate.\n"

    story = dossier.load(write_content({"people.yaml": (french + english, english + french)}))

    assert list(story.people["ada-vane"].summary) == ["fr", "en"]


def test_a_record_cannot_be_changed(lighthouse):
    with pytest.raises(ValidationError, match="frozen"):
        lighthouse.event("crew-found").category = "people"


def test_every_kind_of_reference_has_its_collection():
    kinds = {kind for kind, _ in COLLECTIONS.values()}

    assert set(KINDS) == (kinds - {"change", "moved"}) | {"event", "explainer", "page"}


def test_the_day_of_an_explainer_is_a_date(lighthouse):
    assert lighthouse.explainers["why-dark"]["es"].published == date(2020, 2, 15)
    assert lighthouse.pages["about"]["es"].published is None


def test_a_figure_needs_a_reading_and_a_source_needs_none_of_what_is_not_known():
    assert "readings" in Figure.model_json_schema()["required"]
    assert {"url", "archived", "accessed", "title"} & set(Source.model_json_schema()["required"]) == set()
    assert Reading.model_config["frozen"]
