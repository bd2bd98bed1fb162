"""Writes `kerning.json`, by which the build places letters in its pictures; README.md says how to run it.

Browsers read the kerning in the font; Pillow, which draws the pictures, only where the machine has FriBiDi.
"""

import json
from io import BytesIO
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
DRAWN = {
    "display": ("text", {"wght": 600}),
    "text": ("text", {"wght": 400}),
    "interface": ("interface", {"wght": 600}),
}
"""The faces of the pictures: of which font each is, and at which place on its axes."""
LEAST = 6  # thousandths of an em: less than half a pixel in the largest title


def main() -> None:
    """For each font, character and amount, the characters that stand so much closer after it."""
    pairs = {name: kerning(HERE / f"{font}.woff2", axes) for name, (font, axes) in DRAWN.items()}
    text = json.dumps(pairs, ensure_ascii=False, sort_keys=True, indent=1)
    (HERE / "kerning.json").write_text(text + "\n", encoding="utf-8")


def kerning(file: Path, axes: dict[str, float]) -> dict[str, dict[int, str]]:
    """Shape every pair: `{"T": {-95: "aeo"}}`."""
    font = instantiateVariableFont(TTFont(file), axes)
    font.flavor = None
    data = BytesIO()
    font.save(data)
    shaper = uharfbuzz.Font(uharfbuzz.Face(data.getvalue()))
    em, names = font["head"].unitsPerEm, font.getBestCmap()
    found: dict[str, dict[int, str]] = {}
    for left in sorted(names):
        for right in sorted(names):
            pair = uharfbuzz.Buffer()
            pair.add_str(chr(left) + chr(right))
            pair.guess_segment_properties()
            uharfbuzz.shape(shaper, pair, {"liga": False, "calt": False})
            moved = pair.glyph_positions[0].x_advance - font["hmtx"][names[left]][0]
            if abs(amount := round(1000 * moved / em)) >= LEAST:
                amounts = found.setdefault(chr(left), {})
                amounts[amount] = amounts.get(amount, "") + chr(right)
    return found


if __name__ == "__main__":
    main()
