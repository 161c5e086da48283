"""What bodies owe each other: a yearly report, items for the agenda, and an answer to what is referred."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.judgement import Standing
from sitegen.model import Body, JoinedItem, Meeting, joined_items
from sitegen.obligations import ABOVE, Report
from sitegen.standings.records import Records, counted, document_of, names, plain, said, subjects, words

REPORT_MONTH = 12  # from the first of it, a report that has not been given is missing


def report(records: Records, body: Body) -> Iterator[Standing]:
    """Judge the yearly reports that a body owes another: an item of the report's case on one of that body's meetings."""
    for year, first, last in records.years_of(body):
        mandate, source, rules = records.ruled(body, last, "reports")
        for rule in rules or ():
            target = records.bodies.get(rule.to)
            if mandate is None or target is None:
                continue
            held = records.held_by(target, year)
            met = _first(records, _reported(records, body, held, rule))
            deadline = date(year, REPORT_MONTH, 1)
            whole = body.exists_on(first) and body.exists_on(deadline) and _asked_before(records, body, first, "reports", rule.to)
            verdict, variant = "broken", "missing"
            if not mandate.binds(first):
                verdict, variant = "unknown", "applies"
            elif met:  # on an agenda: it is kept once that meeting has been held
                verdict, variant = "kept" if met[0].last < records.today else "due", ""
            elif not whole:
                verdict, variant = "not-applicable", "partial"
            elif records.today < deadline:
                verdict, variant = "due", ""
            elif not counted(held, year):
                verdict, variant = "not-applicable", "no-meeting"
            yield Standing(
                body,
                year,
                "report",
                verdict,
                variant,
                target=target,
                day=date(year, REPORT_MONTH - 1, 30),
                met=met[0] if met else None,
                document=document_of(*met) if met else None,
                rule=rule,
                source=source,
                mandate=mandate,
            )


def _first(records: Records, found: Iterable[tuple[Meeting, JoinedItem]]) -> tuple[Meeting, JoinedItem] | None:
    """Return where something was first done: at a meeting that is over, else at the first that is to come."""
    coming = None
    for one in found:
        if one[0].last < records.today:
            return one
        coming = coming or one
    return coming


def _asked_before(records: Records, body: Body, first: date, name: str, to: str) -> bool:
    """Say whether the mandate that a year began under asks the same: what was asked late in a year is not owed for all of it."""
    return any(rule.to == to for rule in records.on(body, first, name)[2] or ())


def _reported(records: Records, body: Body, held: list[Meeting], rule: Report) -> Iterator[tuple[Meeting, JoinedItem]]:
    own = names(body)
    cases = {rule.case, *(f"{rule.case}-{name}" for name in own)}
    for meeting in held:
        for joint in records.items[meeting.id]:
            sender = said(joint, "proposer")
            if said(joint, "case") in cases and (not sender or words(sender) & own):
                yield meeting, joint


def contribution(records: Records, body: Body) -> Iterator[Standing]:
    """Count the items that a body has brought to the agenda of another in a year; judge them where a minimum is set."""
    senders: dict[str, _Sender] = {}
    for year, first, last in records.years_of(body):
        mandate, source, rules = records.ruled(body, last, "contributions")
        for rule in rules or ():
            for name in body.entry.refers_to if rule.to == ABOVE else (rule.to,):
                target = records.bodies.get(name)
                if mandate is None or target is None:
                    continue
                held = records.held_by(target, year)
                if name not in senders:
                    senders[name] = _sender(records, body, target)
                found = sum(_brought(senders[name], meeting) for meeting in held)
                whole = body.exists_on(first) and body.exists_on(last)
                verdict, variant = "broken", "too-few"
                if not mandate.binds(first):
                    verdict, variant = "unknown", "applies"
                elif year < records.today.year and not counted(held, year):
                    verdict, variant = "not-applicable", "no-meeting"
                elif rule.minimum is None:
                    verdict, variant = "counted", ""
                elif found >= rule.minimum:
                    verdict, variant = "kept", ""
                elif year >= records.today.year:
                    verdict, variant = "due", ""
                elif not (whole and _asked_before(records, body, first, "contributions", rule.to)):
                    verdict, variant = "not-applicable", "partial"
                yield Standing(
                    body,
                    year,
                    "contribution",
                    verdict,
                    variant,
                    target=target,
                    found=found,
                    least=rule.minimum,
                    day=last,
                    rule=rule,
                    source=source,
                    mandate=mandate,
                )


@dataclass(frozen=True, slots=True)
class _Sender:
    """What shows that an item on another body's agenda comes from a body."""

    names: frozenset[str]
    meetings: frozenset[str]  # ids
    cases: Mapping[str, date]  # each with the day of the first of those meetings that it was on
    referred: Mapping[tuple[str, str], list[Meeting]]  # by the subjects of what was referred to the other body


