"""The site laid out for look-up: every list that a page needs is made once, in one pass."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sitegen import schema
from sitegen.danish import slug
from sitegen.judgement import Standing, Verdict
from sitegen.model import Body, Document, JoinedItem, Mandate, Meeting, Site, in_force, joined_items
from sitegen.parsed import FollowUp

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
    predecessors: Mapping[str, tuple[str, ...]]  # ids of the bodies and clusters that a body or cluster takes the place of

    def case_title(self, name: str) -> str:
        """Return what a case is called: the title of its first item, which no later meeting changes."""
        return self.cases[name][0][1].item.title

    def mandate_of(self, body: Body, day: date) -> Mandate | None:
        """Return the mandate in force for a body on a day."""
        return in_force(self.body_mandates.get(body.id, ()), body, day)

    def parties_in(self, text: str) -> tuple[schema.Party, ...]:
        """Return the parties that a field names, by id or name, commas between."""
        parts = [part.strip() for part in text.split(",")]
        found = (self.parties.get(part) or next((p for p in self.parties.values() if p.name == part), None) for part in parts)
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
    cases = group((case, (m, item)) for m in site.meetings for item in items[m.id] if (case := case_of(item)))
    return Index(
        site=site,
        today=today,
        meetings={meeting.id: meeting for meeting in site.meetings},
        bodies={body.id: body for body in site.bodies},
        clusters={cluster.id: cluster for cluster in site.organisation.clusters},
        parties={party.id: party for party in site.organisation.parties},
        verdicts=verdicts,
        standings=standings,
        meeting_verdicts=group((verdict.meeting.id, verdict) for verdict in verdicts),
        body_verdicts=group((verdict.body.id, verdict) for verdict in verdicts),
        body_standings=group((standing.body.id, standing) for standing in standings),
        meeting_standings=group((s.meeting.id, s) for s in standings if s.meeting),
        taken_up=group((s.met.id, s) for s in standings if s.duty == "referral" and s.met),
        body_meetings=body_meetings,
        places={(body, m.id): place for body, meetings in body_meetings.items() for place, m in enumerate(meetings)},
        cluster_bodies=group((body.cluster.id, body) for body in site.bodies if body.cluster),
        body_mandates=group((body.id, mandate) for mandate in newest for body in mandate.bodies),
        items=items,
        cases=cases,
        case_spans=_spans(cases),
        topics=group((slug(topic), (m, item)) for m in site.meetings for item in items[m.id] for topic in topics_of(item)),
        topic_names={slug(topic): topic for m in site.meetings for item in items[m.id] for topic in topics_of(item)},
        follow_ups=tuple(
            Agreed(m, item, found)
            for m in site.meetings
            for item in items[m.id]
            for found in (item.minutes.follow_ups if item.minutes else ())
        ),
        predecessors=group((successor, entry.id) for entry in ended for successor in entry.succeeded_by),
    )


def _spans(cases: Mapping[str, tuple[tuple[Meeting, JoinedItem], ...]]) -> dict[tuple[str, str], tuple[int, int]]:
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for case, steps in cases.items():
        for place, (meeting, _) in enumerate(steps):
            spans[case, meeting.id] = (spans.get((case, meeting.id), (place, place))[0], place)
    return spans


def topics_of(item: JoinedItem) -> tuple[str, ...]:
    """Return the topics of an item, those of its minutes where they name any, each once."""
    named = next((one.topics for one in (item.minutes, item.agenda) if one and one.topics), ())
    return tuple({slug(topic): topic for topic in named if slug(topic)}.values())


def case_of(item: JoinedItem) -> str:
    """Return the case that an item belongs to."""
    return next((case for one in (item.minutes, item.agenda) if one and (case := one.field("case"))), "")
