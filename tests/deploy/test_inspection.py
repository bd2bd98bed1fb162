"""Every inspector sees the fault that is its own: each is seeded into a small site that has none."""

from html import escape

import pytest

from desk import inspection
from desk.manifest import Manifest


def faults(tree):
    return inspection.inspect(tree, Manifest.read((tree / "manifest.json").read_bytes()))


def change(tree, path, old, new):
    text = (tree / path).read_text(encoding="utf-8")
    assert old in text
    (tree / path).write_text(text.replace(old, new), encoding="utf-8")


def test_a_sound_site_has_no_fault(sound):
    assert faults(sound) == []


def test_what_is_not_as_the_manifest_says_is_named(sound):
    change(sound, "en/index.html", "first", "other")
    (sound / "fr/page-1/index.html").unlink()
    (sound / "stray.txt").write_text("")

    assert [fault for fault in faults(sound) if "manifest" in fault] == [
        "en/index.html: not what the manifest says",
        "fr/page-1/index.html: not what the manifest says",
        "stray.txt: not what the manifest says",
    ]


@pytest.mark.parametrize(
    "link",
    [
        "/en/nowhere/",
        "/en/page-1",
        "../nowhere/",
        "nowhere.png",
        "/nowhere.css?v=1",
        "https://www.example.org/nowhere/",
        "//www.example.org/nowhere/",
        "/a&b/",
    ],
)
def test_a_link_that_leads_nowhere_is_named(sound, resealed, link):
    change(sound, "en/index.html", "…", f'<a class="x" href="{escape(link)}">')
    resealed(sound)

    assert faults(sound) == [f"en/index.html: {link}: there is no such file"]


@pytest.mark.parametrize("tag", ["img", "script", "source", "use", "link"])
def test_what_a_page_shows_and_is_not_there_is_named(sound, resealed, tag):
    name = "href" if tag in {"use", "link"} else "src"
    change(sound, "fr/page-3/index.html", "…", f'<{tag}\n{name}="/gone.svg">')
    resealed(sound)

    assert faults(sound) == ["fr/page-3/index.html: /gone.svg: there is no such file"]


@pytest.mark.parametrize("link", ["#nowhere", "/fr/page-2/#nowhere", "/fr/page-2/#%C3%A9t%C3%A9"])
def test_a_place_that_a_page_has_not_is_named(sound, resealed, link):
    change(sound, "fr/index.html", "…", f'<a href="{link}">')
    resealed(sound)

    assert faults(sound) == [f"fr/index.html: {link}: the page has no such place"]


@pytest.mark.parametrize(
    "link",
    [
        "https://other.example.org/nowhere/",
        "mailto:a@example.org",
        "/fr/page-2/?q=1#top",
        "#%C3%A9t%C3%A9",
        "../en/",
        "/manifest.json",
        "data:image/png;base64,AA==",
    ],
)
def test_what_resolves_or_leads_elsewhere_is_no_fault(sound, resealed, link):
    change(sound, "fr/index.html", "…", f'<a href="{link}" id="été">')
    resealed(sound)

    assert faults(sound) == []


def test_a_link_that_is_only_shown_is_none(sound, resealed):
    change(sound, "fr/index.html", "…", '<code>&lt;a href="/nowhere/"&gt;</code>')
    resealed(sound)

    assert faults(sound) == []


@pytest.mark.parametrize(
    "tag",
    ['<link rel="canonical" href="{}">', '<meta property="og:url" content="{}">',
     '<meta property="og:image" content="{}">'],
)  # fmt: skip
def test_an_address_of_another_site_is_named(sound, resealed, tag):
    change(sound, "en/index.html", "…", tag.format("http://localhost:8000/en/"))
    resealed(sound)

    (fault,) = faults(sound)
    assert fault == (
        "en/index.html: http://localhost:8000/en/: does not begin with the site's address, "
        "https://www.example.org/"
    )


def test_an_address_of_another_site_in_the_sitemap_is_named(sound, resealed):
    change(sound, "sitemap.xml", "https://www.example.org/en/page-1/", "https://example.org/en/page-1/")
    resealed(sound)

    (fault,) = faults(sound)
    assert fault == (
        "sitemap.xml: https://example.org/en/page-1/: does not begin with the site's address, "
        "https://www.example.org/"
    )


def test_an_address_of_the_sitemap_that_leads_nowhere_is_named(sound, resealed):
    change(sound, "sitemap.xml", "/en/page-1/", "/en/page-one/")
    resealed(sound)

    assert faults(sound) == ["sitemap.xml: https://www.example.org/en/page-one/: there is no such file"]


def test_a_missing_sitemap_is_named(sound, resealed):
    (sound / "sitemap.xml").unlink()
    resealed(sound)

    assert faults(sound) == ["sitemap.xml: there is none"]


def test_an_alternate_that_does_not_answer_in_return_is_named(sound, resealed):
    here = '<link rel="alternate" hreflang="fr" href="https://www.example.org/fr/page-1/">\n'
    change(sound, "en/page-1/index.html", here, "")
    resealed(sound)

    assert faults(sound) == [
        "fr/page-1/index.html: https://www.example.org/en/page-1/: does not name this page in return"
    ]


def test_an_alternate_in_another_language_than_it_says_is_named(sound, resealed):
    change(sound, "en/page-1/index.html", '<html lang="en">', '<html lang="fr">')
    resealed(sound)

    assert faults(sound) == [
        'en/page-1/index.html: https://www.example.org/en/page-1/: is not in the language "en"',
        'fr/page-1/index.html: https://www.example.org/en/page-1/: is not in the language "en"',
    ]


@pytest.mark.parametrize(
    "elsewhere", ["https://other.example.org/en/page-1/", "https://www.example.org/en/x/"]
)
def test_an_alternate_that_is_not_ours_or_not_there_is_named(sound, resealed, elsewhere):
    here = 'hreflang="en" href="https://www.example.org/en/page-1/"'
    change(sound, "fr/page-1/index.html", here, f'hreflang="en" href="{elsewhere}"')
    resealed(sound)

    assert f"fr/page-1/index.html: {elsewhere}: there is no such file" in faults(sound)


def test_a_language_without_a_home_page_is_named(sound, resealed):
    (sound / "fr/index.html").unlink()
    resealed(sound)

    assert "fr/index.html: the language has no home page" in faults(sound)


def test_a_site_without_any_language_is_no_site(sound, resealed):
    for page in [*sound.glob("fr/**/*.html"), *sound.glob("en/**/*.html")]:
        page.unlink()
    resealed(sound)

    assert "no page says in which language it exists" in faults(sound)
