"""Whether a body has the seats that its mandate asks for, by role and party, on a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sitegen import schema
from sitegen.judgement import Standing
from sitegen.model import Body
from sitegen.obligations import Composition
from sitegen.standings.records import Records


def composition(records: Records, body: Body) -> Iterator[Standing]:
    """Judge the seats of the running year today, and of a past year on its last day, or the body's."""
    for year, first, last in records.years_of(body):
        day = min(last, records.today, body.ends or last)
        if day < first or (body.begins and day < body.begins):
            continue
        mandate = records.site.mandate_of(body, day)
        source, rules = mandate.rule("composition") if mandate else (None, ())
        for rule in rules or ():
            blank = Standing(body, year, "composition", "unknown", day=day, rule=rule, source=source, mandate=mandate)
            for party in _asked(body, rule, day):
                found = replace(blank, party=party, least=rule.minimum, most=rule.maximum)
                yield replace(found, variant="applies") if mandate and not mandate.binds(day) else _seated(records, found, rule)


def _asked(body: Body, rule: Composition, day: date) -> list[schema.Party | None]:
    """Return the parties of the body that a rule speaks of one by one; None for several kinds together."""
    if rule.each:
        return [party for party in body.parties if party.kind == rule.each and party.valid_on(day)]
    if rule.party:
        return [party for party in body.parties if party.id == rule.party and party.valid_on(day)]
    return [None]


def _seated(records: Records, found: Standing, rule: Composition) -> Standing:
    body, day = found.body, found.day
    assert day is not None  # seats are judged on a day
    seats = [seat for seat in body.entry.seats if seat.valid_on(day)]
    own = [seat for seat in seats if seat.role.lower() == rule.role.lower() and _speaks_of(records, found, rule, seat)]
    count = sum(seat.count for seat in own)
    if rule.condition:
        return replace(found, verdict="counted", variant="condition", found=count)
    if rule.unless_seated_in and (elsewhere := _elsewhere(records, found, rule, day)):
        return replace(found, verdict=elsewhere[0], variant=elsewhere[1])
    if not seats:
        return replace(found, variant="no-seats")
    found = replace(found, verdict="kept", found=count)
    if rule.minimum is not None and count < rule.minimum:
        return replace(found, verdict="broken", variant="too-few")
    if rule.maximum is not None and count > rule.maximum:
        return replace(found, verdict="broken", variant="too-many")
    return found


def _speaks_of(records: Records, found: Standing, rule: Composition, seat: schema.Seat) -> bool:
    if rule.among:
        return seat.party in records.parties and records.parties[seat.party].kind in rule.among
    return found.party is not None and seat.party == found.party.id


def _elsewhere(records: Records, found: Standing, rule: Composition, day: date) -> tuple[str, str] | None:
    """Return the verdict where another body's seats decide that the rule does not apply, or nobody knows them."""
    other = records.bodies.get(rule.unless_seated_in or "")
    seats = [seat for seat in other.entry.seats if seat.valid_on(day)] if other else []
    if not seats:
        return "unknown", "no-seats-there"
    kinds = (rule.each,) if rule.each else rule.among
    own = {p.id for p in found.body.parties if p.id == rule.party or p.kind in kinds}
    return ("not-applicable", "seated") if any(seat.party in own for seat in seats) else None
