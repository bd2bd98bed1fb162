"""What writers may type, often well and sometimes anyhow, as grammars; what must hold whatever they type."""

import re
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

from html5lib import HTMLParser
from hypothesis import strategies as st

from dossier import DossierError, Wording, checks, memory
from dossier.edtf import BadDate, Edtf
from dossier.languages import EDGE, OBJECT, language
from dossier.loading import Drawer
from plugins.harmless import foreign
from plugins.site import Site
from plugins.translations import catalogues
from tests.bad.attacking import VECTORS
from tests.bad.conftest import whole_story
from tests.fuzz import sound

THEME = Path(__file__).parents[2] / "theme"
HOME = ZoneInfo("America/Los_Angeles")
FRONT = "title: Why?\nslug: why\nsummary: Nobody knows.\norder: 10"
OPENING = "## Who? {#who}\n\nThe gate stood open.[^gazette]"
KINDS = [
    "event", "person", "term", "source", "quote", "figure", "question", "diagram", "explainer", "page",
    "count",
]  # fmt: skip
NAMES = [
    "gate-opens", "ada-vane", "gate", "gazette", "it-was-open", "sheep", "who-opened", "rules", "why",
    "nobody",
]  # fmt: skip

# --- What may be anything -------------------------------------------------------------------------

PROSE = (
    "The gate stood open in 2019, on 4 March at 8:30 a.m. ; she said: \"yes\" 'no' 1 000 5 % $3 … -- M. Été"
)
MARKS = (
    "[ ] ( ) ]( [^ [] * ** _ ` `` < > </ <!-- & &amp; \\ | # ## {: } {#a} ~~ ![ : - 1. > ``` --- === {{ %}"
)

words = st.sampled_from(PROSE.split())
marks = st.sampled_from([*MARKS.split(), "\t", "\0", "\u202e"])
signs = st.characters(exclude_categories=["Cc", "Cs"])
DIGITS = "[0-9][0-9]"
CLOCK = rf"T{DIGITS}(:{DIGITS}(:{DIGITS})?)?(Z|[+-]{DIGITS}:{DIGITS})?"
PART = " (morning|evening|night|noon)"
dates = st.from_regex(rf"\A(20|{DIGITS}){DIGITS}(-{DIGITS}(-{DIGITS}({CLOCK}|{PART})?)?)?[~?]?\Z")
edtf = st.one_of(
    dates,
    st.tuples(dates | st.just(".."), dates | st.just("..")).map("/".join),
    st.text("0123456789-:TZ+~?/. ", max_size=30),
)
targets = st.one_of(
    st.tuples(
        st.sampled_from(KINDS), st.sampled_from(NAMES), st.sampled_from(["", "#who", "@2019-03-04", "#x"])
    ).map(lambda parts: f"{parts[0]}:{parts[1]}{parts[2]}"),
    st.tuples(st.just("figure:sheep@"), edtf).map("".join),
    st.sampled_from(
        ["https://example.org/?a=b&c=d", "mailto:a@example.org", "#who", "images/gate.png", "", "//x"]
    ),
    st.text(signs, max_size=8),
)
references = st.one_of(
    st.tuples(words, targets).map(lambda parts: f"[{parts[0]}]({parts[1]})"),
    targets.map(lambda target: f"[]({target})"),
    st.sampled_from(["[^gazette]", "[^almanac]", "[^nobody]", "![x](images/gate.png)", "[→](#who)"]),
)
pieces = st.one_of(
    words,
    words,
    words,
    references,
    marks,
    st.sampled_from(sorted(VECTORS.values())),
    st.text(signs, max_size=6),
)
phrases = st.lists(pieces, min_size=1, max_size=8).map(" ".join)
tight = st.lists(pieces, min_size=1, max_size=8).map("".join)
inline = phrases | tight | st.lists(words, min_size=1, max_size=12).map(" ".join)
starts = st.sampled_from(
    ["", "", "", "- ", "1. ", "> ", "    ", "## ", "### ", "| ", "- - ", "> - ", "```\n", "  "]
)
ends = st.sampled_from(
    ["[^gazette]", "[^gazette]", "[^gazette]\n{: .analysis }", "\n{: .transition }", " {#who}", " |", ""]
)
typed = (
    st.lists(
        words | marks | st.sampled_from([EDGE, OBJECT, "\u00a0", "\u202f"]) | st.text(max_size=3), max_size=10
    ).map("".join)
    | phrases
)
blocks = st.tuples(starts, inline, ends).map("".join)
bodies = st.lists(blocks, min_size=1, max_size=5).flatmap(
    lambda found: st.sampled_from(["\n\n", "\n\n", "\n"]).map(lambda between: between.join(found))
)
values = st.one_of(
    inline, inline.map(repr), edtf, st.sampled_from(["|", ">", "[]", "{}", "&a", "*a", "!!x", "null", "1"])
)
fronts = st.lists(
    st.tuples(st.sampled_from(["title", "slug", "summary", "order", "status", "x"]), values).map(": ".join),
    max_size=3,
).map("\n".join)

