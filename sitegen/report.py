"""Findings as text for people, and as JSON, annotations of GitHub Actions, SARIF and GitLab's code quality for programs."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from sitegen import catalogue, privacy
from sitegen.danish import composed
from sitegen.diagnostics import CODES, Finding, Severity

COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
BOLD, DIM, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
WIDTH = 100  # characters of a line that are shown round a finding, where the terminal does not say otherwise
# What would move the cursor, or turn the direction of what follows it.
UNSHOWABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def summary(findings: Iterable[Finding]) -> dict[str, int]:
    """Count the findings by severity."""
    severities = [finding.severity for finding in findings]
    return {
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "notes": severities.count(Severity.NOTE),
    }


def lines(data: bytes) -> list[str]:
    """Return a file's lines as its findings count them, personal numbers masked: a report must not spread what it warns of."""
    text = composed(data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n"))
    shown, at = [], 0
    for number in privacy.find(text):
        start = max(number.start + 2, at)
        shown += [text[at:start], re.sub(r"\S", "•", text[start : number.end])]  # a line may break within a number
        at = max(at, number.end)
    return "".join([*shown, text[at:]]).split("\n")


def _cells(text: str) -> int:
    """Return how many columns of a terminal a text takes up."""
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _shown(line: str, column: int, width: int) -> tuple[str, int]:
    """Return the part of a line round a column, and how many columns of the terminal stand before the column."""
    line, before = UNSHOWABLE.sub("�", line).replace("\t", " "), column - 1
    start = max(0, min(before - width // 2, len(line) - width))
    part = line[start : start + width] + ("…" if start + width < len(line) else "")
    lead = ("…" if start else "") + line[start:before]
    return ("…" if start else "") + part, _cells(lead) + max(0, before - len(line))


def _one_line(text: str) -> str:
    return UNSHOWABLE.sub(" ", text)


def text(
    findings: tuple[Finding, ...],
    language: str,
    lines: Mapping[str, list[str]] | None,
    colour: bool,
    width: int = WIDTH,
    closing: bool = True,
) -> str:
    """Return the findings as text, a paragraph each where `lines` (of the files, by path) are given, else a line each.

    `width` is how much of a long line is shown; `closing` adds how many there are.
    """

    def paint(code: str, words: str) -> str:
        return f"{code}{words}{RESET}" if colour else words

    out = []
    for finding in findings:
        severity = catalogue.word(finding.severity.value, language)
        head = f"{paint(BOLD, _one_line(f'{finding.path}:{finding.line}:{finding.column}'))} "
        head += f"{paint(COLOURS[finding.severity], f'{severity} {finding.code}')} "
        head += _one_line(catalogue.message(finding, language))
        hint = catalogue.hint(finding, language)
        if lines is None:
            out.append(head + _one_line(f" {hint}" if hint else ""))
            continue
        out.append(head)
        source = lines.get(finding.path, [])
        if finding.line <= len(source) and source[finding.line - 1].strip():
            part, before = _shown(source[finding.line - 1], finding.column, width)
            gutter = " " * len(str(finding.line))
            out.append(paint(DIM, f"  {finding.line} │ ") + part)
            out.append(paint(DIM, f"  {gutter} │ ") + " " * before + paint(COLOURS[finding.severity], "^"))
        if hint:
            out.append("\n    ".join(_one_line(line) for line in f"  → {hint}".split("\n")))
        out.append("")
    if closing:
        counts = summary(findings).items()
        words = [f"{n} {catalogue.word(kinds.removesuffix('s') if n == 1 else kinds, language)}" for kinds, n in counts]
        out.append(paint(BOLD, ", ".join(words) if findings else catalogue.word("no_findings", language)))
    return "\n".join(out)


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
            }
            for finding in findings
        ],
        "summary": summary(findings),
    }


def as_json(findings: tuple[Finding, ...], language: str, today: date) -> str:
    """Return that object as JSON; each finding has its mend as well (diagnostics.Mend), or null."""
    said = as_object(findings, language, today)
    said["findings"] = [one | {"mend": _mend(finding)} for one, finding in zip(said["findings"], findings, strict=True)]
    return json.dumps(said, ensure_ascii=False, indent=1)


