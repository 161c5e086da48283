"""What is not kept, and what is to come: each thing once, whoever shares it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sitegen.danish import date_words
from sitegen.judgement import Standing, Verdict
from sitegen.model import Body, Meeting
from sitegen.pages.index import Index
from sitegen.pages.said import Part, name_of
from sitegen.pages.words import bodies_name, obligation
from sitegen.standings.hosts import HOST_NOTICE


@dataclass(frozen=True, slots=True)
class Breach:
    """What was not kept, or was waived: a verdict, for the bodies that share it, or a standing."""

    bodies: tuple[Body, ...]
    verdict: Verdict | None = None
    standing: Standing | None = None
    parts: tuple[Part, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """A day ahead by which something must be done."""

    day: date
    what: str
    where: Part
    basis: Verdict | Standing

    @property
    def own(self) -> bool:
        """Whether the day is the site's own reminder: no mandate sets one for what runs over a year."""
        return isinstance(self.basis, Standing)


def shared(verdicts: Iterable[Verdict]) -> tuple[Breach, ...]:
    """Return verdicts that several bodies of a joint meeting share as one."""
    found: dict[object, list[Verdict]] = {}
    for v in verdicts:
        key = (v.meeting.id, v.obligation, v.verdict, v.due, v.done, v.mandate.id if v.mandate else "", v.clause, v.reason)
        found.setdefault(key, []).append(v)
    return tuple(Breach(tuple(v.body for v in own), own[0], name=obligation(own[0].obligation)) for own in found.values())


def coming(index: Index) -> tuple[Coming, ...]:
    """Return what must be done by a day that has not passed, the nearest first; what several bodies share stands once."""
    due = [verdict for verdict in index.verdicts if verdict.verdict == "due" and verdict.due]
    found: list[Coming] = []
    for breach in shared(due):
        verdict = breach.verdict
        if verdict and verdict.due:
            where = Part(_title(breach.bodies, verdict.meeting), verdict.meeting.address)
            found.append(Coming(verdict.due, breach.name, where, verdict))
    for standing in index.standings:
        found.extend(_coming(standing))
    return tuple(sorted(found, key=lambda one: (one.day, one.where.text, one.what)))


def _title(bodies: Sequence[Body], meeting: Meeting) -> str:
    return f"{bodies_name(bodies)}, {date_words(meeting.first, weekday=False)}"


def _coming(standing: Standing) -> Iterator[Coming]:
    if standing.verdict != "due" or standing.met:
        return
    if standing.duty == "report" and standing.day:
        where = Part(standing.body.name, f"{standing.body.address}#frister")
        yield Coming(standing.day, name_of(standing), where, standing)
    elif standing.duty == "host" and standing.meeting:
        where = Part(_title((standing.body,), standing.meeting), standing.meeting.address)
        yield Coming(standing.meeting.first - HOST_NOTICE - timedelta(days=1), "Vært for mødet", where, standing)
    elif standing.duty == "referral" and standing.day and standing.meeting and standing.item and standing.target:
        title = f"{standing.target.name}: {standing.item.item.title}"
        where = Part(title, f"{standing.meeting.address}#{standing.item.anchor}")
        yield Coming(standing.day, "Henvist punkt på dagsordenen", where, standing)
