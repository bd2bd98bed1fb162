"""The table of hardening tells what did not hold: promises that are kept, and some that are not."""

import time
from datetime import date

import pytest
from hypothesis import strategies

from benchmarks.hardening import bad, fuzz, limits, output
from benchmarks.hardening.rows import Row
from benchmarks.hardening.table import table
from tests.bad.breaking import BAD, CONTROLS
from tests.site.conftest import missing


def lines_of(*rows):
    return list(table(rows, date(2019, 3, 4), "inv hardening", 90))


def row(held, promised, *notes, what="a knock"):
    return Row(section="At the gate", what=what, tried=held and 7, held=held, promised=promised, notes=notes)


def by_promise(rows):
    return {found.promised: (found.held, found.tried) for found in rows}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """What becomes of one bad input; and of a good one, of which too much is promised."""
    name = next(name for name in BAD if name.startswith("yaml: "))
    good = next(iter(CONTROLS))
    cases = {name: BAD[name], "good: one": {**CONTROLS[good], "says": "people.yaml:1:1 too-bad"}}
    return dict(bad.built(tmp_path_factory.mktemp("built"), cases))


def test_each_promise_is_a_column_and_a_line_holds_if_all_of_them_held():
    told = lines_of(row(7, "loud"), row(7, "unharmed", "slow | late"))

    assert "|  | loud | unharmed | holds | notes |" in told
    assert "| a knock | 7 of 7 | 7 of 7 | yes | slow \\| late |" in told


def test_a_line_of_which_one_promise_was_broken_does_not_hold():
    told = lines_of(row(7, "loud"), row(6, "unharmed", "the\nthird"))

    assert "| a knock | 7 of 7 | 6 of 7 | **no** | the third |" in told
    assert "| unharmed | 7 | 6 | 1 |" in told


def test_what_could_not_be_tried_is_told_as_such():
    assert "| a knock | 0 of 0 | not tried | needs a gate |" in lines_of(row(0, "loud", "needs a gate"))


def test_lines_with_other_promises_stand_in_a_table_of_their_own():
    told = lines_of(row(7, "loud"), row(7, "soon", what="a ring"))

    assert told.count("## At the gate") == 1
    assert "|  | loud | holds | notes |" in told
    assert "|  | soon | holds | notes |" in told


def test_the_page_says_when_with_what_and_where_it_was_made():
    told = lines_of(row(7, "loud"))

    assert told[0] == "# Hardening on 4 March 2019"
    assert told[2].startswith("Made by `inv hardening` in 2 minutes. ")
    assert "Python 3." in told[2]


def test_a_bad_input_is_loud_and_harms_nothing(built):
    (rows,) = [list(bad.by_family("Bad", [one])) for one in built.items() if one[0].startswith("yaml: ")]

    assert by_promise(rows) == {
        "named at its exact place": (1, 1),
        "not published": (1, 1),
        "no traceback": (1, 1),
        "output unharmed": (1, 1),
    }


def test_an_input_that_is_published_in_silence_breaks_what_is_promised(built):
    rows = list(bad.by_family("Bad", [("good: one", built["good: one"])]))

    assert by_promise(rows) == {
        "named at its exact place": (0, 1),
        "not published": (0, 1),
        "no traceback": (1, 1),
        "output unharmed": (0, 1),
    }
    assert rows[1].notes == ("good: one: not published",)


def test_a_fault_is_looked_for_in_every_other_place(tmp_path):
    name = next(iter(BAD))

    rows = list(bad.by_family("Moved", bad.moved(tmp_path, {name: BAD[name]})))

    assert by_promise(rows) == {
        "named at its exact place": (5, 5),
        "not published": (5, 5),
        "no traceback": (5, 5),
    }


def test_an_example_for_which_a_claim_does_not_hold_is_told():
    def claim(number):
        assert number < 5
        return True

    told = fuzz.tried("numbers", claim, (strategies.integers(0, 9),), 100)

    assert not told.holds
    assert "(5,)" in told.notes[-1]


def test_what_takes_too_long_or_fails_is_told_by_its_name():
    def too_long():
        started = time.process_time()
        while time.process_time() - started < 1.1:
            pass

    calls = {"short": lambda: None, "long": too_long, "broken": lambda: 1 / 0}

    told = limits.worst("calls", calls, 1, 200, "done")

    assert (told.tried, told.held) == (3, 1)
    assert told.notes[0].endswith("s (long)")
    assert [note.split(",")[0] for note in told.notes[2:]] == ["beyond: long", "beyond: broken"]


def test_what_a_checker_finds_counts_against_the_pages():
    found = output.seen("7 pages", range(7), "nothing is found", lambda: ["why/: no such page"])

    assert (found.tried, found.held, found.notes) == (7, 6, ("why/: no such page",))


def test_a_checker_that_is_not_there_has_tried_nothing(monkeypatch):
    monkeypatch.delenv("CI", raising=False)

    found = output.seen("7 pages", range(7), "nothing is found", lambda: missing("needs Java"))

    assert (found.tried, found.held, found.notes) == (0, 0, ("needs Java",))
