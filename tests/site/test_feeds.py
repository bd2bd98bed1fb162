"""Feeds and the sitemap, read by an XML parser."""

from lxml import etree

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def test_each_language_has_its_own_feed(ours):
    feeds = {lang: etree.parse(ours.folder / lang / "feed.atom.xml").getroot() for lang in ("fr", "en")}

    assert {lang: feed.get(XML_LANG) for lang, feed in feeds.items()} == {"fr": "fr", "en": "en"}
    assert feeds["fr"].findtext("a:title", namespaces=ATOM) == "Cinq jours chez OpenAI"
    assert feeds["en"].findtext("a:title", namespaces=ATOM) == "Five Days at OpenAI"


def test_a_feed_has_every_explainer_of_its_language_in_full(ours):
    feed = etree.parse(ours.folder / "fr/feed.atom.xml").getroot()
    links = [link.get("href") for link in feed.xpath("a:entry/a:link", namespaces=ATOM)]
    pages = [
        page for path, page in ours.pages.items() if page.lang == "fr" and page.css("article.prose .byline")
    ]

    assert sorted(links) == sorted(f"{ours.address}/{page.path}" for page in pages)
    assert all(len(content.text) > 3000 for content in feed.xpath("a:entry/a:content", namespaces=ATOM))


def test_links_in_a_feed_are_whole(lighthouse):
    feed = etree.parse(lighthouse.folder / "es/feed.atom.xml").getroot()

    for content in feed.xpath("a:entry/a:content", namespaces=ATOM):
        links = etree.HTML(content.text).xpath("//@href")

        assert links
        assert all(link.startswith("https://") for link in links)


def test_the_sitemap_has_every_page_with_its_alternates(site):
    urls = etree.parse(site.folder / "sitemap.xml").getroot()
    found = {}
    for url in urls.iterfind("s:url", MAP):
        links = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", MAP)}
        found[url.findtext("s:loc", namespaces=MAP)] = links

    expected = {}
    for path, page in site.pages.items():
        if page.is_indexable:
            links = {
                link.get("hreflang"): link.get("href") for link in page.css('link[rel="alternate"][hreflang]')
            }
            expected[f"{site.address}/{path}"] = links if path else {}

    assert found == expected
