"""OParl's Organization, Membership, Person and LegislativeTerm: who there is, who sits where, and the agreements' periods.

A Membership is a seat, by its role and the party that has it. A Person is there only where a seat names somebody, and the body's
own page shows the name: nobody is followed from body to body, or kept after leaving.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sitegen import schema
from sitegen.danish import slug
from sitegen.feeds.content import url
from sitegen.feeds.oparl.things import BODY, Text, Thing, address, array, days, identified, listed
from sitegen.model import Body
from sitegen.pages import addresses, words
from sitegen.pages.index import Index
from sitegen.pages.organisation import day_of

# OParl's own words for kinds of organization.
COMMITTEE, INSTITUTION = "Gremium", "Institution"


def things(index: Index) -> Iterator[tuple[str, Iterable[Thing]]]:
    """Yield the objects by the folder of their list."""
    # Bodies, parties, seats and agreements are all written in one file.
    span = days(index, [body.source.path for body in index.site.bodies[:1]])
    seats = [seat for body in index.site.bodies for seat in _seats(index, body, span)]
    members = {body.id: [thing for own, thing, _ in seats if own == body.id] for body in index.site.bodies}
    bodies = [_of_body(index, body, members[body.id], span) for body in index.site.bodies]
    yield "organization", [*bodies, *(_of_party(index, party, span) for party in index.site.organisation.parties)]
    yield "membership", [thing for _, thing, _ in seats]
    yield "person", [person for _, _, person in seats if person]
    yield "legislative-term", [_of_agreement(index, agreement, span) for agreement in index.site.organisation.agreements]


def organization(index: Index, body: str) -> str:
    """Return the id of the Organization that a body is."""
    return address(index, f"organization/{body}")


def party(index: Index, name: str) -> str:
    """Return the id of the Organization that a party is."""
    return address(index, f"party/{name}")


def _of_body(index: Index, body: Body, members: list[Thing], span: Mapping[str, str]) -> Thing:
    day = day_of(index, body)
    path = f"organization/{body.id}"
    found = identified(
        index,
        "Organization",
        path,
        span,
        body=address(index, BODY),
        name=body.name,
        membership=[address(index, member.path) for member in members],
        meeting=listed(index, f"{path}/meeting"),
        post=list(dict.fromkeys(seat.role for seat in body.entry.seats)),
        subOrganizationOf=body.entry.part_of and organization(index, body.entry.part_of),
        organizationType=COMMITTEE,
        classification=body.level and body.level.name,
        startDate=body.begins and body.begins.isoformat(),
        endDate=body.ends and body.ends.isoformat(),
        website=url(index, body.address),
        memberCount=sum(seat.count for seat in body.entry.seats if seat.valid_on(day)) or None,
        keyword=[body.cluster.name] if body.cluster else [],
        web=url(index, body.address),
    )
    return Thing(path, found)


def _of_party(index: Index, one: schema.Party, span: Mapping[str, str]) -> Thing:
    path = f"party/{one.id}"
    found = identified(
        index,
        "Organization",
        path,
        span,
        body=address(index, BODY),
        name=one.name,
        organizationType=INSTITUTION,
        classification=words.PARTY_KINDS[one.kind][0],
        startDate=one.valid_from and one.valid_from.isoformat(),
        endDate=one.valid_to and one.valid_to.isoformat(),
        web=url(index, addresses.party(one.id)),
    )
    return Thing(path, found)


def _seats(index: Index, body: Body, span: Mapping[str, str]) -> Iterator[tuple[str, Thing, Thing | None]]:
    """Yield the body's id with each of its seats, and who sits there where the body's page says so."""
    taken: dict[str, int] = {}
    day = day_of(index, body)
    for seat in body.entry.seats:
        for _ in range(seat.count):
            stem = f"{body.id}/{slug(seat.role)}-{seat.party}"
            taken[stem] = taken.get(stem, 0) + 1
            path = f"{stem}-{taken[stem]}"
            found = identified(index, "Membership", f"membership/{path}", span, **_seat(index, body, seat))
            person = _person(index, f"person/{path}", seat, found, span) if seat.name and seat.valid_on(day) else None
            yield body.id, Thing(f"membership/{path}", found, {"person": person and address(index, person.path)}), person


def _seat(index: Index, body: Body, seat: schema.Seat) -> dict[str, Any]:
    return {
        "organization": organization(index, body.id),
        "role": seat.role,
        "startDate": seat.valid_from and seat.valid_from.isoformat(),
        "endDate": seat.valid_to and seat.valid_to.isoformat(),
        "onBehalfOf": party(index, seat.party) if seat.party in index.parties else None,
    }


def _person(index: Index, path: str, seat: schema.Seat, membership: Text, span: Mapping[str, str]) -> Thing:
    found = identified(index, "Person", path, span, body=address(index, BODY), name=seat.name, membership=array([membership]))
    return Thing(path, found)


def _of_agreement(index: Index, agreement: schema.Agreement, span: Mapping[str, str]) -> Thing:
    path = f"legislative-term/{agreement.id}"
    found = identified(
        index,
        "LegislativeTerm",
        path,
        span,
        name=agreement.name,
        startDate=agreement.valid_from and agreement.valid_from.isoformat(),
        endDate=agreement.valid_to and agreement.valid_to.isoformat(),
    )
    return Thing(path, found, {"body": address(index, BODY)})
