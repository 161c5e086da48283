"""What the public may see: the site and its verdicts without the documents whose day has not come."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sitegen.judgement import Standing, Verdict
from sitegen.model import Document, Meeting, Site
from sitegen.standings import stand


def public(
    site: Site, verdicts: tuple[Verdict, ...], standings: tuple[Standing, ...], today: date
) -> tuple[Site, tuple[Verdict, ...], tuple[Standing, ...]]:
    """Return the site, verdicts and standings with every hidden document, and what only such a document says, taken out.

    Judging looks at the whole site: an agenda that was sent in time and is shown tomorrow is in time today.
    """
    meetings = tuple(_open(meeting) if any(d.hidden for d in meeting.documents) else meeting for meeting in site.meetings)
    shown = {meeting.id: meeting for meeting in meetings}
    told = tuple(_verdicts(verdicts, shown))
    if all(own is other for own, other in zip(meetings, site.meetings, strict=True)):
        return site, told, standings
    seen = replace(site, meetings=meetings)
    return seen, told, tuple(_standings(seen, told, standings, today))


def _open(meeting: Meeting) -> Meeting:
    return replace(
        meeting,
        agenda=_shown(meeting.agenda),
        minutes=_shown(meeting.minutes),
        supplements=tuple(supplement for supplement in meeting.supplements if not supplement.hidden),
    )


def _shown(document: Document | None) -> Document | None:
    return document if document and not document.hidden else None


def _verdicts(verdicts: tuple[Verdict, ...], meetings: dict[str, Meeting]) -> Iterator[Verdict]:
    for verdict in verdicts:
        meeting = meetings[verdict.meeting.id]
        if not verdict.document or not verdict.document.hidden:
            yield replace(verdict, meeting=meeting) if meeting is not verdict.meeting else verdict
        elif not verdict.obligation.startswith("supplement"):  # that a supplement is on its way is no more public than itself
            excused = verdict.breach and verdict.reason == verdict.document.meta.late_reason
            told = replace(verdict, verdict=verdict.breach or "", reason=None, breach=None) if excused else verdict
            yield replace(told, meeting=meeting, document=None)


def _standings(site: Site, verdicts: tuple[Verdict, ...], known: tuple[Standing, ...], today: date) -> Iterator[Standing]:
    """Judge what can be seen; what only a document to come excuses is on its way, neither kept nor broken."""
    better = {_key(standing): standing.verdict for standing in known}
    for standing in stand(site, verdicts, today):
        accused = standing.verdict in ("broken", "unknown") and better.get(_key(standing), standing.verdict) in ("kept", "due")
        yield replace(standing, verdict="due", variant="", previous=None) if accused else standing


def _key(standing: Standing) -> tuple[object, ...]:
    about = (standing.meeting, standing.target, standing.party if standing.duty == "composition" else None)
    ids = (thing.id if thing else "" for thing in about)
    return standing.body.id, standing.year, standing.duty, *ids, standing.item.number if standing.item else "", id(standing.rule)
