"""The page of what was and what is about to change: years, agreement periods, bodies that end and begin, and former mandates."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen import schema
from sitegen.model import Body, Mandate, Meeting
from sitegen.pages import mandates, succession
from sitegen.pages.index import Index
from sitegen.pages.organisation import Place, place_of, places, predecessors, successors
from sitegen.pages.spec import Head, PageSpec, page


@dataclass(frozen=True, slots=True)
class Period:
    """An agreement period: how it stands, its meetings by what became of them, its years, and the bodies that met."""

    agreement: schema.Agreement
    state: str  # past, running or coming
    held: int
    planned: int
    cancelled: int
    years: tuple[tuple[int, str], ...]
    bodies: tuple[tuple[Body, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A body or cluster that ends or begins: the first or last day, what stands before or after it, and its bodies."""

    place: Place
    day: date
    others: tuple[Place, ...]
    bodies: tuple[Place, ...] = ()  # of a cluster: those that end with it
    meetings: int = 0


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the one page."""
    ends = sorted(_ends(index), key=lambda change: change.day)
    years = Counter(meeting.first.year for meeting in index.site.meetings)
    description = "Tidligere år og aftaleperioder, fora der er ophørt, hvad der kom i stedet, og tidligere kommissorier."
    yield page(
        "arkiv",
        Head("Arkiv", description, "/arkiv/", (), "/arkiv/"),
        years=[(year, f"/moeder/{year}/", number) for year, number in sorted(years.items(), reverse=True)],
        periods=periods(index),
        outside=_outside(index),
        ended=sorted((change for change in ends if change.day < index.today), key=lambda change: change.day, reverse=True),
        ending=[change for change in ends if change.day >= index.today],
        beginning=sorted(_begins(index), key=lambda change: change.day),
        successions=succession.drawn(index),
        former=former(index),
    )


def periods(index: Index) -> tuple[Period, ...]:
    """Return the agreement periods, the newest first."""
    newest = sorted(index.site.organisation.agreements, key=lambda a: (a.valid_from or date.min, a.id), reverse=True)
    return tuple(_period(index, agreement) for agreement in newest)


def _period(index: Index, agreement: schema.Agreement) -> Period:
    own = [meeting for meeting in index.site.meetings if agreement.valid_on(meeting.first)]
    states = Counter("cancelled" if m.cancelled else "held" if m.last < index.today else "planned" for m in own)
    met = Counter(body.id for meeting in own if not meeting.cancelled for body in meeting.bodies)
    years = sorted({meeting.first.year for meeting in own}, reverse=True)
    return Period(
        agreement,
        _state(agreement, index.today),
        states["held"],
        states["planned"],
        states["cancelled"],
        tuple((year, f"/moeder/{year}/") for year in years),
        tuple((body, met[body.id]) for body in index.site.bodies if met[body.id]),
    )


def _state(agreement: schema.Agreement, today: date) -> str:
    if agreement.valid_from and agreement.valid_from > today:
        return "coming"
    return "past" if agreement.valid_to and agreement.valid_to < today else "running"


def _outside(index: Index) -> list[Meeting]:
    """Return the meetings that lie in no agreement period."""
    agreements = index.site.organisation.agreements
    return [m for m in index.site.meetings if agreements and not any(a.valid_on(m.first) for a in agreements)]


def _ends(index: Index) -> Iterator[Change]:
    """Yield what has a last day: clusters, each with the bodies that end with it, then the bodies that end on their own."""
    together = set()
    for cluster in index.site.organisation.clusters:
        if cluster.valid_to:
            own = [body for body in index.cluster_bodies.get(cluster.id, ()) if body.ends == cluster.valid_to]
            together |= {body.id for body in own}
            bodies = tuple((body.address, _short(body)) for body in own)
            after = tuple(places(index, cluster.succeeded_by))
            yield Change(place_of(index, cluster.id), cluster.valid_to, after, bodies, _meetings(index, own))
    for body in index.site.bodies:
        if body.ends and body.id not in together:
            after = tuple(successors(index, body))
            yield Change((body.address, body.name), body.ends, after, meetings=_meetings(index, [body]))


def _short(body: Body) -> str:
    """Return what a body is called beside its cluster: its level, else its name."""
    return body.level.name if body.level and not body.entry.part_of else body.name


def _meetings(index: Index, bodies: Sequence[Body]) -> int:
    """Return how many meetings some bodies have held; a joint meeting counts once."""
    meetings = {m.id for body in bodies for m in index.body_meetings.get(body.id, ()) if m.last < index.today and not m.cancelled}
    return len(meetings)


def _begins(index: Index) -> Iterator[Change]:
    """Yield what is still to come; a body that begins with its cluster stands under the cluster's own page."""
    for cluster in index.site.organisation.clusters:
        if cluster.valid_from and cluster.valid_from > index.today:
            before = tuple(places(index, index.predecessors.get(cluster.id, ())))
            yield Change(place_of(index, cluster.id), cluster.valid_from, before)
    for body in index.site.bodies:
        with_cluster = body.cluster is not None and body.begins == body.cluster.valid_from
        if body.begins and body.begins > index.today and not with_cluster:
            yield Change((body.address, body.name), body.begins, tuple(predecessors(index, body)))


def former(index: Index) -> list[tuple[Mandate, str]]:
    """Return the mandates that bind nobody any more, the newest first, each with how it stands."""
    standing = {mandate.id: mandates.status(index, mandate) for mandate in index.site.mandates}
    past = {name for m in index.site.mandates if standing[m.id][0] in ("in-force", "ended") for name in m.earlier}
    found = [m for m in index.site.mandates if standing[m.id][0] == "ended" or m.id in past]
    return [(m, standing[m.id][1]) for m in sorted(found, key=lambda m: (m.begins, m.id), reverse=True)]
