"""Open data under /data/: the verdicts, and the findings that are nobody's secret."""

import json
from datetime import date
from typing import Any

from sitegen import catalogue, report
from sitegen.diagnostics import Finding
from sitegen.model import Verdict

# Findings about files that nothing on the site shows: their names are nobody's business.
NEVER_PUBLIC = ("SG109", "SG205")


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


def verdicts_json(verdicts: tuple[Verdict, ...]) -> bytes:
    """Return /data/verdicts.json: one array, a line for each verdict."""
    lines = (json.dumps(verdict_object(verdict), ensure_ascii=False) for verdict in verdicts)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def findings_json(findings: tuple[Finding, ...], secret: frozenset[str], language: str, today: date) -> bytes:
    """Return /data/findings.json without the findings about files that are not public (`secret`, by path)."""
    public = tuple(finding for finding in findings if finding.path not in secret and finding.code not in NEVER_PUBLIC)
    return (report.as_json(public, catalogue.language_for(language), today) + "\n").encode()
