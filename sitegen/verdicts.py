"""Obligations × meetings: for every meeting of every body, how each duty stands on the day, and the clause it rests on."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from sitegen.calendar import deadline
from sitegen.diagnostics import Clause
from sitegen.judgement import Verdict
from sitegen.model import Body, Document, Mandate, Meeting, Site
from sitegen.obligations import Deadline

NO_AGENDA = ("extraordinary", "written")  # types of meeting whose agenda has no deadline


@dataclass(frozen=True, slots=True)
class _Sitting:
    """A meeting as one of its bodies holds it: the mandate in force that day, and the days of the body's meetings."""

    meeting: Meeting
    body: Body
    mandate: Mandate | None
    days: Sequence[date]
    today: date


def judge(site: Site, today: date) -> tuple[Verdict, ...]:
    """Return every verdict, meetings in order of time, bodies in the meeting's order, obligations in a fixed one."""
    days: dict[str, set[date]] = {body.id: set() for body in site.bodies}
    for meeting in site.meetings:
        if not meeting.cancelled:
            for body in meeting.bodies:
                days[body.id].add(meeting.first)
    ordered = {body: sorted(held) for body, held in days.items()}
    verdicts: list[Verdict] = []
    for meeting in site.meetings:
        for body in meeting.bodies:
            sitting = _Sitting(meeting, body, site.mandate_of(body, meeting.first), ordered[body.id], today)
            agenda, minutes = _judged(meeting.agenda), _judged(meeting.minutes)
            verdicts.append(_term(sitting, "agenda", agenda))
            verdicts.append(_term(sitting, "minutes", minutes))
            verdicts.append(_website(sitting, "agenda", agenda))
            verdicts.append(_website(sitting, "minutes", minutes))
            verdicts.extend(_term(sitting, f"supplement-{s.number}", s) for s in meeting.supplements if _judged(s))
    return tuple(verdicts)


def _judged(document: Document | None) -> Document | None:
    """Return the document unless it is a draft that is shown only in a preview: drafts are never judged."""
    return None if document and document.preview == "draft" else document


def _not_applicable(sitting: _Sitting, obligation: str) -> bool:
    about_agenda = not obligation.endswith("minutes")
    return sitting.meeting.cancelled or (about_agenda and sitting.meeting.type in NO_AGENDA)


def _too_old(sitting: _Sitting) -> bool:
    return sitting.mandate is not None and not sitting.mandate.binds(sitting.meeting.first)


def _due(sitting: _Sitting, name: str, rule: Deadline) -> date | None:
    minutes = name == "minutes"
    day = sitting.meeting.last if minutes else sitting.meeting.first
    after = bisect_right(sitting.days, day)
    following = sitting.days[after] if after < len(sitting.days) else None
    return deadline(rule.due, day, following, moves=minutes)


def _term(sitting: _Sitting, obligation: str, document: Document | None) -> Verdict:
    """Judge a duty that has a term: the agenda, a supplement by the agenda's term, the minutes."""
    meeting, today = sitting.meeting, sitting.today
    name = "minutes" if obligation == "minutes" else "agenda"
    blank = partial(Verdict, meeting, sitting.body, obligation, document=document)
    if _not_applicable(sitting, obligation):
        return blank("not-applicable")
    source, rule = sitting.mandate.rule(name) if sitting.mandate else (None, None)
    if rule is None:
        return blank("no-rule", mandate=sitting.mandate)
    ruled = partial(blank, measured=rule.measured, source=source, mandate=sitting.mandate, clause=rule.clause)
    if _too_old(sitting):
        return ruled("unknown")
    due = _due(sitting, name, rule)
    dated_by, done = _done(document, rule.measured, today)
    if document and not dated_by:
        return ruled("unknown", due=due)
    judged = partial(ruled, due=due, done=done, dated_by=dated_by)
    if done and (due is None or done <= due):
        return judged("on-time")
    if _lapsed(sitting, due):
        return blank("not-applicable")
    if done is None and (due is None or today <= due):
        return judged("due")
    breach = judged("late" if done else "missing", days_late=(done - due).days if done and due else None)
    return _waived(breach, getattr(meeting.entry.waived, name) if obligation == name else None)


def _lapsed(sitting: _Sitting, owed: date | None) -> bool:
    """Say whether the body ended before a duty that was not met fell due: its obligations stop with it."""
    ends = sitting.body.ends
    return ends is not None and sitting.today > ends and (owed is None or owed > ends)


def _waived(breach: Verdict, reason: str | None) -> Verdict:
    """Return the breach, or in its place the reason given for it: by the plan, or by the document itself."""
    reason = reason or (breach.document.meta.late_reason if breach.document else None)
    return replace(breach, verdict="waived", reason=reason, breach=breach.verdict) if reason else breach


def _done(document: Document | None, measured: str, today: date) -> tuple[str | None, date | None]:
    """Return which of a document's dates counts, and the date; a date after today is not yet done.

    What is measured by `sent` is met by `published` where `sent` is missing; what is measured by `published` by nothing else.
    """
    if document is None:
        return None, None
    for name in ("sent", "published") if measured == "sent" else ("published",):
        day: date | None = getattr(document, name)
        if day is not None:
            return name, day if day <= today else None
    return None, None


def _website(sitting: _Sitting, name: str, document: Document | None) -> Verdict:
    """Judge the duty to have a document on the website, which has no date of its own.

    It counts from the day after the meeting; for minutes to which the mandate gives a term, from the day after that: nobody
    is in breach for minutes that are not due yet.
    """
    meeting, today = sitting.meeting, sitting.today
    blank = partial(Verdict, meeting, sitting.body, f"website-{name}", document=document)
    if _not_applicable(sitting, name):
        return blank("not-applicable")
    rules = sitting.mandate.rules if sitting.mandate else ()
    source, rule = next(((s, r.website) for s, r in rules if r.website and name in r.website.documents), (None, None))
    if rule is None:
        return blank("no-rule", mandate=sitting.mandate)
    ruled = partial(blank, source=source, mandate=sitting.mandate, clause=rule.clause)
    if _too_old(sitting):
        return ruled("unknown")
    published = document.published if document else None
    if document and (published is None or published <= today):  # with no date, what the site shows is there all the same
        return ruled("available", done=published)
    term = sitting.mandate.meta.obligations.minutes if sitting.mandate and name == "minutes" else None
    until = _due(sitting, name, term) if term else meeting.last
    owed = max(until, meeting.last) + timedelta(days=1) if until else None
    if _lapsed(sitting, owed):
        return blank("not-applicable")
    if owed is None or today < owed:
        return ruled("due")
    return _waived(ruled("not-available"), meeting.entry.waived.website)


def clause_of(verdict: Verdict) -> Clause | None:
    """Return where the passage that a verdict rests on stands."""
    return verdict.mandate.clause(verdict.source, verdict.clause) if verdict.mandate and verdict.source else None
