"""Without a script every page says all that it says with one, and has no control that does nothing."""

import re

import pytest

from tests.site.conftest import LANGUAGES, one_of_each_kind

CONTROLS = (
    "button, input:not([type=checkbox]), select, textarea, form, dialog, output, [role=button], [onclick]"
)
"""A checkbox is not among them: what it switches, the stylesheet does."""


def lines(page):
    """The lines that are to be seen or open with a click, white space folded."""
    return {
        re.sub(r"\s+", " ", line).strip()
        for line in page.evaluate(
            """() => {
              for (const details of document.querySelectorAll("details")) details.open = true;
              return document.body.innerText;
            }"""
        ).split("\n")
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_all_and_no_control_is_dead(ours, opened, lang):
    page, bare = opened(1280), opened(1280, java_script_enabled=False)
    missing, dead = [], []

    for path in one_of_each_kind(ours, lang):
        page.show(path)
        page.wait_for_load_state("networkidle")
        bare.show(path)
        # What a script brings are controls: a field has words of its own.
        page.evaluate("document.querySelectorAll('form').forEach((form) => form.remove())")
        missing += [f"{path}: {line}" for line in lines(page) - lines(bare)]
        dead += bare.locator(CONTROLS).evaluate_all(
            "all => all.map((control) => location.pathname + control.outerHTML)"
        )

    assert missing == []
    assert dead == []
