"""OParl's Meeting, AgendaItem and Location: what is held, where, and what is taken up.

Of a closed item only the title and the decision are there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sitegen.danish import slug
from sitegen.feeds.content import document_id, url
from sitegen.feeds.items import decision
from sitegen.feeds.oparl import papers
from sitegen.feeds.oparl.organisations import organization
from sitegen.feeds.oparl.papers import Files, item_path
from sitegen.feeds.oparl.things import Filling, Text, Thing, address, array, days, file, identified, moment, pages
from sitegen.model import JoinedItem, Meeting
from sitegen.pages import words
from sitegen.pages.index import Index, case_of, topics_of

# OParl's own words for how far a meeting has come: planned, called, held.
PLANNED, CALLED, HELD = "terminiert", "eingeladen", "durchgeführt"


def files(index: Index, known: Files) -> Iterator[tuple[str, bytes]]:
    """Yield the files of meetings, their items and places, and of the lists of them: of each body's meetings too."""
    places = _places(index)
    totals = {f"organization/{body.id}/meeting": len(index.body_meetings.get(body.id, ())) for body in index.site.bodies}
    totals |= {"meeting": len(index.site.meetings), "agenda-item": sum(map(len, index.items.values()))}
    lists = {folder: Filling(index, folder, total) for folder, total in totals.items()}
    yield from (one.page() for one in lists.values() if not one.total)
    for meeting in index.site.meetings:
        items = _items(index, meeting, known)
        for item in items:
            text = item.whole
            yield file(item.path, text)
            yield from lists["agenda-item"].add(text)
        path, text = f"meeting/{meeting.id}", _meeting(index, meeting, items, known, places)
        yield file(path, text)
        for folder in ("meeting", *(f"organization/{body.id}/meeting" for body in meeting.bodies)):
            yield from lists[folder].add(text)
    texts = [place.whole for place in places.values()]
    yield from (file(place.path, text) for place, text in zip(places.values(), texts, strict=True))
    yield from pages(index, "location", texts, len(texts))


def _meeting(index: Index, meeting: Meeting, items: list[Thing], files: Files, places: dict[str, Thing]) -> Text:
    entry = meeting.entry
    place = places.get(slug(entry.place or ""))
    return identified(
        index,
        "Meeting",
        f"meeting/{meeting.id}",
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
        auxiliaryFile=array(
            (
                *(files.documents[document_id(supplement)] for supplement in meeting.supplements),
                *files.annexes.get((meeting.id, ""), {}).values(),
            )
        ),
        agendaItem=array(item.inner for item in items),
        web=url(index, meeting.address),
    )


def _state(index: Index, meeting: Meeting) -> str:
    """Return how far a meeting has come; what was cancelled was never held."""
    if meeting.minutes or (meeting.last < index.today and not meeting.cancelled):
        return HELD
    return CALLED if meeting.agenda else PLANNED


def _items(index: Index, meeting: Meeting, files: Files) -> list[Thing]:
    span = files.spans[meeting.id]
    return [_item(index, meeting, joint, order, span, files) for order, joint in enumerate(index.items[meeting.id])]


def _item(index: Index, meeting: Meeting, joint: JoinedItem, order: int, span: Mapping[str, str], files: Files) -> Thing:
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
        "auxiliaryFile": array(files.annexes.get((meeting.id, joint.anchor), {}).values()),
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
