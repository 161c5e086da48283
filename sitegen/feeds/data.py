"""Open data under /data/: the verdicts and standings, each as JSON and as CSV, and the findings that are nobody's secret.

JSON holds every value exactly as it is. CSV (RFC 4180, UTF-8, CRLF, a header row, empty for null) is what people open in a
spreadsheet, which runs a cell that begins with = + - or @ as a formula: such a text has an apostrophe before it there.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sitegen import catalogue, report
from sitegen.diagnostics import Finding
from sitegen.judgement import Standing, Verdict

# Findings about files that nothing on the site shows, or shows no more: their names are nobody's business.
NEVER_PUBLIC = ("SG109", "SG205", "SG211")
VERDICT_KEYS = (
    "meeting",
    "body",
    "obligation",
    "verdict",
    "due",
    "done",
    "days_late",
    "measured",
    "source",
    "mandate",
    "clause",
)
STANDING_KEYS = (
    "body",
    "year",
    "duty",
    "verdict",
    "reason",
    "meeting",
    "item",
    "target",
    "party",
    "found",
    "least",
    "most",
    "day",
    "met",
    "source",
    "mandate",
    "clause",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes a cell for, when it begins with one of these


def verdict_object(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as one flat object, null where there is nothing."""
    return {
        "meeting": verdict.meeting.id,
        "body": verdict.body.id,
        "obligation": verdict.obligation,
        "verdict": verdict.verdict,
        "due": verdict.due.isoformat() if verdict.due else None,
        "done": verdict.done.isoformat() if verdict.done else None,
        "days_late": verdict.days_late,
        "measured": verdict.measured,
        "source": verdict.source,
        "mandate": verdict.mandate.id if verdict.mandate else None,
        "clause": verdict.clause,
    }


def standing_object(standing: Standing) -> dict[str, Any]:
    """Return a standing as one flat object, null where there is nothing; `reason` says which way it is broken or unknown."""
    return {
        "body": standing.body.id,
        "year": standing.year,
        "duty": standing.duty,
        "verdict": standing.verdict,
        "reason": standing.variant or None,
        "meeting": standing.meeting.id if standing.meeting else None,
        "item": standing.item.anchor if standing.item else None,
        "target": standing.target.id if standing.target else None,
        "party": standing.party.id if standing.party else None,
        "found": standing.found,
        "least": standing.least,
        "most": standing.most,
        "day": standing.day.isoformat() if standing.day else None,
        "met": standing.met.id if standing.met else None,
        "source": standing.source,
        "mandate": standing.mandate.id if standing.mandate else None,
        "clause": standing.clause,
    }


def verdicts_json(verdicts: tuple[Verdict, ...]) -> bytes:
    """Return /data/verdicts.json: one array, a line for each verdict."""
    return _json(map(verdict_object, verdicts))


def verdicts_csv(verdicts: tuple[Verdict, ...]) -> bytes:
    """Return /data/verdicts.csv: the same rows and keys in the same order."""
    return _csv(VERDICT_KEYS, map(verdict_object, verdicts))


def standings_json(standings: tuple[Standing, ...]) -> bytes:
    """Return /data/standings.json: one array, a line for each standing."""
    return _json(map(standing_object, standings))


def standings_csv(standings: tuple[Standing, ...]) -> bytes:
    """Return /data/standings.csv: the same rows and keys in the same order."""
    return _csv(STANDING_KEYS, map(standing_object, standings))


def _json(rows: Iterable[dict[str, Any]]) -> bytes:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def _csv(keys: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    text = _Text()
    writer = csv.writer(text)  # RFC 4180: commas, CRLF, quotes where they are needed
    writer.writerow(keys)
    writer.writerows([_cell(row[key]) for key in keys] for row in rows)
    return "".join(text).encode()


class _Text(list[str]):
    def write(self, line: str) -> None:
        self.append(line)


def _cell(value: str | int | None) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def findings_json(findings: tuple[Finding, ...], secret: frozenset[str], language: str, today: date) -> bytes:
    """Return /data/findings.json without the findings about files that are not public (`secret`, by path)."""
    public = tuple(finding for finding in findings if finding.path not in secret and finding.code not in NEVER_PUBLIC)
    return (report.as_json(public, catalogue.language_for(language), today) + "\n").encode()
