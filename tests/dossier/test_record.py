"""The joined record: what was known when, whose day it was, and where each page stands."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dossier
from dossier import Status

EVENT = "timeline/10-march.yaml"
DISCLOSURES = """\
    disclosures:
      - {on: 2019-03-04, kind: report, stance: asserts, source: gazette}
"""
AGNES = """\
ada-vane:
  kind: person
  name: Ada Vane
  summary:
    fr: Elle garde la barrière.
    en: She keeps the gate.
agnes:
  kind: person
  name: Agnes
  summary:
    fr: Une voisine.
    en: A neighbor.
"""


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


# --- Status ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("disclosures", "status"),
    [
        (["kind: report, stance: asserts"], "reported"),
        (["kind: anonymous-report, stance: asserts"], "reported"),
        (["kind: document, stance: asserts"], "confirmed"),
        (["kind: statement, stance: asserts"], "confirmed"),
        (["kind: filing, stance: asserts"], "confirmed"),
        (["kind: testimony, stance: asserts"], "confirmed"),
        (["kind: report, stance: asserts", "kind: report, stance: confirms"], "confirmed"),
        (["kind: document, stance: asserts", "kind: statement, stance: disputes"], "disputed"),
        (["kind: statement, stance: disputes"], "disputed"),
        (
            [
                "kind: report, stance: asserts",
                "kind: statement, stance: disputes, by: agnes",
                "kind: statement, stance: withdraws, by: agnes",
            ],
            "reported",
        ),
        (
            [
                "kind: report, stance: asserts",
                "kind: statement, stance: disputes, by: agnes",
                "kind: statement, stance: disputes, by: ada-vane",
                "kind: statement, stance: withdraws, by: agnes",
            ],
            "disputed",
        ),
        (
            [
                "kind: report, stance: asserts",
                "kind: statement, stance: withdraws, by: ada-vane",
                "kind: statement, stance: disputes, by: agnes",
            ],
            "disputed",
        ),
        (
            [
                "kind: statement, stance: withdraws, by: agnes",
                "kind: statement, stance: disputes, by: agnes",
            ],
            "disputed",
        ),
    ],
)
def test_a_status_is_computed_from_the_disclosures(write_content, disclosures, status):
    lines = (
        f"      - {{on: 2019-03-{day:02}, {rest}, source: gazette}}\n"
        for day, rest in enumerate(disclosures, 4)
    )
    changes = {"people.yaml": AGNES, EVENT: (DISCLOSURES, "    disclosures:\n" + "".join(lines))}

    story = dossier.load(write_content(changes))

    assert story.status(story.event("gate-opens")) == status


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2019-10-27T23:59:59Z", Status.DISPUTED),
        ("2019-10-28T00:00:00Z", Status.DISPUTED),
        ("2019-10-27T15:59:59Z", Status.REPORTED),
        ("2019-10-27T16:00:00Z", Status.DISPUTED),
    ],
)
def test_a_status_at_an_instant_takes_only_what_was_over_by_then(lighthouse, moment, status):
    assert lighthouse.status(lighthouse.event("lamp-goes-dark"), at(moment)) == status


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2019-10-27T12:10:59Z", Status.REPORTED),
        ("2019-10-27T12:11:00Z", Status.SUPERSEDED),
    ],
)
def test_an_event_is_superseded_only_once_its_replacement_is_public(lighthouse, moment, status):
    assert lighthouse.status(lighthouse.event("crew-reported-missing"), at(moment)) == status


def test_without_an_instant_a_status_is_that_of_all_we_know(lighthouse):
    assert {event.id: str(lighthouse.status(event)) for event in lighthouse.events} == {
        "lamp-installed": "reported",
        "upkeep-debated": "reported",
        "council-votes": "confirmed",
        "lamp-goes-dark": "disputed",
        "trawler-aground": "confirmed",
        "crew-reported-missing": "superseded",
        "crew-found": "confirmed",
        "petition-begins": "reported",
        "keeper-returns": "confirmed",
    }


def test_the_history_of_a_status_begins_when_the_event_became_known(lighthouse):
    assert lighthouse.history(lighthouse.event("crew-reported-missing")) == (
        (at("2019-10-27T08:31Z"), Status.REPORTED),
        (at("2019-10-27T12:11Z"), Status.SUPERSEDED),
    )


# --- What was public when -------------------------------------------------------------------------


def test_an_event_is_public_from_the_first_of_its_disclosures(write_content):
    lines = """\
    disclosures:
      - {on: 2019-03-09, kind: document, stance: asserts, source: gazette}
      - {on: 2019-03, kind: report, stance: asserts, source: gazette}
      - {on: 2019-03-08T12Z, kind: report, stance: asserts, source: gazette}
