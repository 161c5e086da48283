"""sitemap.xml (sitemaps.org, protocol 0.9) and robots.txt (RFC 9309)."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

LIMIT = 50_000  # addresses in one sitemap, by the protocol


def sitemaps(addresses: Iterable[str], base: str) -> dict[str, bytes]:
    """Return the sitemap files by address: one, or an index of several where the addresses are more than one may hold."""
    listed = sorted(addresses)
    parts = [listed[at : at + LIMIT] for at in range(0, len(listed), LIMIT)] or [[]]
    names = ["/sitemap.xml"] if len(parts) == 1 else [f"/sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    files = {name: _xml("urlset", "url", part, base) for name, part in zip(names, parts, strict=True)}
    if len(parts) > 1:
        files["/sitemap.xml"] = _xml("sitemapindex", "sitemap", names, base)
    return files


def _xml(root: str, entry: str, addresses: Iterable[str], base: str) -> bytes:
    lines = (f"<{entry}><loc>{escape(base + address.lstrip('/'))}</loc></{entry}>" for address in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{chr(10).join(lines)}\n</{root}>\n'.encode()


def robots(base: str) -> bytes:
    """Return robots.txt: everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n".encode()