addresses = st.sampled_from(
    ["https://example.org/a?b=c;d&e=f!#g:h", "https://example.org/it's--so.../12h30/"]
)


# --- What is typed --------------------------------------------------------------------------------


def often(well, anyhow, times=5):
    """So many times as it should be, then once anyhow."""
    return st.integers(0, times).flatmap(lambda number: anyhow if number == times else well)


def spoilt(well, anyhow):
    """A text with one block, somewhere in it, that may be anything."""
    return st.tuples(well, anyhow, st.integers(0, 5)).map(
        lambda parts: [*parts[0][: parts[2]], parts[1], *parts[0][parts[2] :]]
    )


sound_bodies = st.lists(sound.blocks, min_size=1, max_size=5)
mixed_bodies = often(sound_bodies, spoilt(sound_bodies, blocks)).map("\n\n".join)
mixed_fronts = st.tuples(sound.fronts, often(st.just(""), fronts)).map(
    lambda parts: "\n".join(filter(None, parts))
)

CLAIMS = {
    "page": (mixed_fronts, often(mixed_bodies, bodies)),
    "timeline": (
        often(sound.dates, edtf),
        often(sound.titles.map(sound.quoted), values),
        often(sound.then, inline),
        often(sound.notes, fronts),
    ),
    "date": (often(sound.dates, edtf, 1),),
    "reference": (sound.titles, often(sound.targets, targets, 1)),
    "typography": (st.sampled_from(["fr", "en", "es", "de"]), typed, addresses),
}
"""What is typed, for each of the functions below."""
FOUND = {"page": [(FRONT, "> Open.[^gazette]\n\n> Shut.[^gazette]"), (FRONT, "AT&T ;[^gazette]")]}
"""What was found this way, and is accepted since."""

# --- What must hold -------------------------------------------------------------------------------


@cache
def _surroundings():
    folder = Path(mkdtemp())
    for name, content in whole_story().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder, {name: text.decode() for name, text in whole_story().items() if name[-4:] != ".png"}


@cache
def _words():
    return catalogues(("fr", "en"), [THEME / "translations"])


def _forget():
    """What is kept must not grow with the number of examples."""
    for table in memory._TABLES.values():
        if len(table.answers) > 1_000:
            table.answers.clear()


def examine(pending):
    """Check and render a story with some files changed: documented problems, or harmless HTML."""
    _forget()
    folder, _ = _surroundings()
    drawer = Drawer(folder, pending)
    problems = list(checks.problems_of(drawer))
    if not problems:
        site = Site(drawer.dossier(), "https://example.org/news", THEME, _words())
        try:
            site.render()
        except DossierError as error:
            problems = error.problems
        else:
            for path in site.documents:
                _assert_whole(site.rendered(path).html)
    for lang in ("fr", "en"):
        wording = Wording(lang)
        assert all(wording.line(problem).isprintable() for problem in problems)
    return not problems


def _assert_whole(html):
    """Nothing in it runs or leads elsewhere, a strict parser reads it, and no id stands twice."""
    assert not foreign(html)
    tree = HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def page(front, body):
    """A text in both languages."""
    headings = count(1)
    body = re.sub("NEXT", lambda _: f"part-{next(headings)}", body)
    text = f"---\n{front}\npublished: 2019-03-05\n---\n{OPENING}\n\n{body}\n"
    return examine(
        {
            "explainers/why.en.md": text,
            "explainers/why.fr.md": text.replace("slug: why", "slug: pourquoi", 1),
        }
    )


def timeline(when, title, text, later):
    """An event and what came out later, as they are typed."""
    _, story = _surroundings()
    chapter = story["timeline/10-march.yaml"].replace("when: 2019-03-04T08:30-08:00", f"when: {when}")
    chapter = chapter.replace("fr: La barrière s'ouvre", f"fr: {title}").replace(
        "en: The gate opens", f"en: {title}"
    )
    written = "|\n        " + text.replace("\n", "\n        ")
    chapter = chapter.replace("fr: Les moutons sortent.", f"fr: {written}").replace(
        "en: The sheep walk out.", f"en: {written}"
    )
    return examine({"timeline/10-march.yaml": chapter + later})


def date(text):
    """A date is what was written, or is refused for a documented reason."""
    try:
        when = Edtf.parse(text, HOME)
    except BadDate as bad:
        refused = bad.code
    else:
        refused = ""
    if refused:
        assert refused in Wording("en").catalogue["problems"]
        return False
    assert str(when) == text
    assert Edtf.parse(str(when), HOME) == when
    assert when.earliest < when.latest
    return True


def reference(words, target):
    """A link is led to what it names, or refused."""
    return page(FRONT, f"{words} [{words}]({target}) []({target})[^gazette]")


def typography(lang, text, address):
    """Applied twice it changes nothing more; borders and objects stay, addresses are left as they are."""
    rules = language(lang)
    whole = f"{text} {address} {text}"
    once = rules.typeset(whole)
    assert rules.typeset(once) == once
    assert [sign for sign in once if sign in EDGE + OBJECT] == [
        sign for sign in whole if sign in EDGE + OBJECT
    ]
    assert address in once
    return True
