"""With the keyboard alone everything is reached in the order in which it stands, and is seen when reached."""

import pytest

from tests.site.conftest import one_of_each_kind

FIRST = 250
"""Stops of a page: long pages repeat themselves."""
INNER = 10
"""Stops more for a field of several parts, as a date has."""
WATCH = """
    () => {
      const stops = "a[href], button, input, select, textarea, summary, [tabindex]";
      window.expected = [...document.querySelectorAll(stops)]
        .filter((element) => element.tabIndex >= 0 && element.checkVisibility());
      window.reached = [];
      window.unseen = [];
      const isSeen = (element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const [{ left, top, width, height }] = element.getClientRects();
        const above = document.elementFromPoint(left + width / 2, top + height / 2);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && element.contains(above);
      };
      // When the next key comes, the browser has brought what has the focus into view.
      addEventListener("keydown", () => {
        const element = document.activeElement;
        if ([document.body, reached.at(-1)].includes(element)) return;
        reached.push(element);
        if (!isSeen(element)) unseen.push(location.pathname + element.outerHTML);
      });
    }
"""


@pytest.mark.parametrize(("lang", "height"), [("fr", 450), ("en", 900)])
def test_tab_reaches_everything_in_order_and_what_has_the_focus_is_seen(ours, opened, lang, height):
    page = opened(1280, height)
    lost, unseen = [], []

    for path in one_of_each_kind(ours, lang):
        page.show(f"{path}#top")  # with a place to go to, no page takes the focus
        page.evaluate(WATCH)
        for _ in range(min(page.evaluate("expected.length"), FIRST) + INNER):
            page.keyboard.press("Tab")
        lost += page.evaluate(
            """(first) => expected.slice(0, first).filter((element, at) => element !== reached[at])
              .map((element) => location.pathname + element.outerHTML)""",
            FIRST,
        )
        unseen += page.evaluate("unseen")

    assert lost == []
    assert unseen == []


@pytest.mark.parametrize(("lang", "height"), [("en", 600), ("fr", 900)])
def test_what_has_the_focus_on_the_way_back_is_not_below_a_bar_that_stays(ours, opened, lang, height):
    page = opened(1280, height)
    covered = []

    for path in one_of_each_kind(ours, lang):
        page.show(path)
        covered += page.evaluate(
            """(first) => [...document.querySelectorAll("main :is(a, summary)")].slice(-first).reverse()
              .filter((element) => {
                element.focus();
                const { left, top } = element.getClientRects()[0] ?? { left: 0, top: 0 };
                return element.checkVisibility()
                  && !element.contains(document.elementFromPoint(left + 2, top + 4));
              }).map((element) => location.pathname + element.outerHTML)""",
            FIRST,
        )

    assert covered == []
