"""What bodies owe beside their papers: hosts, seats, reports, contributions, answers to referrals, and meetings in the plan."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sitegen.judgement import Standing
from sitegen.model import Body, Site
from sitegen.obligations import Composition, Report
from sitegen.reminders.desk import Action, Desk
from sitegen.standings.hosts import HOST_NOTICE
from sitegen.standings.records import successors


def hosts(desk: Desk) -> Iterator[Action]:
    """Meetings whose host is not named, or is one whose turn it is not; once for the bodies of a joint meeting."""
    waiting: dict[tuple[str, str], list[Standing]] = {}
    for standing in desk.standings:
        if (
            standing.duty == "host"
            and standing.meeting
            and (standing.verdict in ("broken", "due") or standing.variant == "missing")
        ):
            named = "named" if standing.party else "missing"
            waiting.setdefault((standing.meeting.id, named), []).append(standing)
    for found in waiting.values():
        first = found[0]
        meeting = first.meeting
        assert meeting is not None  # asked for above
        ahead = desk.today <= meeting.first
        if not ahead and (first.party or not any(s.body.exists_on(desk.today) for s in found)):
            continue  # who hosted has hosted
        missing = first.variant == "missing"
        day = meeting.first if missing else meeting.first - (timedelta(days=1) if first.party else HOST_NOTICE)
        if not missing and day > desk.last:
            continue
        bodies = tuple(standing.body for standing in found)
        yield Action(
            "host",
            "overdue" if missing else "due",
            bodies,
            desk.secretariat(bodies),
            day,
            act_by=None if missing else desk.act_by(day),
            variant=(first.variant if first.party else "ahead" if ahead else "past"),
            arguments={
                "party": first.party.name if first.party else "",
                "turn": first.turn.name if first.turn and first.turn != first.party else "",
            },
            meeting=meeting,
            place=_line(meeting.source.path, meeting.source.located.place(*meeting.source.at, "host")),
            clause=first.passage,
        )


def _line(path: str, place: tuple[int, int]) -> tuple[str, int]:
    return path, place[0]


def owed(desk: Desk) -> Iterator[Action]:
    """Seats, reports, contributions and referrals that are open, and can still be answered."""
    terms: dict[str, date] = {}
    for verdict in desk.verdicts:
        if verdict.obligation == "agenda" and verdict.due:
            terms[verdict.meeting.id] = min(verdict.due, terms.get(verdict.meeting.id, verdict.due))
    for standing in desk.standings:
        if standing.verdict not in ("broken", "due") or standing.met:
            continue
        match standing.duty:
            case "composition" if standing.verdict == "broken" and standing.year == desk.today.year:
                yield _seat(desk, standing)
            case "report" | "contribution" if standing.year == desk.today.year:
                yield from _brought(desk, standing)
            case "referral":
                yield from _referral(desk, standing, terms)


def _seat(desk: Desk, standing: Standing) -> Action:
    rule, source = standing.rule, standing.body.source
    kinds = rule.among if isinstance(rule, Composition) else ()
    return Action(
        "seat",
        "overdue",
        (standing.body,),
        desk.secretariat([standing.body]),
        desk.today,
        variant=standing.variant,
        arguments={
            "role": rule.role if isinstance(rule, Composition) else "",
            "party": standing.party.name if standing.party else "",
            "among": kinds,
            "found": standing.found or 0,
            "limit": (standing.least if standing.variant == "too-few" else standing.most) or 0,
        },
        place=_line(source.path, source.located.place(*source.at, "seats")),
        clause=standing.passage,
    )


def _brought(desk: Desk, standing: Standing) -> Iterator[Action]:
    """A yearly report, or items that a body is to bring to another: until the day that the year's account is made up."""
    report = isinstance(standing.rule, Report)
    due = standing.day or date(standing.year, *((11, 30) if report else (12, 31)))
    overdue = standing.verdict == "broken"
    enough = not report and (standing.found or 0) >= (standing.least or 0)
    if enough or not standing.target or (not overdue and due > desk.last):
        return
    meeting = next(iter(desk.ahead([standing.target], date(standing.year, 12, 31))), None)
    command, place = desk.onto(meeting)
    yield Action(
        standing.duty,
        "overdue" if overdue else "due",
        (standing.body,),
        desk.secretariat([standing.body]),
        due,
        due=None if report else due,  # the day from which the site says that a report is missing is no mandate's
        act_by=None if overdue else desk.act_by(due),
        arguments={
            "body": standing.body.name,
            "name": standing.rule.name if isinstance(standing.rule, Report) else "",
            "target": standing.target.name,
            "year": standing.year,
            "lacking": (standing.least or 0) - (standing.found or 0),
        },
        meeting=meeting,
        command=command,
        place=place,
        clause=standing.passage,
    )