def _mend(finding: Finding) -> dict[str, Any] | None:
    mend = finding.mend
    if mend is None:
        return None
    end = {"line": mend.end[0], "column": mend.end[1]} if mend.end else None
    where = {"path": mend.path or finding.path, "line": mend.line, "column": mend.column, "end": end}
    return {"action": mend.action, "text": mend.text} | where | {"certain": mend.certain}


def as_annotations(findings: tuple[Finding, ...], language: str) -> str:
    """Return the findings as workflow commands of GitHub Actions, a line each, shown where they are in a pull request."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    lines = []
    for finding in findings:
        place = {"file": finding.path, "line": finding.line, "col": finding.column, "title": f"{finding.code} {finding.name}"}
        where = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
        words = "\n".join(filter(None, (catalogue.message(finding, language), catalogue.hint(finding, language))))
        lines.append(f"::{kinds[finding.severity]} {where}::{_data(words)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_code_quality(findings: tuple[Finding, ...], language: str) -> str:
    """Return the findings as a code quality report of GitLab, shown where they are in a merge request.

    A finding's fingerprint is the same wherever in its file it stands, and from day to day.
    """
    grades = {Severity.ERROR: "blocker", Severity.WARNING: "major", Severity.NOTE: "info"}
    seen: dict[str, int] = {}
    entries = []
    for finding in findings:
        words = " ".join(filter(None, (catalogue.message(finding, language), catalogue.hint(finding, language))))
        said = sorted((name, value) for name, value in finding.arguments.items() if isinstance(value, str))
        mark = json.dumps((finding.code, finding.variant, finding.path, said))
        seen[mark] = seen.get(mark, 0) + 1
        entry = {
            "description": words,
            "check_name": f"{finding.code} {finding.name}",
            "fingerprint": hashlib.blake2b(f"{mark} {seen[mark]}".encode(), digest_size=16).hexdigest(),
            "severity": grades[finding.severity],
            "location": {"path": finding.path, "lines": {"begin": finding.line}},
        }
        entries.append(entry)
    return json.dumps(entries, ensure_ascii=False, indent=1)


def as_sarif(findings: tuple[Finding, ...], language: str, version: str) -> str:
    """Return the findings as SARIF 2.1.0 (OASIS): one run, a rule for each code that was found, the clause as a related place."""
    codes = sorted({finding.code for finding in findings})
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    rules = [
        {
            "id": code,
            "name": CODES[code][0],
            "shortDescription": {"text": CODES[code][0]},
            "help": {"text": catalogue.explanation(code, language), "markdown": catalogue.explanation(code, language)},
            "defaultConfiguration": {"level": levels[CODES[code][1]]},
        }
        for code in codes
    ]
    results = []
    for finding in findings:
        words = " ".join(filter(None, (catalogue.message(finding, language), catalogue.hint(finding, language))))
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": levels[finding.severity],
            "message": {"text": words},
            "locations": [_location(finding.path, finding.line, finding.column)],
        }
        if finding.clause:
            place = _location(finding.clause.path, finding.clause.line)
            result["relatedLocations"] = [place | {"id": 1, "message": {"text": finding.clause.heading or finding.clause.path}}]
        if fix := _fix(finding, language):
            result["fixes"] = [fix]
        results.append(result)
    driver = {"name": "sitegen", "version": version, "language": language, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    sarif = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(sarif, ensure_ascii=False, indent=1)


def _location(path: str, line: int, column: int = 1) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": quote(path)}, "region": {"startLine": line, "startColumn": column}}
    return {"physicalLocation": place}


def _fix(finding: Finding, language: str) -> dict[str, Any] | None:
    """Return a mend as SARIF has it; None for a file's new name, and for what goes to a file's end, which nobody here knows."""
    mend = finding.mend
    if mend is None or mend.line is None:
        return None
    if mend.action == "insert":
        region, text = {"startLine": mend.line + 1, "startColumn": 1, "endColumn": 1}, f"{mend.text}\n"
    else:
        region, text = {"startLine": mend.line, "startColumn": mend.column}, mend.text
        region |= {"endLine": mend.end[0], "endColumn": mend.end[1]} if mend.end else {}
    change = {"deletedRegion": region} | ({"insertedContent": {"text": text}} if text else {})
    artifact = _location(mend.path or finding.path, 1)["physicalLocation"]["artifactLocation"]
    changes = [{"artifactLocation": artifact, "replacements": [change]}]
    return {"description": {"text": catalogue.hint(finding, language)}, "artifactChanges": changes}
