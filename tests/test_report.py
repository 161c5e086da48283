"""Findings as text and as JSON."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import catalogue, report
from sitegen.diagnostics import Clause, Finding, Mend

TODAY = date(2026, 3, 6)
CLAUSE = Clause("content/mandates/m.md", 14, "Sekretariat")
LATE = Finding(
    "SG302",
    3,
    7,
    {"body": "Klynge Nord", "date": date(2026, 3, 12), "due": date(2026, 3, 5), "done": date(2026, 3, 6), "days": 1}
    | {"measured": "sent", "clause": "Sekretariat"},
    "mandate",
    "content/agendas/a.md",
    CLAUSE,
)
UNKNOWN = Finding(
    "SG102",
    2,
    1,
    {"key": "titel", "nearest": "title", "known": ("title", "menu")},
    "nearest",
    "content/pages/om.md",
    mend=Mend("replace", "title", None, 2, 1, (2, 6)),
)
NOTE = Finding("SG310", 1, 1, {"published": date(2026, 4, 1)}, "", "content/pages/æ.md")
ALL = (LATE, UNKNOWN, NOTE)


def test_summary_counts_by_severity() -> None:
    assert report.summary(ALL) == {"errors": 1, "warnings": 1, "notes": 1}
    assert report.summary(()) == {"errors": 0, "warnings": 0, "notes": 0}


def test_json_is_the_object_of_the_specification() -> None:
    data = json.loads(report.as_json(ALL, "da", TODAY))
    assert data["today"] == "2026-03-06"
    assert data["summary"] == {"errors": 1, "warnings": 1, "notes": 1}
    late, unknown, _ = data["findings"]
    assert late == {
        "code": "SG302",
        "name": "agenda-late",
        "severity": "warning",
        "path": "content/agendas/a.md",
        "line": 3,
        "column": 7,
        "message": catalogue.message(LATE, "da"),
        "hint": catalogue.hint(LATE, "da"),
        "arguments": {
            "body": "Klynge Nord",
            "date": "2026-03-12",
            "due": "2026-03-05",
            "done": "2026-03-06",
            "days": 1,
            "measured": "sent",
            "clause": "Sekretariat",
        },
        "clause": {"path": "content/mandates/m.md", "line": 14, "heading": "Sekretariat"},
        "mend": None,
    }
    assert unknown["mend"] == {
        "action": "replace",
        "text": "title",
        "path": "content/pages/om.md",
        "line": 2,
        "column": 1,
        "end": {"line": 2, "column": 6},
        "certain": False,
    }
    assert "mend" not in report.as_object(ALL, "da", TODAY)["findings"][1], "what the site publishes says it in words"
    assert unknown["arguments"]["known"] == ["title", "menu"]
    assert unknown["clause"] is None
    assert "æ.md" in report.as_json(ALL, "da", TODAY)


def test_a_lowered_finding_is_a_note() -> None:
    lowered = Finding("SG401", path="content/x", lowered=True)
    assert lowered.severity == "note"
    assert report.summary([lowered]) == {"errors": 0, "warnings": 0, "notes": 1}


def test_plain_text_is_a_line_each() -> None:
    lines = report.text(ALL, "da", None, False).split("\n")
    assert [line.split(" ")[0] for line in lines[:3]] == [
        "content/agendas/a.md:3:7",
        "content/pages/om.md:2:1",
        "content/pages/æ.md:1:1",
    ]
    assert [line.split(" ")[1:3] for line in lines[:3]] == [["advarsel", "SG302"], ["fejl", "SG102"], ["bemærkning", "SG310"]]
    for finding, line in zip(ALL, lines, strict=False):
        assert line.endswith(f"{catalogue.message(finding, 'da')} {catalogue.hint(finding, 'da')}")
    assert len(lines) == 4
    assert "1 fejl" in lines[3]


def test_no_findings() -> None:
    assert report.text((), "da", None, False) == "Ingen fund."
    assert report.text((), "da", None, False, closing=False) == ""
    assert report.text((), "en", None, False) == catalogue.word("no_findings", "en")


def test_a_value_with_line_breaks_stays_on_one_line() -> None:
    finding = Finding("SG110", 1, 1, {"key": "a\nb", "value": "x\r\n\x1b[2Jy\u2028z"}, "", "content/a\nb.md")
    assert len(report.text((finding,), "da", None, False).split("\n")) == 2
    assert "\x1b" not in report.text((finding,), "da", {}, False)


def test_a_line_that_is_not_there_is_not_shown() -> None:
    for lines in ({}, {"content/pages/om.md": []}, {"content/pages/om.md": ["", "   "]}):
        assert "│" not in report.text((UNKNOWN,), "da", lines, False)


@pytest.mark.parametrize(
    ("line", "column", "shown", "before"),
    [
        ("title: Om", 1, "title: Om", 0),
        ("title: Om", 8, "title: Om", 7),
        ("\ttitle", 2, " title", 1),
        ("日本 x", 4, "日本 x", 5),  # two columns a letter
        ("e\u0301e\u0301 x", 6, "e\u0301e\u0301 x", 3),  # none for an accent of its own
        ("👍 x", 3, "👍 x", 3),
        ("abc", 9, "abc", 8),  # past the end
    ],
)
def test_the_caret_counts_columns_of_the_terminal(line: str, column: int, shown: str, before: int) -> None:
    assert report._shown(line, column, 100) == (shown, before)


@given(st.text(st.sampled_from("aæ \té"), min_size=1, max_size=300), st.data(), st.integers(10, 120))
def test_the_caret_stands_under_its_character(line: str, data: st.DataObject, width: int) -> None:
    column = data.draw(st.integers(1, len(line)))
    part, before = report._shown(line, column, width)
    assert len(part) <= width + 2
    assert part[before] == line[column - 1].replace("\t", " ")


def test_colour_is_the_only_difference_it_makes() -> None:
    lines = {"content/pages/om.md": ["---", "titel: Om"]}
    plain, coloured = (report.text(ALL, "da", lines, colour) for colour in (False, True))
    assert plain != coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert "  2 │ titel: Om\n    │ ^\n" in plain


def test_annotations_stand_at_the_line_in_the_file() -> None:
    late, unknown, note = report.as_annotations(ALL, "da").split("\n")
    assert late.startswith("::warning file=content/agendas/a.md,line=3,col=7,title=SG302 agenda-late::")
    assert unknown.startswith("::error file=content/pages/om.md,line=2,col=1,")
    assert note.startswith("::notice file=content/pages/æ.md,line=1,col=1,")
    assert late.endswith(report._data(f"{catalogue.message(LATE, 'da')}\n{catalogue.hint(LATE, 'da')}"))


def test_an_annotation_is_one_command_whatever_the_text_holds() -> None:
    nasty = replace(UNKNOWN, path="content/a,b:c%\n.md", arguments={**UNKNOWN.arguments, "key": "x\n::error::løgn"})
    (line,) = report.as_annotations((nasty,), "da").split("\n")
    head, _, _ = line.removeprefix("::").partition("::")
    assert "file=content/a%2Cb%3Ac%25%0A.md," in head and "%0A::error::løgn" in line


def test_sarif_has_a_rule_for_each_code_and_the_clause_as_a_related_place() -> None:
    sarif = json.loads(report.as_sarif(ALL, "da", "0.1.0"))
    assert sarif["version"] == "2.1.0"
    (run,) = sarif["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["SG102", "SG302", "SG310"]
    assert all(rule["help"]["text"] for rule in run["tool"]["driver"]["rules"])
    late, unknown, note = run["results"]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    place = late["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "content/agendas/a.md"}, "region": {"startLine": 3, "startColumn": 7}}
    related = late["relatedLocations"][0]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == CLAUSE.path and related["message"]["text"] == "Sekretariat"
    assert "relatedLocations" not in unknown
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "content/pages/%C3%A6.md"
    assert all(run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_code_quality_is_stable_wherever_a_finding_stands_and_from_day_to_day() -> None:
    def report_of(*findings: Finding) -> list[dict[str, Any]]:
        return json.loads(report.as_code_quality(findings, "da"))  # type: ignore[no-any-return]

    late, unknown, note = report_of(*ALL)
    assert [one["severity"] for one in (late, unknown, note)] == ["major", "blocker", "info"]
    assert late["location"] == {"path": "content/agendas/a.md", "lines": {"begin": 3}}
    assert catalogue.message(LATE, "da") in late["description"] and late["check_name"] == "SG302 agenda-late"
    moved = replace(LATE, line=90, arguments={**LATE.arguments, "days": 2, "done": date(2026, 3, 7)})
    assert report_of(moved)[0]["fingerprint"] == late["fingerprint"]
    assert report_of(replace(LATE, path="content/agendas/b.md"))[0]["fingerprint"] != late["fingerprint"]
    twice = report_of(UNKNOWN, replace(UNKNOWN, line=9))
    assert twice[0]["fingerprint"] == unknown["fingerprint"] != twice[1]["fingerprint"]