def receivers(site: Site, target: Body, today: date) -> tuple[Body, ...]:
    """Return who answers for what a body was to take up: itself, or once it has ended the bodies that succeed it."""
    if target.ends is None or target.ends >= today:
        return (target,)
    return tuple(successors(target, site.bodies)) or (target,)


def _referral(desk: Desk, standing: Standing, terms: Mapping[str, date]) -> Iterator[Action]:
    """What was referred to a body, by the agenda of its next meeting; overdue where it has met since without taking it up."""
    if not standing.target or not standing.meeting or not standing.item:
        return
    bodies = receivers(desk.site, standing.target, desk.today)
    overdue, day = standing.verdict == "broken", standing.day
    ahead = desk.ahead(bodies)
    # The agenda that it can still come onto; one whose deadline has passed takes a supplement.
    able = (m for m in ahead if (terms.get(m.id, m.first) >= desk.today if overdue else terms.get(m.id, m.first) == day))
    meeting = next(able, next(iter(ahead), None))
    if not overdue and (day is None or meeting is None or min(day, meeting.first) > desk.last):
        return
    early = day if day and meeting and desk.today <= day < meeting.first else None
    by = early or (meeting.first if meeting else desk.today)
    command, place = desk.onto(meeting)
    passed = standing.previous.first if standing.previous else standing.meeting.first
    yield Action(
        "referral",
        "overdue" if overdue else "due",
        bodies,
        desk.secretariat(bodies),
        passed if overdue else by,
        act_by=None if overdue else desk.act_by(by),  # no mandate sets a day: it is the last that an agenda can carry it
        variant="" if meeting else "unplanned",
        arguments={
            "title": standing.item.item.title,
            "from": standing.body.name if standing.body.id != standing.target.id else standing.meeting.bodies[0].name,
            "date": standing.meeting.first,
            "target": ", ".join(body.name for body in bodies),
        },
        meeting=meeting,
        command=command,
        place=place,
        clause=standing.passage,
    )


def plans(desk: Desk) -> Iterator[Action]:
    """Meetings that this year's plan lacks, and next year's plan before the year is over."""
    if any(kind == "plan" for kind, _ in desk.site.unread):
        return
    following, end = desk.today.year + 1, date(desk.today.year, 12, 31)
    rows = {(s.body.id, s.year): s for s in desk.standings if s.duty == "meetings"}
    for body in desk.site.bodies:
        held = {m.first.year for m in desk.site.meetings if not m.cancelled and any(b.id == body.id for b in m.bodies)}
        running, owed = rows.get((body.id, desk.today.year)), rows.get((body.id, following))
        if running and running.verdict == "broken" and body.exists_on(desk.today):
            yield _plan(desk, body, desk.today.year, (running.least or 0) - (running.found or 0), running)
        short = (owed.least or 0) - (owed.found or 0) if owed and owed.verdict == "due" else 0
        unplanned = following not in held and (desk.today.year in held or owed is not None)
        if end <= desk.last and body.exists_on(date(following, 1, 1)) and (short > 0 or unplanned):
            yield _plan(desk, body, following, max(short, 0), owed)


def _plan(desk: Desk, body: Body, year: int, lacking: int, standing: Standing | None) -> Action:
    running, end = year == desk.today.year, date(desk.today.year, 12, 31)
    return Action(
        "plan",
        "overdue" if running else "due",
        (body,),
        desk.secretariat([body]),
        desk.today if running else end,
        act_by=None if running else desk.act_by(end),
        variant="running" if running else "short" if lacking else "next",
        arguments={"body": body.name, "year": year, "lacking": lacking},
        place=(f"content/meetings/{year}.yml", 1),
        clause=standing.passage if standing else None,
    )
