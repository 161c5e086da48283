"""OParl's Meeting, AgendaItem and Location: what is held, where, and what is taken up.

Of a closed item only the title and the decision are there.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sitegen.danish import slug
from sitegen.feeds.content import document_id, url
from sitegen.feeds.items import decision
from sitegen.feeds.oparl import papers
from sitegen.feeds.oparl.organisations import organization
from sitegen.feeds.oparl.papers import Files, item_path
from sitegen.feeds.oparl.things import Thing, address, days, identified, moment
from sitegen.model import JoinedItem, Meeting
from sitegen.pages import words
from sitegen.pages.index import Index, case_of, topics_of

# OParl's own words for how far a meeting has come: planned, called, held.
PLANNED, CALLED, HELD = "terminiert", "eingeladen", "durchgeführt"


def things(index: Index) -> Iterator[tuple[str, Iterable[Thing]]]:
    """Yield the objects by the folder of their list."""
    files = papers.gather(index)
    items = {meeting.id: _items(index, meeting, files) for meeting in index.site.meetings}
    places = _places(index)
    cases = list(papers.cases(index, files))
    yield "meeting", [_meeting(index, meeting, items[meeting.id], files, places) for meeting in index.site.meetings]
    yield "agenda-item", [item for found in items.values() for item in found]
    yield "paper", [paper for paper, _ in cases]
    yield "consultation", [thing for _, consulted in cases for thing in consulted]
    yield "file", files.things()
    yield "location", places.values()


def _meeting(index: Index, meeting: Meeting, items: list[Thing], files: Files, places: dict[str, Thing]) -> Thing:
    path, entry = f"meeting/{meeting.id}", meeting.entry
    place = places.get(slug(entry.place or ""))
    inner = identified(
        index,
        "Meeting",
        path,
        papers.span(index, meeting.documents, meeting.source.path),
        name=words.meeting_title(meeting),
        meetingState=_state(index, meeting),
        cancelled=meeting.cancelled,
        start=moment(meeting.first, entry.start) if entry.start else moment(meeting.first),
        end=moment(meeting.last, entry.end) if entry.end else None,
        location=place and place.inner,
        organization=[organization(index, body.id) for body in meeting.bodies],
        invitation=meeting.agenda and files.documents[document_id(meeting.agenda)],
        resultsProtocol=meeting.minutes and files.documents[document_id(meeting.minutes)],
        auxiliaryFile=[
            *(files.documents[document_id(supplement)] for supplement in meeting.supplements),
            *files.annexes.get((meeting.id, ""), ()),
        ],
        agendaItem=[item.inner for item in items],
        web=url(index, meeting.address),
    )
    return Thing(path, inner)


def _state(index: Index, meeting: Meeting) -> str:
    """Return how far a meeting has come; what was cancelled was never held."""
    if meeting.minutes or (meeting.last < index.today and not meeting.cancelled):
        return HELD
    return CALLED if meeting.agenda else PLANNED


def _items(index: Index, meeting: Meeting, files: Files) -> list[Thing]:
    span = papers.span(index, meeting.documents)
    return [_item(index, meeting, joint, order, span, files) for order, joint in enumerate(index.items[meeting.id])]


def _item(index: Index, meeting: Meeting, joint: JoinedItem, order: int, span: dict[str, str], files: Files) -> Thing:
    path = f"agenda-item/{item_path(meeting, joint)}"
    inner = identified(
        index,
        "AgendaItem",
        path,
        span,
        number=joint.number,
        order=order,
        name=joint.item.title,
        public=not joint.closed,
        resolutionText=decision(joint),
        web=url(index, f"{meeting.address}#{joint.anchor}"),
        **({} if joint.closed else _open(index, meeting, joint, files)),
    )
    return Thing(path, inner, {"meeting": address(index, f"meeting/{meeting.id}")})


def _open(index: Index, meeting: Meeting, joint: JoinedItem, files: Files) -> dict[str, Any]:
    """Return what only an item that is not closed tells."""
    return {
        "consultation": address(index, f"consultation/{item_path(meeting, joint)}") if slug(case_of(joint)) else None,
        "auxiliaryFile": files.annexes.get((meeting.id, joint.anchor)),
        "keyword": topics_of(joint),
    }


def _places(index: Index) -> dict[str, Thing]:
    """Return a Location for each place that meetings are held at; places that are written nearly alike are one."""
    used: dict[str, list[Meeting]] = {}
    for meeting in index.site.meetings:
        if name := slug(meeting.entry.place or ""):
            used.setdefault(name, []).append(meeting)
    found = {}
    for name, meetings in used.items():
        span = days(index, {meeting.source.path for meeting in meetings})
        inner = identified(index, "Location", f"location/{name}", span, description=meetings[0].entry.place)
        back = {"meetings": [address(index, f"meeting/{meeting.id}") for meeting in meetings]}
        found[name] = Thing(f"location/{name}", inner, back)
    return found
