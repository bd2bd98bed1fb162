"""What a server sends with each kind of file."""

import pytest

from desk.hosting import headers_of, is_hashed, is_hidden, rules, type_of

SEARCHES = ["de/suche/index.html", "es/busqueda/index.html"]


@pytest.mark.parametrize(
    "path",
    [
        "theme/site.9d733b58b98d.css",
        "theme/mark-32.0995a7eda7d9.png",
        "pictures/000a373ecac17bc0.png",
        "pagefind/fragment/en_7bf2c6c.pf_fragment",
        "pagefind/index/fr_bc73f7d.pf_index",
        "pagefind/pagefind.en_299136cd74.pf_meta",
        "theme/site.9d733b58b98d.css.br",
    ],
)
def test_a_file_named_after_its_content_is_kept_for_good(path):
    assert is_hashed(path)
    assert headers_of(path, SEARCHES)["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "es/2024-01-01/index.html",
        "pagefind/pagefind.js",
        "pagefind/pagefind-entry.json",
        "pagefind/wasm.unknown.pagefind",
        "pagefind/kinds.de.json",
        "es/feed.atom.xml",
        "sitemap.xml",
        "manifest.json",
        "images/deadbeef.jpg",
    ],
)
def test_every_other_file_is_asked_for_at_each_use(path):
    assert not is_hashed(path)
    assert headers_of(path, SEARCHES)["Cache-Control"] == "no-cache"


def test_no_page_allows_code_in_itself_or_from_text():
    policies = {headers_of(path, SEARCHES)["Content-Security-Policy"] for path in ("index.html", SEARCHES[0])}

    assert len(policies) == 2
    assert not any("'unsafe-inline'" in policy or "'unsafe-eval'" in policy for policy in policies)


@pytest.mark.parametrize(
    ("path", "allows"),
    [
        (SEARCHES[0], True),
        (SEARCHES[1], True),
        ("de/suche/other/index.html", False),
        ("index.html", False),
        ("de/suche.html", False),
    ],
)
def test_the_search_pages_alone_run_webassembly_and_read_files(path, allows):
    policy = headers_of(path, SEARCHES)["Content-Security-Policy"]

    assert ("'wasm-unsafe-eval'" in policy) == allows
    assert ("connect-src 'self'" in policy) == allows


def test_a_site_without_a_search_page_allows_it_nowhere():
    assert "wasm" not in headers_of("index.html", [])["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "embedded", "read"),
    [
        ("index.html", "same-origin", None),
        ("theme/site.9d733b58b98d.css", "same-origin", None),
        ("pagefind/kinds.de.json", "same-origin", None),
        ("pictures/000a373ecac17bc0.png", "cross-origin", None),
        ("es/feed.atom.xml", "cross-origin", None),
        ("es/datos/timeline.csv", "cross-origin", "*"),
        ("data/record.json", "cross-origin", "*"),
    ],
)
def test_other_sites_may_show_pictures_take_feeds_and_compute_with_data(path, embedded, read):
    headers = headers_of(path, SEARCHES)

    assert headers["Cross-Origin-Resource-Policy"] == embedded
    assert headers.get("Access-Control-Allow-Origin") == read


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("es/feed.atom.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("es/datos/timeline.ics", "text/calendar; charset=utf-8"),
        ("es/datos/timeline.csv", "text/csv; charset=utf-8"),
        ("pagefind/wasm.unknown.pagefind", "application/octet-stream"),
        ("pagefind/index/fr_bc73f7d.pf_index", "application/octet-stream"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_media_types(path, kind):
    assert type_of(path) == kind
    assert headers_of(path, SEARCHES)["Content-Type"] == kind


@pytest.mark.parametrize(
    "path", ["_headers", "_redirects", ".git/config", "es/.env", "index.html.br", "a.js.gz"]
)
def test_what_is_there_for_servers_is_hidden(path):
    assert is_hidden(path)


@pytest.mark.parametrize(
    "path", ["index.html", "manifest.json", ".well-known/security.txt", "es/_headers/index.html"]
)
def test_the_rest_is_not(path):
    assert not is_hidden(path)


def test_by_http_nothing_is_said_that_holds_for_https_alone():
    headers = headers_of("index.html", SEARCHES, https=False)

    assert "Strict-Transport-Security" not in headers
    assert "upgrade-insecure-requests" not in headers["Content-Security-Policy"]


def test_every_header_has_a_value_for_every_path():
    assert all(found[-1][0] == "" for found in rules(SEARCHES).values())
