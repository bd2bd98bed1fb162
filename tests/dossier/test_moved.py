"""No public address disappears: what was registered is there, leads on, or says why it was withdrawn."""

import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dossier

LIGHTHOUSE = Path(__file__).parents[1] / "stories/lighthouse/content"
ABOUT = "pages/about.en.md"
WITHDRAWN = "  reason:\n    fr: Elle était fermée.\n    en: It was shut.\n"


@pytest.fixture
def once_more(write_content, registered):
    """The small story as it is today; its register also has what it was before: `once_more(lines, moved)`."""

    def write(lines="", moved=None, changes=None):
        folder = registered(write_content(changes))
        with (folder / "register.txt").open("a", encoding="utf-8") as file:
            file.write(lines)
        if moved:
            (folder / "moved.yaml").write_text(moved, encoding="utf-8")
        return folder

    return write


def led(folder):
    """Where each address leads at which nothing stands any more."""
    return {one.path: one.to for one in dossier.load(folder).redirects}


# --- What leads where -----------------------------------------------------------------------------


def test_a_site_that_is_as_it_was_has_no_redirects(once_more):
    assert led(once_more()) == {}


def test_a_story_without_a_register_has_none_either(write_content):
    assert led(write_content()) == {}


def test_an_address_with_another_slug_or_word_is_followed_without_an_entry(once_more):
    folder = once_more("explainer/why fr/d-ou/ en/whence/\ntimeline fr/frise/\n")

    assert led(folder) == {
        "fr/d-ou/": "fr/pourquoi/",
        "en/whence/": "en/why/",
        "fr/frise/": "fr/chronologie/",
    }


def test_an_address_that_something_else_has_now_is_left_to_it(once_more):
    assert led(once_more("page/about en/why/\n")) == {}


def test_a_part_with_nothing_left_in_it_leads_to_the_whole(once_more):
    folder = once_more(
        "day/2019-03-05 fr/chronologie/2019-03-05/\nby/bo-reed en/timeline/by/bo-reed/\n"
        "snapshot/2019-03-05 en/as-known-on/2019-03-05/\nsince/2019-03-06 en/changes/2019-03-06/\n"
    )

    assert led(folder) == {
        "fr/chronologie/2019-03-05/": "fr/chronologie/",
        "en/timeline/by/bo-reed/": "en/timeline/",
        "en/as-known-on/2019-03-05/": "en/as-known-on/",
        "en/changes/2019-03-06/": "en/changes/",
    }


def test_an_id_that_moved_takes_all_its_addresses_along(once_more):
    folder = once_more(
        "event/gate-open fr/chronologie/gate-open/ en/timeline/gate-open/\n",
        "event/gate-open:\n  on: 2019-03-06\n  to: event/gate-opens\n",
    )

    assert led(folder) == {
        "id/event/gate-open/": "id/event/gate-opens/",
        "fr/chronologie/gate-open/": "fr/chronologie/gate-opens/",
        "en/timeline/gate-open/": "en/timeline/gate-opens/",
    }


def test_what_moved_to_a_record_without_a_page_leads_to_its_place_on_the_list(once_more):
    folder = once_more(
        "explainer/then fr/alors/\n", "explainer/then:\n  on: 2019-03-06\n  to: source/gazette\n"
    )

    assert led(folder) == {"id/explainer/then/": "id/source/gazette/", "fr/alors/": "fr/sources/#gazette"}


def test_what_was_withdrawn_leads_nowhere_but_to_the_last_address_that_it_had(once_more):
    folder = once_more(
        "explainer/then fr/d-abord/ en/then/ fr/alors/\n",
        "explainer/then:\n  on: 2019-03-06\n" + WITHDRAWN,
    )

    assert led(folder) == {
        "id/explainer/then/": None,
        "fr/d-abord/": "fr/alors/",
        "en/then/": None,
        "fr/alors/": None,
    }


def test_an_address_in_a_language_that_was_given_up_leads_to_the_default_one(once_more):
    assert led(once_more("explainer/why de/warum/\n")) == {"de/warum/": "en/why/"}


def test_every_address_that_leads_on_has_a_page_that_nobody_should_list(lighthouse):
    pages = {page.path: page for page in lighthouse.site.values()}

    former = [pages[one.path] for one in lighthouse.redirects]
    assert {page.kind for page in former} == {"moved", "withdrawn", "stub"}
    assert not any(page.is_indexable for page in former)


