"""A meeting to be planned: what was asked for, filled up with what is usual, or the reason why it cannot be."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sitegen.calendar import is_holiday, is_working_day
from sitegen.danish import date_words
from sitegen.mends import meant
from sitegen.mends.meant import nearest
from sitegen.model import Body, Meeting, Site
from sitegen.new import proposals
from sitegen.new.plan_text import Entry
from sitegen.standings.records import successors

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
CHOICES = {
    "mode": ("physical", "virtual", "hybrid"),
    "type": ("ordinary", "extraordinary", "joint", "theme", "seminar", "written"),
}
NONE = ("", "-")  # what is given for a value that there is to be none of


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why what was asked for cannot be, in Danish and in English."""

    danish: str
    english: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting as it is to stand in the plan: its id, its entry, why it is proposed so, and what to think over."""

    id: str
    entry: Entry
    reasons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: `given` holds the entry's other values as they were typed; what is not there is proposed."""

    bodies: tuple[Body, ...]
    day: date
    given: Mapping[str, str] = field(default_factory=dict)


def read_day(text: str) -> date | Refusal:
    """Read a date as the plan writes it; one written in another way is said how to write, not guessed at."""
    text = text.strip()
    try:
        if ISO.fullmatch(text) and 1900 <= int(text[:4]) < 2200:
            return date.fromisoformat(text)
    except ValueError:
        return Refusal(f"{text} findes ikke i kalenderen. Ret dagen eller måneden.", f"{text} is not in the calendar.")
    day = meant.day(text)
    so = f"Skriv {day}, hvis det er den dag, du mener" if day else "Skriv år, måned og dag, fx 2027-03-11"
    return Refusal(f"»{text}« er ikke skrevet, som datoer skal være her. {so}.", f"Write dates as {day or '2027-03-11'}.")


def read_body(site: Site, name: str) -> Body | Refusal:
    """Find a body by its id, or by its name as it stands."""
    for body in site.bodies:
        if name.strip().lower() in (body.id, body.name.lower()):
            return body
    ids = {**{body.name.lower(): body.id for body in site.bodies}, **{body.id: body.id for body in site.bodies}}
    near = ids.get(nearest(name.strip().lower(), list(ids), 0.5), "")
    known = f"Tættest på: {near}." if near else f"Fora: {', '.join(body.id for body in site.bodies)}."
    return Refusal(f"Der er intet forum, der hedder {name}. {known}", f"There is no body {name}. {near and f'Nearest: {near}.'}")


def refused(site: Site, wish: Wish) -> Refusal | None:
    """Say why the bodies cannot meet on the day; None where they can."""
    for body in wish.bodies:
        if not body.exists_on(wish.day):
            return not_in_force(site, body, wish.day)
    ids = {body.id for body in wish.bodies}
    for other in site.meetings:
        same = other.first <= wish.day <= other.last and any(body.id in ids for body in other.bodies)
        if same and not other.cancelled and "written" not in (other.type, wish.given.get("type")):
            line = other.source.located.place(*other.source.at)[0]
            return Refusal(
                f"{' og '.join(b.name for b in other.bodies)} har allerede et møde {date_words(wish.day)}: {other.id} "
                f"({other.source.path}, linje {line}). Ret i det, eller vælg en anden dag.",
                f"There is a meeting on that day already: {other.id} ({other.source.path}:{line}).",
            )
    return None


def not_in_force(site: Site, body: Body, day: date) -> Refusal:
    """Say that a body is not there on a day: since when or until when, and what takes its place."""
    if body.begins and day < body.begins:
        when, english = f"begynder først den {date_words(body.begins, weekday=False)}", f"begins on {body.begins}"
    else:
        ends = body.ends or day
        when, english = f"ophører den {date_words(ends, weekday=False)}", f"ends on {ends}"
        heirs = [heir.id for heir in successors(body, site.bodies) if heir.exists_on(day)]
        when += f" og afløses af {', '.join(heirs)}" if heirs else ""
    return Refusal(f"{body.name} findes ikke den {date_words(day, weekday=False)}: Forummet {when}.", f"{body.id} {english}.")


def read_host(bodies: Sequence[Body], text: str) -> str | Refusal:
    """Find a party of the bodies by its id, or by its name as it stands."""
    parties = {party.id: party for body in bodies for party in body.parties}
    for party in parties.values():
        if text.strip().lower() in (party.id, party.name.lower()):
            return party.id
    near = nearest(text.strip().lower(), list(parties), 0.5)
    known = f"Tættest på: {near}." if near else f"Parter: {', '.join(parties)}."
    return Refusal(f"{text} er ikke en part i {' eller '.join(b.name for b in bodies)}. {known}", f"{text} is no party. {near}")


def read_clock(text: str) -> time | Refusal:
    """Read a time of day, also one with a full stop, as it is written in Danish."""
    if found := meant.clock(text):
        return time.fromisoformat(found)
    return Refusal(f"»{text}« er ikke et klokkeslæt. Skriv det som 13:00.", f"{text} is no time of day; write 13:00.")


