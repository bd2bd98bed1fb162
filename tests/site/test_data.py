"""The data files hold every event, and independent readers understand them."""

import csv
import json
from datetime import date, datetime

import icalendar
import jsonschema
import pytest

from dossier import load

DOSSIER = load("content")
EVENTS = [event.id for event in DOSSIER.events]
FOLDERS = {"fr": "fr/donnees", "en": "en/data"}


def read(site, path):
    return json.loads((site.folder / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ["data", "fr/donnees", "en/data"])
def test_the_json_is_valid_by_its_own_schema_and_has_every_event(ours, path):
    record, schema = read(ours, f"{path}/record.json"), read(ours, f"{path}/record.schema.json")

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(record, schema, format_checker=jsonschema.FormatChecker())
    assert [event["id"] for event in record["events"]] == EVENTS
    assert record["$schema"] == f"{ours.address}/{path}/record.schema.json"
    assert record["licence"] == "CC-BY-4.0"


def test_the_schema_refuses_a_record_that_lost_a_language(ours):
    record, schema = read(ours, "data/record.json"), read(ours, "data/record.schema.json")

    del record["events"][0]["title"]["fr"]

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, schema)


@pytest.mark.parametrize(("lang", "folder"), FOLDERS.items())
def test_the_json_of_one_language_has_its_words_plain(ours, lang, folder):
    record = read(ours, f"{folder}/record.json")

    assert [event["title"] for event in record["events"]] == [event.title[lang] for event in DOSSIER.events]


@pytest.mark.parametrize(("lang", "folder"), FOLDERS.items())
def test_the_table_has_every_event_with_licence_and_citation(ours, lang, folder):
    raw = (ours.folder / folder / "timeline.csv").read_bytes()
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines(keepends=True)))
    notes = read(ours, f"{folder}/timeline.csv-metadata.json")

    assert raw.count(b"\r\n") == len(EVENTS) + 1
    assert [row["id"] for row in rows] == EVENTS
    assert {row["licence"] for row in rows} == {"CC-BY-4.0"}
    assert all(row["citation"] and row["status"] and row["title"] for row in rows)
    assert [column["name"] for column in notes["tableSchema"]["columns"]] == list(rows[0])


@pytest.mark.parametrize(("lang", "folder"), FOLDERS.items())
def test_the_calendar_has_every_event_at_its_own_time(ours, lang, folder):
    book = icalendar.Calendar.from_ical((ours.folder / folder / "timeline.ics").read_bytes())
    entries = {str(entry["uid"]).partition("@")[0]: entry for entry in book.walk("VEVENT")}

    assert list(entries) == EVENTS
    hire = entries["microsoft-announces-hire"]
    assert hire["dtstart"].dt == datetime.fromisoformat("2023-11-19T23:53:28-08:00")
    assert entries["barrot-invites-altman"]["dtstart"].dt == date(2023, 11, 18)
    assert hire["summary"].params["LANGUAGE"] == lang
    assert {entry["dtstamp"].dt.date() for entry in entries.values()} == {DOSSIER.edition}
    assert "CC-BY-4.0" in book["x-wr-caldesc"]


@pytest.mark.parametrize(("lang", "folder"), FOLDERS.items())
def test_every_file_is_offered_on_the_page_of_data(ours, lang, folder):
    links = [link.get("href").lstrip("/") for link in ours.pages[f"{folder}/"].css(".downloads a")]

    assert len(links) == 8
    assert [link for link in links if not (ours.folder / link).is_file()] == []
