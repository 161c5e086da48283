"""The pages of cases: a case's way through bodies and levels, drawn and told, and where it stands now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.judgement import Standing
from sitegen.model import Body
from sitegen.pages import addresses, followups, outcomes, points, route, years
from sitegen.pages.followups import Task
from sitegen.pages.index import Index, case_of
from sitegen.pages.outcomes import Outcome
from sitegen.pages.points import Fact
from sitegen.pages.said import said
from sitegen.pages.spec import Head, PageSpec, page

CASES = ("/sager/", "Sager")


@dataclass(frozen=True, slots=True)
class Step:
    """A stop on a case's way: its number, the item and what came of it, and where it was sent and came from."""

    number: int
    outcome: Outcome
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case: its own word, the title of its first item, its way, and what is left of it."""

    name: str
    address: str
    steps: tuple[Outcome, ...]
    bodies: tuple[Body, ...]
    latest: Outcome | None  # the latest that has been held
    coming: tuple[Outcome, ...]
    left: tuple[Task, ...]  # open follow-ups
    owed: tuple[Standing, ...]  # referrals that have not been taken up

    @property
    def title(self) -> str:
        return self.steps[0].title

    @property
    def last(self) -> Outcome:
        """Where the case was last, or else is to be first."""
        return self.latest or self.steps[-1]

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it; what a body has passed over is not waited for."""
        return bool(self.coming or self.left or any(standing.verdict == "due" for standing in self.owed))


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the list of cases, and one for each year."""
    ordered = sorted(
        (_case(index, name, _tasks(index, name)) for name in index.cases),
        key=lambda case: case.last.meeting.sort_key,
        reverse=True,
    )
    parted = years.by_year(ordered, lambda case: case.last.year)
    totals = [(year, address_of(year), len(own)) for year, own in parted]
    going = [case for case in ordered if case.is_open]
    head = Head("Sager", "Sager, der har været på flere møder, og hvor de står nu.", "/sager/", (), "/sager/")
    yield page(
        "sager",
        head,
        going=going[: years.ENOUGH],
        more=max(0, len(going) - years.ENOUGH),
        rest=[case for case in ordered if not case.is_open][: years.ENOUGH],
        totals=totals,
    )
    for year, own in parted:
        head = Head(f"Sager fra {year}", f"Sager, der sidst blev behandlet i {year}.", address_of(year), (CASES,), "/sager/")
        yield page("sager_aar", head, year=year, totals=totals, found=own)


def address_of(year: int) -> str:
    """Return the address of the cases of a year; a case's own years are called otherwise, so that no case can take it."""
    return f"/sager/aar/{year}/"


def _waits(standing: Standing) -> bool:
    """Say whether an item that was referred has not been taken up; what lies before the judging begins is not looked at."""
    return not standing.met and standing.variant != "applies"


def _case(index: Index, name: str, tasks: Sequence[Task]) -> Case:
    steps = tuple(outcomes.of(index, meeting, joint) for meeting, joint in index.cases[name])
    held = [step for step in steps if step.meeting.last < index.today and not step.meeting.cancelled]
    met = {body.id for step in steps for body in step.meeting.bodies}
    return Case(
        case_of(steps[-1].joint),
        addresses.case(name),
        steps,
        tuple(body for body in index.site.bodies if body.id in met),
        held[-1] if held else None,
        tuple(step for step in steps if step.coming(index.today)),
        tuple(followups.in_order(task for task in tasks if task.state != "done")),
        tuple(filter(_waits, index.case_referrals.get(name, ()))),
    )


def _tasks(index: Index, name: str) -> tuple[Task, ...]:
    return followups.tasks(index, index.case_follow_ups.get(name, ()))


def each(index: Index, name: str) -> Iterator[PageSpec]:
    """Yield a case's page and one for each of its years that has no room there."""
    tasks = _tasks(index, name)
    case = _case(index, name, tasks)
    numbered = list(enumerate(case.steps, 1))
    parted = years.by_year(numbered, lambda pair: pair[1].year)
    shown = years.newest(parted)
    past = parted[len(shown) :]
    earlier = [(year, _year_address(case, year), len(own)) for year, own in past]
    own = [pair for _, steps in reversed(shown) for pair in steps]
    owed = [(s.meeting, s.item.number, s.target) for s in case.owed if s.meeting and s.item and s.target]
    description = f"{case.title}: hvor sagen har været behandlet, hvad der blev besluttet, og hvor den står nu."
    head = Head(case.title, description, case.address, (CASES,), "/sager/", "article")
    yield page(
        "sag",
        head,
        case=case,
        route=route.of(index, own, owed),
        steps=_steps(index, own),
        earlier=earlier,
        waiting=[said(standing) for standing in case.owed],
        closed=[task for task in tasks if task.state == "done"][-years.ENOUGH :],
    )
    for year, steps in past:
        title = f"{case.title} i {year}"
        head = Head(
            title, f"{case.title}: sagen i {year}.", _year_address(case, year), (CASES, (case.address, case.title)), "/sager/"
        )
        yield page("sag_aar", head, case=case, year=year, route=route.of(index, steps, ()), steps=_steps(index, steps))


def _year_address(case: Case, year: int) -> str:
    return f"{case.address}fra-{year}/"


def _steps(index: Index, steps: Sequence[tuple[int, Outcome]]) -> list[Step]:
    return [Step(number, step, points.way(index, step.meeting, step.joint)) for number, step in steps]
