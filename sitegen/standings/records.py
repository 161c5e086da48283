"""What standings are judged by, looked up once: each body's meetings, their items, and who takes whose place."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sitegen import schema
from sitegen.judgement import Verdict
from sitegen.model import Body, Document, JoinedItem, Mandate, Meeting, Site, joined_items

# Items, each with its meeting and its place among all of them, by what they can be known again by.
Subjects = Mapping[tuple[str, str], Sequence[tuple[int, Meeting, JoinedItem]]]


@dataclass(frozen=True, slots=True)
class Records:
    """The site as standings see it: drafts are not there, whatever a preview shows."""

    site: Site
    today: date
    years: tuple[int, ...]
    parties: Mapping[str, schema.Party]
    bodies: Mapping[str, Body]
    meetings: Mapping[str, tuple[Meeting, ...]]  # by body, in order of time
    items: Mapping[str, tuple[JoinedItem, ...]]  # by meeting, also of documents that are not shown yet
    agenda_due: Mapping[tuple[str, str], date]  # by meeting and body
    heirs: Mapping[str, tuple[Body, ...]]  # by body: itself, and whatever takes its place
    held: Mapping[str, tuple[Meeting, ...]]  # by body: all meetings of its heirs but cancelled ones, in order of time
    subjects: Mapping[str, Subjects]  # by body that something is referred to: what is on the agendas of those meetings
    referred: Mapping[str, tuple[tuple[JoinedItem, Body], ...]]  # by meeting: its items that another body is to take up

    def years_of(self, body: Body) -> Iterator[tuple[int, date, date]]:
        """Yield the years in which a body exists, each with its first and its last day."""
        for year in self.years:
            first, last = date(year, 1, 1), date(year, 12, 31)
            if (body.begins is None or body.begins <= last) and (body.ends is None or body.ends >= first):
                yield year, first, last

    def ruled(self, body: Body, last: date, name: str) -> tuple[Mandate | None, str | None, Any]:
        """Return the mandate that a body's year is judged by, where a duty comes from, and the duty.

        It is the one in force on the year's last day; in the running year today's, for nobody is bound by what is to come.
        """
        day = min(last, self.today) if last.year == self.today.year else last
        if body.begins and body.begins > day:
            day = body.begins
        return self.on(body, min(day, body.ends or day), name)

    def on(self, body: Body, day: date, name: str) -> tuple[Mandate | None, str | None, Any]:
        """Return the mandate in force for a body on a day, where a duty comes from (mandate, house-rule), and the duty."""
        mandate = self.site.mandate_of(body, day)
        return (mandate, *mandate.rule(name)) if mandate else (None, None, None)

    def held_by(self, body: Body, year: int) -> list[Meeting]:
        """Return the meetings of a year that are not cancelled, of a body and of what takes its place, in order of time."""
        return [m for m in self.held[body.id] if m.first.year == year]

    def later(self, meeting: Meeting, target: Body) -> list[Meeting]:
        """Return the meetings of a body, and of those that take its place, on the day of a meeting or after it."""
        held = self.held[target.id]
        start = bisect_left(held, meeting.first, key=lambda m: m.first)
        return [m for m in held[start:] if m.id != meeting.id]


def records(site: Site, verdicts: tuple[Verdict, ...], today: date) -> Records:
    """Look a site up for judging."""
    held = tuple(_judged(meeting) for meeting in site.meetings)
    of: dict[str, list[Meeting]] = {body.id: [] for body in site.bodies}
    for meeting in held:
        for body in meeting.bodies:
            of[body.id].append(meeting)
    bodies = {body.id: body for body in site.bodies}
    after = {body.id: successors(body, site.bodies) for body in site.bodies}
    heirs = {body.id: tuple(_heirs(body, after)) for body in site.bodies}
    on = {body: tuple(_held(own, of)) for body, own in heirs.items()}
    items = {meeting.id: () if meeting.cancelled else joined_items(meeting, hidden=True) for meeting in held}
    referred = {meeting: tuple(_referred(joints, bodies)) for meeting, joints in items.items()}
    targets = {target.id for referrals in referred.values() for _, target in referrals}
    planned = {meeting.first.year for meeting in site.meetings}
    return Records(
        site=site,
        today=today,
        years=tuple(sorted({year for year in planned if year <= today.year + 1} | {today.year})),
        parties={party.id: party for party in site.organisation.parties},
        bodies=bodies,
        meetings={body: tuple(meetings) for body, meetings in of.items()},
        items=items,
        agenda_due={(v.meeting.id, v.body.id): v.due for v in verdicts if v.obligation == "agenda" and v.due},
        heirs=heirs,
        held=on,
        subjects={target: _subjects(on[target], items) for target in targets},
        referred=referred,
    )


def _referred(joints: Iterable[JoinedItem], bodies: Mapping[str, Body]) -> Iterator[tuple[JoinedItem, Body]]:
    for joint in joints:
        if target := bodies.get(referred_to(joint)):
            yield joint, target


def _held(bodies: Iterable[Body], of: Mapping[str, Sequence[Meeting]]) -> list[Meeting]:
    """Return the meetings of some bodies that are not cancelled, each once, in order of time."""
    found = {meeting.id: meeting for body in bodies for meeting in of[body.id] if not meeting.cancelled}
    return sorted(found.values(), key=lambda meeting: meeting.sort_key)


def _subjects(meetings: Iterable[Meeting], items: Mapping[str, tuple[JoinedItem, ...]]) -> Subjects:
    """Return the items of meetings by all that they can be known again by, in order of time."""
    found: dict[tuple[str, str], list[tuple[int, Meeting, JoinedItem]]] = {}
    every = ((meeting, joint) for meeting in meetings for joint in items[meeting.id])
    for place, (meeting, joint) in enumerate(every):
        for key in subjects(joint):
            found.setdefault(key, []).append((place, meeting, joint))
        if origin := said(joint, "follows").partition("#")[0].strip():
            found.setdefault(("follows", origin), []).append((place, meeting, joint))
    return found


def subjects(joint: JoinedItem) -> tuple[tuple[str, str], ...]:
    """Return what an item has in common with those that are about the same: its title, and its case if it has one."""
    case = said(joint, "case")
    title = ("title", plain(joint.item.title))
    return (title, ("case", case)) if case else (title,)


def _judged(meeting: Meeting) -> Meeting:
    """Return the meeting without drafts, which only a preview shows."""
    if all(document.preview != "draft" for document in meeting.documents):
        return meeting
    agenda, minutes = (d if d and d.preview != "draft" else None for d in (meeting.agenda, meeting.minutes))
    return replace(
        meeting, agenda=agenda, minutes=minutes, supplements=tuple(d for d in meeting.supplements if d.preview != "draft")
    )


def _heirs(body: Body, after: Mapping[str, Sequence[Body]]) -> Iterator[Body]:
    """Yield the body, and every body that takes its place, itself or through its cluster; each once."""
    waiting, seen = deque([body]), set[str]()
    while waiting:
        one = waiting.popleft()
        if one.id in seen:
            continue
        seen.add(one.id)
        yield one
        waiting += after[one.id]


def successors(body: Body, bodies: Iterable[Body]) -> list[Body]:
    """Return the bodies that a body names as its successors, or that its cluster does, by themselves or by their cluster."""
    named = {*body.entry.succeeded_by, *(body.cluster.succeeded_by if body.cluster else ())}
    if not named:
        return []
    return [other for other in bodies if other.id in named or (other.cluster and other.cluster.id in named)]


def words(text: str) -> frozenset[str]:
    """Return the ids in a comma-separated field."""
    return frozenset(part.strip() for part in text.split(","))


def names(body: Body) -> frozenset[str]:
    """Return what a body may be called as a sender: its id, or its cluster's."""
    return frozenset({body.id} | ({body.cluster.id} if body.cluster else set()))


