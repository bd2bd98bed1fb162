"""A component has one name: macro, styles, example and class; its example shows it in every language."""

import re

import html5lib
import pytest

from tests.theme.conftest import THEME

COMPONENTS = sorted(path.stem for path in (THEME / "templates/macros").glob("*.html"))
STYLES = {
    path.stem: path.read_text(encoding="utf-8") for path in (THEME / "static/css/components").glob("*.css")
}
TEMPLATES = {
    path.relative_to(THEME / "templates").as_posix(): path.read_text(encoding="utf-8")
    for path in (THEME / "templates").rglob("*.html")
}


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_has_styles_and_an_example_of_its_name(component):
    assert component in STYLES
    assert (THEME / f"examples/{component}.html").is_file()
    assert f"macro {component.replace('-', '_')}(" in TEMPLATES[f"macros/{component}.html"]


@pytest.mark.parametrize("lang", ["es", "de"])
@pytest.mark.parametrize("component", COMPONENTS)
def test_an_example_shows_its_component_in_every_language(templates, site, component, lang):
    html = templates.get_template(f"examples/{component}.html").render(say=site.voice(lang))

    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parseFragment(html)
    classes = " ".join(element.get("class", "") for element in tree.iter()).split()
    assert any(name == component or name.startswith(f"{component}-") for name in classes)


@pytest.mark.parametrize("component", sorted(STYLES))
def test_styles_stand_in_the_layer_of_components_and_are_used(component):
    styles = STYLES[component]
    used = " ".join(TEMPLATES.values()) + (THEME.parent / "plugins/rendering.py").read_text(encoding="utf-8")
    classes = set(re.findall(r"\.([a-z][a-z0-9_-]+)", re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)))

    assert styles.startswith("/* ")
    assert "@layer components {" in styles
    assert {name for name in classes if not re.search(rf"\b{name.split('--')[0]}\b", used)} == set()


def test_styles_use_logical_properties_only():
    physical = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|min-height|max-height|max-width)\s*:"
    )

    found = {name: physical.findall(styles) for name, styles in STYLES.items() if physical.search(styles)}

    assert found == {}


def test_colours_and_sizes_come_from_tokens():
    raw = re.compile(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", re.IGNORECASE)

    assert {name for name, styles in STYLES.items() if raw.search(styles)} == set()


def test_every_token_that_is_used_exists():
    tokens = (THEME / "static/css/tokens.css").read_text(encoding="utf-8")
    every = "".join(path.read_text(encoding="utf-8") for path in (THEME / "static/css").rglob("*.css"))
    defined = set(re.findall(r"(--[\w-]+):", every))

    assert set(re.findall(r"var\((--[\w-]+)", every)) <= defined
    assert set(re.findall(r"(--[\w-]+):", tokens)) <= set(re.findall(r"var\((--[\w-]+)", every))


def test_templates_take_words_through_a_voice_only():
    """No text of one language stands in a template, and none is picked by hand."""
    without_code = {
        name: re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", text, flags=re.DOTALL)
        for name, text in TEMPLATES.items()
    }
    literal = {name: re.findall(r"[A-Za-z]{2,}", text) for name, text in without_code.items()}

    assert {name: words for name, words in literal.items() if words} == {}
    assert [name for name, text in TEMPLATES.items() if re.search(r"\[say\.lang\](?!\.)(?!,)", text)] == []


def test_nothing_passes_unescaped_but_what_is_marked_where_it_is_rendered():
    safe = {name: re.findall(r"\{\{[^}]*\|\s*safe", text) for name, text in TEMPLATES.items()}

    assert {name: uses for name, uses in safe.items() if uses} == {}
