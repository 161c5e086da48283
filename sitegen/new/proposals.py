"""What a new meeting of a body would usually be: who hosts and why, where, from when to when, and on which day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import median_low

from sitegen import schema
from sitegen.calendar import deadline, is_working_day
from sitegen.danish import date_words
from sitegen.model import Body, Meeting, Site
from sitegen.standings.hosts import turns

LOOKED_AT = 6  # the last meetings that say what is usual
WEEK = timedelta(days=7)
LONGEST = timedelta(days=2 * 366)  # ahead that a day is looked for


@dataclass(frozen=True, slots=True)
class HostChoice:
    """A party that could host, and why it is where it is in the order."""

    party: schema.Party
    reason: str


def held(site: Site, bodies: Sequence[Body], until: date = date.max) -> list[Meeting]:
    """Return the meetings of some of the bodies that count, up to a day, in order of time."""
    ids = {body.id for body in bodies}
    return [m for m in site.meetings if m.counts and m.first <= until and any(body.id in ids for body in m.bodies)]


def hosts(site: Site, bodies: Sequence[Body], day: date) -> list[HostChoice]:
    """Return who could host the bodies' meeting, who has waited longest first; nobody where no mandate and no habit asks for one.

    Where a mandate says that hosts take turns, it says among whom; else it is those that have hosted before.
    """
    before = held(site, bodies, day - timedelta(days=1))
    found: dict[str, schema.Party] = {}
    for body in bodies:
        mandate = site.mandate_of(body, day)
        _, rule = mandate.rule("host") if mandate else (None, None)
        if rule is not None and rule.rotates:
            found |= {party.id: party for party in turns(before, body, rule, day)}
        else:
            hosted = {m.host.id for m in held(site, [body]) if m.host}
            found |= {party.id: party for party in body.parties if party.id in hosted and party.valid_on(day)}
    last = {m.host.id: m.first for m in before if m.host}
    following = next((m for m in held(site, bodies) if m.first > day), None)
    is_next = {following.host.id: following.first} if following and following.host else {}
    order = sorted(found.values(), key=lambda party: (party.id in is_next, last.get(party.id, date.min)))
    return [HostChoice(party, _reason(last, is_next, party.id)) for party in order]


def _reason(last: dict[str, date], following: dict[str, date], party: str) -> str:
    if party in following:
        return f"skal være vært næste gang, den {date_words(following[party], weekday=False)}"
    if party not in last:
        return "har ikke været vært endnu"
    if last[party] == max(last.values()):
        return f"var vært sidst, den {date_words(last[party], weekday=False)}"
    return f"har ikke været vært siden den {date_words(last[party], weekday=False)}"


def place(site: Site, bodies: Sequence[Body], day: date, host: str | None, mode: str | None) -> str | None:
    """Return where the meeting would be: where the host was host before; with no host where the bodies met last.

    The town hall of another host is nobody's guess: where this one has never hosted, there is no proposal.
    """
    ids = {body.id for body in bodies}
    known = [
        m for m in site.meetings if not m.cancelled and m.first < day and m.entry.place and m.entry.mode == (mode or "physical")
    ]
    own = [m for m in known if any(body.id in ids for body in m.bodies)]
    hosted = [m for m in own if m.entry.host == host] or [m for m in known if host and m.entry.host == host]
    if mode == "virtual":  # no host has a town hall there
        hosted = hosted or own
    elif host is None and own and own[-1].host:
        return None
    return hosted[-1].entry.place if hosted else None


def times(site: Site, bodies: Sequence[Body], day: date, start: time | None = None) -> tuple[time | None, time | None]:
    """Return from when to when the bodies usually meet; with a start of one's own, the end that is as long after it."""
    ordinary = [m for m in held(site, bodies) if m.type == "ordinary" and m.entry.start and not m.entry.until and m.first != day]
    usual = sorted(ordinary, key=lambda m: abs((m.first - day).days))[:LOOKED_AT]
    counted = Counter((m.entry.start, m.entry.end) for m in usual)
    found = next(iter(counted.most_common(1)), (((None, None)), 0))[0]
    if start is None or found[0] is None or found[1] is None:
        return found if start is None else (start, None)
    length = datetime.combine(day, found[1]) - datetime.combine(day, found[0])
    end = datetime.combine(day, start) + length
    return start, end.time() if end.date() == day else None


def next_day(site: Site, body: Body, today: date) -> date | None:
    """Return the day that the body would meet next by its own rhythm: as long after its last meeting as usual, the same weekday.

    A day on which offices are open, for which an agenda can still come in time; None where there is no rhythm, or no such day.
    """
    days = sorted({m.first for m in held(site, [body]) if m.type == "ordinary"})
    if len(days) < 2:
        return None
    recent = days[-LOOKED_AT:]
    gap = median_low([(later - earlier).days for earlier, later in pairwise(recent)])
    weekday = Counter(day.weekday() for day in recent[::-1]).most_common(1)[0][0]
    found = days[-1] + max(timedelta(days=gap), WEEK)
    found += timedelta(days=(weekday - found.weekday() + 3) % 7 - 3)
    limit = today + LONGEST
    while found <= limit and (found <= today or not is_working_day(found) or _is_too_near(site, body, found, today)):
        found += WEEK
    return found if found <= limit and body.exists_on(found) else None


def _is_too_near(site: Site, body: Body, day: date, today: date) -> bool:
    """Say whether the agenda of a meeting on the day would be late already."""
    mandate = site.mandate_of(body, day)
    _, rule = mandate.rule("agenda") if mandate else (None, None)
    due = deadline(rule.due, day, None, moves=False) if rule else None
    return due is not None and due < today
