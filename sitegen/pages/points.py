"""An item as the pages show it: the decision first, then what is to follow, the papers, and the case behind it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from sitegen.danish import date_words, slug
from sitegen.judgement import Standing
from sitegen.model import JoinedItem, Meeting
from sitegen.pages import addresses
from sitegen.pages.index import Index, case_of, group
from sitegen.pages.words import joined, lower_first, meeting_title, upper_first
from sitegen.parsed import Item, Section
from sitegen.standings.between import takes_up

FIRST = ("beslutning", "opfoelgning", "bilag")  # these have places of their own; everything else is the case
ITEM_TYPES = {"beslutning": "Til beslutning", "drøftelse": "Til drøftelse", "orientering": "Til orientering"}


class Fact(NamedTuple):
    """A short fact about an item: its name, its value, and where the value leads."""

    name: str
    value: str
    address: str = ""
    places: tuple[tuple[str, str], ...] = ()  # the value in pieces, where each leads (or nowhere) and its words
    after: str = ""  # what came of it
    then: str = ""  # where that leads


class Point(NamedTuple):
    """An item of a meeting or a document, ready to be shown."""

    number: str
    anchor: str
    item: Item
    kind: str  # til beslutning, til drøftelse, til orientering or empty
    marks: tuple[str, ...]  # words that set it apart: tilføjet på mødet …
    closed: str | None  # the reason why it is closed; empty where none is given
    renamed: str  # the title that the agenda gave it, where it differs
    facts: tuple[Fact, ...]
    decision: tuple[Section, ...]
    follow_ups: tuple[Section, ...]
    papers: tuple[Section, ...]
    note: str  # HTML: what the minutes say outside the sections
    intro: str  # HTML: what the agenda says outside the sections
    case: tuple[Section, ...]

    @property
    def contents(self) -> str:
        """Return what the case consists of, as a line to open it by: Resume, sagsfremstilling og indstilling."""
        names = [lower_first(section.title.rstrip(":")) for section in self.case]
        return upper_first(joined(names)) if names else "Sagens tekst"


def of_meeting(index: Index, meeting: Meeting, records: Iterable[Point]) -> tuple[Point, ...]:
    """Return a meeting's items, agenda and minutes joined; `records` are those of its documents."""
    told = {id(point.item): point.facts for point in records}  # looked up while the points are there
    return tuple(_of_joined(index, meeting, item, told) for item in index.items[meeting.id])


def _of_joined(index: Index, meeting: Meeting, joint: JoinedItem, told: Mapping[int, tuple[Fact, ...]]) -> Point:
    agenda, minutes = joint.agenda, joint.minutes
    sections = _sections(agenda, minutes)
    return Point(
        number=joint.number,
        anchor=joint.anchor,
        item=joint.item,
        kind=next((ITEM_TYPES.get(o.field("type").lower(), "") for o in (minutes, agenda) if o and o.field("type")), ""),
        marks=_marks(meeting, joint),
        closed=next((o.field("closed") for o in (minutes, agenda) if o and o.closed), None),
        renamed=agenda.title if agenda and minutes and agenda.title != minutes.title else "",
        facts=_facts(index, meeting, joint, told),
        decision=tuple(s for s in sections if s.name == "beslutning"),
        follow_ups=tuple(s for s in sections if s.name == "opfoelgning"),
        papers=tuple(s for s in sections if s.name == "bilag"),
        note=minutes.html if minutes else "",
        intro=agenda.html if agenda and (not minutes or agenda.html != minutes.html) else "",
        case=tuple(s for s in sections if s.name not in FIRST),
    )


def _sections(agenda: Item | None, minutes: Item | None) -> list[Section]:
    """Return the sections of both: the agenda's order; where both have one of a name, the minutes' is the later word."""
    later = group((section.name or section.title, section) for section in minutes.sections) if minutes else {}
    sections: list[Section] = []
    for section in agenda.sections if agenda else ():
        own = later.pop(section.name or section.title, ())
        if not own or (section.name == "bilag" and all(section.html != other.html for other in own)):
            sections.append(section)  # papers add up
        sections += own
    return [*sections, *(section for left in later.values() for section in left)]


