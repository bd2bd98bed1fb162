"""What a page says of itself to machines, in the words of schema.org (JSON-LD): no more than it shows.

A page of ours has its address for `@id`. What it is about (an event, a person …) has the page that tells of
it for `url`, so that the page and its subject stay two things. What the record does not know stays out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dossier import Change, Document, Edtf, Event, Page, Person, Point, Precision, Quotation, Role, Source
from plugins.data import downloads
from plugins.dates import machine, machine_point
from plugins.site import Site
from plugins.words import plain

Node = dict[str, Any]

WORK: Mapping[str, str] = {
    "article": "NewsArticle",
    "blog": "BlogPosting",
    "book": "Book",
    "filing": "DigitalDocument",
    "forum": "DiscussionForumPosting",
    "letter": "Message",
    "market-data": "Dataset",
    "memo": "Message",
    "newsletter": "Article",
    "paper": "ScholarlyArticle",
    "podcast": "PodcastEpisode",
    "post": "SocialMediaPosting",
    "press-release": "Article",
    "report": "Report",
    "testimony": "CreativeWork",
    "video": "VideoObject",
}
"""What schema.org calls a source of each type."""
EXACT = (Precision.MINUTE, Precision.SECOND)


def structured(
    site: Site, here: Page, title: str = "", above: Sequence[tuple[str, str]] = (), crumb: str = ""
) -> Node:
    """What one page says: the page itself, with what it is about, and the way to it.

    `above` and `crumb` are the pages above it and its own name there, as the breadcrumb shows them.
    """
    graph = [_page(site, here, title)]
    if here.kind not in ("home", "root"):
        home = (site.voice(here.lang).t("Home"), site.dossier.page("home", "", here.lang).path)
        way = [(name, site.absolute(path)) for name, path in (home, *above)]
        graph.append(_breadcrumb([*way, (crumb, site.absolute(here.path))]))
    return {"@context": "https://schema.org", "@graph": graph}


def _page(site: Site, here: Page, title: str) -> Node:
    """The page, as what it is."""
    dossier, lang = site.dossier, here.lang
    match here.kind:
        case "root":
            return _root(site, here)
        case "home":
            return _home(site, here)
        case "explainer":
            return _explainer(site, here, dossier.explainers[here.id][lang])
        case "glossary":
            terms = [_term(site, here, name) for name in dossier.terms]
            return _work(site, here, "DefinedTermSet", name=title, hasDefinedTerm=terms)
        case "data":
            return _dataset(site, here)
        case "corrections":
            found = [_correction(site, here, change) for change in dossier.corrections]
            return _work(site, here, "WebPage", name=title, hasPart=found)
    return _work(site, here, "WebPage", name=title, mainEntity=_subject(site, here))


def _subject(site: Site, here: Page) -> Node | None:
    """What a page is about, where that is a thing or a list of things."""
    dossier, lang = site.dossier, here.lang
    match here.kind:
        case "timeline":
            return _list(_event(site, event, lang) for event in dossier.events)
        case "day":
            return _list(_event(site, event, lang) for event in dossier.events_on(dossier.day(here.id)))
        case "by":
            return _list(_event(site, event, lang) for event in dossier.events_by(here.id))
        case "who":
            people = (*dossier.people_of("person", lang), *dossier.people_of("organisation", lang))
            return _list(_agent(site, person, lang) for person in people)
        case "event":
            return _event_in_full(site, dossier.event(here.id), lang)
        case "person":
            return _agent_in_full(site, dossier.people[here.id], lang)
    return None


# --- Works of ours --------------------------------------------------------------------------------


def _work(site: Site, here: Page, kind: str, **properties: Any) -> Node:
    """A page in one language; the languages are equals, so each is a translation of the others."""
    address = site.absolute(here.path)
    others = [other for other in site.dossier.counterparts(here) if other.lang != here.lang]
    return _node(
        kind,
        at=address,
        url=address,
        inLanguage=here.lang,
        isPartOf=None if here.kind == "home" else _site(site, here.lang),
        workTranslation=[_node(kind, at=site.absolute(o.path), inLanguage=o.lang) for o in others],
        **properties,
    )


def _site(site: Site, lang: str) -> Node:
    """The site in one language."""
    home = site.absolute(site.dossier.page("home", "", lang).path)
    return _node("WebSite", at=home, name=site.voice(lang).text(site.dossier.story.title))


def _root(site: Site, here: Page) -> Node:
    """The site in all languages."""
    return _node(
        "WebSite",
        at=site.absolute(here.path),
        url=site.absolute(here.path),
        name=[voice.text(site.dossier.story.title) for voice in site.voices.values()],
        description=[voice.text(site.dossier.story.description) for voice in site.voices.values()],
        inLanguage=list(site.voices),
        hasPart=[_site(site, lang) for lang in site.voices],
    )


def _home(site: Site, here: Page) -> Node:
    dossier, voice = site.dossier, site.voice(here.lang)
    explainers = [pair[here.lang] for pair in dossier.explainers.values()]
    return _work(
        site,
        here,
        "WebSite",
        name=voice.text(dossier.story.title),
        description=voice.text(dossier.story.description),
        license=_licence(site),
        publishingPrinciples=site.absolute(dossier.page("corrections", "", here.lang).path),
        hasPart=[
            _node(
                "BackgroundNewsArticle",
                at=site.absolute(dossier.address("explainer", document.key, here.lang)),
                headline=voice.typeset(document.front.title),
                description=voice.typeset(document.front.summary),
            )
            for document in explainers
            if document.is_shown
        ],
    )


def _explainer(site: Site, here: Page, document: Document) -> Node:
    voice, rendered = site.voice(here.lang), site.rendered(document.path)
    version = site.dossier.version(here)
    changes = site.dossier.changes_of("explainer", document.key)
    assert document.published is not None
    return _work(
        site,
        here,
        "BackgroundNewsArticle",
        headline=voice.typeset(document.front.title),
        description=voice.typeset(document.front.summary),
        datePublished=document.published.isoformat(),
        dateModified=version.day.isoformat(),
        version=version.digest,
        license=_licence(site),
        about=list(_referred(site, document, "event")),
        mentions=list(_referred(site, document, "person")),
        citation=[_source(site, cited.source, here.lang) for cited in rendered.cited],
        hasPart=[_quotation(site, quotation, here.lang) for quotation in rendered.quoted],
        correction=[_correction(site, here, change) for change in changes if change.is_correction],
    )


def _referred(site: Site, document: Document, kind: str) -> Iterator[Node]:
    """The events or people to which a text links; named where the link has no words of its own."""
    links: dict[str, bool] = {}
    for link in document.prose.links:
        found, _, name = link.target.partition(":")
        if found == kind:
            links[name] = links.get(name, False) or not link.text
    for name, is_named in links.items():
        if kind == "event":
            node = _event(site, site.dossier.event(name), document.lang)
        else:
            node = _agent(site, site.dossier.people[name], document.lang)
        wanted = ("@type", "url", "name") if is_named else ("@type", "url")
        yield {key: node[key] for key in wanted}


def _correction(site: Site, here: Page, change: Change) -> Node:
    return _node(
        "CorrectionComment",
        at=f"{site.absolute(here.path)}#{change.id}",
        name=site.voice(here.lang).text(change.title),
        text=plain(site.prose(change.text, here.lang)),
        datePublished=change.on.isoformat(),
    )


def _dataset(site: Site, here: Page) -> Node:
    voice, version = site.voice(here.lang), site.dossier.version(here)
    return _work(
        site,
        here,
        "Dataset",
        name=voice.text(site.dossier.story.title),
        description=voice.t("The whole record to download, with its licence and notes on each field."),
        dateModified=version.day.isoformat(),
        version=version.digest,
        license=_licence(site),
        distribution=[
            _node(
                "DataDownload",
                name=voice.download(file.kind),
                contentUrl=site.absolute(file.path),
                encodingFormat=file.type,
            )
            for file in downloads(site, here.lang)
        ],
        variableMeasured=[
            _node("PropertyValue", name=name, description=note) for name, note in voice.field_notes().items()
        ],
    )


def _term(site: Site, here: Page, name: str) -> Node:
    term = site.dossier.terms[name]
    return _node(
        "DefinedTerm",
        at=f"{site.absolute(here.path)}#{name}",
        name=site.voice(here.lang).text(term.term),
        description=plain(site.prose(term.definition, here.lang)),
    )


def _licence(site: Site) -> Node:
    return _node("CreativeWork", name=site.dossier.story.licence)


# --- What the record holds ------------------------------------------------------------------------


def _event(site: Site, event: Event, lang: str, **properties: Any) -> Node:
    return _node(
        "Event",
        url=site.absolute(site.dossier.address("event", event.id, lang)),
        name=site.voice(lang).text(event.title),
        **_span(site, event.when),
        **properties,
    )


def _event_in_full(site: Site, event: Event, lang: str) -> Node:
    dossier = site.dossier
    works = [_source(site, dossier.sources[name], lang) for name in event.sources]
    quotations = [_quotation(site, dossier.quotations[name], lang) for name in event.quotations]
    return _event(
        site,
        event,
        lang,
        description=plain(site.prose(event.text, lang)),
        about=[_agent(site, dossier.people[name], lang) for name in event.actors],
        subjectOf=[*works, *quotations],
    )


def _agent(site: Site, person: Person, lang: str, **properties: Any) -> Node:
    """A person or an organisation."""
    return _node(
        "Person" if person.kind == "person" else "Organization",
        url=site.absolute(site.dossier.address("person", person.id, lang)),
        name=site.voice(lang).text(person.name),
        **properties,
    )


def _agent_in_full(site: Site, person: Person, lang: str) -> Node:
    dossier = site.dossier
    events = [_event(site, event, lang) for event in dossier.events_of(person.id)]
    works = [_source(site, dossier.sources[name], lang) for name in person.sources]
    # An organization is affiliated with none, but may be a member.
    place = "affiliation" if person.kind == "person" else "memberOf"
    return _agent(
        site,
        person,
        lang,
        description=plain(site.prose(person.summary, lang)),
        hasOccupation=[_role(site, role, "hasOccupation", lang) for role in person.roles if not role.of],
        subjectOf=[*events, *works],
        **{place: [_role(site, role, place, lang) for role in person.roles if role.of]},
    )


def _role(site: Site, role: Role, place: str, lang: str) -> Node:
    """A post with its dates: schema.org puts the role where the organization would be, and that into it."""
    title = site.voice(lang).text(role.title)
    held = _agent(site, site.dossier.people[role.of], lang) if role.of else _node("Occupation", name=title)
    node = _node(
        "OrganizationRole" if role.of else "Role",
        roleName=title,
        startDate=_day(site, role.since.start) if role.since else None,
        endDate=_day(site, role.until.end) if role.until else None,
    )
    return node | {place: held}


def _quotation(site: Site, quotation: Quotation, lang: str) -> Node:
    """Somebody's words, with our translation where the page is in another language."""
    voice = site.voice(lang)
    speaker = _agent(site, site.dossier.people[quotation.speaker], lang)
    words = voice.typeset(quotation.in_language(lang))
    if quotation.lang == lang:
        return _node("Quotation", text=words, inLanguage=lang, spokenByCharacter=speaker)
    return _node(
        "Quotation",
        text=quotation.original,
        inLanguage=quotation.lang,
        spokenByCharacter=speaker,
        workTranslation=_node("Quotation", text=words, inLanguage=lang),
    )


