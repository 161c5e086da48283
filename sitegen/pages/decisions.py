"""The register of decisions: every decision of published minutes, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.model import JoinedItem, Meeting
from sitegen.pages import addresses
from sitegen.pages.index import Index, group
from sitegen.pages.spec import Head, PageSpec, page
from sitegen.parsed import Section

# The register shows whole meetings until it holds this many decisions; every year has a page of its own.
ENOUGH = 20
DECISIONS = ("/beslutninger/", "Beslutninger")


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, with the meeting and the item it was made under."""

    meeting: Meeting
    item: JoinedItem
    section: Section


def decisions(index: Index) -> list[Decision]:
    """Return every decision of minutes that may be seen: newest meeting first, items in their order."""
    return [
        Decision(meeting, item, section)
        for meeting in reversed(index.site.meetings)
        if meeting.minutes
        for item in index.items[meeting.id]
        if item.minutes
        for section in item.minutes.sections
        if section.name == "beslutning"
    ]


def items(index: Index, meetings: Sequence[Meeting]) -> list[tuple[Meeting, list[JoinedItem]]]:
    """Return the items of some meetings that something was decided under, each once, the newest meeting first."""
    found = []
    for meeting in reversed(meetings):
        minutes = ((item, item.minutes) for item in index.items[meeting.id] if item.minutes)
        decided = [item for item, written in minutes if any(section.name == "beslutning" for section in written.sections)]
        if decided:
            found.append((meeting, decided))
    return found


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the register and a page for each of its years."""
    found = decisions(index)
    years = list(group((d.meeting.first.year, d) for d in found).items())
    totals = [(year, len(made)) for year, made in years]
    description = "Alle beslutninger fra offentliggjorte referater, nyeste først, med henvisning til punktet."
    news = addresses.feed("/beslutninger/", f"Beslutninger: {index.site.file.title}")
    head = Head("Beslutninger", description, "/beslutninger/", (), "/beslutninger/", alternates=(news,))
    newest = _newest(found)
    shown = list(group((d.meeting.first.year, d) for d in newest).items())
    yield page("beslutninger", head, years=_by_meeting(shown), totals=totals, left=len(found) - len(newest), year=None)
    for year, made in years:
        head = Head(
            f"Beslutninger i {year}",
            f"Beslutninger fra møder i {year}.",
            f"/beslutninger/{year}/",
            (DECISIONS,),
            "/beslutninger/",
        )
        yield page("beslutninger", head, years=_by_meeting([(year, made)]), totals=totals, left=0, year=year)


def _newest(found: list[Decision]) -> list[Decision]:
    """Return the newest decisions, none of a meeting left out."""
    last = found[min(ENOUGH, len(found)) - 1].meeting if found else None
    return [d for d in found if last and d.meeting.sort_key >= last.sort_key]


def _by_meeting(
    years: list[tuple[int, tuple[Decision, ...]]],
) -> list[tuple[int, list[tuple[Meeting, list[Decision]]]]]:
    shown = []
    for year, made in years:
        meetings: dict[str, tuple[Meeting, list[Decision]]] = {}
        for decision in made:
            meetings.setdefault(decision.meeting.id, (decision.meeting, []))[1].append(decision)
        shown.append((year, list(meetings.values())))
    return shown
