"""The tables of bodies, meetings and documents, and what the tables of items share with them."""

from collections.abc import Callable
from datetime import date
from functools import reduce
from typing import Any

from sitegen.feeds.tables import ADDRESS, ADDRESSES, DATE, DATES, FLAG, LIST, NUMBER, TEXT, TIME, Column, Table
from sitegen.model import Body, Document, Meeting
from sitegen.pages import words
from sitegen.pages.addresses import absolute
from sitegen.pages.index import Index

KINDS = {"agenda": "dagsorden", "supplement": "tillægsdagsorden", "minutes": "referat"}
STATUSES = {code: words.lower_first(word) for code, word in words.STATUSES.items()}
OF_MEETING = (("meeting",), "meetings", ("id",))


def url(index: Index, address: str) -> str:
    """Return the whole address of something on the site."""
    return absolute(index.site, address)


def held_by(about: str) -> tuple[Column, ...]:
    """Return the columns that say which meeting a row, which begins with it, belongs to: nobody needs to join tables."""
    return (
        Column("meeting", TEXT, about, lambda _, row: row[0].id),
        Column("date", DATE, "Mødets dato.", lambda _, row: row[0].first),
        Column("bodies", LIST, "Id på de fora, der holder mødet.", lambda _, row: _ids(row[0].bodies)),
        Column("body_names", LIST, "Navnene på de fora, der holder mødet.", lambda _, row: _names(row[0].bodies)),
    )


def _ids(things: tuple[Any, ...]) -> list[str]:
    return [thing.id for thing in things]


def _names(things: tuple[Any, ...]) -> list[str]:
    return [thing.name for thing in things]


def _of(path: str) -> Callable[[Index, Any], Any]:
    """Return what reads a value of a thing by its path, "cluster.name"; None where there is nothing on the way."""
    names = path.split(".")
    return lambda _, thing: reduce(lambda found, name: None if found is None else getattr(found, name), names, thing)


def _successors(index: Index, body: Body) -> tuple[str, ...]:
    """Return what takes a body's place: its own successors, else those of its cluster."""
    of_cluster = body.cluster.succeeded_by if body.cluster and not body.entry.part_of else ()
    return body.entry.succeeded_by or of_cluster


BODIES = Table(
    "bodies",
    "Fora",
    "Alle fora, der holder eller har holdt møder.",
    (
        Column("id", TEXT, "Forummets id, som også står i dets adresse.", _of("id")),
        Column("name", TEXT, "Navn.", _of("name")),
        Column("cluster", TEXT, "Id på den klynge, forummet hører til.", _of("cluster.id"), True),
        Column("cluster_name", TEXT, "Klyngens navn.", _of("cluster.name"), True),
        Column("level", TEXT, "Id på niveauet.", _of("level.id"), True),
        Column("level_name", TEXT, "Niveauets navn.", _of("level.name"), True),
        Column("part_of", TEXT, "Id på det forum, som dette er en gruppe under.", _of("entry.part_of"), True),
        Column("parties", LIST, "Id på parterne i forummet.", lambda _, body: _ids(body.parties)),
        Column("party_names", LIST, "Parternes navne.", lambda _, body: _names(body.parties)),
        Column("refers_to", LIST, "Id på de fora, som dette henviser sager til.", _of("entry.refers_to")),
        Column("valid_from", DATE, "Første dag, forummet findes.", _of("begins"), True),
        Column("valid_to", DATE, "Sidste dag, forummet findes.", _of("ends"), True),
        Column("succeeded_by", LIST, "Id på de fora, der afløser det.", _successors),
        Column("contact_name", TEXT, "Forummets sekretariat.", _of("entry.contact.name"), True),
        Column("contact_email", TEXT, "Sekretariatets mailadresse.", _of("entry.contact.email"), True),
        Column("url", ADDRESS, "Forummets side.", lambda index, body: url(index, body.address)),
    ),
    lambda index: index.site.bodies,
    ("id",),
    ((("part_of",), "", ("id",)),),
)


def _address(kind: str) -> Callable[[Index, Meeting], str | None]:
    """Return what reads the address of a meeting's agenda or minutes."""
    return lambda index, meeting: url(index, paper.address) if (paper := getattr(meeting, kind)) else None