"""

    story = dossier.load(write_content({EVENT: (DISCLOSURES, lines)}))

    assert str(story.event("gate-opens").became_public) == "2019-03-08T12Z"


@pytest.mark.parametrize(
    ("type_of_source", "kind", "status"),
    [
        ("article", "report", "reported"),
        ("post", "statement", "confirmed"),
        ("press-release", "statement", "confirmed"),
        ("memo", "document", "confirmed"),
        ("testimony", "testimony", "confirmed"),
    ],
)
def test_without_disclosures_an_event_is_public_at_once_on_its_sources_word(
    write_content, type_of_source, kind, status
):
    changes = {EVENT: (DISCLOSURES, ""), "sources.yaml": ("article", type_of_source)}

    story = dossier.load(write_content(changes))

    event = story.event("gate-opens")
    (disclosure,) = story.disclosures(event)
    assert (str(disclosure.on), disclosure.kind, disclosure.stance, disclosure.source) == (
        "2019-03-04T08:30-08:00",
        kind,
        "asserts",
        "gazette",
    )
    assert story.public_at_once(event)
    assert story.status(event) == status


@pytest.mark.parametrize(
    ("when", "published", "codes"),
    [
        ("2019-03-04", "2019-03-04", []),
        ("2019-03-04", "2019-03-04T23:59-08:00", []),
        ("2019-03-04", "2019-03-05T00:30-08:00", ["undisclosed"]),
        ("2019-03-04", "2019-03-05", ["undisclosed"]),
        ("2019-03-04", "2019-03", ["undisclosed"]),
        ("2019-03-04", "../2019-06-06", ["undisclosed"]),
        ("2019-03-04T23:50-08:00", "2019-03-04", []),
        ("2019-03/2019-04", "2019-04-30", []),
        ("2019-03/2019-04", "2019-05-01", ["undisclosed"]),
        ("2019-03/..", "2019-05-01", []),
    ],
)
def test_disclosures_may_be_left_out_only_if_a_source_is_of_the_last_day(
    complaints, small_story, when, published, codes
):
    changes = {
        EVENT: small_story[EVENT].replace(DISCLOSURES, "").replace("2019-03-04T08:30-08:00", when),
        "sources.yaml": ("2019-03-04", published),
    }

    lines = complaints(changes)

    assert [line.split(": ")[1] for line in lines] == codes


# --- The record as it was known -------------------------------------------------------------------

INSTANTS = st.datetimes(datetime(2019, 4, 1), datetime(2020, 4, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_snapshot_holds_what_was_known_at_the_end_of_its_day_in_the_home_zone(lighthouse):
    known = lighthouse.known_on(date(2019, 10, 26))

    assert known.at == at("2019-10-26T23:00Z")
    assert [event.id for event in known.events] == ["lamp-installed", "upkeep-debated", "council-votes"]


def test_a_snapshot_of_a_day_of_25_hours_takes_all_of_them(lighthouse):
    known = lighthouse.known_on(date(2019, 10, 27))

    assert known.at == at("2019-10-28T00:00Z")
    assert [event.id for event in known.events][-1] == "crew-found"


def test_an_event_that_would_be_replaced_does_not_say_by_what(lighthouse):
    before = lighthouse.known(at("2019-10-27T12:00Z"))

    event = before.event(lighthouse.event("crew-reported-missing"))

    assert (event.replaced_by, event.changed_later, event.status) == (None, True, Status.REPORTED)


@pytest.mark.parametrize(
    ("day", "news"),
    [
        ("2019-10-26", ()),
        ("2019-10-27", ("lamp-goes-dark", "trawler-aground", "crew-found")),  # not the minor one beside them
        ("2019-10-29", ("petition-begins",)),
    ],
)
def test_the_news_of_a_day_is_what_became_public_on_it(lighthouse, day, news):
    day = date.fromisoformat(day)

    found = tuple(entry.id for entry in lighthouse.known_on(day).news_of(day))

    assert found == news


def test_a_later_note_appears_with_its_day(lighthouse):
    event = lighthouse.event("lamp-goes-dark")

    assert lighthouse.known(at("2020-02-01T12:00Z")).event(event).later == ()
    assert lighthouse.known(at("2020-02-02T00:00Z")).event(event).later == event.later


@given(first=INSTANTS, second=INSTANTS)
def test_what_is_known_only_grows(lighthouse, first, second):
    earlier, later = (lighthouse.known(moment) for moment in sorted((first, second)))

    assert facts(earlier) <= facts(later)


@given(moment=INSTANTS)
def test_nothing_is_known_before_it_was_public(lighthouse, moment):
    known = lighthouse.known(moment)

    assert all(disclosure.on.latest <= moment for event in known.events for disclosure in event.disclosures)
    assert all(note.since.latest <= moment for event in known.events for note in event.later)
    assert all(
        lighthouse.sources[name].published.latest <= moment
        for event in known.events
        for name in event.sources
    )


def facts(known):
    """Each thing that is told: events, their disclosures, notes and sources, and readings."""
    events = {(event.id, "") for event in known.events}
    details = {
        (event.id, detail)
        for event in known.events
        for detail in (*event.sources, *(str(d) for d in event.disclosures), *(str(n) for n in event.later))
    }
    readings = {(figure.id, str(reading)) for figure, readings in known.figures for reading in readings}
    return events | details | readings


# --- Figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "value"),
    [
        ("2019-10-28T09:59Z", None),
        ("2019-10-28T10:00Z", 120),
        ("2019-10-28T17:59Z", 120),
        ("2019-10-28T18:00Z", 611),
        ("2019-10-29", 1002.5),
        ("2021", 1002.5),
    ],
)
def test_a_reading_is_the_last_that_was_taken_by_a_moment(lighthouse, moment, value):
    when = dossier.Edtf.parse(moment, lighthouse.story.zone.id)

    reading = lighthouse.figures["petition-signatures"].reading_at(when)

    assert (reading and reading.value) == value


# --- Days -----------------------------------------------------------------------------------------


def test_events_stand_by_their_earliest_instant_across_chapters(lighthouse):
    ids = [event.id for event in lighthouse.events]

    assert ids[:3] == ["lamp-installed", "upkeep-debated", "council-votes"]
    assert [event.when.earliest for event in lighthouse.events] == sorted(
        event.when.earliest for event in lighthouse.events
    )


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2019-10-26T22:59:59Z", "2019-10-26"),
        ("2019-10-26T23:00:00Z", "2019-10-27"),
        ("2019-10-27T00:30:00Z", "2019-10-27"),
        ("2019-10-27T23:59:59Z", "2019-10-27"),
        ("2019-10-28T00:00:00Z", "2019-10-28"),
        ("2020-03-29T00:00:00Z", "2020-03-29"),
        ("2020-03-29T22:59:59Z", "2020-03-29"),
        ("2020-03-29T23:00:00Z", "2020-03-30"),
    ],
)
def test_the_home_day_turns_at_midnight_of_the_home_zone_also_when_the_clocks_change(lighthouse, moment, day):
    assert lighthouse.home_day(at(moment)) == date.fromisoformat(day)


def test_an_event_belongs_to_the_period_in_which_it_begins(lighthouse):
    assert {event.id: lighthouse.period_of(event).id for event in lighthouse.events} == {
        "lamp-installed": "1987",
        "upkeep-debated": "2019-05",
        "council-votes": "2019-10-25",
        "lamp-goes-dark": "2019-10-26",
        "trawler-aground": "2019-10-27",
        "crew-reported-missing": "2019-10-27",
        "crew-found": "2019-10-27",
        "petition-begins": "2019-10-28",
        "keeper-returns": "2019-11-02",
    }


def test_an_event_that_may_have_begun_at_any_time_belongs_to_the_day_on_which_it_ends(write_content):
    story = dossier.load(write_content({EVENT: ("2019-03-04T08:30-08:00", "../2019-03-04")}))

    assert [day.id for day in story.days] == ["2019-03-04"]


def test_days_lead_to_the_days_before_and_after(lighthouse):
    day = lighthouse.day("2019-10-27")

    assert lighthouse.day_before(day).id == "2019-10-26"
    assert lighthouse.day_after(day).id == "2019-10-28"


def test_the_first_day_has_none_before_and_the_last_none_after(lighthouse):
    first, *_, last = lighthouse.days

    assert lighthouse.day_before(first) is None
    assert lighthouse.day_after(last) is None


# --- Joins ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "events"),
    [
        ("tomas-garza", ["council-votes", "lamp-goes-dark"]),
        ("people", ["petition-begins", "keeper-returns"]),
        ("nobody", []),
    ],
)
def test_events_are_found_by_actor_and_by_category(lighthouse, name, events):
    assert [event.id for event in lighthouse.events_by(name)] == events


def test_a_quotation_is_original_in_its_language_and_translated_in_the_others(lighthouse):
    quote = lighthouse.quotations["one-night"]

    assert quote.in_language("es") == "una sola noche sin luz no hunde a nadie"
    assert quote.in_language("de") == "eine einzige Nacht ohne Licht versenkt niemanden"


def test_documents_stand_in_their_order(lighthouse):
    assert list(lighthouse.explainers) == ["why-dark", "keepers", "what-next"]
    assert lighthouse.start == "why-dark"


@pytest.mark.parametrize(
    ("kind", "name", "explainers"),
    [
        ("person", "ines-marujo", ("keepers",)),
        ("event", "keeper-returns", ("keepers",)),
        ("person", "nobody", ()),
    ],
)
def test_a_record_leads_to_the_explainers_that_refer_to_it(lighthouse, kind, name, explainers):
    assert lighthouse.explainers_on(kind, name) == explainers


def test_the_edition_is_the_newest_day_we_wrote_and_no_draft_counts(lighthouse):
    assert lighthouse.edition == date(2020, 3, 9)


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("event", "crew-found", "Die Besatzung wird wohlbehalten gefunden"),
        ("person", "ines-marujo", "Inês Marujo"),
        ("term", "plenary", "Ratssitzung"),
        ("question", "who-cut-the-power", "Wer stellte dem Leuchtturm den Strom ab?"),
        ("figure", "petition-signatures", "Unterschriften der Petition"),
        ("diagram", "who-decides", "Wer über den Leuchtturm bestimmte"),
        ("source", "bote-crew", "Besatzung der Albatros lebt"),
        ("source", "council-minutes", "Protokoll der Ratssitzung vom 25. Oktober 2019"),
        ("explainer", "keepers#today", "Was tut eine Leuchtturmwärterin heute?"),
        ("page", "about", "Über diese Seite"),
    ],
)
def test_what_a_reference_leads_to_has_a_name_in_each_language(lighthouse, kind, name, title):
    assert lighthouse.name_of(kind, name, "de") == title


# --- Addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "lang", "address"),
    [
        ("event", "crew-found", "es", "es/cronologia/crew-found/"),
        ("person", "ines-marujo", "de", "de/wer/ines-marujo/"),
        ("term", "plenary", "es", "es/glosario/#plenary"),
        ("source", "bote-crew", "de", "de/quellen/#bote-crew"),
        ("figure", "petition-signatures", "es", "es/cifras/#petition-signatures"),
        ("diagram", "who-decides", "es", "es/por-que-se-apago/#vote.3"),
        ("question", "who-cut-the-power", "es", "es/lo-que-no-se-sabe/#who-cut-the-power"),
        ("change", "first-edition", "de", "de/neuigkeiten/#first-edition"),
        ("explainer", "keepers#today", "de", "de/was-tut-eine-waerterin/#today"),
        ("page", "about", "es", "es/sobre-este-sitio/"),
    ],
)
def test_each_kind_has_its_address_below_the_root_of_the_site(lighthouse, kind, name, lang, address):
    assert lighthouse.address(kind, name, lang) == address


@pytest.mark.parametrize(
    ("kind", "name", "path"),
    [
        ("home", "", "es/"),
        ("timeline", "", "es/cronologia/"),
        ("day", "2019-10-27", "es/cronologia/2019-10-27/"),
        ("event", "crew-found", "es/cronologia/crew-found/"),
        ("by", "sea", "es/cronologia/por/sea/"),
        ("by", "henrike-voss", "es/cronologia/por/henrike-voss/"),
        ("snapshot", "2019-10-27", "es/segun-se-sabia/2019-10-27/"),
        ("who", "", "es/quien/"),
        ("since", "2020-03-09", "es/novedades/2020-03-09/"),
        ("explainer", "why-dark", "es/por-que-se-apago/"),
    ],
)
def test_each_page_has_its_path_and_its_file(lighthouse, kind, name, path):
    page = lighthouse.page(kind, name, "es")

    assert page.path == path
    assert page.save_as == f"{path}index.html"


def test_the_pages_for_all_languages_stand_above_them(lighthouse):
    assert lighthouse.page("root", "", "").save_as == "index.html"
    assert lighthouse.page("not-found", "", "").save_as == "404.html"
    assert lighthouse.page("stub", "event/crew-found", "").path == "id/event/crew-found/"


def test_no_two_pages_are_saved_in_one_file(lighthouse):
    files = [page.save_as for page in lighthouse.site.values()]

    assert len(files) == len(set(files))


def test_every_page_in_a_language_has_its_counterparts_in_order(lighthouse):
    in_a_language = [page for page in lighthouse.site.values() if page.lang and page.kind != "moved"]

    assert [page for page in in_a_language if page not in lighthouse.counterparts(page)] == []
    assert {tuple(other.lang for other in lighthouse.counterparts(page)) for page in in_a_language} == {
        ("es", "de")
    }


def test_a_page_for_all_languages_has_no_counterpart(lighthouse):
    assert lighthouse.counterparts(lighthouse.page("root", "", "")) == ()


def test_other_readers_are_sent_to_the_root_or_to_the_default_language(lighthouse):
    assert lighthouse.x_default(lighthouse.page("home", "", "es")).path == ""
    assert lighthouse.x_default(lighthouse.page("timeline", "", "es")).path == "de/zeitleiste/"


@pytest.mark.parametrize("lang", ["es", "de"])
def test_a_draft_has_no_page(lighthouse, lang):
    assert lighthouse.explainers["what-next"][lang].is_draft
    with pytest.raises(KeyError):
        lighthouse.page("explainer", "what-next", lang)


def test_a_draft_has_no_permanent_address(lighthouse):
    assert ("stub", "explainer/what-next", "") not in lighthouse.site
    assert ("stub", "explainer/why-dark", "") in lighthouse.site


# --- The index of names -----------------------------------------------------------------------------

NAMED = """\
{id}:
  kind: {kind}
  name: {name}
  sort: {sort}
  summary:
    fr: Au pré.
    en: In the meadow.
