"""Obligations × meetings: for every meeting of every body, how each duty stands on the day, and the clause it rests on."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sitegen import schema
from sitegen.calendar import deadline
from sitegen.diagnostics import Clause
from sitegen.model import Body, Document, Mandate, Meeting, Site, Verdict

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
            verdicts.append(_term(sitting, "agenda", meeting.agenda))
            verdicts.append(_term(sitting, "minutes", meeting.minutes))
            verdicts.append(_website(sitting, "agenda", meeting.agenda))
            verdicts.append(_website(sitting, "minutes", meeting.minutes))
            verdicts.extend(_term(sitting, f"supplement-{s.number}", s) for s in meeting.supplements)
    return tuple(verdicts)


def _rules(mandate: Mandate | None) -> tuple[tuple[str, schema.Obligations], ...]:
    """Return a mandate's own rules and its house rules, which are looked at only where the former are silent."""
    if mandate is None:
        return ()
    return ("mandate", mandate.meta.obligations), ("house-rule", mandate.meta.house_rules)


def _not_applicable(sitting: _Sitting, obligation: str) -> bool:
    about_agenda = not obligation.endswith("minutes")
    return sitting.meeting.cancelled or (about_agenda and sitting.meeting.type in NO_AGENDA)


def _too_old(sitting: _Sitting) -> bool:
    applies_from = sitting.mandate.meta.applies_from if sitting.mandate else None
    return applies_from is not None and sitting.meeting.first < applies_from


def _term_rule(sitting: _Sitting, name: str) -> tuple[str | None, schema.Deadline | None]:
    """Return the term of the agenda or minutes, and whether the mandate or a house rule sets it."""
    return next(((s, getattr(r, name)) for s, r in _rules(sitting.mandate) if getattr(r, name)), (None, None))


def _due(sitting: _Sitting, name: str, rule: schema.Deadline) -> date | None:
    minutes = name == "minutes"
    day = sitting.meeting.last if minutes else sitting.meeting.first
    after = bisect_right(sitting.days, day)
    following = sitting.days[after] if after < len(sitting.days) else None
    return deadline(rule.due, day, following, moves=minutes)


def _term(sitting: _Sitting, obligation: str, document: Document | None) -> Verdict:
    """Judge a duty that has a term: the agenda, a supplement by the agenda's term, the minutes."""
    meeting, today = sitting.meeting, sitting.today
    name = "minutes" if obligation == "minutes" else "agenda"
    blank = Verdict(meeting, sitting.body, obligation, "not-applicable", document=document)
    if _not_applicable(sitting, obligation):
        return blank
    source, rule = _term_rule(sitting, name)
    if rule is None:
        return replace(blank, verdict="no-rule", mandate=sitting.mandate)
    ruled = replace(blank, measured=rule.measured, source=source, mandate=sitting.mandate, clause=rule.clause)
    if _too_old(sitting):
        return replace(ruled, verdict="unknown")
    due = _due(sitting, name, rule)
    dated_by, done = _done(document, rule.measured, today)
    if document and not dated_by:
        return replace(ruled, verdict="unknown", due=due)
    judged = replace(ruled, due=due, done=done, dated_by=dated_by)
    if done and (due is None or done <= due):
        return replace(judged, verdict="on-time")
    if _lapsed(sitting, due):
        return blank
    if done is None and (due is None or today <= due):
        return replace(judged, verdict="due")
    breach = replace(judged, verdict="late" if done else "missing", days_late=(done - due).days if done and due else None)
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

    It counts from the day after the meeting; for minutes that have a term, from the day after that: nobody is in breach
    for minutes that are not due yet.
    """
    meeting, today = sitting.meeting, sitting.today
    blank = Verdict(meeting, sitting.body, f"website-{name}", "not-applicable", document=document)
    if _not_applicable(sitting, blank.obligation):
        return blank
    found = ((s, r.website) for s, r in _rules(sitting.mandate) if r.website and name in r.website.documents)
    source, rule = next(found, (None, None))
    if rule is None:
        return replace(blank, verdict="no-rule", mandate=sitting.mandate)
    ruled = replace(blank, source=source, mandate=sitting.mandate, clause=rule.clause)
    if _too_old(sitting):
        return replace(ruled, verdict="unknown")
    published = document.published if document else None
    if document and (published is None or published <= today):  # with no date, what the site shows is there all the same
        return replace(ruled, verdict="available", done=published)
    term = _term_rule(sitting, name)[1] if name == "minutes" else None
    until = _due(sitting, name, term) if term else meeting.last
    owed = max(until, meeting.last) + timedelta(days=1) if until else None
    if _lapsed(sitting, owed):
        return blank
    if owed is None or today < owed:
        return replace(ruled, verdict="due")
    return _waived(replace(ruled, verdict="not-available"), meeting.entry.waived.website)


def clause_of(verdict: Verdict) -> Clause | None:
    """Return where the passage that a verdict rests on stands.

    Where no clause is named it is the mandate's title; for a house rule, which is not the mandate's own, its heading is empty.
    """
    mandate = verdict.mandate
    if not mandate or not verdict.source:
        return None
    heading = mandate.heading(verdict.clause)
    if heading:
        return Clause(mandate.source.path, heading.line, heading.text)
    title = mandate.meta.title if verdict.source == "mandate" else ""
    return Clause(mandate.source.path, mandate.source.located.place("title")[0], title)
