"""Papers to be sent and put on the website, and what minutes say that somebody is to do."""

from collections.abc import Iterator, Mapping
from datetime import date

from sitegen import schema
from sitegen.judgement import Verdict
from sitegen.model import Document
from sitegen.reminders.desk import Action, Desk

OPEN = ("missing", "not-available", "due")
FOLDERS = {"agenda": "agendas", "minutes": "minutes"}


def documents(desk: Desk) -> Iterator[Action]:
    """Agendas and minutes that are missing or due: one action a document, whichever duties and bodies wait for it."""
    waiting: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in desk.verdicts:
        kind = verdict.obligation.removeprefix("website-")
        if verdict.verdict in OPEN and kind in FOLDERS and not desk.unread(kind, verdict.meeting):
            waiting.setdefault((verdict.meeting.id, kind), []).append(verdict)
    for (_, kind), found in waiting.items():
        meeting = found[0].meeting
        document = meeting.agenda if kind == "agenda" else meeting.minutes
        document = document if document and document.preview != "draft" else None
        chosen = [v for v in found if v.verdict != "due"]
        state = "overdue" if chosen else "due"
        chosen = chosen or [v for v in found if _is_near(desk, v, document)]
        if chosen:
            yield _document(desk, kind, state, document, chosen, found)


def _is_near(desk: Desk, verdict: Verdict, document: Document | None) -> bool:
    """Say whether a duty that is due falls within the days; an agenda for the website, which has no date, by its meeting."""
    undated = verdict.obligation == "website-agenda" and document is None
    day = verdict.due or (verdict.meeting.first if undated else None)
    return day is not None and desk.today <= day <= desk.last


def _document(
    desk: Desk, kind: str, state: str, document: Document | None, chosen: list[Verdict], found: list[Verdict]
) -> Action:
    lead = min(chosen, key=lambda v: v.due or date.max)
    meeting = lead.meeting
    bodies = tuple({v.body.id: v.body for v in found}.values())
    path = f"content/{FOLDERS[kind]}/{meeting.id}.md"
    only_website = all(v.obligation.startswith("website") or v.measured == "published" for v in found)
    website = any(v.obligation.startswith("website") for v in found)
    past = kind == "agenda" and meeting.first < desk.today
    day = lead.due or (meeting.last if state == "overdue" else meeting.first)
    place = None
    if document:
        key = "published" if only_website else "sent"
        place = (document.path, document.source.located.place(key)[0])
    elif path in desk.drafts:
        place = (path, desk.drafts[path])
    return Action(
        f"website-{kind}" if only_website else kind,
        state,
        bodies,
        desk.secretariat(bodies),
        day,
        due=lead.due,
        act_by=desk.act_by(day) if state == "due" else None,
        variant="" if only_website else "past" if past else "website" if website else "",
        meeting=meeting,
        command=None if place else f"sitegen new {kind} {meeting.id}",
        place=place,
        clause=lead.mandate.clause(lead.source, lead.clause) if lead.mandate and lead.source else None,
    )


def follow_ups(desk: Desk) -> Iterator[Action]:
    """What somebody took on at a meeting by a day, and has not been ticked off."""
    parties: Mapping[str, schema.Party] = {party.id: party for party in desk.site.organisation.parties}
    for meeting in desk.site.meetings:
        minutes = meeting.minutes
        for item in minutes.items if minutes and minutes.preview != "draft" else ():
            for found in item.follow_ups:
                if found.done or found.due is None or found.due > desk.last or minutes is None:
                    continue
                overdue = found.due < desk.today
                owner = parties[found.owner].name if found.owner in parties else found.owner
                yield Action(
                    "follow-up",
                    "overdue" if overdue else "due",
                    meeting.bodies,
                    desk.secretariat(meeting.bodies),
                    found.due,
                    due=found.due,
                    act_by=None if overdue else desk.act_by(found.due),
                    variant="owner" if owner else "nobody",
                    arguments={"text": found.text, "owner": owner, "number": item.number},
                    meeting=meeting,
                    place=(minutes.path, found.line),
                )
