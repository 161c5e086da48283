"""Who hosts, in turn, and whether the host leads."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile

from sitegen import schema
from sitegen.judgement import Standing
from sitegen.model import Body, Meeting
from sitegen.obligations import Host
from sitegen.standings.records import Records

HOST_NOTICE = timedelta(days=30)  # before a meeting, within which its host must be known
LEADS = ("mødeleder", "ordstyrer")  # roles of whoever leads a meeting
CHAIRS = ("formand", *LEADS)  # with the title that says so only of the host: others have a chair of their own


def host(records: Records, body: Body) -> Iterator[Standing]:
    """Judge the host of every meeting that counts, where hosts take turns."""
    previous = None
    for meeting in records.meetings[body.id]:
        if not meeting.counts:
            continue
        mandate = records.site.mandate_of(body, meeting.first)
        source, rule = mandate.rule("host") if mandate else (None, None)
        turn = waited_longest(records, body, rule, meeting) if rule else None
        if mandate and rule and rule.rotates and turn and meeting.first.year in records.years:
            found = Standing(
                body,
                meeting.first.year,
                "host",
                "kept",
                meeting=meeting,
                party=meeting.host,
                turn=turn,
                previous=previous,
                rule=rule,
                source=source,
                mandate=mandate,
            )
            verdict, variant = _hosted(found, rule, records.today)
            if not mandate.binds(meeting.first):
                verdict, variant = "unknown", "applies"
            yield replace(found, verdict=verdict, variant=variant)
        previous = meeting


def _hosted(found: Standing, rule: Host, today: date) -> tuple[str, str]:
    meeting, previous = found.meeting, found.previous
    assert meeting is not None  # a host's standing is about a meeting
    if meeting.entry.host is None:
        return ("unknown", "missing") if meeting.first <= today + HOST_NOTICE else ("due", "")
    if found.party is None:  # no party of that name, which is said elsewhere
        return "unknown", ""
    if rule.among and found.party.kind not in rule.among:
        return "broken", "outside"
    turns = len(_eligible(found.body, rule, meeting.first))
    if previous and previous.entry.host == meeting.entry.host and turns > 1:
        return "broken", "repeated"
    return "kept", ""


def _eligible(body: Body, rule: Host, day: date) -> list[schema.Party]:
    return [p for p in body.parties if (not rule.among or p.kind in rule.among) and p.valid_on(day)]


def waited_longest(records: Records, body: Body, rule: Host, meeting: Meeting) -> schema.Party | None:
    """Return the party whose turn it is to host: it did so longest ago, or never; the body's order breaks a tie."""
    earlier = takewhile(lambda other: other.id != meeting.id, records.meetings[body.id])
    return next(iter(turns(earlier, body, rule, meeting.first)), None)


def turns(earlier: Iterable[Meeting], body: Body, rule: Host, day: date) -> list[schema.Party]:
    """Return the parties that take turns on a day, who has waited longest first, by the meetings before it in order of time."""
    hosted = {m.entry.host: place for place, m in enumerate(earlier) if m.counts and m.host}
    return sorted(_eligible(body, rule, day), key=lambda party: hosted.get(party.id, -1))


def chair(records: Records, body: Body) -> Iterator[Standing]:
    """Judge who led each meeting that was held, where the host leads, by the role that the minutes give."""
    for meeting in records.meetings[body.id]:
        mandate = records.site.mandate_of(body, meeting.first)
        source, rule = mandate.rule("host") if mandate else (None, None)
        held = meeting.counts and meeting.last < records.today and meeting.first.year in records.years
        if not (mandate and rule and rule.leads and held and meeting.host and meeting.minutes):
            continue
        verdict, variant, party = _led(records, meeting)
        if not mandate.binds(meeting.first):
            verdict, variant = "unknown", "applies"
        yield Standing(
            body,
            meeting.first.year,
            "chair",
            verdict,
            variant,
            meeting=meeting,
            party=party,
            document=meeting.minutes,
            rule=rule,
            source=source,
            mandate=mandate,
        )


def _led(records: Records, meeting: Meeting) -> tuple[str, str, schema.Party | None]:
    participants = meeting.minutes.meta.participants if meeting.minutes else ()
    named = [p for p in participants if p.role and p.role.lower() in CHAIRS and p.party]
    if any(p.party == meeting.entry.host for p in named):
        return "kept", "", meeting.host
    others = (records.parties.get(p.party) for p in named if p.role.lower() in LEADS and not p.substitute_for)
    other = next(filter(None, others), None)
    return ("broken", "other", other) if other else ("unknown", "unnamed", None)
