"""Every page of every story is whole: parsed strictly, linked, named, paired."""

import itertools
import re

from lxml import etree

from desk.hosting import is_hidden

LANGUAGES = ("fr", "en", "es", "de")


def faults(site, find):
    """What `find` yields for any page, each with the page's path: one failure names them all."""
    return [f"{path}: {fault}" for path, page in site.pages.items() for fault in find(page)]


def test_a_strict_parser_finds_no_error(site):
    def errors(page):
        return [f"{place}: {code}" for place, code, _ in page.parser.errors]

    assert faults(site, errors) == []


def test_no_id_stands_twice_on_a_page(site):
    def twice(page):
        return {name for name in page.ids if page.ids.count(name) > 1}

    assert faults(site, twice) == []


def test_every_link_and_fragment_leads_somewhere(site):
    def broken(page):
        for link in page.tree.xpath("//@href | //@src"):
            target = site.target(page, link)
            if target is None:
                continue
            path, fragment = target
            if path in site.pages:
                if fragment and fragment not in site.pages[path].ids:
                    yield f"{link}: no such fragment"
            elif not (site.folder / path).is_file():
                yield f"{link}: no such page"

    assert faults(site, broken) == []


def test_every_page_has_one_h1_and_skips_no_level(site):
    def outline(page):
        levels = [int(heading.tag[1]) for heading in page.css("h1, h2, h3, h4, h5, h6")]
        if levels.count(1) != 1 or levels[0] != 1:
            yield f"h1: {levels.count(1)}"
        yield from (f"h{a} then h{b}" for a, b in itertools.pairwise(levels) if b > a + 1)

    assert faults(site, outline) == []


def test_every_page_says_its_language_and_title(site):
    def missing(page):
        if not re.fullmatch("[a-z]{2}", page.lang):
            yield "lang"
        if not page.css("title")[0].text.strip():
            yield "title"
        if page.path[:3] in ("fr/", "en/", "es/", "de/") and page.lang != page.path[:2]:
            yield f"lang is {page.lang}"

    assert faults(site, missing) == []


def test_every_cell_carries_the_name_of_its_column(site):
    # On a narrow screen the heads of a table are gone, and its rows are read as lists.
    def nameless(page):
        return ["".join(cell.itertext()) for cell in page.css("td:not([data-label])")]

    assert faults(site, nameless) == []


def test_titles_are_unique_within_the_site(site):
    titles = [(page.lang, page.css("title")[0].text) for page in site.pages.values() if page.is_indexable]

    assert sorted(titles) == sorted(set(titles))


def test_every_page_links_to_its_counterpart(site):
    def unpaired(page):
        if serves_all_languages(page) or leads_on(page):
            return
        links = page.css(".site-header__languages a")
        if not links:
            yield "no language link"
        for link in links:
            path, _ = site.target(page, link.get("href"))
            counterpart = site.pages[path]
            if counterpart.lang != link.get("lang") or link.get("hreflang") != link.get("lang"):
                yield f"{path} is in {counterpart.lang}"
            back = [
                site.target(counterpart, a.get("href"))[0]
                for a in counterpart.css(".site-header__languages a")
            ]
            if page.path not in back:
                yield f"{path} does not link back"

    assert faults(site, unpaired) == []


def test_counterparts_have_the_same_ids(site):
    def different(page):
        for link in page.css(".site-header__languages a"):
            path, _ = site.target(page, link.get("href"))
            ids = set(page.ids) ^ set(site.pages[path].ids)
            # The index of a language has its own letters.
            yield from (name for name in ids if not name.startswith("page.letter-"))

    assert faults(site, different) == []


def serves_all_languages(page):
    return page.path in ("", "404.html") or page.path.startswith("id/")


def leads_on(page):
    """Where a page sends its reader at once, if it does."""
    return [meta.get("content") for meta in page.css('meta[http-equiv="refresh"]')]


def alternates(page):
    return {link.get("hreflang"): link.get("href") for link in page.css('link[rel="alternate"][hreflang]')}


