"""Minutes to be written: who has a seat, and the agenda's items, each with room for what was decided."""

from collections.abc import Sequence
from datetime import date

from sitegen.judgement import Verdict
from sitegen.model import Body, Meeting, Site, joined_items
from sitegen.new.writing import Point, front_matter, item, yaml

# Fields that minutes take over from the agenda; what is referred to others is decided at the meeting.
KEPT = ("type", "case_number", "case", "topics", "proposer", "closed", "follows")
STATUS = "status: draft              # udkast; skriv approved, når det er godkendt"


def text(site: Site, verdicts: Sequence[Verdict], meeting: Meeting) -> str:
    """Return the minutes of a meeting as a draft: its agenda and supplements item by item."""
    head = front_matter("minutes", verdicts, meeting, [STATUS], _participants(site, meeting))
    return head + "\n".join(_items(meeting))


def _participants(site: Site, meeting: Meeting) -> list[str]:
    """Return a line for each seat of the bodies; where the mandate lets the host lead, one of its seats is the chair's."""
    seats = [
        (s.role, s.party) for b in meeting.bodies for s in b.entry.seats if s.valid_on(meeting.first) for _ in range(s.count)
    ]
    host = meeting.host.id if meeting.host and any(_leads(site, body, meeting.first) for body in meeting.bodies) else ""
    if host:
        own = next((seat for seat in seats if seat[1] == host), None)
        if own:
            seats.remove(own)
        seats.insert(0, ("Mødeleder", host))
    if not seats:
        return ["# participants:            # en linje for hver deltager, fx - {role: sekretær, party: …}"]
    lines = ["participants:              # flyt dem, der meldte afbud, til apologies:, og dem, der udeblev, til absent:"]
    return lines + [f"  - {{role: {yaml(role)}, party: {party}}}" for role, party in seats]


def _leads(site: Site, body: Body, day: date) -> bool:
    mandate = site.mandate_of(body, day)
    _, rule = mandate.rule("host") if mandate else (None, None)
    return bool(rule and rule.leads)


def _items(meeting: Meeting) -> list[str]:
    """Return the items of the agenda and its supplements; two of its own where there is no agenda."""
    items = [joint.agenda for joint in joined_items(meeting, hidden=True) if joint.agenda]
    if not items:
        opening = Point("Godkendelse af dagsorden", (("type", "beslutning"),), "### Beslutning")
        return [item(1, opening), item(2, Point("Eventuelt"))]
    return [
        item(one.number, Point(one.title, tuple((n, one.field(n)) for n in KEPT if n in one.fields), "### Beslutning"))
        for one in items
    ]
