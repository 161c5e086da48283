"""Danish days: holidays, terms such as "1 week before", and the dates they fall on."""

import re
import zoneinfo
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

# The clocks that were installed with the program, not the machine's own: another system may know other rules of summer time.
zoneinfo.reset_tzpath(to=())
COPENHAGEN = zoneinfo.ZoneInfo("Europe/Copenhagen")

TERM = re.compile(r"(\d{1,3}) (day|weekday|week|month)s? (before|after)")
NEXT_MEETING = "before next meeting"


@dataclass(frozen=True, slots=True)
class Term:
    """A term as a mandate states it: `count` units before or after a meeting, or before the next one (`unit` is `meeting`)."""

    count: int
    unit: str
    direction: str

    def __str__(self) -> str:
        if self.unit == "meeting":
            return NEXT_MEETING
        return f"{self.count} {self.unit}{'s' if self.count != 1 else ''} {self.direction}"


def term(text: str) -> Term | None:
    """Read a term; None when the text is none."""
    text = " ".join(text.split())
    if text == NEXT_MEETING:
        return Term(1, "meeting", "before")
    match = TERM.fullmatch(text)
    return Term(int(match[1]), match[2], match[3]) if match else None


@lru_cache(maxsize=256)
def _public_holidays(year: int) -> frozenset[date]:
    # Imported here: the library takes longer to load than most commands take to run.
    from holidays import country_holidays

    return frozenset(country_holidays("DK", years=year))


def is_holiday(day: date) -> bool:
    """Say whether the day is a Danish public holiday (Store bededag through 2023 only)."""
    return day in _public_holidays(day.year)


def is_weekday(day: date) -> bool:
    """Say whether the day is Monday to Friday and no public holiday."""
    return day.weekday() < 5 and not is_holiday(day)


def is_working_day(day: date) -> bool:
    """Say whether offices are open: a weekday that is not 5 June, 24 or 31 December."""
    return is_weekday(day) and (day.month, day.day) not in {(6, 5), (12, 24), (12, 31)}


def _step(day: date, by: int) -> date | None:
    try:
        return day + timedelta(days=by)
    except OverflowError:  # the calendar ends at the years 1 and 9999
        return None


def working_day_from(day: date) -> date:
    """Return the day, or the first working day after it: where an act after a meeting moves to."""
    while not is_working_day(day) and (following := _step(day, 1)):
        day = following
    return day


def working_day_until(day: date) -> date:
    """Return the day, or the last working day before it: when a reminder is due."""
    while not is_working_day(day) and (preceding := _step(day, -1)):
        day = preceding
    return day


def _months(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # The 31st of a month that has 30 days is its last. Before the year 1 and after 9999 there is no date at all.
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return None


def _weekdays(day: date, count: int, sign: int) -> date | None:
    current: date | None = day
    while count and current is not None:
        current = _step(current, sign)
        if current is not None and is_weekday(current):
            count -= 1
    return current


def deadline(rule: Term, day: date, following: date | None, moves: bool) -> date | None:
    """Return the last day on which an obligation is met in time; None where it cannot be known yet.

    `day` is the meeting's day that is counted from (the first for an agenda, the last for minutes), `following` the first day
    of the body's next meeting. With `moves`, a date after the meeting on which offices are closed moves to the next working
    day; one before it always stands, for moving it would shorten the notice.
    """
    if rule.unit == "meeting":
        return _step(following, -1) if following else None
    sign = -1 if rule.direction == "before" else 1
    match rule.unit:
        case "day":
            found = _step(day, sign * rule.count)
        case "week":
            found = _step(day, sign * rule.count * 7)
        case "month":
            found = _months(day, sign * rule.count)
        case _:
            found = _weekdays(day, rule.count, sign)
    return working_day_from(found) if found and sign > 0 and moves else found


def local_time(moment: date | datetime) -> datetime:
    """Return the moment in Copenhagen of a date, which is when it begins, or of a date-time, local where it has no offset."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day, tzinfo=COPENHAGEN)
    return moment.replace(tzinfo=COPENHAGEN) if moment.tzinfo is None else moment.astimezone(COPENHAGEN)


def local_date(moment: date | datetime) -> date:
    """Return the date in Copenhagen of a date or date-time; a date-time without an offset is local already."""
    if not isinstance(moment, datetime):
        return moment
    return (moment if moment.tzinfo is None else moment.astimezone(COPENHAGEN)).date()
