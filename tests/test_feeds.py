"""Outputs for machines: the verdicts, the findings that are nobody's secret, the sitemap, robots.txt."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sitegen.build import Build, Options
from sitegen.diagnostics import Finding
from sitegen.feeds import data, sitemap
from sitegen.output import file_path
from tests.support import CASES, TODAY, built, read_case, site

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
KEYS = ["meeting", "body", "obligation", "verdict", "due", "done", "days_late", "measured", "source", "mandate", "clause"]
WORDS = {"on-time", "late", "missing", "due", "available", "not-available", "no-rule", "waived", "not-applicable", "unknown"}

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


def text(build: Build, path: str) -> str:
    contents = build.plan[path]
    assert isinstance(contents, bytes), [f for f in build.findings if f.severity == "error"]
    return contents.decode()


def read(build: Build, path: str) -> Any:
    return json.loads(text(build, path))


# --- verdicts


def verdict_cases() -> list[str]:
    return sorted(path.stem for path in CASES.glob("verdict-*.md"))


@pytest.mark.parametrize("case", [*verdict_cases(), "counting-offset-winter"])
def test_verdicts_are_as_the_specification_says(case: str) -> None:
    read_in = read_case(CASES / f"{case}.md")
    build = built(read_in.files, read_in.today)
    rows = read(build, "data/verdicts.json")
    assert len(rows) == len(build.verdicts)
    for row in rows:
        assert list(row) == KEYS
        assert row["verdict"] in WORDS
        assert re.fullmatch(r"agenda|minutes|website-agenda|website-minutes|supplement-\d+", row["obligation"])
        for day in (row["due"], row["done"]):
            assert day is None or re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)
        assert row["measured"] in ("sent", "published", None)
        assert row["source"] in ("mandate", "house-rule", None)
        assert row["days_late"] is None or isinstance(row["days_late"], int)
        for key in ("mandate", "clause"):
            assert row[key] is None or (isinstance(row[key], str) and row[key])
    assert len({(r["meeting"], r["body"], r["obligation"]) for r in rows}) == len(rows), "one verdict each"


def test_a_verdict_says_what_it_rests_on() -> None:
    rows = read(built(site()), "data/verdicts.json")
    assert rows[0] == {
        "meeting": "2026-03-12-nord-politisk",
        "body": "nord-politisk",
        "obligation": "agenda",
        "verdict": "due",
        "due": "2026-03-05",
        "done": None,
        "days_late": None,
        "measured": "sent",
        "source": "mandate",
        "mandate": "politisk",
        "clause": "Sekretariat",
    }
    assert rows[2]["verdict"] == "no-rule"
    assert [rows[2][key] for key in ("due", "done", "days_late", "measured", "source", "clause")] == [None] * 6


def test_a_site_without_meetings_has_an_empty_array() -> None:
    assert read(built(site(**{"content/meetings/2026.yml": "meetings: []\n"})), "data/verdicts.json") == []


# --- standings, and both as CSV

STANDING_KEYS = ["body", "year", "duty", "verdict", "reason", "meeting", "item", "target", "party", "found", "least", "most"]
STANDING_KEYS += ["day", "met", "source", "mandate", "clause"]
STANDING_WORDS = {"kept", "broken", "due", "counted", "unknown", "not-applicable"}
DUTIES = {"meetings", "host", "chair", "composition", "report", "contribution", "referral"}


def table(contents: bytes) -> list[list[str]]:
    assert contents.endswith(b"\r\n") and b"\n" not in contents.replace(b"\r\n", b""), "RFC 4180"
    return list(csv.reader(io.StringIO(contents.decode("utf-8"), newline=""), strict=True))


def same_in_both(rows: list[dict[str, Any]], contents: bytes, keys: list[str]) -> None:
    head, *lines = table(contents)
    assert head == keys
    assert lines == [["" if row[key] is None else str(row[key]) for key in keys] for row in rows]


@pytest.mark.parametrize("name", ["verdict-joint", "verdict-late", "verdict-waived-late", "SG401-past", "SG402-suggestion"])
def test_csv_holds_what_json_holds(name: str) -> None:
    case = read_case(CASES / f"{name}.md")
    build = built(case.files, case.today)
    verdicts, standings = json.loads(data.verdicts_json(build.verdicts)), json.loads(data.standings_json(build.standings))
    assert all(list(row) == KEYS for row in verdicts)
    assert all(list(row) == STANDING_KEYS for row in standings)
    same_in_both(verdicts, data.verdicts_csv(build.verdicts), KEYS)
    same_in_both(standings, data.standings_csv(build.standings), STANDING_KEYS)
    assert data.verdicts_csv(build.verdicts) == data.verdicts_csv(built(case.files, case.today).verdicts)


def test_a_standing_says_what_it_rests_on() -> None:
    case = read_case(CASES / "SG402-suggestion.md")
    rows = json.loads(data.standings_json(built(case.files, case.today).standings))
    assert {row["duty"] for row in rows} <= DUTIES and {row["verdict"] for row in rows} <= STANDING_WORDS
    missing = next(row for row in rows if row["reason"] == "missing")
    assert (missing["duty"], missing["reason"], missing["source"]) == ("host", "missing", "mandate")
    assert missing["mandate"] and missing["meeting"] and missing["clause"] and missing["party"] is None
    assert all(row[key] is None or row[key] != "" for row in rows for key in STANDING_KEYS)


def test_empty_tables_have_their_header() -> None:
    assert table(data.verdicts_csv(())) == [KEYS]
    assert table(data.standings_csv(())) == [STANDING_KEYS]
    assert json.loads(data.standings_json(())) == []


@pytest.mark.parametrize("clause", ["=1+1", "+45", "-2", "@her", "\tTab", "=cmd|' /C calc'!A0"])
def test_no_cell_is_run_as_a_formula_and_json_is_exact(clause: str) -> None:
    verdict = replace(built(site()).verdicts[0], clause=clause)
    assert table(data.verdicts_csv((verdict,)))[1][-1] == f"'{clause}"
    assert json.loads(data.verdicts_json((verdict,)))[0]["clause"] == clause


@pytest.mark.parametrize("clause", ["Møder, stk. 1", 'Det "lille" udvalg', "Vært; leder", "To\nlinjer", "Æ, Ø = Å"])
def test_cells_are_quoted_where_they_must(clause: str) -> None:
    verdict = replace(built(site()).verdicts[0], clause=clause, due=date(2026, 3, 5), days_late=-1)
    row = dict(zip(KEYS, next(csv.reader(io.StringIO(data.verdicts_csv((verdict,)).decode().split("\r\n", 1)[1]))), strict=True))
    assert row["clause"] == clause and row["due"] == "2026-03-05" and row["days_late"] == "-1", "a number is no formula"


# --- findings


def test_findings_are_those_of_the_build() -> None:
    case = read_case(CASES / "SG301-agenda-missing.md")
    build = built(case.files, case.today)
    published = read(build, "data/findings.json")
    assert published["today"] == case.today.isoformat()
    assert [(f["code"], f["path"], f["line"]) for f in published["findings"]] == [
        (f.code, f.path, f.line) for f in build.findings
    ]
    assert published["summary"]["warnings"] == len([f for f in build.findings if f.severity == "warning"]) > 0


def test_findings_about_what_is_not_public_are_not_published() -> None:
    findings = (
        Finding("SG603", path="content/agendas/a.md", arguments={"text": "her"}, variant="vague"),
        Finding("SG603", path="content/agendas/hemmelig.md", arguments={"text": "her"}, variant="vague"),
        Finding("SG205", path="content/attachments/m/hemmelig.pdf", arguments={"name": "hemmelig.pdf"}),
        Finding("SG109", path="content/hemmelig.txt", arguments={"known": ("agendas",)}, variant="unknown"),
    )
    published = data.findings_json(findings, frozenset({"content/agendas/hemmelig.md"}), "da", TODAY).decode()
    assert "hemmelig" not in published
    assert [f["path"] for f in json.loads(published)["findings"]] == ["content/agendas/a.md"]
    assert json.loads(published)["summary"]["warnings"] == 1


NOTED = "---\ntitle: Om\nHEAD---\nLæs [her](https://example.dk/).\n"


@pytest.mark.parametrize(
    ("path", "head", "options"),
    [
        ("content/pages/hemmelig.md", "draft: true\n", Options()),
        ("content/pages/hemmelig.md", "draft: true\n", Options(drafts=True)),
        pytest.param("content/pages/hemmelig.md", "published: 2026-03-01\n", Options()),
    ],
)
def test_findings_about_pages_that_are_not_public_are_not_published(path: str, head: str, options: Options) -> None:
    build = built(site(**{path: NOTED.replace("HEAD", head)}), options=options)
    assert any(f.path == path for f in build.findings)
    assert "hemmelig" not in text(build, "data/findings.json")


def test_findings_in_a_language_without_a_catalogue_are_in_danish() -> None:
    case = read_case(CASES / "SG301-agenda-missing.md")
    case.files["content/site.yml"] = case.files["content/site.yml"].replace(b"language: da", b"language: kl")
    assert "Dagsordenen mangler" in text(built(case.files, case.today), "data/findings.json")


# --- sitemap, robots


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
