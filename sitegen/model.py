"""The vocabulary: what a site of agendas, minutes, bodies and mandates is made of once everything is joined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sitegen import schema
from sitegen.calendar import local_date
from sitegen.clauses import find
from sitegen.diagnostics import Clause, Source
from sitegen.evidence import History
from sitegen.obligations import Obligations
from sitegen.parsed import Contents, Heading, Item, Link, Passage


@dataclass(frozen=True, slots=True)
class Body:
    """A body that holds meetings (mødeforum), joined to its cluster, level and parties."""

    entry: schema.BodyEntry
    source: Source
    cluster: schema.Cluster | None
    level: schema.Level | None
    parties: tuple[schema.Party, ...]

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def address(self) -> str:
        return f"/fora/{self.id}/"

    def exists_on(self, day: date) -> bool:
        """Say whether the body is within its period of validity, and its cluster too."""
        return self.entry.valid_on(day) and (self.cluster is None or self.cluster.valid_on(day))

    @property
    def ends(self) -> date | None:
        ends = [end for end in (self.entry.valid_to, self.cluster.valid_to if self.cluster else None) if end]
        return min(ends) if ends else None

    @property
    def begins(self) -> date | None:
        begins = [day for day in (self.entry.valid_from, self.cluster.valid_from if self.cluster else None) if day]
        return max(begins) if begins else None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a document names (bilag): where it lies, where it is published, and what it says."""

    path: str
    address: str
    contents: Contents

    @property
    def size(self) -> int:
        return self.contents.size

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def kind(self) -> str:
        return self.name.rpartition(".")[2].lower()


@dataclass(frozen=True, slots=True)
class Document:
    """An agenda, supplement or minutes; `hidden` where its day of publication lies ahead."""

    kind: str  # agenda, supplement or minutes
    source: Source
    meta: Any  # schema.AgendaFile or schema.MinutesFile
    html: str
    items: tuple[Item, ...]
    links: tuple[Link, ...]
    attachments: tuple[tuple[str, Attachment, int | None], ...]  # link text, file, index of the item
    hidden: bool
    preview: str = ""  # "draft" or "future": shown only because the build was asked to

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def number(self) -> int:
        return self.meta.supplement if self.kind == "supplement" else 0

    @property
    def address(self) -> str:
        part = "referat" if self.kind == "minutes" else "dagsorden"
        return f"/moeder/{self.meta.meeting}/{part}/" + (f"#tillaeg-{self.number}" if self.number else "")

    @property
    def sent(self) -> date | None:
        return local_date(self.meta.sent) if self.meta.sent else None

    @property
    def published(self) -> date | None:
        return local_date(self.meta.published) if self.meta.published else None

    @property
    def dated(self) -> date | None:
        """The day the document is listed under: when it was published, else sent."""
        return self.published or self.sent


@dataclass(frozen=True, slots=True)
class Meeting:
    """A planned meeting with its documents; `agenda` and `minutes` are there when the files are, shown or not."""

    id: str
    entry: schema.MeetingEntry
    source: Source
    bodies: tuple[Body, ...]
    host: schema.Party | None
    agenda: Document | None = None
    minutes: Document | None = None
    supplements: tuple[Document, ...] = ()

    @property
    def first(self) -> date:
        return self.entry.date

    @property
    def last(self) -> date:
        return self.entry.until or self.entry.date

    @property
    def cancelled(self) -> bool:
        return self.entry.cancelled is not None

    @property
    def type(self) -> str:
        return self.entry.type or ("joint" if len(self.bodies) > 1 else "ordinary")

    @property
    def counts(self) -> bool:
        """Whether the meeting counts towards a year's minimum: a cancelled one and a written procedure do not."""
        return not self.cancelled and self.type != "written"

    @property
    def address(self) -> str:
        return f"/moeder/{self.id}/"

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(d for d in (self.agenda, *self.supplements, self.minutes) if d)

    @property
    def sort_key(self) -> tuple[date, str, str]:
        return self.first, self.entry.start.isoformat() if self.entry.start else "", self.id


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate (kommissorium) in one version: what it says, whom it binds, and when."""

    id: str
    source: Source
    meta: schema.MandateFile
    html: str
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    bodies: tuple[Body, ...]
    preview: str = ""
    earlier: frozenset[str] = frozenset()  # ids of the mandates that it supersedes, and that those did

    @property
    def address(self) -> str:
        return f"/kommissorier/{self.id}/"

    def heading(self, clause: str | None) -> Heading | None:
        """Return what a clause names: a heading, or a passage under one as if it were a heading of its own."""
        return find(clause, self.headings, self.passages)

    @property
    def binding(self) -> bool:
        """Whether it can bind anybody: a proposal cannot, nor a draft that only a preview shows."""
        return not self.meta.proposed and self.preview != "draft"

    @property
    def begins(self) -> date:
        """The first day it is in force; an open beginning is the first day there is."""
        return self.meta.valid_from or date.min

    @property
    def rules(self) -> tuple[tuple[str, Obligations], ...]:
        """What it says itself, and the house rules, which count only where it is silent."""
        return ("mandate", self.meta.obligations), ("house-rule", self.meta.house_rules)

    def rule(self, name: str) -> tuple[str | None, Any]:
        """Return where a duty (a field of Obligations) comes from, mandate or house-rule, and the duty, if any."""
        return next(((source, rule) for source, rules in self.rules if (rule := getattr(rules, name))), (None, None))

    def binds(self, day: date) -> bool:
        """Say whether obligations are judged on the day yet."""
        return self.meta.applies_from is None or self.meta.applies_from <= day

    def clause(self, source: str | None, name: str | None) -> Clause:
        """Return where the passage of a duty stands: its heading, else the title; a house rule's own heading is empty."""
        if heading := self.heading(name):
            return Clause(self.source.path, heading.line, heading.text)
        title = self.meta.title if source == "mandate" else ""
        return Clause(self.source.path, self.source.located.place("title")[0], title)


