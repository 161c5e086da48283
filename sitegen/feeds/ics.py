"""What calendar files share (RFC 5545): the head of a calendar, Danish time as a rule, and how entries are put together."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from sitegen.frontmatter import CONTROL

ZONE = "Europe/Copenhagen"
END = b"END:VCALENDAR\r\n"


def calendar(product: str, name: str, entries: Iterable[bytes]) -> bytes:
    """Return a calendar of entries that are finished: a meeting stands in several calendars and is written once."""
    # The zone also where there is no entry: never empty.
    return b"".join((_head(product, name), _zone(), *entries, END))


@lru_cache(maxsize=16384)  # the preview makes every meeting's anew at each save
def _head(product: str, name: str) -> bytes:
    from icalendar import Calendar  # loading the library takes longer than most commands do

    whole: Calendar = Calendar()
    whole.add("prodid", product)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("x-wr-calname", line(name))
    whole.add("refresh-interval", timedelta(days=1), {"VALUE": "DURATION"})
    whole.add("x-published-ttl", "P1D")
    head: bytes = whole.to_ical()
    return head.removesuffix(END)


def line(text: str) -> str:
    """Return a text on one line, without the control characters that the standard has no room for."""
    return " ".join(CONTROL.sub(" ", text).split())


@cache
def _zone() -> bytes:
    """Return Danish time by its rule, not by what the machine knows of it."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", ZONE)
    for part, month, before, after in ((TimezoneDaylight(), 3, 1, 2), (TimezoneStandard(), 10, 2, 1)):
        part.add("dtstart", datetime.combine(date(1996, month, 31 if month == 3 else 27), time(before + 1)))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", "CEST" if month == 3 else "CET")
        zone.add_component(part)
    written: bytes = zone.to_ical()
    return written
