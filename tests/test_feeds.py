"""The feeds in parts, the sitemap and robots.txt."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from sitegen import feeds
from sitegen.build import Build, Options
from sitegen.feeds import sitemap
from sitegen.output import file_path
from tests.support import built, laid_out, site

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

AGENDA = """---
meeting: 2026-03-12-nord-politisk
sent: 2026-01-20
---
## 1. Velkomst

[Budget](budget og plan.pdf) og ![](kort.png)
"""
ATTACHMENTS = "content/attachments/2026-03-12-nord-politisk/"
FULL: dict[str, str | bytes | None] = {
    "content/agendas/2026-03-12-nord-politisk.md": AGENDA.replace("budget og plan.pdf", "<budget og plan.pdf>"),
    f"{ATTACHMENTS}budget og plan.pdf": b"%PDF",
    f"{ATTACHMENTS}kort.png": b"\x89PNG",
    "content/pages/om.md": "---\ntitle: Om\naliases: [/gammel/]\n---\nTekst.\n",
}


def test_feeds_come_in_parts_that_can_be_made_in_any_order() -> None:
    minutes = AGENDA.replace("## 1. Velkomst", "## 1. Velkomst\nSag: start\n### Beslutning\nGodkendt.").partition("[")[0]
    index = laid_out(site(**FULL, **{"content/minutes/2026-03-12-nord-politisk.md": minutes}), date(2026, 4, 1))
    alone = [dict(feeds.parts(index)[place]()) for place in range(len(feeds.parts(index)))]
    assert sum(map(len, alone)) == len({address for part in alone for address in part}), "none is made twice"
    assert {"/oparl/1.1/paper/start.json", "/data/items.csv", "/kalender.ics"} <= {address for part in alone for address in part}
    together = feeds.parts(index)
    assert [dict(part()) for part in reversed(together)] == alone[::-1]
    assert [dict(part()) for part in together] == alone, "and again"


def text(build: Build, path: str) -> str:
    contents = build.plan[path]
    assert isinstance(contents, bytes), [f for f in build.findings if f.severity == "error"]
    return contents.decode()


def locations(build: Build, path: str = "sitemap.xml") -> list[str]:
    root = ET.fromstring(text(build, path))
    assert root.tag == f"{NAMESPACE}urlset"
    return [location.text or "" for location in root.findall(f"{NAMESPACE}url/{NAMESPACE}loc")]


def test_the_sitemap_holds_every_indexed_page_and_attachment() -> None:
    build = built(site(**FULL))
    listed = locations(build)
    assert listed == sorted(set(listed))
    assert all(address.startswith("https://proeve.example/") for address in listed)
    found = {file_path(address.removeprefix("https://proeve.example")) for address in listed}
    pages = {
        path
        for path, contents in build.plan.items()
        if path.endswith(".html")
        and b'<meta name="robots" content="noindex">' not in (contents if isinstance(contents, bytes) else b"")
    }
    attachments = {path for path in build.plan if path.startswith("bilag/")}
    assert len(attachments) == 2
    assert found == pages | attachments
    assert "https://proeve.example/bilag/2026-03-12-nord-politisk/budget%20og%20plan.pdf" in listed
    assert not any("gammel" in address or "404" in address for address in listed)


def test_the_day_of_the_last_change_stands_where_it_is_known() -> None:
    corrected = "sent: 2026-01-20\ncorrections: [{date: 2026-01-28, text: Rettet}]"
    changes: dict[str, str | bytes | None] = {
        "content/agendas/2026-03-12-nord-politisk.md": AGENDA.partition("[")[0].replace("sent: 2026-01-20", corrected),
        "content/pages/om.md": "---\ntitle: Om\nupdated: 2025-05-01\n---\nTekst.\n",
        "content/pages/andet.md": "---\ntitle: Andet\n---\nTekst.\n",
    }
    build = built(site(**changes))
    root = ET.fromstring(text(build, "sitemap.xml"))
    found = {
        url.findtext(f"{NAMESPACE}loc"): url.findtext(f"{NAMESPACE}lastmod")
        for url in root.findall(f"{NAMESPACE}url")
        if url.find(f"{NAMESPACE}lastmod") is not None
    }
    home = "https://proeve.example/"
    assert found == {
        f"{home}moeder/2026-03-12-nord-politisk/": "2026-01-28",
        f"{home}moeder/2026-03-12-nord-politisk/dagsorden/": "2026-01-28",
        f"{home}om/": "2025-05-01",
    }
    assert all([child.tag for child in url] in ([f"{NAMESPACE}loc"], [f"{NAMESPACE}loc", f"{NAMESPACE}lastmod"]) for url in root)


def test_addresses_are_escaped() -> None:
    (contents,) = sitemap.sitemaps(["/a&b/"], "https://x.example/").values()
    assert b"<loc>https://x.example/a&amp;b/</loc>" in contents


def test_many_addresses_are_several_sitemaps_and_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "LIMIT", 5)
    monkeypatch.setattr("sitegen.feeds.sitemap.LIMIT", 5)
    build = built(site(**FULL))
    index = ET.fromstring(text(build, "sitemap.xml"))
    assert index.tag == f"{NAMESPACE}sitemapindex"
    parts = [location.text or "" for location in index.findall(f"{NAMESPACE}sitemap/{NAMESPACE}loc")]
    assert len(parts) > 1
    listed: list[str] = []
    for part in parts:
        some = locations(build, part.removeprefix("https://proeve.example/"))
        assert 1 <= len(some) <= 5
        listed += some
    monkeypatch.undo()
    assert listed == locations(built(site(**FULL)))


@pytest.mark.parametrize(("count", "files"), [(0, 1), (1, 1), (50_000, 1), (50_001, 3)])
def test_the_protocols_limit(count: int, files: int) -> None:
    assert len(sitemap.sitemaps((f"/{n}/" for n in range(count)), "https://x.example/")) == files


def test_robots() -> None:
    build = built(site(), options=Options(base_url="https://x.example/gren"))
    assert text(build, "robots.txt") == "User-agent: *\nAllow: /\n\nSitemap: https://x.example/gren/sitemap.xml\n"