def _sender(records: Records, body: Body, target: Body) -> _Sender:
    held = records.meetings[body.id]
    to = {other.id for other in records.bodies.values() if target in records.heirs[other.id]}
    cases: dict[str, date] = {}
    referred: dict[tuple[str, str], list[Meeting]] = {}
    for meeting in held:
        for joint in records.items[meeting.id]:
            if case := said(joint, "case"):
                cases.setdefault(case, meeting.first)
        for joint, other in records.referred[meeting.id]:
            for subject in subjects(joint) if other.id in to else ():
                referred.setdefault(subject, []).append(meeting)
    return _Sender(names(body), frozenset(m.id for m in held), cases, referred)


def _brought(sender: _Sender, meeting: Meeting) -> int:
    """Return how many items on another body's agenda came from the sender; what is not shown yet is not counted."""
    return sum(_came_from(sender, joint, meeting) for joint in joined_items(meeting) if joint.agenda)


def _came_from(sender: _Sender, joint: JoinedItem, meeting: Meeting) -> bool:
    if not words(said(joint, "proposer")).isdisjoint(sender.names):
        return True
    if sender.cases.get(said(joint, "case"), meeting.first) < meeting.first:
        return True
    if said(joint, "follows").partition("#")[0].strip() in sender.meetings:
        return True
    before = (m for subject in subjects(joint) for m in sender.referred.get(subject, ()))
    return any(m.first <= meeting.first and m.id != meeting.id for m in before)


def referral(records: Records, body: Body) -> Iterator[Standing]:
    """Follow every item that was referred to another body: taken up there, waiting, or passed over."""
    for meeting in records.meetings[body.id]:
        for joint, target in records.referred[meeting.id] if meeting.first.year in records.years else ():
            if target is not body:
                yield _referred(records, body, meeting, joint, target)


def _referred(records: Records, body: Body, meeting: Meeting, joint: JoinedItem, target: Body) -> Standing:
    mandate, source, rule = records.on(body, meeting.first, "referrals")
    later = records.later(meeting, target)
    met = _first(records, _taken_up(records, meeting, joint, target))
    held = [m for m in later if m.last < records.today]
    # An agenda alone does not say what was not taken up.
    passed = next((m for m in held if m.minutes and _could(records, m, meeting, target)), None)
    verdict, variant = "due", ""
    if mandate and not mandate.binds(meeting.first):
        verdict, variant = "unknown", "applies"
    elif met:
        verdict = "kept" if met[0].last < records.today else "due"
    elif passed:
        verdict, variant = "broken", "passed"
    elif any(_could(records, m, meeting, target) for m in held):
        verdict, variant = "unknown", "no-minutes"
    open_ = verdict == "due" and not met
    ahead = (m for m in later if m.last >= records.today and _could(records, m, meeting, target)) if open_ else ()
    coming = next(iter(ahead), None)
    return Standing(
        body,
        meeting.first.year,
        "referral",
        verdict,
        variant,
        meeting=meeting,
        item=joint,
        target=target,
        day=_agenda_due(records, coming, target) if coming else None,
        previous=passed,
        met=met[0] if met else None,
        document=document_of(*met) if met else None,
        rule=rule,
        source=source,
        mandate=mandate,
    )


def _taken_up(records: Records, meeting: Meeting, joint: JoinedItem, target: Body) -> Iterator[tuple[Meeting, JoinedItem]]:
    """Yield the items by which a body, or what takes its place, took up what a meeting referred to it, in order of time."""
    known = records.subjects[target.id]
    keys = (*subjects(joint), ("follows", meeting.id))
    for _, (m, j) in sorted({place: (m, j) for key in keys for place, m, j in known.get(key, ())}.items()):
        if m.first >= meeting.first and m.id != meeting.id and takes_up(j, meeting, joint):
            yield m, j


def _could(records: Records, later: Meeting, meeting: Meeting, target: Body) -> bool:
    """Say whether a later meeting could be expected to take up what a meeting referred: its agenda was still open."""
    sent = (later.agenda.sent or later.agenda.published) if later.agenda else None
    is_open = _agenda_due(records, later, target) > meeting.last and (sent is None or sent > meeting.last)
    return later.counts and later.type != "extraordinary" and is_open


def _agenda_due(records: Records, meeting: Meeting, target: Body) -> date:
    due = (records.agenda_due.get((meeting.id, heir.id)) for heir in records.heirs[target.id])
    return next((day for day in due if day), meeting.first)


def takes_up(joint: JoinedItem, meeting: Meeting, referred: JoinedItem) -> bool:
    case = said(referred, "case")
    follows = said(joint, "follows").partition("#")
    here = follows[0].strip() == meeting.id and follows[2].strip() in ("", referred.anchor)
    return here or (bool(case) and said(joint, "case") == case) or plain(joint.item.title) == plain(referred.item.title)
