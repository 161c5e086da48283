"""Meetings as calendars (RFC 5545): of the whole site, of each cluster and body, and of each meeting alone.

Everything is there, also what is over or cancelled: what a calendar once showed must not vanish from it without a word. The bytes
follow from the content and its archive, never from the clock. How the standard's words are used:

- SEQUENCE counts what can have changed day or place: the earlier days and the cancellation that the plan tells of, and, where
  the archive is whole, every later change to the plan's file, for an old place stands nowhere else. That counts a neighbour's
  change too; too high a number does no harm, one that falls or stands still makes programs keep the old day. A meeting that was
  moved from another year counts the changes to that year's plan as well, so that its number does not fall.
- STATUS is TENTATIVE while the plan lacks the hour or the place and no document is out; a date alone is not yet an invitation.
- Without an hour of ending two hours are set aside (DURATION), and the entry says so: with none, programs show a meeting of no
  length and keep nobody's time free. Over several days it lasts to the end of the last.
- TRANSP: a written procedure and a cancelled meeting take nobody's time.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from sitegen.calendar import COPENHAGEN, local_time
from sitegen.danish import date_words
from sitegen.feeds import ics
from sitegen.feeds.changes import papers_changed
from sitegen.model import Document, Meeting, Site
from sitegen.pages import addresses, words
from sitegen.pages.addresses import absolute
from sitegen.pages.index import Index

PRODUCT = "-//sitegen//moeder//DA"
ASSUMED = timedelta(hours=2)


def files(index: Index) -> dict[str, bytes]:
    """Return the calendars of meetings by address."""
    site = index.site
    events = {meeting.id: _event(site, meeting, index.today) for meeting in site.meetings}

    def calendar(name: str, meetings: Iterable[Meeting]) -> bytes:
        return ics.calendar(PRODUCT, name, (events[meeting.id] for meeting in meetings))

    found = {"/kalender.ics": calendar(f"Møder: {site.file.title}", site.meetings)}
    for cluster in site.organisation.clusters:
        own = [m for m in site.meetings if any(body.cluster and body.cluster.id == cluster.id for body in m.bodies)]
        found[f"{addresses.cluster(cluster.id)}kalender.ics"] = calendar(f"Møder: {cluster.name}", own)
    for body in site.bodies:
        found[f"{body.address}kalender.ics"] = calendar(f"Møder: {body.name}", index.body_meetings.get(body.id, ()))
    for meeting in site.meetings:
        found[f"{meeting.address}moede.ics"] = calendar(words.meeting_title(meeting), (meeting,))
    return found


def _event(site: Site, meeting: Meeting, today: date) -> bytes:
    changed = _changed(site, meeting, today)
    begins, ends = _span(meeting)
    return _written(
        f"{meeting.id}@{urlsplit(site.file.base_url).hostname}",
        # Where nothing says when it was last changed, a day that is always earlier, and never the day of the build.
        changed or datetime(meeting.first.year - 1, 1, 1, tzinfo=UTC),
        changed,
        _sequence(site, meeting),
        "CANCELLED" if meeting.cancelled else "TENTATIVE" if _is_open(meeting) else "CONFIRMED",
        begins,
        ends,
        "TRANSPARENT" if meeting.cancelled or meeting.type == "written" else "OPAQUE",
        ics.line(_summary(meeting)),
        ics.line(_place(meeting)),
        "\n".join(map(ics.line, _description(site, meeting, guessed=ends is None))),
        absolute(site, meeting.address),
        (words.TYPES[meeting.type], *(ics.line(body.name) for body in meeting.bodies)),
    )


@lru_cache(maxsize=16384)  # the preview makes every meeting's anew at each save
def _written(
    uid: str,
    stamp: datetime,
    changed: datetime | None,
    sequence: int,
    status: str,
    begins: date,
    ends: date | None,
    transp: str,
    summary: str,
    place: str,
    description: str,
    url: str,
    categories: tuple[str, ...],
) -> bytes:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    if changed:
        event.add("last-modified", changed)
    event.add("sequence", sequence)
    event.add("status", status)
    event.add("dtstart", begins)
    if ends:
        event.add("dtend", ends)
    else:
        event.add("duration", ASSUMED)
    event.add("transp", transp)
    event.add("summary", summary)
    if place:
        event.add("location", place)
    event.add("description", description)
    event.add("url", url)
    event.add("categories", list(categories))
    written: bytes = event.to_ical()
    return written


def _span(meeting: Meeting) -> tuple[date, date | None]:
    """Return when a meeting begins and ends, as days or as moments; no end where only the hour of beginning is known."""
    start, end, after = meeting.entry.start, meeting.entry.end, meeting.last + timedelta(days=1)
    if start is None or meeting.type == "written":
        return meeting.first, after
    begins = datetime.combine(meeting.first, start, COPENHAGEN)
    if end and (meeting.first, start) < (meeting.last, end):
        return begins, datetime.combine(meeting.last, end, COPENHAGEN)
    return begins, datetime.combine(after, time(), COPENHAGEN) if meeting.last > meeting.first else None


def _is_open(meeting: Meeting) -> bool:
    """Say whether hour or place is still to be settled, and no document is out that would settle it."""
    lacks = meeting.entry.start is None or (meeting.entry.place is None and meeting.entry.mode != "virtual")
    return lacks and meeting.type != "written" and not meeting.documents


def _sequence(site: Site, meeting: Meeting) -> int:
    told = len(meeting.entry.previous_dates) + meeting.cancelled
    if site.history.archive != "full":
        return told
    plans = {meeting.source.path, *(f"content/meetings/{day.year}.yml" for day in meeting.entry.previous_dates)}
    records = (site.history.records.get(path) for path in plans)
    return told + sum(len(record.revisions) - 1 for record in records if record)


def _changed(site: Site, meeting: Meeting, today: date) -> datetime | None:
    """Return when what the entry says was last changed: the plan, as the archive has it, or a document."""
    record = site.history.records.get(meeting.source.path) if site.history.archive == "full" else None
    planned = local_time(max(revision.day for revision in record.revisions)) if record else None
    changed = max(filter(None, (planned, papers_changed(meeting, today))), default=None)
    return changed.astimezone(UTC) if changed else None


def _summary(meeting: Meeting) -> str:
    kind = "" if meeting.type in ("ordinary", "joint") else f" ({words.lower_first(words.TYPES[meeting.type])})"
    return f"{'Aflyst: ' if meeting.cancelled else ''}{words.meeting_name(meeting)}{kind}"


def _place(meeting: Meeting) -> str:
    return meeting.entry.place or (words.MODES["virtual"] if meeting.entry.mode == "virtual" else "")


def _description(site: Site, meeting: Meeting, guessed: bool) -> Iterator[str]:
    """Yield the lines of an entry's text."""
    if meeting.cancelled:
        yield f"Mødet er aflyst: {meeting.entry.cancelled}"
    if meeting.entry.previous_dates:
        days = words.joined([date_words(day, weekday=False) for day in meeting.entry.previous_dates])
        yield f"Mødet er flyttet. Det var planlagt til {days}."
    if meeting.host:
        yield f"Vært: {meeting.host.name}"
    if meeting.entry.mode != "physical":
        yield words.MODES[meeting.entry.mode]
    if guessed:
        yield "Sluttidspunktet er ikke oplyst. I kalenderen er der sat to timer af."
    for document in meeting.documents:
        yield f"{_paper(document)}: {absolute(site, document.address)}"
    yield f"Mere om mødet: {absolute(site, meeting.address)}"


def _paper(document: Document) -> str:
    name = words.DOCUMENTS[document.kind]
    if document.kind == "supplement":
        return f"{name} {document.number}"
    return f"{name} (udkast)" if document.kind == "minutes" and document.meta.status == "draft" else name
