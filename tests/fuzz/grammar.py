"""What writers may type, well and badly, as grammars; and what must hold whatever they type."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dossier import DossierError, Wording, checks
from dossier.edtf import BadDate, Edtf
from dossier.languages import EDGE, OBJECT, language
from dossier.loading import Drawer
from dossier.yamltree import read
from plugins.harmless import foreign
from plugins.site import Site
from plugins.translations import catalogues
from tests.bad.attacking import VECTORS
from tests.bad.conftest import whole_story

THEME = Path(__file__).parents[2] / "theme"
HOME = ZoneInfo("America/Los_Angeles")
KINDS = [
    "event", "person", "term", "source", "quote", "figure", "question", "diagram", "explainer", "page",
    "count",
]  # fmt: skip
NAMES = [
    "gate-opens", "ada-vane", "gate", "gazette", "it-was-open", "sheep", "who-opened", "rules", "why",
    "nobody",
]  # fmt: skip

# --- Grammars -------------------------------------------------------------------------------------

PROSE = (
    "The gate stood open in 2019, on 4 March at 8:30 a.m. ; she said: \"yes\" 'no' 1 000 5 % $3 … -- M. Été"
)
MARKS = (
    "[ ] ( ) ]( [^ [] * ** _ ` `` < > </ <!-- & &amp; \\ | # ## {: } {#a} ~~ ![ : - 1. > ``` --- === {{ %}"
)

words = st.sampled_from(PROSE.split())
marks = st.sampled_from([*MARKS.split(), "\t"])
CLOCK = r"T\d\d(:\d\d(:\d\d)?)?(Z|[+-]\d\d:\d\d)?"
dates = st.from_regex(rf"\A(20\d\d|\d{{4}})(-\d\d(-\d\d({CLOCK}| (morning|evening|night|noon))?)?)?[~?]?\Z")
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
    st.text(max_size=8),
)
references = st.one_of(
    st.tuples(words, targets).map(lambda parts: f"[{parts[0]}]({parts[1]})"),
    targets.map(lambda target: f"[]({target})"),
    st.sampled_from(["[^gazette]", "[^almanac]", "[^nobody]", "![x](images/gate.png)", "[→](#who)"]),
)
pieces = st.one_of(
    words, words, words, references, marks, st.sampled_from(sorted(VECTORS.values())), st.text(max_size=6)
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

CLAIMS = {
    "page": (fronts, bodies),
    "timeline": (edtf, values, inline, fronts),
    "date": (edtf,),
    "reference": (targets,),
    "typography": (st.sampled_from(["fr", "en", "es", "de"]), typed, addresses),
}
"""What is typed, for each of the functions below."""

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


def examine(pending):
    """Check and render a story with some files changed: documented problems, or harmless HTML."""
    read.cache_clear()  # what is kept must not grow with the number of examples
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
            assert not [text for text in site.rendered.values() if foreign(text.html)]
    for lang in ("fr", "en"):
        wording = Wording(lang)
        assert all(wording.line(problem).isprintable() for problem in problems)
    return not problems


def page(front, body):
    """A text in both languages; the front matter adds to a sound one, or spoils it."""
    _, story = _surroundings()
    text = story["explainers/why.en.md"].replace(
        "published:", f"{front}\npublished:" if front else "published:"
    )
    body = f"{text}\n{body}\n"
    return examine(
        {
            "explainers/why.en.md": body,
            "explainers/why.fr.md": body.replace("slug: why", "slug: pourquoi"),
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


def reference(target):
    """A link is led to what it names, or refused."""
    return page("", f"See [here]({target}) and []({target}).[^gazette]")


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
