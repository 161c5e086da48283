"""How often a body meets, who hosts it, and whether next year is planned."""

from collections.abc import Iterator
from datetime import date, timedelta

from sitegen import schema
from sitegen.diagnostics import Clause, Finding
from sitegen.model import Body, Meeting
from sitegen.rules.view import View

HOST_NOTICE = timedelta(days=30)  # before a meeting, within which its host must be known


def too_few_meetings(view: View) -> Iterator[Finding]:
    """SG401: fewer meetings in a year than the mandate's minimum; past years that no plan covers are not judged.

    In the running year held and planned meetings count, afterwards those that were held. A year in which the body, or its
    mandate, did not exist throughout is a note.
    """
    if view.unread("plan") or view.unread("mandate"):
        return
    years = sorted({m.first.year for m in view.site.meetings if m.first.year < view.today.year} | {view.today.year})
    for body in view.site.bodies:
        for year in years:
            first, last = date(year, 1, 1), date(year, 12, 31)
            if (body.ends or last) < first or (body.begins or first) > last:
                continue
            mandate = view.site.mandate_of(body, min(last, body.ends or last))
            source, rule = mandate.rule("meetings_per_year") if mandate else (None, None)
            if not mandate or not rule or not mandate.binds(first):
                continue
            of_year = [m for m in view.meetings[body.id] if m.first.year == year]
            count = sum(m.counts for m in of_year)
            if count >= rule.minimum:
                continue
            partial = not (body.exists_on(first) and body.exists_on(last) and view.site.mandate_of(body, first))
            yield (of_year[0].source if of_year else body.source).find(
                "SG401",
                variant="partial" if partial else "running" if year == view.today.year else "past",
                clause=mandate.clause(source, rule.clause),
                lowered=partial,
                body=body.name,
                year=year,
                count=count,
                minimum=rule.minimum,
            )


def no_meeting_plan(view: View) -> Iterator[Finding]:
    """SG408: from 1 December, a body that meets and goes on has nothing planned for next year."""
    if view.today.month < 12 or view.unread("plan"):
        return
    year = view.today.year + 1
    for body in view.site.bodies:
        years = {m.first.year for m in view.meetings[body.id]}
        mandate = view.site.mandate_of(body, date(year, 1, 1))
        meets = view.today.year in years or (mandate and mandate.meta.obligations.meetings_per_year)
        planned = any(m.first.year == year and not m.cancelled for m in view.meetings[body.id])
        if meets and body.exists_on(date(year, 1, 1)) and not planned:
            yield body.source.find("SG408", body=body.name, year=year)


def _rotation(view: View) -> Iterator[tuple[Body, schema.Host, Clause, Meeting, Meeting | None]]:
    """Yield every meeting whose mandate makes the host rotate, with the clause and the body's meeting before it."""
    for body in view.site.bodies:
        previous = None
        for meeting in view.meetings[body.id]:
            if not meeting.counts:
                continue
            mandate = view.site.mandate_of(body, meeting.first)
            source, rule = mandate.rule("host") if mandate else (None, None)
            if mandate and rule and rule.rotates and mandate.binds(meeting.first):
                yield body, rule, mandate.clause(source, rule.clause), meeting, previous
            previous = meeting


def _waited_longest(view: View, body: Body, rule: schema.Host, meeting: Meeting) -> schema.Party | None:
    """Return the party whose turn it is: the one that hosted longest ago, or never; the body's order breaks a tie."""
    hosted = {m.entry.host: m.first for m in view.meetings[body.id] if m.counts and m.first < meeting.first and m.host}
    eligible = [p for p in body.parties if (not rule.among or p.kind in rule.among) and p.valid_on(meeting.first)]
    return min(eligible, key=lambda party: hosted.get(party.id, date.min), default=None)


def host_missing(view: View) -> Iterator[Finding]:
    """SG402: the host rotates, and none is named for a meeting that is past or near."""
    for body, rule, clause, meeting, _ in _rotation(view):
        if meeting.entry.host is None and meeting.first <= view.today + HOST_NOTICE:
            turn = _waited_longest(view, body, rule, meeting)
            yield meeting.source.find(
                "SG402",
                variant="suggestion" if turn else "",
                clause=clause,
                body=body.name,
                date=meeting.first,
                suggestion=turn.name if turn else "",
            )


def host_repeated(view: View) -> Iterator[Finding]:
    """SG403: the host rotates, and the same one has two meetings running."""
    for body, rule, clause, meeting, previous in _rotation(view):
        if not meeting.host or not previous or previous.entry.host != meeting.entry.host:
            continue
        turn = _waited_longest(view, body, rule, meeting)
        other = turn.name if turn and turn.id != meeting.host.id else ""
        yield meeting.source.find(
            "SG403",
            "host",
            variant="suggestion" if other else "",
            clause=clause,
            body=body.name,
            host=meeting.host.name,
            date=meeting.first,
            previous=previous.first,
            suggestion=other,
        )
