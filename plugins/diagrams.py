"""A diagram as a text shows it: the drawing and, from the same record, what it says in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from dossier import Arrow, Box, Diagram, Dossier, Drawing, DrawnArrow, draw, name_of, sample


@dataclass(frozen=True, slots=True)
class Named:
    """What a box is called, and the page about it, if there is one."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownBox:
    """A box in words: what it is, the marks of its sources, and the boxes within it."""

    named: Named
    box: Box
    marks: Markup
    within: tuple["ShownBox", ...]


@dataclass(frozen=True, slots=True)
class ShownArrow:
    """An arrow in words: from, what, to, and the marks of its sources."""

    tail: Named
    arrow: Arrow
    sample: DrawnArrow
    head: Named
    marks: Markup


@dataclass(frozen=True, slots=True)
class Correction:
    """When we put something right, and where that is told."""

    on: date
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A diagram in one language at its place in a text; `anchor` is the id of its block."""

    anchor: str
    diagram: Diagram
    text: Markup
    corrections: tuple[Correction, ...]
    drawing: Drawing
    boxes: tuple[ShownBox, ...]
    arrows: tuple[ShownArrow, ...]

    @property
    def legend(self) -> tuple[DrawnArrow, ...]:
        """An arrow of each kind that is in it."""
        return tuple(sample(kind) for kind in dict.fromkeys(arrow.kind for arrow in self.diagram.arrows))


def show(
    diagram: Diagram,
    lang: str,
    dossier: Dossier,
    *,
    anchor: str,
    text: Markup,
    corrections: tuple[Correction, ...],
    url: Callable[[str], str],
    marks: Callable[[tuple[str, ...]], Markup],
) -> Shown:
    """Draw a diagram and word it. `url` makes links, `marks` those of sources, called in reading order."""
    names = {key: person.name[lang] for key, person in dossier.people.items()}

    def named(key: str) -> Named:
        box = diagram.boxes[key]
        href = url(dossier.address("person", box.person, lang)) if box.person else ""
        return Named(name_of(box, lang, names), href)

    def boxes(outer: str | None) -> tuple[ShownBox, ...]:
        return tuple(
            ShownBox(named(key), box, marks(box.sources), boxes(key))
            for key, box in diagram.boxes.items()
            if box.within == outer
        )

    return Shown(
        anchor=anchor,
        diagram=diagram,
        text=text,
        corrections=corrections,
        drawing=draw(diagram, lang, names),
        boxes=boxes(None),
        arrows=tuple(
            ShownArrow(named(arrow.tail), arrow, sample(arrow.kind), named(arrow.head), marks(arrow.sources))
            for arrow in diagram.arrows
        ),
    )
