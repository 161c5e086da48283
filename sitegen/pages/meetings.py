"""The pages of meetings: the front page, the lists, each meeting, and its documents as they were published."""

from collections.abc import Iterator
from datetime import timedelta

from sitegen.model import Document, Meeting
from sitegen.pages import archive, deadlines, documents, points, states
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page
from sitegen.pages.words import TYPES, meeting_days, meeting_name, meeting_title

MEETINGS = ("/moeder/", "Møder")
COMING_ON_FRONT = 5
NEW_ON_FRONT = 5


def is_over(index: Index, meeting: Meeting) -> bool:
    """Say whether the meeting's last day has passed."""
    return meeting.last < index.today


def front(index: Index) -> PageSpec:
    """Return the front page: what is next, what is new, what this is."""
    coming = [m for m in index.site.meetings if not is_over(index, m)]
    site = index.site.file
    minutes = documents.listed(index, ("minutes",))
    clusters = index.site.organisation.clusters
    past = [cluster for cluster in clusters if cluster.valid_to and cluster.valid_to < index.today]
    return page(
        "forside",
        Head(site.title, site.description or f"Møder, dagsordener og referater: {site.title}.", "/"),
        coming=[(m, states.of(index, m, "agenda")) for m in coming[:COMING_ON_FRONT]],
        more=max(0, len(coming) - COMING_ON_FRONT),
        agendas=documents.listed(index, ("agenda", "supplement"))[:NEW_ON_FRONT],
        minutes=minutes[:NEW_ON_FRONT],
        clusters=[(c, index.cluster_bodies.get(c.id, ())) for c in clusters if c not in past],
        ended_clusters=past,
        bodies=[b for b in index.site.bodies if not (b.cluster or b.entry.part_of or (b.ends and b.ends < index.today))],
        recent=_recent(index),
        totals=deadlines.totals(v for v in index.verdicts if v.meeting.first.year == index.today.year)[0],
    )


def _recent(index: Index) -> list[tuple[Meeting, states.State]]:
    """Return the meetings of the last four weeks whose minutes are not there."""
    since = index.today - timedelta(weeks=4)
    held = [m for m in index.site.meetings if since <= m.last < index.today and not m.cancelled]
    return [(m, states.of(index, m, "minutes")) for m in reversed(held) if not m.minutes]


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page of all meetings and one a year."""
    years: dict[int, list[Meeting]] = {}
    for meeting in index.site.meetings:
        years.setdefault(meeting.first.year, []).append(meeting)
    totals = [(year, f"/moeder/{year}/", len(meetings)) for year, meetings in sorted(years.items(), reverse=True)]
    coming = [m for m in index.site.meetings if not is_over(index, m)]
    head = Head("Møder", "Alle planlagte og afholdte møder, år for år, med dagsorden og referat.", *MEETINGS[:1], (), "/moeder/")
    held = [m for m in reversed(index.site.meetings) if is_over(index, m)]
    yield page("moeder", head, coming=coming, held=held[:20], years=totals)
    for year, meetings in sorted(years.items(), reverse=True):
        head = Head(
            f"Møder i {year}", f"Alle møder i {year} med dagsorden og referat.", f"/moeder/{year}/", (MEETINGS,), "/moeder/"
        )
        yield page("moeder_aar", head, year=year, months_held=_months(meetings), total=len(meetings), years=totals)


def _months(meetings: list[Meeting]) -> list[tuple[int, list[Meeting]]]:
    months: dict[int, list[Meeting]] = {}
    for meeting in meetings:
        months.setdefault(meeting.first.month, []).append(meeting)
    return list(months.items())


def each(index: Index) -> Iterator[PageSpec]:
    """Yield the page of each meeting and of each of its documents."""
    for meeting in index.site.meetings:
        yield _meeting(index, meeting)
        if meeting.agenda or meeting.supplements:
            yield _agenda(index, meeting)
        if meeting.minutes:
            yield _minutes(index, meeting)


def _crumbs(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    return MEETINGS, (f"/moeder/{meeting.first.year}/", str(meeting.first.year))


def _meeting(index: Index, meeting: Meeting) -> PageSpec:
    shown = points.of_meeting(index, meeting)
    return page(
        "moede",
        Head(meeting_title(meeting), _description(meeting, shown), meeting.address, _crumbs(meeting), "/moeder/", "article"),
        meeting=meeting,
        points=shown,
        agenda=states.of(index, meeting, "agenda"),
        minutes=states.of(index, meeting, "minutes"),
        supplements=states.of_supplements(index, meeting),
        verdicts=states.grouped(index, meeting),
        turn=next((s for s in index.meeting_standings.get(meeting.id, ()) if s.duty == "host"), None),
        neighbours=[(body, *_neighbours(index, meeting, body.id)) for body in meeting.bodies],
        over=is_over(index, meeting),
        parties=index.parties,
    )


def _description(meeting: Meeting, shown: tuple[points.Point, ...]) -> str:
    what = f"{TYPES[meeting.type]} i {meeting_name(meeting)} {meeting_days(meeting)}."
    titles = "; ".join(point.item.title for point in shown)
    text = f"{what} {titles}" if titles else what
    return text if len(text) <= 200 else text[:199].rsplit(" ", 1)[0] + " …"


def _neighbours(index: Index, meeting: Meeting, body: str) -> tuple[Meeting | None, Meeting | None]:
    meetings, place = index.body_meetings[body], index.places[body, meeting.id]
    return (
        meetings[place - 1] if place else None,
        meetings[place + 1] if place + 1 < len(meetings) else None,
    )


def _agenda(index: Index, meeting: Meeting) -> PageSpec:
    """Return the agenda as it was sent out, each supplement after it."""
    parts = []
    for document in (meeting.agenda, *meeting.supplements):
        if document:
            parts.append((document, _record(index, document), archive.of(index.site.history, document)))
    return page(
        "dagsorden",
        _record_head("Dagsorden", meeting, f"{meeting.address}dagsorden/"),
        meeting=meeting,
        parts=parts,
    )


def _minutes(index: Index, meeting: Meeting) -> PageSpec:
    document = meeting.minutes
    assert document is not None  # asked for only where it may be seen
    return page(
        "referat",
        _record_head("Referat", meeting, document.address),
        meeting=meeting,
        document=document,
        evidence=archive.of(index.site.history, document),
        points=_record(index, document),
        parties=index.parties,
    )


def _record_head(kind: str, meeting: Meeting, address: str) -> Head:
    title = f"{kind}: {meeting_title(meeting)}"
    description = f"{kind} for {meeting_name(meeting)} {meeting_days(meeting)}, som det er offentliggjort."
    if kind == "Dagsorden":
        description = description.replace("som det er", "som den er")
    crumbs = (*_crumbs(meeting), (meeting.address, meeting_title(meeting)))
    return Head(title, description, address, crumbs, "/moeder/", "article")


def _record(index: Index, document: Document) -> list[points.Point]:
    """Return a document's items; the numbers of an agenda and its supplements are apart, so each is its own anchor."""
    return [points.of_item(index, item, item.anchor) for item in document.items]
