"""The pages of a body: its own, which shows what is near, and one for each of its years."""

import re
from datetime import date
from html import unescape

import pytest

from sitegen.build import Build
from tests.support import base, built, site

TODAY = date(2026, 6, 1)
MINUTES = "content/minutes/2026-03-12-nord-politisk.md"
PLAN = {
    f"content/meetings/{year}.yml": f"meetings:\n  - {{body: nord-politisk, date: {year}-03-12, start: 15:00}}\n"
    for year in (2023, 2024, 2025, 2026, 2027)
}
DECIDED = """---
meeting: 2026-03-12-nord-politisk
sent: 2026-03-19
published: {published}
---
## 1. Ældre <b> & unge

### Beslutning

Godkendt.

## 2. Lukket punkt: køb
Lukket: forhandling

### Beslutning

Godkendt.

## 3. Til orientering

Tekst.
"""


def made(today: date = TODAY, published: str = "2026-03-19", **files: str) -> Build:
    return built(site(**{**PLAN, MINUTES: DECIDED.format(published=published), **files}), today)


def page(build: Build, address: str) -> str:
    assert build.plan, [f for f in build.findings if f.severity == "error"]
    contents = build.plan[f"{address.strip('/')}/index.html"]
    assert isinstance(contents, bytes)
    return contents.decode()


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def section(html: str, name: str) -> str:
    found = re.search(rf'<section[^>]* aria-labelledby="{name}">(.*?)</section>', html, re.DOTALL)
    return found[1] if found else ""


def test_every_year_with_meetings_has_a_page() -> None:
    build = made()
    years = sorted(path.split("/")[2] for path in build.plan if re.fullmatch(r"fora/nord-politisk/\d{4}/index.html", path))
    assert years == ["2023", "2024", "2025", "2026", "2027"]
    links = re.findall(r'href="(/fora/nord-politisk/\d{4}/)"', section(page(build, "/fora/nord-politisk/"), "plan"))
    assert links == [f"/fora/nord-politisk/{year}/" for year in (2027, 2026, 2025, 2024, 2023)]
    for year in years:
        html = page(build, f"/fora/nord-politisk/{year}/")
        marked = re.findall(r'href="(/fora/nord-politisk/\d{4}/)" aria-current="page"', html)
        assert marked == [f"/fora/nord-politisk/{year}/"]


@pytest.mark.parametrize(
    "today, shown",
    [
        (TODAY, ["2027", "2026", "2025"]),
        (date(2027, 12, 1), ["2027", "2026"]),
        (date(2030, 1, 1), ["2027", "2026"]),
        (date(2023, 1, 1), ["2027", "2026", "2025", "2024", "2023"]),
    ],
)
def test_a_bodys_own_page_shows_what_comes_and_the_last_two_years(today: date, shown: list[str]) -> None:
    html = page(made(today, published="2022-01-01"), "/fora/nord-politisk/")
    assert re.findall(r'id="plan-(\d{4})"', html) == shown
    assert not set(re.findall(r'id="frister-(\d{4})"', html)) - set(shown)


def test_a_years_page_shows_its_meetings_drawn_listed_and_judged() -> None:
    html = page(made(), "/fora/nord-politisk/2026/")
    assert "<h1>Klynge Nord, politisk niveau i 2026</h1>" in html
    plan = section(html, "plan")
    assert 'aria-label="Møder i 2026: 1 afholdt."' in plan and plan.count("<tr") == 2
    assert 'href="/moeder/2026-03-12-nord-politisk/referat/"' in plan
    assert re.findall(r'id="frister-(\d{4})"', html) == ["2026"]
    assert "2025-03-12" not in html


def test_a_years_decisions_lead_to_their_items() -> None:
    told = section(page(made(), "/fora/nord-politisk/2026/"), "beslutninger")
    assert re.findall(r'href="([^"]*#[^"]*)"', told) == [
        "/moeder/2026-03-12-nord-politisk/#punkt-1",
        "/moeder/2026-03-12-nord-politisk/#punkt-2",
    ]
    said = words(told)
    assert "12. marts 2026 Punkt 1 Ældre" in said and "& unge" in said
    assert "Lukket punkt: køb Lukket punkt" in said and "forhandling" not in said
    assert "Til orientering" not in said and "Godkendt" not in said


def test_decisions_that_may_not_be_seen_yet_are_not_there() -> None:
    build = made(published="2026-07-01")
    told = words(section(page(build, "/fora/nord-politisk/2026/"), "beslutninger"))
    assert told == "Beslutninger Der er ikke offentliggjort referater med beslutninger fra 2026."


def test_a_body_with_no_meetings_has_no_years() -> None:
    build = built(
        site(**{"content/organisation.yml": f"{base()['content/organisation.yml'].decode()}  - {{id: nyt, name: Nyt}}\n"})
    )
    html = page(build, "/fora/nyt/")
    assert not re.search(r"/fora/nyt/\d", html) and "Der er ikke planlagt møder." in words(html)
