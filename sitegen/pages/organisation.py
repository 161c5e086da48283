"""The pages of bodies and clusters."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from sitegen import schema
from sitegen.danish import sort_key
from sitegen.model import Body, Meeting
from sitegen.pages import addresses, deadlines, decisions, linked, states, timeline
from sitegen.pages.index import Index
from sitegen.pages.spec import Head, PageSpec, page

YEARS_SHOWN = 2  # on a body's own page, of those that run or have passed; every year has a page of its own
BODIES = ("/fora/", "Fora")
CLUSTERS = ("/klynger/", "Klynger")
Place = tuple[str, str]  # address and name of a body or cluster


def place_of(index: Index, name: str) -> Place:
    """Return where a body or cluster is found, and what it is called."""
    if name in index.bodies:
        return index.bodies[name].address, index.bodies[name].name
    return addresses.cluster(name), index.clusters[name].name


def places(index: Index, names: Sequence[str]) -> list[Place]:
    """Return the places of bodies and clusters that exist."""
    return [place_of(index, name) for name in names if name in index.bodies or name in index.clusters]


def ended(day: date | None, today: date) -> bool:
    """Say whether a last day has passed."""
    return day is not None and day < today


def body_lists(index: Index) -> Iterator[PageSpec]:
    """Yield the page of all bodies."""
    by_cluster = [(c, index.cluster_bodies.get(c.id, ())) for c in index.site.organisation.clusters]
    yield page(
        "fora",
        Head("Fora", "De fora, der holder møder, og hvad de skal.", "/fora/", (), "/fora/"),
        clusters=[(c, bodies) for c, bodies in by_cluster if bodies],
        others=[b for b in index.site.bodies if not b.cluster],
        next_meetings=index.upcoming,
        successors={b.id: places(index, b.entry.succeeded_by) for b in index.site.bodies},
    )


def each_body(index: Index, body: Body) -> Iterator[PageSpec]:
    """Yield the page of a body and one for each of its years."""
    years = _years(index, body)
    yield _body(index, body, years)
    for year in years:
        yield _body_year(index, body, year, years)


def _years(index: Index, body: Body) -> dict[int, list[Meeting]]:
    """Return a body's meetings by year, the newest year first, each year in order of time."""
    years: dict[int, list[Meeting]] = {}
    for meeting in index.body_meetings.get(body.id, ()):
        years.setdefault(meeting.first.year, []).append(meeting)
    return dict(sorted(years.items(), reverse=True))


def _record(index: Index, body: Body, years: dict[int, list[Meeting]], chosen: Callable[[int], bool]) -> dict[str, Any]:
    """Return what is shown of some of a body's years: the plan, drawn and listed, and how rules are kept."""
    standings = index.body_standings.get(body.id, ())
    return {
        "body": body,
        "years": list(years.items()),
        "quotas": {s.year: s for s in standings if s.duty == "meetings" and s.verdict != "unknown"},
        "timelines": {year: timeline.of_year(year, meetings, index.today) for year, meetings in years.items()},
        "records": deadlines.years(index, (body,), chosen),
    }


def _year_links(body: Body, years: dict[int, list[Meeting]]) -> list[tuple[int, str, int]]:
    return [(year, f"{body.address}{year}/", len(meetings)) for year, meetings in years.items()]


def _body_year(index: Index, body: Body, year: int, years: dict[int, list[Meeting]]) -> PageSpec:
    title = f"{body.name} i {year}"
    crumbs = (BODIES, (body.address, body.name))
    description = f"{title}: møder, dagsordener, referater, beslutninger og frister."
    head = Head(title, description, f"{body.address}{year}/", crumbs, "/fora/")
    return page(
        "forum_aar",
        head,
        year=year,
        by_year=_year_links(body, years),
        decided=decisions.items(index, years[year]),
        **_record(index, body, {year: years[year]}, lambda other: other == year),
    )


def day_of(index: Index, body: Body) -> date:
    """Return the day that a body is shown as it is on: today, or its last day, or its first."""
    day = body.ends if body.ends and ended(body.ends, index.today) else index.today
    return body.begins if body.begins and body.begins > day else day


