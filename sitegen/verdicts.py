"""Obligations × meetings: for every meeting of every body, how each duty stands on the day, and the clause it rests on."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from sitegen import schema
from sitegen.calendar import deadline
from sitegen.diagnostics import Clause
from sitegen.model import Body, Document, Mandate, Meeting, Site, Verdict

# A waiver ("comply or explain") takes the place of these, never of what was kept.
BREACHES = ("late", "missing", "not-available")
NO_AGENDA = ("extraordinary", "written")  # types of meeting whose agenda has no deadline


@dataclass(frozen=True, slots=True)
class _Sitting:
    """A meeting as one of its bodies holds it: the mandate in force that day and the body's next meeting."""

    meeting: Meeting
    body: Body
    mandate: Mandate | None
    following: date | None
    today: date


def judge(site: Site, today: date) -> tuple[Verdict, ...]:
    """Return every verdict, meetings in order of time, bodies in the meeting's order, obligations in a fixed one."""
    held = {body.id: sorted({m.first for m in site.meetings_of(body) if not m.cancelled}) for body in site.bodies}
    verdicts: list[Verdict] = []
    for meeting in site.meetings:
        for body in meeting.bodies:
            days = held[body.id]
            index = bisect_right(days, meeting.first)
            following = days[index] if index < len(days) else None
            sitting = _Sitting(meeting, body, site.mandate_of(body, meeting.first), following, today)
            verdicts.append(_term(sitting, "agenda", meeting.agenda))
            verdicts.append(_term(sitting, "minutes", meeting.minutes))
            verdicts.append(_website(sitting, "agenda", meeting.agenda))
            verdicts.append(_website(sitting, "minutes", meeting.minutes))
            verdicts.extend(_term(sitting, f"supplement-{s.number}", s) for s in meeting.supplements)
    return tuple(verdicts)


def _rule(mandate: Mandate | None, name: str) -> tuple[schema.Obligation | None, str | None]:
    """Return a duty and its source; a house rule is looked at only where the mandate itself is silent."""
    if mandate:
        for source, rules in (("mandate", mandate.meta.obligations), ("house-rule", mandate.meta.house_rules)):
            rule = getattr(rules, name)
            if rule is not None:
                return rule, source
    return None, None


def _not_applicable(sitting: _Sitting, obligation: str) -> bool:
    about_agenda = not obligation.endswith("minutes")
    return sitting.meeting.cancelled or (about_agenda and sitting.meeting.type in NO_AGENDA)


def _too_old(sitting: _Sitting) -> bool:
    applies_from = sitting.mandate.meta.applies_from if sitting.mandate else None
    return applies_from is not None and sitting.meeting.first < applies_from


def _term(sitting: _Sitting, obligation: str, document: Document | None) -> Verdict:
    """Judge a duty that has a term: the agenda, a supplement by the agenda's term, the minutes."""
    meeting, today = sitting.meeting, sitting.today
    name = "minutes" if obligation == "minutes" else "agenda"
    found, source = _rule(sitting.mandate, name)
    rule = found if isinstance(found, schema.Deadline) else None

    def verdict(kind: str, due: date | None = None, done: date | None = None, **more: str | int | None) -> Verdict:
        return Verdict(
            meeting,
            sitting.body,
            obligation,
            kind,
            due,
            done,
            measured=measured,
            source=source,
            mandate=sitting.mandate if rule else None,
            clause=rule.clause if rule else None,
            document=document,
            **more,  # type: ignore[arg-type]
        )

    measured, done = _done(document, rule.measured if rule else "sent", today)
    if _not_applicable(sitting, obligation):
        rule, source, measured = None, None, None
        return verdict("not-applicable")
    if rule is None:
        return verdict("no-rule", done=done)
    if _too_old(sitting):
        return verdict("unknown", done=done)
    due = deadline(rule.due, meeting.first, meeting.last, sitting.following)
    if document and not measured:
        return verdict("unknown", due)
    if done and (due is None or done <= due):
        return verdict("on-time", due, done)
    if done is None and (due is None or today <= due):
        return verdict("due", due)
    kind = "late" if done else "missing"
    days = (done - due).days if done and due else None
    reason = document.meta.late_reason if document else None
    if obligation in ("agenda", "minutes"):
        reason = getattr(meeting.entry.waived, name) or reason
    if reason:
        return verdict("waived", due, done, days_late=days, reason=reason, breach=kind)
    return verdict(kind, due, done, days_late=days)


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
    """Judge the duty to have a document on the website, which has no date: it counts from the day after the meeting."""
    meeting, today = sitting.meeting, sitting.today
    found, source = _rule(sitting.mandate, "website")
    rule = found if isinstance(found, schema.Website) and name in found.documents else None
    obligation = f"website-{name}"
    published = document.published if document else None
    done = published if published and published <= today else None
    if _not_applicable(sitting, obligation):
        return Verdict(meeting, sitting.body, obligation, "not-applicable", document=document)
    if rule is None:
        return Verdict(meeting, sitting.body, obligation, "no-rule", done=done, document=document)
    reason, breach = None, None
    if _too_old(sitting):
        kind = "unknown"
    elif document and (done or not published):  # without a date of publication, what the site shows is there all the same
        kind = "available"
    elif today <= meeting.last:
        kind = "due"
    else:
        kind, reason = "not-available", meeting.entry.waived.website
        if reason:
            kind, breach = "waived", "not-available"
    return Verdict(
        meeting,
        sitting.body,
        obligation,
        kind,
        done=done,
        source=source,
        mandate=sitting.mandate,
        clause=rule.clause,
        reason=reason,
        breach=breach,
        document=document,
    )


def clause_of(verdict: Verdict) -> Clause | None:
    """Return where the passage that a verdict rests on stands; the mandate's title where it names no clause."""
    mandate = verdict.mandate
    if not mandate:
        return None
    heading = mandate.heading(verdict.clause)
    if heading:
        return Clause(mandate.source.path, heading.line, heading.text)
    return Clause(mandate.source.path, mandate.source.located.place("title")[0], mandate.meta.title)
