"""Deadlines as calendars (RFC 5545): one of the whole site and one for each body, all-day entries with two alarms each.

Only what lies ahead is there: a calendar is for acting in time, and what has passed stands on the site. The bytes follow from
the plan alone, never from the clock, so they change when a deadline does. An entry says nothing of SEQUENCE: how often a
deadline was moved cannot be known without history, and a subscription takes the whole file anew anyway.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sitegen.calendar import working_day_until
from sitegen.danish import date_words, slug
from sitegen.diagnostics import Clause
from sitegen.feeds import ics
from sitegen.judgement import Standing, Verdict
from sitegen.model import Body, Mandate, Meeting, Site
from sitegen.obligations import Report
from sitegen.pages import words
from sitegen.pages.index import Index
from sitegen.reminders.owed import receivers

if TYPE_CHECKING:  # loading the library takes longer than most commands do
    from icalendar import Event

PRODUCT = "-//sitegen//frister//DA"
OWN = ("report", "referral", "host")  # duties whose day no mandate sets: the site reminds of them
HOUR = timedelta(hours=9)  # when offices have opened
DOCUMENTS = {"agenda": ("dagsorden til", "Dagsorden", "Send dagsordenen"), "minutes": ("referat af", "Referat", "Send referatet")}
DUTIES = {"report": "Rapport", "contribution": "Sager til andre", "host": "Vært", "meetings": "Møder", "referral": "Henvisning"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A deadline as the calendar shows it; `bodies` are all that share it."""

    due: date
    name: str  # the duty, as its UID has it
    about: str  # the meeting, year or other thing that tells it from others of its name
    bodies: tuple[Body, ...]
    summary: str
    description: str
    category: str
    address: str
    year: int


def files(index: Index) -> dict[str, bytes]:
    """Return the calendars of deadlines by address."""
    return calendars(index.site, index.verdicts, index.standings, index.today)


def calendars(site: Site, verdicts: tuple[Verdict, ...], standings: tuple[Standing, ...], today: date) -> dict[str, bytes]:
    """Return the calendars by address: /frister.ics, and one under each body, empty ones too, so that addresses last."""
    entries = sorted((*_documents(verdicts, today), *_duties(site, standings, today)), key=lambda e: (e.due, e.name, e.about))
    files = {"/frister.ics": _calendar(site, f"Frister: {site.file.title}", entries)}
    for body in site.bodies:
        own = [entry for entry in entries if any(other.id == body.id for other in entry.bodies)]
        files[f"{body.address}frister.ics"] = _calendar(site, f"Frister: {body.name}", own, body)
    return files