def _source(site: Site, source: Source, lang: str) -> Node:
    is_point = not source.published.is_interval
    return _node(
        WORK[source.type],
        url=None if source.is_gone else source.url,
        name=site.voice(lang).name("source", source.id),
        author=[_named(site, name, lang, "Person") for name in source.authors],
        publisher=_named(site, source.publisher, lang, "Organization"),
        datePublished=_day(site, source.published.start) if is_point else None,
        inLanguage=source.lang,
        archivedAt=source.archived,
    )


def _named(site: Site, name: str, lang: str, otherwise: str) -> Node:
    """Somebody who is known by a name: what the record says they are, or else what is likely."""
    kinds = {"person": "Person", "organisation": "Organization", None: otherwise}
    return _node(kinds[site.dossier.kind_called(name)], name=site.voice(lang).typeset(name))


# --- Parts ----------------------------------------------------------------------------------------


def _breadcrumb(way: Iterable[tuple[str, str]]) -> Node:
    places = [
        _node("ListItem", position=position, name=name, item={"@id": address})
        for position, (name, address) in enumerate(way, 1)
    ]
    return _node("BreadcrumbList", itemListElement=places)


def _list(things: Iterable[Node]) -> Node:
    return _node("ItemList", itemListElement=list(things))


def _span(site: Site, when: Edtf) -> Node:
    """When something happened: an instant where it is known as one, else the day (month, year).

    An interval may mean that something lasted, or that nobody knows when in it: its days hold either way.
    """
    point = when.start
    if point and not when.is_interval and not point.qualifier and point.precision in EXACT:
        return {"startDate": machine(when)}
    first, last = _day(site, when.start), _day(site, when.end)
    return _given(startDate=first, endDate=last if last != first else None)


def _day(site: Site, point: Point | None) -> str | None:
    """The day of the home zone (month, year) of one end of a date; none where the date is not certain.

    A page says "about" or "uncertain" beside such a date; here nothing could.
    """
    if point is None or point.qualifier:
        return None
    if point.is_timed:
        return site.dossier.home_day(point.earliest).isoformat()
    return machine_point(point)


def _node(kind: str, at: str | None = None, **properties: Any) -> Node:
    """Something of a type, and the address that is its name."""
    return {"@type": kind} | _given(**({"@id": at} | properties))


def _given(**properties: Any) -> Node:
    """The properties that have a value."""
    return {name: value for name, value in properties.items() if value}
