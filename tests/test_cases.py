"""Every case file: all the findings of its site on its day, each at its line and column, and no others."""

import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from sitegen.build import Build
from sitegen.diagnostics import CODES, Finding, Mend
from tests.support import CASES, base, built, examined, history, read_case
from tests.test_catalogue import OF_THE_PLAN

FILES = sorted(CASES.glob("*-*.md"))
# Thousands of mutants are run through the cases, and pages take ten times as long as judgements: those are not made for them.
MUTANTS = "MUTANT_UNDER_TEST" in os.environ


def _line(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}:{finding.column} {finding.code} {finding.variant}".strip()


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value).replace("\n", "⏎")


def _change(mend: Mend) -> str:
    """A mend as a case states it: the action, the place that changes, and the exact text."""
    end = f"-{mend.end[0]}:{mend.end[1]}" if mend.end else ""
    place = "" if mend.line is None else f"{mend.line}:{mend.column}{end} "
    text = mend.text.replace("\n", "⏎")
    return f"{mend.action} {f'{mend.path} ' if mend.path else ''}{place}»{text}«{' for certain' if mend.certain else ''}"


def _verdicts(build: Build) -> set[str]:
    rows = set()
    for v in build.verdicts:
        dates = [d.isoformat() if d else "-" for d in (v.due, v.done)]
        late = "-" if v.days_late is None else str(v.days_late)
        rows.add(" ".join([v.meeting.id, v.body.id, v.obligation, v.verdict, *dates, late]))
    return rows


def test_the_base_site_has_no_findings() -> None:
    assert [_line(f) for f in built(base()).findings] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = read_case(path)
    judge = examined if MUTANTS and path.name[:5] not in OF_THE_PLAN else built
    build = judge(case.files, case.today, history=history(case))
    if case.findings is not None:
        assert [_line(finding) for finding in build.findings] == [line for line, _ in case.findings]
        for finding, (_, wanted) in zip(build.findings, case.findings, strict=True):
            clause = finding.clause
            found = {name: _shown(value) for name, value in finding.arguments.items()} | {"severity": finding.severity.value}
            found["mend"] = _change(finding.mend) if finding.mend else ""
            if clause:
                assert finding.arguments["clause"] == clause.heading
                found["clause"] = (
                    f"{clause.path}:{clause.line} {clause.heading}" if ":" in wanted.get("clause", "") else clause.heading
                )
            assert {name: found.get(name) for name in wanted} == wanted
    missing = [row for row in case.verdicts if " ".join(row.split()) not in _verdicts(build)]
    assert not missing, f"not among {sorted(_verdicts(build))}"
    assert case.findings is not None or case.verdicts, "a case that expects nothing"


@cache
def _raised() -> str:
    return "\n".join(line for path in FILES for line, _ in read_case(path).findings or [])


@pytest.mark.parametrize("code", sorted(set(CODES) - {"SG113"}))  # SG113 is found by the disk: tests/test_files.py
def test_every_code_is_raised_by_a_case(code: str) -> None:
    assert f" {code}" in _raised(), code
