"""Makes the fonts of this folder from the families as npm gives them; README.md says how to run it.

python make.py <folder with newsreader/ and radio-canada/ in it>
"""

import sys
from io import BytesIO
from math import copysign, cos, pi, sin
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.designspaceLib import DesignSpaceDocument
from fontTools.pens.reverseContourPen import ReverseContourPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib import build
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
UPRIGHT, ITALIC = (f"newsreader/files/newsreader-latin-opsz-{cut}.woff2" for cut in ("normal", "italic"))
INTERFACE = "radio-canada/files/radio-canada-latin-wdth-normal.woff2"
FONTS = {
    # One file for what is read and for headings: 35 kB, where two are 42.
    "text": (UPRIGHT, {400: {"wght": 420, "opsz": 14}, 600: {"wght": 600, "opsz": 40}}),
    "text-italic": (ITALIC, {400: {"wght": 420, "opsz": 14}}),
    "text-bold": (UPRIGHT, {700: {"wght": 680, "opsz": 14}}),
    "interface": (INTERFACE, {400: {"wght": (400, 700), "wdth": 96}}),
}
"""For each file, the font that it is cut from, and by weight the part of its axes that is kept."""

CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "ŒœˆŸ˜‘’‚“”„†•…‹›€™–—−")]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "calt", "lnum", "tnum", "sups", "rvrn"]


def main(families: Path) -> None:
    """Write every font beside this file."""
    for name, (source, places) in FONTS.items():
        fonts = {weight: finished(families / source, axes) for weight, axes in places.items()}
        font = between(fonts) if len(fonts) > 1 else fonts.popitem()[1]
        font.flavor = "woff2"
        font.save(HERE / f"{name}.woff2", reorderTables=True)


def finished(source: Path, axes: dict[str, Any]) -> TTFont:
    """The part of a font, with what we add to it."""
    font = TTFont(source, recalcTimestamp=False)
    if source.name.startswith("newsreader"):
        settle_dollar(font)
    font = cut(reread(instantiateVariableFont(font, axes)))
    add_signs(font)
    # Radio Canada kerns the no-break space, which is to look like the other.
    for table in font["cmap"].tables:
        table.cmap[0xA0] = table.cmap[0x20]
    add_space(font, "uni202F", 0x202F, 0.6)
    add_diaeresis(font)
    return font


def between(fonts: dict[int, TTFont]) -> TTFont:
    """One font that goes from the first to the last by its weight."""
    space = DesignSpaceDocument()
    space.addAxisDescriptor(
        name="Weight", tag="wght", minimum=min(fonts), default=min(fonts), maximum=max(fonts)
    )
    for weight, font in fonts.items():
        space.addSourceDescriptor(font=reread(font), location={"Weight": weight}, name=str(weight))
    whole: TTFont = build(space)[0]
    for table in ("HVAR", "STAT"):  # the first only saves time; the second is for menus
        del whole[table]
    return whole


def settle_dollar(font: TTFont) -> None:
    """One form of the sign in all weights: Newsreader has another in bold, and only like joins like."""
    glyphs, moves = font["glyf"], font["gvar"].variations
    for name in sorted({"dollar", "dollar.lf"} & set(font.getGlyphOrder())):
        glyphs[name], moves[name] = glyphs[f"{name}.1"], moves[f"{name}.1"]
        font["hmtx"][name] = font["hmtx"][f"{name}.1"]
    del font["HVAR"]  # widths vary in gvar too
    font["GSUB"].table.FeatureVariations = None


def reread(font: TTFont) -> TTFont:
    """The font as it reads once written: the subsetter cannot take it as the instancer left it."""
    file = BytesIO()
    font.flavor = None
    font.save(file)
    font = TTFont(file, recalcTimestamp=False)
    font.ensureDecompiled()
    return font


def cut(font: TTFont) -> TTFont:
    """Leave out what the site does not write."""
    names = [0, 1, 2, 4, 5, 6, 13, 14]  # with the copyright and the licence
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=names)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    return reread(font)


def add_space(font: TTFont, name: str, code: int, share: float) -> None:
    """A space that is a share of the word space wide."""
    width = font["hmtx"][font.getBestCmap()[0x20]][0]
    add_glyph(font, name, code, TTGlyphPen(None), round(width * share))


def add_diaeresis(font: TTFont) -> None:
    """The one letter of French that the cut of npm lacks: Ÿ, of Y and the dots of Ï."""
    glyphs, names = font["glyf"], font.getBestCmap()
    base, dotted, plain = names[ord("Y")], names[ord("Ï")], names[ord("I")]
    pen = TTGlyphPen(glyphs)
    parts = glyphs[dotted].components
    dots = next(part for part in parts if part.glyphName != plain)
    shift = (font["hmtx"][base][0] - font["hmtx"][plain][0]) // 2
    pen.addComponent(base, (1, 0, 0, 1, 0, 0))
    pen.addComponent(dots.glyphName, (1, 0, 0, 1, dots.x + shift, dots.y))
    add_glyph(font, "Ydieresis", ord("Ÿ"), pen, font["hmtx"][base][0])