def in_force(mandates: Iterable[Mandate], body: Body, day: date) -> Mandate | None:
    """Return which of some mandates binds a body on a day; proposals and drafts bind nobody."""
    return _in_force([m for m in mandates if any(own.id == body.id for own in m.bodies)], day)


def _in_force(own: Iterable[Mandate], day: date) -> Mandate | None:
    """Return which of the mandates of one body binds it on a day."""
    begun = [m for m in own if m.begins <= day and m.binding]
    if not begun:
        return None
    past = frozenset[str]().union(*(m.earlier for m in begun))
    return next((m for m in begun if m.meta.valid_on(day) and m.id not in past), None)


@dataclass(frozen=True, slots=True)
class Page:
    """A free page."""

    id: str
    source: Source
    meta: schema.PageFile
    html: str
    headings: tuple[Heading, ...]
    preview: str = ""

    @property
    def address(self) -> str:
        return f"/{self.id}/"


@dataclass(frozen=True, slots=True)
class Site:
    """Everything, joined; meetings in order of time."""

    file: schema.SiteFile
    source: Source
    organisation: schema.OrganisationFile
    bodies: tuple[Body, ...]
    meetings: tuple[Meeting, ...]
    mandates: tuple[Mandate, ...]
    pages: tuple[Page, ...]
    attachments: Mapping[str, Attachment]  # the published ones, by address
    unread: frozenset[tuple[str, str]]  # (kind, file's stem) of what could not be read: its absence is not judged
    history: History = field(default_factory=History)
    mandates_of: Mapping[str, list[Mandate]] = field(init=False, repr=False, compare=False)  # by body, looked up once

    def __post_init__(self) -> None:
        of: dict[str, list[Mandate]] = {}
        for mandate in self.mandates:
            for body in dict.fromkeys(body.id for body in mandate.bodies):
                of.setdefault(body, []).append(mandate)
        object.__setattr__(self, "mandates_of", of)

    @property
    def preview(self) -> bool:
        """Whether something is shown that the public may not see yet, because the build was asked to."""
        documents = (document for meeting in self.meetings for document in meeting.documents)
        return any(thing.preview for things in (documents, self.mandates, self.pages) for thing in things)

    def mandate_of(self, body: Body, day: date) -> Mandate | None:
        """Return the mandate in force for a body on a day: a later one takes the place of what it supersedes."""
        return _in_force(self.mandates_of.get(body.id, ()), day)


@dataclass(frozen=True, slots=True)
class JoinedItem:
    """An item as agenda, supplement and minutes have it together, matched on number."""

    number: str
    agenda: Item | None
    minutes: Item | None
    supplement: int = 0  # the supplement that it was added by

    @property
    def item(self) -> Item:
        found = self.minutes or self.agenda
        assert found is not None  # an item comes from one of the two
        return found

    @property
    def anchor(self) -> str:
        return self.item.anchor

    @property
    def closed(self) -> bool:
        return any(item.closed for item in (self.agenda, self.minutes) if item)


def joined_items(meeting: Meeting, hidden: bool = False) -> tuple[JoinedItem, ...]:
    """Return the items of the meeting's published documents, with `hidden` also of those whose day has not come."""
    agenda: dict[str, tuple[Item, int]] = {}
    for document in (meeting.agenda, *meeting.supplements):
        if document and (hidden or not document.hidden):
            for item in document.items:
                agenda.setdefault(item.number, (item, document.number))
    minutes: dict[str, Item] = {}
    if meeting.minutes and (hidden or not meeting.minutes.hidden):
        for item in meeting.minutes.items:
            minutes.setdefault(item.number, item)
    numbers = list(agenda)
    for index, number in enumerate(minutes):
        if number not in agenda:  # added at the meeting: it stands after the item that it followed
            before = list(minutes)[index - 1] if index else None
            numbers.insert(numbers.index(before) + 1 if before in numbers else 0 if index == 0 else len(numbers), number)
    return tuple(
        JoinedItem(
            number,
            agenda[number][0] if number in agenda else None,
            minutes.get(number),
            agenda[number][1] if number in agenda else 0,
        )
        for number in numbers
    )
