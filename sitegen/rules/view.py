"""What a rule sees: the site, the verdicts, the day, and each body's meetings looked up once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.judgement import Standing, Verdict
from sitegen.model import Body, Meeting, Site


@dataclass(frozen=True, slots=True)
class View:
    """The whole of what is judged. `meetings` holds each body's meetings, in order, by the body's id."""

    site: Site
    verdicts: tuple[Verdict, ...]
    standings: tuple[Standing, ...]
    today: date
    meetings: Mapping[str, tuple[Meeting, ...]]

    def unread(self, kind: str, meeting: Meeting | None = None) -> bool:
        """Say whether a file of the kind (of the meeting) could not be read, so that its absence says nothing."""
        return any(k == kind and (meeting is None or stem.startswith(meeting.id)) for k, stem in self.site.unread)

    def next_held(self, body: Body, meeting: Meeting) -> Meeting | None:
        """Return the body's next meeting that was held: not cancelled, no written procedure, over before today."""
        later = (m for m in self.meetings[body.id] if m.first > meeting.first and m.counts)
        following = next(later, None)
        return following if following and following.last < self.today else None


def view(site: Site, verdicts: tuple[Verdict, ...], standings: tuple[Standing, ...], today: date) -> View:
    """Return the view of a site."""
    of: dict[str, list[Meeting]] = {body.id: [] for body in site.bodies}
    for meeting in site.meetings:
        for body in meeting.bodies:
            of[body.id].append(meeting)
    return View(site, verdicts, standings, today, {body: tuple(meetings) for body, meetings in of.items()})
