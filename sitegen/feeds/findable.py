"""What can be found by searching: one entry for each thing, with where it stands, what it is called and what it says."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape

from sitegen.danish import date_words
from sitegen.model import Body, JoinedItem, Mandate, Meeting, Page
from sitegen.pages import addresses
from sitegen.pages.index import Index, topics_of
from sitegen.pages.search import BODY, CASE, CLUSTER, FREE, MANDATE, MEETING, PARTY, POINT, TOPIC
from sitegen.pages.words import MODES, TYPES, meeting_hours, meeting_name, meeting_title, period, upper_first

MATTERS = 2.0  # what a decision weighs against other text
LISTED = 20  # titles of items that stand for a topic or a case
SECTION = re.compile(r'(?=<h2 id=")')
HEADING = re.compile(r'<h2 id="([^"]*)"[^>]*>(.*?)</h2>', re.DOTALL)
Texts = list[tuple[str, float]]  # pieces of HTML, each with its weight


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: where it is, what it is called, a line on where it belongs, and what it says."""

    address: str
    kind: str
    title: str
    context: str = ""
    texts: Sequence[tuple[str, float]] = ()
    bodies: tuple[Body, ...] = ()
    day: str = ""
    extra: str = ""  # words that it can be found by and that do not stand in it
    clusters: tuple[str, ...] = ()

    @property
    def narrowed(self) -> Iterator[tuple[str, str]]:
        """What a search is narrowed by: the names of the form's fields, and values."""
        yield "art", self.kind
        if self.day:
            yield "aar", self.day[:4]
        for body in self.bodies:
            yield "forum", body.name
        for cluster in dict.fromkeys((*self.clusters, *(body.cluster.name for body in self.bodies if body.cluster))):
            yield "klynge", cluster
        for level in dict.fromkeys(body.level.name for body in self.bodies if body.level):
            yield "niveau", level


def entries(index: Index) -> Iterator[Entry]:
    """Yield everything that can be found; of what is closed, the title and the decision."""
    for part in PARTS:
        yield from part(index)


def plain(text: str) -> tuple[str, float]:
    """Return a text as a paragraph of no special weight."""
    return f"<p>{escape(text)}</p>", 1.0


def _points(index: Index) -> Iterator[Entry]:
    for meeting in index.site.meetings:
        for item in index.items[meeting.id]:
            where = f"{meeting_name(meeting)} · {date_words(meeting.first, weekday=False)} · punkt {item.number}"
            yield Entry(
                f"{meeting.address}#{item.anchor}",
                POINT,
                item.item.title,
                f"{where} · lukket punkt" if item.closed else where,
                _decision(item) if item.closed else _said(item),
                meeting.bodies,
                meeting.first.isoformat(),
                "" if item.closed else " ".join(_sign("s", number) for number in _numbers(item)),
            )


def _sign(kind: str, text: str) -> str:
    """Return the word that the page asks for to put a thing before what only mentions it: d12marts2026, s20260012.

    A date is words that many texts have, and a number may be parts of others; this has no part, and only the thing itself has it.
    """
    return kind + re.sub(r"\W", "", text)


def _decision(item: JoinedItem) -> Texts:
    sections = item.minutes.sections if item.minutes else ()
    return [(section.html, MATTERS) for section in sections if section.name == "beslutning"]


def _said(item: JoinedItem) -> Texts:
    """Return what an open item says, the decision first; what the agenda and the minutes both say, once."""
    found = dict(_decision(item))
    for one in (item.minutes, item.agenda):
        if one:
            for text in (one.html, *(section.html for section in one.sections)):
                found.setdefault(text, 1.0)
    named = [f"Sagsnr. {number}" for number in _numbers(item)]
    if topics := topics_of(item):
        named.append(f"Emner: {', '.join(topics)}")
    return [*found.items(), *(plain(text) for text in named)]


def _numbers(item: JoinedItem) -> list[str]:
    """Return the numbers of an item's case, as the minutes and the agenda have it."""
    numbers = (one.field("case_number") for one in (item.minutes, item.agenda) if one)
    return [number for number in dict.fromkeys(numbers) if number]


def _meetings(index: Index) -> Iterator[Entry]:
    for meeting in index.site.meetings:
        names = {"agenda": "Dagsorden", "supplement": "Tillægsdagsorden", "minutes": "Referat"}
        papers = [names[document.kind] for document in meeting.documents]
        facts = [TYPES[meeting.type], upper_first(date_words(meeting.first)), meeting_hours(meeting), meeting.entry.place or ""]
        if meeting.last != meeting.first:
            facts.append(f"Til {date_words(meeting.last)}")
        if meeting.cancelled:
            facts.append(f"Aflyst: {meeting.entry.cancelled}")
        facts += [f"Flyttet fra {date_words(day, weekday=False)}" for day in meeting.entry.previous_dates]
        facts += [f"Vært: {meeting.host.name}"] if meeting.host else []
        facts += [MODES[meeting.entry.mode]] if meeting.entry.mode != "physical" else []
        yield Entry(
            meeting.address,
            MEETING,
            meeting_title(meeting),
            " · ".join(part for part in (meeting_hours(meeting), meeting.entry.place) if part),
            [
                *(plain(fact) for fact in (*facts, *papers) if fact),
                *((d.html, 1.0) for d in meeting.documents if d.html),
            ],
            meeting.bodies,
            meeting.first.isoformat(),
            " ".join(("møde", *papers, *_days(meeting))),
        )