def add_signs(font: TTFont) -> None:
    """Our own signs, drawn to the height of the capitals: four states, a way forward, a way back."""
    em = font["head"].unitsPerEm
    middle = font["OS/2"].sCapHeight / 2
    line, radius = 0.075 * em, 0.31 * em
    x, width = 0.36 * em, round(0.72 * em)

    pen = TTGlyphPen(None)
    circle(pen, x, middle, radius)
    add_glyph(font, "filledcircle", ord("●"), pen, width)

    pen = TTGlyphPen(None)
    ring(pen, x, middle, radius, line)
    half_circle(pen, x, middle, radius - line / 2)
    add_glyph(font, "circlelefthalf", ord("◐"), pen, width)

    pen = TTGlyphPen(None)
    ring(pen, x, middle, radius, line)
    add_glyph(font, "whitecircle", ord("○"), pen, width)

    pen = TTGlyphPen(None)
    far = radius * 1.12
    near = far - line * 2**0.5
    for shape, size in ((pen, far), (ReverseContourPen(pen), near)):
        polygon(shape, [(x, middle + size), (x + size, middle), (x, middle - size), (x - size, middle)])
    add_glyph(font, "whitediamond", ord("◇"), pen, width)

    pen = TTGlyphPen(None)
    left, right, head = 0.07 * em, 0.83 * em, 0.2 * em
    polygon(pen, bar(left, right - line / 2, middle, line))
    polygon(pen, arrow_head(right, middle, head, line, 1))
    add_glyph(font, "arrowright", ord("→"), pen, round(0.9 * em))

    pen = TTGlyphPen(None)
    low, high = middle - 0.14 * em, middle + 0.14 * em
    polygon(pen, bar(left + line / 2, 0.6 * em, low, line))
    polygon(pen, bar(0.36 * em, 0.6 * em, high, line))
    half_ring(pen, 0.6 * em, middle, 0.14 * em, line)
    polygon(pen, arrow_head(left, low, 0.19 * em, line, -1))
    add_glyph(font, "arrowhookleft", ord("↩"), pen, round(0.84 * em))


def arc(pen: Any, x: float, y: float, radius: float, start: float, turns: int) -> None:
    """A part of a circle in eighths, clockwise where `turns` is negative, from the angle `start` on."""
    step, out = copysign(pi / 4, turns), radius / cos(pi / 8)
    for k in range(abs(turns)):
        middle, end = start + (k + 0.5) * step, start + (k + 1) * step
        pen.qCurveTo(
            (x + out * cos(middle), y + out * sin(middle)), (x + radius * cos(end), y + radius * sin(end))
        )


def circle(pen: Any, x: float, y: float, radius: float) -> None:
    """A disc."""
    pen.moveTo((x + radius, y))
    arc(pen, x, y, radius, 0, -8)
    pen.closePath()


def ring(pen: Any, x: float, y: float, radius: float, line: float) -> None:
    """A circle, drawn with a line inside its radius."""
    circle(pen, x, y, radius)
    circle(ReverseContourPen(pen), x, y, radius - line)


def half_circle(pen: Any, x: float, y: float, radius: float) -> None:
    """The left half of a disc."""
    pen.moveTo((x, y - radius))
    arc(pen, x, y, radius, -pi / 2, -4)
    pen.closePath()


def half_ring(pen: Any, x: float, y: float, radius: float, line: float) -> None:
    """The right half of a circle, its line on both sides of the radius."""
    pen.moveTo((x, y + radius + line / 2))
    arc(pen, x, y, radius + line / 2, pi / 2, -4)
    pen.lineTo((x, y - radius + line / 2))
    arc(pen, x, y, radius - line / 2, -pi / 2, 4)
    pen.closePath()


def bar(left: float, right: float, y: float, line: float) -> list[tuple[float, float]]:
    """A level line."""
    return [(left, y + line / 2), (right, y + line / 2), (right, y - line / 2), (left, y - line / 2)]


def arrow_head(tip: float, y: float, size: float, line: float, way: int) -> list[tuple[float, float]]:
    """Two strokes that meet at the tip; `way` is 1 to the right and -1 to the left."""
    thick = line / sin(pi / 4)
    corners = [
        (tip, y),
        (tip - way * size, y - size),
        (tip - way * size - way * thick / 2, y - size + thick / 2),
        (tip - way * thick, y),
        (tip - way * size - way * thick / 2, y + size - thick / 2),
        (tip - way * size, y + size),
    ]
    return corners if way == 1 else corners[::-1]


def polygon(pen: Any, corners: list[tuple[float, float]]) -> None:
    """A shape of straight lines."""
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()


def add_glyph(font: TTFont, name: str, code: int, pen: TTGlyphPen, width: int) -> None:
    """Put a glyph into the font, the same in every weight."""
    glyph = pen.glyph()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name
    if "gvar" in font:
        font["gvar"].variations[name] = []
        font.tables.pop("HVAR", None)  # widths vary in gvar too


if __name__ == "__main__":
    main(Path(sys.argv[1]))