def referred_to(joint: JoinedItem) -> str:
    """Return the body that an item was referred to; an agenda may propose a referral that the minutes do not make."""
    item = joint.minutes or joint.agenda
    return item.field("referred_to").partition("#")[0].strip() if item else ""


def said(joint: JoinedItem, field: str) -> str:
    """Return a field of an item, the minutes' word before the agenda's."""
    return next((value for item in (joint.minutes, joint.agenda) if item and (value := item.field(field))), "")


@lru_cache(maxsize=16384)
def plain(title: str) -> str:
    """Return a title without what writers vary: case, spaces and signs."""
    return "".join(c for c in title.lower() if c.isalnum())


def document_of(meeting: Meeting, joint: JoinedItem) -> Document | None:
    """Return the document that an item stands in, one that may be seen if there is one."""
    agenda = next((s for s in meeting.supplements if s.number == joint.supplement), meeting.agenda)
    found = [d for d, item in ((meeting.minutes, joint.minutes), (agenda, joint.agenda)) if d and item]
    return next((d for d in found if not d.hidden), found[0] if found else None)


def counted(meetings: Iterable[Meeting], year: int) -> list[Meeting]:
    """Return the meetings of a year that count."""
    return [meeting for meeting in meetings if meeting.first.year == year and meeting.counts]