def read_choice(key: str, text: str) -> str | Refusal:
    """Read a mode or type by its name in the plan, or by the Danish word for it."""
    word = next((one for one in (text.strip(), *meant.values("choice", text, CHOICES[key])) if one in CHOICES[key]), None)
    known = ", ".join(CHOICES[key])
    return word or Refusal(f"{key} kan være: {known}. Der står »{text}«.", f"{key} can be: {known}.")


def planned(site: Site, wish: Wish) -> Planned | Refusal:
    """Fill up what was asked for with what is usual for the bodies."""
    if refusal := refused(site, wish):
        return refusal
    given: dict[str, Any] = {}
    for key, text in wish.given.items():
        value = _value(wish, key, text)
        if isinstance(value, Refusal):
            return value
        given[key] = value
    until, start, end = (given.get(key) for key in ("until", "start", "end"))
    if until and until < wish.day:
        return Refusal(f"Mødet kan ikke slutte den {until}, før det begynder den {wish.day}.", "until lies before the date.")
    if start and end and not until and end < start:
        return Refusal(f"Mødet kan ikke slutte kl. {end:%H:%M}, før det begynder kl. {start:%H:%M}.", "end lies before start.")
    if until and (gone := next((body for body in wish.bodies if not body.exists_on(until)), None)):
        return not_in_force(site, gone, until)
    values, reasons = _filled(site, wish, given)
    name = _id(site, wish)
    if len(wish.bodies) > 1 or name != f"{wish.day}-{wish.bodies[0].id}":
        values["id"] = name
    return Planned(name, Entry(values, {"date": date_words(wish.day).partition(" ")[0]}), reasons, _doubts(wish.day, until))


def _value(wish: Wish, key: str, text: str) -> Any:
    if text.strip() in NONE:
        return None
    match key:
        case "until":
            return read_day(text)
        case "start" | "end":
            return read_clock(text)
        case "host":
            return read_host(wish.bodies, text)
        case "mode" | "type":
            return read_choice(key, text)
    return " ".join(text.split())


def _filled(site: Site, wish: Wish, given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the entry's values in the plan's order, and why those that nobody asked for are as they are."""
    reasons, mode, found = [], given.get("mode"), dict(given)
    if given.get("type") != "written":  # a written procedure has neither host, place nor time of day
        if "host" not in given and (choices := proposals.hosts(site, wish.bodies, wish.day)):
            found["host"] = choices[0].party.id
            reasons.append(f"Vært: {choices[0].party.name} ({choices[0].reason}).")
        if "place" not in given:
            found["place"] = proposals.place(site, wish.bodies, wish.day, found.get("host"), mode)
            usual = "Stedet er det, hvor værten sidst holdt møde" if found.get("host") else "Stedet er det samme som sidst"
            reasons.append(
                f"{usual}: {found['place']}."
                if found["place"]
                else "Stedet kendes ikke: skriv det under place, når det er aftalt."
            )
        if not given.get("until") and not (given.get("start", ...) is None or {"start", "end"} <= given.keys()):
            start, end = proposals.times(site, wish.bodies, wish.day, given.get("start"))
            if given.get("end") is None or (start and start < given["end"]):
                found = {"start": start, "end": end, **found}
                reasons += ["Tiden er den, forummet plejer at mødes på."] if start and "start" not in given else []
    ids = tuple(body.id for body in wish.bodies)
    whose = {"bodies": ids} if len(ids) > 1 else {"body": ids[0]}
    rest = {key: found[key] for key in ("until", "start", "end", "place", "mode", "type", "host") if found.get(key)}
    return {**whose, "date": wish.day, **rest}, tuple(reasons)


def _id(site: Site, wish: Wish) -> str:
    """Return an id that no meeting has: the plan's own, or for a joint meeting one that says whose it is."""
    taken = {meeting.id for meeting in site.meetings}
    clusters = [body.cluster.id if body.cluster else body.id for body in wish.bodies]
    short = clusters if len(set(clusters)) == len(clusters) else [body.id for body in wish.bodies]
    joint = "-".join(["faellesmoede", *(short if len(short) < 4 else [])])
    name = f"{wish.day}-{joint if len(wish.bodies) > 1 else wish.bodies[0].id}"
    return next(one for one in (name, *(f"{name}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def _doubts(day: date, until: date | None) -> tuple[str, ...]:
    found = []
    for one in filter(None, (day, until)):
        if one.weekday() > 4:
            found.append(f"Den {date_words(one, weekday=False)} er en {date_words(one).partition(' ')[0]}.")
        elif not is_working_day(one):
            free = "en helligdag" if is_holiday(one) else "en dag, hvor kontorerne holder lukket"
            found.append(f"{date_words(one).capitalize()} er {free}.")
    return tuple(found)


def named(meetings: Iterable[Meeting], wanted: str) -> Meeting | None:
    """Return the meeting of an id, of the path of one of its papers, or of the beginning of an id that only it has."""
    name = re.sub(r"(?:-tillaeg-\d+)?\.md$", "", wanted.rpartition("/")[2])
    by_id = {meeting.id: meeting for meeting in meetings}
    if name in by_id:
        return by_id[name]
    fitting = [meeting for one, meeting in by_id.items() if one.startswith(name)]
    return fitting[0] if ISO.match(name) and len(fitting) == 1 and not fitting[0].cancelled else None
