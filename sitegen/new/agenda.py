"""An agenda to be written: what always stands on it, and what earlier meetings, other bodies and the mandate ask of it."""

from collections.abc import Iterator, Sequence

from sitegen.danish import clock, date_words
from sitegen.judgement import Standing, Verdict
from sitegen.model import Body, JoinedItem, Meeting, Site
from sitegen.new import habits
from sitegen.new.writing import Point, front_matter, is_shown, item, link, words
from sitegen.obligations import Report
from sitegen.parsed import Item
from sitegen.reminders.owed import receivers

DECISION, INFORMATION = ("type", "beslutning"), ("type", "orientering")
OPENING, CLOSING = ("Godkendelse af dagsorden",), ("Meddelelser", "Næste møde", "Eventuelt")
FOLLOW_UP = "Opfølgning fra sidste møde"


def text(site: Site, verdicts: Sequence[Verdict], standings: Sequence[Standing], meeting: Meeting) -> str:
    """Return the agenda of a meeting as a draft that `check` has nothing against."""
    items = enumerate(_points(site, standings, meeting), habits.first_number(site, meeting))
    return front_matter("agenda", verdicts, meeting) + "\n".join(item(number, point) for number, point in items)


def supplement(
    site: Site, verdicts: Sequence[Verdict], standings: Sequence[Standing], meeting: Meeting, number: int, late: bool
) -> str:
    """Return a supplement to an agenda as a draft: what was referred to the body since, else an item to be written.

    `late` says that the agenda's deadline has passed, so that the supplement is to say why.
    """
    head = [f"supplement: {number}"]
    head += ["late_reason:               # hvorfor punktet ikke kunne komme med i dagsordenen"] if late else []
    agenda = [one for document in (meeting.agenda, *meeting.supplements) if document for one in document.items]
    points = list(_referrals(site, standings, meeting))
    points = points or [Point("Nyt punkt", (DECISION,), "### Sagsfremstilling\n\n### Indstilling")]
    items = enumerate(points, max(habits.whole(agenda), default=0) + 1)
    return front_matter("agenda", verdicts, meeting, head) + "\n".join(item(at, point) for at, point in items)


def _points(site: Site, standings: Sequence[Standing], meeting: Meeting) -> Iterator[Point]:
    opening, closing = habits.ends(site, meeting)
    usual = {habits.kind(one.title) for one in (*opening, *closing)}
    waiting = habits.to_approve(site, meeting, habits.MINUTES in usual)
    first, last = ([_usual(site, meeting, one, waiting) for one in part] for part in (opening, closing))
    first = first or [_usual(site, meeting, title, waiting) for title in OPENING]
    yield from (point for point in first if point)
    if waiting and not any("referat" in one.title.lower() for one in (*opening, *closing)):
        yield _approval(waiting)
    open_ones = _open_follow_ups(site, meeting)
    if not any(name.startswith(habits.FOLLOW_UP) for name in usual) and (open_ones or not usual):
        yield Point(FOLLOW_UP, (INFORMATION,), open_ones or NOTHING_OPEN)
    yield from _referrals(site, standings, meeting)
    yield from _reports(standings, meeting)
    last = last or [_usual(site, meeting, title, waiting) for title in CLOSING]
    yield from (point for point in last if point)


def _usual(site: Site, meeting: Meeting, one: Item | str, waiting: Sequence[Meeting]) -> Point | None:
    """Return an item that recurs as it is to be this time; None where there is nothing to approve."""
    title = one if isinstance(one, str) else one.title
    said = "" if isinstance(one, str) else one.field("type")
    kind = habits.kind(title)
    if kind == habits.MINUTES:
        return _approval(waiting) if waiting else None
    if kind == habits.APPROVAL:
        both = "referat" in title.lower() and waiting
        approve = "dagsordenen og referatet godkendes" if both and len(waiting) == 1 else "dagsordenen godkendes"
        approve = "dagsordenen og referaterne godkendes" if both and len(waiting) > 1 else approve
        papers = f"{_papers(waiting)}\n\n" if both else ""
        plain = title if both or "referat" not in title.lower() else OPENING[0]
        return Point(plain, (DECISION,), f"{papers}### Indstilling\n\nDet indstilles, at {approve}.")
    if kind == habits.NEXT:
        return Point(title, (INFORMATION,), _next_meetings(site, meeting))
    if kind.startswith(habits.FOLLOW_UP):
        return Point(title, (INFORMATION,), _open_follow_ups(site, meeting) or NOTHING_OPEN)
    if isinstance(one, str) and kind != "eventuelt":
        said = "orientering"
    return Point(title, (("type", said),) if said else ())


def _approval(waiting: Sequence[Meeting]) -> Point:
    one = len(waiting) == 1
    title = f"Godkendelse af referat fra {_meeting(waiting[0])}" if one else "Godkendelse af referater"
    approve = "referatet" if one else "referaterne"
    return Point(title, (DECISION,), f"{_papers(waiting)}\n\n### Indstilling\n\nDet indstilles, at {approve} godkendes.".lstrip())


def _meeting(meeting: Meeting) -> str:
    return f"{'fællesmødet' if len(meeting.bodies) > 1 else 'mødet'} den {date_words(meeting.first, weekday=False)}"


