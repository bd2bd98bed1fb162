"""A diagram is placed by rule: words fit, nothing overlaps, arrows run from box to box."""

from itertools import combinations, pairwise

import pytest

from dossier.drawing import HEAD, WIDTH, Way, broken, draw, faults, sample, ways, width_of
from dossier.model import Diagram

NAMES = {"ada": "Ada Vane"}


def text(words):
    return {"en": words}


def box(at=None, **fields):
    return {"label": text("Gate"), "sources": ["log"], **({"at": at} if at else {}), **fields}


def arrow(tail, head, kind="controls", words="keeps"):
    return {"from": tail, "to": head, "kind": kind, "label": text(words), "sources": ["log"]}


def diagram(boxes, arrows):
    fields = {"title": text("T"), "text": text("T."), "as_of": "2019", "boxes": boxes, "arrows": arrows}
    return Diagram.model_validate({"id": "d", **fields})


COLUMN = diagram({"a": box([1, 1]), "b": box([1, 2])}, [arrow("a", "b")])
ROW = diagram({"a": box([1, 1]), "b": box([3, 1])}, [arrow("a", "b"), arrow("b", "a", "funds")])
FRAMED = diagram(
    {
        "outer": box(label=text("Around")),
        "inner": box(label=text("Within"), within="outer"),
        "a": box([1, 1], within="inner"),
        "b": box([2, 1], within="inner", note=text("a long note of many words")),
        "c": box([1, 2], person="ada", label=None),
    },
    [arrow("outer", "c", "removes"), arrow("c", "outer", "lacks")],
)


def test_the_way_is_upright_where_boxes_share_a_column_and_level_where_they_share_a_row():
    assert ways(COLUMN) == [Way(True, (1,), 1, 2)]
    assert ways(ROW) == [Way(False, (1,), 1, 3)] * 2


def test_a_way_passes_by_a_box_that_stands_between():
    wide = diagram(
        {"a": box([1, 1], size=[2, 1]), "b": box([1, 2]), "c": box([1, 3], size=[2, 1])}, [arrow("c", "a")]
    )

    assert ways(wide) == [Way(True, (2,), 1, 3)]
    assert list(faults(wide)) == []


def test_side_by_side_without_a_free_column_there_is_no_room_for_words():
    near = diagram({"a": box([1, 1]), "b": box([2, 1])}, [arrow("a", "b")])

    assert [code for _, code, _ in faults(near)] == ["arrow-without-way"]


def test_nothing_leads_from_a_box_to_the_one_around_it():
    inside = diagram({"a": box(), "b": box([1, 1], within="a")}, [arrow("b", "a")])

    assert [code for _, code, _ in faults(inside)] == ["arrow-without-way"]


def test_from_above_an_arrow_leads_to_a_frame_and_not_into_it():
    boxes = {"a": box([1, 1]), "f": box(label=text("Frame")), "b": box([1, 2], within="f")}

    assert ways(diagram(boxes, [arrow("a", "f"), arrow("a", "b"), arrow("b", "a")])) == [
        Way(True, (1,), 1, 2),
        None,
        None,
    ]


def test_boxes_that_are_within_one_another_in_a_circle_are_named_and_no_crash():
    circle = diagram(
        {"a": box(within="b"), "b": box(within="a"), "c": box([1, 1], within="a")}, [arrow("c", "a")]
    )

    assert [code for _, code, _ in faults(circle)] == ["box-in-itself", "box-in-itself"]


@pytest.mark.parametrize("one", [COLUMN, ROW, FRAMED])
def test_boxes_apart_do_not_touch_and_all_lie_in_the_drawing(one):
    drawing = draw(one, "en", NAMES)

    rects = [drawn.rect for drawn in drawing.boxes if not drawn.is_frame]
    for first, second in combinations(rects, 2):
        beside = first.right < second.x or second.right < first.x
        assert beside or first.bottom < second.y or second.bottom < first.y
    assert all(drawn.rect.x > 0 and drawn.rect.right < WIDTH for drawn in drawing.boxes)
    assert all(drawn.rect.bottom < drawing.height for drawn in drawing.boxes)


def test_a_frame_holds_its_boxes_and_its_own_words_above_them():
    frame, inner, *within, below = draw(FRAMED, "en", NAMES).boxes

    assert (frame.is_frame, inner.is_frame, below.is_frame) == (True, True, False)
    assert [[line.text for line in drawn.lines] for drawn in (frame, inner, below)] == [
        ["Around"], ["Within"], ["Ada Vane"],
    ]  # fmt: skip
    for outer, held in pairwise([frame, inner, within[0]]):
        assert outer.rect.x < held.rect.x
        assert held.rect.right < outer.rect.right
        assert outer.lines[-1].y < held.rect.y
        assert held.rect.bottom < outer.rect.bottom


def test_an_arrow_runs_from_the_edge_of_its_box_to_the_edge_of_the_other():
    drawing = draw(COLUMN, "en", NAMES)
    upper, lower = (drawn.rect for drawn in drawing.boxes)
    (drawn,) = drawing.arrows

    x1, y1, x2, y2 = drawn.line
    assert (x1, y1, y2) == (x2, upper.bottom, round(lower.y - HEAD, 1))
    assert drawn.point.startswith(f"{x2:g},{lower.y:g} ")
    assert drawn.cross == ()


def test_arrows_of_one_way_share_it_and_keep_their_words_apart():
    first, second = draw(ROW, "en", NAMES).arrows

    assert first.line[1] < second.lines[0].y - 14
    assert first.line[0] < first.line[2]
    assert second.line[2] < second.line[0]


def test_what_is_not_ends_in_a_cross_and_has_no_point():
    drawn = sample("lacks")

    assert (len(drawn.cross), drawn.point) == (2, "")


def test_words_are_broken_at_spaces_and_after_hyphens_never_at_other_spaces():
    assert broken("one two", width_of("one two")) == ["one two"]
    assert broken("one two", width_of("one t")) == ["one", "two"]
    assert broken("half-done", width_of("half-d")) == ["half-", "done"]
    assert broken("26\u00a0%", 1) == ["26\u00a0%"]


@pytest.mark.parametrize("part", ["label", "note"])
def test_a_word_that_is_too_wide_is_told_with_its_place(part):
    wide = diagram({"a": box([1, 1], **{part: text("W" * 30)}), "b": box([1, 2])}, [arrow("a", "b")])

    (told,) = draw(wide, "en", NAMES).too_wide

    assert told == (("boxes", "a") if part == "label" else ("boxes", "a", "note"), "W" * 30)