def _marks(meeting: Meeting, joint: JoinedItem) -> tuple[str, ...]:
    marks = []
    if joint.supplement:
        marks.append(f"Tillægsdagsorden {joint.supplement}")
    if meeting.minutes and not joint.minutes:
        marks.append("Ikke omtalt i referatet")
    if joint.minutes and not joint.agenda and (meeting.agenda or meeting.supplements):
        marks.append("Tilføjet på mødet")
    return tuple(marks)


def of_item(index: Index, item: Item, anchor: str) -> Point:
    """Return an item as one document has it, sections in the order they were written."""
    return Point(
        number=item.number,
        anchor=anchor,
        item=item,
        kind=ITEM_TYPES.get(item.field("type").lower(), ""),
        marks=(),
        closed=item.field("closed") if item.closed else None,
        renamed="",
        facts=_item_facts(index, item),
        decision=(),
        follow_ups=(),
        papers=(),
        note="",
        intro=item.html,
        case=item.sections,
    )


def _item_facts(index: Index, item: Item) -> tuple[Fact, ...]:
    facts = []
    if number := item.field("case_number"):
        facts.append(Fact("Sagsnr.", number))
    if proposer := item.field("proposer"):
        facts.append(Fact("Forslagsstiller", proposer, places=_senders(index, proposer)))
    if topics := item.topics:
        facts.append(Fact("Emner", ", ".join(topics), places=tuple([_topic(index, topic) for topic in topics])))
    if (name := item.field("case")) and slug(name) in index.cases:
        facts.append(Fact("Følg sagen", index.case_title(slug(name)), addresses.case(name)))
    return (*facts, *_item_ways(index, item))


def _item_ways(index: Index, item: Item) -> tuple[Fact, ...]:
    facts = []
    if (referred := item.field("referred_to")) and (body := index.bodies.get(referred.partition("#")[0].strip())):
        facts.append(Fact("Henvist til", body.name, body.address))
    if follows := item.field("follows"):
        earlier, _, anchor = follows.partition("#")
        if found := index.meetings.get(earlier):
            point = anchor.removeprefix("punkt-").replace("-", ".") if anchor.startswith("punkt-") else ""
            here = bool(anchor) and any(other.anchor == anchor for other in index.items[earlier])
            words = meeting_title(found) + (f", punkt {point}" if here and point else "")
            facts.append(Fact("Opfølgning på", words, found.address + (f"#{anchor}" if here else "")))
    return tuple(facts)


def _topic(index: Index, name: str) -> tuple[str, str]:
    """Return where a topic leads; what only the agenda named, where the minutes name others, has no page for sure."""
    return addresses.topic(name) if slug(name) in index.topics else "", name


def _senders(index: Index, text: str) -> tuple[tuple[str, str], ...]:
    """Return who proposed an item: parties, bodies and clusters by their names and places, other words as they are."""
    known = [_sender(index, part.strip()) for part in text.split(",")]
    return tuple(sender for sender in known if sender) if all(known) else (("", text),)


def _sender(index: Index, name: str) -> tuple[str, str] | None:
    if party := index.parties.get(name):
        return addresses.party(party.id), party.name
    if body := index.bodies.get(name):
        return body.address, body.name
    cluster = index.clusters.get(name)
    return (addresses.cluster(cluster.id), cluster.name) if cluster else None


def _facts(index: Index, meeting: Meeting, joint: JoinedItem, told: Mapping[int, tuple[Fact, ...]]) -> tuple[Fact, ...]:
    """Return the facts of both, the minutes' word first, and the case's way through other meetings."""
    facts = _followed(index, meeting, joint, lambda item: told[id(item)])
    named = {fact.address.partition("#")[0] for fact in facts}
    case = (fact for fact in _case_facts(index, meeting, joint) if fact.address.partition("#")[0] not in named)
    return (*facts, *case)


