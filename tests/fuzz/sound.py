"""What writers type well, as grammars: what a check accepts, and goes on to render."""

import json
from datetime import date
from functools import partial

from hypothesis import strategies as st

PLAIN = (
    "The gate stood open ; she said: \"yes\" 'no' (well) don't ... -- M. Été, 7 sheep of 12 ? So! a/b œuf 😀"
)

THEN = ["person:ada-vane", "person:meadow-club", "term:gate"]
"""What may be named where the opening of the gate is told."""
SINCE = [
    "event:gate-opens", "event:hedge-planted", "source:almanac", "quote:it-was-open",
    "figure:sheep@2019-03-04", "figure:hay@2019-04-01", "question:who-opened", "explainer:how",
    "explainer:how#latch", "page:about", "count:event", "count:source",
]  # fmt: skip
NOTE = """\
    later:
      - since: {0}
        text:
          fr: {1}
          en: {1}
        sources: [almanac]
"""

quoted = partial(json.dumps, ensure_ascii=False)
plain = st.sampled_from(PLAIN.split())
escaped = st.sampled_from(
    [r"\*", r"\[a\]", r"a\_b", r"\`", "&amp;", "&copy;", "AT&T", "1 < 2", "C# §", "a~b^c"]
)
marked = st.tuples(st.sampled_from(["*", "**", "***", "_", "`", "``"]), plain).map(
    lambda parts: f"{parts[0]}{parts[1]}{parts[0]}"
)
titles = st.lists(plain, min_size=1, max_size=6).map(" ".join)

dates = st.dates(date(1900, 1, 1), date(2019, 3, 3)).flatmap(
    lambda day: st.sampled_from([
        f"{day:%Y}", f"{day:%Y-%m}", f"{day}", f"{day:%Y}?", f"{day}~",
        f"{day} morning", f"{day} night", f"{day}T08:30Z", f"{day}T20+05:30", f"{day}T23:59:59-08:00",
        f"{day}T00:00Z~",
        f"{day}/2019-03-03", f"{day:%Y-%m}/..",
    ])
)  # fmt: skip
"""Before the story has the gate opened."""

targets = st.sampled_from(THEN + SINCE)


def prose_with(targets):
    """Words with references."""
    references = st.one_of(
        targets.map("[]({})".format),
        st.tuples(plain | marked, targets).map(lambda parts: "[{}]({})".format(*parts)),
        st.sampled_from(["[there](https://example.org/?a=b&c=d)", "[us](mailto:a@example.org)"]),
    )
    pieces = st.one_of(plain, plain, plain, marked, escaped, references)
    return st.lists(pieces, min_size=1, max_size=9).map(" ".join)


then = prose_with(st.sampled_from(THEN))
prose = prose_with(targets)
cited = st.tuples(prose, st.sampled_from(["gazette", "almanac"])).map("[^".join).map("{}]".format)

blocks = st.one_of(
    cited,
    st.lists(cited, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(cited, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {item}" for item in items)),
    st.tuples(cited, cited).map(lambda items: "- {}\n    - {}".format(*items)),
    cited.map("> {}".format),
    st.tuples(plain, cited).map(lambda cells: "| {0} | b |\n| --- | --- |\n| {0} | {1} |".format(*cells)),
    prose.map("{}\n{{: .analysis }}".format),
    prose.map("{}\n{{: .transition }}".format),
    st.tuples(titles, cited).map(lambda parts: "### {} {{#NEXT}}\n\n{}".format(*parts)),
    st.just("![An open gate](images/gate.png)\n{: .transition }"),
)  # fmt: skip
"""Of a text; each `NEXT` stands for another id."""

fronts = st.tuples(titles.map(quoted), titles.map(quoted), st.integers(1, 99)).map(
    lambda parts: "title: {}\nslug: why\nsummary: {}\norder: {}".format(*parts)
)
notes = st.just("") | st.tuples(
    st.sampled_from(["2019-03-05", "2019-04-02T08:30Z", "2019-04"]), then.map(quoted)
).map(lambda parts: NOTE.format(*parts))
"""What came out after an event."""