def _days(meeting: Meeting) -> Iterator[str]:
    """Yield the signs of a meeting's first and last day, with the year and without."""
    for day in dict.fromkeys((meeting.first, meeting.last)):
        sign = _sign("d", date_words(day, weekday=False))
        yield from (sign, sign.removesuffix(str(day.year)))


def _bodies(index: Index) -> Iterator[Entry]:
    for body in index.site.bodies:
        contact = body.entry.contact.name if body.entry.contact else None
        texts = [plain(f"Parter: {', '.join(party.name for party in body.parties)}")] if body.parties else []
        texts += [plain(f"Kontakt: {contact}")] if contact else []
        context = " · ".join(thing.name for thing in (body.cluster, body.level) if thing and thing.name not in body.name)
        yield Entry(body.address, BODY, body.name, context, texts, (body,))


def _clusters(index: Index) -> Iterator[Entry]:
    for cluster in index.site.organisation.clusters:
        bodies = index.cluster_bodies.get(cluster.id, ())
        parties = {party.name: None for body in bodies for party in body.parties}
        texts = [
            plain(f"Parter: {', '.join(parties)}"),
            plain(f"Fora: {', '.join(body.name for body in bodies)}"),
        ]
        yield Entry(f"/klynger/{cluster.id}/", CLUSTER, cluster.name, "", texts, clusters=(cluster.name,))


def _parties(index: Index) -> Iterator[Entry]:
    for party in index.site.organisation.parties:
        names = [body.name for body in index.site.bodies if party in body.parties]
        yield Entry(addresses.party(party.id), PARTY, party.name, "", [plain(f"Med i {', '.join(names)}")] if names else [])


def _groups(index: Index) -> Iterator[Entry]:
    for name, items in index.topics.items():
        yield Entry(addresses.topic(name), TOPIC, upper_first(index.topic_names[name]), "", _titles(items))
    for name, items in index.cases.items():
        bodies = {body.id: body for meeting, _ in items for body in meeting.bodies}
        steps = f"{len(items)} punkter" if len(items) > 1 else ""
        newest, item = items[-1]
        day = newest.first.isoformat()
        title = index.case_title(name)
        called = item.item.title if item.item.title != title else ""  # at last: it is found by that too
        yield Entry(addresses.case(name), CASE, title, steps, _titles(items), tuple(bodies.values()), day, called)


def _titles(items: Sequence[tuple[Meeting, JoinedItem]]) -> Texts:
    titles = {item.item.title: None for _, item in reversed(items)}
    return [plain(title) for title in list(titles)[:LISTED]]


def _mandates(index: Index) -> Iterator[Entry]:
    for mandate in index.site.mandates:
        begun = period(mandate.meta.valid_from, mandate.meta.valid_to)
        when = "forslag" if mandate.meta.proposed else begun
        yield Entry(mandate.address, MANDATE, mandate.meta.title, upper_first(when), _passages(mandate, 0), mandate.bodies)
        for place, heading in enumerate(mandate.headings, 1):
            context = f"{mandate.meta.title}{f' · {when}' if when else ''}"
            address = f"{mandate.address}#{heading.anchor}"
            yield Entry(address, MANDATE, heading.text, context, _passages(mandate, place), mandate.bodies)


def _passages(mandate: Mandate, place: int) -> Texts:
    """Return what stands under the n-th heading of a mandate; under none, before the first, with 0."""
    lines = [0, *(heading.line for heading in mandate.headings), 1 << 30]
    return [plain(one.text) for one in mandate.passages if lines[place] <= one.line < lines[place + 1]]


def _pages(index: Index) -> Iterator[Entry]:
    for page in index.site.pages:
        yield from _sections(page)


def _sections(page: Page) -> Iterator[Entry]:
    first, *sections = SECTION.split(page.html)
    described = [plain(page.meta.description)] if page.meta.description else []
    yield Entry(page.address, FREE, page.meta.title, "", [*described, (first, 1.0)])
    for section in sections:
        if heading := HEADING.match(section):
            title = unescape(re.sub(r"<[^>]*>", "", heading[2]))
            yield Entry(f"{page.address}#{heading[1]}", FREE, title, page.meta.title, [(section[heading.end() :], 1.0)])


PARTS: tuple[Callable[[Index], Iterator[Entry]], ...] = (
    _points,
    _meetings,
    _bodies,
    _clusters,
    _parties,
    _groups,
    _mandates,
    _pages,
)
