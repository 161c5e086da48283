"""Deadlines passed, near, and documents that are not where the mandate wants them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sitegen import mends
from sitegen.calendar import working_day_until
from sitegen.diagnostics import BLANK, Finding, Mend
from sitegen.judgement import Verdict
from sitegen.model import Document, Meeting
from sitegen.rules.view import View
from sitegen.verdicts import clause_of

MISSING = {"agenda": "SG301", "minutes": "SG303"}
LATE = {"agenda": "SG302", "minutes": "SG304"}


def _variant(verdict: Verdict) -> str:
    return "house" if verdict.source == "house-rule" else "mandate"


def _waived(meeting: Meeting, key: str) -> Mend | None:
    """Return the mend that gives a reason, which is shown, in the place of a document: comply or explain."""
    source = meeting.source
    if (*source.at, "waived") in source.located.places:
        return mends.added(source.located, (*source.at, "waived"), {key: BLANK})
    return mends.added(source.located, source.at, {"waived": f"{{{key}: {BLANK}}}"}, "date")


def _explained(document: Document, dated_by: str) -> Mend | None:
    return mends.added(document.source.located, (), {"late_reason": BLANK}, dated_by)


def document_missing(view: View) -> Iterator[Finding]:
    """SG301, SG303: no agenda or minutes, and the deadline has passed."""
    for verdict in view.verdicts:
        if verdict.obligation in MISSING and verdict.verdict == "missing" and verdict.due:
            if view.unread(verdict.obligation, verdict.meeting):
                continue
            yield verdict.meeting.source.find(
                MISSING[verdict.obligation],
                variant=_variant(verdict),
                clause=clause_of(verdict),
                mend=_waived(verdict.meeting, verdict.obligation),
                body=verdict.body.name,
                date=verdict.meeting.first,
                due=verdict.due,
                days=(view.today - verdict.due).days,
                meeting=verdict.meeting.id,
            )


def document_late(view: View) -> Iterator[Finding]:
    """SG302, SG304: the agenda or minutes came after their deadline."""
    for verdict in view.verdicts:
        late = verdict.obligation in LATE and verdict.verdict == "late"
        if late and verdict.document and verdict.dated_by and verdict.due and verdict.done:
            yield verdict.document.source.find(
                LATE[verdict.obligation],
                verdict.dated_by,
                variant=_variant(verdict),
                clause=clause_of(verdict),
                mend=_explained(verdict.document, verdict.dated_by),
                body=verdict.body.name,
                date=verdict.meeting.first,
                due=verdict.due,
                done=verdict.done,
                days=(verdict.done - verdict.due).days,
                measured=verdict.dated_by,
            )


def due_soon(view: View) -> Iterator[Finding]:
    """SG305: a deadline within the site's lead time."""
    last = view.today + timedelta(days=view.site.file.reminders.lead_days)
    for verdict in view.verdicts:
        if verdict.obligation not in MISSING or verdict.verdict != "due" or not verdict.due or verdict.due > last:
            continue
        if view.unread(verdict.obligation, verdict.meeting):
            continue
        yield verdict.meeting.source.find(
            "SG305",
            variant=verdict.obligation,
            clause=clause_of(verdict),
            body=verdict.body.name,
            date=verdict.meeting.first,
            due=verdict.due,
            reminder=working_day_until(verdict.due),
            meeting=verdict.meeting.id,
        )


def not_available(view: View) -> Iterator[Finding]:
    """SG306: the meeting is over, and a document that must be on the website is not there."""
    for verdict in view.verdicts:
        name = verdict.obligation.removeprefix("website-")
        if verdict.verdict == "not-available" and not view.unread(name, verdict.meeting):
            yield verdict.meeting.source.find(
                "SG306",
                variant=name,
                clause=clause_of(verdict),
                mend=_waived(verdict.meeting, "website"),
                body=verdict.body.name,
                date=verdict.meeting.first,
                meeting=verdict.meeting.id,
            )


def supplement_late(view: View) -> Iterator[Finding]:
    """SG307: a supplement came after the agenda's deadline, and nobody has said why."""
    for verdict in view.verdicts:
        late = verdict.obligation.startswith("supplement") and verdict.verdict == "late"
        if late and verdict.document and verdict.dated_by and verdict.due and verdict.done:
            yield verdict.document.source.find(
                "SG307",
                verdict.dated_by,
                clause=clause_of(verdict),
                mend=_explained(verdict.document, verdict.dated_by),
                number=verdict.document.number,
                body=verdict.body.name,
                date=verdict.meeting.first,
                due=verdict.due,
                done=verdict.done,
                days=(verdict.done - verdict.due).days,
            )


def needless_reason(view: View) -> Iterator[Finding]:
    """SG313: a reason that excuses nothing, once it is settled that nothing had to be excused."""

    def settled(verdict: Verdict) -> bool:
        done = verdict.verdict in ("on-time", "available")
        return done or (verdict.verdict in ("not-applicable", "no-rule") and verdict.meeting.last < view.today)

    of: dict[str, list[Verdict]] = {}
    for verdict in view.verdicts:
        of.setdefault(verdict.meeting.id, []).append(verdict)
    for meeting in view.site.meetings:
        keys = [key for key in ("agenda", "minutes", "website") if getattr(meeting.entry.waived, key)]
        documents = [document for document in meeting.documents if document.meta.late_reason]
        if not keys and not documents:
            continue
        own = of.get(meeting.id, [])
        body = " · ".join(one.name for one in meeting.bodies)
        for key in keys:
            about = [v for v in own if v.obligation.removesuffix("-agenda").removesuffix("-minutes") == key]
            if about and all(map(settled, about)):
                mend = mends.struck(meeting.source.located, (*meeting.source.at, "waived", key))
                arguments: dict[str, Any] = {"key": key, "body": body, "date": meeting.first}
                yield meeting.source.find("SG313", "waived", key, variant="waived", mend=mend, **arguments)
        for document in documents:
            about = [v for v in own if v.document is document]
            if about and all(map(settled, about)):
                mend = mends.struck(document.source.located, ("late_reason",))
                yield document.source.find("SG313", "late_reason", variant="late", mend=mend, body=body, date=meeting.first)