MEETINGS = Table(
    "meetings",
    "Møder",
    "Alle planlagte, holdte og aflyste møder.",
    (
        Column("id", TEXT, "Mødets id, som også står i dets adresse.", _of("id")),
        Column("name", TEXT, "Hvem der holder mødet.", lambda _, meeting: words.meeting_name(meeting)),
        Column("bodies", LIST, "Id på de fora, der holder mødet.", lambda _, meeting: _ids(meeting.bodies)),
        Column("body_names", LIST, "Navnene på de fora, der holder mødet.", lambda _, meeting: _names(meeting.bodies)),
        Column("date", DATE, "Dato, eller første dag af flere.", _of("first")),
        Column("until", DATE, "Sidste dag, når mødet varer flere dage.", _of("entry.until"), True),
        Column("start", TIME, "Begynder, dansk tid.", _of("entry.start"), True),
        Column("end", TIME, "Slutter, dansk tid.", _of("entry.end"), True),
        Column("place", TEXT, "Sted.", _of("entry.place"), True),
        Column("host", TEXT, "Id på den part, der er vært.", _of("host.id"), True),
        Column("host_name", TEXT, "Værtens navn.", _of("host.name"), True),
        Column("mode", TEXT, "Mødeform.", _of("entry.mode"), False, words.MODES),
        Column("type", TEXT, "Mødets art.", _of("type"), False, words.TYPES),
        Column("cancelled", FLAG, "Om mødet er aflyst.", _of("cancelled")),
        Column("cancelled_reason", TEXT, "Hvorfor det er aflyst.", _of("entry.cancelled"), True),
        Column("previous_dates", DATES, "Tidligere datoer, når mødet er flyttet.", _of("entry.previous_dates")),
        Column("url", ADDRESS, "Mødets side.", lambda index, meeting: url(index, meeting.address)),
        Column("agenda_url", ADDRESS, "Dagsordenen, når den er offentliggjort.", _address("agenda"), True),
        Column("minutes_url", ADDRESS, "Referatet, når det er offentliggjort.", _address("minutes"), True),
    ),
    lambda index: index.site.meetings,
    ("id",),
)


def document_id(document: Document) -> str:
    """Return what names a document: its meeting and what it is of the meeting's."""
    return f"{document.meta.meeting}-{document.kind}" + (f"-{document.number}" if document.number else "")


def _meta(name: str) -> Callable[[Index, Any], Any]:
    return lambda _, row: getattr(row[1].meta, name, None)


def _last_correction(_: Index, row: tuple[Meeting, Document]) -> date | None:
    return max((correction.date for correction in row[1].meta.corrections), default=None)


def _papers(index: Index, row: tuple[Meeting, Document]) -> list[str]:
    """Return the addresses of what a document names, each once."""
    return list(dict.fromkeys(url(index, attachment.address) for _, attachment, _ in row[1].attachments))


DOCUMENTS = Table(
    "documents",
    "Dokumenter",
    "Alle offentliggjorte dagsordener, tillægsdagsordener og referater.",
    (
        Column("id", TEXT, "Dokumentets id.", lambda _, row: document_id(row[1])),
        *held_by("Id på det møde, dokumentet hører til."),
        Column("kind", TEXT, "Hvad det er.", lambda _, row: row[1].kind, False, KINDS),
        Column("number", NUMBER, "Tillægsdagsordenens nummer.", lambda _, row: row[1].number or None, True),
        Column("sent", DATE, "Hvornår det er sendt til deltagerne.", lambda _, row: row[1].sent, True),
        Column("published", DATE, "Hvornår det er offentliggjort.", lambda _, row: row[1].published, True),
        Column("late_reason", TEXT, "Begrundelse, når det er forsinket.", _meta("late_reason"), True),
        Column("status", TEXT, "Referatets status, når den er oplyst.", _meta("status"), True, STATUSES),
        Column("approved", DATE, "Hvornår referatet er godkendt.", _meta("approved"), True),
        Column("corrections", NUMBER, "Antal rettelser efter offentliggørelsen.", lambda _, row: len(row[1].meta.corrections)),
        Column("last_correction", DATE, "Datoen for den seneste rettelse.", _last_correction, True),
        Column("attachments", ADDRESSES, "Bilagenes adresser.", _papers),
        Column("url", ADDRESS, "Hvor dokumentet står.", lambda index, row: url(index, row[1].address)),
    ),
    lambda index: ((meeting, document) for meeting in index.site.meetings for document in meeting.documents),
    ("id",),
    (OF_MEETING,),
)
