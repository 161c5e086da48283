"""What the public may see: the site and its verdicts without the documents whose day has not come."""

from collections.abc import Iterator
from dataclasses import replace

from sitegen.judgement import Standing, Verdict
from sitegen.model import Document, Meeting, Site, joined_items


def public(
    site: Site, verdicts: tuple[Verdict, ...], standings: tuple[Standing, ...]
) -> tuple[Site, tuple[Verdict, ...], tuple[Standing, ...]]:
    """Return the site, verdicts and standings with every hidden document, and what only such a document says, taken out.

    Judging looks at the whole site: an agenda that was sent in time and is shown tomorrow is in time today.
    """
    meetings = tuple(_open(meeting) if any(d.hidden for d in meeting.documents) else meeting for meeting in site.meetings)
    shown = {meeting.id: meeting for meeting in meetings}
    return replace(site, meetings=meetings), tuple(_verdicts(verdicts, shown)), tuple(_standings(standings, shown))


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


def _standings(standings: tuple[Standing, ...], meetings: dict[str, Meeting]) -> Iterator[Standing]:
    for standing in standings:
        own = (meetings.get(one.id) if one else None for one in (standing.meeting, standing.met, standing.previous))
        meeting, met, passed = own
        hidden = standing.document is not None and standing.document.hidden
        if standing.duty == "chair" and hidden:
            continue  # the minutes that name the chair
        if standing.duty == "referral" and meeting and not _refers(meeting, standing):
            continue
        told = replace(standing, meeting=meeting, met=met, previous=passed)
        # What only a document to come can show is on its way: neither kept nor broken, as far as anybody can see.
        yield replace(told, verdict="due", variant="", met=None, document=None) if hidden else told


def _refers(meeting: Meeting, standing: Standing) -> bool:
    """Say whether the item that was referred, and that it was, can be seen."""
    number, target = standing.item.number if standing.item else "", standing.target.id if standing.target else ""
    return any(
        item.field("referred_to") == target
        for joint in joined_items(meeting)
        if joint.number == number
        for item in (joint.minutes, joint.agenda)
        if item
    )
