"""What programs look for at fixed addresses: what they may read, and whom to tell of a weakness."""

from datetime import UTC, datetime, time, timedelta

from plugins.site import Site

SECURITY = ".well-known/security.txt"


def files(site: Site) -> dict[str, str]:
    """The files by their paths. They count only where the site stands at the root of its host."""
    found = {"robots.txt": robots(site)}
    if site.dossier.story.contact:
        found[SECURITY] = security(site)
    return found


def robots(site: Site) -> str:
    """That everything may be read (RFC 9309), and where all pages are listed."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.absolute('sitemap.xml')}\n"


def security(site: Site) -> str:
    """Whom to tell of a weakness (RFC 9116).

    It must say until when it holds. No build reads the clock: it holds for a year from the edition, the
    newest day that we wrote. A site of which nothing is written any more has nobody who answers.
    """
    expires = datetime.combine(site.dossier.edition, time(), UTC) + timedelta(days=365)
    return (
        f"Contact: {site.dossier.story.contact}\n"
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: {', '.join(site.dossier.languages)}\n"
        f"Canonical: {site.absolute(SECURITY)}\n"
    )
