"""The site laid out for look-up: every list that a page needs is made once, in one pass."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sitegen import schema
from sitegen.danish import slug
from sitegen.judgement import Standing, Verdict
from sitegen.model import Body, Document, JoinedItem, Mandate, Meeting, Site, in_force, joined_items
from sitegen.parsed import FollowUp
from sitegen.standings.records import said

K = TypeVar("K")
V = TypeVar("V")
Listed = tuple[Meeting, Document]  # a document with its meeting, as lists show it


@dataclass(frozen=True, slots=True)
class Agreed:
    """A follow-up with the meeting and the item of its minutes that it was agreed under."""

    meeting: Meeting
    item: JoinedItem
    follow_up: FollowUp

    @property
    def address(self) -> str:
        return f"{self.meeting.address}#{self.item.anchor}"

    def state(self, today: date) -> str:
        """Return done, overdue or open."""
        if self.follow_up.done:
            return "done"
        return "overdue" if self.follow_up.due and self.follow_up.due < today else "open"


@dataclass(frozen=True, slots=True)
class Index:
    """The site and its verdicts by meeting, body, cluster, party, case and topic."""

    site: Site
    today: date
    meetings: Mapping[str, Meeting]
    bodies: Mapping[str, Body]
    clusters: Mapping[str, schema.Cluster]
    parties: Mapping[str, schema.Party]
    verdicts: tuple[Verdict, ...]
    standings: tuple[Standing, ...]
    meeting_verdicts: Mapping[str, tuple[Verdict, ...]]
    body_verdicts: Mapping[str, tuple[Verdict, ...]]
    body_standings: Mapping[str, tuple[Standing, ...]]
    judged: Mapping[tuple[str, int], tuple[Verdict, ...]]  # by body and the year of the meeting
    stood: Mapping[tuple[str, int], tuple[Standing, ...]]  # by body and year
    meeting_standings: Mapping[str, tuple[Standing, ...]]  # by the meeting they are about: hosts, chairs, what was referred
    taken_up: Mapping[str, tuple[Standing, ...]]  # referrals by the meeting at which they were taken up
    body_meetings: Mapping[str, tuple[Meeting, ...]]  # in order of time
    places: Mapping[tuple[str, str], int]  # where a meeting stands among those of a body
    cluster_bodies: Mapping[str, tuple[Body, ...]]
    body_mandates: Mapping[str, tuple[Mandate, ...]]  # the newest first
    items: Mapping[str, tuple[JoinedItem, ...]]  # by meeting
    cases: Mapping[str, tuple[tuple[Meeting, JoinedItem], ...]]  # in order of time
    case_spans: Mapping[tuple[str, str], tuple[int, int]]  # the first and last place of a meeting's items in a case
    topics: Mapping[str, tuple[tuple[Meeting, JoinedItem], ...]]  # by the topic's slug, in order of time
    topic_names: Mapping[str, str]  # by slug, as it was written last
    follow_ups: tuple[Agreed, ...]  # in order of the meetings
    case_follow_ups: Mapping[str, tuple[Agreed, ...]]
    case_referrals: Mapping[str, tuple[Standing, ...]]  # of the case's items
    reports: Mapping[tuple[str, str], tuple[tuple[Meeting, JoinedItem], ...]]  # what follows up on an item, by meeting and anchor
    hosted: Mapping[str, tuple[Meeting, ...]]  # by party
    proposed: Mapping[str, tuple[tuple[Meeting, JoinedItem], ...]]  # by party
    owned: Mapping[str, tuple[Agreed, ...]]  # follow-ups by the party that is to do them
    upcoming: Mapping[str, Meeting]  # each body's next meeting that is not cancelled
    predecessors: Mapping[str, tuple[str, ...]]  # ids of the bodies and clusters that a body or cluster takes the place of

    def case_title(self, name: str) -> str:
        """Return what a case is called: the title of its first item, which no later meeting changes."""
        return self.cases[name][0][1].item.title

    def mandate_of(self, body: Body, day: date) -> Mandate | None:
        """Return the mandate in force for a body on a day."""
        return in_force(self.body_mandates.get(body.id, ()), body, day)

    def parties_in(self, text: str) -> tuple[schema.Party, ...]:
        """Return the parties that a field names, by id or name, commas between."""
        return _parties_in(self.parties, text)


def _parties_in(parties: Mapping[str, schema.Party], text: str) -> tuple[schema.Party, ...]:
    parts = [part.strip() for part in text.split(",")] if text else []
    found = (parties.get(part) or next((p for p in parties.values() if p.name == part), None) for part in parts)
    return tuple(dict.fromkeys(party for party in found if party))


def group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """Gather the values of each key, keys and values in the order they come."""
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def build(site: Site, verdicts: tuple[Verdict, ...], standings: tuple[Standing, ...], today: date) -> Index:
    """Lay the site out for look-up."""
    items = {meeting.id: joined_items(meeting) for meeting in site.meetings}
    body_meetings = group((body.id, meeting) for meeting in site.meetings for body in meeting.bodies)
    newest = sorted(site.mandates, key=lambda m: (m.meta.valid_from or date.min, m.id), reverse=True)
    ended: tuple[schema.Cluster | schema.BodyEntry, ...] = (*site.organisation.clusters, *site.organisation.bodies)
    every = [(meeting, item) for meeting in site.meetings for item in items[meeting.id]]
    cases = group((case, (m, item)) for m, item in every if (case := case_of(item)))
    topics = [(slug(topic), topic, (m, item)) for m, item in every for topic in topics_of(item)]
    parties = {party.id: party for party in site.organisation.parties}
    follow_ups = tuple(Agreed(m, item, found) for m, item in every if item.minutes for found in item.minutes.follow_ups)
    return Index(
        site=site,
        today=today,
        meetings={meeting.id: meeting for meeting in site.meetings},
        bodies={body.id: body for body in site.bodies},
        clusters={cluster.id: cluster for cluster in site.organisation.clusters},
        parties=parties,
        verdicts=verdicts,
        standings=standings,
        meeting_verdicts=group((verdict.meeting.id, verdict) for verdict in verdicts),
        body_verdicts=group((verdict.body.id, verdict) for verdict in verdicts),
        body_standings=group((standing.body.id, standing) for standing in standings),
        judged=group(((verdict.body.id, verdict.meeting.first.year), verdict) for verdict in verdicts),
        stood=group(((standing.body.id, standing.year), standing) for standing in standings),
        meeting_standings=group((s.meeting.id, s) for s in standings if s.meeting),
        taken_up=group((s.met.id, s) for s in standings if s.duty == "referral" and s.met),
        body_meetings=body_meetings,
        places={(body, m.id): place for body, meetings in body_meetings.items() for place, m in enumerate(meetings)},
        cluster_bodies=group((body.cluster.id, body) for body in site.bodies if body.cluster),
        body_mandates=group((body.id, mandate) for mandate in newest for body in mandate.bodies),
        items=items,
        cases=cases,
        case_spans=_spans(cases),
        topics=group((name, place) for name, _, place in topics),
        topic_names={name: topic for name, topic, _ in topics},
        follow_ups=follow_ups,
        case_follow_ups=group((case, agreed) for agreed in follow_ups if (case := case_of(agreed.item))),
        case_referrals=group((case, s) for s in standings if s.duty == "referral" and s.item and (case := case_of(s.item))),
        reports=group(_reports(every)),
        hosted=group((meeting.host.id, meeting) for meeting in site.meetings if meeting.host),
        proposed=group((p.id, place) for place in every for p in _parties_in(parties, said(place[1], "proposer"))),
        owned=group((p.id, agreed) for agreed in follow_ups for p in _parties_in(parties, agreed.follow_up.owner)),
        upcoming=_upcoming(site, today),
        predecessors=group((successor, entry.id) for entry in ended for successor in entry.succeeded_by),
    )


def _spans(cases: Mapping[str, tuple[tuple[Meeting, JoinedItem], ...]]) -> dict[tuple[str, str], tuple[int, int]]:
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for case, steps in cases.items():
        for place, (meeting, _) in enumerate(steps):
            spans[case, meeting.id] = (spans.get((case, meeting.id), (place, place))[0], place)
    return spans


def _reports(every: Iterable[tuple[Meeting, JoinedItem]]) -> Iterator[tuple[tuple[str, str], tuple[Meeting, JoinedItem]]]:
    """Yield what items say they follow up on, meeting and anchor, each with the item that says so."""
    for meeting, joint in every:
        if follows := said(joint, "follows"):
            earlier, _, anchor = follows.partition("#")
            if anchor and earlier.strip() != meeting.id:
                yield (earlier.strip(), anchor.strip()), (meeting, joint)


def _upcoming(site: Site, today: date) -> dict[str, Meeting]:
    found: dict[str, Meeting] = {}
    for meeting in site.meetings:
        if meeting.last >= today and not meeting.cancelled:
            for body in meeting.bodies:
                found.setdefault(body.id, meeting)
    return found


def topics_of(item: JoinedItem) -> tuple[str, ...]:
    """Return the topics of an item, those of its minutes where they name any, each once."""
    named = next((one.topics for one in (item.minutes, item.agenda) if one and one.topics), ())
    return tuple({slug(topic): topic for topic in named if slug(topic)}.values())


def case_of(item: JoinedItem) -> str:
    """Return the case that an item belongs to."""
    return next((case for one in (item.minutes, item.agenda) if one and (case := one.field("case"))), "")
