"""What programs look for at fixed addresses is made from the record, and from no clock."""

from dataclasses import replace

from plugins import wellknown


def test_everything_may_be_read_and_the_list_of_pages_is_named(site):
    assert wellknown.files(site) == {
        "robots.txt": "User-agent: *\nAllow: /\n\nSitemap: https://example.org/news/sitemap.xml\n"
    }


def test_whom_to_tell_of_a_weakness_holds_for_a_year_from_the_edition(site):
    story = site.dossier.story.model_copy(update={"contact": "https://example.org/write"})
    site.dossier = replace(site.trace.whole, story=story)

    assert wellknown.files(site)[".well-known/security.txt"] == (
        "Contact: https://example.org/write\n"
        "Expires: 2020-05-31T00:00:00Z\n"
        "Preferred-Languages: fr, en\n"
        "Canonical: https://example.org/news/.well-known/security.txt\n"
    )
