"""The pages of parties: the bodies each sits in, the meetings it hosts, what it is to do, and what it has put on agendas."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen import schema
from sitegen.danish import sort_key
from sitegen.model import Body, Meeting
from sitegen.pages import addresses, followups, outcomes, years
from sitegen.pages.followups import Task
from sitegen.pages.index import Index
from sitegen.pages.organisation import KINDS, day_of, ended
from sitegen.pages.outcomes import Outcome
from sitegen.pages.spec import Head, PageSpec, page
from sitegen.pages.words import PARTY_KINDS, upper_first

PARTIES = ("/parter/", "Parter")
HEADINGS = {
    "municipality": "Kommuner",
    "region": "Region",
    "hospital": "Hospitaler",
    "psychiatry": "Psykiatri",
    "administration": "Administration",
    "general_practice": "Almen praksis",
    "patients": "Patienter",
    "other": "Øvrige parter",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A body that a party is part of: its seats there on the day the body is shown as on, and the next meeting."""

    body: Body
    seats: tuple[schema.Seat, ...]
    ended: bool
    upcoming: Meeting | None


@dataclass(frozen=True, slots=True)
class Party:
    """A party with what it is part of."""

    entry: schema.Party
    members: tuple[Member, ...]
    clusters: tuple[schema.Cluster, ...]

    @property
    def address(self) -> str:
        return addresses.party(self.entry.id)


@dataclass(frozen=True, slots=True)
class Year:
    """What a party did in a year: meetings it hosted, items it proposed, follow-ups it has finished."""

    year: int
    hosted: tuple[Meeting, ...]
    proposed: tuple[Outcome, ...]
    done: tuple[Task, ...]


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the list of parties."""
    found = [_party(index, party) for party in in_order(index)]
    kinds = [(kind, HEADINGS[kind], [party for party in found if party.entry.kind == kind]) for kind in KINDS]
    head = Head(
        "Parter", "Kommunerne, regionen og de andre, der samarbejder, og hvad hver af dem er med i.", "/parter/", (), "/parter/"
    )
    yield page("parter", head, kinds=[(kind, title, own) for kind, title, own in kinds if own])


def in_order(index: Index) -> list[schema.Party]:
    """Return the parties by name."""
    return sorted(index.parties.values(), key=lambda party: sort_key(party.name))


def _party(index: Index, party: schema.Party) -> Party:
    members = tuple(_members(index, party))
    near = {member.body.cluster.id for member in members if member.body.cluster}
    return Party(party, members, tuple(cluster for cluster in index.site.organisation.clusters if cluster.id in near))


def _members(index: Index, party: schema.Party) -> Iterator[Member]:
    """Yield the bodies that a party is part of, those that have ended last."""
    over = [ended(body.ends, index.today) for body in index.site.bodies]
    for gone in (False, True):
        for body, is_over in zip(index.site.bodies, over, strict=True):
            seats = tuple(s for s in body.entry.seats if s.party == party.id and s.valid_on(day_of(index, body)))
            if is_over is gone and (seats or party in body.parties):
                yield Member(body, seats, gone, index.upcoming.get(body.id))


def each(index: Index, entry: schema.Party) -> Iterator[PageSpec]:
    """Yield a party's page and one for each of its years that has no room there."""
    party = _party(index, entry)
    hosted = index.hosted.get(entry.id, ())
    proposed = [outcomes.of(index, meeting, joint) for meeting, joint in index.proposed.get(entry.id, ())]
    tasks = followups.tasks(index, index.owned.get(entry.id, ()))
    past = years.by_year(_past(index.today, hosted, proposed, tasks), _year_of)
    shown = years.newest(past)
    parted = [_year(year, own) for year, own in past]
    upcoming = {member.upcoming.id: member.upcoming for member in party.members if member.upcoming}
    name = entry.name
    # A party that is a body as well has a page as each: their titles must differ.
    title = f"{name} som part" if any(body.name == name for body in index.site.bodies) else name
    head = Head(
        title,
        f"{name}: fora, møder, værtskaber og opfølgning.",
        party.address,
        (PARTIES,),
        "/parter/",
    )
    left = followups.in_order(task for task in tasks if task.state != "done")
    yield page(
        "part",
        head,
        party=party,
        kind=upper_first(PARTY_KINDS[entry.kind][0]),
        upcoming=sorted(upcoming.values(), key=lambda meeting: meeting.sort_key),
        hosting=[meeting for meeting in hosted if meeting.last >= index.today],
        left=left[: years.ENOUGH],
        more=max(0, len(left) - years.ENOUGH),
        coming=[one for one in proposed if one.coming(index.today)],
        years=parted[: len(shown)],
        earlier=[(year, f"{party.address}{year}/", len(own)) for year, own in past[len(shown) :]],
    )
    for found in parted[len(shown) :]:
        own = f"{title} i {found.year}"
        description = f"{own}: værtskaber, foreslåede punkter og afsluttede opgaver."
        crumbs = (PARTIES, (party.address, name))
        yield page("part_aar", Head(own, description, f"{party.address}{found.year}/", crumbs, "/parter/"), found=found)


def _past(
    today: date, hosted: Iterable[Meeting], proposed: Iterable[Outcome], tasks: Iterable[Task]
) -> Iterator[Meeting | Outcome | Task]:
    """Yield what a party has behind it, each kind the newest first."""
    yield from years.newest_first((m for m in hosted if m.last < today), lambda meeting: meeting)
    yield from years.newest_first((o for o in proposed if not o.coming(today)), lambda one: one.meeting)
    yield from years.newest_first((t for t in tasks if t.state == "done"), lambda task: task.agreed.meeting)


def _year_of(thing: Meeting | Outcome | Task) -> int:
    return thing.first.year if isinstance(thing, Meeting) else thing.year


def _year(year: int, own: Sequence[Meeting | Outcome | Task]) -> Year:
    return Year(
        year,
        tuple(thing for thing in own if isinstance(thing, Meeting)),
        tuple(thing for thing in own if isinstance(thing, Outcome)),
        tuple(thing for thing in own if isinstance(thing, Task)),
    )
