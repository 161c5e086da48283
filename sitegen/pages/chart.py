"""A body's year drawn: the meetings along the months, and for each duty a mark that says by its shape how it was kept."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.danish import date_words
from sitegen.judgement import Verdict
from sitegen.model import Meeting
from sitegen.pages.words import GROUP_OF, GROUPS, count, lower_first, obligation, verdict_words, waived_words

LANES = (("Dagsorden", ("agenda",)), ("Referat", ("minutes",)), ("Hjemmeside", ("website-agenda", "website-minutes")))
MONTHS = ("J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D")
WEBSITE = {"kept": ("tilgængelig", "tilgængelige"), "missing": ("ikke tilgængelig", "ikke tilgængelige")}
GAP = 3.4  # per cent of the year that two meetings at least stand apart, so that their marks can be told from each other
GRAVEST = ("missing", "late", "waived", "unknown", "due", "kept")  # one mark stands for what is on the website together


@dataclass(frozen=True, slots=True)
class Mark:
    """A duty at a meeting: how far along the year in per cent, the shape, and the same in words."""

    x: float
    shape: str
    words: str
    aside: bool = False  # a supplement stands beside the agenda


@dataclass(frozen=True, slots=True)
class Lane:
    """One duty through the year."""

    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture of a year, and the words that say the same."""

    text: str
    days: tuple[float, ...]  # where the meetings stand
    lanes: tuple[Lane, ...]
    months: tuple[tuple[float, str], ...] = tuple((round((n + 0.5) / 12 * 100, 2), name) for n, name in enumerate(MONTHS))
    ticks: tuple[float, ...] = tuple(round(n / 12 * 100, 2) for n in range(13))


def of_year(name: str, held: Sequence[Sequence[Verdict]]) -> Chart | None:
    """Return the chart of a year from the verdicts of each meeting, in order of time; None where nothing is judged."""
    meetings = [own[0].meeting for own in held]
    places = _places(meetings)
    counted = [[(v, GROUP_OF[v.verdict]) for v in own if v.verdict in GROUP_OF] for own in held]
    lanes = tuple(
        Lane(title, tuple(mark for own, x in zip(counted, places, strict=True) for mark in _marks(own, names, x)))
        for title, names in LANES
    )
    shown = tuple(lane for lane in lanes if lane.marks)
    if not shown:
        return None
    said = " ".join(f"{lane.name}: {_summed(lane)}." for lane in shown)
    return Chart(f"{name}: {count(len(meetings), 'møde', 'møder')}. {said}", tuple(places), shown)


def _places(meetings: Sequence[Meeting]) -> list[float]:
    """Return where meetings stand: on their day, but never so close that one covers another."""
    gap = min(GAP, 100 / max(1, len(meetings)))
    places: list[float] = []
    for meeting in meetings:
        day = (meeting.first - date(meeting.first.year, 1, 1)).days / 366 * 100
        places.append(max(day, places[-1] + gap) if places else day)
    most = 100.0
    for at in reversed(range(len(places))):
        places[at] = round(min(places[at], most), 2)
        most = places[at] - gap
    return places


def _marks(own: Sequence[tuple[Verdict, str]], names: tuple[str, ...], x: float) -> Iterable[Mark]:
    """Yield the marks of one meeting in a lane; a supplement has one of its own beside the agenda's."""
    if together := [(verdict, group) for verdict, group in own if verdict.obligation in names]:
        shape = min((group for _, group in together), key=GRAVEST.index)
        yield Mark(x, shape, "; ".join(_words(verdict) for verdict, _ in together))
    for verdict, group in own if names == ("agenda",) else ():
        if verdict.obligation.startswith("supplement"):
            yield Mark(x, group, _words(verdict), True)


def _words(verdict: Verdict) -> str:
    said = waived_words(verdict) if verdict.verdict == "waived" else verdict_words(verdict)
    return f"{date_words(verdict.meeting.first, weekday=False)}, {lower_first(obligation(verdict.obligation))}: {said}"


def _summed(lane: Lane) -> str:
    """Return how many marks there are of each shape; those of supplements are counted on their own."""
    own = _counted((mark for mark in lane.marks if not mark.aside), lane.name == LANES[-1][0])
    more = _counted(mark for mark in lane.marks if mark.aside)
    return ". Tillæg: ".join(filter(None, (own, more)))


def _counted(marks: Iterable[Mark], website: bool = False) -> str:
    counter = Counter(mark.shape for mark in marks)
    words = {**GROUPS, **(WEBSITE if website else {})}
    return ", ".join(f"{counter[name]} {words[name][counter[name] > 1]}" for name in GROUPS if counter[name])