def _documents(verdicts: Iterable[Verdict], today: date) -> list[_Entry]:
    """Return an entry for each agenda and minutes that is due on a day; once for bodies that share the meeting and the day."""
    shared: dict[tuple[str, str, date], list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.obligation in DOCUMENTS and verdict.verdict == "due" and verdict.due and verdict.due >= today:
            shared.setdefault((verdict.meeting.id, verdict.obligation, verdict.due), []).append(verdict)
    entries = []
    for (meeting_id, name, due), found in shared.items():
        meeting, bodies = found[0].meeting, tuple(verdict.body for verdict in found)
        about, category, act = DOCUMENTS[name]
        title = f"{words.bodies_name(bodies)}, {words.meeting_days(meeting, weekday=False)}"
        lines = [f"{act} {about.rpartition(' ')[2]} mødet: {title}."]
        lines += dict.fromkeys(_ground(v.mandate, v.source, v.clause) for v in found)
        lines += [] if _is_there(name, meeting) else [f"sitegen new {name} {meeting_id}"]
        summary = f"Frist: {about} {title}"
        text = "\n".join(filter(None, lines))
        entries.append(_Entry(due, name, meeting_id, bodies, summary, text, category, meeting.address, meeting.first.year))
    return entries


def _is_there(name: str, meeting: Meeting) -> bool:
    return (meeting.agenda if name == "agenda" else meeting.minutes) is not None


def _duties(site: Site, standings: Iterable[Standing], today: date) -> list[_Entry]:
    """Return an entry for each duty of a year that is due on a day."""
    entries = []
    for standing in standings:
        due, body, target, meeting = standing.day, standing.body, standing.target, standing.meeting
        enough = standing.least is not None and (standing.found or 0) >= standing.least
        if standing.verdict != "due" or standing.met or due is None or due < today or enough:
            continue
        bodies: tuple[Body, ...] = (body,)
        if standing.item and target:
            what = f"»{standing.item.item.title}« på dagsordenen i {target.name}, henvist fra {body.name}"
            bodies = receivers(site, target, today)
        else:
            what = _what(standing)
        told = slug(standing.rule.name) if isinstance(standing.rule, Report) else None
        parts = (
            meeting.id if meeting else str(standing.year),
            standing.item and standing.item.anchor,
            target and target.id,
            told or (slug(standing.clause or "") if standing.duty == "contribution" else None),
        )
        ground = _ground(standing.mandate, standing.source, standing.clause)
        address = (meeting.address + (f"#{standing.item.anchor}" if standing.item else "")) if meeting else body.address
        entries.append(
            _Entry(
                due,
                f"{standing.duty}.{body.id}",
                ".".join(part for part in parts if part),
                bodies,
                f"{'Påmindelse' if standing.duty in OWN else 'Frist'}: {what}",
                "\n".join(filter(None, (f"{words.upper_first(what)}.", ground))),
                DUTIES.get(standing.duty, "Andet"),
                address,
                standing.year,
            )
        )
    return entries


def _what(standing: Standing) -> str:
    """Return what a duty of a year asks for, in words."""
    body, target, number = standing.body.name, standing.target.name if standing.target else "", standing.least or 1
    if isinstance(standing.rule, Report):
        return f"{words.lower_first(standing.rule.name)} fra {body} til {target}, {standing.year}"
    if standing.duty == "contribution":
        return f"{words.count(number, 'sag', 'sager')} fra {body} til {target}, {standing.year}"
    if standing.duty == "meetings":
        return f"{words.count(number, 'møde', 'møder')} i {body}, {standing.year}"
    return f"{words.lower_first(DUTIES.get(standing.duty, standing.duty))} i {body}, {standing.year}"


def _ground(mandate: Mandate | None, source: str | None, clause: str | None) -> str:
    """Return the clause and the mandate that a deadline rests on, in words."""
    if not mandate or not source:
        return ""
    found: Clause = mandate.clause(source, clause)
    title = mandate.meta.title if source == "mandate" else f"husregel ved siden af {mandate.meta.title}"
    return f"{found.heading}, {title}" if clause and found.heading else title


def _calendar(site: Site, name: str, entries: Iterable[_Entry], body: Body | None = None) -> bytes:
    """Return a calendar; entries that several bodies share go by the first of them unless it is the calendar of one."""
    return ics.calendar(PRODUCT, name, (_event(site, entry, body or entry.bodies[0]).to_ical() for entry in entries))


def _event(site: Site, entry: _Entry, body: Body) -> "Event":
    from icalendar import Alarm, Event

    base = site.file.base_url
    event = Event()
    event.add("uid", f"{entry.name}.{body.id}.{entry.about}@{urlsplit(base).hostname}")
    # When an entry was last changed is not known: the year before is always earlier, and never the day of the build.
    event.add("dtstamp", datetime(entry.year - 1, 1, 1, tzinfo=UTC))
    event.add("dtstart", entry.due)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("url", base + entry.address.lstrip("/"))
    event.add("categories", ["Frist", entry.category])
    event.add("transp", "TRANSPARENT")
    first = timedelta(days=-site.file.reminders.lead_days) + HOUR
    last = working_day_until(entry.due) - entry.due + HOUR
    for trigger in sorted({first, last}):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", trigger)
        alarm.add("description", f"{entry.summary} (senest {date_words(entry.due)})")
        event.add_component(alarm)
    return event
