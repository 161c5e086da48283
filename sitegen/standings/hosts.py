"""Who hosts, in turn, and whether the host leads."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

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
    hosted: dict[str | None, int] = {}
    for place, meeting in enumerate(records.meetings[body.id]):
        if not meeting.counts:
            continue
        if previous and previous.host and previous is not meeting:
            hosted[previous.entry.host] = place
        mandate = records.site.mandate_of(body, meeting.first)
        source, rule = mandate.rule("host") if mandate else (None, None)
        order = _in_turn(hosted, body, rule, meeting.first) if rule and rule.rotates else []
        if mandate and rule and order and meeting.first.year in records.years:
            verdict, variant = _hosted(meeting, previous, rule, len(order), records.today)
            if not mandate.binds(meeting.first):
                verdict, variant = "unknown", "applies"
            yield Standing(
                body,
                meeting.first.year,
                "host",
                verdict,
                variant,
                meeting=meeting,
                party=meeting.host,
                turn=order[0],
                previous=previous,
                rule=rule,
                source=source,
                mandate=mandate,
            )
        previous = meeting


def _hosted(meeting: Meeting, previous: Meeting | None, rule: Host, turns: int, today: date) -> tuple[str, str]:
    """Return the verdict and its variant; `turns` is how many take turns, `previous` the body's meeting before."""
    if meeting.entry.host is None:
        return ("unknown", "missing") if meeting.first <= today + HOST_NOTICE else ("due", "")
    if meeting.host is None:  # no party of that name, which is said elsewhere
        return "unknown", ""
    if rule.among and meeting.host.kind not in rule.among:
        return "broken", "outside"
    if previous and previous.entry.host == meeting.entry.host and turns > 1:
        return "broken", "repeated"
    return "kept", ""


def turns(earlier: Iterable[Meeting], body: Body, rule: Host, day: date) -> list[schema.Party]:
    """Return the parties that take turns on a day, who has waited longest first, by the meetings before it in order of time."""
    return _in_turn({m.entry.host: place for place, m in enumerate(earlier) if m.counts and m.host}, body, rule, day)


def _in_turn(hosted: Mapping[str | None, int], body: Body, rule: Host, day: date) -> list[schema.Party]:
    """Return the parties as `turns` does; `hosted` says when each was host last, by any number that grows."""
    eligible = [p for p in body.parties if (not rule.among or p.kind in rule.among) and p.valid_on(day)]
    return sorted(eligible, key=lambda party: hosted.get(party.id, -1))


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
