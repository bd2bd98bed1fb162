"""What a feed leaves out."""

from pathlib import Path

from plugins import feeds
from plugins.site import Site
from plugins.translations import catalogues

ROOT = Path(__file__).parents[2]


def test_of_many_explainers_a_feed_has_the_newest(lighthouse, monkeypatch):
    monkeypatch.setattr(feeds, "NEWEST", 1)
    words = catalogues(lighthouse.languages, [ROOT / "tests/stories/lighthouse/translations"])
    site = Site(lighthouse, "https://example.org", ROOT / "theme", words)
    by_day = sorted(lighthouse.explainers.values(), key=lambda pair: pair["es"].published, reverse=True)
    shown = [pair["es"].front.title for pair in by_day if pair["es"].is_shown]
    assert len(shown) > 1

    entries = [entry.title for entry in feeds._explainers(site, "es")]

    assert entries == [site.voice("es").typeset(title) for title in shown[:1]]
