"""The pages of bodies and clusters."""

from collections.abc import Iterator, Sequence
from datetime import date

from sitegen import schema
from sitegen.danish import sort_key
from sitegen.model import Body, Meeting
from sitegen.pages import deadlines, states, timeline
from sitegen.pages.index import Index, visible
from sitegen.pages.spec import Head, PageSpec, page

BODIES = ("/fora/", "Fora")
CLUSTERS = ("/klynger/", "Klynger")
Place = tuple[str, str]  # address and name of a body or cluster


def place_of(index: Index, name: str) -> Place:
    """Return where a body or cluster is found, and what it is called."""
    if name in index.bodies:
        return index.bodies[name].address, index.bodies[name].name
    return f"/klynger/{name}/", index.clusters[name].name


def places(index: Index, names: Sequence[str]) -> list[Place]:
    """Return the places of bodies and clusters that exist."""
    return [place_of(index, name) for name in names if name in index.bodies or name in index.clusters]


def ended(day: date | None, today: date) -> bool:
    """Say whether a last day has passed."""
    return day is not None and day < today


def body_lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page of all bodies and one for each."""
    by_cluster = [(c, index.cluster_bodies.get(c.id, ())) for c in index.site.organisation.clusters]
    yield page(
        "fora",
        Head("Fora", "De fora, der holder møder under Sundhedsaftalen, og hvad de skal.", "/fora/", (), "/fora/"),
        clusters=[(c, bodies) for c, bodies in by_cluster if bodies],
        others=[b for b in index.site.bodies if not b.cluster],
        next_meetings=_next_meetings(index),
        successors={b.id: places(index, b.entry.succeeded_by) for b in index.site.bodies},
    )
    for body in index.site.bodies:
        yield _body(index, body)


def _next_meetings(index: Index) -> dict[str, Meeting]:
    """Return each body's next meeting that is not cancelled."""
    found: dict[str, Meeting] = {}
    for meeting in index.site.meetings:
        if meeting.last >= index.today and not meeting.cancelled:
            for body in meeting.bodies:
                found.setdefault(body.id, meeting)
    return found


def _body(index: Index, body: Body) -> PageSpec:
    meetings = index.body_meetings.get(body.id, ())
    verdicts = index.body_verdicts.get(body.id, ())
    day = body.ends if body.ends and ended(body.ends, index.today) else index.today
    if body.begins and body.begins > day:
        day = body.begins
    years: dict[int, list[Meeting]] = {}
    for meeting in reversed(meetings):
        years.setdefault(meeting.first.year, []).append(meeting)
    upcoming = next((m for m in meetings if m.last >= index.today and not m.cancelled), None)
    head = Head(
        body.name,
        f"{body.name}: mødeplan, dagsordener, referater, kommissorium, pladser og frister.",
        body.address,
        (BODIES,),
        "/fora/",
    )
    return page(
        "forum",
        head,
        body=body,
        mandate=index.mandate_of(body, day),
        mandates=index.body_mandates.get(body.id, ()),
        parties=sorted(body.parties, key=_party_order(index)),
        party=index.parties,
        seats=_seats(index, body, day),
        years=list(years.items()),
        upcoming=states.of(index, upcoming, "agenda") if upcoming else None,
        papers=_latest(meetings),
        accounts=deadlines.years(index, verdicts, (body,)),
        order=deadlines.ORDER,
        timelines={year: timeline.of_year(year, found, index.today) for year, found in years.items()},
        successors=places(index, body.entry.succeeded_by or _cluster_successors(body)),
        predecessors=places(index, index.predecessors.get(body.id, ())),
        refers_to=places(index, body.entry.refers_to),
        part_of=places(index, (body.entry.part_of,) if body.entry.part_of else ()),
        groups=[other for other in index.site.bodies if other.entry.part_of == body.id],
        has_ended=ended(body.ends, index.today),
    )


def _cluster_successors(body: Body) -> tuple[str, ...]:
    return body.cluster.succeeded_by if body.cluster else ()


def _latest(meetings: Sequence[Meeting]) -> list[Meeting]:
    """Return the latest meetings that have something to read."""
    return [m for m in reversed(meetings) if any(visible(d) for d in m.documents)][:5]


KINDS = ("municipality", "region", "hospital", "psychiatry", "administration", "general_practice", "patients", "other")


def _party_order(index: Index):  # type: ignore[no-untyped-def]
    return lambda party: (KINDS.index(party.kind), sort_key(party.name))


def _seats(index: Index, body: Body, day: date) -> list[tuple[str, int, list[tuple[str, schema.Seat]]]]:
    """Return the seats of a day by role: the role, how many, and each with its party's name."""
    roles: dict[str, list[tuple[str, schema.Seat]]] = {}
    for seat in body.entry.seats:
        if seat.valid_on(day):
            party = index.parties.get(seat.party)
            roles.setdefault(seat.role, []).append((party.name if party else seat.party, seat))
    return [
        (role, sum(seat.count for _, seat in seats), sorted(seats, key=lambda entry: sort_key(entry[0])))
        for role, seats in roles.items()
    ]


def cluster_lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page of all clusters and one for each."""
    clusters = index.site.organisation.clusters
    yield page(
        "klynger",
        Head("Klynger", "Sundhedsklyngerne, deres parter og deres fora.", "/klynger/", (), "/klynger/"),
        clusters=[(c, index.cluster_bodies.get(c.id, ()), _parties(index, c), places(index, c.succeeded_by)) for c in clusters],
    )
    for cluster in clusters:
        yield _cluster(index, cluster)


def _parties(index: Index, cluster: schema.Cluster) -> list[schema.Party]:
    found = {party.id: party for body in index.cluster_bodies.get(cluster.id, ()) for party in body.parties}
    return sorted(found.values(), key=_party_order(index))


def _cluster(index: Index, cluster: schema.Cluster) -> PageSpec:
    bodies = index.cluster_bodies.get(cluster.id, ())
    meetings = {m.id: m for body in bodies for m in index.body_meetings.get(body.id, ())}
    ordered = sorted(meetings.values(), key=lambda m: m.sort_key)
    head = Head(
        cluster.name,
        f"{cluster.name}: niveauer, parter, møder, dagsordener og referater.",
        f"/klynger/{cluster.id}/",
        (CLUSTERS,),
        "/klynger/",
    )
    return page(
        "klynge",
        head,
        cluster=cluster,
        bodies=bodies,
        parties=_parties(index, cluster),
        coming=[m for m in ordered if m.last >= index.today],
        held=[m for m in reversed(ordered) if m.last < index.today][:12],
        successors=places(index, cluster.succeeded_by),
        predecessors=places(index, index.predecessors.get(cluster.id, ())),
        has_ended=ended(cluster.valid_to, index.today),
        next_meetings=_next_meetings(index) if bodies else {},
    )
