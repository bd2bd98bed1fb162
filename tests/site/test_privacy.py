"""A page asks no other site, sets no cookie and keeps nothing in the browser."""

import pytest

from tests.site.conftest import LANGUAGES, one_of_each_kind


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_kind_of_page_asks_another_site_or_keeps_anything(ours, opened, served, lang):
    page = opened(1280)

    for path in one_of_each_kind(ours, lang):
        page.show(path)
        page.wait_for_load_state("networkidle")

    kept = page.evaluate(
        """async () => [
          ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await indexedDB.databases(),
          ...await caches.keys(), ...await navigator.serviceWorker.getRegistrations(),
        ]"""
    )
    assert [address for address in page.asked if not address.startswith(served)] == []
    assert page.context.cookies() == []
    assert kept == []
