"""Duties that no single document meets, for each body and year: meetings, hosts, seats, reports, what bodies owe each other."""

from collections.abc import Callable, Iterator
from datetime import date

from sitegen.judgement import Standing, Verdict
from sitegen.model import Body, Site
from sitegen.standings import between, hosts, meetings, seats
from sitegen.standings.records import Records, records

DUTIES: tuple[Callable[[Records, Body], Iterator[Standing]], ...] = (
    meetings.meetings,
    hosts.host,
    hosts.chair,
    seats.composition,
    between.report,
    between.contribution,
    between.referral,
)


def stand(site: Site, verdicts: tuple[Verdict, ...], today: date) -> tuple[Standing, ...]:
    """Return every standing: bodies in the organisation's order, duties in a fixed one, years and meetings in order of time.

    Years are those of the plan up to next year, and the running one, in which the body exists. A duty that no mandate in force
    states has no standing, but what is referred to another body is followed whether a mandate asks for it or not.
    """
    found = records(site, verdicts, today)
    return tuple(standing for body in site.bodies for duty in DUTIES for standing in duty(found, body))
