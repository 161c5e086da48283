"""sitemap.xml (sitemaps.org, protocol 0.9), with the day of the last change where it is known, and robots.txt (RFC 9309)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from xml.sax.saxutils import escape

from sitegen.feeds.changes import changed, papers_changed
from sitegen.model import Site

LIMIT = 50_000  # addresses in one sitemap, by the protocol
UNKNOWN: Mapping[str, date] = MappingProxyType({})


def last_changes(site: Site, today: date) -> dict[str, date]:
    """Return the day of the last change of every page that is made of dated documents, or says its own, by address."""
    return dict(_last_changes(site, today))


def _last_changes(site: Site, today: date) -> Iterator[tuple[str, date]]:
    for meeting in site.meetings:
        if moment := papers_changed(meeting, today):
            yield meeting.address, moment.date()
        agendas = [changed(d, today) for d in meeting.documents if d.kind != "minutes"]
        minutes = [changed(d, today) for d in meeting.documents if d.kind == "minutes"]
        for part, moments in (("dagsorden", agendas), ("referat", minutes)):
            if known := [moment for moment in moments if moment]:
                yield f"{meeting.address}{part}/", max(known).date()
    for page in site.pages:
        if page.meta.updated and page.meta.updated <= today:
            yield page.address, page.meta.updated


def sitemaps(addresses: Iterable[str], base: str, changes: Mapping[str, date] = UNKNOWN) -> dict[str, bytes]:
    """Return the sitemap files by address: one, or an index of several where the addresses are more than one may hold."""
    listed = sorted(addresses)
    parts = [listed[at : at + LIMIT] for at in range(0, len(listed), LIMIT)] or [[]]
    names = ["/sitemap.xml"] if len(parts) == 1 else [f"/sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    files = {name: _xml("urlset", "url", part, base, changes) for name, part in zip(names, parts, strict=True)}
    if len(parts) > 1:
        files["/sitemap.xml"] = _xml("sitemapindex", "sitemap", names, base)
    return files


def _xml(root: str, entry: str, addresses: Iterable[str], base: str, changes: Mapping[str, date] = UNKNOWN) -> bytes:
    lines = (
        f"<{entry}><loc>{escape(base + address.lstrip('/'))}</loc>"
        f"{f'<lastmod>{changes[address].isoformat()}</lastmod>' if address in changes else ''}</{entry}>"
        for address in addresses
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{chr(10).join(lines)}\n</{root}>\n'.encode()


def robots(base: str) -> bytes:
    """Return robots.txt: everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n".encode()
