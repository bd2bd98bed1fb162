"""A page asks no other site, sets no cookie and keeps nothing in the browser."""

import socket
from threading import Thread
from types import SimpleNamespace

import pytest
from playwright.sync_api import Error as PlaywrightError

from tests.site.conftest import LANGUAGES, one_of_each_kind

OF_THE_BROWSER = "CONNECT content-autofill.googleapis.com:443 HTTP/1.1"
"""Chromium asks its maker which fields a form has; no page can forbid that."""


@pytest.fixture
def outside():
    """A proxy for all that is not on this machine: it answers nothing, and keeps what it is asked for."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = SimpleNamespace(address="{}:{}".format(*listener.getsockname()), asked=[])

        def listen():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:  # it was closed
                    return
                with connection:
                    proxy.asked.append(connection.recv(1000).partition(b"\r\n")[0].decode())

        Thread(target=listen, daemon=True).start()
        yield proxy
        listener.shutdown(socket.SHUT_RDWR)


def test_nothing_at_all_leaves_the_machine_while_each_kind_of_page_is_read(ours, opened, served, outside):
    page = opened(1280, proxy={"server": outside.address, "bypass": "127.0.0.1"})
    looked_at = sorted({path for lang in LANGUAGES for path in one_of_each_kind(ours, lang)})

    for path in looked_at:
        page.show(path)
        page.wait_for_load_state("networkidle")

    assert len(looked_at) > 20
    assert set(outside.asked) <= {OF_THE_BROWSER}
    with pytest.raises(PlaywrightError):
        page.goto("http://elsewhere.example/")
    assert "GET http://elsewhere.example/ HTTP/1.1" in outside.asked


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
