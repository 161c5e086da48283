"""A case's way drawn: a lane for each body, a stop for each item in order of time, and arrows from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sitegen.danish import date_words
from sitegen.model import Body, Meeting
from sitegen.pages.index import Index
from sitegen.pages.outcomes import Outcome
from sitegen.pages.words import meeting_name

DRAWN, WAITING = 10, 2  # stops that fit side by side on the narrowest screen: the latest, and what they wait for
FEWEST = 5  # places that the width is parted into at least, so that two stops do not stand far apart


@dataclass(frozen=True, slots=True)
class Stop:
    """An item on the drawing: how far along in per cent, its lanes, its number, and whether it was held or is to come."""

    x: float
    lanes: tuple[int, ...]
    number: str  # empty for what is owed: an item referred to a body that has not taken it up
    state: str  # held, coming, cancelled or owed


@dataclass(frozen=True, slots=True)
class Leg:
    """An arrow from one stop to the next."""

    x1: float
    lane1: int
    x2: float
    lane2: int
    state: str


@dataclass(frozen=True, slots=True)
class Route:
    """The drawing, and the words that say the same."""

    text: str
    lanes: tuple[str, ...]
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]
    years: tuple[tuple[float, int], ...]  # where each year begins
    left_out: int  # earlier stops that are not drawn


def of(index: Index, steps: Sequence[tuple[int, Outcome]], owed: Sequence[tuple[Meeting, str, Body]]) -> Route | None:
    """Return the drawing of numbered steps; `owed` names the items, by meeting and number, that a body has not taken up.

    One stop is no way: then there is none.
    """
    drawn = steps[-DRAWN:]
    waiting = [one for one in owed if any(_is(step, one) for _, step in drawn)][:WAITING]
    if len(drawn) + len(waiting) < 2:
        return None
    bodies = _bodies(index, drawn, waiting)
    lane = {body.id: place for place, body in enumerate(bodies)}
    width = 100 / max(FEWEST, len(drawn) + len(waiting))
    stops = [
        Stop(
            round((place + 0.5) * width, 2),
            tuple(sorted(lane[body.id] for body in step.meeting.bodies)),
            str(number),
            _state(step, index.today),
        )
        for place, (number, step) in enumerate(drawn)
    ]
    legs = [_leg(before, after, after.state) for before, after in pairwise(stops)]
    for place, one in enumerate(waiting, len(drawn)):
        origin = next(stop for stop, (_, step) in zip(stops, drawn, strict=False) if _is(step, one))
        stop = Stop(round((place + 0.5) * width, 2), (lane[one[2].id],), "", "owed")
        stops.append(stop)
        legs.append(_leg(origin, stop, "owed"))
    begun = {step.year: stop.x for stop, (_, step) in reversed(list(zip(stops, drawn, strict=False)))}
    years = tuple(sorted((x, year) for year, x in begun.items()))
    names = tuple(body.name for body in bodies)
    return Route(_text(drawn, waiting, index.today), names, tuple(stops), tuple(legs), years, len(steps) - len(drawn))


def _is(step: Outcome, owed: tuple[Meeting, str, Body]) -> bool:
    return step.meeting.id == owed[0].id and step.joint.number == owed[1]


def _bodies(index: Index, drawn: Sequence[tuple[int, Outcome]], waiting: Sequence[tuple[Meeting, str, Body]]) -> list[Body]:
    """Return the bodies that have a lane, in the order of the organisation."""
    met = {body.id for _, step in drawn for body in step.meeting.bodies} | {body.id for _, _, body in waiting}
    return [body for body in index.site.bodies if body.id in met]


def _state(step: Outcome, today: date) -> str:
    return "cancelled" if step.meeting.cancelled else "coming" if step.coming(today) else "held"


def _leg(before: Stop, after: Stop, state: str) -> Leg:
    """Return the arrow between two stops, along the lanes that lie nearest each other."""
    one, other = min(((a, b) for a in before.lanes for b in after.lanes), key=lambda pair: (abs(pair[0] - pair[1]), pair))
    return Leg(before.x, one, after.x, other, state)


def _text(drawn: Sequence[tuple[int, Outcome]], waiting: Sequence[tuple[Meeting, str, Body]], today: date) -> str:
    words = {"held": "", "coming": " (kommende)", "cancelled": " (aflyst)"}
    told = [
        f"{number}. {date_words(step.meeting.first, weekday=False)}: {meeting_name(step.meeting)}{words[_state(step, today)]}"
        for number, step in drawn
    ]
    told += [f"Henvist til {body.name}, ikke taget op endnu" for _, _, body in waiting]
    return f"Sagens vej: {'; '.join(told)}."
