"""What grows without end, parted by year: the newest years stand on a page, each earlier one has a page of its own."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TypeVar

from sitegen.model import Meeting
from sitegen.pages.index import group

V = TypeVar("V")
Years = list[tuple[int, tuple[V, ...]]]  # the newest year first

# A page shows whole years until it holds this many entries; what is not parted by year is cut off there.
ENOUGH = 60


def by_year(things: Iterable[V], year_of: Callable[[V], int]) -> Years[V]:
    """Part things by year, the newest year first, each year in the order they come."""
    return sorted(group((year_of(thing), thing) for thing in things).items(), reverse=True)


def newest_first(things: Iterable[V], meeting_of: Callable[[V], Meeting]) -> list[V]:
    """Return things, which come in order of the meetings, with those of the newest first, those of one in their order."""
    meetings = [list(own) for _, own in groupby(things, lambda thing: meeting_of(thing).id)]
    return [thing for own in reversed(meetings) for thing in own]


def newest(years: Sequence[tuple[int, tuple[V, ...]]]) -> Years[V]:
    """Return the years that stand on the page itself: whole ones until there are enough entries."""
    shown: Years[V] = []
    for year, things in years:
        if sum(len(found) for _, found in shown) < ENOUGH:
            shown.append((year, things))
    return shown
