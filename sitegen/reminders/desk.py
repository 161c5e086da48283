"""An action, and what every look for actions needs: the site as judged, the day, and how far ahead is looked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sitegen.calendar import working_day_until
from sitegen.diagnostics import Argument, Clause
from sitegen.judgement import Standing, Verdict
from sitegen.model import Body, Meeting, Site


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. Its sentence is `kind` and `variant` looked up in `reminders.words`, filled in with the arguments.

    `due` is a date that a mandate, house rule or decision sets, never one of our own; `act_by` the working day to act by.
    """

    kind: str  # agenda, minutes, website-agenda, website-minutes, host, plan, seat, report, contribution, referral, follow-up
    state: str  # overdue or due
    bodies: tuple[Body, ...]
    secretariat: str
    day: date  # that it is sorted by
    due: date | None = None
    act_by: date | None = None
    variant: str = ""
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    meeting: Meeting | None = None
    command: str | None = None  # the exact command that begins it, where one does
    place: tuple[str, int] | None = None  # else the file and line to change
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What every look at the site needs: the day, the last day that is looked ahead to, and drafts by path with their line."""

    site: Site
    verdicts: tuple[Verdict, ...]
    standings: tuple[Standing, ...]
    today: date
    last: date
    drafts: Mapping[str, int]

    def secretariat(self, bodies: Iterable[Body]) -> str:
        contacts = (body.entry.contact for body in bodies)
        names = dict.fromkeys((contact.name if contact else None) or self.site.file.publisher.name for contact in contacts)
        return ", ".join(names)

    def act_by(self, day: date) -> date:
        """Return the last working day until a day, or today where that has passed."""
        return max(working_day_until(day), self.today)

    def unread(self, kind: str, meeting: Meeting) -> bool:
        return any(k == kind and stem.startswith(meeting.id) for k, stem in self.site.unread)

    def ahead(self, bodies: Iterable[Body], until: date = date.max) -> list[Meeting]:
        """Return the meetings that some of the bodies are to hold, the next first."""
        wanted = {body.id for body in bodies}
        coming = (m for m in self.site.meetings if m.counts and self.today <= m.first <= until)
        return [m for m in coming if any(body.id in wanted for body in m.bodies)]

    def onto(self, meeting: Meeting | None) -> tuple[str | None, tuple[str, int] | None]:
        """Return the command that begins a meeting's agenda, else the agenda to write in, else the plan that lacks a meeting."""
        if meeting is None:
            return None, (f"content/meetings/{self.today.year}.yml", 1)
        path = f"content/agendas/{meeting.id}.md"
        if meeting.agenda or path in self.drafts:
            return None, (meeting.agenda.path if meeting.agenda else path, self.drafts.get(path, 1))
        return f"sitegen new agenda {meeting.id}", None
