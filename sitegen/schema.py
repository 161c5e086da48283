"""What editors write: one class a kind of file. The class is the schema: a field added here is accepted, typed and located."""

from typing import Literal

from pydantic import Field, model_validator

from sitegen.entry import Entry, Lasting, PartyKind
from sitegen.fields import (
    Address,
    Count,
    Date,
    Flag,
    Id,
    Language,
    Moment,
    Positive,
    Sent,
    SiteAddress,
    Text,
    Time,
    Url,
    Zone,
    wrong,
)
from sitegen.obligations import Fact, Obligations

# --- site.yml


class Publisher(Entry):
    name: Text
    email: Text | None = None
    phone: Text | None = None
    address: Text | None = None


class Accessibility(Entry):
    statement: Url
    updated: Date


class Licence(Entry):
    """On what terms the open data may be used."""

    name: Text
    url: Url


class Reminders(Entry):
    lead_days: Count = 7


class Editor(Entry):
    """Where the browser editor finds the files: `auth` is the server that one logs in by, `app` the id that it knows us by."""

    backend: Literal["github", "gitlab", "gitea", "forgejo"]
    repo: Text
    branch: Text = "main"
    auth: Url | None = None
    api: Url | None = None
    app: Text | None = None
    review: Flag = False


class SiteFile(Entry):
    title: Text
    description: Text | None = None
    base_url: SiteAddress
    language: Language = "da"
    time_zone: Zone = "Europe/Copenhagen"
    publisher: Publisher
    accessibility: Accessibility | None = None
    licence: Licence | None = None
    reminders: Reminders = Reminders()
    editor: Editor | None = None
    not_personal_numbers: tuple[Text, ...] = ()
    precompress: Flag = False
    archive_from: Date | None = None  # what was committed before it was brought in, and its day says nothing


# --- organisation.yml


class Agreement(Lasting):
    id: Id
    name: Text


class Party(Lasting):
    id: Id
    name: Text
    kind: PartyKind


class Level(Lasting):
    id: Id
    name: Text


class Cluster(Lasting):
    id: Id
    name: Text
    succeeded_by: tuple[Id, ...] = ()


class Contact(Entry):
    name: Text | None = None
    email: Text | None = None
    phone: Text | None = None


class Seat(Lasting):
    role: Text
    party: Id
    count: Count = 1
    name: Text | None = None


class BodyEntry(Lasting):
    id: Id
    name: Text
    cluster: Id | None = None
    level: Id | None = None
    parties: tuple[Id, ...] = ()
    refers_to: tuple[Id, ...] = ()
    part_of: Id | None = None
    succeeded_by: tuple[Id, ...] = ()
    contact: Contact | None = None
    seats: tuple[Seat, ...] = ()


class OrganisationFile(Entry):
    agreements: tuple[Agreement, ...] = ()
    parties: tuple[Party, ...] = ()
    levels: tuple[Level, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    bodies: tuple[BodyEntry, ...]


# --- meetings/YYYY.yml


class Waived(Entry):
    agenda: Text | None = None
    minutes: Text | None = None
    website: Text | None = None


class MeetingEntry(Entry):
    body: Id | None = None
    bodies: tuple[Id, ...] = ()
    date: Date
    until: Date | None = None
    start: Time | None = None
    end: Time | None = None
    place: Text | None = None
    host: Id | None = None
    mode: Literal["physical", "virtual", "hybrid"] = "physical"
    type: Literal["ordinary", "extraordinary", "joint", "theme", "seminar", "written"] | None = None
    id: Id | None = None
    previous_dates: tuple[Date, ...] = ()
    cancelled: Text | None = None
    waived: Waived = Waived()

    @model_validator(mode="after")
    def _coherent(self) -> "MeetingEntry":
        if (self.body is None) == (not self.bodies) or (self.bodies and self.id is None):
            raise wrong("no-meaning", key="bodies" if self.bodies else "body")
        if self.until and self.until < self.date:
            raise wrong("order", key="until", other="date")
        if self.start and self.end and not self.until and self.end < self.start:
            raise wrong("order", key="end", other="start")
        return self


class PlanFile(Entry):
    meetings: tuple[MeetingEntry, ...]


# --- agendas/*.md and minutes/*.md


class Correction(Entry):
    date: Date
    text: Text


class Participant(Entry):
    role: Text | None = None
    party: Id | None = None
    name: Text | None = None
    substitute_for: Text | None = None
    items: Text | None = None

    @model_validator(mode="after")
    def _somebody(self) -> "Participant":
        if self.role is None and self.name is None:
            raise wrong("participant", key="role")
        return self


class DocumentFile(Entry):
    """What an agenda and minutes have in common."""

    meeting: Id
    sent: Sent | None = None
    published: Moment | None = None
    late_reason: Text | None = None
    draft: Flag = False
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[Address, ...] = ()


class AgendaFile(DocumentFile):
    supplement: Positive | None = None


class MinutesFile(DocumentFile):
    status: Literal["draft", "approved", "corrected"] | None = None
    approved: Date | None = None
    participants: tuple[Participant, ...] = ()
    apologies: tuple[Participant, ...] = ()
    absent: tuple[Participant, ...] = ()
    guests: tuple[Participant, ...] = ()


# --- mandates/*.md


class Approval(Entry):
    by: Text | None = None
    date: Date | None = None


class MandateFile(Lasting):
    """`supersedes` names an earlier mandate by its file's name; one that is only `proposed` binds nobody."""

    title: Text
    bodies: tuple[Id, ...] = Field(min_length=1)
    supersedes: Id | None = None
    proposed: Flag = False
    approved: Approval | None = None
    applies_from: Date | None = None
    obligations: Obligations = Obligations()
    house_rules: Obligations = Obligations()
    facts: tuple[Fact, ...] = ()
    draft: Flag = False
    aliases: tuple[Address, ...] = ()


# --- pages/*.md


class PageFile(Entry):
    title: Text
    description: Text | None = None
    menu: Count | None = None
    updated: Date | None = None
    published: Moment | None = None
    draft: Flag = False
    aliases: tuple[Address, ...] = ()


# One class a kind of file; the kind of a file follows from the folder it lies in.
FILES: dict[str, type[Entry]] = {
    "site": SiteFile,
    "organisation": OrganisationFile,
    "plan": PlanFile,
    "agenda": AgendaFile,
    "minutes": MinutesFile,
    "mandate": MandateFile,
    "page": PageFile,
}