def test_a_withdrawn_page_has_its_counterparts(lighthouse):
    page = lighthouse.site["withdrawn", "explainer/rumours", "es"]

    assert page.path == "es/lo-que-se-rumorea/"
    assert [other.path for other in lighthouse.counterparts(page)] == [
        "es/lo-que-se-rumorea/",
        "de/geruechte/",
    ]


def test_a_change_leads_to_where_what_it_concerns_is_now_or_to_the_word_that_it_left(lighthouse):
    concerns = {"concerns": ("explainer:who-did-it#now", "explainer:rumours")}
    change = lighthouse.changes["hour-of-the-blackout"].model_copy(update=concerns)

    assert lighthouse.targets(change) == (("question", "who-cut-the-power", ""), ("explainer", "rumours", ""))
    assert lighthouse.address("explainer", "rumours", "es") == "es/lo-que-se-rumorea/"
    assert lighthouse.address("event", "second-boat", "de") == "de/zeitleiste/second-boat/"


def test_the_edition_is_no_older_than_what_we_withdrew(once_more):
    folder = once_more("event/gate-open\n", "event/gate-open:\n  on: 2019-03-06\n" + WITHDRAWN)

    assert dossier.load(folder).edition.isoformat() == "2019-03-06"


# --- What is complained of ------------------------------------------------------------------------


def complaints_of(folder):
    return [line.split(":", 4)[3].strip() for line in dossier.worded(dossier.examine(folder).problems, "en")]


def test_a_new_record_is_one_problem_whatever_addresses_it_brings(once_more, small_story):
    folder = once_more()
    person = small_story["people.yaml"].replace("ada-vane", "bo-reed")
    (folder / "people.yaml").write_text(small_story["people.yaml"] + person, encoding="utf-8")

    assert complaints_of(folder) == ["not-registered"]


def test_a_new_slug_is_one_problem_in_however_many_languages(once_more, small_story):
    folder = once_more()
    for name in ("pages/about.fr.md", "pages/about.en.md"):
        changed = re.sub("slug: ", "slug: more-", small_story[name])
        (folder / name).write_text(changed, encoding="utf-8")

    assert complaints_of(folder) == ["addresses-not-registered"]


def test_an_id_that_is_gone_is_one_problem_whatever_addresses_it_had(once_more):
    folder = once_more("event/gate-open fr/chronologie/gate-open/ en/timeline/gate-open/\n")

    assert complaints_of(folder) == ["id-withdrawn"]


def test_a_record_that_is_gone_with_its_whole_file_is_missed(once_more):
    assert complaints_of(once_more("term/gate\n")) == ["id-withdrawn"]


def test_what_stands_in_a_file_that_cannot_be_read_is_not_missed(once_more):
    folder = once_more("event/gate-open\n", "event/gate-open:\n  on: 2019-03-06\n  to: term/gate\n")
    (folder / "glossary.yaml").write_text("gate: [", encoding="utf-8")

    assert complaints_of(folder) == ["yaml-syntax"]


def test_what_left_word_in_a_file_that_cannot_be_read_is_not_missed(once_more):
    assert complaints_of(once_more("event/gate-open\n", "event/gate-open: [")) == ["yaml-syntax"]


def test_an_address_that_passes_to_something_else_is_registered_for_that_too(once_more):
    folder = once_more("page/about en/why/\n")
    register = (folder / "register.txt").read_text(encoding="utf-8")
    (folder / "register.txt").write_text(register.replace("fr/pourquoi/ en/why/", "fr/pourquoi/"), "utf-8")

    assert complaints_of(folder) == ["addresses-not-registered"]


@pytest.mark.parametrize("name", ["nothing/here", "sectoins", "quote/open"])
def test_a_name_of_no_kind_that_we_know_is_missed(once_more, name):
    assert complaints_of(once_more(f"{name} fr/rien/\n")) == ["id-withdrawn"]


@pytest.mark.parametrize(
    "line", ["event/gate-opens fr/../..", "event/gate-opens //example.org/", "Event/Gate"]
)
def test_what_is_no_line_of_a_register_is_refused(once_more, line):
    assert complaints_of(once_more(f"{line}\n")) == ["register-line"]


