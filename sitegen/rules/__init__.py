"""Judgements on a joined site: each rule is a function from a View to findings; the tuple is the registry, read top to bottom."""

from collections.abc import Callable, Iterator

from sitegen.diagnostics import Finding
from sitegen.rules import bodies, deadlines, documents, evidence, mandates, website
from sitegen.rules.view import View

RULES: tuple[Callable[[View], Iterator[Finding]], ...] = (
    website.statement_old,
    website.attachment_type,
    mandates.no_mandate,
    mandates.mandate_not_approved,
    mandates.clause_unanswered,
    deadlines.document_missing,
    deadlines.document_late,
    deadlines.due_soon,
    deadlines.not_available,
    deadlines.supplement_late,
    deadlines.needless_reason,
    documents.draft_minutes,
    documents.minutes_before_meeting,
    documents.not_yet_published,
    documents.date_unknown,
    documents.date_unlikely,
    documents.follow_up_overdue,
    evidence.date_contradicted,
    evidence.address_gone,
    documents.item_mismatch,
    documents.closed_elsewhere,
    bodies.too_few_meetings,
    bodies.host,
    bodies.host_not_leading,
    bodies.composition,
    bodies.report_missing,
    bodies.contribution_missing,
    bodies.referral_open,
    bodies.no_meeting_plan,
)


def findings(view: View) -> list[Finding]:
    """Return what every rule finds."""
    return [finding for rule in RULES for finding in rule(view)]
