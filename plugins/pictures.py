"""The pictures that stand for pages where somebody shares them: the title in the site's type, and its mark.

A page has a picture of its own where its title says something by itself; the others share that of the home
page. A picture is named after all that it is made from: it is drawn once, and kept until that changes.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL
from PIL import Image, ImageDraw

from dossier import Page, forks
from plugins import lettering
from plugins.lettering import Face, Setting
from plugins.site import Site

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
MEASURE = WIDTH - 2 * MARGIN
TITLE, NOTE, LABEL = (100, 92, 84, 76, 68, 60, 54, 48), (38, 34, 30, 27), (32, 29, 26, 23)
"""The sizes of letters that are tried."""
GAP, NOTE_ROOM = 44, 150
FOOT = HEIGHT - MARGIN
"""Where the name of the site stands, and the foot of the mark."""
MARK, FINE = 60, 8
"""The size of the mark, and how much finer it is drawn before it is reduced."""
SHADES = 7
"""From the paper to a colour, at the edges of letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is written on a picture: the kind of page or a date, the title, more about it, the site's name."""

    label: str = ""
    title: str
    note: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: where it stands below the site's root, and its words for those who do not see it."""

    path: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


class Pictures:
    """The pictures that pages ask for while they are written; afterwards they are drawn."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.fonts, self.tokens = site.theme / "static/fonts", site.theme / "static/css/tokens.css"
        self.files = {name: self.fonts / f"{name}.woff2" for name in ("text", "interface")}

    @cached_property
    def display(self) -> Face:
        """The letters of titles."""
        return self._face("display", "text", weight=600, leading=1.14)

    @cached_property
    def text(self) -> Face:
        """Those of what more is said."""
        return self._face("text", "text", weight=400, leading=1.3)

    @cached_property
    def interface(self) -> Face:
        """Those of labels."""
        return self._face("interface", "interface", weight=600, leading=1.3)

    def _face(self, name: str, file: str, *, weight: int, leading: float) -> Face:
        return Face(self.files[file], _pairs(self._kerning[name]), leading, weight)

    @cached_property
    def _kerning(self) -> Any:
        return json.loads((self.fonts / "kerning.json").read_text(encoding="utf-8"))

    @cached_property
    def colours(self) -> Mapping[str, Any]:
        """Those of the site in the light, and that of the mark."""
        colours = _colours(self.tokens.read_text(encoding="utf-8"), r"--colour-([\w-]+): light-dark\(")
        mark = self.site.static["mark.svg"].read_text(encoding="utf-8")
        return colours | {"mark": _colours(mark, r"\.([\w-]+) { fill: ")["later"]}

    @cached_property
    def made(self) -> bytes:
        """What every picture depends on besides its words."""
        files = (
            *self.files.values(), self.fonts / "kerning.json", self.tokens, self.site.static["mark.svg"],
            Path(__file__), Path(lettering.__file__),
        )  # fmt: skip
        return b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)

    def of(self, here: Page, title: str = "", description: str = "") -> Picture:
        """The picture of a page, which is wanted from now on."""
        words = self._words(here, title, description)
        made = self.made + json.dumps([PIL.__version__, *astuple(words)]).encode()
        path = f"pictures/{hashlib.sha256(made).hexdigest()[:16]}.png"
        self.site.trace.want(path, words)
        shown = (words.label, *words.title.split("\n"), words.site)
        return Picture(path, " · ".join(part for part in shown if part))

    def write(self, output: Path, kept: Path) -> None:
        """Write those that are wanted; draw what is not `kept` from the build before, and keep no other.

        Raises:
            MissingLetters: a font lacks characters of some title.
        """
        wanted: Mapping[str, Words] = self.site.trace.pictures
        self._require_letters(wanted)
        (output / "pictures").mkdir()
        kept.mkdir(parents=True, exist_ok=True)
        undrawn = [path for path in wanted if not (kept / Path(path).name).is_file()]
        forks.share_out(undrawn, lambda path: self._draw(kept / Path(path).name, wanted[path]), lambda: None)
        for path in wanted:
            (output / path).write_bytes((kept / Path(path).name).read_bytes())
        for file in kept.iterdir():
            if f"pictures/{file.name}" not in wanted:
                file.unlink()

    def _draw(self, file: Path, words: Words) -> None:
        half = file.with_suffix(".half")
        half.write_bytes(self._drawn(words))
        half.replace(file)

    def _words(self, here: Page, title: str, description: str) -> Words:
        story = self.site.dossier.story
        if not here.lang:
            titles = (voice.text(story.title) for voice in self.site.voices.values())
            return Words(title="\n".join(titles))
        say = self.site.voice(here.lang)
        site = say.text(story.title)
        match here.kind:
            case "explainer":
                return Words(label=say.t("Questions people ask"), title=title, site=site)
            case "event":
                when = self.site.dossier.event(here.id).when
                return Words(label=say.date(when), title=title, site=site)
            case "person":
                return Words(label=say.t("Who’s who"), title=title, note=description, site=site)
            case "day":
                return Words(label=say.t("Timeline"), title=title, note=description, site=site)
            case "timeline" | "snapshot" | "page":
                return Words(title=title, note=description, site=site)
        return Words(title=site, note=say.text(story.description))

    def _require_letters(self, wanted: Mapping[str, Words]) -> None:
        found = {
            f'{face.file.name} has no "{char}" (U+{ord(char):04X}), which stands in "{text}"'
            for words in wanted.values()
            for face, texts in (
                (self.display, (words.title,)),
                (self.text, (words.note,)),
                (self.interface, (words.label, words.site)),
            )
            for text in texts
            for char in face.lacks(text.replace("\n", ""))
        }
        if found:
            raise MissingLetters(sorted(found))

    def _drawn(self, words: Words) -> bytes:
        """One picture, as PNG."""
        ink, soft, accent, mark = (Image.new("L", (WIDTH, HEIGHT)) for _ in range(4))
        top: float = MARGIN
        if words.label:
            top = _draw(self.interface, _fitted(self.interface, words.label, LABEL, 50), accent, top)
            top += GAP / 3
        # What says more is told whole or not at all: half a sentence might say something else.
        note = self.text.fit(words.note, NOTE, MEASURE, NOTE_ROOM) if words.note else None
        room = FOOT - MARK - GAP - top - (note.height + GAP / 2 if note else 0)
        top = _draw(self.display, _fitted(self.display, words.title, TITLE, room), ink, top)
        if note:
            _draw(self.text, note, soft, top + GAP / 2)
        _draw_mark(ink, mark)
        self.interface.draw(ImageDraw.Draw(ink), MARGIN + MARK + 12, FOOT - 18, words.site, LABEL[0])
        layers = ((ink, "text"), (soft, "text-soft"), (accent, "accent"), (mark, "mark"))
        return self._flat([(mask, self.colours[name]) for mask, name in layers])

    def _flat(self, layers: Sequence[tuple[Image.Image, tuple[int, ...]]]) -> bytes:
        """Masks of colours over the paper, as a PNG of few colours."""
        paper = self.colours["ground"]
        flat, palette = Image.new("L", (WIDTH, HEIGHT)), [*paper]
        for mask, colour in layers:
            flat.paste(mask.point(_shades(len(palette) // 3)), mask=mask.point(_shades(0)))
            for step in range(1, SHADES + 1):
                palette += [round(p + (c - p) * step / SHADES) for p, c in zip(paper, colour, strict=True)]
        flat.putpalette(palette)
        file = BytesIO()
        # Runs of one colour are all there is to find: looking for more takes twenty times as long.
        flat.save(file, "PNG", compress_type=zlib.Z_RLE)
        return file.getvalue()


def _fitted(face: Face, words: str, sizes: Sequence[int], room: float) -> Setting:
    return face.fit(words, sizes, MEASURE, room) or face.cut(words, sizes[-1], MEASURE, room)


def _draw(face: Face, setting: Setting, mask: Image.Image, top: float) -> float:
    """Draw lines below one another, and give the place below them."""
    canvas = ImageDraw.Draw(mask)
    for number, line in enumerate(setting.lines):
        face.draw(canvas, MARGIN, top + number * setting.leading + 0.8 * setting.size, line, setting.size)
    return top + setting.height


@cache
def _shades(first: int) -> list[int]:
    """For each level of a mask, its place in a palette where the shades of its colour begin at `first`.

    From 0 on, which is the paper, it says where the mask covers anything.
    """
    steps = (round(level * SHADES / 255) for level in range(256))
    return [(first + step - 1 if first else 255) if step else 0 for step in steps]


def _draw_mark(then: Image.Image, later: Image.Image) -> None:
    """The mark of `mark.svg`: two halves of one disc, one step apart."""
    for mask, (x, y), (start, end) in ((then, (15, 13), (90, 270)), (later, (17, 19), (-90, 90))):
        unit = MARK * FINE / 32
        fine = Image.new("L", (MARK * FINE, MARK * FINE))
        box = [unit * edge for edge in (x - 11.5, y - 11.5, x + 11.5, y + 11.5)]
        ImageDraw.Draw(fine).pieslice(box, start, end, fill=255)
        mask.paste(fine.reduce(FINE), (MARGIN - 6, FOOT - MARK))


def _colours(text: str, name: str) -> dict[str, tuple[int, ...]]:
    """The colours by light that a stylesheet gives, each where it is first named."""
    found = re.findall(name + "#([0-9a-f]{6})", text)
    return {name: tuple(bytes.fromhex(colour)) for name, colour in reversed(found)}


def _pairs(kerning: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """By pair of characters, what `kerning.json` says by first character, amount and second characters."""
    return {
        left + right: int(amount)
        for left, amounts in kerning.items()
        for amount, rights in amounts.items()
        for right in rights
    }


class MissingLetters(Exception):
    """The fonts of the theme lack characters that pictures need."""

    exitcode = 2

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__("\n".join(found))
