"""What bodies owe each other: a yearly report, items for the agenda, and an answer to what is referred."""

from collections.abc import Iterator
from datetime import date

from sitegen.judgement import Standing
from sitegen.model import Body, JoinedItem, Meeting
from sitegen.obligations import ABOVE, Report
from sitegen.standings.records import Records, document_of, in_year, names, plain, said, words

REPORT_MONTH = 12  # from the first of it, a report that has not been given is missing


def report(records: Records, body: Body) -> Iterator[Standing]:
    """Judge the yearly reports that a body owes another: an item of the report's case on one of that body's meetings."""
    for year, first, last in records.years_of(body):
        mandate, source, rules = records.ruled(body, last, "reports")
        for rule in rules or ():
            target = records.bodies.get(rule.to)
            if mandate is None or target is None:
                continue
            met = next(_reported(records, body, target, rule, year), None)
            deadline = date(year, REPORT_MONTH, 1)
            verdict, variant = "broken", "missing"
            if not mandate.binds(first):
                verdict, variant = "unknown", "applies"
            elif met:
                verdict, variant = "kept", ""
            elif not (body.exists_on(first) and body.exists_on(deadline)):
                verdict, variant = "not-applicable", "partial"
            elif records.today < deadline:
                verdict, variant = "due", ""
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


def _reported(records: Records, body: Body, target: Body, rule: Report, year: int) -> Iterator[tuple[Meeting, JoinedItem]]:
    own = names(body)
    cases = {rule.case, *(f"{rule.case}-{name}" for name in own)}
    for meeting in in_year(records.meetings[target.id], year):
        for joint in records.items[meeting.id]:
            sender = said(joint, "proposer")
            if said(joint, "case") in cases and (not sender or words(sender) & own):
                yield meeting, joint


def contribution(records: Records, body: Body) -> Iterator[Standing]:
    """Count the items that a body has brought to the agenda of another in a year; judge them where a minimum is set."""
    for year, first, last in records.years_of(body):
        mandate, source, rules = records.ruled(body, last, "contributions")
        for rule in rules or ():
            for name in body.entry.refers_to if rule.to == ABOVE else (rule.to,):
                target = records.bodies.get(name)
                if mandate is None or target is None:
                    continue
                held = in_year(records.meetings[target.id], year)
                found = sum(_brought(records, body, target, meeting) for meeting in held)
                verdict, variant = "kept", ""
                if not mandate.binds(first):
                    verdict, variant = "unknown", "applies"
                elif year < records.today.year and not any(m.counts for m in held):
                    verdict, variant = "not-applicable", "no-meeting"
                elif rule.minimum is None:
                    verdict = "counted"
                elif found < rule.minimum:
                    verdict, variant = ("due", "") if year >= records.today.year else ("broken", "too-few")
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


def _brought(records: Records, body: Body, target: Body, meeting: Meeting) -> int:
    """Return how many items on the agenda of another body's meeting came from the body; what is not shown yet is not counted."""
    own, held = names(body), records.meetings[body.id]
    ids = {m.id for m in held}
    cases = {case for m in held if m.first < meeting.first for j in records.items[m.id] if (case := said(j, "case"))}
    to = {other.id for other in records.bodies.values() if target in records.heirs[other.id]}
    before = [m for m in held if m.first <= meeting.first and m.id != meeting.id]
    referred = [(m, joint) for m in before for joint in records.items[m.id] if said(joint, "referred_to") in to]
    return sum(
        bool(words(said(joint, "proposer")) & own)
        or said(joint, "case") in cases
        or said(joint, "follows").partition("#")[0].strip() in ids
        or any(takes_up(joint, m, other) for m, other in referred)
        for joint in records.items[meeting.id]
        if joint.agenda and (document := document_of(meeting, joint)) and not document.hidden
    )


def referral(records: Records, body: Body) -> Iterator[Standing]:
    """Follow every item that was referred to another body: taken up there, waiting, or passed over."""
    for meeting in records.meetings[body.id]:
        for joint in records.items[meeting.id] if meeting.first.year in records.years else ():
            target = records.bodies.get(said(joint, "referred_to"))
            if target and target is not body:
                yield _referred(records, body, meeting, joint, target)


def _referred(records: Records, body: Body, meeting: Meeting, joint: JoinedItem, target: Body) -> Standing:
    mandate = records.site.mandate_of(body, meeting.first)
    source, rule = mandate.rule("referrals") if mandate else (None, None)
    later = _later(records, meeting, target)
    met = next(((m, j) for m in later for j in records.items[m.id] if takes_up(j, meeting, joint)), None)
    able = [m for m in later if m.counts and _agenda_due(records, m, target) > meeting.last]
    held = [m for m in able if m.last < records.today]
    passed = next((m for m in held if m.documents), None)
    verdict, variant = "due", ""
    if mandate and not mandate.binds(meeting.first):
        verdict, variant = "unknown", "applies"
    elif met:
        verdict = "kept"
    elif passed:
        verdict, variant = "broken", "passed"
    elif held:
        verdict, variant = "unknown", "no-documents"
    coming = next((m for m in able if m.last >= records.today), None)
    return Standing(
        body,
        meeting.first.year,
        "referral",
        verdict,
        variant,
        meeting=meeting,
        item=joint,
        target=target,
        day=_agenda_due(records, coming, target) if coming and verdict == "due" else None,
        previous=passed,
        met=met[0] if met else None,
        document=document_of(*met) if met else None,
        rule=rule,
        source=source,
        mandate=mandate,
    )


def _later(records: Records, meeting: Meeting, target: Body) -> list[Meeting]:
    """Return the meetings of a body, and of those that take its place, on the day of a meeting or after it."""
    of = {m.id: m for heir in records.heirs[target.id] for m in records.meetings[heir.id]}
    later = (m for m in of.values() if m.first >= meeting.first and m.id != meeting.id and not m.cancelled)
    return sorted(later, key=lambda m: m.sort_key)


def _agenda_due(records: Records, meeting: Meeting, target: Body) -> date:
    due = (records.agenda_due.get((meeting.id, heir.id)) for heir in records.heirs[target.id])
    return next((day for day in due if day), meeting.first)


def takes_up(joint: JoinedItem, meeting: Meeting, referred: JoinedItem) -> bool:
    case = said(referred, "case")
    follows = said(joint, "follows").partition("#")
    here = follows[0].strip() == meeting.id and follows[2].strip() in ("", referred.anchor)
    return here or (bool(case) and said(joint, "case") == case) or plain(joint.item.title) == plain(referred.item.title)
