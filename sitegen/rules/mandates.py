"""Whether bodies have a mandate to meet under, and whether it was ever approved."""

from collections.abc import Iterator

from sitegen import mends
from sitegen.clauses import answered
from sitegen.diagnostics import BLANK, Finding
from sitegen.model import Mandate, Meeting
from sitegen.obligations import each_obligation
from sitegen.parsed import Passage
from sitegen.rules.view import View

SHOWN = 5  # passages that a finding names


def no_mandate(view: View) -> Iterator[Finding]:
    """SG208: a body meets with no mandate in force; said once a body and year, at its first such meeting.

    Where a proposal lies on the table for every one of them it is a note.
    """
    if view.unread("mandate"):
        return
    for body in view.site.bodies:
        without: dict[int, list[Meeting]] = {}
        for meeting in view.meetings[body.id]:
            if not meeting.cancelled and view.site.mandate_of(body, meeting.first) is None:
                without.setdefault(meeting.first.year, []).append(meeting)
        proposals = [m for m in view.site.mandates if m.meta.proposed and body in m.bodies]
        for year, meetings in without.items():
            proposed = all(any(p.meta.valid_on(meeting.first) for p in proposals) for meeting in meetings)
            yield meetings[0].source.find(
                "SG208",
                variant="proposed" if proposed else "one" if len(meetings) == 1 else "several",
                lowered=proposed,
                body=body.name,
                date=meetings[0].first,
                count=len(meetings),
                year=year,
            )


def mandate_not_approved(view: View) -> Iterator[Finding]:
    """SG406: nobody is recorded as having approved the mandate."""
    for mandate in view.site.mandates:
        approved = mandate.meta.approved
        if mandate.meta.proposed:
            continue
        if approved is None or (approved.by is None and approved.date is None):
            who = {"approved": f"{{by: {BLANK}, date: {BLANK}}}"}
            fresh = ("approved",) not in mandate.source.located.places
            mend = mends.added(mandate.source.located, (), who, "title") if fresh else None
            yield mandate.source.find("SG406", "title", mend=mend, title=mandate.meta.title)


def clause_unanswered(view: View) -> Iterator[Finding]:
    """SG409: passages of a mandate for which no obligation, duty or fact answers; only where any names a clause at all."""
    for mandate in view.site.mandates:
        named = {fact.clause for fact in mandate.meta.facts}
        named |= {one.clause for _, one in each_obligation(mandate.meta.obligations) if one.clause}
        if any(mandate.heading(clause) is None for clause in named):
            continue  # said already; what it was to answer for is not known
        said = {p for clause in named for p in answered(clause, mandate.headings, mandate.passages)}
        left = [p for p in mandate.passages if p not in said and not (p.leads and _led_up_to(mandate, p) <= said)]
        if named and left:
            yield mandate.source.find(
                "SG409",
                "title",
                variant="one" if len(left) == 1 else "several",
                title=mandate.meta.title,
                count=len(left),
                passages="; ".join(passage.name for passage in left[:SHOWN]),
                line=left[0].line,
            )


def _led_up_to(mandate: Mandate, passage: Passage) -> set[Passage]:
    at = mandate.passages.index(passage)
    return set(mandate.passages[at + 1 : at + 1 + passage.leads])