"""
TERM = """\
gate:
  term:
    fr: Écluse
    en: Gate
  definition:
    fr: Elle ferme.
    en: It shuts.
"""


def test_names_and_terms_stand_under_the_letter_that_each_language_sorts_them_by(write_content):
    people = [
        ("person", "Zoé Evans", "Evans"), ("person", "Ada Éclair", "Éclair"),
        ("organisation", "60 Minutes", "60 Minutes"),
    ]  # fmt: skip
    written = "".join(
        NAMED.format(id=name.split()[-1].lower().replace("é", "e"), kind=kind, name=name, sort=sort)
        for kind, name, sort in people
    )
    folder = write_content(
        {"people.yaml": written, "glossary.yaml": TERM, EVENT: ("    actors: [ada-vane]\n", "")}
    )

    found = dossier.load(folder)

    assert found.names_by_letter("fr") == (
        ("0-9", (("person", "minutes"),)),
        ("E", (("person", "eclair"), ("term", "gate"), ("person", "evans"))),
    )
    assert found.names_by_letter("en") == (
        ("0-9", (("person", "minutes"),)),
        ("E", (("person", "eclair"), ("person", "evans"))),
        ("G", (("term", "gate"),)),
    )


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("sources.yaml", "The gate stood open", "The gate was ajar"),
        ("people.yaml", "name: Ada Vane", "name: Ada Vale"),
    ],
)
def test_the_version_of_a_page_changes_with_all_that_it_shows(file, old, new, write_content):
    before, after = (dossier.load(write_content(changes)) for changes in ({}, {file: (old, new)}))

    for kind, name in (("event", "gate-opens"), ("day", "2019-03-04"), ("by", "farm")):
        versions = [one.version(one.page(kind, name, "en")).digest for one in (before, after)]
        assert versions[0] != versions[1], kind
