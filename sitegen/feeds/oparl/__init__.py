"""The site as OParl 1.1, an interface for the papers of councils: a static read profile, every object a file at its own address.

A list is parted into pages by path, since plain files know no filters. Objects that others hold are whole there too, without
what leads back; each is written once as text, and its lists are made of those texts.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sitegen.feeds.oparl import meetings, organisations
from sitegen.feeds.oparl.things import BODY, ROOT, SYSTEM, days, identified, listed
from sitegen.pages.index import Index

PER_PAGE = 100
# What the one Body lists, by its property: the folder of the list. `legislativeTerm` it holds itself.
LISTS = {
    "organization": "organization",
    "person": "person",
    "meeting": "meeting",
    "paper": "paper",
    "agendaItem": "agenda-item",
    "consultation": "consultation",
    "file": "file",
    "locationList": "location",
    "legislativeTermList": "legislative-term",
    "membership": "membership",
}


def files(index: Index) -> dict[str, bytes]:
    """Return every object and every page of every list by address."""
    things = {folder: list(found) for folder, found in chain(organisations.things(index), meetings.things(index))}
    terms = [thing.inner for thing in things["legislative-term"]]
    system, body = _system(index), _body(index, terms)
    texts = {folder: [_text(thing.whole) for thing in found] for folder, found in things.items()}
    made = [("body", [_text(body)]), *texts.items()]
    by_meeting = dict(zip((thing.path for thing in things["meeting"]), texts["meeting"], strict=True))
    for own in index.site.bodies:
        held = [by_meeting[f"meeting/{meeting.id}"] for meeting in index.body_meetings.get(own.id, ())]
        made.append((f"organization/{own.id}/meeting", held))
    pages = chain.from_iterable(_pages(index, folder, found) for folder, found in made)
    objects = [(SYSTEM, _text(system)), (BODY, _text(body))]
    for folder, found in things.items():
        objects += zip((thing.path for thing in found), texts[folder], strict=True)
    return {f"{ROOT}{path}.json": f"{text}\n".encode() for path, text in chain(objects, pages)}


def _system(index: Index) -> dict[str, Any]:
    site = index.site.file
    return identified(
        index,
        "System",
        SYSTEM,
        days(index, [index.site.source.path]),
        oparlVersion="https://schema.oparl.org/1.1/",
        license=site.licence and site.licence.url,
        body=listed(index, "body"),
        name=site.title,
        contactEmail=site.publisher.email,
        contactName=site.publisher.name,
        website=site.base_url,
        web=f"{site.base_url}data/",
    )


def _body(index: Index, terms: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the one Body: whoever publishes the site stands for the agreement and all that meet under it."""
    site = index.site.file
    found = identified(
        index,
        "Body",
        BODY,
        days(index, [index.site.source.path]),
        system=f"{site.base_url}{ROOT[1:]}{SYSTEM}.json",
        name=site.title,
        website=site.base_url,
        license=site.licence and site.licence.url,
        contactEmail=site.publisher.email,
        contactName=site.publisher.name,
        **{name: listed(index, folder) for name, folder in LISTS.items()},
        web=site.base_url,
    )
    return found | {"legislativeTerm": terms}  # which a Body must have, and be it empty


def _pages(index: Index, folder: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pages of a list by path without its ending; an empty list has one too."""
    parts = [texts[at : at + PER_PAGE] for at in range(0, len(texts), PER_PAGE)] or [[]]
    for number, part in enumerate(parts, 1):
        near = {"first": 1, "prev": number - 1, "self": number, "next": number + 1, "last": len(parts)}
        links = {name: listed(index, folder, page) for name, page in near.items() if 1 <= page <= len(parts)}
        pagination = {
            "totalElements": len(texts),
            "elementsPerPage": PER_PAGE,
            "currentPage": number,
            "totalPages": len(parts),
        }
        rest = _text({"pagination": pagination, "links": links})
        yield f"{folder}/page/{number}", f'{{"data":[{",".join(part)}],{rest[1:]}'


def _text(thing: Mapping[str, Any]) -> str:
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"))
