"""What stands where a document is not there yet: one statement for each way it is judged."""

from collections.abc import Iterable
from dataclasses import dataclass

from sitegen.judgement import Verdict
from sitegen.model import Body, Document, Mandate, Meeting
from sitegen.pages.index import Index


@dataclass(frozen=True, slots=True)
class State:
    """How a meeting's agenda or minutes stand: the document if it may be seen, else what the mandates say of it."""

    kind: str  # agenda or minutes
    meeting: Meeting
    document: Document | None
    verdicts: tuple[tuple[Verdict, Mandate | None, tuple[Body, ...]], ...]  # each way it is judged, by which, for whom


def of(index: Index, meeting: Meeting, kind: str) -> State:
    """Return the state of a meeting's agenda or minutes."""
    return _state(index, meeting, kind, meeting.agenda if kind == "agenda" else meeting.minutes)


def of_supplements(index: Index, meeting: Meeting) -> list[State]:
    """Return the states of a meeting's supplements that may be seen."""
    return [_state(index, meeting, f"supplement-{document.number}", document) for document in meeting.supplements]


def grouped(index: Index, meeting: Meeting) -> list[tuple[tuple[Body, ...], list[Verdict]]]:
    """Return a meeting's verdicts; bodies of a joint meeting that are judged alike stand together."""
    found: dict[object, tuple[list[Body], list[Verdict]]] = {}
    verdicts = index.meeting_verdicts.get(meeting.id, ())
    for body in meeting.bodies:
        own = [verdict for verdict in verdicts if verdict.body.id == body.id]
        if own:
            found.setdefault(tuple(_ground(verdict) for verdict in own), ([], own))[0].append(body)
    return [(tuple(bodies), own) for bodies, own in found.values()]


def _ground(verdict: Verdict) -> tuple[object, ...]:
    mandate = verdict.mandate.id if verdict.mandate else ""
    return verdict.obligation, verdict.verdict, verdict.due, verdict.done, mandate, verdict.clause, verdict.reason


def _state(index: Index, meeting: Meeting, kind: str, document: Document | None) -> State:
    found = (v for v in index.meeting_verdicts.get(meeting.id, ()) if v.obligation == kind)
    return State(kind, meeting, document, _by_ground(index, found))


def _by_ground(index: Index, verdicts: Iterable[Verdict]) -> tuple[tuple[Verdict, Mandate | None, tuple[Body, ...]], ...]:
    groups: dict[object, tuple[Verdict, Mandate | None, list[Body]]] = {}
    for verdict in verdicts:
        mandate = verdict.mandate or index.mandate_of(verdict.body, verdict.meeting.first)
        key = (verdict.verdict, verdict.due, mandate.id if mandate else "", verdict.clause, verdict.reason)
        groups.setdefault(key, (verdict, mandate, []))[2].append(verdict.body)
    return tuple((verdict, mandate, tuple(bodies)) for verdict, mandate, bodies in groups.values())
