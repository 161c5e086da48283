"""What pages are about as linked data: JSON-LD in the words of schema.org, for search engines and other readers.

Only what the pages themselves show is here, and every address is that of a page, an anchor or a file of this site.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from sitegen import schema
from sitegen.calendar import COPENHAGEN, local_time
from sitegen.model import Attachment, Body, Document, Meeting
from sitegen.pages import addresses
from sitegen.pages.index import Index
from sitegen.pages.media import MEDIA_TYPES
from sitegen.pages.spec import Head
from sitegen.pages.words import STATUSES, document_title, meeting_title

Thing = Mapping[str, Any]

WORDS = "https://schema.org"  # what the terms mean, and where their own values stand
PUBLISHER = "#fod_udgiver"  # who publishes the site stands at the foot of every page
ATTENDANCE = {"physical": "Offline", "virtual": "Online", "hybrid": "Mixed"}
GOVERNMENT = ("municipality", "region", "administration")


def _thing(kind: str, address: str = "", **fields: Any) -> dict[str, Any]:
    """Return a thing of a kind, known by a whole address if it has one; what is empty is left out."""
    found = {"@type": kind, "@id": address} if address else {"@type": kind}
    for name, value in fields.items():
        if value:
            found[name] = value
    return found


def _page(thing: dict[str, Any]) -> Thing:
    return {"@context": WORDS, **thing}


def _one_or_more(things: Iterable[Any]) -> Any:
    found = list(things)
    return found[0] if len(found) == 1 else found


def moment(day: date | datetime, clock: time | None = None) -> str:
    """Return a day, or a moment of it with the offset that Danish time has then, as ISO 8601 writes it."""
    if clock is not None:
        return datetime.combine(day, clock, COPENHAGEN).isoformat()
    if isinstance(day, datetime):
        return local_time(day).isoformat()
    return day.isoformat()


def crumbs(index: Index, head: Head) -> Thing:
    """Return the way to a page from the front page."""
    steps = (("/", "Forside"), *head.crumbs, (head.address, head.title))
    return _page(
        _thing(
            "BreadcrumbList",
            itemListElement=[
                _thing("ListItem", position=place, name=name, item=addresses.absolute(index.site, address))
                for place, (address, name) in enumerate(steps, 1)
            ],
        )
    )


def front(index: Index) -> tuple[Thing, ...]:
    """Return the site, how it is searched, and who publishes it."""
    file = index.site.file
    asked = addresses.absolute(index.site, "/soeg/") + "?q={search_term_string}"
    publisher = _publisher(index) | {
        key: value
        for key, value in (
            ("email", file.publisher.email),
            ("telephone", file.publisher.phone),
            ("address", file.publisher.address),
        )
        if value
    }
    site = _thing(
        "WebSite",
        file.base_url,
        url=file.base_url,
        name=file.title,
        description=file.description,
        inLanguage=file.language,
        publisher={"@id": publisher["@id"]},
        potentialAction={
            **_thing("SearchAction", target=_thing("EntryPoint", urlTemplate=asked)),
            "query-input": "required name=search_term_string",
        },
    )
    return _page(site), _page(publisher)


def _publisher(index: Index) -> dict[str, Any]:
    home = index.site.file.base_url
    return _thing("GovernmentOrganization", home + PUBLISHER, name=index.site.file.publisher.name, url=home)


def _named(index: Index, kind: str, address: str, name: str) -> dict[str, Any]:
    """Return something that has a page of its own, by its address and name."""
    url = addresses.absolute(index.site, address)
    return _thing(kind, url, name=name, url=url)


def body(index: Index, found: Body) -> Thing:
    """Return a body: its parties, what it belongs to, whom to write to, and when it began and ended."""
    contact, ends = found.entry.contact, found.ends
    return _page(
        _named(index, "GovernmentOrganization", found.address, found.name)
        | _thing(
            "GovernmentOrganization",
            foundingDate=found.begins and moment(found.begins),
            dissolutionDate=moment(ends) if ends and ends < index.today else None,
            parentOrganization=_parent(index, found),
            subOrganization=[_body(index, other) for other in index.site.bodies if other.entry.part_of == found.id],
            member=[_party(index, party) for party in found.parties],
            contactPoint=contact
            and _thing(
                "ContactPoint", contactType="sekretariat", name=contact.name, email=contact.email, telephone=contact.phone
            ),
        )
    )


def _body(index: Index, found: Body) -> Thing:
    return _named(index, "GovernmentOrganization", found.address, found.name)


def _parent(index: Index, found: Body) -> Thing | None:
    """Return what set the body up, else the cluster that it belongs to."""
    above = index.bodies.get(found.entry.part_of or "")
    if above:
        return _body(index, above)
    return _named(index, "Organization", addresses.cluster(found.cluster.id), found.cluster.name) if found.cluster else None


def _party(index: Index, party: schema.Party) -> Thing:
    kind = "GovernmentOrganization" if party.kind in GOVERNMENT else "Organization"
    return _named(index, kind, addresses.party(party.id), party.name)


def cluster(index: Index, found: schema.Cluster) -> Thing:
    """Return a cluster with its bodies."""
    return _page(
        _named(index, "Organization", addresses.cluster(found.id), found.name)
        | _thing(
            "Organization",
            foundingDate=found.valid_from and moment(found.valid_from),
            dissolutionDate=moment(found.valid_to) if found.valid_to and found.valid_to < index.today else None,
            subOrganization=[_body(index, other) for other in index.cluster_bodies.get(found.id, ()) if not other.entry.part_of],
        )
    )


def meeting(index: Index, found: Meeting, description: str) -> Thing:
    """Return a meeting as an event: when, where, by whom, whether it is moved or cancelled, and its published papers."""
    begins, ends = _hours(found)
    entry = found.entry
    status = "EventCancelled" if found.cancelled else "EventRescheduled" if entry.previous_dates else "EventScheduled"
    met = found.type != "written"  # what is settled in writing is attended nowhere
    return _page(
        _named(index, "Event", found.address, meeting_title(found))
        | _thing(
            "Event",
            description=description,
            startDate=begins,
            endDate=ends,
            previousStartDate=_one_or_more(moment(day) for day in entry.previous_dates),
            eventStatus=f"{WORDS}/{status}",
            eventAttendanceMode=f"{WORDS}/{ATTENDANCE[entry.mode]}EventAttendanceMode" if met else None,
            location=_one_or_more(_places(found)) if met else None,
            organizer=_one_or_more(_body(index, one) for one in found.bodies),
            subjectOf=[*(_paper(index, found, one) for one in found.documents), *_files(index, found)],
            inLanguage=index.site.file.language,
        )
    )


def _hours(found: Meeting) -> tuple[str, str | None]:
    """Return when a meeting begins and ends, as far as that is planned: moments, or days alone."""
    entry = found.entry
    if entry.start and entry.end:
        return moment(found.first, entry.start), moment(found.last, entry.end)
    begins = moment(found.first, entry.start) if entry.start else moment(found.first)
    return begins, moment(found.last) if found.last != found.first else None


def _places(found: Meeting) -> list[Thing]:
    places: list[Thing] = []
    if found.entry.place and found.entry.mode != "virtual":
        places.append(_thing("Place", name=found.entry.place))
    if found.entry.mode != "physical":
        places.append(_thing("VirtualLocation", name="Virtuelt møde"))
    return places


def _paper(index: Index, of: Meeting, found: Document) -> Thing:
    return _named(index, _kind(found), found.address, document_title(of, found)) | _thing(
        _kind(found),
        encodingFormat="text/html",
        datePublished=found.meta.published and moment(found.meta.published),
        dateModified=modified(found),
    )


def _kind(found: Document) -> str:
    return "Report" if found.kind == "minutes" else "DigitalDocument"


def modified(found: Document) -> str | None:
    """Return the day of a document's last correction."""
    days = [entry.date for entry in found.meta.corrections]
    return moment(max(days)) if days else None


def _files(index: Index, found: Meeting) -> list[Thing]:
    """Return the attachments of a meeting's documents, each once (a closed item has none)."""
    files: dict[str, tuple[str, Attachment]] = {}
    for document in found.documents:
        for text, file, _ in document.attachments:
            if file.address in index.site.attachments:
                files.setdefault(file.address, (text or file.name, file))
    return [
        _named(index, "DigitalDocument", address, name) | _thing("DigitalDocument", encodingFormat=MEDIA_TYPES.get(file.kind))
        for address, (name, file) in files.items()
    ]


def document(index: Index, of: Meeting, found: Document, head: Head) -> Thing:
    """Return an agenda or minutes, as it was published, with the meeting that it is about."""
    return _page(
        _named(index, _kind(found), head.address, head.title)
        | _thing(
            _kind(found),
            description=head.description,
            datePublished=head.published,
            dateModified=head.modified,
            creativeWorkStatus=STATUSES.get(getattr(found.meta, "status", None) or ""),
            about=_named(index, "Event", of.address, meeting_title(of)) | _thing("Event", startDate=_hours(of)[0]),
            author=_one_or_more(_body(index, one) for one in of.bodies),
            publisher=_publisher(index),
            inLanguage=index.site.file.language,
        )
    )
