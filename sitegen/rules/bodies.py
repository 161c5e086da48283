"""What bodies owe: meetings, hosts in turn, seats, reports, answers to what is referred, and a plan for next year.

Of a body that has ended these are notes: they are true, and nobody can mend them any more.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sitegen import mends
from sitegen.diagnostics import BLANK, Argument, Finding, Source
from sitegen.judgement import Standing
from sitegen.model import Body
from sitegen.obligations import Composition, Report
from sitegen.rules.view import View
from sitegen.standings.hosts import LEADS


def _broken(view: View, duty: str) -> Iterator[Standing]:
    return (standing for standing in view.standings if standing.duty == duty and standing.verdict == "broken")


def _over(view: View, standing: Standing) -> bool:
    return standing.body.ends is not None and standing.body.ends < view.today


def _first_of(view: View, body: Body, year: int) -> Source:
    """Return where a body's year is written: its first meeting in the plan, else the body itself."""
    return next((m.source for m in view.meetings[body.id] if m.first.year == year), body.source)


def too_few_meetings(view: View) -> Iterator[Finding]:
    """SG401: fewer meetings in a year than the mandate's minimum; a year that the body did not exist throughout is a note."""
    if view.unread("plan") or view.unread("mandate"):
        return
    for standing in view.standings:
        partial = standing.variant == "partial"
        if standing.duty == "meetings" and (standing.verdict == "broken" or partial):
            yield _first_of(view, standing.body, standing.year).find(
                "SG401",
                variant=standing.variant,
                clause=standing.passage,
                lowered=partial or _over(view, standing),
                body=standing.body.name,
                year=standing.year,
                count=standing.found or 0,
                minimum=standing.least or 0,
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


def host(view: View) -> Iterator[Finding]:
    """SG402, SG403, SG410: hosts take turns, and none is named for a meeting past or near, or it is not that one's turn."""
    codes = {"missing": ("SG402", ()), "repeated": ("SG403", ("host",)), "outside": ("SG410", ("host",))}
    for standing in view.standings:
        if standing.duty != "host" or standing.variant not in codes:
            continue
        code, keys = codes[standing.variant]
        meeting, turn = standing.meeting, standing.turn
        assert meeting and turn  # a host's standing is about a meeting, and about whose turn it is
        arguments: dict[str, Any] = {"body": standing.body.name, "date": meeting.first, "suggestion": turn.name}
        if standing.party:
            arguments["host"] = standing.party.name
        if standing.variant == "repeated" and standing.previous:
            arguments["previous"] = standing.previous.first
        if standing.variant == "missing":  # of one that was held, only those who were there know
            wanted = {"host": turn.id if meeting.first >= view.today else BLANK}
            arguments["mend"] = mends.added(meeting.source.located, meeting.source.at, wanted, "date")
        past = meeting.first < view.today and standing.variant != "repeated"
        variant = "past" if past else "ahead" if standing.variant != "repeated" else ""
        yield meeting.source.find(
            code, *keys, variant=variant, clause=standing.passage, lowered=_over(view, standing), **arguments
        )


def host_not_leading(view: View) -> Iterator[Finding]:
    """SG411: the host leads the meeting, and the minutes name somebody else as its chair."""
    for standing in _broken(view, "chair"):
        meeting, party = standing.meeting, standing.party
        assert meeting and meeting.minutes and meeting.host and party  # of minutes that name another party than the host's
        people = enumerate(meeting.minutes.meta.participants)
        place = next(n for n, p in people if p.party == party.id and (p.role or "").lower() in LEADS and not p.substitute_for)
        yield meeting.minutes.source.find(
            "SG411",
            "participants",
            place,
            "role",
            clause=standing.passage,
            lowered=_over(view, standing),
            body=standing.body.name,
            date=meeting.first,
            host=meeting.host.name,
            party=party.name,
        )


def composition(view: View) -> Iterator[Finding]:
    """SG404: today a body has fewer or more seats of a role than its mandate asks for."""
    for standing in _broken(view, "composition"):
        rule = standing.rule
        if standing.year != view.today.year or not isinstance(rule, Composition):
            continue
        arguments: dict[str, Any] = {"body": standing.body.name, "role": rule.role, "found": standing.found or 0}
        few = standing.variant == "too-few"
        arguments |= {"least": standing.least or 0} if few else {"most": standing.most or 0}
        if standing.party:
            arguments["party"] = standing.party.name
        variant = f"{standing.variant}-{'party' if standing.party else 'among'}"
        yield standing.body.source.find("SG404", *_seat(standing, rule), variant=variant, clause=standing.passage, **arguments)


def _seat(standing: Standing, rule: Composition) -> tuple[str | int, ...]:
    """Return the keys of the seat to mend: one of the role and party, one in force rather than not; else all seats."""
    own = [
        place
        for place, seat in enumerate(standing.body.entry.seats)
        if seat.role.lower() == rule.role.lower() and (standing.party is None or seat.party == standing.party.id)
    ]
    day = standing.day or date.min
    now = [place for place in own if standing.body.entry.seats[place].valid_on(day)]
    return ("seats", (now or own)[0]) if own else ("seats",)


def report_missing(view: View) -> Iterator[Finding]:
    """SG405: a yearly report that has not been on any agenda of its year, from 1 December."""
    if view.unread("plan") or view.unread("agenda") or view.unread("minutes"):
        return
    for standing in _broken(view, "report"):
        if isinstance(standing.rule, Report) and standing.target:
            yield standing.body.source.find(
                "SG405",
                variant="running" if standing.year == view.today.year else "past",
                clause=standing.passage,
                lowered=_over(view, standing),
                body=standing.body.name,
                name=standing.rule.name,
                case=standing.rule.case,
                target=standing.target.name,
                year=standing.year,
            )


def contribution_missing(view: View) -> Iterator[Finding]:
    """SG413: a body brought fewer items to another's agenda in a year than its mandate asks for."""
    if view.unread("plan") or view.unread("agenda") or view.unread("minutes"):
        return
    for standing in _broken(view, "contribution"):
        if standing.target:
            yield standing.body.source.find(
                "SG413",
                clause=standing.passage,
                lowered=_over(view, standing),
                body=standing.body.name,
                target=standing.target.name,
                year=standing.year,
                found=standing.found or 0,
                least=standing.least or 0,
            )


def referral_open(view: View) -> Iterator[Finding]:
    """SG412: an item was referred to a body, which has met since and not taken it up."""
    if view.unread("plan") or view.unread("agenda") or view.unread("minutes"):
        return
    for standing in _broken(view, "referral"):
        meeting, joint, passed = standing.meeting, standing.item, standing.previous
        assert meeting is not None and joint is not None and passed is not None and standing.target is not None
        agenda = next((s for s in meeting.supplements if s.number == joint.supplement), meeting.agenda)
        for document, item in ((meeting.minutes, joint.minutes), (agenda, joint.agenda)):
            if document and item and item.field("referred_to"):
                _, line, column = item.fields["referred_to"]
                arguments: dict[str, Argument] = {"body": standing.target.name, "title": item.title}
                arguments |= {"date": meeting.first, "next": passed.first}
                if standing.passage:
                    arguments["clause"] = standing.passage.heading
                yield Finding("SG412", line, column, arguments, "", document.path, standing.passage)
                break
