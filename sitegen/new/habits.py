"""What a body usually has on its agendas: the items that they begin and end with, and numbers that run through the year."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise, takewhile

from sitegen.danish import date_words
from sitegen.model import Document, Meeting, Site
from sitegen.new.writing import is_shown
from sitegen.parsed import Item

APPROVAL, MINUTES, FOLLOW_UP, NEXT = "godkendelse af dagsorden", "godkendelse af referat", "opfølgning", "næste møde"
LONGEST = 4  # items at either end; more that recur are what two meetings had to talk about
VARYING = {"mødet", "fællesmødet", "den", "på", "fra", "af", "i"}  # in the titles of items that recur


def earlier(site: Site, meeting: Meeting) -> list[Meeting]:
    """Return the meetings of one of the bodies before this one, in order of time."""
    ids = {body.id for body in meeting.bodies}
    return [m for m in site.meetings if m.sort_key < meeting.sort_key and any(body.id in ids for body in m.bodies)]


def ends(site: Site, meeting: Meeting) -> tuple[Sequence[Item], Sequence[Item]]:
    """Return the items that the body's agendas begin with, and those that they end with, as two of its last three have them."""
    held = [m.agenda for m in earlier(site, meeting) if m.type == "ordinary" and m.agenda and is_shown(m.agenda)]
    found = [(_halves(last.items), _halves(older.items)) for last, older in combinations(held[:-4:-1], 2)]
    opening = (_shared(last[0], older[0]) for last, older in found)
    closing = (_shared(last[1], older[1])[::-1] for last, older in found)
    return next(filter(None, opening), []), next(filter(None, closing), [])


def _halves(items: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
    """Return the first and the last items, from either end on, so that no item is of both."""
    half = (len(items) + 1) // 2
    return items[:half][:LONGEST], items[half:][::-1][:LONGEST]


def _shared(items: Sequence[Item], others: Sequence[Item]) -> list[Item]:
    """Return the items, from the first on, whose like stands at the same end of the others; of the two the one that says less."""
    known = {kind(other.title): other for other in others}
    recurring = takewhile(lambda item: kind(item.title) in known and not _own(item), items)
    return [min(item, known[kind(item.title)], key=lambda one: len(one.title)) for item in recurring]


def _own(item: Item) -> bool:
    """Say whether an item is about something of its own: a case, or what is closed."""
    return item.closed or any(item.field(name) for name in ("case", "case_number", "follows"))


@lru_cache(maxsize=4096)
def kind(title: str) -> str:
    """Return what an item is, whatever its dates: "godkendelse af referat" of every approval of minutes."""
    lowered = " ".join(title.lower().split())
    for known in (APPROVAL, MINUTES, NEXT):
        if lowered.startswith(known):
            return known
    found = (word for word in re.findall(r"[^\W\d_]+", lowered) if word not in VARYING and word not in _months())
    return " ".join(found)


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(date_words(date(2000, month, 1), weekday=False).split()[1] for month in range(1, 13))


def first_number(site: Site, meeting: Meeting) -> int:
    """Return the number of the first item: 1, or where the body's numbers run through the year the next one."""
    if len(meeting.bodies) > 1:
        return 1
    same = [m for m in earlier(site, meeting) if m.first.year == meeting.first.year and len(m.bodies) == 1]
    begun = [(_numbers([m.agenda]), _numbers(m.documents)) for m in same if m.agenda]
    runs = any(own and before and min(own) > max(before) for (_, before), (own, _) in pairwise(begun))
    return max((number for _, numbers in begun for number in numbers), default=0) + 1 if runs else 1


def _numbers(documents: Sequence[Document]) -> list[int]:
    return list(whole(item for document in documents for item in document.items))


def whole(items: Iterator[Item] | Sequence[Item]) -> Iterator[int]:
    """Yield the whole part of the items' numbers: 4 of 4a and of 4.1."""
    yield from (int(found[0]) for item in items if (found := re.match(r"\d+", item.number)))


def to_approve(site: Site, meeting: Meeting, habit: bool) -> list[Meeting]:
    """Return the last meeting of each of the bodies whose minutes wait to be approved.

    Where it is the body's habit that is those nobody has approved yet, else only minutes that say they are a draft.
    """
    found: dict[str, Meeting] = {}
    for body in meeting.bodies:
        held = [m for m in earlier(site, meeting) if m.counts and any(own.id == body.id for own in m.bodies)]
        if held and _waits(held[-1], habit):
            found[held[-1].id] = held[-1]
    return sorted(found.values(), key=lambda m: m.sort_key)


def _waits(meeting: Meeting, habit: bool) -> bool:
    minutes = meeting.minutes if is_shown(meeting.minutes) else None
    status = minutes.meta.status if minutes else None
    return status == "draft" or (habit and status is None)
