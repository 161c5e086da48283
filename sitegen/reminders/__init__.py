"""What is to be done, by whom and by when: verdicts, standings and open follow-ups as one list of actions, told in time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from sitegen.judgement import Standing, Verdict
from sitegen.model import Site
from sitegen.reminders import owed, papers
from sitegen.reminders.desk import Action, Desk

__all__ = ("DAYS", "Action", "actions")

DAYS = 30  # ahead that is looked, unless asked otherwise
LOOKS: tuple[Callable[[Desk], Iterator[Action]], ...] = (
    papers.documents,
    owed.hosts,
    owed.owed,
    owed.plans,
    papers.follow_ups,
)


def actions(
    site: Site,
    verdicts: tuple[Verdict, ...],
    standings: tuple[Standing, ...],
    today: date,
    days: int = DAYS,
    drafts: Mapping[str, int] | None = None,
) -> tuple[Action, ...]:
    """Return what is to be done: what is overdue first, by date, then what is due within some days, by date.

    `drafts` are content files that are there and not shown yet, by path, each with the line that says so: they are to be
    finished, not begun.
    """
    last = today + timedelta(days=min(days, (date.max - today).days))
    desk = Desk(site, verdicts, standings, today, last, drafts or {})
    looks: tuple[Callable[[Desk], Iterator[Action]], ...] = (
        papers.documents,
        owed.hosts,
        owed.owed,
        owed.plans,
        papers.follow_ups,
    )
    found = (action for look in looks for action in look(desk))
    return tuple(sorted(found, key=lambda a: (a.state != "overdue", a.day, a.meeting.sort_key[1:] if a.meeting else (), a.kind)))
