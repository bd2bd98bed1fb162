"""Feeds and the sitemap, read by an XML parser."""

from lxml import etree

from tests.site.test_pages import leads_on

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


def test_links_in_every_feed_are_whole_and_lead_somewhere(site):
    wrong = []
    for file in site.folder.glob("*/*.atom.xml"):
        feed = etree.parse(file).getroot()
        contents = feed.xpath("a:entry/a:content", namespaces=ATOM)
        links = [link for content in contents for link in etree.HTML(content.text).xpath("//@href | //@src")]
        for link in (*links, *feed.xpath("//a:link/@href", namespaces=ATOM)):
            path, fragment = site.target(site.pages[""], link) or ("", "")
            page = site.pages.get(path)
            is_there = fragment in ("", *page.ids) if page else (site.folder / path).is_file()
            # Of another site there is no path here.
            if not link.startswith("http") or (path and not is_there):
                wrong.append(link)

    assert wrong == []


def test_every_page_announces_the_feeds_of_its_language_by_their_titles(site):
    for lang in {page.lang for page in site.pages.values()}:
        for page in site.pages.values():
            if page.lang == lang and page.path.startswith(f"{lang}/") and not leads_on(page):
                links = page.css('link[type="application/atom+xml"]')
                files = [site.folder / site.target(page, link.get("href"))[0] for link in links]
                feeds = [etree.parse(file).getroot() for file in files]

                assert [file.name for file in files] == [
                    "feed.atom.xml", "changes.atom.xml", "corrections.atom.xml",
                ]  # fmt: skip
                assert [feed.findtext("a:title", namespaces=ATOM) for feed in feeds] == [
                    link.get("title") for link in links
                ]
                assert {feed.get(XML_LANG) for feed in feeds} == {lang}


def test_a_correction_is_told_in_full(lighthouse):
    feed = etree.parse(lighthouse.folder / "es/corrections.atom.xml").getroot()
    entry = feed.xpath("a:entry[a:title='La hora del encallamiento']", namespaces=ATOM)[0]
    content = entry.findtext("a:content", namespaces=ATOM)

    assert "El Albatros encalló a las 03:14." in content
    assert "El Albatros encalló a las 02:14." in content
    assert "Nos escribió la capitanía." in content
    assert 'href="https://lighthouse.example.org/news/es/por-que-se-apago/#night.4"' in content


def test_an_explainer_in_the_feed_is_as_new_as_its_last_change(lighthouse):
    feed = etree.parse(lighthouse.folder / "es/feed.atom.xml").getroot()
    address = f"{lighthouse.address}/es/por-que-se-apago/"
    entry = feed.xpath(f"a:entry[a:link/@href='{address}']", namespaces=ATOM)[0]

    assert entry.findtext("a:published", namespaces=ATOM) == "2020-02-15T00:00:00+00:00"
    assert entry.findtext("a:updated", namespaces=ATOM) == "2020-03-09T00:00:00+00:00"


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
