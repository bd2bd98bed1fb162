"""Words drawn in a font of the theme: kerned, broken into even lines, at the largest size that fits.

Pillow kerns only on machines that have FriBiDi, and a picture has to be the same everywhere. So letters
are placed here one by one, by the advances in the font and the pairs in `kerning.json`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL.ImageDraw import ImageDraw
from PIL.ImageFont import FreeTypeFont, Layout, truetype

EM = 1000
"""The size at which letters are measured: kerning is in thousandths."""
SAMPLE = 40
"""The size at which letters are compared."""
NOWHERE = "\U0010ffff"
"""No letter, for ever: a font shows its box for what it lacks."""

Breaker = Callable[[str, int, float], Sequence[str]]
"""Breaks a paragraph into lines of a size that are no wider than they may."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Words as they are set: their lines, and the size of their letters."""

    lines: tuple[str, ...]
    size: int
    leading: float
    """From one line to the next."""

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last."""
        return len(self.lines) * self.leading


class Face:
    """One font at one of its weights.

    `kerning` moves pairs of characters, by thousandths of an em; `leading` is from one line to the next, as a
    share of the size.
    """

    def __init__(self, file: Path, kerning: Mapping[str, int], leading: float, weight: int) -> None:
        self.file = file
        self.leading = leading
        self.kerning = kerning
        self.weight = weight
        # The same letters stand in every picture.
        self.at, self.advance, self.shape = cache(self._at), cache(self._advance), cache(self._shape)
        self.measure = cache(self._measure)

    def draw(self, canvas: ImageDraw, left: float, foot: float, words: str, size: int) -> None:
        """Draw one line from `left` on, standing on `foot`."""
        font = self.at(size)
        for char, place in zip(words, self._places(words), strict=True):
            canvas.text((left + place * size / EM, foot), char, font=font, fill=255, anchor="ls")

    def width(self, words: str, size: int) -> float:
        """How wide one line is."""
        return self.measure(words) * size / EM

    def fit(self, words: str, sizes: Iterable[int], width: float, height: float) -> Setting | None:
        """Set words at the first of the sizes at which they fit; nothing where they fit at none.

        A line ends at a space, never at a no-break space; what is written on several lines stays on as many.
        """
        paragraphs = words.split("\n")
        for size in sizes:
            setting = self._set(paragraphs, self._broken, size, width)
            is_kept = len(paragraphs) in (1, len(setting.lines))
            if is_kept and setting.height <= height and self._widest(setting.lines, size) <= width:
                return self._set(paragraphs, self._even, size, width)
        return None

    def cut(self, words: str, size: int, width: float, height: float) -> Setting:
        """Set as many words as there is room for, with a sign that there are more."""
        setting = self._set([words], self._broken, size, width)
        *before, last = setting.lines[: max(1, int(height / setting.leading))]
        while self.width(f"{last}…", size) > width and " " in last:
            last = last.rpartition(" ")[0]
        return Setting((*before, f"{last.rstrip(' ,;:.')}…"), size, setting.leading)

    def lacks(self, words: str) -> set[str]:
        """The characters that the font does not have."""
        return {char for char in words if self.shape(char) == self.shape(NOWHERE)}

    def _set(self, paragraphs: Sequence[str], broken: Breaker, size: int, width: float) -> Setting:
        lines = tuple(line for paragraph in paragraphs for line in broken(paragraph, size, width))
        return Setting(lines, size, size * self.leading)

    def _even(self, paragraph: str, size: int, width: float) -> Sequence[str]:
        """As few lines as there can be, and these as even as they can be."""
        lines = self._broken(paragraph, size, width)
        narrow, wide = 0.0, width
        while wide - narrow > 1:
            middle = (narrow + wide) / 2
            tried = self._broken(paragraph, size, middle)
            if len(tried) > len(lines) or self._widest(tried, size) > middle:
                narrow = middle
            else:
                wide, lines = middle, tried
        return lines

    def _widest(self, lines: Iterable[str], size: int) -> float:
        return max(self.width(line, size) for line in lines)

    def _broken(self, paragraph: str, size: int, width: float) -> Sequence[str]:
        lines = [""]
        for word in paragraph.split(" "):
            longer = f"{lines[-1]} {word}".lstrip(" ")
            if lines[-1] and self.width(longer, size) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _places(self, words: str) -> list[float]:
        """Where each character begins, in thousandths of an em."""
        places, at = [], 0.0
        for before, char in zip(f"\n{words}", words, strict=False):
            at += self.kerning.get(before + char, 0)
            places.append(at)
            at += self.advance(char)
        return places

    def _measure(self, words: str) -> float:
        """How wide one line is, in thousandths of an em."""
        return self._places(words)[-1] + self.advance(words[-1]) if words else 0

    def _at(self, size: int) -> FreeTypeFont:
        font = truetype(self.file, size, layout_engine=Layout.BASIC)
        font.set_variation_by_axes([self.weight])
        return font

    def _advance(self, char: str) -> float:
        return self.at(EM).getlength(char)

    def _shape(self, char: str) -> tuple[float, bytes]:
        """What a character looks like."""
        return self.advance(char), bytes(self.at(SAMPLE).getmask(char))
