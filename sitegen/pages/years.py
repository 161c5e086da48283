"""What grows without end, parted by year: the newest years stand on a page, each earlier one has a page of its own."""

from collections.abc import Callable, Iterable, Sequence
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
    """Return things with those of the newest meeting first, those of one meeting in their order."""
    return sorted(things, key=lambda thing: meeting_of(thing).sort_key, reverse=True)


def newest(years: Sequence[tuple[int, tuple[V, ...]]]) -> Years[V]:
    """Return the years that stand on the page itself: whole ones until there are enough entries."""
    shown: Years[V] = []
    for year, things in years:
        if sum(len(found) for _, found in shown) < ENOUGH:
            shown.append((year, things))
    return shown
