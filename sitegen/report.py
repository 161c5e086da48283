"""Findings as text for people and as JSON for programs."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sitegen import catalogue
from sitegen.diagnostics import Finding, Severity

COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
BOLD, DIM, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def summary(findings: Iterable[Finding]) -> dict[str, int]:
    """Count the findings by severity."""
    severities = [finding.severity for finding in findings]
    return {
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "notes": severities.count(Severity.NOTE),
    }


def _shown(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """Return the part of a line round a column, and how many characters of it stand before the column."""
    start = max(0, column - 1 - width // 2) if len(line) > width else 0
    part = line[start : start + width].replace("\t", " ")
    return ("…" + part, column - start) if start else (part, column - 1)


def text(findings: tuple[Finding, ...], language: str, lines: Mapping[str, list[str]] | None, colour: bool) -> str:
    """Return the findings as text, a paragraph each where `lines` (of the files, by path) are given, else a line each."""

    def paint(code: str, words: str) -> str:
        return f"{code}{words}{RESET}" if colour else words

    out = []
    for finding in findings:
        severity = catalogue.word(finding.severity.value, language)
        head = f"{paint(BOLD, f'{finding.path}:{finding.line}:{finding.column}')} "
        head += f"{paint(COLOURS[finding.severity], f'{severity} {finding.code}')} {catalogue.message(finding, language)}"
        hint = catalogue.hint(finding, language)
        if lines is None:
            out.append(head + (f" {hint}" if hint else "").replace("\n", " "))
            continue
        out.append(head)
        source = lines.get(finding.path, [])
        if finding.line <= len(source) and source[finding.line - 1].strip():
            part, before = _shown(source[finding.line - 1], finding.column)
            gutter = " " * len(str(finding.line))
            out.append(paint(DIM, f"  {finding.line} │ ") + part)
            out.append(paint(DIM, f"  {gutter} │ ") + " " * before + paint(COLOURS[finding.severity], "^"))
        if hint:
            out.append("  → " + hint.replace("\n", "\n    "))
        out.append("")
    counts = {key: str(value) for key, value in summary(findings).items()}
    closing = catalogue.word("summary", language).format_map(counts) if findings else catalogue.word("no_findings", language)
    return "\n".join([*out, paint(BOLD, closing)])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def as_object(findings: tuple[Finding, ...], language: str, today: date) -> dict[str, Any]:
    """Return the findings as the object that `--format json` prints and that the site publishes."""
    return {
        "today": today.isoformat(),
        "findings": [
            {
                "code": finding.code,
                "name": finding.name,
                "variant": finding.variant,
                "severity": finding.severity.value,
                "path": finding.path,
                "line": finding.line,
                "column": finding.column,
                "message": catalogue.message(finding, language),
                "hint": catalogue.hint(finding, language),
                "arguments": {name: _plain(value) for name, value in finding.arguments.items()},
                "clause": {"path": finding.clause.path, "line": finding.clause.line, "heading": finding.clause.heading}
                if finding.clause
                else None,
                "mend": {"action": finding.mend.action, "text": finding.mend.text, "path": finding.mend.path or finding.path}
                if finding.mend
                else None,
            }
            for finding in findings
        ],
        "summary": summary(findings),
    }


def as_json(findings: tuple[Finding, ...], language: str, today: date) -> str:
    """Return that object as JSON."""
    return json.dumps(as_object(findings, language, today), ensure_ascii=False, indent=1)