def _body(index: Index, body: Body, years: dict[int, list[Meeting]]) -> PageSpec:
    earlier = [year for year in years if year <= index.today.year][YEARS_SHOWN:]
    meetings = index.body_meetings.get(body.id, ())
    day = day_of(index, body)
    upcoming = next((m for m in meetings if m.last >= index.today and not m.cancelled), None)
    head = Head(
        body.name,
        f"{body.name}: mødeplan, dagsordener, referater, kommissorium, pladser og frister.",
        body.address,
        (BODIES,),
        "/fora/",
        alternates=addresses.of_both(body.address, body.name),
        linked=(linked.body(index, body),),
    )
    return page(
        "forum",
        head,
        mandate=index.mandate_of(body, day),
        mandates=index.body_mandates.get(body.id, ()),
        parties=sorted(body.parties, key=party_order),
        party=index.parties,
        seats=_seats(index, body, day),
        upcoming=states.of(index, upcoming, "agenda") if upcoming else None,
        papers=_latest(meetings),
        successors=successors(index, body),
        predecessors=predecessors(index, body),
        refers_to=places(index, body.entry.refers_to),
        part_of=places(index, (body.entry.part_of,) if body.entry.part_of else ()),
        groups=[other for other in index.site.bodies if other.entry.part_of == body.id],
        has_ended=ended(body.ends, index.today),
        by_year=_year_links(body, years),
        **_record(index, body, {year: years[year] for year in years if year not in earlier}, lambda year: year not in earlier),
    )


def predecessors(index: Index, body: Body) -> list[Place]:
    """Return what the body takes the place of; where it is a whole cluster, the cluster stands for its bodies."""
    names = index.predecessors.get(body.id, ())
    whole = {index.bodies[name].entry.cluster for name in names if name in index.bodies} & set(names)
    kept = [name for name in names if name not in index.bodies or index.bodies[name].entry.cluster not in whole]
    return places(index, kept)


def successors(index: Index, body: Body) -> list[Place]:
    """Return what takes the body's place: what it says itself, else what its cluster says."""
    names = body.entry.succeeded_by or (body.cluster.succeeded_by if body.cluster and not body.entry.part_of else ())
    return places(index, names)


def _latest(meetings: Sequence[Meeting]) -> list[Meeting]:
    """Return the latest meetings that have something to read."""
    return [m for m in reversed(meetings) if m.documents][:5]


KINDS = ("municipality", "region", "hospital", "psychiatry", "administration", "general_practice", "patients", "other")


def party_order(party: schema.Party) -> tuple[int, tuple[str, str]]:
    return KINDS.index(party.kind), sort_key(party.name)


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
    if not clusters:
        return
    yield page(
        "klynger",
        Head("Klynger", "Sundhedsklyngerne, deres parter og deres fora.", "/klynger/", (), "/klynger/"),
        clusters=[(c, index.cluster_bodies.get(c.id, ()), parties(index, c), places(index, c.succeeded_by)) for c in clusters],
    )
    for cluster in clusters:
        yield _cluster(index, cluster)


def parties(index: Index, cluster: schema.Cluster) -> list[schema.Party]:
    """Return the parties of a cluster's bodies, municipalities first."""
    found = {party.id: party for body in index.cluster_bodies.get(cluster.id, ()) for party in body.parties}
    return sorted(found.values(), key=party_order)


def _cluster(index: Index, cluster: schema.Cluster) -> PageSpec:
    bodies = index.cluster_bodies.get(cluster.id, ())
    meetings = {m.id: m for body in bodies for m in index.body_meetings.get(body.id, ())}
    ordered = sorted(meetings.values(), key=lambda m: m.sort_key)
    head = Head(
        cluster.name,
        f"{cluster.name}: niveauer, parter, møder, dagsordener og referater.",
        addresses.cluster(cluster.id),
        (CLUSTERS,),
        "/klynger/",
        alternates=addresses.of_both(addresses.cluster(cluster.id), cluster.name),
        linked=(linked.cluster(index, cluster),),
    )
    return page(
        "klynge",
        head,
        cluster=cluster,
        bodies=bodies,
        parties=parties(index, cluster),
        coming=[m for m in ordered if m.last >= index.today],
        held=[m for m in reversed(ordered) if m.last < index.today][:12],
        successors=places(index, cluster.succeeded_by),
        predecessors=places(index, index.predecessors.get(cluster.id, ())),
        has_ended=ended(cluster.valid_to, index.today),
        next_meetings=index.upcoming,
    )
