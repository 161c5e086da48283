"""The pages of follow-ups: what was agreed, who is to do it and by when, and whether it was done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.danish import date_words
from sitegen.model import JoinedItem, Meeting
from sitegen.pages import addresses, years
from sitegen.pages.index import Agreed, Index
from sitegen.pages.said import Part
from sitegen.pages.spec import Head, PageSpec, page
from sitegen.pages.words import count

FOLLOW_UPS = ("/opfoelgning/", "Opfølgning")


@dataclass(frozen=True, slots=True)
class Task:
    """A follow-up as the pages show it: its state, who is to do it, and the later items that report on it."""

    agreed: Agreed
    state: str  # done, overdue or open
    words: str  # the state in words
    owners: tuple[Part, ...]
    reports: tuple[tuple[Meeting, JoinedItem], ...]

    @property
    def due(self) -> date | None:
        return self.agreed.follow_up.due

    @property
    def year(self) -> int:
        return self.agreed.meeting.first.year


@dataclass(frozen=True, slots=True)
class Group:
    """Open follow-ups under one heading, no more than there is room for, and how many there are."""

    name: str
    title: str
    tasks: tuple[Task, ...]
    total: int


def tasks(index: Index, agreed: Iterable[Agreed]) -> tuple[Task, ...]:
    """Return follow-ups as the pages show them, in the order they come."""
    return tuple(_task(index, one) for one in agreed)


def _task(index: Index, agreed: Agreed) -> Task:
    state = agreed.state(index.today)
    words = {"done": "afsluttet", "open": "åben"}.get(state, "")
    if state == "overdue" and agreed.follow_up.due:
        words = f"overskredet med {count((index.today - agreed.follow_up.due).days, 'dag', 'dage')}"
    reports = index.reports.get((agreed.meeting.id, agreed.item.anchor), ())
    return Task(agreed, state, words, _owners(index, agreed.follow_up.owner), reports)


def _owners(index: Index, text: str) -> tuple[Part, ...]:
    parties = index.parties_in(text)
    if len(parties) != len([part for part in text.split(",") if part.strip()]):
        return (Part(text),) if text else ()
    found: list[Part] = []
    for place, party in enumerate(parties):
        found += [Part(", ")] if place else []
        found.append(Part(party.name, addresses.party(party.id)))
    return tuple(found)


def in_order(found: Iterable[Task]) -> list[Task]:
    """Return follow-ups with the open ones first: those whose deadline is nearest or longest past before those without one."""
    return sorted(found, key=lambda task: (task.state == "done", task.due is None, task.due or date.min, task.agreed.address))


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page of follow-ups and one for each year in which some were agreed."""
    found = tasks(index, index.follow_ups)
    left = [task for task in found if task.state != "done"]
    agreed = years.by_year(years.newest_first(found, lambda task: task.agreed.meeting), lambda task: task.year)
    totals = [(year, address_of(year), len(own)) for year, own in agreed]
    description = "Hvad der er aftalt på møderne, hvem der skal gøre det og hvornår, og om det er gjort."
    head = Head("Opfølgning", description, "/opfoelgning/", (), "/opfoelgning/")
    yield page(
        "opfoelgning",
        head,
        groups=[one for one in _groups(left, index.today) if one.tasks],
        numbers=(len(left), sum(task.state == "overdue" for task in left), len(found) - len(left)),
        totals=totals,
    )
    for year, own in agreed:
        title = f"Opfølgning fra {year}"
        head = Head(
            title,
            f"Hvad der blev aftalt på møder i {year}, og om det er gjort.",
            address_of(year),
            (FOLLOW_UPS,),
            "/opfoelgning/",
        )
        yield page(
            "opfoelgning_aar",
            head,
            year=year,
            totals=totals,
            left=in_order(task for task in own if task.state != "done"),
            closed=[task for task in own if task.state == "done"],
        )


def address_of(year: int) -> str:
    """Return the address of a year's follow-ups."""
    return f"/opfoelgning/{year}/"


def _groups(left: Sequence[Task], today: date) -> Iterator[Group]:
    """Yield the open follow-ups by how near their deadlines are."""
    found = in_order(left)
    month = (today.year, today.month)
    overdue = [task for task in found if task.state == "overdue"]
    rest = [task for task in found if task.state != "overdue"]
    soon = [task for task in rest if task.due and (task.due.year, task.due.month) == month]
    later = [task for task in rest if task.due and (task.due.year, task.due.month) > month]
    undated = [task for task in rest if not task.due]
    named = date_words(today, weekday=False).split(" ", 1)[1]
    for name, title, own in (
        ("overskredet", "Fristen er overskredet", overdue),
        ("snart", f"Frist i {named}", soon),
        ("senere", "Senere frist", later),
        ("uden", "Uden frist", undated),
    ):
        yield Group(name, title, tuple(own[: years.ENOUGH]), len(own))