def test_a_section_or_a_part_of_one_cannot_move(once_more):
    folder = once_more("day/2019-03-05\n", "day/2019-03-05:\n  on: 2019-03-06\n  to: event/gate-opens\n")

    assert complaints_of(folder) == ["moved-unregistered"]


def test_entries_cannot_lead_in_a_circle(once_more):
    folder = once_more(
        "event/one\nevent/two\n",
        "event/one:\n  on: 2019-03-06\n  to: event/two\nevent/two:\n  on: 2019-03-06\n  to: event/one\n",
    )

    assert complaints_of(folder) == ["moved-to-moved", "moved-to-moved"]


def test_an_entry_says_on_which_day_and_in_every_language_why(once_more):
    folder = once_more("event/gate-open\n", "event/gate-open:\n  reason:\n    en: It was shut.\n")

    assert complaints_of(folder) == ["missing-key", "missing-language"]


def test_a_reason_is_checked_like_every_text(once_more):
    reason = "  reason:\n    fr: Voir [](event:gate-opn).\n    en: See [](event:gate-opn).\n"
    folder = once_more("event/gate-open\n", "event/gate-open:\n  on: 2019-03-06\n" + reason)

    assert complaints_of(folder) == ["unknown-target", "unknown-target"]


@pytest.mark.parametrize("contact", ["", "mailto:ada@example.org", "https://example.org/write?to=ada"])
def test_readers_write_to_an_address(write_content, contact):
    folder = write_content({"story.yaml": ("licence:", f'contact: "{contact}"\nlicence:')})

    assert dossier.load(folder).story.contact == contact


@pytest.mark.parametrize(
    "contact", ["ada@example.org", "http://example.org/", "mailto:", "https://", "javascript:alert(1)"]
)
def test_what_no_reader_can_write_to_is_refused(write_content, contact):
    folder = write_content({"story.yaml": ("licence:", f'contact: "{contact}"\nlicence:')})

    assert complaints_of(folder) == ["contact-form"]


# --- Whatever is taken out ------------------------------------------------------------------------

REGISTERED = [
    line.split()[0]
    for line in (LIGHTHOUSE / "register.txt").read_text(encoding="utf-8").splitlines()
    if re.match(r"(change|event|explainer|figure|page|person|question|source|term)/", line)
]
ANSWERS = {
    "none": "",
    "moved": "\n{name}:\n  on: 2020-03-09\n  to: page/about\n",
    "withdrawn": "\n{name}:\n  on: 2020-03-09\n  reason:\n    es: Un error.\n    de: Ein Irrtum.\n",
}


def take_out(folder, name):
    """Delete what a name in the register stands for."""
    kind, _, key = name.partition("/")
    for file in [*folder.glob(f"{kind}s/{key}.*.md")]:
        file.unlink()
    files = {"event": "timeline/*", "person": "people", "term": "glossary"}
    for file in folder.glob(f"{files.get(kind, kind + 's')}.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(rf"(?m)^( *){key}:\n(?:\1 .*\n|\n)+", "", text), encoding="utf-8")


@given(name=st.sampled_from(REGISTERED), answer=st.sampled_from(sorted(ANSWERS)))
def test_whatever_is_taken_out_stops_the_build_or_its_addresses_are_all_answered(lighthouse, name, answer):
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(LIGHTHOUSE, f"{scratch}/content"))
        take_out(folder, name)
        with (folder / "moved.yaml").open("a", encoding="utf-8") as file:
            file.write(ANSWERS[answer].format(name=name))
        after = dossier.examine(folder).dossier

    if after is not None:
        assert answer != "none" or name in lighthouse.moved
        before = {page.path for page in lighthouse.site.values()}
        now = {page.path for page in after.site.values()}
        assert before - now == set()
        assert {one.to.partition("#")[0] for one in after.redirects if one.to} <= now


@pytest.mark.parametrize("name", ["event/petition-begins", "person/rui-salgado", "term/keeper"])
def test_what_nothing_else_names_can_be_withdrawn(tmp_path, name):
    folder = Path(shutil.copytree(LIGHTHOUSE, tmp_path / "content"))
    take_out(folder, name)
    with (folder / "moved.yaml").open("a", encoding="utf-8") as file:
        file.write(ANSWERS["withdrawn"].format(name=name))

    assert dossier.worded(dossier.examine(folder).problems, "en") == []