def test_alternates_are_whole_and_reciprocal(site):
    def wrong(page):
        if not page.is_indexable:
            return
        own = alternates(page)
        if "x-default" not in own or len(page.css('link[rel="alternate"][hreflang]')) != len(own):
            yield f"alternates are {sorted(own)}"
        canonical = page.css('link[rel="canonical"]')[0].get("href")
        if canonical != f"{site.address}/{page.path}":
            yield f"canonical is {canonical}"
        if page.path and own.get(page.lang) != canonical:
            yield "not its own alternate"
        for address in own.values():
            other = site.pages[site.target(page, address)[0]]
            if alternates(other) != own:
                yield f"{other.path} does not answer"

    assert faults(site, wrong) == []


def test_only_the_404_page_the_guide_snapshots_permanent_and_former_addresses_are_for_no_index(site):
    former = {path for path, page in site.pages.items() if leads_on(page) or page.css(".site--withdrawn")}
    hidden = [page for page in site.pages.values() if not page.is_indexable and page.path not in former]

    assert {page.path.split("/")[1 if page.path[:2] in LANGUAGES else 0] for page in hidden} <= {
        "404.html", "guide", "id", "etat-au", "as-known-on", "segun-se-sabia", "stand-vom",
    }  # fmt: skip
    assert site.pages["404.html"] in hidden
    assert [page.path for page in hidden if alternates(page) or page.css('link[rel="canonical"]')] == []
    assert not any(site.pages[path].is_indexable or alternates(site.pages[path]) for path in former)


def test_the_root_and_the_404_page_speak_every_language_alike(site):
    for path in ("", "404.html"):
        sections = site.pages[path].css("main section")

        assert len(sections) == 2
        assert len({len(section.cssselect("a")) for section in sections}) == 1
        assert len({section.get("lang") for section in sections}) == 2


def test_nothing_unresolved_is_left(site):
    left = re.compile(
        r"\{filename\}|\{\{|\{%|\]\(|\[\^|\{:|href=\"(event|person|term|source|figure|quote|question|explainer|page):"
    )

    # What the guide shows as code is how such things are typed.
    assert (
        faults(site, lambda page: left.findall(re.sub("<code>.*?</code>", "", page.text, flags=re.DOTALL)))
        == []
    )


def test_no_marker_of_the_typography_is_left(site):
    assert faults(site, lambda page: re.findall("[\ue000\ue001\u0002\u0003]", page.text)) == []


def test_nothing_comes_from_another_site(site):
    def foreign(page):
        for element in page.css("script, iframe, img, source, video, audio, link[rel=stylesheet]"):
            address = element.get("src") or element.get("href") or ""
            if site.target(page, address) is None:
                yield address

    assert faults(site, foreign) == []


def test_a_page_has_only_the_scripts_that_it_can_use_each_in_a_file_of_its_own(site):
    def wanted(path, page):
        if re.fullmatch("../(recherche|search|busqueda|suche)/", path):
            yield "search"
        if page.css(".site-header__languages"):
            yield "site"

    program = 'script:not([type="application/ld+json"])'
    found = {
        path: [re.sub(r".*/|\.\w+\.js", "", script.get("src", "")) for script in page.css(program)]
        for path, page in site.pages.items()
    }

    assert found == {path: list(wanted(path, page)) for path, page in site.pages.items()}


def test_an_address_below_a_path_is_kept_in_every_link(lighthouse):
    links = lighthouse.pages["es/"].tree.xpath("//header//@href")

    assert links
    assert all(link.startswith("/news/") for link in links)


def test_drafts_are_nowhere_in_the_output(lighthouse):
    text = "".join(
        file.read_text(encoding="utf-8")
        for file in lighthouse.folder.rglob("*")
        if file.suffix in (".html", ".xml")
    )

    assert "borrador" not in text
    assert "entwurf" not in text


def test_every_file_is_wanted(site):
    files = (file for file in site.folder.rglob("*") if file.is_file())
    kinds = {file.suffix for file in files if not is_hidden(file.relative_to(site.folder).as_posix())}

    search = {".pagefind", ".pf_meta", ".pf_index", ".pf_fragment"}
    look = {".css", ".woff2", ".svg", ".png"}
    assert kinds == {".html", ".js", ".xml", ".json", ".csv", ".ics", ".txt"} | look | search
    scripts = sorted(re.sub(r"\.\w{12}\.", ".", file.name) for file in site.folder.rglob("*.js"))
    assert scripts == ["pagefind.js", "search.js", "site.js"]
    assert etree.parse(site.folder / "sitemap.xml").getroot() is not None
