"""What editors write: one class a kind of file. The class is the schema: a field added here is accepted, typed and located."""

import re
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from sitegen import calendar

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)( ?(?:Z|[+-]\d{2}:?\d{2}))?")
TIME = re.compile(r"(\d{1,2}):(\d{2})")
TRUE, FALSE = ("true", "yes", "ja"), ("false", "no", "nej")


def wrong(variant: str, **context: Any) -> PydanticCustomError:
    """Return the error for a value that is not of its field's type; the variant names the sentence that says so."""
    return PydanticCustomError(variant, variant, context)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong("text")
    if not value.strip():
        raise wrong("empty")
    return value.strip()


def _id(value: Any) -> str:
    text = _text(value)
    if not ID.fullmatch(text):
        raise wrong("id")
    return text


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    text = _text(value)
    if not DATE.fullmatch(text):
        raise wrong("date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise wrong("no-such-date") from None


def _moment(value: Any) -> date | datetime:
    if isinstance(value, date):
        return value
    text = _text(value)
    match = MOMENT.fullmatch(text)
    if not match:
        if DATE.fullmatch(text):
            return _date(text)
        raise wrong("datetime")
    day, clock, offset = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock.rjust(5 if len(clock) < 6 else 8, '0')}{(offset or '').strip()}")
        calendar.local_date(moment)  # at the ends of the calendar a date has no place in every zone
    except (ValueError, OverflowError):
        raise wrong("no-such-date") from None
    return moment


def _sent(value: Any) -> date | datetime:
    try:
        return _moment(value)
    except PydanticCustomError as error:  # a date is what is expected of nearly everybody
        raise wrong("date" if error.type == "datetime" else error.type) from None


def _time(value: Any) -> time:
    if isinstance(value, time):
        return value
    match = TIME.fullmatch(_text(value))
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise wrong("time")
    return time(int(match[1]), int(match[2]))


def _count(value: Any) -> int:
    if isinstance(value, int):
        return value
    text = _text(value)
    if not re.fullmatch(r"\d{1,4}", text):
        raise wrong("integer")
    return int(text)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = _text(value).lower()
    if text not in TRUE + FALSE:
        raise wrong("boolean")
    return text in TRUE


def _term(value: Any) -> calendar.Term:
    if isinstance(value, calendar.Term):
        return value
    term = calendar.term(_text(value))
    if term is None:
        raise wrong("term")
    return term


def _url(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"https?://[^\s/?#<>\"]+(?:/[^\s<>\"]*)?", text):
        raise wrong("url")
    return text


def _site_address(value: Any) -> str:
    text = _url(value)
    if not (text.startswith("https://") and text.endswith("/")):
        raise wrong("url")
    return text


def _address(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"/(?!/)[^\s?#<>\"\\]*", text) or "/../" in f"{text}/" or "/./" in f"{text}/":
        raise wrong("address")
    return text


def _zone(value: Any) -> str:
    if _text(value) != "Europe/Copenhagen":
        raise wrong("zone")
    return "Europe/Copenhagen"


def _language(value: Any) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text := _text(value)):
        raise wrong("choice", choices="da, en")
    return text


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_id)]
Date = Annotated[date, BeforeValidator(_date)]
Moment = Annotated[date | datetime, BeforeValidator(_moment)]
Time = Annotated[time, BeforeValidator(_time)]
Count = Annotated[int, BeforeValidator(_count)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Due = Annotated[Any, BeforeValidator(_term)]  # a calendar.Term
Url = Annotated[str, BeforeValidator(_url)]
Address = Annotated[str, BeforeValidator(_address)]

PartyKind = Literal["municipality", "region", "hospital", "psychiatry", "general_practice", "patients", "administration", "other"]


class Entry(BaseModel):
    """A mapping in a file: frozen, and a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Lasting(Entry):
    """What exists for a period; both ends inclusive, an open end is None."""

    valid_from: Date | None = None
    valid_to: Date | None = None

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


# --- site.yml


class Publisher(Entry):
    name: Text
    email: Text | None = None
    phone: Text | None = None
    address: Text | None = None


class Accessibility(Entry):
    statement: Url
    updated: Date


class Reminders(Entry):
    lead_days: Count = 7


class SiteFile(Entry):
    title: Text
    description: Text | None = None
    base_url: Annotated[str, BeforeValidator(_site_address)]
    language: Annotated[str, BeforeValidator(_language)] = "da"
    time_zone: Annotated[str, BeforeValidator(_zone)] = "Europe/Copenhagen"
    publisher: Publisher
    accessibility: Accessibility | None = None
    reminders: Reminders = Reminders()
    not_personal_numbers: tuple[Text, ...] = ()


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
    sent: Annotated[date | datetime, BeforeValidator(_sent)] | None = None
    published: Moment | None = None
    late_reason: Text | None = None
    draft: Flag = False
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[Address, ...] = ()


class AgendaFile(DocumentFile):
    supplement: Count | None = None


class MinutesFile(DocumentFile):
    status: Literal["draft", "approved", "corrected"] | None = None
    approved: Date | None = None
    participants: tuple[Participant, ...] = ()
    apologies: tuple[Participant, ...] = ()
    absent: tuple[Participant, ...] = ()
    guests: tuple[Participant, ...] = ()


# --- mandates/*.md


class Obligation(Entry):
    clause: Text | None = None


class MeetingsPerYear(Obligation):
    minimum: Count


class Deadline(Obligation):
    due: Due
    measured: Literal["sent", "published"] = "sent"


class Website(Obligation):
    documents: tuple[Literal["agenda", "minutes"], ...] = ("agenda", "minutes")


class Host(Obligation):
    rotates: Flag = False
    among: tuple[PartyKind, ...] = ()
    leads: Flag = False


class Composition(Obligation):
    role: Text
    each: PartyKind | None = None
    party: Id | None = None
    among: tuple[PartyKind, ...] = ()
    minimum: Count | None = None
    maximum: Count | None = None
    condition: Text | None = None

    @model_validator(mode="after")
    def _whose(self) -> "Composition":
        if sum(map(bool, (self.each, self.party, self.among))) != 1:
            raise wrong("kind", key="role")
        if self.minimum is not None and self.maximum is not None and self.maximum < self.minimum:
            raise wrong("order", key="maximum", other="minimum")
        return self


class Report(Obligation):
    name: Text
    to: Id
    every: Literal["year"] = "year"
    case: Id | None = None


class Duty(Obligation):
    """An obligation that a program cannot judge, and the reason why."""

    name: Text
    reason: Text
    to: Id | None = None


class Obligations(Entry):
    meetings_per_year: MeetingsPerYear | None = None
    agenda: Deadline | None = None
    minutes: Deadline | None = None
    website: Website | None = None
    host: Host | None = None
    composition: tuple[Composition, ...] = ()
    reports: tuple[Report, ...] = ()
    duties: tuple[Duty, ...] = ()


class Approval(Entry):
    by: Text | None = None
    date: Date | None = None


class MandateFile(Lasting):
    title: Text
    bodies: tuple[Id, ...] = Field(min_length=1)
    approved: Approval | None = None
    applies_from: Date | None = None
    obligations: Obligations = Obligations()
    house_rules: Obligations = Obligations()
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
