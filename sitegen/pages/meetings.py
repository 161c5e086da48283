"""The pages of meetings: the front page, the lists, each meeting, and its documents as they were published."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from sitegen.danish import sort_key
from sitegen.model import Document, JoinedItem, Meeting
from sitegen.pages import addresses, archive, decisions, documents, linked, organisation, points, states
from sitegen.pages.accounts import tally
from sitegen.pages.index import Index, case_of, topics_of
from sitegen.pages.spec import Head, PageSpec, page
from sitegen.pages.words import TYPES, meeting_days, meeting_name, meeting_title

MEETINGS = ("/moeder/", "Møder")
SHOWN_ON_FRONT = 4  # meetings to come, meetings with decisions
PAPERS_ON_FRONT = 6
DECIDED_AT_ONE = 3  # decisions of one meeting
TOPICS_ON_FRONT = 12


Record = tuple[Document, list[points.Point]]  # a document with its items


def is_over(index: Index, meeting: Meeting) -> bool:
    """Say whether the meeting's last day has passed."""
    return meeting.last < index.today


def front(index: Index) -> PageSpec:
    """Return the front page: what is next, what is new, what this is."""
    coming = [m for m in index.site.meetings if not is_over(index, m)]
    site = index.site.file
    clusters = index.site.organisation.clusters
    past = [cluster for cluster in clusters if cluster.valid_to and cluster.valid_to < index.today]
    papers = documents.listed(index, ("agenda", "supplement", "minutes"))
    used = sorted(index.topics.items(), key=lambda topic: (-len(topic[1]), sort_key(index.topic_names[topic[0]])))
    return page(
        "forside",
        Head(
            site.title,
            site.description or f"Møder, dagsordener og referater: {site.title}.",
            "/",
            alternates=addresses.of_both("/", site.title),
            linked=linked.front(index),
        ),
        upcoming=next((m for m in coming if not m.cancelled), None),
        coming=[(m, states.of(index, m, "agenda")) for m in coming[:SHOWN_ON_FRONT]],
        more=max(0, len(coming) - SHOWN_ON_FRONT),
        papers=papers[:PAPERS_ON_FRONT],
        newest=next((paper for paper in papers if paper[1].kind == "minutes"), None),
        decided=_decided(index),
        topics=[index.topic_names[name] for name, _ in used[:TOPICS_ON_FRONT]],
        clusters=[(c, index.cluster_bodies.get(c.id, ()), organisation.parties(index, c)) for c in clusters if c not in past],
        ended_clusters=past,
        bodies=[b for b in index.site.bodies if not (b.cluster or b.entry.part_of or (b.ends and b.ends < index.today))],
        recent=_recent(index),
        tally=tally(v for v in index.verdicts if v.meeting.first.year == index.today.year),
    )


def _decided(index: Index) -> list[tuple[Meeting, list[JoinedItem]]]:
    """Return what was decided last; what has neither a topic nor a case is mostly a matter of form."""
    found = []
    for meeting, items in decisions.items(index, index.site.meetings):
        if own := [item for item in items if topics_of(item) or case_of(item)]:
            found.append((meeting, own[:DECIDED_AT_ONE]))
        if len(found) == SHOWN_ON_FRONT:
            break
    return found


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


def each(index: Index, meeting: Meeting) -> Iterator[PageSpec]:
    """Yield the page of a meeting and of each of its documents."""
    records = [(document, _record(index, document)) for document in meeting.documents]
    yield _meeting(index, meeting, [point for _, own in records for point in own])
    if agenda := [one for one in records if one[0].kind != "minutes"]:
        yield _agenda(index, meeting, agenda)
    if meeting.minutes:
        yield _minutes(index, meeting, *records[-1])


def _crumbs(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    return MEETINGS, (f"/moeder/{meeting.first.year}/", str(meeting.first.year))


def _meeting(index: Index, meeting: Meeting, records: list[points.Point]) -> PageSpec:
    shown, title = points.of_meeting(index, meeting, records), meeting_title(meeting)
    description = _description(meeting, shown)
    return page(
        "moede",
        Head(
            title,
            description,
            meeting.address,
            _crumbs(meeting),
            "/moeder/",
            "article",
            alternates=(addresses.calendar(meeting.address, title, "moede.ics"),),
            linked=(linked.meeting(index, meeting, description),),
        ),
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


def _agenda(index: Index, meeting: Meeting, records: list[Record]) -> PageSpec:
    """Return the agenda as it was sent out, each supplement after it."""
    return page(
        "dagsorden",
        _record_head(index, "Dagsorden", meeting, [document for document, _ in records]),
        meeting=meeting,
        parts=[(document, own, archive.of(index.site.history, document)) for document, own in records],
    )


def _minutes(index: Index, meeting: Meeting, document: Document, record: list[points.Point]) -> PageSpec:
    return page(
        "referat",
        _record_head(index, "Referat", meeting, [document]),
        meeting=meeting,
        document=document,
        evidence=archive.of(index.site.history, document),
        points=record,
        parties=index.parties,
    )


def _record_head(index: Index, kind: str, meeting: Meeting, papers: list[Document]) -> Head:
    """Return what a page of documents says of itself; the first is what it is about, the others are supplements to it."""
    title = f"{kind}: {meeting_title(meeting)}"
    description = f"{kind} for {meeting_name(meeting)} {meeting_days(meeting)}, som det er offentliggjort."
    if kind == "Dagsorden":
        description = description.replace("som det er", "som den er")
    crumbs = (*_crumbs(meeting), (meeting.address, meeting_title(meeting)))
    published = papers[0].meta.published
    changes = [linked.modified(paper) for paper in papers]
    changes += [linked.moment(paper.published) for paper in papers[1:] if paper.published]
    head = Head(
        title,
        description,
        papers[0].address.partition("#")[0],
        crumbs,
        "/moeder/",
        "article",
        published=linked.moment(published) if published else None,
        modified=max(filter(None, changes), default=None),
    )
    return replace(head, linked=(linked.document(index, meeting, papers[0], head),))


def _record(index: Index, document: Document) -> list[points.Point]:
    """Return a document's items; the numbers of an agenda and its supplements are apart, so each is its own anchor."""
    return [points.of_item(index, item, item.anchor) for item in document.items]
