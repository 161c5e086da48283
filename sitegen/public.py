"""What the public may see: the site and its verdicts without the documents whose day has not come."""

from collections.abc import Iterator
from dataclasses import replace

from sitegen.model import Document, Meeting, Site, Verdict


def public(site: Site, verdicts: tuple[Verdict, ...]) -> tuple[Site, tuple[Verdict, ...]]:
    """Return the site and the verdicts with every hidden document, and what only such a document says, taken out.

    Judging looks at the whole site: an agenda that was sent in time and is shown tomorrow is in time today.
    """
    meetings = tuple(_open(meeting) if any(d.hidden for d in meeting.documents) else meeting for meeting in site.meetings)
    shown = {meeting.id: meeting for meeting in meetings}
    return replace(site, meetings=meetings), tuple(_verdicts(verdicts, shown))


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