def _papers(waiting: Sequence[Meeting]) -> str:
    """Return links to the minutes that can be read."""
    found = [f"[Referatet fra {_meeting(m)}]({link(m.minutes)})" for m in waiting if m.minutes and is_shown(m.minutes)]
    return "\n".join(f"- {one}" for one in found) if len(found) > 1 else "".join(f"{one}." for one in found)


NOTHING_OPEN = "Ingen opfølgninger fra tidligere møder står åbne."


def _open_follow_ups(site: Site, meeting: Meeting) -> str:
    """Return the follow-ups that the bodies' earlier meetings agreed on, and nobody has ticked off; empty for none."""
    names = {party.id: party.name for party in site.organisation.parties}
    lines = []
    for earlier in habits.earlier(site, meeting):
        minutes = earlier.minutes
        if minutes is None or not is_shown(minutes):
            continue
        for one in minutes.items:
            place = f"[{date_words(earlier.first, weekday=False)}, punkt {one.number}]({link(minutes, one)})"
            for found in one.follow_ups:
                if not found.done:
                    by = f"senest den {date_words(found.due, weekday=False)}" if found.due else ""
                    said = ", ".join(filter(None, (words(names.get(found.owner, found.owner)), by)))
                    lines.append(f"- {place}: {words(found.text)}" + (f" ({said})" if said else ""))
    return "\n".join(lines)


def _referrals(site: Site, standings: Sequence[Standing], meeting: Meeting) -> Iterator[Point]:
    """Yield an item for each that was referred to one of the bodies, or to one that it succeeds, and waits to be taken up."""
    ids, taken = {body.id for body in meeting.bodies}, set[tuple[str, str]]()
    # What a draft of the agenda, which nobody judges yet, has taken up already.
    own = {one.field("follows") for document in meeting.documents for one in document.items}
    for standing in standings:
        origin, joint, target = standing.meeting, standing.item, standing.target
        if standing.duty != "referral" or standing.met or not (origin and joint and target):
            continue
        mine = any(body.id in ids for body in receivers(site, target, meeting.first))
        key = (origin.id, joint.number)
        if mine and origin.sort_key < meeting.sort_key and key not in taken and f"{origin.id}#{joint.anchor}" not in own:
            taken.add(key)
            yield _referred(origin, joint)


def _referred(origin: Meeting, joint: JoinedItem) -> Point:
    one = joint.item
    case = next((c for i in (joint.minutes, joint.agenda) if i and (c := i.field("case"))), "")
    follows = ("follows", f"{origin.id}#{joint.anchor}")
    if joint.closed:  # a title and a decision, and nothing else
        closing = next((i for i in (joint.minutes, joint.agenda) if i and i.closed), one)
        return Point(one.title, (("closed", closing.field("closed")), follows))
    written = next((d for d in reversed(origin.documents) if is_shown(d) and any(i.number == one.number for i in d.items)), None)
    day = date_words(origin.first, weekday=False)
    from_ = words(" og ".join(body.name for body in origin.bodies))
    place = f"[punkt {one.number} den {day}]({link(written, one)})" if written else f"punkt {one.number} den {day}"
    return Point(one.title, (("type", "drøftelse"), ("case", case), follows), f"Henvist hertil fra {from_}: {place}.")


def _reports(standings: Sequence[Standing], meeting: Meeting) -> Iterator[Point]:
    """Yield an item for each yearly report that is not given yet: those that the bodies are owed, and those that they owe."""
    ids = {body.id for body in meeting.bodies}
    owed: dict[tuple[str, str], list[Body]] = {}
    rules: dict[tuple[str, str], tuple[Report, Body]] = {}
    for standing in standings:
        rule, target = standing.rule, standing.target
        is_open = (
            standing.duty == "report"
            and standing.verdict in ("due", "broken")
            and not standing.met
            and standing.year == meeting.first.year
        )
        if is_open and target and isinstance(rule, Report) and (target.id in ids or standing.body.id in ids):
            owed.setdefault((rule.name, target.id), []).append(standing.body)
            rules[rule.name, target.id] = rule, target
    for key, bodies in owed.items():
        rule, target = rules[key]
        if target.id in ids:
            proposers = ("proposer", ", ".join(body.id for body in bodies))
            yield Point(rule.name, (INFORMATION, ("case", rule.case), proposers))
        else:
            approve = f"### Indstilling\n\nDet indstilles, at {words(rule.name[:1].lower() + rule.name[1:])} godkendes."
            yield Point(f"{rule.name} til {target.name}", (DECISION, ("case", rule.case)), approve)


def _next_meetings(site: Site, meeting: Meeting) -> str:
    lines: dict[str, list[str]] = {}
    for body in meeting.bodies:
        later = (m for m in site.meetings if m.first > meeting.last and m.counts and any(b.id == body.id for b in m.bodies))
        following = next(later, None)
        lines.setdefault(_when(following, body), []).append(body.name)
    if len(lines) == 1:
        return next(iter(lines))
    return "\n".join(f"- {words(' og '.join(names))}: {line}" for line, names in lines.items())


def _when(meeting: Meeting | None, body: Body) -> str:
    if meeting is None and body.ends:
        return f"Der er ikke planlagt flere møder, før forummet ophører den {date_words(body.ends, weekday=False)}."
    if meeting is None:
        return "Næste møde er endnu ikke planlagt."
    start = f" kl. {clock(meeting.entry.start)}" if meeting.entry.start else ""
    place = f", {words(meeting.entry.place)}" if meeting.entry.place else ""
    return f"Næste møde er {date_words(meeting.first)}{start}{place}."
