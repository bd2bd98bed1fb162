"""What the pages say of themselves to machines: valid, and the same as they say to readers."""

import json
import re
from pathlib import Path

from babel import Locale

from dossier import Edtf, load
from plugins.site import Site
from plugins.translations import catalogues
from tests.site.conftest import ROOT, STORIES
from tests.site.test_pages import faults

VOCABULARY = json.loads((Path(__file__).parent / "schema-org.json").read_text(encoding="utf-8"))
TYPES, PROPERTIES = VOCABULARY["types"], VOCABULARY["properties"]
ADDRESSES = {"@id", "url", "contentUrl", "archivedAt", "publishingPrinciples"}
CODES = {"@type", "inLanguage", "encodingFormat"}
DATES = {"datePublished", "dateModified", "startDate", "endDate"}


def voices():
    """How each language of each story says things."""
    for _, content in STORIES.values():
        dossier = load(content)
        words = catalogues(dossier.languages, [content.parent / "translations", ROOT / "theme/translations"])
        yield from Site(dossier, "", ROOT / "theme", words).voices.items()


VOICES = dict(voices())


def graph(page):
    """The nodes of a page's graph, the page itself first."""
    return json.loads(page.css('script[type="application/ld+json"]')[0].text)["@graph"]


def nodes(value, place=""):
    """Every node in a value, at any depth, with the property that leads to it."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each, place
            for name, inner in each.items():
                yield from nodes(inner, name)


def values(page):
    """Every property on a page with each of its values."""
    for node, _ in nodes(graph(page) if page.is_indexable else []):
        for name, value in node.items():
            for each in value if isinstance(value, list) else [value]:
                yield name, each


def lineage(kind):
    """A type with all its parents."""
    return {kind}.union(*(lineage(parent) for parent in TYPES[kind]))


def test_every_indexable_page_and_no_other_describes_itself(site):
    def wrong(page):
        found = len(page.css('script[type="application/ld+json"]'))
        if found != page.is_indexable:
            yield f"{found} graphs"

    assert faults(site, wrong) == []


def fits(value, wanted):
    """Whether a value is of one of the types that a property may have."""
    if isinstance(value, dict):
        return "@type" not in value or lineage(value["@type"]) & wanted
    return wanted & ({"Integer"} if isinstance(value, int) else {"Text", "URL", "Date", "DateTime"})


def strangers(node, place):
    """What in a node is not a property of its type, or not of a value that the property may have."""
    kinds = lineage(node["@type"])
    for name, value in node.items():
        if name.startswith("@"):
            continue
        # A role repeats the property in whose place it stands.
        if not kinds & {*PROPERTIES[name]["on"], *(["Role"] if name == place else [])}:
            yield f"{node['@type']} has no {name}"
        for each in value if isinstance(value, list) else [value]:
            if not fits(each, {*PROPERTIES[name]["is"], "Role"}):
                yield f"{name} cannot be {each}"


def test_only_terms_of_schema_org_are_used_where_they_belong(site):
    def wrong(page):
        for node, place in nodes(graph(page) if page.is_indexable else []):
            if set(node) != {"@id"}:
                yield from strangers(node, place)

    assert faults(site, wrong) == []


def links_of(site, page):
    """Every address to which a page leads, whole."""
    found = set()
    for link in page.tree.xpath("//@href"):
        target = site.target(page, link)
        found.add(link if target is None else whole(site, *target))
    return found


def whole(site, path, fragment=""):
    return f"{site.address}/{path}" + (f"#{fragment}" if fragment else "")


def test_every_address_exists_and_is_linked_or_is_the_page_itself(site):
    def wrong(page):
        links = links_of(site, page) | {whole(site, page.path, name) for name in ("", *page.ids)}
        for name, value in values(page):
            if name in ADDRESSES:
                if not re.match("https?://", value):
                    yield f"{value} is not whole"
                elif value not in links:
                    yield f"{value} is not linked"

    # That a link leads somewhere is asserted of all links.
    assert faults(site, wrong) == []


def test_every_word_stands_on_the_page(site):
    def wrong(page):
        words = page.words()
        for name, value in values(page):
            is_words = isinstance(value, str) and name not in ADDRESSES | DATES | CODES
            if is_words and re.sub(r"[ \n\t]+", " ", value) not in words:
                yield f"{name}: {value}"

    assert faults(site, wrong) == []


def test_every_date_is_said_on_the_page(site):
    def wrong(page):
        words = page.words()
        times = {time.get("datetime") for time in page.css("time")}
        for name, value in values(page):
            if name in DATES and value not in times and not is_said(value, page.lang, words):
                yield f"{name}: {value}"

    def is_said(value, lang, words):
        voice = VOICES[lang]
        when = Edtf.parse(value, voice.home.id)
        whole_date = voice.date(when)
        # Of "4–6 May 2019" the first day is written without its month.
        return whole_date in words or re.search(rf"\b{when.start.written.day}–\d+{whole_date[-10:]}", words)

    assert faults(site, wrong) == []


def test_every_language_and_file_type_is_told_to_readers_or_to_browsers(site):
    def wrong(page):
        told = {
            "inLanguage": set(page.tree.xpath("//@lang | //@hreflang")),
            "encodingFormat": set(page.tree.xpath("//a/@type")),
        }
        words = page.words()
        for name, value in values(page):
            if name in told and value not in told[name] and language(name, value, page.lang) not in words:
                yield f"{name}: {value}"

    def language(name, value, lang):
        return Locale.parse(value).get_display_name(lang) if name == "inLanguage" else value

    assert faults(site, wrong) == []


def test_the_title_of_the_page_is_its_name(site):
    def wrong(page):
        if not page.is_indexable or not page.path:
            return
        title = "".join(page.css("h1")[0].itertext())
        mine = graph(page)[0]
        subject = mine.get("mainEntity", {})
        names = {mine.get("name"), mine.get("headline"), subject.get("name")}
        if title not in names and mine["@type"] != "Dataset":
            yield f"{title} is none of {names}"

    assert faults(site, wrong) == []


def test_the_way_to_the_page_is_the_one_that_is_shown(site):
    def wrong(page):
        shown = [
            (
                "".join(place.itertext()).strip(),
                [whole(site, *site.target(page, link)) for link in place.xpath("a/@href")],
            )
            for place in page.css(".breadcrumb li")
        ]
        ways = graph(page)[1:] if page.is_indexable else []
        told = [(place["name"], [place["item"]["@id"]]) for way in ways for place in way["itemListElement"]]
        if page.is_indexable and shown:
            shown[-1][1].append(whole(site, page.path))
        if page.is_indexable and told != shown:
            yield f"{told} is not {shown}"

    assert faults(site, wrong) == []


def test_every_event_in_a_list_is_told_in_its_order(site):
    def wrong(page):
        is_list = page.is_indexable and not page.css(".part")  # which is the whole dossier
        shown = [article.get("id") for article in page.css("article.event")]
        if is_list and shown:
            told = [event["url"].split("/")[-2] for event in graph(page)[0]["mainEntity"]["itemListElement"]]
            if told != shown:
                yield f"{told} is not {shown}"

    assert faults(site, wrong) == []


def test_every_source_of_a_text_an_event_or_a_person_is_told(site):
    def wrong(page):
        shown = [
            "".join(publisher.itertext()) for publisher in page.css("#page\\.main .source .source__publisher")
        ]
        mine = graph(page)[0] if page.is_indexable else {}
        subject = mine.get("mainEntity", {})
        works = [*mine.get("citation", []), *subject.get("subjectOf", [])]
        told = [work["publisher"]["name"] for work in works if "publisher" in work]
        # The page of all sources is an index: what it lists is told where it is used.
        is_index = mine.get("@type") == "WebPage" and not subject
        if told != shown and not is_index:
            yield f"{told} is not {shown}"

    assert faults(site, wrong) == []


def test_an_explainer_tells_its_translation_and_its_corrections(lighthouse):
    page = lighthouse.pages["es/por-que-se-apago/"]
    corrections = load(STORIES["lighthouse"][1]).corrections

    mine = graph(page)[0]

    assert mine["@type"] == "BackgroundNewsArticle"
    assert [other["inLanguage"] for other in mine["workTranslation"]] == ["de"]
    assert mine["isPartOf"]["@id"] == f"{lighthouse.address}/es/"
    assert [one["@id"].partition("#")[2] for one in mine["correction"]] == [
        change.id for change in corrections if page.css(f".changes article#{change.id}")
    ]
    assert mine["correction"]


def test_nothing_in_a_graph_can_end_the_element_that_holds_it(site):
    def wrong(page):
        for script in page.css('script[type="application/ld+json"]'):
            yield from re.findall("[<>&\u2028\u2029]", script.text)

    assert faults(site, wrong) == []