def way(index: Index, meeting: Meeting, joint: JoinedItem) -> tuple[Fact, ...]:
    """Return the facts that say where an item was sent, and where it came from."""
    return _followed(index, meeting, joint, lambda item: _item_ways(index, item))


def _followed(index: Index, meeting: Meeting, joint: JoinedItem, told: Callable[[Item], tuple[Fact, ...]]) -> tuple[Fact, ...]:
    """Return what is told of both items, the minutes' word first, with what came of it and what it answers."""
    facts: dict[str, Fact] = {}
    for item in (joint.minutes, joint.agenda):
        for fact in told(item) if item else ():
            facts.setdefault(fact.name, fact)
    if "Henvist til" in facts:
        referred = next((s for s in index.meeting_standings.get(meeting.id, ()) if _about(s, joint)), None)
        facts["Henvist til"] = _answered(facts["Henvist til"], referred, index) if referred else facts["Henvist til"]
    for fact in _referred_from(index, meeting, joint):
        if facts.get("Opfølgning på", fact).address.partition("#")[0] == fact.address.partition("#")[0]:
            facts.pop("Opfølgning på", None)
        facts.setdefault(fact.value, fact)
    return tuple(facts.values())


def _about(standing: Standing, joint: JoinedItem) -> bool:
    return standing.duty == "referral" and standing.item is not None and standing.item.number == joint.number


def _answered(fact: Fact, standing: Standing, index: Index) -> Fact:
    """Return the fact that an item was referred, with what came of it."""
    if standing.met:
        anchor = next((f"#{joint.anchor}" for joint in index.items[standing.met.id] if _is_answer(standing, joint)), "")
        done = "taget op" if standing.met.last < index.today else "på dagsordenen"
        return fact._replace(after=f"{done} {_day(standing.met)}", then=f"{standing.met.address}{anchor}")
    if standing.verdict == "broken" and standing.previous:
        return fact._replace(after=f"ikke taget op på mødet {_day(standing.previous)}", then=standing.previous.address)
    if standing.variant == "no-minutes":
        return fact._replace(after="om det er taget op, vides ikke, for mødets referat er ikke her")
    return fact if standing.variant == "applies" else fact._replace(after="ikke taget op endnu")


def _referred_from(index: Index, meeting: Meeting, joint: JoinedItem) -> Iterator[Fact]:
    """Yield where an item was referred from, where it takes up a referral."""
    seen = set()
    for standing in index.taken_up.get(meeting.id, ()):
        origin, item = standing.meeting, standing.item
        if origin and item and (origin.id, item.number) not in seen and _is_answer(standing, joint):
            seen.add((origin.id, item.number))
            yield Fact("Henvist fra", f"{meeting_title(origin)}, punkt {item.number}", f"{origin.address}#{item.anchor}")


def _is_answer(standing: Standing, joint: JoinedItem) -> bool:
    return bool(standing.meeting and standing.item and takes_up(joint, standing.meeting, standing.item))


def _day(meeting: Meeting) -> str:
    return date_words(meeting.first, weekday=False)


def _case_facts(index: Index, meeting: Meeting, joint: JoinedItem) -> Iterator[Fact]:
    """Yield where the case stood before this meeting, and where it stands next."""
    case = case_of(joint)
    if case:
        steps, (first, last) = index.cases[case], index.case_spans[case, meeting.id]
        for name, near in (("Sagen før", steps[first - 1 : first] if first else ()), ("Sagen siden", steps[last + 1 : last + 2])):
            for other, item in near:
                yield Fact(name, f"{meeting_title(other)}, punkt {item.number}", f"{other.address}#{item.anchor}")
